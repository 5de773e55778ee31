"""A passage about a place -> what happened there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geomap.events.casualties import INJURED, KILLED, Tally, count_casualties
from geomap.events.cues import told
from geomap.events.dates import dates_in, without_dates
from geomap.events.event_types import classify
from geomap.events.tokens import fold, tokenize
from geomap.models import Event

# A note is for reading; a passage with more counts than this is a list of events.
MOST_PARTS = 12
# In one sentence, "three soldiers, two rebels and a child" add up by chance; larger numbers hardly do.
SMALL = 5
BOTH = f"{KILLED} or {INJURED}"


def extract_event(sentences: Sequence[str], lang_hint: str = "") -> Event:
    """What the sentences of one passage say happened, in ACLED's words.

    Repeated sentences count once. What is denied or only possible, and tolls of longer periods, are
    left out. Different counts of one kind are summed, and `notes` says how; a count told again in
    another sentence, or the total of others, is not added to them. `event_date` is set where the
    passage gives exactly one full date. Words of all languages are looked for, whatever `lang_hint`.

    >>> extract_event(["Two civilians were killed and five injured in shelling."])
    ... # doctest: +NORMALIZE_WHITESPACE
    Event(event_type='Explosions/Remote violence', sub_event_type='Shelling/artillery/missile attack',
    fatalities=2, injuries=5, event_date='', time_precision=None, notes='2 killed; 5 injured')
    """
    distinct = list(dict.fromkeys(fold(sentence).strip() for sentence in sentences))
    told_tokens: list[tuple[str, ...]] = []
    tallies: list[Tally] = []
    dates: list[str] = []
    for folded in distinct:
        dates += dates_in(folded)
        for sentence in told(tokenize(without_dates(folded))):
            told_tokens.append(sentence.tokens)
            tallies.append(count_casualties(sentence.counted))
    fatalities, killed_note = _total(tallies, KILLED)
    injuries, injured_note = _total(tallies, INJURED)
    together = [number for tally in tallies for number in tally.together]
    notes = [note for note in (killed_note, injured_note) if note]
    if together:
        notes.append(f"{max(together)} killed or injured, not told apart")
    elif not notes and any(BOTH in tally.unnumbered for tally in tallies):
        notes.append(f"{BOTH}: no number given")
    casualties = bool(fatalities or injuries or together)
    event_type, sub_event_type = classify(dict.fromkeys(told_tokens), casualties=casualties)
    event_date = dates[0] if len(set(dates)) == 1 and (event_type or casualties) else ""
    return Event(
        event_type=event_type,
        sub_event_type=sub_event_type,
        fatalities=fatalities,
        injuries=injuries,
        event_date=event_date,
        time_precision=1 if event_date else None,
        notes="; ".join(notes),
    )


def _total(tallies: Sequence[Tally], kind: str) -> tuple[int | None, str]:
    """The number of one kind and how it came about."""
    numbers: list[int] = []
    sentences = 0
    known: Counter[int] = Counter()
    for tally in tallies:
        # The same count in another sentence is the same people told again; within one sentence, others.
        here = Counter(tally.counts[kind])
        sentences += any(times > known[number] for number, times in here.items())
        for number in tally.counts[kind]:
            if here[number] > known[number]:
                known[number] += 1
                numbers.append(number)
    if not numbers:
        if any(kind in tally.unnumbered for tally in tallies):
            return None, f"{kind}: no number given"
        return None, ""
    total = sum(numbers)
    largest = max(numbers)
    rest = list(numbers)
    rest.remove(largest)
    if len(rest) > 1 and largest == sum(rest) and (sentences > 1 or largest > SMALL):
        parts = " + ".join(str(number) for number in rest)
        return largest, f"{largest} {kind} ({parts})"
    parts = " + ".join(f"{number} {kind}" for number in numbers[:MOST_PARTS])
    return total, parts if len(numbers) <= MOST_PARTS else f"{parts} + … ({len(numbers)} counts)"
