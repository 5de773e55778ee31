"""Names that no list has, found by what stands around them: قرية X, village of X, كفر X, lists of places."""

from __future__ import annotations

import functools
from dataclasses import replace

from geomap.mentions.lexicon import Lexicon, Span, What
from geomap.mentions.longest import INSIDE, goes_on, longest_at
from geomap.mentions.sounds import sounds_known
from geomap.mentions.tokens import Token
from geomap.mentions.words import (
    ANY,
    Word,
    after_word,
    english_words,
    frequent_words,
    is_grammar,
    known_words,
    listed,
    names_of,
    single_word,
    word_at,
    word_before,
)
from geomap.names.fold import latin_articles
from geomap.names.forms import joinable

# Kinds of place whose type word stands beside a proper name.
_SETTLEMENTS = frozenset({"village", "town", "camp", "neighbourhood"})
# The same, but only beside a word that no dictionary has: معبر نهري, سجن عسكري tell what it is.
# Pronouns at the end of a verb or noun, with the letter before them: واقتادتهم, وقراها.
PRONOUNS = ("تهم", "وهم", "اهم", "تها", "وها", "تهما", "وهما", "اها")
#: What plurals and words with a pronoun end in, which no dictionary has in all their forms.
WORDY = ("ات", "ين", "ون", *PRONOUNS)
#: The ending of an Arabic adverb, which no name has.
TANWIN = "\u064b"
# Particles that are joined to what begins a name.
_JOINED = ("و", "ب", "ل", "ف")
_FACILITIES = frozenset(
    {"oilfield", "gasfield", "crossing", "airbase", "dam", "bridge", "prison", "lake", "river", "checkpoint"}
)


# First words that make another name of a town's: Ein Eshara, كفر حلب; the hill of a town may be meant by Tell.
_VILLAGES_OF = frozenset(
    {
        "kafr",
        "kfar",
        "kafar",
        "kefr",
        "ein",
        "ayn",
        "ain",
        "beit",
        "bayt",
        "khirbet",
        "khirbat",
        "كفر",
        "خربه",
        "معره",
    }
)
# Of a verb in dialect: انسرقت, انضربت.
_PASSIVE = "ان"
# What the words are that a name follows, or stands before: see guess_at.
_CUES = frozenset({"type", "types", "near", "outskirts", "axis", "between"})


def begins_guess(token: Token) -> frozenset[str]:
    """Return the words one of which must follow for `guess_at` to find a name at a word; ANY for all.

    Latin words that are names are not counted here: they are known names as well.
    """
    folded = token.fold
    if folded in prefixed_starts() or token.raw in ("in", "at"):
        return ANY
    word = single_word(folded)
    if word is not None and word.definite and word.cls in ("type", "types"):
        return after_word(folded, frozenset())  # المدينة governs no name
    return after_word(folded, _CUES)


def guess_at(tokens: list[Token], i: int, lexicon: Lexicon) -> Span | None:
    """Return the unknown name after a settlement's type word (قرية X, village of X, X village)."""
    particle = prefixed_starts().get(tokens[i].fold)
    if particle is not None and (tokens[i].arabic or tokens[i].capital):
        after = tokens[i + 1].fold if i + 1 < len(tokens) else ""
        before = word_before(tokens, i)
        governed = before is not None and before.cls in ("type", "types") and after not in listed("name_ends")
        plain = after in frequent_words() and not after.startswith("ال") and not heads(after)
        if tokens[i].arabic and plain and not governed:
            return None  # تل صغير is a small hill
        span = headed(tokens, i, lexicon) or guess_from(tokens, i, i + 1, lexicon)
        return _after_particle(span, tokens[i], particle) if span is not None and particle else span
    if (
        not tokens[i].arabic
        and tokens[i].capital
        and tokens[i].fold in lexicon.places
        and tokens[i].fold not in listed("given_names")  # Omar al-Halabi
        and goes_on(tokens, i + 1)
    ):
        return guess_from(tokens, i, i, lexicon)  # Mleiha al-Sharqiya, of which Mleiha is a namesake
    word = word_at(tokens, i)
    if tokens[i].raw in ("in", "at") or (
        word is not None and word.cls in ("near", "outskirts", "axis", "between")
    ):
        return _beside(tokens, i, word, lexicon)
    if (
        word is None
        or word.cls not in ("type", "types")
        or not set(word.value.split()) & (_SETTLEMENTS | _FACILITIES)
        or word.definite
    ):
        return None
    start = i + word.length
    if (
        tokens[i].arabic
        and not set(word.value.split()) & _SETTLEMENTS
        and (
            start >= len(tokens) or tokens[start].fold in known_words() or tokens[start].fold.endswith(WORDY)
        )
    ):
        return None
    if not tokens[i].arabic:
        following = word_at(tokens, start)
        if following is None or following.cls != "of" or tokens[start].fold != "of":
            named = start < len(tokens) and tokens[start].gap == " " and is_unlisted_name(tokens, start)
            typed = guess_from(tokens, start, start, lexicon) if named and word.cls == "type" else None
            return _guess_before(tokens, i) or typed  # the village Karmelo
        start += 1
    return guess_from(tokens, start, start, lexicon)


