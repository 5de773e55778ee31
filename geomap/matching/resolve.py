"""The decision for all mentions of one report: resolved, ambiguous, unmatched or outside, each with its reason."""

from __future__ import annotations

import re
from collections import Counter

from geomap.gazetteer import Gazetteer
from geomap.matching.candidates import MIN_SCORE, find_candidates, with_score
from geomap.matching.context import (
    ADMIN,
    families,
    fits,
    fits_settlement,
    in_unit,
    level,
    not_overshadowed,
    of_kinds,
    rank,
    votes,
    within_parents,
)
from geomap.models import Candidate, Mention, Part, Place, Relation, Resolution, Role, Status
from geomap.names import fold

# A/B, A (B), A | B, A - B, "A or B": two names for what the writer takes for one place.
_PAIR = re.compile(r"\s*[/|\\()\[\]]\s*|\s+(?:or|aka|أو|او|[-–—])\s+")
# Candidates this close in score to the best are not told apart by their spelling.
_TIE = 0.03
# A namesake must be this many steps more prominent (see context.rank) to be meant when nothing else tells.
_PROMINENT = 2
# What a choice by prominence alone costs: a village may have been meant after all.
_BY_PROMINENCE = 0.9
# A name that is spelled as the gazetteer has it contradicts a wrong unit; one that only sounds alike does not.
_SURE_NAME = 0.96
_SHOWN = 10  # candidates kept where a unit contradicts the name
# A/B of which only A is known is A less surely than A alone.
_HALF_KNOWN = 0.9


def resolve(
    mentions: list[Mention], gazetteer: Gazetteer, *, within: Place | None = None, coarse: bool = True
) -> list[Resolution]:
    """Return one resolution for each mention of one report, in the same order.

    `within` restricts all of them to a governorate, district or sub-district. `coarse`: a bare name that is
    both a city's and a governorate's means the governorate, as in prose; False for columns of place names.
    """
    report = _Report(mentions, gazetteer, within, coarse)
    # First what is certain, then the rest by what is certain; prominence last
    settled = {i: report.decide(i, Counter(), prominence=False) for i in range(len(mentions))}
    known = votes(r.chosen.place for r in settled.values() if r.chosen and r.mention.role is Role.LOCATIVE)
    for i, resolution in settled.items():
        if resolution.status is Status.AMBIGUOUS:
            settled[i] = report.decide(i, known, prominence=True)
    return [settled[i] for i in range(len(mentions))]


