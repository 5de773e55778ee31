"""Names in a spelling that no list has: Hamouriyeh for Hammuriyah, الكنطري for القنطري. Found by their sound.

Latin letters have capitals, which part names from words. An unknown Arabic word is a verb as often as a name, and
is looked at only after a preposition of place or in a list of places.
"""

from __future__ import annotations

from geomap.mentions.guesses import TANWIN, WORDY, is_unlisted_name
from geomap.mentions.lexicon import Lexicon, Span, What
from geomap.mentions.longest import INSIDE
from geomap.mentions.sounds import sounds_known
from geomap.mentions.tokens import Token, after_and
from geomap.mentions.words import english_words, frequent_words, is_grammar, known_words, listed, word_at
from geomap.names.fold import latin_articles

# Within one script there is less to forgive.
_ALIKE_ARABIC = 0.96
# Shorter Arabic words without an article are the forms of verbs.
_LETTERS = 4
_UPON = frozenset({"علي", "وعلي", "بين"})
_LONGEST = 4  # words, articles counted: Zita al-Gharbiyah


def respelled_at(tokens: list[Token], i: int, lexicon: Lexicon, *, after_name: bool) -> Span | None:
    """Return the name at token i that sounds like that of an official town, village or unit.

    `after_name`: another name ends right before it.
    """
    if tokens[i].arabic and tokens[i].raw.endswith(TANWIN):
        return None
    if tokens[i].arabic:
        return _arabic_at(tokens, i, lexicon, after_name=after_name)
    if not is_unlisted_name(tokens, i) or _in_a_longer_name(tokens, i):
        return None
    article = tokens[i].fold in latin_articles()
    if article and tokens[i].fold not in ("al", "el") and tokens[i + 1].gap != "-":
        return None  # at Salqin, though at-Tabqa
    if any(t.fold in listed("not_names") for t in tokens[i : i + 1 + article]):
        return None
    last = i + 1
    while last < len(tokens) and last - i < _LONGEST and _belongs(tokens, last):
        last += 1
    for end in range(last, i, -1):
        if tokens[end - 1].fold in latin_articles() or (end < len(tokens) and _belongs(tokens, end)):
            continue
        raw = " ".join(t.raw for t in tokens[i:end])
        if sounds_known(raw, lexicon):
            form = " ".join(t.fold for t in tokens[i:end])
            return Span(i, end, tokens[i].start, tokens[end - 1].end, What.GUESS, "", (form,))
    return None


def may_be_respelled(token: Token) -> bool:
    """Whether `respelled_at` may find a name at a word, whatever stands around it."""
    if token.arabic:
        unknown = len(token.fold) >= _LETTERS and token.fold not in known_words()
        return unknown and not token.fold.endswith(WORDY) and not is_grammar(token.fold)
    if token.fold in latin_articles():
        return True
    unlisted = token.fold not in frequent_words() and token.fold not in english_words()
    return token.capital and (unlisted or token.fold in listed("name_heads"))


def _arabic_at(tokens: list[Token], i: int, lexicon: Lexicon, *, after_name: bool) -> Span | None:
    token = tokens[i]
    before = tokens[i - 1].fold if i and token.gap == " " else ""
    father = tokens[i - 2].fold if i > 1 and before == "علي" else ""
    # ابو علي اليبرودي is on nothing, nor is محمد علي اليبرودي
    kunya = father in ("ابو", "ام") or father.removeprefix("و") in listed("given_names")
    where = not kunya and (before.removeprefix("و") in listed("place_prepositions") or before in _UPON)
    joined = after_name and token.fold.startswith("و")
    listed_here = after_name and token.gap.strip() == "،"
    if not (where or joined or listed_here) or token.fold in known_words() or is_grammar(token.fold):
        return None
    cut = 1 if joined else 0
    word = token.fold[cut:]
    if len(word) < _LETTERS or word in known_words() or word in listed("not_names") or word.endswith(WORDY):
        return None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.gap == " " and word.startswith("ال") and after.fold.startswith("ال"):
        return None  # في المهجع الرابع: a noun with its adjective
    if token.raw.endswith(("ه", "و")) and word[:-1] in known_words():
        return None  # على هزائمه: a noun with its pronoun; ومزارعو السلحبية: a plural that governs
    if word.endswith("نا") and word[:-2] in known_words():
        return None  # وقعدنا: a verb of ours
    raw = token.raw[after_and(token) :] if cut else token.raw
    if not sounds_known(raw, lexicon, _ALIKE_ARABIC):
        return None
    return Span(i, i + 1, token.end - len(raw), token.end, What.GUESS, "و" if cut else "", (word,))


def _belongs(tokens: list[Token], i: int) -> bool:
    """Whether token i may go on with the name before it: a capitalised word, an article, what follows an article."""
    token = tokens[i]
    if token.arabic or token.gap.strip(INSIDE) or "\n" in token.gap:
        return False
    article = token.fold in latin_articles() and i + 1 < len(tokens) and tokens[i + 1].gap == "-"
    return article or tokens[i - 1].fold in latin_articles() or (token.capital and word_at(tokens, i) is None)


def _in_a_longer_name(tokens: list[Token], i: int) -> bool:
    """Whether a capitalised word stands right before, as a person's given name does."""
    if not i or tokens[i].gap != " ":
        return False
    before = tokens[i - 1]
    return (
        before.capital and not before.arabic and word_at(tokens, i - 1) is None and not _begins(tokens, i - 1)
    )


def _begins(tokens: list[Token], i: int) -> bool:
    return i == 0 or bool(set(tokens[i].gap) & set(".\n!?:"))
