"""From a report to its mentions: spot the names, read around them, tie them into expressions."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace

from geomap.gazetteer import Gazetteer
from geomap.mentions.around import Around, read_around
from geomap.mentions.boilerplate import without_boilerplate
from geomap.mentions.evidence import with_evidence
from geomap.mentions.sentences import Sentences
from geomap.mentions.short import shorten, with_short_names
from geomap.mentions.spans import Span, What, find_spans, merged
from geomap.mentions.tokens import Token, tokenize
from geomap.mentions.words import common_words, listed, word_at
from geomap.models import Mention, Part, Phrase, Relation, Report, Role
from geomap.names import fold

ROLES = {
    What.PLACE: Role.LOCATIVE, What.GUESS: Role.LOCATIVE, What.FOREIGN: Role.FOREIGN,
    What.COUNTRY: Role.COUNTRY, What.ORGANISATION: Role.ORGANISATION,
}  # fmt: skip


# Characters of the longest text that is one report: a book of 100 pages.
_LONGEST_PART = 200_000
# Names that writers give one place side by side (عين العرب / كوباني / Kobani); a longer row is none.
_NAMES_OF_ONE = 4


@dataclass(slots=True)
class Name:
    """A spotted name on its way to a mention."""

    span: Span
    around: Around
    role: Role
    part: Part = Part.HEAD
    group: int = 0
    listed: bool = False  # stands in a list under one head with another place
    follows: bool = False  # stands in a list, right after the name before it
    phrase: Phrase | None = None
    expression: tuple[int, int] = (0, 0)
    full_name: str = ""  # what a short name stands for


def find_mentions(report: Report, gazetteer: Gazetteer) -> list[Mention]:
    """Return every mention of a place in a report's text, in order, with its role and expression.

    Offsets are code points into `report.text`. Organisations, foreign places and the country are
    returned with their roles, so that nothing that looks like a place goes uncounted.
    """
    return [mention for part in find_in_parts(report, gazetteer) for mention in part]


def find_in_parts(report: Report, gazetteer: Gazetteer) -> Iterator[list[Mention]]:
    """Yield the mentions of a report; those of a text longer than any report part by part, to bound memory.

    What the whole report says for a mention is then what its part says.
    """
    numbered = 0
    for start, end in _parts(report.text):
        part = (
            report if (start, end) == (0, len(report.text)) else replace(report, text=report.text[start:end])
        )
        mentions = _find(part, gazetteer)
        if start:
            mentions = [_shifted(m, start, numbered) for m in mentions]
        numbered = max((m.expression_id for m in mentions), default=numbered)
        yield mentions


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text at line ends, else at spaces, into parts that are no longer than _LONGEST_PART."""
    start = 0
    while len(text) - start > _LONGEST_PART:
        limit = start + _LONGEST_PART
        end = max(text.rfind("\n", start + 1, limit), -1)
        if end < start + _LONGEST_PART // 2:
            end = max(end, text.rfind(" ", start + 1, limit))
        end = end if end > start else limit
        yield start, end
        start = end
    yield start, len(text)


def _shifted(mention: Mention, by: int, numbered: int) -> Mention:
    return replace(
        mention, start=mention.start + by, end=mention.end + by, context_start=mention.context_start + by,
        expression_start=mention.expression_start + by, expression_end=mention.expression_end + by,
        expression_id=mention.expression_id + numbered,
    )  # fmt: skip


def _find(report: Report, gazetteer: Gazetteer) -> list[Mention]:
    tokens = tokenize(report.text)
    names = _names(report.text, tokens, gazetteer)
    tie(tokens, names)
    shorten(names)
    names = with_evidence(names, tokens, gazetteer)
    return list(mentions_from(report, tokens, names))


def _names(text: str, tokens: list[Token], gazetteer: Gazetteer) -> list[Name]:
    spans = with_short_names(tokens, find_spans(tokens, gazetteer), gazetteer)
    spans = one_place_two_names(text, tokens, spans, gazetteer)
    in_report = without_boilerplate(tokens)
    names = []
    for span in spans:
        if not in_report[span.first] or span.forms[0] in gazetteer.no_places:
            continue
        around = read_around(tokens, span)
        around.organisation = around.organisation or _bears_its_name(tokens, span, spans)
        role = ROLES[span.what]
        if role is Role.FOREIGN and span.forms[0] in common_words():
            continue  # سيول is floods, صور pictures, before they are Seoul and Tyre
        if (role is Role.LOCATIVE and around.organisation) or (
            role is Role.LOCATIVE
            and (_is_dateline(tokens, span, spans) or _is_metonym(tokens, span, gazetteer))
        ):
            role = Role.ORGANISATION
        elif role is Role.FOREIGN and _also_syrian(span, around, gazetteer):
            role = Role.LOCATIVE
        if role is not Role.LOCATIVE:
            around = Around(span.first, span.last)
        names.append(Name(span, around, role))
    return names


