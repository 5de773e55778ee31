"""A place name that stands alone (a cell of a table, an argument) read as mentions: head, then its parents.

Unlike a name in running text, it need not be known: what the grammar does not use up is the name.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.mentions.around import Around, read_around
from geomap.mentions.canonical import is_compass
from geomap.mentions.cells import SYRIAN, quarters_of, read_expression
from geomap.mentions.find import find_in_cell
from geomap.mentions.hierarchy import place_first, with_commas
from geomap.mentions.plain import plain_name
from geomap.mentions.spans import Span, What, find_spans
from geomap.mentions.tokens import Token, tokenize
from geomap.mentions.words import listed, names_of, word_at
from geomap.models import ADMIN, Mention, Part, Phrase, Relation, Report, Role
from geomap.names import fold, keys

#: A cell longer than this is prose, not a place name; it is read as far as this.
LONGEST_CELL = 400
# A parent follows a comma, a dash with spaces, a bar or a bracket: "سرمدا - إدلب", "Al-Fatih, Jableh District",
# "Research Centre (Aleppo)", "حلب : السكري". Two names of one place, A (B), have been read before as one mention.
_PARENT = re.compile(r"\s*[,،|;؛(:>»]\s*|\s+[-–—]\s+|\s*\n\s*")
# A unit, a colon, and what is said of a place in it.
_COLON = re.compile(r"([^:|>،,]+?)(\s*(?:::?|[|>])\s*)(?=\S)")
# Type words that are as often the first word of the name itself: Tal, Jabal, Jisr, Wadi, Nahr.
_NAME_LIKE = {"mountain", "valley", "bridge", "river", "plain", "crossing", "lake", "dam"}
# What may have an adjective after its name: مطار حماة العسكري.
_GATES = frozenset({"airport", "airbase", "crossing", "oilfield", "gasfield"})


def parse_name(text: str, gazetteer: Gazetteer, *, report_id: str = "") -> list[Mention]:
    """Read a cell as one expression: its mentions, the head first; none where it holds no name at all.

    Offsets are code points into `text`.
    """
    written = text[:LONGEST_CELL]
    mentions = _read(with_commas(written, gazetteer), gazetteer, report_id)
    found = []
    for mention in (quarters_of(m, gazetteer) for m in mentions):
        expression = written[mention.expression_start : mention.expression_end]
        if (mention.expression, mention.context) != (expression, written):
            mention = replace(mention, expression=expression, context=written)
        found.append(mention)
    return found


def _read(text: str, gazetteer: Gazetteer, report_id: str) -> list[Mention]:
    """Return the mentions of a cell, the place before its units; a list of several places in the order written."""
    tokens = tokenize(text)
    if not tokens:
        return []
    # One word has nothing beside it to read, unless particles are joined to it
    if (len(tokens) > 1 or tokens[0].arabic) and not gazetteer.knows(fold(text)):
        spans = find_spans(tokens, gazetteer, by_sound=False)
        plain = plain_name(text, tokens, spans, gazetteer, report_id)
        if plain is not None:
            return [plain]
        told = _unit_and_expression(text, gazetteer, report_id)
        if told:
            return told
        facility = _facility_in_a_place(text, tokens, gazetteer, report_id)
        if facility:
            return facility
        found = find_in_cell(Report(report_id, text), tokens, spans, gazetteer)
        if found and _covers(found, tokens, gazetteer):
            return place_first(sorted(found, key=lambda m: m.part is not Part.HEAD), gazetteer)
        if _is_list(text, found):
            return found
        whole = read_expression(text, gazetteer, report_id, spotted=(tokens, spans))
        if whole:
            return whole
        inside = _place_and_parent(found, tokens, gazetteer) or _part_of_a_place(found, tokens)
        if inside or not found:
            inside = inside or _facility_of_a_place(text, tokens, gazetteer, report_id)
        if inside:
            return inside
    pieces = _pieces(text, tokens, gazetteer)
    head, *parents = [_mention(text, tokens, first, last, gazetteer, report_id) for first, last in pieces]
    return place_first([head, *(replace(p, part=Part.WITHIN) for p in parents)], gazetteer)


def _unit_and_expression(text: str, gazetteer: Gazetteer, report_id: str) -> list[Mention]:
    """Read "حماة : شمال مدينة مورك": what the expression stands for, in the unit that is named before the colon."""
    found = _COLON.match(text)
    if found is None:
        return []
    unit, rest = found[1], " " * found.end(2) + text[found.end(2) :]
    mentions = _read(rest, gazetteer, report_id)
    if not mentions or mentions[0].phrase.relation in (Relation.AT, Relation.COUNTRYSIDE):
        return []
    head, *others = mentions
    if head.role is not Role.LOCATIVE or any(m.part is Part.HEAD for m in others):
        return []
    tokens = tokenize(unit)
    parent = _mention(unit, tokens, 0, len(tokens), gazetteer, report_id) if tokens else None
    if parent is None or parent.role is not Role.LOCATIVE or not _is_known(parent, gazetteer):
        return []
    return [*mentions, replace(parent, part=Part.WITHIN, expression_id=head.expression_id)]


def _place_and_parent(found: list[Mention], tokens: list[Token], gazetteer: Gazetteer) -> list[Mention]:
    """Read two known names side by side (محمبل ادلب, الرقة سلوك): the one that heads the larger unit is the parent."""
    if len(found) != 2 or any(m.role is not Role.LOCATIVE or m.phrase != Phrase() for m in found):
        return []
    if any(t.gap.strip(" ,،-") for t in tokens):
        return []
    if not all(any(m.start <= t.start and t.end <= m.end for m in found) for t in tokens):
        return []

    def breadth(mention: Mention) -> int:
        kinds = {gazetteer.place(hit.place_id).kind for hit in gazetteer.by_form(fold(mention.toponym))}
        return next((n for n, unit in enumerate(ADMIN) if unit in kinds), len(ADMIN))

    first, second = found
    if breadth(first) == breadth(second):
        return []  # two towns, or the two words of a village's name
    head, parent = (second, first) if breadth(first) < breadth(second) else (first, second)
    return [head, replace(parent, part=Part.WITHIN, expression_id=head.expression_id)]


def _part_of_a_place(found: list[Mention], tokens: list[Token]) -> list[Mention]:
    """Read "the bakery in Saraqib", دوار السبع بحرات في إدلب: the known place, and what lies in or beside it.

    The place is near what is meant; the words of its own name stay unused.
    """
    parts = [t for t in tokens if _is_part(t)]
    places = [m for m in found if m.role is Role.LOCATIVE]
    if not parts or not places:
        return []
    head, *others = places
    over = [t for t in tokens if not any(m.expression_start <= t.start < m.expression_end for m in places)]
    if not over:
        return []
    unused = tuple(t.raw for t in over if t not in parts and not _empty(t))
    relation = Relation.NEAR if head.phrase.relation is Relation.AT else head.phrase.relation
    phrase = replace(head.phrase, relation=relation, unused=unused)
    parents = [replace(m, part=Part.WITHIN, expression_id=head.expression_id) for m in others]
    return [replace(head, phrase=phrase), *parents]


def _is_part(token: Token) -> bool:
    return token.fold in listed("part_words") or token.fold.removeprefix("ال") in listed("part_words")


def _facility_in_a_place(
    text: str, tokens: list[Token], gazetteer: Gazetteer, report_id: str
) -> list[Mention]:
    """Read "Shuhada school in Saraqib", مسجد الفردوس - الرقة: the place, not the village that the school is named after."""
    facilities: list[tuple[int, int]] = []
    places: list[tuple[int, int]] = []
    for first, last in _pieces(text, tokens, gazetteer):
        piece = tokens[first:last]
        # دوار النعيم, and "near" it, is a place of its own where the gazetteer has it
        known = any(gazetteer.knows(_form(piece, k, len(piece))) for k in range(min(2, len(piece) - 1)))
        # "near the school" says where beside; X school alone is a facility
        is_facility = not known and (
            _is_part(piece[0]) or _is_part(piece[-1]) or _is_part(piece[min(1, len(piece) - 1)])
        )
        (facilities if is_facility else places).append((first, last))
    if not facilities or not places:
        return []
    mentions = [_mention(text, tokens, first, last, gazetteer, report_id) for first, last in places]
    if any(m.role is not Role.LOCATIVE for m in mentions) or not _is_known(mentions[0], gazetteer):
        return []
    head, *parents = place_first(
        [mentions[0], *(replace(m, part=Part.WITHIN) for m in mentions[1:])], gazetteer
    )
    if any(m.part is Part.HEAD for m in parents) or head.phrase.relation is not Relation.AT:
        return []
    return [replace(head, phrase=replace(head.phrase, relation=Relation.INSIDE)), *parents]


def _is_known(mention: Mention, gazetteer: Gazetteer) -> bool:
    return bool(gazetteer.by_form(fold(mention.toponym)) or gazetteer.has_key(keys(mention.toponym)))


def _facility_of_a_place(
    text: str, tokens: list[Token], gazetteer: Gazetteer, report_id: str
) -> list[Mention]:
    """Read مسجد كفر هود, "Kafr Hud bakery", where Kafr Hud is no spelling that is known: near what is left."""
    first, last = 0, len(tokens)
    while first < last and _is_part(tokens[first]):
        first += 1
    while last > first and _is_part(tokens[last - 1]):
        last -= 1
    if first == last or last - first == len(tokens) or len(_pieces(text, tokens, gazetteer)) > 1:
        return []
    mention = _mention(text, tokens, first, last, gazetteer, report_id)
    if (
        mention.role is not Role.LOCATIVE
        or mention.phrase.relation is not Relation.AT
        or not _is_known(mention, gazetteer)
    ):
        return []
    over = tuple(t.raw for t in (*tokens[:first], *tokens[last:]))
    phrase = replace(mention.phrase, relation=Relation.NEAR, unused=over)
    return [replace(mention, phrase=phrase)]


def _covers(found: list[Mention], tokens: list[Token], gazetteer: Gazetteer) -> bool:
    """Whether the mentions are one expression, or one name, that leaves no word over."""
    if len({m.expression_id for m in found}) > 1:
        return False
    start = min(m.expression_start for m in found)
    end = max(m.expression_end for m in found)
    over = [t for t in tokens if t.end <= start or t.start >= end]
    if len(over) == 1 and over[0] is tokens[-1] and over[0].fold in listed("facility_ends"):
        # معبر باب الهوى الحدودي: it is said of such a place, and not of a town
        head = next(m for m in found if m.part is Part.HEAD)
        kinds = {gazetteer.place(hit.place_id).kind for hit in gazetteer.by_form(fold(head.toponym))}
        return bool(_GATES & {*head.phrase.kinds, *kinds})
    return all(_empty(t) for t in over)


def _is_list(text: str, found: list[Mention]) -> bool:
    """Whether a cell joins several places with "and" and holds nothing else: ريفي حلب وإدلب, "Azaz and Marea"."""
    extents = sorted({(m.expression_start, m.expression_end) for m in found})
    if len(extents) < 2 or any(m.role is not Role.LOCATIVE for m in found):
        return False
    between = [text[a[1] : b[0]].strip() for a, b in itertools.pairwise(extents)]
    outside = text[: extents[0][0]] + text[extents[-1][1] :]
    return not outside.strip() and all(fold(word) in ("and", "و") for word in between)


def _empty(token: Token) -> bool:
    if is_compass(token):
        return False
    word = word_at([token], 0)
    return word is not None and word.cls in ("in", "the", "of", "at")


def _pieces(text: str, tokens: list[Token], gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Cut the words of a cell into name and parents, as token ranges."""
    if gazetteer.knows(fold(text)):
        return [(0, len(tokens))]
    cuts = [0]
    for i in range(1, len(tokens)):
        word = word_at(tokens, i)
        joined = word is not None and word.cls in ("countryside", "type") and word.particle == "ب"
        if _PARENT.search(tokens[i].gap) or joined or (word is not None and word.cls == "in"):
            cuts.append(i)
    ranges = [
        (_after_preposition(tokens, first, last), last)
        for first, last in zip(cuts, [*cuts[1:], len(tokens)], strict=True)
    ]
    return [r for r in ranges if any(not _empty(t) for t in tokens[r[0] : r[1]])] or [(0, len(tokens))]


