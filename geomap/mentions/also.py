"""A place's second name beside its first, عين العرب (كوباني), Malikiyah/Derik: one place, and a mention for each name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from geomap.mentions.name import Name
from geomap.models import Mention, Part, Report


def each_name(report: Report, mentions: Iterable[Mention], names: Iterable[Name]) -> Iterator[Mention]:
    """Yield the mentions of a text, those of a place with several names once for each name.

    The first stands for the place; the others, of the part `also`, are what it is called too. All of them are matched
    by all names together.
    """
    for mention, name in zip(mentions, names, strict=True):
        if len(name.span.names) < 2:
            yield mention
            continue
        whole = mention.full_name or mention.toponym
        for n, (start, end) in enumerate(name.span.names):
            yield replace(
                mention, start=start, end=end, toponym=report.text[start:end], full_name=whole,
                part=mention.part if n == 0 else Part.ALSO,
            )  # fmt: skip