def _is_dateline(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    """Whether a name begins a line as an agency's seat: دمشق – سانا, DAMASCUS (Reuters)."""
    if span.first and "\n" not in tokens[span.first].gap:
        return False
    k = bisect.bisect_left(spans, span.last, key=lambda s: s.first)
    after = spans[k] if k < len(spans) and spans[k].first == span.last else None
    return (
        after is not None
        and after.what is What.ORGANISATION
        and bool(set(tokens[after.first].gap) & set("-–—(/|:،"))
    )


def _bears_its_name(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    """Whether a hospital or school elsewhere bears a place's name: مشفى حمص الكبير في إعزاز, the Homs Grand Hospital in Azaz."""
    if span.what is not What.PLACE:
        return False
    i = span.last
    if tokens[span.first].arabic:
        if not span.first or tokens[span.first].gap != " " or span.particle:
            return False
        facility = span.first - 1
        if i < len(tokens) and tokens[i].gap == " " and tokens[i].fold.startswith("ال"):
            i += 1
    else:
        facility = -1
        for k in range(i, min(i + 3, len(tokens))):
            if tokens[k].gap != " " or not tokens[k].capital:
                break
            if tokens[k].fold in listed("named_buildings"):
                facility = k
                break
        i = facility + 1
    if facility < 0 or tokens[facility].fold.removeprefix("ال") not in listed("named_buildings"):
        return False
    if i >= len(tokens) or tokens[i].gap != " " or tokens[i].fold not in ("في", "in"):
        return False
    k = bisect.bisect_left(spans, i + 1, key=lambda s: s.first)
    return k < len(spans) and spans[k].first <= i + 2 and spans[k].what is What.PLACE


def _is_metonym(tokens: list[Token], span: Span, gazetteer: Gazetteer) -> bool:
    """Whether the capital stands for the government: نفت دمشق, Damascus denied."""
    country = gazetteer.get("SY")
    if country is None or country.seat_id not in _place_ids(span, gazetteer):
        return False
    arabic = tokens[span.first].arabic
    beside = span.first - 1 if arabic else span.last
    if not 0 <= beside < len(tokens) or tokens[max(beside, span.first)].gap.strip():
        return False
    verb = tokens[beside].fold
    return verb in listed("metonyms") or (arabic and verb.removeprefix("و") in listed("metonyms"))


def _also_syrian(span: Span, around: Around, gazetteer: Gazetteer) -> bool:
    """Whether a name of the foreign list means its Syrian namesake: only with a village's own type word."""
    if not around.type_word or not around.kinds:
        return False
    places = [gazetteer.place(hit.place_id) for hit in gazetteer.by_form(span.forms[0])]
    return any(place.kind in around.kinds for place in places) and "city" not in around.kinds


def one_place_two_names(
    text: str, tokens: list[Token], spans: list[Span], gazetteer: Gazetteer
) -> list[Span]:
    """Join A/B and A (B) where the gazetteer knows both as names of one place."""
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.what is span.what is What.PLACE
            and before.last == span.first
            and len(before.forms) < _NAMES_OF_ONE
            and tokens[span.first].gap.strip() in ("/", "(", "\\", "|", "-", "–")
            and _place_ids(before, gazetteer) & _place_ids(span, gazetteer)
        ):
            closing = text[span.end : span.end + 1] == ")" and "(" in tokens[span.first].gap
            joined[-1] = merged(before, span, closing=closing)
        else:
            joined.append(span)
    return joined


def _place_ids(span: Span, gazetteer: Gazetteer) -> set[str]:
    return {hit.place_id for form in span.forms for hit in gazetteer.by_form(form)}


def tie(tokens: list[Token], names: list[Name]) -> None:
    """Give names that belong to one expression one group: parents, other ends, shared qualifiers."""
    group = 0
    for k, name in enumerate(names):
        before = names[k - 1] if k else None
        if before is None or Role.ORGANISATION in (before.role, name.role):
            group += 1
        elif _is_road(tokens, before, name):
            before.around.relation, before.around.pair = Relation.ROAD, True
            name.part = Part.END
        elif name.role is not Role.FOREIGN and _is_parent(tokens, before, name):
            name.part = Part.WITHIN
        elif name.role is Role.LOCATIVE and before.role is Role.LOCATIVE and _is_listed(tokens, before, name):
            name.follows = not name.span.particle.startswith("ف")
            if before.around.pair and before.part is Part.HEAD:
                name.part = Part.END
            else:
                group += 1
                before.listed = name.listed = before.around.shared or before.listed or name.around.shared_back
                if before.around.shared and name.around.first == name.span.first:
                    _share(before.around, name.around)
        else:
            group += 1
        name.group = group
    for before, name in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
        # "Rajo and Bulbul subdistricts", "Hama and Idlib countryside": the qualifier stands after the list
        if name.follows and name.around.shared_back and before.around.last == before.span.last:
            _share(name.around, before.around)
            before.around.shared_back = True
            before.listed = name.listed = True


def _is_road(tokens: list[Token], before: Name, name: Name) -> bool:
    """Whether two names are the ends of a road that is named after them: the Manbij–Jarabulus road."""
    if not name.around.road_back or Role.FOREIGN in (before.role, name.role):
        return False
    plain = before.around.relation is Relation.AT and before.part is Part.HEAD
    joined = before.around.last == name.span.first and tokens[name.span.first].gap.strip() in (
        "-",
        "–",
        "—",
        "/",
    )
    return plain and joined


def _is_parent(tokens: list[Token], head: Name, name: Name) -> bool:
    """Whether `name` says where `head` lies: X في Y, X بريف Y, X شرق Y, X in Y, X, Y governorate."""
    if head.role is not Role.LOCATIVE:
        return False
    i, first = head.around.last, name.around.first
    linked = False
    while i < first:
        word = word_at(tokens, i)
        if tokens[i].gap.strip(' \t_#)،,»"') or word is None or word.cls not in ("in", "the", "of"):
            return False
        if word.particle in ("و", "ف"):
            return False
        linked = linked or word.cls == "in" or tokens[i].arabic or tokens[i].fold == "of"
        i += word.length
    gap = tokens[first].gap
    if gap.strip(' \t_#»")،,('):
        return False
    particle = name.around.particle if first < name.span.first else name.span.particle
    if particle.startswith(("و", "ف")):
        return False
    plain = not gap.strip(' \t_#»")')
    if linked or (plain and particle in ("ب", "ل")):
        return True
    around = name.around
    # X شرق Y; "in X, north-east of Y": what follows a place at once tells where it is
    appositive = head.around.relation is Relation.AT or plain
    if appositive and first < name.span.first and around.relation is not Relation.AT and not around.pair:
        return True
    # English and table style: "Kafr Nabl, Idlib governorate", "سرمدا - إدلب"
    return (
        "," in gap
        and bool({"governorate", "district", "subdistrict"} & set(around.kinds))
        and not around.shared
    )


def _is_listed(tokens: list[Token], before: Name, name: Name) -> bool:
    """Whether two names stand in one list: A وB, A، B, A and B, A – B."""
    i, first = before.around.last, name.around.first
    if i == first:
        gap = tokens[first].gap.strip(' \n\t«»"“”')
        particle = name.around.particle if first < name.span.first else name.span.particle
        return particle.startswith("و") or gap in (",", "،", "/", "-", "–", "—")
    return i + 1 == first and tokens[i].fold in ("and", "و") and not tokens[i].gap.strip(' ,،»"”')


def _share(before: Around, around: Around) -> None:
    """Let a name inherit the qualifier of a dual or plural: ريفي حلب وإدلب, قريتي A وB."""
    if around.relation is Relation.AT and not around.kinds:
        around.relation = before.relation
        around.type_word, around.kinds = before.type_word, before.kinds
        around.directions = list(around.directions or before.directions)
        around.evidence = True
    around.shared = True


def mentions_from(report: Report, tokens: list[Token], names: list[Name]) -> Iterator[Mention]:
    """Yield the mention of each name, with the expression of its group."""
    sentences = Sentences(report.text)
    groups: dict[int, list[Name]] = {}
    for name in names:
        groups.setdefault(name.group, []).append(name)
    extents = {
        number: (
            min(_phrase_start(tokens, n) for n in group),
            max(_phrase_end(report.text, tokens, n) for n in group),
        )
        for number, group in groups.items()
    }
    for name in names:
        group = groups[name.group]
        start, end = extents[name.group]
        context_start, context_end = sentences.span(sentences.index(name.span.start))
        phrase = name.around.phrase()
        if name.part is Part.END:
            phrase = replace(group[0].around.phrase())
        yield Mention(
            report_id=report.report_id, start=name.span.start, end=name.span.end,
            toponym=report.text[name.span.start : name.span.end],
            expression=report.text[start:end], expression_start=start, expression_end=end,
            role=name.role, context=report.text[context_start:context_end], context_start=context_start,
            expression_id=name.group, part=name.part, phrase=phrase, full_name=name.full_name,
        )  # fmt: skip


def _phrase_start(tokens: list[Token], name: Name) -> int:
    if name.around.first >= name.span.first:
        return name.span.start
    token = tokens[name.around.first]
    start, particle = token.start, name.around.particle
    taken = 0
    while particle and taken < len(particle) and start < token.end:
        taken += bool(fold(token.raw[start - token.start]))
        start += 1
    return start


def _phrase_end(text: str, tokens: list[Token], name: Name) -> int:
    end = max(name.span.end, tokens[name.around.last - 1].end)
    # The bracket that closes a gloss or a second name belongs to the expression
    if text[end : end + 1] in (")", "]") and text.rfind("(", name.span.start, end) > text.rfind(
        ")", name.span.start, end
    ):
        end += 1
    return end
