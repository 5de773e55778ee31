"""The longest name that is known at a word: Maarat al-Numan, not Maarat, and no name that goes on."""

from __future__ import annotations

from geomap.mentions.lexicon import DIALECT, Lexicon, Span, What
from geomap.mentions.tokens import Token
from geomap.mentions.words import frequent_words, is_grammar, listed, word_at
from geomap.names import fold
from geomap.names.fold import latin_articles

# What may stand between the words of one name: spaces, a line's end, hyphens, the underscore of a hashtag.
INSIDE = " _-–\t\n\u200f\u200e"
# An ayn that ends a word of a romanised name: Nab' al-Fawwar.
_AYN_GAPS = ("' ", "’ ", "ʿ ", "` ", "‘ ")
_SPACED_DASHES = (" - ", " – ")
_DASHES, _ROADS = ("-", "–", "—"), ("طريق", "اوتوستراد", "اتوستراد")
_ABBREVIATION = 4  # letters; AlBab is a name
# Last words of names that English writes with a small letter as often: Yarmouk basin, Tishreen dam, Khatib branch.
_SMALL_LETTERED = frozenset({"basin", "dam", "bridge", "branch"})


def longest_at(
    tokens: list[Token], i: int, lexicon: Lexicon, *, joined: str = "", caseless: bool = False
) -> Span | None:
    """Return the longest known name at token i.

    `joined`: only with this particle joined to it. `caseless`: Latin names need no capital.
    """
    token = tokens[i]
    best: Span | None = None
    for particle, first, longest, doubtful in lexicon.starts(token.fold, token.arabic):
        if joined and particle != joined:
            continue
        words = [first]
        for j in range(i + 1, min(i + longest, len(tokens))):
            if tokens[j].gap.strip(INSIDE) and not (tokens[j].gap in _AYN_GAPS and not token.arabic):
                break
            # حمص - حماة are two cities, whatever list has the stretch between them as one name
            if tokens[j].gap in _SPACED_DASHES and (
                {" ".join(words), tokens[j].fold} <= lexicon.settled or tokens[j].fold in lexicon.foreign
            ):
                break  # nor is معبر نصيب - جابر in one country
            if (
                tokens[j].gap.strip() in _DASHES
                and words[0] in _ROADS
                and lexicon.are_ends(words[1:], tokens[j].fold)
            ):
                break  # طريق السلمية – إثريا has two ends, which the grammar reads
            words.append(tokens[j].fold)
        for length in range(len(words), 0, -1):
            if best is not None and i + length <= best.last:
                break
            form = " ".join(words[:length])
            what = lexicon.what(form, token.arabic)
            if what is None or (form in lexicon.articled and i and tokens[i - 1].fold in ("ام", "ابو")):
                continue
            small = not token.arabic and not _capital(tokens, i, i + length)
            if small and not (caseless and what is What.PLACE and not _ordinary(words[:length])):
                continue
            if (
                length == 1
                and what is What.PLACE
                and (
                    goes_on(tokens, i + 1)
                    or (
                        is_grammar(token.fold)
                        and form not in listed("type_towns")
                        and not _desert_itself(tokens, i, form, lexicon)
                    )
                )
            ):
                continue  # الشرقي is a village too, but a direction first
            last = tokens[i + length - 1]
            if length == 1 and form not in lexicon.settled and _is_abbreviation(token.raw):
                continue
            if not token.arabic and last.fold in latin_articles() and _hyphen_at(tokens, i + length):
                continue  # Rasm al-Tarfawi is not cut after its article
            if length == 1 and particle in DIALECT and not lexicon.may_be_said_of(form):
                continue  # عبستان is said before القصر
            unsure = (
                length == 1 and what is What.PLACE and (small or (doubtful and form not in lexicon.settled))
            )
            best = Span(
                i,
                i + length,
                token.start + _offset(token, particle),
                last.end,
                what,
                particle,
                (form,),
                unsure,
            )
            break
    return best


def _is_abbreviation(raw: str) -> bool:
    """Whether a short word has a capital inside, as abbreviations do: MoH is no village; DeZ is a town's."""
    return len(raw) <= _ABBREVIATION and not raw.isupper() and raw[1:] != raw[1:].lower()


def _ordinary(words: list[str]) -> bool:
    """Whether Latin words without a capital are everyday ones, or too short to be told from them."""
    return len("".join(words)) < 4 or all(w in frequent_words() or is_grammar(w) for w in words)


def _hyphen_at(tokens: list[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].gap == "-"


def _offset(token: Token, particle: str) -> int:
    """Return how many characters of the word the particle takes, marks and tatweel between them included."""
    wanted = len(particle) - (2 if particle == "وبال" else 0)
    if not wanted or token.raw[: wanted + 1] == token.fold[: wanted + 1]:
        return wanted  # no mark stands between
    taken = 0
    for position, letter in enumerate(token.raw):
        if taken == wanted and fold(letter):
            return position
        taken += bool(fold(letter))
    return 0


def goes_on(tokens: list[Token], i: int) -> bool:
    """Whether the name of one word before token i is the beginning of a longer one.

    Tall al-Wahm is not Al-Tall, nor Kafr Anything the village Al-Kafr.
    """
    if not 0 < i < len(tokens) or tokens[i].gap != " ":
        return False
    here, before = tokens[i], tokens[i - 1]
    if not here.arabic and here.fold in latin_articles():
        return i + 1 < len(tokens) and tokens[i + 1].gap == "-" and tokens[i + 1].capital
    begins = listed("name_starts")
    # A particle may be joined to it: وخربة زملة
    if (
        before.fold not in begins and not (before.arabic and before.fold[1:] in begins)
    ) or here.arabic != before.arabic:
        return False
    return (here.arabic or here.capital) and word_at(tokens, i) is None


def _desert_itself(tokens: list[Token], i: int, form: str, lexicon: Lexicon) -> bool:
    """Whether the Badia is meant as a whole, not that of a place named beside it: in the Badia, في البادية."""
    word = word_at(tokens, i)
    if word is None or word.cls != "badia":
        return False
    after = word_at(tokens, i + 1)
    if after is not None and after.cls in ("of", "direction", "type") and not tokens[i + 1].gap.strip():
        return False
    if tokens[i].arabic:
        return form.startswith("ال")
    return i > 0 and tokens[i].capital and tokens[i - 1].fold == "the"


def _capital(tokens: list[Token], first: int, last: int) -> bool:
    """Names in Latin letters begin in upper case, or stand in a hashtag; "eastern Ghouta" is one as well."""
    if "#" in tokens[first].gap:
        return True
    if not tokens[last - 1].capital and last - first > 1 and tokens[last - 1].fold not in _SMALL_LETTERED:
        return False
    if tokens[first].capital:
        return True
    if last - first > 1 and tokens[first].fold in latin_articles():
        # "at Tall" is a preposition and a name, at-Tall one name
        return tokens[first].fold in ("al", "el") or tokens[first + 1].gap == "-"
    word = word_at(tokens, first)
    return word is not None and word.cls == "direction" and last - first > 1
