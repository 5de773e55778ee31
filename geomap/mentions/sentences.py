"""Where the sentences of a text begin and end."""

from __future__ import annotations

import bisect
import re

# A line break, or a full stop (question mark …) before white space. Not after a single capital (S. Hama)
# or a figure's own dot; not at an Arabic comma or semicolon, which join clauses of one sentence.
# One set of signs first, then what stands before them: the search runs from sign to sign.
_END = re.compile(r"[\n.!?؟…](?:(?<=\n)\n*|(?<![A-Z].)(?<!\b[A-Z]r.)(?<!\bSt.)(?=[\s»\"”)]))")


class Sentences:
    """The sentences of one text, as half-open spans that leave nothing out."""

    def __init__(self, text: str) -> None:
        self._text = text
        ends = [m.end() for m in _END.finditer(text)]
        self.bounds = [0, *(e for e in ends if e < len(text)), len(text)] if text else [0, 0]

    def index(self, position: int) -> int:
        """Return the number of the sentence that holds a position."""
        return min(max(bisect.bisect_right(self.bounds, position) - 1, 0), len(self.bounds) - 2)

    def span(self, index: int) -> tuple[int, int]:
        """Return start and end of a sentence without the white space around it."""
        start, end = self.bounds[index], self.bounds[index + 1]
        while start < end and self._text[start].isspace():
            start += 1
        while end > start and self._text[end - 1].isspace():
            end -= 1
        return start, end

    def __len__(self) -> int:
        return len(self.bounds) - 1
