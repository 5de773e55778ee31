"""The choice among the places that one mention may mean: by what is said with it, and by what its report tells."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from geomap.gazetteer import Gazetteer
from geomap.matching.by_report import narrow, told_by_report
from geomap.matching.candidates import MIN_SCORE, contained
from geomap.matching.certain import by_prominence, far_better_known, is_certain
from geomap.matching.context import (
    SPELLED_METHODS,
    families,
    fits,
    fits_settlement,
    in_unit,
    level,
    lies_in,
    of_kinds,
    same_ground,
    within_parents,
)
from geomap.matching.elsewhere import HOLDER, SHOWN, elsewhere, unmatched
from geomap.matching.meanings import SHORTENED, candidates_of
from geomap.matching.named import Beside
from geomap.matching.remembered import Opening, Remembered, Said, remembered
from geomap.matching.score import MIN_RESOLVED, Scorer, features, score
from geomap.matching.senses import of_sense, sense_key
from geomap.models import ADMIN, Candidate, Mention, Part, Place, Relation, Resolution, Role, Status
from geomap.names import fold, is_arabic

# Candidates this close in score to the best are not told apart by their spelling.
_TIE = 0.03
# In Latin letters a name spelled so and one that only sounds so are no more told apart: Kasra, Kasrah.
_LATIN_TIE = 0.05
# What the places are worth that the unit, the type word or the spelling rules out, beside those that are left.
_PASSED_OVER = 0.1
# In characters, from a town to a quarter of it: "In Baniyas, residents of al-Qusour quarter", and a few words more.
_FEW_WORDS = 40
# The steppe of which بادية X is a part.
_BADIA = "region-badia"
# Of a mention that nothing is named beside.
_ALONE = Beside()


class _Told(NamedTuple):
    """What a report told of a mention, by what was asked; the next round asks most of it again."""

    asked: tuple[list[Candidate], Beside]
    told: list[Candidate]
    steps: list[str]


class Decider:
    """Decides on the mentions of one report, one at a time."""

    def __init__(
        self,
        mentions: list[Mention],
        gazetteer: Gazetteer,
        within: Place | None,
        coarse: bool,
        scorer: Scorer,
    ) -> None:
        self.mentions = mentions
        self.gazetteer = gazetteer
        self.within = within
        self.coarse = coarse
        self.scorer = scorer
        self.senses: dict[str, Place] = {}  # what a name means elsewhere in the report
        self.parents: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.part is Part.WITHIN and mention.role is Role.LOCATIVE:
                self.parents.setdefault(mention.expression_id, []).append(mention)
        self._told: dict[int, _Told] = {}  # by the mention's id
        # Cells are remembered whole by those who ask for them, and a name that stands alone is decided on once
        self.prose = within is None and coarse and scorer is score
        self.memory: Remembered | None = None
        if coarse or len(mentions) > 1:
            self.memory = remembered(gazetteer) if self.prose else Remembered()
            self.memory.clear_if_full()

    def decide_alone(self, mention: Mention) -> Resolution:
        """Decide on a mention by what is said with it."""
        if mention.role is not Role.LOCATIVE or self.memory is None:
            return self.decide(mention, Counter(), prominence=False)
        said = self._said(mention)
        found = self.memory.alone.get(said)
        if found is None:
            found = self.memory.alone[said] = self.decide(mention, Counter(), prominence=False)
        return same_decision(mention, found)

    def _said(self, mention: Mention) -> Said:
        parents = self.parents.get(mention.expression_id, ()) if mention.part is Part.HEAD else ()
        return (
            mention.toponym, mention.full_name, mention.phrase, mention.part,
            tuple((p.toponym, p.full_name, p.phrase) for p in parents),
        )  # fmt: skip

    def decide(
        self, mention: Mention, known: Counter[str], *, beside: Beside = _ALONE, prominence: bool
    ) -> Resolution:
        """Decide on a mention by what is said with it, and by what is known of the report.

        `known`: how many of its places lie in each governorate. `prominence`: where nothing else tells, the best known.
        """
        if mention.role is Role.FOREIGN:
            return Resolution(mention, Status.OUTSIDE, reason=_outside(mention.toponym, self.gazetteer))
        if mention.role is not Role.LOCATIVE:
            reason = (
                "the country as a whole" if mention.role is Role.COUNTRY else "part of an organisation's name"
            )
            return Resolution(mention, Status.NOT_LOCATIVE, reason=reason)
        opening = self._opened(mention)
        if opening.done is not None:
            return same_decision(mention, opening.done)
        return self._choose(mention, opening, known, beside, prominence)

    def towns_before(self, settled: list[Resolution], i: int) -> list[Place]:
        """Return the towns that the name before a quarter's may mean: in Baniyas, residents of al-Qusour quarter."""
        mention = settled[i].mention
        if not i or mention.phrase.kinds[:1] != ("neighbourhood",):
            return []
        before = settled[i - 1].mention
        near = before.context_start == mention.context_start and mention.start - before.end <= _FEW_WORDS
        if settled[i - 1].status is not Status.AMBIGUOUS or not near:
            return []
        return [c.place for c in self._opened(before).chosen if c.place.kind in ("city", "town")]

    def _opened(self, mention: Mention) -> Opening:
        if self.memory is None:
            return self._opening(mention)
        said = self._said(mention)
        opening = self.memory.openings.get(said)
        if opening is None:
            opening = self.memory.openings[said] = self._opening(mention)
        return opening

    def _opening(self, mention: Mention) -> Opening:
        candidates = candidates_of(mention, self.gazetteer, coarse=self.coarse)
        matches = [c for c in candidates if c.score >= MIN_SCORE]
        parents = self._parents(mention, matches)
        given = self.within is not None or bool(parents)
        if not self.coarse and given and not self.inside(matches, parents):
            return _done(elsewhere(self, mention, candidates, matches, parents))
        if not matches and not self.coarse:
            held = contained([mention.toponym], self.gazetteer, least=2)
            if held:
                best = [replace(c, score=HOLDER) for c in self.weighed(mention, families(held), "")[:SHOWN]]
                reason = f"the name is not known, only {best[0].place.name_en} in it"
                return _done(Resolution(mention, Status.AMBIGUOUS, candidates=tuple(best), reason=reason))
        if not matches:
            return _done(unmatched(mention, candidates))
        return self._narrowed(mention, matches, parents)

    def inside(self, candidates: list[Candidate], parents: list[list[Place]]) -> list[Candidate]:
        """Keep the candidates in the unit that is given and in the parents that are named, if any are."""
        if self.within is not None:
            candidates = in_unit(candidates, self.within, self.gazetteer)
        return within_parents(candidates, parents)

    def weighed(self, mention: Mention, groups: list[list[Candidate]], where: str) -> list[Candidate]:
        """Return one candidate for each ground, with what each is worth as one among the others, the best first."""
        best = [level(g, mention.phrase, coarse=self.coarse) for g in groups]
        weighed = [self._weighed(mention, c, len(best) - 1, where) for c in best]
        return sorted(weighed, key=lambda c: -c.score)

    def _weighed(self, mention: Mention, c: Candidate, rivals: int, where: str) -> Candidate:
        name = mention.toponym
        # The features of a candidate are its own and the name's
        asked = (name, rivals, where, c.place.place_id, c.method, c.score, c.evidence, c.matched_name)
        memory = self.memory if self.prose else None
        known = memory.weighed.get(asked) if memory is not None else None
        if known is None:
            known = c.scored(round(self.scorer(mention, c, features(c, name, rivals, where)), 3))
            if memory is not None:
                memory.weighed[asked] = known
        return known

    def _narrowed(self, mention: Mention, matches: list[Candidate], parents: list[list[Place]]) -> Opening:
        """Leave those of the matches that the unit, the parents, the spelling and the type word admit."""
        steps: list[str] = []
        chosen = matches
        if self.within is not None:
            inside = in_unit(chosen, self.within, self.gazetteer)
            if not inside:
                reason = f"the name is known, but not in {self.within.name_en}"
                elsewhere = self.weighed(mention, families(matches), "elsewhere")
                return _done(
                    Resolution(mention, Status.AMBIGUOUS, candidates=tuple(elsewhere[:SHOWN]), reason=reason)
                )
            chosen = narrow(chosen, inside, f"in {self.within.name_en}", steps)
        inside = within_parents(chosen, parents)
        contradiction = bool(parents) and not inside
        if inside:
            chosen = narrow(chosen, inside, "in the parent that is named with it", steps)
        if not fits_settlement(mention.phrase.kinds) and not fits(chosen[0].place, mention.phrase.kinds):
            # al-Aziziyeh quarter: one spelled a little otherwise rather than a village that is spelled just so
            chosen = narrow(
                chosen, of_kinds(chosen, mention.phrase.kinds), f"a {mention.phrase.type_word}", steps
            )
        badia = self.gazetteer.get(_BADIA) if mention.phrase.relation is Relation.BADIA else None
        if badia is not None:
            dry = [c for c in chosen if c.place.kind != "neighbourhood" and lies_in(c.place, badia)]
            chosen = narrow(chosen, dry, "in the Badia", steps)
        hamlet = chosen[0].place.kind == "settlement" and not chosen[0].place.pcode
        tie = _TIE if is_arabic(mention.toponym) or (self.coarse and not hamlet) else _LATIN_TIE
        chosen = [c for c in chosen if c.score >= chosen[0].score - tie]
        # Before the type word: the family may hold the governorate of a city
        groups = families(chosen)
        if len(groups) > 1 and mention.phrase.kinds:
            fitting = of_kinds(chosen, mention.phrase.kinds)
            chosen = narrow(chosen, fitting, f"a {mention.phrase.type_word}", steps)
            groups = families(chosen)
        return Opening(matches, parents, chosen, groups, tuple(steps), contradiction)

    def _choose(
        self, mention: Mention, opening: Opening, known: Counter[str], beside: Beside, prominence: bool
    ) -> Resolution:
        matches, parents, contradiction = opening.matches, opening.parents, opening.contradiction
        chosen, groups, steps = opening.chosen, opening.groups, list(opening.steps)
        if len(groups) > 1 and self.senses and not contradiction:
            same = of_sense(groups, self.senses.get(sense_key(mention)))
            if same is not None:
                chosen, groups = narrow(chosen, same, "as elsewhere in the report", steps), [same]
        if len(groups) > 1 and beside.heading is not None:
            inside = [c for c in chosen if c.place.admin1_pcode == beside.heading.pcode]
            chosen = narrow(chosen, inside, f"under the heading {beside.heading.name_en}", steps)
            groups = families(chosen)
        if len(groups) > 1 and known:
            told, why = self._told_by_report(mention, chosen, known, beside)
            steps += why
            if told != chosen:
                chosen, groups = told, families(told)
        if len(groups) > 1 and self.coarse:
            if not prominence:
                return Resolution(mention, Status.AMBIGUOUS)  # until the last round, which weighs them
            chosen = by_prominence(groups, known, steps)
            groups = families(chosen)  # in another order, in which one may lie between two that were apart
        where = "" if self.within is None and not parents else "elsewhere" if contradiction else "inside"
        best = self.weighed(mention, groups, where)
        if contradiction:
            reason = "the parent that is named with it does not hold any place of this name"
            return Resolution(mention, Status.AMBIGUOUS, candidates=tuple(best), reason=reason)
        shown = {c.place.place_id for c in best}
        rest = [
            c.scored(round(min(c.score * _PASSED_OVER, best[-1].score), 3))
            for c in matches
            if c.place.place_id not in shown
        ]
        certain = far_better_known(best) or (len(best) == 1 and is_certain(mention, chosen, parents))
        if best[0].score < MIN_RESOLVED and certain:
            best = [replace(best[0], score=MIN_RESOLVED), *best[1:]]
        if len(best) > 1 and (self.coarse or best[0].score < MIN_RESOLVED):
            reason = f"{len(best)} places have this name and nothing tells them apart"
            return Resolution(mention, Status.AMBIGUOUS, candidates=_shown(best, rest), reason=reason)
        if len(best) > 1:
            steps.append("by far the best known of this name")
        if not self.coarse and mention.phrase.relation is Relation.AT and mention.phrase.unused:
            words = " ".join(mention.phrase.unused)
            reason = f"{best[0].evidence}: but nobody knows it with the words {words}"
            return Resolution(mention, Status.AMBIGUOUS, candidates=_shown(best, rest), reason=reason)
        if not fits(best[0].place, mention.phrase.kinds):
            reason = (
                f"no {mention.phrase.type_word} of this name is known, "
                f"only the {best[0].place.kind} {best[0].place.name_en}: it may lie near it"
            )
            return Resolution(mention, Status.AMBIGUOUS, candidates=tuple(best), reason=reason)
        shorter = chosen[0].score == SHORTENED and chosen[0].method in SPELLED_METHODS
        if not self.coarse and (shorter or best[0].score < MIN_RESOLVED):
            reason = f"{best[0].evidence}: too little to be sure, and no other place is more like it"
            return Resolution(mention, Status.AMBIGUOUS, candidates=_shown(best, rest), reason=reason)
        reason = best[0].evidence
        if steps:
            n = len({c.place.place_id for c in (*matches, *best)} - {best[0].place.place_id})
            reason += f"; chosen over {n} other{'s' if n != 1 else ''}: " + ", ".join(steps)
        return Resolution(mention, Status.RESOLVED, best[0], (*best, *rest), reason)

    def _told_by_report(
        self, mention: Mention, chosen: list[Candidate], known: Counter[str], beside: Beside
    ) -> tuple[list[Candidate], list[str]]:
        """Return those that the report speaks for, and the steps: of the round before, where no more is known beside it."""
        before = self._told.get(id(mention))
        if before is not None and before.asked == (chosen, beside):
            return before.told, before.steps
        steps: list[str] = []
        told = told_by_report(
            chosen, known, beside, steps, coarse=self.coarse, typed=bool(mention.phrase.kinds)
        )
        self._told[id(mention)] = _Told((chosen, beside), told, steps)
        return told, steps

    def _parents(self, mention: Mention, matches: list[Candidate]) -> list[list[Place]]:
        """Return the places that each parent in the same expression may be."""
        if mention.part is not Part.HEAD:
            return []
        # The road to Suwayda near Buraq: a city's village namesake is not meant because something else is near it
        city = self.coarse and any(
            c.place.kind in ("city", ADMIN[0]) and c.method in SPELLED_METHODS for c in matches
        )
        parents = []
        for other in self.parents.get(mention.expression_id, ()):
            if city and other.phrase.relation is Relation.NEAR:
                continue
            found = [
                c.place
                for c in candidates_of(other, self.gazetteer, coarse=self.coarse)
                if c.score >= MIN_SCORE
            ]
            # In Quneitra is in the governorate, not in one of the villages of that name
            governing = [p for p in found if p.kind == ADMIN[0]]
            if governing:
                found = [p for p in found if same_ground(p, governing[0])]
            # An area cut by a region (ريف X الغربي ضمن البادية) need not have its own middle inside it
            if mention.phrase.relation is not Relation.AT and all(
                p.wkb and p.kind not in ADMIN for p in found
            ):
                continue
            parents.append(_widened(found, self.gazetteer))
        return parents


