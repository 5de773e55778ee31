"""The decision for all mentions of one report: resolved, ambiguous, unmatched or outside, each with its reason."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass, replace

from geomap.gazetteer import Gazetteer
from geomap.matching.candidates import (
    MIN_SCORE,
    best_of_each,
    contained,
    find_candidates,
    find_similar,
    with_score,
)
from geomap.matching.context import (
    ADMIN,
    families,
    fits,
    fits_settlement,
    in_unit,
    level,
    lies_in,
    not_overshadowed,
    of_kinds,
    rank,
    votes,
    within_parents,
)
from geomap.matching.nearness import nearest, neighbours
from geomap.matching.remote import without_remote
from geomap.matching.score import LARGE, MIN_RESOLVED, Scorer, features, score
from geomap.matching.senses import of_sense, sense_key, senses
from geomap.models import Candidate, Mention, Part, Phrase, Place, Relation, Resolution, Role, Status
from geomap.names import bare, fold, is_arabic, shortened

# A/B, A (B), A | B, A - B, "A or B": two names for what the writer takes for one place.
_PAIR = re.compile(r"\s*[/|\\()\[\]]\s*|\s+(?:or|aka|أو|او|[-–—])\s+")
# Candidates this close in score to the best are not told apart by their spelling.
_TIE = 0.03
# In Latin letters a name spelled so and one that only sounds so are no more told apart: Kasra, Kasrah.
_LATIN_TIE = 0.05
_SPELLED_METHODS = ("exact", "variant")
# A namesake must be this many steps more prominent (see context.rank) to be meant when nothing else tells.
_PROMINENT = 2
# What a choice by prominence alone costs: a village may have been meant after all.
_BY_PROMINENCE = 0.9
_SHOWN = 10  # candidates kept where a unit contradicts the name
# Where no name inside the unit that is given is spelled so: what the likeness (see alike.worth) of the best one there
# must be, if no place elsewhere is spelled so either, and if one is. Of 100 rows of the tables of docs/accuracy.md
# with 0.24 half are right, of those with 0.45 two thirds.
_MIN_INSIDE = 0.24
_MIN_AGAINST = 0.45
# What the place that an unknown one is said to lie in is worth as an answer, and what is too wide for one.
_HOLDER = 0.4
_TOO_WIDE = ("governorate", "region", "desert", "valley", "plain", "mountain", "river", "country")
# What the places are worth that the unit, the type word or the spelling rules out, beside those that are left.
_PASSED_OVER = 0.1
# Facilities that have one spot, unlike fields and mountains, which other points stand for as well.
_BUILT = frozenset(("airport", "airbase", "barracks", "camp", "checkpoint", "crossing", "dam", "facility", "hospital",
                    "port", "prison", "bridge"))  # fmt: skip
_SPELLED = 0.96  # the least score of a name that is spelled so, but for an article or a space
# A name that is known without one of its words only: above what counts as a match, below every name that is spelled so.
_SHORTENED = 0.95
_MOST_REMEMBERED = 20_000
# A/B of which only A is known is A less surely than A alone.
_HALF_KNOWN = 0.9


def resolve(
    mentions: list[Mention], gazetteer: Gazetteer, *, within: Place | None = None, coarse: bool = True,
    scorer: Scorer = score,
) -> list[Resolution]:  # fmt: skip
    """Return one resolution for each mention of one report, in the same order.

    `within` restricts all of them to a governorate, district or sub-district. `coarse`: a bare name that is
    both a city's and a governorate's means the governorate, as in prose; False for columns of place names.
    `scorer` says what a contender is worth (see `geomap.matching.score`).
    """
    report = _Report(mentions, gazetteer, within, coarse, scorer)
    settled = [report.decide_alone(mention) for mention in mentions]
    if not any(r.status is Status.AMBIGUOUS for r in settled):
        return without_remote(settled, frozenset(report.parents)) if coarse else settled
    # First what is certain, then the rest by what is certain; what a name means elsewhere in the report before
    # what its neighbours tell, and prominence last
    known = votes(r.chosen.place for r in settled if r.chosen and r.mention.role is Role.LOCATIVE)
    certain = [r for r in settled if r.chosen]
    parented = frozenset(report.parents)
    times = Counter(sense_key(m) for m in mentions)
    for prominence in (False, True):
        report.senses = senses(settled, parented)
        for i, resolution in enumerate(settled):
            mention = resolution.mention
            # What is named once has no sense to give to others
            if resolution.status is Status.AMBIGUOUS and (prominence or times[sense_key(mention)] > 1):
                report.beside = neighbours(mention, certain)
                settled[i] = report.decide(mention, known, prominence=prominence)
    return without_remote(settled, parented) if coarse else settled


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a name may mean before the rest of the report is asked.

    `chosen`, in `groups` of one ground each, are left of the `matches` after the unit that is given, the `parents` and
    the type word; `steps` say how. `done` is set where that is all there is to decide.
    """

    matches: list[Candidate]
    parents: list[list[Place]]
    chosen: list[Candidate]
    groups: list[list[Candidate]]
    steps: tuple[str, ...]
    contradiction: bool = False
    done: Resolution | None = None