class _Report:
    """The mentions of one report and what is known about them together."""

    def __init__(
        self, mentions: list[Mention], gazetteer: Gazetteer, within: Place | None, coarse: bool
    ) -> None:
        self.mentions = mentions
        self.gazetteer = gazetteer
        self.within = within
        self.coarse = coarse
        self.parents: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.part is Part.WITHIN and mention.role is Role.LOCATIVE:
                self.parents.setdefault(mention.expression_id, []).append(mention)

    def decide(self, i: int, known: Counter[str], *, prominence: bool) -> Resolution:
        mention = self.mentions[i]
        if mention.role is Role.FOREIGN:
            foreign = self.gazetteer.foreign(fold(mention.toponym))
            name = f"{foreign.name_en} ({foreign.country})" if foreign else mention.toponym
            return Resolution(mention, Status.OUTSIDE, reason=f"outside Syria: {name}")
        if mention.role is not Role.LOCATIVE:
            reason = (
                "the country as a whole" if mention.role is Role.COUNTRY else "part of an organisation's name"
            )
            return Resolution(mention, Status.NOT_LOCATIVE, reason=reason)
        candidates = self._candidates(mention)
        matches = [c for c in candidates if c.score >= MIN_SCORE]
        if not matches:
            reason = (
                "no name in the gazetteer is close enough"
                if candidates
                else "no similar name in the gazetteer"
            )
            return Resolution(mention, Status.UNMATCHED, candidates=tuple(candidates[:3]), reason=reason)
        return self._choose(mention, matches, known, prominence)

    def _candidates(self, mention: Mention) -> list[Candidate]:
        toponym = mention.full_name or mention.toponym
        known = fold(toponym) in self.gazetteer.spellings  # a name may hold a dash itself
        names = [toponym] if known else [n for n in _PAIR.split(toponym) if fold(n)]
        if len(names) == 1:
            typed = self._with_type_word(mention)
            if typed:
                return typed
        lists = [find_candidates(n, self.gazetteer, limit=40) for n in names]
        if len(lists) < 2:
            return lists[0] if lists else []
        shared = set.intersection(
            *({c.place.place_id for c in found if c.score >= MIN_SCORE} for found in lists)
        )
        if shared:
            return [
                with_score(c, c.score, f"also named {' / '.join(names[1:])}")
                for c in lists[0] if c.place.place_id in shared
            ]  # fmt: skip
        if not all(any(c.score >= MIN_SCORE for c in found) for found in lists):
            # Only some of the names are known: the writer's word for it that the others are the same place
            lists = [
                [with_score(c, c.score * _HALF_KNOWN, "its other name is not known") for c in f]
                for f in lists
            ]
        best = {c.place.place_id: c for found in reversed(lists) for c in found}
        return sorted(best.values(), key=lambda c: -c.score)

    def _with_type_word(self, mention: Mention) -> list[Candidate]:
        """Return the facilities whose name holds its type word: al-Hol camp, beside the town al-Hol."""
        phrase = mention.phrase
        if not phrase.type_word or fits_settlement(phrase.kinds):
            return []
        for name in (f"{phrase.type_word} {mention.toponym}", f"{mention.toponym} {phrase.type_word}"):
            if fold(name) in self.gazetteer.spellings:
                found = [c for c in find_candidates(name, self.gazetteer) if c.place.kind in phrase.kinds]
                if found:
                    return found
        return []

    def _choose(
        self, mention: Mention, matches: list[Candidate], known: Counter[str], prominence: bool
    ) -> Resolution:
        steps: list[str] = []
        chosen = matches
        if self.within is not None:
            inside = in_unit(chosen, self.within, self.gazetteer)
            if not inside:
                reason = f"the name is known, but not in {self.within.name_en}"
                status = Status.AMBIGUOUS if matches[0].score >= _SURE_NAME else Status.UNMATCHED
                elsewhere = [level(g, mention.phrase, coarse=self.coarse) for g in families(matches)]
                return Resolution(mention, status, candidates=tuple(elsewhere[:_SHOWN]), reason=reason)
            chosen = self._narrow(chosen, inside, f"in {self.within.name_en}", steps)
        parents = self._parents(mention)
        inside = within_parents(chosen, parents)
        contradiction = bool(parents) and not inside
        if inside:
            chosen = self._narrow(chosen, inside, "in the parent that is named with it", steps)
        chosen = [c for c in chosen if c.score >= chosen[0].score - _TIE]
        # Before the type word: the family may hold the governorate of a city
        groups = families(chosen)
        if len(groups) > 1 and mention.phrase.kinds:
            fitting = of_kinds(chosen, mention.phrase.kinds)
            chosen = self._narrow(chosen, fitting, f"a {mention.phrase.type_word}", steps)
            groups = families(chosen)
        if len(groups) > 1 and known:
            # Reports on Aleppo mean the city of Ras al-Ayn too, not the hamlet in Aleppo that only maps know
            chosen = self._narrow(
                chosen, not_overshadowed(chosen), "the only well-known place of this name", steps
            )
            near = [
                c
                for c in chosen
                if known[c.place.admin1_pcode] == max(known[o.place.admin1_pcode] for o in chosen)
            ]
            chosen = self._narrow(chosen, near, "in the governorate that the report speaks of", steps)
            groups = families(chosen)
        if len(groups) > 1 and prominence:
            groups = self._by_prominence(groups, steps)
        if contradiction:
            best = [level(g, mention.phrase, coarse=self.coarse) for g in groups]
            reason = "the parent that is named with it does not hold any place of this name"
            return Resolution(mention, Status.AMBIGUOUS, candidates=tuple(best), reason=reason)
        best = [level(g, mention.phrase, coarse=self.coarse) for g in groups]
        if len(best) > 1:
            best.sort(key=lambda c: (-rank(c.place), -c.score))  # the likeliest first
            reason = f"{len(best)} places have this name and nothing tells them apart"
            return Resolution(mention, Status.AMBIGUOUS, candidates=tuple(best), reason=reason)
        if not fits(best[0].place, mention.phrase.kinds):
            reason = (
                f"no {mention.phrase.type_word} of this name is known, "
                f"only the {best[0].place.kind} {best[0].place.name_en}: it may lie near it"
            )
            return Resolution(mention, Status.AMBIGUOUS, candidates=tuple(best), reason=reason)
        reason = best[0].evidence
        if steps:
            reason += (
                f"; chosen over {len({c.place.place_id for c in matches}) - len(groups[0])} others: "
                + ", ".join(steps)
            )
        return Resolution(
            mention,
            Status.RESOLVED,
            best[0],
            (best[0], *(c for c in matches if c.place.place_id != best[0].place.place_id)),
            reason,
        )

    @staticmethod
    def _narrow(
        before: list[Candidate], after: list[Candidate], step: str, steps: list[str]
    ) -> list[Candidate]:
        if 0 < len(after) < len(before):
            steps.append(step)
        return after or before

    def _parents(self, mention: Mention) -> list[list[Place]]:
        """Return the places that each parent in the same expression may be."""
        if mention.part is not Part.HEAD:
            return []
        parents = []
        for other in self.parents.get(mention.expression_id, ()):
            found = [c.place for c in self._candidates(other) if c.score >= MIN_SCORE]
            # An area cut by a region (ريف X الغربي ضمن البادية) need not have its own middle inside it
            if mention.phrase.relation is not Relation.AT and all(
                p.wkb and p.kind not in ADMIN for p in found
            ):
                continue
            parents.append(_widened(found, self.gazetteer))
        return parents

    @staticmethod
    def _by_prominence(groups: list[list[Candidate]], steps: list[str]) -> list[list[Candidate]]:
        ranked = sorted(groups, key=lambda g: -max(rank(c.place) for c in g))
        first, second = (max(rank(c.place) for c in g) for g in ranked[:2])
        if first - second < _PROMINENT:
            return groups
        steps.append("by far the best known of this name")
        return [[with_score(c, c.score * _BY_PROMINENCE, "by prominence") for c in ranked[0]]]


def _widened(parents: list[Place], gazetteer: Gazetteer) -> list[Place]:
    """A town as a parent vouches for its whole governorate: شرق الحسكة said of al-Malikiyah, 150 km away."""
    wide = list(parents)
    for place in parents:
        unit = gazetteer.get(place.admin1_pcode)
        if unit is not None and unit.seat_id == place.place_id:
            wide.append(unit)
    return wide
