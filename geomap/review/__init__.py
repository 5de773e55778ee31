"""The unmatched list: the names that need a person, and the decisions that come back.

`geomap unmatched` writes one row per distinct name. A reviewer fills the column `decision` (and
`decided_place_id`) in a spreadsheet; `apply_decisions` turns the filled rows into the user's `aliases.csv`,
a plain sorted file that a diff can show.
"""

from geomap.review.decisions import Decision, Verdict, apply_decisions, read_decisions
from geomap.review.unmatched import UnmatchedRow, unmatched_rows
from geomap.review.write import write_unmatched

__all__ = [
    "Decision",
    "UnmatchedRow",
    "Verdict",
    "apply_decisions",
    "read_decisions",
    "unmatched_rows",
    "write_unmatched",
]
