"""At which words of a text a name may begin. Most words begin none, and are not looked at twice."""

from __future__ import annotations

import functools
import itertools

from geomap.mentions.glued import glued_name
from geomap.mentions.guesses import begins_guess
from geomap.mentions.lexicon import Lexicon
from geomap.mentions.respelled import may_be_respelled
from geomap.mentions.tokens import Token
from geomap.mentions.words import ANY

# Distinct words remembered while reading: a language's vocabulary, not a hostile text's.
_REMEMBERED = 200_000


class Beginnings:
    """The words that begin a name, as they are written, and what must follow each for that."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._after: dict[str, frozenset[str]] = {}
        seconds: dict[str, set[str]] = {}
        for names in (lexicon.places, lexicon.foreign, lexicon.country, lexicon.organisations):
            for name in names:
                if " " in name:
                    first, second, *_ = name.split(" ", 2)
                    seconds.setdefault(first, set()).add(second)
        self._seconds = seconds

    def of(self, tokens: list[Token]) -> list[int]:
        """Return the tokens at which a name may begin: known, guessed, or glued to the next. All at which one does."""
        raws = [t.raw for t in tokens]
        after = self._after
        if len(after) > _REMEMBERED:
            after.clear()
        unknown = set(raws).difference(after)
        if unknown:
            words = dict(zip(raws, tokens, strict=True))
            after.update((raw, self._after_word(words[raw])) for raw in unknown)
        last = len(tokens) - 1
        follows = list(map(after.__getitem__, raws))
        # Nine in ten words begin nothing, and are passed over in C
        found = [
            i
            for i in itertools.compress(range(len(raws)), follows)
            if follows[i] is ANY or (i < last and tokens[i + 1].fold in follows[i])
        ]
        if any("#" in gap for gap in {t.gap for t in tokens}):
            found = sorted({*found, *(i for i, t in enumerate(tokens) if "#" in t.gap)})
        return found

    def _after_word(self, token: Token) -> frozenset[str]:
        """Return the words one of which must follow for a name to begin at a word; ANY for all, none for no name."""
        lexicon = self._lexicon
        guess = begins_guess(token)
        if guess is ANY or may_be_respelled(token):
            return ANY
        starts = lexicon.starts(token.fold, token.arabic)
        if any(lexicon.what(first, token.arabic) for _, first, _, _ in starts) or glued_name(
            token, lexicon.well_known
        ):
            return ANY
        return guess.union(*(self._seconds.get(first, ()) for _, first, _, _ in starts)) if starts else guess


@functools.lru_cache(maxsize=4)
def beginnings_of(lexicon: Lexicon) -> Beginnings:
    return Beginnings(lexicon)
