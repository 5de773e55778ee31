"""Work on a gazetteer that this process shares with others."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from geomap.gazetteer import Gazetteer

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

T = TypeVar("T")
R = TypeVar("R")
_own: Gazetteer | None = None  # of a process that works for another


def in_processes(
    work: Callable[[Sequence[T], Gazetteer], R], chunks: Sequence[Sequence[T]], gazetteer: Gazetteer, workers: int
) -> list[R]:  # fmt: skip
    """Return what `work`, a function of a module, makes of each chunk, in order; done by this process and others.

    The others are forked where that is safe: they have at once, and in the same memory, all that this process has
    read. Where they are not, the caller's script needs the usual `if __name__ == "__main__"`.
    """
    if workers < 2 or len(chunks) < 2:
        return [work(chunk, gazetteer) for chunk in chunks]
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers - 1, _context(), initializer=_begin, initargs=(gazetteer,)) as pool:
        try:
            futures = [pool.submit(_work, work, chunk) for chunk in chunks]
            # The others begin at the front, this process at the back, until they meet
            own: dict[int, R] = {}
            for i in reversed(range(len(chunks))):
                if not futures[i].cancel():
                    break
                own[i] = work(chunks[i], gazetteer)
            return [own[i] if i in own else future.result() for i, future in enumerate(futures)]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Let Python not look for cycles, of which matching makes none: that walks all that is remembered, again and again.

    A fifth of the time of unseen names.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _context() -> BaseContext:
    from multiprocessing import get_context

    # A process with threads, as numpy starts them, may hold a lock that the fork would wait for
    alone = sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    return get_context("fork" if alone else "spawn")


def _begin(gazetteer: Gazetteer) -> None:
    global _own
    _own = gazetteer
    gazetteer.reopen()
    gc.disable()


def _work(work: Callable[[Sequence[T], Gazetteer], R], chunk: Sequence[T]) -> R:
    assert _own is not None
    return work(chunk, _own)
