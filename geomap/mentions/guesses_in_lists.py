"""Unknown names that go on a list of places: قرى A وB, the villages of A, B and C.

An everyday word is no name here: after "villages of A and" comes a verb as often.
"""

from __future__ import annotations

from geomap.mentions.guesses import PRONOUNS, TANWIN, guess_from, headed, heads, is_unlisted_name
from geomap.mentions.lexicon import Lexicon, Span, What
from geomap.mentions.longest import longest_at
from geomap.mentions.tokens import Token, after_and
from geomap.mentions.words import is_grammar, known_words, listed, word_at

# Shorter Arabic words are prepositions and forms of verbs.
_LETTERS = 4


def guess_in_list(tokens: list[Token], i: int, lexicon: Lexicon) -> Span | None:
    """Return the unknown name at token `i`, right after another of its list."""
    if i >= len(tokens):
        return None
    gap = tokens[i].gap.strip()
    if tokens[i].arabic:
        return _arabic(tokens, i, gap)
    if tokens[i].fold != "and" or gap:
        return guess_from(tokens, i, i, lexicon, gap=",") if gap == "," else None
    i += 1
    if i >= len(tokens) or longest_at(tokens, i, lexicon) is not None:
        return None
    begins = tokens[i].capital and tokens[i].fold in listed("name_starts")
    return (headed(tokens, i, lexicon) if begins else None) or guess_from(tokens, i, i, lexicon)


def _arabic(tokens: list[Token], i: int, gap: str) -> Span | None:
    token = tokens[i]
    if gap not in ("", "،"):
        return None
    joined = token.fold.startswith("و")
    if not joined and not gap:
        return None
    name = token.fold[1:] if joined else token.fold
    start = token.start + (after_and(token) if joined else 0)
    particle = "و" if joined else ""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.gap == " " and after.arabic and heads(name):  # وتل الوهم
        plain = len(after.fold) > 2 and after.fold not in listed("not_names")
        if plain and not is_grammar(after.fold):
            return Span(i, i + 2, start, after.end, What.GUESS, particle, (f"{name} {after.fold}",))
    if joined and gap:
        return None  # after a comma, what "and" is joined to is mostly a verb
    if len(name) < _LETTERS or word_at(tokens, i) is not None or _is_word(token, name, joined=joined):
        return None
    return Span(i, i + 1, start, token.end, What.GUESS, particle, (name,))


# The future, and the tenth form of the verb.
_VERB_BEGINNINGS = ("سي", "ست", "تست", "يست")


def _is_word(token: Token, name: str, *, joined: bool) -> bool:
    """Whether an Arabic word is rather one of the language: known, a verb, or one with a pronoun or a particle."""
    if name in known_words() or (joined and token.fold in known_words()) or name.endswith(PRONOUNS):
        return True
    if name.endswith("ته") and name[:-1] in known_words():
        return True  # ، نفذته
    if name[0] in "بلكف" and name[1:] in known_words():
        return True  # ، بكلفة; وبتشكيل; ، فأصيب
    # واشتبكت, وسيستفيد, وتستقبل
    verb = (name.endswith("ت") and name[-2] not in "اويا") or (joined and name.startswith(_VERB_BEGINNINGS))
    return verb or token.raw.endswith((TANWIN, f"{TANWIN}ا"))


def unlisted(tokens: list[Token], span: Span) -> bool:
    """Whether all words of a guess are names that no dictionary has, as they must be where only commas speak for it."""
    words = span.forms[0].split()
    if tokens[span.first].arabic:
        return heads(words[0])  # any verb may follow an Arabic "and"
    first = span.first + (tokens[span.first].fold in ("and", "or"))
    return is_unlisted_name(tokens, first)