def _shown(best: list[Candidate], rest: list[Candidate]) -> tuple[Candidate, ...]:
    """Return the first candidates, and the units on the ground of the very first: the name may as well be theirs."""
    ordered = (*best, *rest)
    units = [c for c in ordered[SHOWN:] if same_ground(c.place, best[0].place)]
    return (*ordered[:SHOWN], *units)


# News name the same countries and capitals again and again
@functools.lru_cache(maxsize=1024)
def _outside(toponym: str, gazetteer: Gazetteer) -> str:
    foreign = gazetteer.foreign(fold(toponym))
    name = f"{foreign.name_en} ({foreign.country})" if foreign else toponym
    return f"outside Syria: {name}"


def same_decision(mention: Mention, found: Resolution) -> Resolution:
    """Return what was decided on the same words elsewhere for this mention."""
    return Resolution(mention, found.status, found.chosen, found.candidates, found.reason, found.unused)


def _done(resolution: Resolution) -> Opening:
    return Opening([], [], [], [], (), done=resolution)


def _widened(parents: list[Place], gazetteer: Gazetteer) -> list[Place]:
    """A town as a parent vouches for its whole governorate: شرق الحسكة said of al-Malikiyah, 150 km away."""
    wide = list(parents)
    for place in parents:
        unit = gazetteer.get(place.admin1_pcode)
        if unit is not None and unit.seat_id == place.place_id:
            wide.append(unit)
    return wide