def _after_preposition(tokens: list[Token], first: int, last: int) -> int:
    while first < last - 1:
        word = word_at([tokens[first]], 0)
        if word is None or word.cls not in ("in", "of", "at") or word.particle:
            break
        first += 1
    return first


def _mention(
    text: str, tokens: list[Token], first: int, last: int, gazetteer: Gazetteer, report_id: str
) -> Mention:
    """Read one piece: the longest known name in it whose other words the grammar explains, else what is left."""
    piece = [tokens[first], *tokens[first + 1 : last]]
    piece[0] = replace(piece[0], gap="")
    i, j, around = _name_in(piece, gazetteer)
    start, end = piece[i].start, piece[j - 1].end
    return Mention(
        report_id=report_id, start=start, end=end, toponym=text[start:end],
        expression=text[piece[0].start : piece[-1].end], expression_start=piece[0].start,
        expression_end=piece[-1].end, role=_role(text[start:end], gazetteer), context=text,
        phrase=around.phrase(),
    )  # fmt: skip


def _name_in(piece: list[Token], gazetteer: Gazetteer) -> tuple[int, int, Around]:
    """Return from which token to which the name goes, and what the others say of it."""
    whole = (0, len(piece))
    # Nearly all pieces are a known name and nothing else
    if gazetteer.knows(_form(piece, *whole)):
        return *whole, Around(*whole)
    readings: dict[tuple[int, int], Around] = {}
    for i in range(len(piece)):
        for j in range(len(piece), i, -1):
            around = read_around(piece, _span(piece, i, j)) if (i, j) != whole else Around(*whole)
            if around.first <= 0 and around.last >= len(piece):
                readings[i, j] = around
    known = [ij for ij in readings if gazetteer.knows(_form(piece, *ij))]
    if known:
        i, j = max(known, key=lambda ij: ij[1] - ij[0])
    else:
        plain = [ij for ij, a in readings.items() if not (set(a.kinds) & _NAME_LIKE)]
        i, j = min(plain, key=lambda ij: (ij[1] - ij[0], ij[0]))
    return i, j, readings[i, j]


def _role(name: str, gazetteer: Gazetteer) -> Role:
    folded = fold(name)
    if folded in names_of("country") or folded == SYRIAN:
        return Role.COUNTRY
    if folded in gazetteer.no_places:
        return Role.ORGANISATION
    foreign = gazetteer.foreign(folded) if not gazetteer.knows(folded) else None
    return Role.FOREIGN if foreign else Role.LOCATIVE


def _span(tokens: list[Token], first: int, last: int) -> Span:
    return Span(first, last, tokens[first].start, tokens[last - 1].end, What.PLACE)


def _form(tokens: list[Token], first: int, last: int) -> str:
    return " ".join(t.fold for t in tokens[first:last])
