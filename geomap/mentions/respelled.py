"""Names in a spelling that no list has: Hamouriyeh for Hammuriyah. Found by sound, in Latin letters only.

Latin letters have capitals, which part names from words; an unknown Arabic word is a verb as often as a name.
"""

from __future__ import annotations

from geomap.mentions.guesses import is_unlisted_name
from geomap.mentions.lexicon import INSIDE, Lexicon, Span, What
from geomap.mentions.tokens import Token
from geomap.mentions.words import listed, word_at
from geomap.names import keys
from geomap.names.fold import latin_articles
from geomap.names.similarity import similarity

# As alike as two romanisations of one name; at 0.9 the surname Hamouri is the town Hamra.
_ALIKE = 0.93
# A surname made from a town's name ends so, and the town's name does not: al-Muhaysini, of Muhaysin.
_NISBA = ("i", "y", "î", "ī", "ي", "ى")
# Two consonants are shared by too many names: Reem, Rima, Arima.
_CONSONANTS = 3
_LONGEST = 4  # words, articles counted: Zita al-Gharbiyah


def respelled_at(tokens: list[Token], i: int, lexicon: Lexicon) -> Span | None:
    """Return the name at token i that sounds like that of an official town, village or unit."""
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
        if _sounds_known(raw, lexicon):
            form = " ".join(t.fold for t in tokens[i:end])
            return Span(i, end, tokens[i].start, tokens[end - 1].end, What.GUESS, "", (form,))
    return None


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


def _sounds_known(name: str, lexicon: Lexicon) -> bool:
    found = lexicon.respelled.get(name)
    if found is None:
        gazetteer = lexicon.gazetteer
        by_key = gazetteer.by_key(k for k in keys(name) if len(k) >= _CONSONANTS)
        found = any(
            gazetteer.place(hit.place_id).pcode
            and similarity(name, hit.name) >= _ALIKE
            and not (name.endswith("i") and not hit.name.endswith(_NISBA))
            for hits in by_key.values()
            for hit in hits
        )
        lexicon.respelled[name] = found
    return found
