"""A whole expression in a cell: every word belongs to it, known or not, so all of the grammar may be used.

Running text needs evidence that a word is a name; in a cell what the grammar does not explain is one. What is then
left over is said in `unused`.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.mentions.around import RANGE, read_around
from geomap.mentions.canonical import canonical, links_names
from geomap.mentions.find import mentions_from, one_place_two_names
from geomap.mentions.longest import INSIDE
from geomap.mentions.name import Name
from geomap.mentions.roles import ROLES
from geomap.mentions.spans import Span, What, find_spans
from geomap.mentions.ties import tie
from geomap.mentions.tokens import Token, after_and, tokenize
from geomap.mentions.words import listed, number, word_at
from geomap.models import Mention, Part, Relation, Report, Role
from geomap.names import fold

# Words that only link: they are used up wherever they stand between names.
_LINKS = ("in", "the", "of", "at", "and", "axis", "part")
# Words that begin what is said of a thing without a name: قرية قرب X, a village 15 km from X.
_RELATIONS = ("near", "outskirts", "between", "direction", "in", "countryside", "badia", "bank", "road")
_BREAKS = re.compile(r"[,،:;؛|()\n]|\s[-–—]\s")
# Words after a part of a town (شارع …, silos) that begin what says where it is.
_OUTWARD = ("in", "part", "near", "direction", "outskirts", "between", "countryside")
# More words without a rule than this are no expression but a sentence.
_MOST_UNUSED = 3
#: The country as an adjective.
SYRIAN = fold("السوري")
_KURDISH_ENDINGS = ("yê", "ê", "yî", "î", "ya", "a")


#: The words of a cell, and the names among them.
Spotted = tuple[list[Token], list[Span]]


def spot(text: str, gazetteer: Gazetteer) -> Spotted:
    """Return the words of a cell, and the names among them."""
    tokens = tokenize(text)
    return tokens, find_spans(tokens, gazetteer, by_sound=False)


def read_expression(
    text: str, gazetteer: Gazetteer, report_id: str = "", *, spotted: Spotted | None = None
) -> list[Mention]:
    """Return the mentions of an expression, the head first; none where the grammar does not explain it.

    Offsets are code points into `text`. `spotted` are its words and the names among them, where they are known already.
    """
    raw, spans = spotted or spot(text, gazetteer)
    names = frozenset(
        raw[i].start
        for s in spans
        if s.what is not What.GUESS
        for i in range(s.first, s.last)
        if not links_names(raw, i)
    )
    tokens = canonical(raw, kept=names)
    inside = _part_of_settlement(tokens, text, gazetteer)
    if inside is not None:
        tokens = inside
    tokens = _without_thing(tokens, names)
    if tokens != raw:
        spans = find_spans(tokens, gazetteer, by_sound=False)
    found = _names(text, tokens, spans, gazetteer)
    if not found:
        return []
    _dashed(tokens, found)
    tie(tokens, found, gazetteer)
    unused = _left_over(tokens, found)
    heads = [n for n in found if n.part is Part.HEAD]
    if len(unused) > _MOST_UNUSED or (unused and not any(n.span.what is What.PLACE for n in found)):
        return []
    if len(heads) > 1 and not unused and inside is None and all(n.listed for n in heads):
        return list(mentions_from(Report(report_id, text), tokens, found))
    if len({n.group for n in found}) > 1 or len(heads) != 1:
        return []
    mentions = list(mentions_from(Report(report_id, text), tokens, found))
    start, end = raw[0].start, raw[-1].end
    mentions = [
        replace(m, expression=text[start:end], expression_start=start, expression_end=end) for m in mentions
    ]
    mentions.sort(key=lambda m: m.part is not Part.HEAD)
    head = mentions[0]
    relation = head.phrase.relation
    if inside is not None and relation is Relation.AT:
        relation = Relation.INSIDE
    phrase = replace(head.phrase, relation=relation, unused=tuple(unused))
    return [replace(head, phrase=phrase), *mentions[1:]]


def _names(text: str, tokens: list[Token], spans: list[Span], gazetteer: Gazetteer) -> list[Name]:
    spans = _with_unknown(tokens, spans, gazetteer)
    aliases = _aliases(tokens, spans)
    spans = one_place_two_names(text, tokens, spans, gazetteer)
    names = []
    skip = None
    for span in spans:
        if span is skip:
            continue
        name = Name(span, read_around(tokens, span), ROLES[span.what])
        if span.what is What.GUESS and span.forms[0] == SYRIAN:
            return []  # الشمال السوري is no place called السوري
        # In a cell an unknown word beside a place's name may be any name
        if name.around.organisation:
            return []
        other = aliases.get((span.first, span.last))
        if other is not None and any(s is other for s in spans):
            skip = other
            name.full_name = f"{_raw(tokens, span)} / {_raw(tokens, other)}"
            name.around.last = max(name.around.last, other.last)
        elif len(span.forms) > 1 and tokens[span.first + 1 : span.last]:
            name.full_name = _both(tokens, span)
        elif span.forms and span.what is What.PLACE and not tokens[span.first].arabic:
            name.full_name = nominative(tokens, span, gazetteer)
        names.append(name)
    return names


def _dashed(tokens: list[Token], names: list[Name]) -> None:
    """Write the dash between the ends of a road that are only set side by side: طريق دوما حرستا."""
    for before, name in itertools.pairwise(names):
        beside = before.around.last == name.around.first == name.span.first and not name.span.particle
        if (
            before.around.pair
            and beside
            and name.around.relation is Relation.AT
            and tokens[name.span.first].gap == " "
        ):
            tokens[name.span.first] = replace(tokens[name.span.first], gap="-")


def _both(tokens: list[Token], span: Span) -> str:
    """Return two names of one place with a slash between them, where a word stands there in the text."""
    cut = next((i for i in range(span.first + 1, span.last) if tokens[i].gap == "/"), None)
    if cut is None:
        return ""
    return f"{' '.join(t.raw for t in tokens[span.first : cut])} / {' '.join(t.raw for t in tokens[cut : span.last])}"


def _raw(tokens: list[Token], span: Span) -> str:
    return " ".join(t.raw for t in tokens[span.first : span.last])


def _with_unknown(tokens: list[Token], spans: list[Span], gazetteer: Gazetteer) -> list[Span]:
    """Return the spans with each run of words between them that the grammar does not know, as a name."""
    taken = {i for s in spans for i in range(s.first, s.last)}
    found = list(spans)
    i = 0
    while i < len(tokens):
        known = longest_known(tokens, i, taken, gazetteer)
        if known:
            form = " ".join(t.fold for t in tokens[i:known])
            found.append(Span(i, known, tokens[i].start, tokens[known - 1].end, What.PLACE, "", (form,)))
            taken |= set(range(i, known))
            i = known
            continue
        if i in taken or not may_be_name(tokens, i):
            i += 1
            continue
        last = i + 1
        while last < len(tokens) and last not in taken and may_be_name(tokens, last):
            if tokens[last].gap.strip(INSIDE) or (tokens[last].arabic and tokens[last].fold.startswith("و")):
                break
            last += 1
        joined = (
            tokens[i].arabic
            and tokens[i].fold.startswith("و")
            and (i - 1 in taken)
            and len(tokens[i].fold) > 3
        )
        particle = "و" if joined else ""
        start = tokens[i].start + (after_and(tokens[i]) if joined else 0)
        form = " ".join(t.fold for t in tokens[i:last])
        found.append(
            Span(i, last, start, tokens[last - 1].end, What.GUESS, particle, (form.removeprefix(particle),))
        )
        taken |= set(range(i, last))
        i = last
    found += _the_badia(tokens, taken)
    return sorted((_known(tokens, s, gazetteer) for s in found), key=lambda s: s.first)


def _the_badia(tokens: list[Token], taken: set[int]) -> list[Span]:
    """Return the Badia itself where the word governs no name: "a village in the Badia"."""
    found = []
    for i in range(1, len(tokens)):
        word, before = word_at(tokens, i), word_at(tokens, i - 1)
        alone = i + 1 not in taken and i - 1 not in taken and i not in taken
        if (
            word is not None
            and word.cls == "badia"
            and alone
            and before is not None
            and before.cls in ("the", "in")
        ):
            form = "badia" if not tokens[i].arabic else tokens[i].fold
            found.append(Span(i, i + 1, tokens[i].start, tokens[i].end, What.PLACE, word.particle, (form,)))
    return found


def longest_known(tokens: list[Token], i: int, taken: set[int], gazetteer: Gazetteer) -> int:
    """Return the end of the longest known name of several words at token i, however it is capitalised; 0 for none."""
    for last in range(min(i + 4, len(tokens)), i + 1, -1):
        words = tokens[i:last]
        if any(k in taken for k in range(i, last)) or any(t.gap.strip(INSIDE) for t in words[1:]):
            continue
        if words[0].arabic or word_at(tokens, i) is not None:
            return 0  # Arabic has no capitals: what is known has been found
        if gazetteer.knows(" ".join(t.fold for t in words)):
            return last
    return 0


def may_be_name(tokens: list[Token], i: int) -> bool:
    """Whether the grammar has no use for token i: it may be a word of a name."""
    token = tokens[i]
    return (
        word_at(tokens, i) is None
        and number(token) is None
        and RANGE not in token.fold
        and len(token.fold) > 1
    )


def _known(tokens: list[Token], span: Span, gazetteer: Gazetteer) -> Span:
    if span.what is What.GUESS and (gazetteer.knows(span.forms[0]) or nominative(tokens, span, gazetteer)):
        return replace(span, what=What.PLACE)
    return span


def nominative(tokens: list[Token], span: Span, gazetteer: Gazetteer) -> str:
    """Return a Kurdish name without its oblique ending where that is a known name: Helebê is Heleb."""
    raw = _raw(tokens, span)
    if tokens[span.first].arabic or gazetteer.knows(span.forms[0]):
        return ""
    for ending in _KURDISH_ENDINGS:
        if raw.endswith(ending) and gazetteer.knows(fold(raw.removesuffix(ending))):
            return raw.removesuffix(ending)
    return ""


def _aliases(tokens: list[Token], spans: list[Span]) -> dict[tuple[int, int], Span]:
    """Return, by its tokens, the second name of each span that one follows (A المعروفة بـB, A, also known as B)."""
    return {
        (a.first, a.last): b
        for a, b in itertools.pairwise(spans)
        if a.last == b.first and tokens[b.first].gap == "/" and a.what is not What.FOREIGN
    }


def _without_thing(tokens: list[Token], names: frozenset[int]) -> list[Token]:
    """Leave out the nameless thing that an expression begins with: a village (15 km from X), نقطة (قرب X)."""
    i = 0
    while i + 1 < len(tokens) and tokens[i].start not in names:
        word = word_at(tokens, i)
        length = word.length if word is not None else 1
        named = (word is not None and word.cls == "the") or is_thing(tokens[i])
        if not named and (word is None or word.cls not in ("type", "types", "axis")):
            break
        after = tokens[i + length] if i + length < len(tokens) else None
        following = word_at(tokens, i + length)
        if after is None or after.start in names or after.gap.strip():
            break
        counted = number(after) is not None or RANGE in after.fold
        thing_again = after.fold in listed("things") or (word is not None and word.cls == "the")
        if not counted and not thing_again and (following is None or following.cls not in _RELATIONS):
            break
        if word is not None and word.cls == "road" and following is not None and following.cls == "between":
            break  # the road between A and B
        # شمال is a direction, but the northern of its own thing says where that lies: leave it
        if following is not None and following.definite and following.cls == "direction":
            break
        i += length
    if not i or (i == 1 and tokens[0].fold == "the"):
        return tokens
    return [replace(tokens[i], gap=""), *tokens[i + 1 :]]


def is_thing(token: Token) -> bool:
    """Whether a word is a thing without a name of its own, which an expression may begin with: a point, a site."""
    return token.fold in listed("things") or token.fold.removeprefix("ال") in listed("things")


def _left_over(tokens: list[Token], names: list[Name]) -> list[str]:
    used = {
        i for n in names for i in range(min(n.around.first, n.span.first), max(n.around.last, n.span.last))
    }
    over = []
    for i, token in enumerate(tokens):
        word = word_at(tokens, i)
        if i not in used and (word is None or word.cls not in _LINKS):
            over.append(token.raw)
    return over


def is_part_word(token: Token) -> bool:
    """Whether a word is one for a part of a town: street, school."""
    return token.fold in listed("part_words") or token.fold.removeprefix("ال") in listed("part_words")


def _part_of_settlement(tokens: list[Token], text: str, gazetteer: Gazetteer) -> list[Token] | None:
    """Return the tokens without the part of a settlement that they begin or end with (شارع الثلاثين في حلب).

    None where there is none, or no place is named beside it.
    """
    at = next((i for i, t in enumerate(tokens) if is_part_word(t)), None)
    if at is None:
        return None
    cuts = [0]
    for i in range(1, len(tokens)):
        word = word_at(tokens, i)
        linked = word is not None and i > at and word.cls in _OUTWARD
        if _BREAKS.search(tokens[i].gap) or linked or (word is not None and word.particle == "ب"):
            cuts.append(i)
    pieces = [tokens[a:b] for a, b in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]
    own = next(k for k, a in enumerate(cuts) if a <= at < ([*cuts[1:], len(tokens)][k]))
    rest = [t for k, piece in enumerate(pieces) if k != own for t in piece]
    if len(pieces) == 1:
        # شارع النيل حلب: the known town at the end
        between = [word_at(tokens, i) for i in range(at + 1, len(tokens))]
        if any(word is not None for word in between):
            return None
        towns = [
            s
            for s in find_spans(tokens, gazetteer, by_sound=False)
            if s.last == len(tokens) and s.first > at + 1
        ]
        rest = tokens[towns[0].first :] if towns and towns[0].forms[0] in gazetteer.settled_spellings else []
    while rest and (word := word_at(rest, 0)) is not None and word.cls in ("in", "part", "at", "of", "the"):
        rest = rest[word.length :]
    if not rest or not any(s.what is What.PLACE for s in find_spans(rest, gazetteer, by_sound=False)):
        return None
    return [replace(rest[0], gap=""), *rest[1:]]


def quarters_of(mention: Mention, gazetteer: Gazetteer) -> Mention:
    """Read "the quarters of X" as a part of a town: أحياء حلب الشرقية, while أحياء الشعار is a list's beginning."""
    phrase = mention.phrase
    if (
        phrase.kinds != ("neighbourhood",)
        or mention.role is not Role.LOCATIVE
        or phrase.relation is not Relation.AT
    ):
        return mention
    kinds = {gazetteer.place(hit.place_id).kind for hit in gazetteer.by_form(fold(mention.toponym))}
    if not kinds & {"city", "town"} or "neighbourhood" in kinds:
        return mention
    return replace(mention, phrase=replace(phrase, relation=Relation.INSIDE, kinds=()))
