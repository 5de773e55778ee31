"""Cue words that say a clause is denied, possible, about a period, or about part of a count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geomap.events.dates import month_names
from geomap.events.tokens import COMMA, STOP, Phrases, rows_of

MONTH = "<month>"


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence tells as having happened: words for the kind of event, and for the counts."""

    tokens: tuple[str, ...]
    counted: tuple[str, ...]


@cache
def cue_phrases() -> Phrases[str]:
    rows = []
    for row in rows_of("cues.csv"):
        if MONTH in row["phrase"]:
            rows += [(row["phrase"].replace(MONTH, name), row["kind"]) for name in month_names(row["lang"])]
        else:
            rows.append((row["phrase"], row["kind"]))
    return Phrases(rows)


def _split(tokens: list[str], mark: str) -> Iterator[list[str]]:
    part: list[str] = []
    for token in tokens:
        if token == mark:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def told(tokens: list[str]) -> list[Told]:
    """The sentences of a token list without what is denied or only possible; and for the counts also
    without tolls of longer periods and clauses that say nobody was hurt.
    """
    sentences = []
    for sentence in _split(tokens, STOP):
        kept: list[str] = []
        counted: list[str] = []
        counting = True
        for clause in _split(sentence, COMMA):
            cues = [(kind, start) for kind, start, _ in cue_phrases().find(clause)]
            kinds = {kind for kind, _ in cues}
            if "deny" in kinds:
                break
            if "maybe" in kinds:
                # A mark in place of the clause, so that no count reaches across it.
                counted.append(STOP)
                continue
            kept += [*clause, COMMA]
            toll = next((kind for kind, _ in cues if kind in ("period", "rest")), "")
            if not counting or toll == "period":
                counting = False
            elif "none" in kinds:
                counted.append(STOP)
            elif toll == "rest":
                counted += clause[: next(start for kind, start in cues if kind == "rest")]
                counting = False
            else:
                counted += [*clause, COMMA]
        if kept:
            sentences.append(Told(tuple(kept), tuple(counted)))
    return sentences
