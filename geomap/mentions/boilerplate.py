"""The parts of a web page that are not the report: tags, related stories, share buttons."""

from __future__ import annotations

from geomap.mentions.tokens import Token
from geomap.mentions.words import listed

# The longest marker has four words.
_LONGEST = 4
# A marker follows a break: the text's begin, a line's end, or a sign that ends a sentence or part of a page.
_BREAKS = "\n.!؟?|•:،"


def without_boilerplate(tokens: list[Token]) -> list[bool]:
    """Return, for each token, whether it belongs to the report.

    What a marker begins lasts to the end of its line.
    """
    kept = [True] * len(tokens)
    markers = listed("boilerplate")
    firsts = {marker.partition(" ")[0] for marker in markers}
    skipping = False
    for i, token in enumerate(tokens):
        if "\n" in token.gap:
            skipping = False
        if not skipping and token.fold in firsts and (i == 0 or set(token.gap) & set(_BREAKS)):
            for length in range(1, min(_LONGEST, len(tokens) - i) + 1):
                if " ".join(t.fold for t in tokens[i : i + length]) in markers:
                    skipping = True
                    break
        kept[i] = not skipping
    return kept