# What has been said of a name before: the name, its phrase and part, and the same of its parents.
_Said = tuple[str, str, Phrase, Part, tuple[tuple[str, str, Phrase], ...]]


class _Remembered:
    """What was decided on names alone, by what was said of them: most names of a report stand in others too."""

    def __init__(self) -> None:
        self.openings: dict[_Said, _Opening] = {}
        self.alone: dict[_Said, Resolution] = {}
        self.weighed: dict[tuple[object, ...], list[Candidate]] = {}

    def clear_if_full(self) -> None:
        # More than the names of one run; each holds some candidates
        if len(self.openings) > _MOST_REMEMBERED or len(self.alone) > _MOST_REMEMBERED:
            self.openings.clear()
            self.alone.clear()
            self.weighed.clear()


@functools.lru_cache(maxsize=2)
def _remembered(gazetteer: Gazetteer) -> _Remembered:
    return _Remembered()


class _Report:
    """The mentions of one report and what is known about them together."""

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
        self.beside: list[Place] = []  # what is named near the mention that is decided
        self.senses: dict[str, Place] = {}  # what a name means elsewhere in the report
        self.parents: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.part is Part.WITHIN and mention.role is Role.LOCATIVE:
                self.parents.setdefault(mention.expression_id, []).append(mention)
        # Cells are remembered whole by those who ask for them
        prose = within is None and coarse and scorer is score
        self.memory = _remembered(gazetteer) if prose else _Remembered()
        self.memory.clear_if_full()

    def decide_alone(self, mention: Mention) -> Resolution:
        """Decide on a mention by what is said with it."""
        if mention.role is not Role.LOCATIVE:
            return self.decide(mention, Counter(), prominence=False)
        said = self._said(mention)
        found = self.memory.alone.get(said)
        if found is None:
            found = self.memory.alone[said] = self.decide(mention, Counter(), prominence=False)
        return _of(mention, found)

    def _said(self, mention: Mention) -> _Said:
        parents = self.parents.get(mention.expression_id, ()) if mention.part is Part.HEAD else ()
        return (
            mention.toponym, mention.full_name, mention.phrase, mention.part,
            tuple((p.toponym, p.full_name, p.phrase) for p in parents),
        )  # fmt: skip

    def decide(self, mention: Mention, known: Counter[str], *, prominence: bool) -> Resolution:
        """Decide on a mention by what is said with it, and by what is known of the report."""
        if mention.role is Role.FOREIGN:
            foreign = self.gazetteer.foreign(fold(mention.toponym))
            name = f"{foreign.name_en} ({foreign.country})" if foreign else mention.toponym
            return Resolution(mention, Status.OUTSIDE, reason=f"outside Syria: {name}")
        if mention.role is not Role.LOCATIVE:
            reason = (
                "the country as a whole" if mention.role is Role.COUNTRY else "part of an organisation's name"
            )
            return Resolution(mention, Status.NOT_LOCATIVE, reason=reason)
        said = self._said(mention)
        opening = self.memory.openings.get(said)
        if opening is None:
            opening = self.memory.openings[said] = self._opening(mention)
        if opening.done is not None:
            return _of(mention, opening.done)
        return self._choose(mention, opening, known, prominence)

    def _opening(self, mention: Mention) -> _Opening:
        candidates = self._candidates(mention)
        parents = self._parents(mention)
        matches = [c for c in candidates if c.score >= MIN_SCORE]
        given = self.within is not None or bool(parents)
        if not self.coarse and given and not self._inside(matches, parents):
            return _done(self._elsewhere(mention, candidates, matches, parents))
        if not matches and not self.coarse:
            held = contained([mention.toponym], self.gazetteer, least=2)
            if held:
                best = [replace(c, score=_HOLDER) for c in self._weighed(mention, held, "")[:_SHOWN]]
                reason = f"the name is not known, only {best[0].place.name_en} in it"
                return _done(Resolution(mention, Status.AMBIGUOUS, candidates=tuple(best), reason=reason))
        if not matches:
            return _done(_unmatched(mention, candidates))
        return self._narrowed(mention, matches, parents)

    def _inside(self, candidates: list[Candidate], parents: list[list[Place]]) -> list[Candidate]:
        """Keep the candidates in the unit that is given and in the parents that are named, if any are."""
        if self.within is not None:
            candidates = in_unit(candidates, self.within, self.gazetteer)
        return within_parents(candidates, parents)

    def _elsewhere(
        self,
        mention: Mention,
        candidates: list[Candidate],
        matches: list[Candidate],
        parents: list[list[Place]],
    ) -> Resolution:
        """Decide on a name that no place has in the unit or parent that is given: what sounds like it there, the
        places of this name elsewhere, and the parent itself. Never more than ambiguous.
        """
        names = [n for n in _PAIR.split(mention.full_name or mention.toponym) if fold(n)]
        similar = best_of_each([c for n in names for c in find_similar(n, self.gazetteer)])
        for shorter in shortened(names[0]) if len(names) == 1 else ():
            similar = (
                *similar,
                *(c for c in find_candidates(shorter, self.gazetteer, limit=40) if c not in similar),
            )
        enough = _MIN_AGAINST if matches else _MIN_INSIDE
        inside = self._inside([c for c in similar if c.score >= enough], parents)
        holder = self.within.name_en if self.within is not None else "the parent that is named with it"
        if self.within is not None and parents and not self._inside_unit(parents):
            parents = []
        contenders = [
            *self._weighed(mention, inside, "inside"),
            *self._weighed(mention, matches, "elsewhere"),
            *self._holders(mention, parents),
        ]
        if not inside:
            held = self._inside(contained(names, self.gazetteer, least=1), parents)
            contenders += [replace(c, score=_HOLDER) for c in held]
        contenders = sorted(contenders, key=lambda c: -c.score)[:_SHOWN]
        if not contenders:
            return _unmatched(mention, candidates)
        if inside:
            reason = f"no place in {holder} is spelled so; {inside[0].evidence}"
        elif matches:
            reason = f"the name is known, but not in {holder}"
        else:
            reason = f"the name is not known; it may lie in or near {contenders[0].place.name_en}"
        return Resolution(mention, Status.AMBIGUOUS, candidates=tuple(contenders), reason=reason)

    def _inside_unit(self, parents: list[list[Place]]) -> bool:
        assert self.within is not None
        return all(any(lies_in(p, self.within) for p in options) for options in parents if options)

    def _holders(self, mention: Mention, parents: list[list[Place]]) -> list[Candidate]:
        """Return the smallest parent that is named, where it is small enough to be an answer."""
        found: list[Candidate] = []
        part = not fits_settlement(
            mention.phrase.kinds
        )  # a quarter, a camp: of the city, where a city has the name
        for options in parents:
            if not part and any(p.kind in _TOO_WIDE for p in options):
                continue
            held = within_parents([_as_parent(p) for p in options if p.kind not in _TOO_WIDE], [options])
            if self.within is not None:
                held = in_unit(held, self.within, self.gazetteer)
            found += [level(g, Phrase(), coarse=False) for g in families(held)[:1]]
        return found[:1]

    @staticmethod
    def _certain(mention: Mention, chosen: list[Candidate], parents: list[list[Place]]) -> bool:
        """Whether the only place that is spelled so is meant by what is said beside its name, or is an area.

        Who names the kind or the parent with the name has said which place it is; an area says itself how wide it is.
        """
        if mention.part is not Part.HEAD:
            return True
        if chosen[0].method not in ("exact", "variant") or chosen[0].score < _SPELLED:
            return False
        place = chosen[0].place
        if bool(parents) or place.kind in mention.phrase.kinds or bool(place.wkb):
            return True
        # Rukban camp, سد الفرات: the name holds its kind
        return place.kind in _BUILT and " " in bare(fold(mention.toponym))

    def _weighed(self, mention: Mention, candidates: list[Candidate], where: str) -> list[Candidate]:
        """Return one candidate for each ground, with what each is worth as one among the others, the best first."""
        # The features of a candidate are its own, the name's and the phrase's
        asked = (
            mention.toponym, mention.phrase, where,
            tuple([(c.place.place_id, c.method, c.score, c.evidence, c.matched_name) for c in candidates]),
        )  # fmt: skip
        known = self.memory.weighed.get(asked)
        if known is None:
            known = self.memory.weighed[asked] = self._weigh(mention, candidates, where)
        return list(known)

    def _weigh(self, mention: Mention, candidates: list[Candidate], where: str) -> list[Candidate]:
        groups = families(candidates)
        best = [level(g, mention.phrase, coarse=self.coarse) for g in groups]
        weighed = [
            replace(
                c, score=round(self.scorer(mention, c, features(c, mention.toponym, len(best) - 1, where)), 3)
            )
            for c in best
        ]
        return sorted(weighed, key=lambda c: -c.score)

    def _candidates(self, mention: Mention) -> list[Candidate]:
        names = names_in(mention, self.gazetteer)
        if len(names) == 1:
            typed = self._with_type_word(mention)
            if typed:
                return typed
        lists = [find_candidates(n, self.gazetteer, limit=40) for n in names]
        if len(lists) < 2:
            return self._or_shortened(names, lists[0]) if lists else []
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

    def _or_shortened(self, names: list[str], found: list[Candidate]) -> list[Candidate]:
        """Return what a name means without a loose word at its end, where nobody knows it with that: دوما البلد."""
        if self.coarse or any(c.score >= MIN_SCORE for c in found):
            return found
        for shorter in shortened(names[0]):
            matches = [c for c in find_candidates(shorter, self.gazetteer, limit=40) if c.score >= MIN_SCORE]
            if matches:
                less = f"as {shorter}"
                return [with_score(c, min(c.score, _SHORTENED), less) for c in matches]
        return found

    def _with_type_word(self, mention: Mention) -> list[Candidate]:
        """Return the facilities whose name holds its type word: al-Hol camp, beside the town al-Hol."""
        phrase = mention.phrase
        if not phrase.type_word or fits_settlement(phrase.kinds):
            return []
        for name in (f"{phrase.type_word} {mention.toponym}", f"{mention.toponym} {phrase.type_word}"):
            if self.gazetteer.knows(fold(name)):
                found = [c for c in find_candidates(name, self.gazetteer) if c.place.kind in phrase.kinds]
                if found:
                    return found
        return []

    def _narrowed(self, mention: Mention, matches: list[Candidate], parents: list[list[Place]]) -> _Opening:
        """Leave those of the matches that the unit, the parents, the spelling and the type word admit."""
        steps: list[str] = []
        chosen = matches
        if self.within is not None:
            inside = in_unit(chosen, self.within, self.gazetteer)
            if not inside:
                reason = f"the name is known, but not in {self.within.name_en}"
                elsewhere = self._weighed(mention, matches, "elsewhere")
                return _done(
                    Resolution(mention, Status.AMBIGUOUS, candidates=tuple(elsewhere[:_SHOWN]), reason=reason)
                )
            chosen = self._narrow(chosen, inside, f"in {self.within.name_en}", steps)
        inside = within_parents(chosen, parents)
        contradiction = bool(parents) and not inside
        if inside:
            chosen = self._narrow(chosen, inside, "in the parent that is named with it", steps)
        tie = _TIE if self.coarse or is_arabic(mention.toponym) else _LATIN_TIE
        chosen = [c for c in chosen if c.score >= chosen[0].score - tie]
        # Before the type word: the family may hold the governorate of a city
        groups = families(chosen)
        if len(groups) > 1 and mention.phrase.kinds:
            fitting = of_kinds(chosen, mention.phrase.kinds)
            chosen = self._narrow(chosen, fitting, f"a {mention.phrase.type_word}", steps)
            groups = families(chosen)
        return _Opening(matches, parents, chosen, groups, tuple(steps), contradiction)

    def _choose(
        self, mention: Mention, opening: _Opening, known: Counter[str], prominence: bool
    ) -> Resolution:
        matches, parents, contradiction = opening.matches, opening.parents, opening.contradiction
        chosen, groups, steps = opening.chosen, opening.groups, list(opening.steps)
        if len(groups) > 1 and self.senses and not contradiction:
            same = of_sense(chosen, self.senses.get(sense_key(mention)))
            chosen = self._narrow(chosen, same, "as elsewhere in the report", steps)
            groups = families(chosen)
        if len(groups) > 1 and known:
            # Reports on Aleppo mean the city of Ras al-Ayn too, not the hamlet in Aleppo that only maps know
            chosen = self._narrow(
                chosen, not_overshadowed(chosen), "the only well-known place of this name", steps
            )
            close, neighbour = nearest(chosen, self.beside)
            chosen = self._narrow(chosen, close, f"near {neighbour}, which is named beside it", steps)
            near = [
                c
                for c in chosen
                if known[c.place.admin1_pcode] == max(known[o.place.admin1_pcode] for o in chosen)
            ]
            chosen = self._narrow(chosen, near, "in the governorate that the report speaks of", steps)
            groups = families(chosen)
        if len(groups) > 1 and prominence and self.coarse:
            chosen = self._by_prominence(groups, steps)
        where = "" if self.within is None and not parents else "elsewhere" if contradiction else "inside"
        best = self._weighed(mention, chosen, where)
        if contradiction:
            reason = "the parent that is named with it does not hold any place of this name"
            return Resolution(mention, Status.AMBIGUOUS, candidates=tuple(best), reason=reason)
        shown = {c.place.place_id for c in best}
        rest = [
            replace(c, score=round(min(c.score * _PASSED_OVER, best[-1].score), 3))
            for c in matches
            if c.place.place_id not in shown
        ]
        certain = _far_better_known(best) or (len(best) == 1 and self._certain(mention, chosen, parents))
        if best[0].score < MIN_RESOLVED and certain:
            best = [replace(best[0], score=MIN_RESOLVED), *best[1:]]
        if len(best) > 1 and (self.coarse or best[0].score < MIN_RESOLVED):
            reason = f"{len(best)} places have this name and nothing tells them apart"
            return Resolution(mention, Status.AMBIGUOUS, candidates=(*best, *rest)[:_SHOWN], reason=reason)
        if len(best) > 1:
            steps.append("by far the best known of this name")
        if not self.coarse and mention.phrase.relation is Relation.AT and mention.phrase.unused:
            words = " ".join(mention.phrase.unused)
            reason = f"{best[0].evidence}: but nobody knows it with the words {words}"
            return Resolution(mention, Status.AMBIGUOUS, candidates=(*best, *rest)[:_SHOWN], reason=reason)
        if not fits(best[0].place, mention.phrase.kinds):
            reason = (
                f"no {mention.phrase.type_word} of this name is known, "
                f"only the {best[0].place.kind} {best[0].place.name_en}: it may lie near it"
            )
            return Resolution(mention, Status.AMBIGUOUS, candidates=tuple(best), reason=reason)
        shorter = chosen[0].score == _SHORTENED and chosen[0].method in _SPELLED_METHODS
        if not self.coarse and (shorter or best[0].score < MIN_RESOLVED):
            reason = f"{best[0].evidence}: too little to be sure, and no other place is more like it"
            return Resolution(mention, Status.AMBIGUOUS, candidates=(*best, *rest)[:_SHOWN], reason=reason)
        reason = best[0].evidence
        if steps:
            n = len({c.place.place_id for c in (*matches, *best)} - {best[0].place.place_id})
            reason += f"; chosen over {n} other{'s' if n != 1 else ''}: " + ", ".join(steps)
        return Resolution(mention, Status.RESOLVED, best[0], (*best, *rest), reason)

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
    def _by_prominence(groups: list[list[Candidate]], steps: list[str]) -> list[Candidate]:
        ranked = sorted(groups, key=lambda g: -max(rank(c.place) for c in g))
        first, second = (max(rank(c.place) for c in g) for g in ranked[:2])
        if first - second < _PROMINENT:
            return [c for group in groups for c in group]
        steps.append("by far the best known of this name")
        return [with_score(c, c.score * _BY_PROMINENCE, "by prominence") for c in ranked[0]]