@functools.cache
def prefixed_starts() -> dict[str, str]:
    """Return the words that begin names, each also with a joined particle, and that particle: تل, وتل.

    A pair that is an everyday word is left out where the name's word has but two letters (وجب, it was due).
    """
    starts = {f"{p}{w}": p for w in listed("name_starts") for p in _JOINED if w[0] > "z"}
    starts = {w: p for w, p in starts.items() if len(w) > 3 or w not in frequent_words()}
    return starts | dict.fromkeys(listed("name_starts"), "")


def _after_particle(span: Span, token: Token, particle: str) -> Span:
    """Return a span that began with a joined particle without it."""
    cut = token.raw.find(particle[-1]) + 1
    return replace(
        span, start=token.start + cut, particle=particle, forms=tuple(f[len(particle) :] for f in span.forms)
    )


def _beside(tokens: list[Token], i: int, word: Word | None, lexicon: Lexicon) -> Span | None:
    """Return the unknown name after a word that mostly places follow: in X, near X, outskirts of X, محور X.

    Only a word that no dictionary has is a name here: near Christmas, قرب المدرسة.
    """
    start = i + (word.length if word is not None else 1)
    if start < len(tokens) and not tokens[i].arabic and tokens[start].fold in ("of", "the", "between"):
        start += 1
    if start >= len(tokens) or tokens[start].arabic != tokens[i].arabic:
        return None
    token = tokens[start]
    if token.arabic and (
        word is None
        or word.cls not in ("axis", "near")
        or word.definite
        or token.fold in known_words()
        or (
            word.cls == "near"
            and (len(token.fold) < 4 or token.fold.startswith("ال") or token.fold.endswith(WORDY))
        )
    ):
        return None
    if not token.arabic and (
        not is_unlisted_name(tokens, start) or longest_at(tokens, start, lexicon) is not None
    ):
        return None
    if not token.arabic and token.capital and token.fold in prefixed_starts():
        return headed(tokens, start, lexicon) or guess_from(tokens, start, start, lexicon)  # in Kafar Sousa
    return guess_from(tokens, start, start, lexicon)


def is_unlisted_name(tokens: list[Token], i: int) -> bool:
    """Whether a Latin word is a name that no dictionary has, with its article or not."""
    if tokens[i].fold in latin_articles() and i + 1 < len(tokens) and tokens[i + 1].gap in ("-", " "):
        i += 1
    token = tokens[i]
    if token.fold in listed("name_heads") and i + 1 < len(tokens) and tokens[i + 1].gap == " ":
        return is_unlisted_name(tokens, i + 1)  # Sheikh Maqsood
    return (
        not token.arabic and token.capital and len(token.fold) > 3 and token.fold.isalpha()
        and token.raw[1:] == token.raw[1:].lower()  # an acronym is an organisation
        and not _is_english(token.fold) and token.fold not in listed("given_names")
        and not is_grammar(token.fold)
    )  # fmt: skip


def _is_english(folded: str) -> bool:
    """Whether a word, its singular or its plural is in a list of words: Curfews, Barrack."""
    forms = (folded, folded.removesuffix("s"), f"{folded}s")
    return folded in known_words() or any(f in english_words() or f in frequent_words() for f in forms)


