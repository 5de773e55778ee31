"""Two names of one between or one road: of several namesakes, those that lie near each other are meant."""

from __future__ import annotations

import itertools
from dataclasses import replace

from geomap.matching.context import distance_km, rank, same_ground
from geomap.models import Candidate, Part, Relation, Resolution, Status

# The next pair of namesakes must lie this much farther apart, or nothing tells them apart.
_CLEARLY = 1.5
# Two places that are named for what lies between them are seldom farther apart than two governorates' seats.
_FARTHEST_KM = 150.0
_AS_LIKELY = 0.3


def settle_pairs(resolutions: list[Resolution]) -> list[Resolution]:
    """Choose among the namesakes of the two ends of an expression; what nearness does not tell stays ambiguous."""
    settled = list(resolutions)
    for i, j in _pairs(resolutions):
        a, b = settled[i], settled[j]
        if not (_open(a) or _open(b)):
            continue
        options = [
            (_apart(p, q), p, q)
            for p, q in itertools.product(_candidates(a), _candidates(b))
            if p.place.place_id != q.place.place_id
        ]
        options.sort(key=lambda option: option[0])
        if not options or options[0][0] > _FARTHEST_KM:
            continue
        best, p, q = options[0]
        # The same two places, or one of them from another source beside it, are no other pair
        others = [d for d, r, s in options[1:] if _apart(p, r) > 5 or _apart(q, s) > 5]
        if others and others[0] < best * _CLEARLY:
            continue
        settled[i], settled[j] = _chosen(a, p), _chosen(b, q)
    return settled


def _pairs(resolutions: list[Resolution]) -> list[tuple[int, int]]:
    heads = {
        r.mention.expression_id: i
        for i, r in enumerate(resolutions)
        if r.mention.part is Part.HEAD and r.mention.phrase.relation in (Relation.BETWEEN, Relation.ROAD)
    }
    return [
        (heads[r.mention.expression_id], i)
        for i, r in enumerate(resolutions)
        if r.mention.part is Part.END and r.mention.expression_id in heads
    ]


def _open(resolution: Resolution) -> bool:
    """Whether nothing but its name, or its being well known, speaks for a place."""
    chosen = resolution.chosen
    return resolution.status is Status.AMBIGUOUS or (
        chosen is not None and "by prominence" in chosen.evidence
    )


def _candidates(resolution: Resolution) -> list[Candidate]:
    if resolution.status is Status.RESOLVED and not _open(resolution):
        return [resolution.chosen] if resolution.chosen else []
    if resolution.status not in (Status.RESOLVED, Status.AMBIGUOUS):
        return []
    # As likely as the best, or nearly: what only sounds alike is no namesake
    best = max((c.score for c in resolution.candidates), default=0.0)
    return [c for c in resolution.candidates if c.score >= _AS_LIKELY * best]


def _apart(a: Candidate, b: Candidate) -> float:
    return distance_km(a.place.latitude, a.place.longitude, b.place.latitude, b.place.longitude)


def _chosen(resolution: Resolution, candidate: Candidate) -> Resolution:
    if resolution.chosen is not None and resolution.chosen.place.place_id == candidate.place.place_id:
        return resolution
    rest = tuple(c for c in resolution.candidates if c.place.place_id != candidate.place.place_id)
    reason = "of the places of this name the one near the other end"
    return replace(
        resolution, status=Status.RESOLVED, chosen=candidate, candidates=(candidate, *rest), reason=reason
    )


# How much likelier than its namesakes the anchor of a relation must be.
_LIKELIER = 1.5
# The kinds of place that others are told by.
_LANDMARK_RANK = 3


def settle_anchors(resolutions: list[Resolution]) -> list[Resolution]:
    """Take the best known of several for what others are told by: nobody says the badia of a hamlet and means it alone.

    A bare name stays ambiguous: it may be the hamlet's.
    """
    return [_anchored(r) if r.status is Status.AMBIGUOUS else r for r in resolutions]


def _anchored(resolution: Resolution) -> Resolution:
    phrase = resolution.mention.phrase
    # "Eastern Hama" is a part of what has parts worth a name
    bare = phrase.relation in (Relation.AT, Relation.AREA_OF, Relation.INSIDE) and not phrase.directions
    if bare or not resolution.candidates:
        return resolution
    best, *others = resolution.candidates
    rivals = [c for c in others if not same_ground(best.place, c.place)]
    kinds = phrase.kinds
    if kinds and best.place.kind not in {*kinds[:2], "city", "governorate"}:
        return resolution  # قرب قرية الطيبة is said of a village, and a town of that name is another place
    spelled = best.method in ("exact", "variant") and rank(best.place) >= _LANDMARK_RANK
    if not spelled or (rivals and best.score < _LIKELIER * rivals[0].score):
        return resolution
    if not ("nothing tells them apart" in resolution.reason or "too little to be sure" in resolution.reason):
        return resolution  # a unit or parent contradicts the name
    reason = f"{best.evidence}; the best known of its name, as what others are told by is"
    return replace(resolution, status=Status.RESOLVED, chosen=best, reason=reason)