def _far_better_known(best: list[Candidate]) -> bool:
    """Whether the best is a city, spelled so, and the others are far less known, or only sound so.

    Nobody says al-Bab and means a hamlet, or Hama and means al-Hamah.
    """
    first, *others = best
    large = first.place.population >= LARGE or first.place.kind in ("city", "governorate")
    known = large and first.method in _SPELLED_METHODS
    return known and all(
        rank(first.place) - rank(c.place) >= _PROMINENT or c.method not in _SPELLED_METHODS for c in others
    )


def _of(mention: Mention, found: Resolution) -> Resolution:
    """Return what was decided on the same words elsewhere for this mention."""
    return Resolution(mention, found.status, found.chosen, found.candidates, found.reason, found.unused)


def _done(resolution: Resolution) -> _Opening:
    return _Opening([], [], [], [], (), done=resolution)


def _unmatched(mention: Mention, candidates: list[Candidate]) -> Resolution:
    reason = "no name in the gazetteer is close enough" if candidates else "no similar name in the gazetteer"
    return Resolution(mention, Status.UNMATCHED, candidates=tuple(candidates[:3]), reason=reason)


def _as_parent(place: Place) -> Candidate:
    return Candidate(place, place.name_en, "exact", _HOLDER, "named as the place that it lies in")


def _widened(parents: list[Place], gazetteer: Gazetteer) -> list[Place]:
    """A town as a parent vouches for its whole governorate: شرق الحسكة said of al-Malikiyah, 150 km away."""
    wide = list(parents)
    for place in parents:
        unit = gazetteer.get(place.admin1_pcode)
        if unit is not None and unit.seat_id == place.place_id:
            wide.append(unit)
    return wide


def names_in(mention: Mention, gazetteer: Gazetteer) -> list[str]:
    """Return the name of a mention, or its names where the writer gives one place several (A/B, A or B)."""
    toponym = mention.full_name or mention.toponym
    known = gazetteer.knows(fold(toponym))  # a name may hold a dash itself
    return [toponym] if known else [n for n in _PAIR.split(toponym) if fold(n)]