def headed(tokens: list[Token], i: int, lexicon: Lexicon) -> Span | None:
    """Return the name of a first word that only names have and the next, a name of its own or not: تل عثمان, Deir Sunbul.

    It is no town's name: تل رفعت is known as a whole, but after "the hill of" a town may follow.
    """
    last = i + 1
    if not tokens[i].arabic and last < len(tokens) and tokens[last].fold in latin_articles():
        last += 1
    if last >= len(tokens) or tokens[last].gap not in (" ", "-") or tokens[last].arabic != tokens[i].arabic:
        return None
    if (
        tokens[last].arabic
        and heads(tokens[last].fold)
        and last + 1 < len(tokens)
        and tokens[last + 1].gap == " "
    ):
        last += 1  # تل أبو الغيثار
    token = tokens[last]
    if token.fold in lexicon.settled and last == i + 1 and tokens[i].fold not in _VILLAGES_OF:
        # Tell Meleh of Hama is on the list as Tall Malah, and not the hill of Malah in Suwayda
        known = not token.arabic and sounds_known(f"{tokens[i].raw} {token.raw}", lexicon)
        if not known:
            return None
    if is_grammar(token.fold) or not token.fold.isalpha() or not token.capital:
        return None
    if token.fold in listed("not_names"):
        return None
    if not token.arabic and goes_on(tokens, last + 1):
        last += 2  # Jabal Zain al-Abidin
    form = " ".join(t.fold for t in tokens[i : last + 1])
    return Span(i, last + 1, tokens[i].start, tokens[last].end, What.GUESS, "", (form,))


def guess_from(tokens: list[Token], first: int, start: int, lexicon: Lexicon, gap: str = "") -> Span | None:
    """Return the unknown name from token `first`, whose words from `start` on are not yet looked at."""
    last = _end_of_guess(tokens, start, lexicon, gap, plain=first == start)
    if last == start:
        return None
    if (
        last - start > 1
        and tokens[start].fold in known_words()
        and tokens[last - 1].fold in listed("adjectives")
    ):
        return None  # ومكتبة صغيرة
    form = " ".join(t.fold for t in tokens[first:last])
    return Span(first, last, tokens[first].start, tokens[last - 1].end, What.GUESS, "", (form,))


def _end_of_guess(tokens: list[Token], start: int, lexicon: Lexicon, gap: str, *, plain: bool) -> int:
    last = start
    while last < len(tokens) and last - start < 3:
        token = tokens[last]
        if token.gap.strip(INSIDE + ("«\"“'" + gap if last == start else "")):
            break
        if last > start and token.gap == "-" and tokens[last - 1].fold in latin_articles():
            last += 1
            continue
        if (
            (
                (word := word_at(tokens, last)) is not None
                and not (word.cls == "organisation" and last == start and _of_village(tokens, last))
            )
            or token.fold in listed("not_names")
            or token.fold.isdigit()
        ):
            break  # حي الجمعية الغربية is a quarter
        if token.arabic and token.fold.startswith(_PASSIVE) and token.fold[2:] in known_words():
            break  # آبار انسرقت: a verb, as it is spoken
        if token.arabic and token.raw.endswith((TANWIN, f"{TANWIN}ا")):
            break  # ثلاث مزارع احترازياً: an adverb
        if token.arabic and plain and last == start and _with_particle(token.fold):
            break  # قتل مزارع بلغم: a farmer by a mine
        # قرية صغيرة, مخيمات عشوائية: an everyday word after the type word describes it
        if (
            token.arabic and plain and last == start and _describes(token)
            and not _construct(tokens, last) and not _of_village(tokens, last) and token.fold not in listed("name_heads")
        ):  # fmt: skip
            break
        found = longest_at(tokens, last, lexicon)
        if (
            found is not None
            and found.first >= last
            and not _only_begins(tokens, last, start, found, lexicon)
        ):
            break
        if (
            not token.arabic
            and not token.capital
            and not (token.fold in latin_articles() and goes_on(tokens, last))
        ):
            break
        # A second Arabic word belongs to the name after كفر, تل, أبو …, or where it alone is definite
        if token.arabic and last > start and not _continues(tokens[last - 1], token):
            break
        if token.arabic and (len(token.fold) < 3 and last == start):
            break
        last += 1
    if last > start and not tokens[last - 1].arabic:
        if tokens[last - 1].fold in latin_articles():
            return last + 1 if goes_on(tokens, last - 1) else last - 1  # al-Sura al-Kabira
        if tokens[last - 1].fold in ("abu", "abo", "bu", "umm", "um") and last < len(tokens):
            last += tokens[last].gap == " " and tokens[last].capital  # Abu Rasein
    return last


