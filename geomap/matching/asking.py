"""Steps that ask how alike names sound, so that the questions of many names are answered all at once.

A step of matching is a generator: it yields pairs of names, as they are heard (`geomap.names.heard`), and is sent
their likenesses. For one name the answers are worked out as they are asked for; for a table's names those of each
round together, in numpy.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TypeVar

from geomap.names import likenesses

T = TypeVar("T")
#: A step that asks for likenesses of pairs and returns a T.
Asking = Generator[list[tuple[str, str]], list[float], T]


def answered(step: Asking[T]) -> T:
    """Run one step to its end."""
    try:
        pairs = next(step)
        while True:
            pairs = step.send(likenesses(pairs))
    except StopIteration as end:
        result: T = end.value
        return result


def together(steps: Iterable[Asking[T]]) -> Asking[list[T]]:
    """Run many steps as one that asks in rounds; return their results in order."""
    results: dict[int, T] = {}
    asked: list[tuple[int, Asking[T], list[tuple[str, str]]]] = []
    for i, step in enumerate(steps):
        try:
            asked.append((i, step, next(step)))
        except StopIteration as end:
            results[i] = end.value
    while asked:
        found = iter((yield [pair for _, _, pairs in asked for pair in pairs]))
        going = []
        for i, step, pairs in asked:
            try:
                going.append((i, step, step.send([next(found) for _ in pairs])))
            except StopIteration as end:
                results[i] = end.value
        asked = going
    return [results[i] for i in range(len(results))]


def all_answered(steps: Iterable[Asking[T]]) -> list[T]:
    """Run many steps to their ends, in rounds; return their results in order."""
    return answered(together(steps))
