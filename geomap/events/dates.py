"""Dates of reports: in a date cell, near the top of a page, and inside a passage.

Day comes before month in 05/11/2020, as people in Syria write it. Everything is returned as an ISO 8601
date (2020-11-28), or "" where no full date can be read.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from geomap.events.tokens import DATE, fold, rows_of

# Only the head of a page is searched for its date: further down are the dates of other events.
HEAD_LINES = 25
HEAD_CHARACTERS = 4000
# A line that is a date and a few words more ("Published on …, 10:30, by …") dates the page.
WORDS_BESIDE_DATE = 6
# Without such a line, a date in the first sentences counts.
OPENING_LINES = 5
OPENING_CHARACTERS = 600

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
EXCEL_EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's serial dates, its 1900 leap-year error included
EXCEL_DAYS = range(20_000, 73_051)  # 1954–2099; smaller numbers are counts or years


@cache
def _months() -> dict[str, int]:
    return {fold(row["name"]): int(row["number"]) for row in rows_of("months.csv")}


def month_names(lang: str) -> list[str]:
    """The folded names of months in a language and its regional forms (ar: also ar-EG …)."""
    return [fold(row["name"]) for row in rows_of("months.csv") if row["lang"].split("-")[0] == lang]


@cache
def _month_alternatives() -> str:
    return "|".join(re.escape(name) for name in sorted(_months(), key=len, reverse=True))


@cache
def _full_date() -> re.Pattern[str]:
    """Any full date. Blanks are single in folded text, so that no part repeats without bound."""
    month = (
        rf"(?:شهر )?(?P<{{0}}>{_month_alternatives()})[aeê]?\b(?: ?[/\\-] ?(?:{_month_alternatives()})\b)?"
    )
    numeric = r"(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)"
    numeric_dmy = r"(?P<d2>\d{1,2}) ?[-/.] ?(?P<m2>\d{1,2}) ?[-/.] ?(?P<y2>\d{4})(?!\d)"
    filler = r"(?:\.? ?,? ?)(?:(?:الفائت|الماضي|الجاري|الحالي) )?(?:من )?(?:عام |سنه |العام )?"
    day_first = (
        r"(?P<d3>\d{1,2})(?:st|nd|rd|th)?'?[eê]?(?: ?- ?| )(?:من |of )?"
        + month.format("n3")
        + rf"(?:{filler}| ?- ?)(?P<y3>\d{{4}})(?!\d)"
    )
    month_first = (
        month.format("n4") + r"\.?(?: ?- ?| )(?P<d4>\d{1,2})(?:st|nd|rd|th)?(?: ?, ?| )(?P<y4>\d{4})(?!\d)"
    )
    return re.compile(rf"(?<!\w)(?:{numeric}|{numeric_dmy}|{day_first}|{month_first})")


@cache
def _day_and_month() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)\d{{1,2}}(?:st|nd|rd|th)?(?: من| of)? (?:{_month_alternatives()})(?!\w)")


@cache
def _period_before() -> re.Pattern[str]:
    """Words before a date that make it the edge of a period, or another event's date."""
    words = sorted((fold(row["phrase"]) for row in rows_of("period_words.csv")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))}) $")


def _iso(year: int, month: int, day: int) -> str:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return ""
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _of_match(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found["y1"]:
        return _iso(int(found["y1"]), int(found["m1"]), int(found["d1"]))
    if found["y2"]:
        year, month, day = int(found["y2"]), int(found["m2"]), int(found["d2"])
        # 11/28/2020 has no other reading than month first.
        return _iso(year, month, day) or _iso(year, day, month)
    which = "3" if found["y3"] else "4"
    return _iso(int(found["y" + which]), _months()[found["n" + which]], int(found["d" + which]))


def dates_in(folded: str) -> list[str]:
    """The full dates of a folded text that are not edges of a period, in order, each once."""
    found = []
    for match in _full_date().finditer(folded):
        iso = _of_match(match)
        before = folded[max(0, match.start() - 40) : match.start()]
        if iso and iso not in found and not _period_before().search(before):
            found.append(iso)
    return found


def without_dates(folded: str) -> str:
    """The folded text with every date replaced by a mark, so that no day is taken for a count."""
    return _day_and_month().sub(f" {DATE} ", _full_date().sub(f" {DATE} ", folded))


def find_date(text: str) -> str:
    """The date of a page or report: of a line near its top that is little more than a date, else
    of its first sentences. Edges of periods ("since …") are passed over. "" if there is none.

    >>> find_date("عنوان الخبر\\n\\nنوفمبر 28, 2020\\n\\nنص الخبر")
    '2020-11-28'
    """
    lines = [line.strip() for line in fold(text[:HEAD_CHARACTERS]).split("\n")]
    lines = [line for line in lines if line][:HEAD_LINES]
    for line in lines:
        match = _full_date().search(line)
        if match and (iso := _of_match(match)):
            beside = (line[: match.start()] + " " + line[match.end() :]).split()
            if len(beside) <= WORDS_BESIDE_DATE and not _period_before().search(line[: match.start()]):
                return iso
    found = dates_in("\n".join(lines[:OPENING_LINES])[:OPENING_CHARACTERS])
    return found[0] if found else ""


def parse_date(value: object) -> str:
    """The date of a cell: ISO 8601, day/month/year, month names, datetimes, Excel days, Unix seconds.

    The date is taken as it is written; times and time zones are dropped.

    >>> parse_date("05/11/2020"), parse_date("28 تشرين الثاني 2020"), parse_date(44163)
    ('2020-11-05', '2020-11-28', '2020-11-28')
    """
    if isinstance(value, dt.datetime | dt.date):
        return _iso(value.year, value.month, value.day)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(float(value))
    if not isinstance(value, str):
        return ""
    text = fold(value[:200]).strip()
    if re.fullmatch(r"\d{8}", text) and (iso := _iso(int(text[:4]), int(text[4:6]), int(text[6:]))):
        return iso
    if re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text):
        return _of_number(float(text))
    short = re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})(?!\d)", text)
    if short:
        day, month, year = (int(part) for part in short.groups())
        return _iso(2000 + year, month, day) or _iso(2000 + year, day, month)
    compact = re.match(r"(\d{4})(\d{2})(\d{2})t\d", text)
    if compact:
        return _iso(*(int(part) for part in compact.groups()))
    match = _full_date().search(text)
    return _of_match(match) if match else ""


def _of_number(number: float) -> str:
    if number != number or abs(number) > 1e13:
        return ""
    if int(number) in EXCEL_DAYS:
        return (EXCEL_EPOCH + dt.timedelta(days=int(number))).isoformat()
    # Unix time of 1990 or later, in milliseconds or seconds.
    seconds = number / 1000 if number >= 6.3e11 else number
    if seconds >= 6.3e8:
        moment = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)
        return _iso(moment.year, moment.month, moment.day)
    return ""