def _with_particle(word: str) -> bool:
    """Whether an Arabic word is a known one with a particle joined to it, or "and" with a verb of ours: وسألنا."""
    if word in known_words():
        return False
    if word[0] in "بلكو" and (word[1:] in names_of("organisations") or word[1:] in listed("not_names")):
        return True  # حاجز لقسد
    return (word[0] in "بلكو" and word[1:] in known_words()) or (word[0] == "و" and word.endswith("نا"))


def _only_begins(tokens: list[Token], i: int, start: int, found: Span, lexicon: Lexicon) -> bool:
    """Whether the name that is known at token i is but a word of the longer one that begins at `start`."""
    if i == start:
        return goes_on(tokens, i + 1) and found.last == i + 1
    if i > start + 1 or tokens[i].fold in lexicon.settled:
        return False
    # عنيق الهوى: a definite word after one that no list knows is the rest of its name; so is one after Tell
    return _construct(tokens, start) or (not tokens[i].arabic and tokens[start].fold in listed("name_starts"))


def _describes(token: Token) -> bool:
    """Whether a word after a type word rather tells about the place: an indefinite word that is met at all."""
    if token.fold.startswith("ال"):
        return token.fold in frequent_words()
    return token.fold in known_words() or token.fold in listed("adjectives")


def _construct(tokens: list[Token], i: int) -> bool:
    """Whether a definite word follows an indefinite one: رسم الطرفاوي is a name though رسم is a word."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if (
        after is None
        or after.gap != " "
        or tokens[i].fold.startswith("ال")
        or not after.fold.startswith("ال")
    ):
        return False
    return word_at(tokens, i + 1) is None and after.fold not in listed("not_names")


def _of_village(tokens: list[Token], i: int) -> bool:
    """Whether a definite word follows the indefinite word for one village or town, as its name does: قرية الفاسدة.

    An adjective agrees with its noun: القرية الفاسدة. What people a camp is for is listed (مخيم النازحين).
    """
    if not i or not tokens[i].fold.startswith("ال") or tokens[i].gap != " ":
        return False
    word = word_at(tokens, i - 1)
    return (
        word is not None
        and word.cls == "type"
        and word.value.split()[0] in ("village", "town", "neighbourhood", "camp")
    )


def heads(word: str) -> bool:
    """Whether an Arabic word begins names of two words."""
    return word in joinable() or word in listed("name_heads") or word in listed("name_starts")


def _continues(before: Token, token: Token) -> bool:
    return (
        before.fold in joinable()
        or before.fold in listed("name_heads")
        or (token.fold.startswith("ال") and not before.fold.startswith("ال"))
    )


def _guess_before(tokens: list[Token], i: int) -> Span | None:
    """English: the capitalised words right before "village"; the first word of a sentence is no evidence."""
    first = i
    while first > 0 and i - first < 4:
        token = tokens[first - 1]
        gap = tokens[first].gap
        article = token.fold in latin_articles() and gap == "-"
        if gap not in (" ", "-") or token.arabic or word_at(tokens, first - 1) is not None:
            break
        if token.fold in listed("not_names"):
            break  # the Russian base
        if not article and not token.raw[0].isupper():
            break
        if first - 1 == 0 or set(token.gap) & set(".\n:"):
            break
        first -= 1
    if first == i:
        return None
    form = " ".join(t.fold for t in tokens[first:i])
    return Span(first, i, tokens[first].start, tokens[i - 1].end, What.GUESS, "", (form,))
