"""Capitals that stand for their governments: Damascus denied, نفت دمشق, talks between Damascus and the SDF."""

from __future__ import annotations

import bisect
import functools
import itertools

from geomap.gazetteer import Gazetteer
from geomap.mentions.acting import did, is_demanded, is_subject, is_to_do, is_womans_verb
from geomap.mentions.lexicon import Span, What
from geomap.mentions.tokens import Token
from geomap.mentions.words import by_class, listed, word_at

# A verb of two (تبحثان) has five letters at least; ابان, امان are none.
_SHORT_VERB = 4
# Damascus has not yet officially commented: so many words stand before the verb at most.
_AUXILIARIES = 4
# "between the Autonomous Administration and Damascus": how far back "between" is looked for; and from there,
# the word for what is between them (the agreement signed in March between).
_BETWEEN, _DEALING = 8, 4
# What may stand between a government's name and its verb.
_PARTICLES = frozenset({"قد", "لم", "لن", "لا", "سوف"})
# Between a verb and who does it: لم تطلع عليه دمشق.
_TO_IT = frozenset(
    {"عليه", "عليها", "به", "بها", "له", "لها", "اليه", "اليها", "فيه", "فيها", "عنه", "عنها", "منه", "منها"}
)
# In Geneva and Damascus: the preposition stands so many words before the second.
_PAIR = 3
_ENDS = frozenset(".!?؟;؛:\n")


