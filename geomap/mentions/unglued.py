"""Words that a scraper, or a hurried hand, ran together: خان طومانوعندان, المعضميةوداريا, alShughur."""

from __future__ import annotations

import re

from geomap.mentions.lexicon import Lexicon
from geomap.mentions.tokens import Token
from geomap.mentions.words import frequent_words, is_grammar, known_words
from geomap.names import fold

# Letters that fold one by one, so that a cut in the fold is one in the text.
_PLAIN = re.compile("[\u0621-\u063a\u0641-\u064a]+")
# An article glued to its noun, whose capital tells: Jisr_alShughur.
_GLUED_ARTICLE = re.compile("(?:[aA]l|[eE]l|[aA][stdzrn])(?=[A-Z][a-z]{2})")
_AND = "و"
# No Arabic word goes on after this letter.
_LAST = "ة"
_COUNTRYSIDE = "ريف"
# A town of three letters begins too many words; so does a word of two end them.
_NAME, _REST = 4, 3
# No longer row of words was ever met.
_LONGEST = 60
# Distinct words remembered while reading: a language's vocabulary, not a hostile text's.
_REMEMBERED = 200_000


def unglued(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Return the words of a text, those cut in two that a town's name and "and" begin and a word or a name ends.

    The same list where nothing is to be cut, as nearly always.
    """
    whole = lexicon.whole
    if len(whole) > _REMEMBERED:
        whole.clear()
    doubtful = [i for i, token in enumerate(tokens) if token.raw not in whole]
    cuts = {i: cut for i in doubtful if (cut := _cut(tokens, i, lexicon))}
    if not cuts:
        return tokens
    parted: list[Token] = []
    for i, token in enumerate(tokens):
        start = 0
        for end in (*cuts.get(i, ()), len(token.raw)):
            raw = token.raw[start:end]
            gap = token.gap if not start else " " if token.arabic else "-"
            parted.append(Token(token.start + start, token.start + end, raw, fold(raw), gap, token.arabic))
            start = end
    return parted


def _cut(tokens: list[Token], i: int, lexicon: Lexicon) -> tuple[int, ...]:
    """Return where a word is to be cut, in its letters; nowhere, mostly."""
    token = tokens[i]
    if not token.arabic:
        article = _GLUED_ARTICLE.match(token.raw)
        if article is None:
            lexicon.whole.add(token.raw)
        return (article.end(),) if article else ()
    if (
        not _NAME + _REST <= len(token.raw) <= _LONGEST
        or token.fold in known_words()
        or lexicon.starts(token.fold, True)
        or not _PLAIN.fullmatch(token.raw)
    ):
        lexicon.whole.add(token.raw)  # whatever stands beside it
        return ()
    before = tokens[i - 1].fold if i and token.gap in (" ", "_") else ""
    cut = _ended(token.raw, before, lexicon)
    if cut:
        return (cut,)
    if _AND not in token.fold[1:]:
        return ()
    after = tokens[i + 1].fold if i + 1 < len(tokens) and tokens[i + 1].gap == " " else ""
    return _cuts(token.raw, before, after, lexicon)


def _ended(word: str, before: str, lexicon: Lexicon) -> int:
    """Return where a town's name ends in a word without "and": at the letter that ends words, or before an everyday one.

    الرقةفيما; عاجل of دير_الزورعاجل.
    """
    for at, letter in enumerate(word[:-1]):
        if letter == _LAST and _is_name(fold(word[: at + 1]), before, lexicon):
            return at + 1
    if not before:
        return 0
    for cut in range(_REST, len(word) - _NAME + 1):
        if fold(word[cut:]) in frequent_words() and any(
            lexicon.is_spelled(f"{first} {fold(word[:cut])}")
            for _, first, _, _ in lexicon.starts(before, True)
        ):
            return cut
    return 0


def _cuts(word: str, before: str, after: str, lexicon: Lexicon) -> tuple[int, ...]:
    for at, letter in enumerate(word):
        if letter != _AND or at < _REST:
            continue
        name, rest = fold(word[:at]), word[at + 1 :]
        if not _is_name(name, before, lexicon):
            continue
        if _is_word(fold(rest), after, lexicon):
            return (at,)
        further = _cuts(rest, "", after, lexicon)
        if further:
            return (at, *(at + 1 + cut for cut in further))
    return ()


def _is_name(word: str, before: str, lexicon: Lexicon) -> bool:
    """Whether a town's name ends in a word, with the word before it or without."""
    readings = {word, *(first for _, first, _, _ in lexicon.starts(word, True))}
    if any(len(name) >= _NAME and name in lexicon.well_known for name in readings):
        return True
    if not before:
        return False
    return any(lexicon.is_spelled(f"{first} {word}") for _, first, _, _ in lexicon.starts(before, True))


def _is_word(word: str, after: str, lexicon: Lexicon) -> bool:
    """Whether a word is an everyday one, or a town's name with the word after it or without."""
    if len(word) < _REST:
        return False
    everyday = word in frequent_words() or is_grammar(word) or word.startswith(_COUNTRYSIDE)
    return everyday or word in lexicon.well_known or lexicon.is_spelled(f"{word} {after}")
