"""The decision for all mentions of one report: resolved, ambiguous, unmatched or outside, each with its reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.matching.context import votes
from geomap.matching.decide import Decider, same_decision
from geomap.matching.named import Named
from geomap.matching.remote import without_remote
from geomap.matching.score import Scorer, score
from geomap.matching.senses import sense_key, senses
from geomap.models import Mention, Part, Place, Resolution, Role, Status

# The last once more, for what lies beside a place that prominence alone told.
_ROUNDS = ((False, False), (True, False), (True, True), (True, True))
# In a cell nothing is told by prominence, so that the last round is enough for what is named once.
_CELL_ROUNDS = ((False, False), (True, True))


def resolve(
    mentions: list[Mention], gazetteer: Gazetteer, *, within: Place | None = None, coarse: bool = True,
    scorer: Scorer = score,
) -> list[Resolution]:  # fmt: skip
    """Return one resolution for each mention of one report, in the same order.

    `within` restricts all of them to a governorate, district or sub-district. `coarse`: a bare name that is
    both a city's and a governorate's means the governorate, as in prose; False for columns of place names.
    `scorer` says what a contender is worth (see `geomap.matching.score`).
    """
    if any(mention.part is Part.ALSO for mention in mentions):
        one_each = [mention for mention in mentions if mention.part is not Part.ALSO]
        settled = resolve(one_each, gazetteer, within=within, coarse=coarse, scorer=scorer)
        return _with_other_names(mentions, settled)
    decider = Decider(mentions, gazetteer, within, coarse, scorer)
    settled = [decider.decide_alone(mention) for mention in mentions]
    if not coarse and len(mentions) == 1:
        return settled  # nothing else is said that could tell more
    if not any(r.status is Status.AMBIGUOUS for r in settled):
        return without_remote(settled, frozenset(decider.parents), gazetteer) if coarse else settled
    told = True  # whether the last round told more than was known
    # First what is certain, then the rest by what is certain; what a name means elsewhere in the report before
    # what its neighbours tell, then by what these told, and prominence last
    known = votes(r.chosen.place for r in settled if r.chosen and r.mention.role is Role.LOCATIVE)
    parented = frozenset(decider.parents)
    times = Counter(sense_key(m) for m in mentions)
    # What is named once has no sense to give to others
    for once, prominence in _ROUNDS if coarse else _CELL_ROUNDS:
        if told:
            decider.senses = senses(settled, parented)
            certain = Named(settled)
        told = False
        for i, resolution in enumerate(settled):
            mention = resolution.mention
            if resolution.status is Status.AMBIGUOUS and (once or times[sense_key(mention)] > 1):
                beside = certain.beside(mention)
                if not beside.adjacent:
                    beside = replace(beside, adjacent=decider.towns_before(settled, i))
                settled[i] = decider.decide(mention, known, beside=beside, prominence=prominence)
                told = told or settled[i].chosen is not None
    return without_remote(settled, parented, gazetteer) if coarse else settled


def _with_other_names(mentions: list[Mention], settled: list[Resolution]) -> list[Resolution]:
    """Give the other names of a place what was decided on it."""
    found: list[Resolution] = []
    rest = iter(settled)
    for mention in mentions:
        found.append(same_decision(mention, found[-1]) if mention.part is Part.ALSO else next(rest))
    return found
