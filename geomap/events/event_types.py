"""The kind of event in ACLED's words, from trigger words with weights.

data/triggers_ar.csv and triggers_en.csv hold pattern, event_type, sub_event_type, weight. The longest
pattern wins at each place; one without an event type only keeps a shorter one from being seen
(قواعد الاشتباك, "rules of engagement", is no clash).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from geomap.events.tokens import Phrases, rows_of

# A single weak word ("attack", "targeted") does not make an event, unless somebody was hurt.
ENOUGH = 2
# Of equal weight, ACLED codes the more violent one.
PRECEDENCE = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Riots",
    "Protests",
    "Strategic developments",
)


@cache
def _triggers() -> Phrases[tuple[str, str, int]]:
    rows = rows_of("triggers_ar.csv") + rows_of("triggers_en.csv")
    return Phrases(
        (row["pattern"], (row["event_type"], row["sub_event_type"], int(row["weight"]))) for row in rows
    )


def classify(sentences: Iterable[Sequence[str]], *, casualties: bool) -> tuple[str, str]:
    """Event type and sub-event type of folded, tokenised sentences, or ("", "").

    `casualties`: whether the passage tells of killed or injured people.
    """
    kinds: defaultdict[str, int] = defaultdict(int)
    details: defaultdict[tuple[str, str], int] = defaultdict(int)
    for tokens in sentences:
        for (kind, detail, weight), _, _ in _triggers().find(tokens):
            if kind:
                kinds[kind] += weight
                details[kind, detail] += weight
    if not kinds:
        return "", ""
    best = max(kinds, key=lambda kind: (kinds[kind], -PRECEDENCE.index(kind)))
    if kinds[best] < ENOUGH and not casualties:
        return "", ""
    # max() keeps the first of equals, the one that the passage names first.
    return max((key for key in details if key[0] == best), key=lambda key: details[key])
