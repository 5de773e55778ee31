"""Numbers in digits and in Arabic and English words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from geomap.events.tokens import fold, rows_of

# Nobody reports more dead of one event than this; longer digits are identifiers, dates or sums of money.
LARGEST = 99_999


@cache
def _words() -> dict[str, int]:
    return {fold(row["word"]): int(row["value"]) for row in rows_of("numbers.csv")}


def _word_value(token: str) -> int | None:
    value = _words().get(token)
    # Not the article: الاثنين is Monday.
    if value is None and token[:1] in ("و", "ف", "ب", "ل") and len(token) > 3:
        value = _words().get(token[1:])
    if value is None and "-" in token:
        parts = [_words().get(part) for part in token.split("-", 2)]
        if len(parts) == 2 and parts[0] is not None and parts[1] is not None and 20 <= parts[0] < 100:
            value = parts[0] + parts[1]
    return value


def _digits_value(token: str) -> int | None:
    digits = token
    if "-" in token:
        low, _, high = token.partition("-")
        if not high.isdecimal():
            return None  # 5-year-old
        digits = low  # of a range, what is certain
    head, *thousands = digits.split(",")
    if any(len(group) != 3 for group in thousands) or len(digits) > 8:
        return None
    digits = head + "".join(thousands)
    if not digits.isdecimal():
        return None
    value = int(digits)
    return value if value <= LARGEST else None


def number_at(tokens: Sequence[str], index: int) -> tuple[int, int] | None:
    """The number that starts at `index` and how many tokens it takes, or None.

    >>> number_at(["خمسه", "وعشرين", "مدنيا"], 0)
    (25, 2)
    >>> number_at(["two", "dozen", "people"], 0)
    (24, 2)
    """
    if tokens[index][:1].isdecimal():
        value = _digits_value(tokens[index])
        return None if value is None else (value, 1)
    value = _word_value(tokens[index])
    if value is None:
        return None
    end = index + 1
    while end < len(tokens):
        token = tokens[end]
        follow = _word_value(token)
        if token == "and" and value % 100 == 0 and end + 1 < len(tokens):
            unit = _word_value(tokens[end + 1])
            if unit is None or unit >= 100:
                break
            value, end = value + unit, end + 2
            continue
        if follow is None or value > LARGEST:
            break
        joined = token.startswith("و") and token not in _words()  # وعشرين
        if follow in (12, 100, 1000) and not joined and value < follow:  # two dozen, five hundred
            value *= follow
        elif value < 10 and follow == 10 and not joined:  # ثلاثة عشر
            value += follow
        elif (joined and (value < 10 <= follow < 100 or value >= 100 > follow)) or (
            value >= 20 and value % 10 == 0 and follow < 10 and token.isascii()
        ):
            value += follow  # ثلاثة وعشرين, مئة وخمسة, twenty five
        else:
            break
        end += 1
    return (value, end - index) if value <= LARGEST else None
