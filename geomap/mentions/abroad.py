"""Towns beyond the border that have a namesake in Syria: Sinjar of Iraq and Sinjar of Idlib."""

from __future__ import annotations

import functools

from geomap.mentions.lexicon import Span
from geomap.mentions.tokens import Token
from geomap.mentions.words import rows_of
from geomap.names import fold

# Words to each side in which the country must be spoken of: a clause and the next.
_REACH = 8


@functools.cache
def _namesakes() -> dict[str, tuple[str, ...]]:
    return {fold(row["name"]): tuple(row["stems"].split()) for row in rows_of("abroad")}


def lies_abroad(tokens: list[Token], span: Span) -> bool:
    """Whether the country beyond the border stands beside a name that it has too: من الجانب العراقي قرب سنجار."""
    stems = _namesakes().get(span.forms[0])
    if stems is None:
        return False
    first, last = max(span.first - _REACH, 0), span.last + _REACH
    beside = [*tokens[first : span.first], *tokens[span.last : last]]
    return any(stem in token.fold for token in beside for stem in stems)
