"""A reviewer's decisions: read from the filled list, kept in the user's aliases."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from geomap.atomic import atomic_path
from geomap.errors import ReadError
from geomap.names import fold
from geomap.safetext import clean_text, csv_text, guard_formula

ALIAS_COLUMNS = ("toponym", "place_id", "lang", "kind", "reviewer", "reviewed_on", "note")
_NEEDED = ("toponym", "decision", "decided_place_id")


class Verdict(StrEnum):
    """What a reviewer may write into `decision`; skip and an empty cell leave the name for another day."""

    PLACE = "place"
    NOT_A_PLACE = "not_a_place"
    FOREIGN = "foreign"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Decision:
    """One filled row of a reviewed list. `place_id` is set for Verdict.PLACE only."""

    toponym: str
    verdict: Verdict
    place_id: str = ""
    reviewer: str = ""
    reviewed_on: str = ""
    note: str = ""


def read_decisions(path: str | os.PathLike[str]) -> list[Decision]:
    """Read the filled rows of a reviewed list (CSV as a spreadsheet saves it, or JSON).

    Raises ReadError that names every row which cannot be understood.
    """
    decisions: dict[str, Decision] = {}
    problems: list[str] = []
    for number, cells in enumerate(_read_rows(Path(path)), start=1):
        try:
            decision = _decision(cells)
            if decision is None:
                continue
            former = decisions.setdefault(_key(decision.toponym), decision)
            if (former.verdict, former.place_id) != (decision.verdict, decision.place_id):
                raise ValueError(f"{decision.toponym!r} is decided otherwise in an earlier row")
        except ValueError as error:
            problems.append(f"row {number}: {error}")
    if problems:
        more = f"; and {len(problems) - 10} more" if len(problems) > 10 else ""
        raise ReadError(
            os.fspath(path),
            "; ".join(problems[:10]) + more,
            "Correct these rows and apply the file again; nothing was changed",
        )
    return list(decisions.values())


def _decision(cells: Mapping[str, str]) -> Decision | None:
    """The decision of one row, None where there is none. Raises ValueError that says what is wrong."""
    word = "_".join(cells.get("decision", "").casefold().split())
    if word in ("", Verdict.SKIP):
        return None
    toponym, place_id = cells.get("toponym", ""), cells.get("decided_place_id", "")
    if word not in list(Verdict):
        raise ValueError(
            f"the decision {word!r} is unknown, use one of {', '.join(Verdict)}, or leave it empty"
        )
    if not toponym:
        raise ValueError("the toponym is missing")
    if word == Verdict.PLACE and not place_id:
        raise ValueError(f"{toponym!r} is decided as place, but decided_place_id is empty")
    if word != Verdict.PLACE and place_id:
        raise ValueError(f"{toponym!r} is decided as {word}, but decided_place_id is {place_id!r}")
    signed = (cells.get(name, "") for name in ("reviewer", "reviewed_on", "note"))
    return Decision(toponym, Verdict(word), place_id, *signed)


def _read_rows(path: Path) -> list[dict[str, str]]:
    where = os.fspath(path)
    save_again = 'Save the list again as "CSV UTF-8"'
    try:
        data = path.read_bytes()
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except OSError as error:
        raise ReadError(where, f"cannot be read, {error.strerror}", "Check the name of the file") from error
    except UnicodeDecodeError as error:
        raise ReadError(where, "is not UTF-8 text", save_again) from error
    try:
        if path.suffix.lower() == ".json":
            rows = [dict(row) for row in json.loads(text)]
            columns = {name for row in rows for name in row} if rows else set(_NEEDED)
        else:
            first = text.partition("\n")[0]
            separator = max(",;\t", key=first.count)  # spreadsheets save what the system's language uses
            reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
            columns, rows = set(reader.fieldnames or ()), list(reader)
    except (csv.Error, TypeError, ValueError) as error:
        raise ReadError(where, f"is no list that can be read ({error})", save_again) from error
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise ReadError(
            where,
            f"has no column {', '.join(missing)}",
            "Fill in the file that `geomap unmatched --format csv` makes",
        )
    return [{str(name): _unguarded(str(cell or "")) for name, cell in row.items()} for row in rows]


def _unguarded(cell: str) -> str:
    """The cell as it was before `guard_formula`."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and guard_formula(cell[1:]) == cell else cell


def apply_decisions(
    path: str | os.PathLike[str],
    user_folder: str | os.PathLike[str],
    *,
    place_of: Callable[[str], str | None] = lambda code: code,
) -> int:
    """Write the decisions of a reviewed list into `user_folder`/aliases.csv; return how many there were.

    One name has one decision: a new one takes the place of what the file said about the name. A row's `kind` is
    alias, not_a_place or foreign; the last two have no place_id. The rows are sorted by the folded name,
    so the same decisions give the same file. `place_of` returns the place_id of a decided id or P-code, None for
    one that no place has. Raises ReadError and WriteError; the file is then untouched.
    """
    decisions = read_decisions(path)
    if not decisions:
        return 0
    unknown = [d.place_id for d in decisions if d.place_id and place_of(d.place_id) is None]
    if unknown:
        raise ReadError(
            os.fspath(path), f"no place has the id {', '.join(unknown)}",
            "Copy the id from a suggestion, or find it with `geomap gazetteer search`",
        )  # fmt: skip
    target = Path(user_folder) / "aliases.csv"
    decided = {_key(decision.toponym) for decision in decisions}
    rows = [row for row in _aliases(target) if _key(row["toponym"]) not in decided]
    rows += [
        {
            "toponym": decision.toponym,
            "place_id": (place_of(decision.place_id) or "") if decision.place_id else "",
            "lang": "",
            "kind": "alias" if decision.verdict is Verdict.PLACE else decision.verdict.value,
            "reviewer": decision.reviewer,
            "reviewed_on": decision.reviewed_on,
            "note": decision.note,
        }
        for decision in decisions
    ]
    rows.sort(key=lambda row: (_key(row["toponym"]), *(row[name] for name in ALIAS_COLUMNS)))
    with atomic_path(target) as temporary:
        temporary.write_text(clean_text(csv_text(ALIAS_COLUMNS, rows)), "utf-8", newline="")
    return len(decisions)


def _key(toponym: str) -> str:
    return fold(toponym) or toponym  # a name without a letter folds to nothing


def _aliases(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [
                {n: _unguarded(row.get(n) or "") for n in ALIAS_COLUMNS}
                for row in csv.DictReader(file, strict=True)
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(os.fspath(path), f"cannot be read ({error})", "Mend it or move it away") from error
    return [dict(row) for row in sorted({tuple(row.items()) for row in rows})]