def is_capital(span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a name is that of the country's capital."""
    return _are_capitals(span.forms, gazetteer)


# As many names as are said again soon
@functools.lru_cache(maxsize=16_384)
def _are_capitals(forms: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    country = gazetteer.get("SY")
    seat = country.seat_id if country is not None else None
    return any(hit.place_id == seat for form in forms for hit in gazetteer.by_form(form))


def is_metonym(tokens: list[Token], span: Span, spans: list[Span], gazetteer: Gazetteer) -> bool:
    """Whether the capital stands for the government that sits in it."""
    return is_capital(span, gazetteer) and _acts(tokens, span, spans)


def _acts(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    arabic = tokens[span.first].arabic
    before = tokens[span.first - 1].fold if span.first and tokens[span.first].gap == " " else ""
    if before in ("with", "مع") and not span.particle:
        return True
    if before in ("in", "في") or span.particle.endswith("ب"):
        return False  # the ministry in Damascus said
    if before and _is_object(tokens, span, before):
        return True
    if before and _is_party(tokens, span, before):
        return True
    if arabic:
        return (
            _is_accused(tokens, span)
            or _two_act(tokens, span, spans)
            or any(_verb_at(tokens, span, beside) for beside in (span.first - 1, span.last))
            or (
                before in _TO_IT
                and tokens[span.first - 1].gap == " "
                and _verb_at(tokens, span, span.first - 2)
            )
        )
    if (
        before == "and"
        and span.first > _PAIR
        and tokens[span.first - _PAIR].fold in listed("place_prepositions")
    ):
        return False  # offices in Geneva and Damascus answer
    # A dealer from Damascus wanted it
    if before in listed("place_prepositions"):
        return False
    return (
        _said_after(tokens, span.last)
        or did(tokens, span)
        or is_to_do(tokens, span)
        or is_demanded(tokens, span)
    )


def _verb_at(tokens: list[Token], span: Span, i: int) -> bool:
    """Whether an Arabic verb of governments stands at token i, right beside a name."""
    if not 0 <= i < len(tokens) or tokens[max(i, span.first)].gap.strip():
        return False
    if i == span.last and tokens[i].fold in _PARTICLES and i + 1 < len(tokens) and tokens[i + 1].gap == " ":
        i += 1  # كانت دمشق قد أعلنت, دمشق لم تعلق
    verbs = by_class("governments")["verb"]
    said = tokens[i].fold.removeprefix("و")
    # وهو ما نفته دمشق, ووصفتها دمشق
    if not verbs.isdisjoint((tokens[i].fold, said, said.removesuffix("ه"), said.removesuffix("ها"))):
        return True
    return (i < span.first or is_subject(tokens, span)) and is_womans_verb(said)


def _is_object(tokens: list[Token], span: Span, before: str) -> bool:
    """Whether what is done to a government stands before its name: pressed Damascus, no comment from Damascus, حكومة دمشق."""
    words = by_class("governments")
    if span.particle:
        return span.particle == "ل" and before in words["loyal"]
    after = tokens[span.last] if span.last < len(tokens) else None
    if before.removeprefix("و") == "علي" and after is not None and (after.gap, after.fold) == (" ", "ان"):
        return True  # على دمشق أن تجيب
    if tokens[span.first].arabic and before in words["ahead"]:
        return True
    i = span.first - 1
    pair = f"{tokens[i - 1].fold} {before}" if i and tokens[i].gap == " " else ""
    return before in words["before"] or pair in words["before"]


def _is_accused(tokens: list[Token], span: Span) -> bool:
    """Whether somebody accuses a government of something: اتهم مكتب الشيخ دمشق بالمماطلة."""
    if span.particle or word_at(tokens, span.first - 1) is not None or not _is_blamed(tokens, span):
        return False
    words = by_class("governments")["accusing"]
    for i in range(span.first - 1, max(span.first - _BETWEEN, 0) - 1, -1):
        if tokens[i + 1].gap.strip():
            return False
        if tokens[i].fold.removeprefix("و") in words:
            return True
    return False


def _is_blamed(tokens: list[Token], span: Span) -> bool:
    """Whether what a government is accused of, or made to answer for, follows its name: بالمماطلة, مسؤولية التراجع."""
    after = tokens[span.last] if span.last < len(tokens) else None
    if after is None or after.gap != " ":
        return False
    return after.fold.startswith("ب") or after.fold in by_class("governments")["blame"]


def _is_party(tokens: list[Token], span: Span, before: str) -> bool:
    """Whether a name is a side of an agreement, of talks: ties between Damascus and Ankara, اتفاق بين قسد ودمشق."""
    if before not in ("between", "بين", "and") and span.particle != "و":
        return False
    start = max(span.first - _BETWEEN, 0)
    for i in range(span.first - 1, start - 1, -1):
        if tokens[i + 1].gap.strip() and not _ENDS.isdisjoint(tokens[i + 1].gap):
            return False
        if tokens[i].fold in ("between", "بين"):
            return not by_class("governments")["dealing"].isdisjoint(
                t.fold for t in tokens[max(i - _DEALING, 0) : i]
            )
    return False


def _said_after(tokens: list[Token], i: int) -> bool:
    """Whether what a government does stands at token i, after its English name: denied, has not commented, -backed."""
    words = by_class("governments")
    if i >= len(tokens):
        return False
    if tokens[i].gap in ("-", "–"):  # Damascus-backed forces, the SDF-Damascus talks, Damascus–Ankara ties
        return tokens[i].fold in words["joined"] or any(
            t.fold in words["dealing"] and t.gap == " " for t in tokens[i + 1 : i + 2]
        )
    if tokens[i].gap.strip():
        return False
    if tokens[i].fold in words["modal"] or tokens[i].fold in words["after"]:
        return True
    last = min(i + _AUXILIARIES, len(tokens) - 1)
    while i < last and tokens[i].fold in words["auxiliary"] and tokens[i + 1].gap == " ":
        i += 1
    return tokens[i].fold in words["verb"]


def _two_act(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    """Whether a name and a foreign one joined to it by "and" do something together: دمشق وباريس تبحثان."""
    k = bisect.bisect_left(spans, span.first, key=lambda s: s.first)
    for first, second in itertools.pairwise(spans[max(k - 1, 0) : k + 2]):
        if What.FOREIGN not in (first.what, second.what) or first.last != second.first:
            continue
        if second.particle == "و" and _verb_at(tokens, first, first.first - 1):
            return True  # بحثت عمان ودمشق
        blaming = tokens[first.first - 1].fold.removeprefix("و") in by_class("governments")["accusing"]
        if second is span and second.particle == "و" and first.first and blaming and _is_blamed(tokens, span):
            return True  # محملا أنقرة ودمشق مسؤولية التراجع
        verb = tokens[second.last].fold if second.last < len(tokens) else ""
        if (
            second.particle == "و"
            and verb.startswith("ت")
            and verb.endswith("ان")
            and len(verb) > _SHORT_VERB
        ):
            return True
    return False
