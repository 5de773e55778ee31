"""From a report to its mentions: spot the names, read around them, tie them into expressions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.mentions.also import each_name
from geomap.mentions.around import Around, read_around
from geomap.mentions.boilerplate import without_boilerplate
from geomap.mentions.borders import with_neighbours, without_mere_borders
from geomap.mentions.brackets import tie_brackets
from geomap.mentions.clubs import is_match_report
from geomap.mentions.evidence import with_evidence
from geomap.mentions.lexicon import lexicon_of
from geomap.mentions.name import Name
from geomap.mentions.recogniser import Recogniser, with_recognised
from geomap.mentions.roles import role_of
from geomap.mentions.sentences import Sentences
from geomap.mentions.short import shorten, with_short_names
from geomap.mentions.spans import Span, What, find_spans, merged, place_ids
from geomap.mentions.tabulated import name_units
from geomap.mentions.ties import tie
from geomap.mentions.tokens import Token, tokenize
from geomap.mentions.unglued import unglued
from geomap.models import Mention, Part, Phrase, Report, Role
from geomap.names import fold

# Characters of the longest text that is one report: a book of 100 pages.
_LONGEST_PART = 200_000
# Names that writers give one place side by side (عين العرب / كوباني / Kobani); a longer row is none.
_NAMES_OF_ONE = 4


def find_mentions(
    report: Report, gazetteer: Gazetteer, *, recogniser: Recogniser | None = None
) -> list[Mention]:
    """Return every mention of a place in a report's text, in order, with its role and expression.

    Offsets are code points into `report.text`. Organisations, foreign places and the country are
    returned with their roles, so that nothing that looks like a place goes uncounted. What a `recogniser`
    (see `geomap.mentions.recogniser`) finds beside that is matched like every other name.
    """
    return [mention for part in find_in_parts(report, gazetteer, recogniser=recogniser) for mention in part]


def find_in_cell(
    report: Report, tokens: list[Token], spans: list[Span], gazetteer: Gazetteer
) -> list[Mention]:
    """Return the mentions of a cell, of which the words and the names among them are known already.

    Names in spellings that no list has are not looked for, and the names of one place side by side not told apart:
    a cell is a name as a whole.
    """
    names = _read(report.text, tokens, with_short_names(tokens, spans, gazetteer), gazetteer)
    return list(mentions_from(report, tokens, names))


def find_in_parts(
    report: Report, gazetteer: Gazetteer, *, recogniser: Recogniser | None = None
) -> Iterator[list[Mention]]:
    """Yield the mentions of a report; those of a text longer than any report part by part, to bound memory.

    What the whole report says for a mention is then what its part says.
    """
    numbered = 0
    for start, end in _parts(report.text):
        part = (
            report if (start, end) == (0, len(report.text)) else replace(report, text=report.text[start:end])
        )
        mentions = _find(part, gazetteer, recogniser)
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


def _find(report: Report, gazetteer: Gazetteer, recogniser: Recogniser | None) -> list[Mention]:
    tokens = unglued(tokenize(report.text), lexicon_of(gazetteer))
    spans = with_short_names(tokens, find_spans(tokens, gazetteer), gazetteer)
    if recogniser is not None:
        spans = with_recognised(report.text, tokens, spans, recogniser, gazetteer)
    names = _read(report.text, tokens, spans, gazetteer)
    return list(each_name(report, mentions_from(report, tokens, names), names))


def _read(text: str, tokens: list[Token], spans: list[Span], gazetteer: Gazetteer) -> list[Name]:
    """Read around the names that were spotted, and tie them into expressions."""
    spans = one_place_two_names(text, tokens, spans, gazetteer)
    names = _names(tokens, spans, gazetteer)
    tie(tokens, names, gazetteer)
    tie_brackets(tokens, names, gazetteer)
    shorten(names)
    name_units(tokens, names)
    names = with_evidence(names, tokens, gazetteer)
    return with_neighbours(tokens, without_mere_borders(text, names), gazetteer)


def _names(tokens: list[Token], spans: list[Span], gazetteer: Gazetteer) -> list[Name]:
    in_report = without_boilerplate(tokens)
    match_report = is_match_report(tokens)
    names = []
    shared: Span | None = None  # the last name under an organisation's word, which the next may share
    for span in spans:
        if not in_report[span.first] or span.forms[0] in gazetteer.no_places:
            continue
        around = read_around(tokens, span)
        role = role_of(tokens, span, spans, around, gazetteer, match_report=match_report)
        if role is None:
            continue
        if (
            shared is not None
            and role is Role.LOCATIVE
            and shared.last == span.first
            and (span.particle == "و" or (not span.particle and tokens[span.first].gap == " "))
        ):
            role = Role.ORGANISATION  # جامعات دمشق وحلب, تنسيقية داريا والمعضمية, كتيبة "شهداء داريا"
        elif not around.organisation:
            shared = None
        if role is Role.ORGANISATION and tokens[span.first].arabic and (around.organisation or shared):
            shared = span
        if role is not Role.LOCATIVE:
            around = Around(span.first, span.last)
        names.append(Name(span, around, role, full_name=span.full if role is Role.LOCATIVE else ""))
    return names


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
            and span.forms[0] not in before.forms  # DAMASCUS – Damascus denied it
            and tokens[span.first].gap.strip() in ("/", "(", "\\", "|", "-", "–")
            and place_ids(before, gazetteer) & place_ids(span, gazetteer)
        ):
            bracketed = "(" in tokens[span.first].gap
            closing = bracketed and text[span.end : span.end + 1] == ")"
            joined[-1] = merged(before, span, closing=closing)
        else:
            joined.append(span)
    return joined


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
    contexts: dict[int, tuple[str, int]] = {}  # one text for all mentions of a sentence, however long it is
    expressions: dict[int, str] = {}
    for name in names:
        group = groups[name.group]
        start, end = extents[name.group]
        number = sentences.index(name.span.start)
        if number not in contexts:
            context_start, context_end = sentences.span(number)
            contexts[number] = report.text[context_start:context_end], context_start
        context, context_start = contexts[number]
        if name.group not in expressions:
            expressions[name.group] = report.text[start:end]
        phrase = name.around.phrase()
        if name.part is Part.END:
            phrase = _of_end(group[0].around, name.around)
        yield Mention(
            report_id=report.report_id, start=name.span.start, end=name.span.end,
            toponym=report.text[name.span.start : name.span.end],
            expression=expressions[name.group], expression_start=start, expression_end=end,
            role=name.role, context=context, context_start=context_start,
            expression_id=name.group, part=name.part, phrase=phrase, full_name=name.full_name,
        )  # fmt: skip


def _of_end(head: Around, end: Around) -> Phrase:
    """Return what is said of the second place of two: the whole phrase, but what kind of place the first one is.

    A town and a village are joined, بين مدينة نوى وبلدة الشيخ سعد; a plural is that of both, بين قريتي كفر حمرة وحريتان.
    """
    phrase = head.phrase()
    if head.shared or (not end.kinds and not head.kinds):
        return phrase
    return replace(phrase, type_word=end.type_word, kinds=end.kinds)


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
