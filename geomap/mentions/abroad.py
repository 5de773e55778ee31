"""Towns beyond the border that have a namesake in Syria: Sinjar of Iraq and Sinjar of Idlib."""

from __future__ import annotations

import bisect
import functools

from geomap.gazetteer import Gazetteer
from geomap.mentions.around import Around
from geomap.mentions.spans import Span, What, place_ids
from geomap.mentions.tokens import Token
from geomap.mentions.words import by_class, listed, rows_of, word_at
from geomap.models import ADMIN, SETTLEMENTS
from geomap.names import fold

# What lies where it is said to be, whatever it is called after.
_FACILITIES = frozenset({"prison", "camp", "airport", "airbase", "hospital"})
# Words to each side in which the country must be spoken of: two sentences.
_REACH = 40
# Words between a place and the land that it is said to lie in: جنوبي, in the south of.
_FEW_WORDS = 4
# About 25 km: villages named side by side.
_BESIDE_DEGREES = 0.25
# About 15 km: so near, two places of a text make a third of that neighbourhood likely; one, where it is a town.
_RIGHT_BESIDE_DEGREES, _NEARBY = 0.15, 2
# Names that more places bear say nothing of where they lie.
_FEW_PLACES = 4


@functools.cache
def _namesakes() -> dict[str, tuple[str, ...]]:
    return {fold(row["name"]): tuple(row["stems"].split()) for row in rows_of("abroad")}


def lies_abroad(tokens: list[Token], span: Span, spans: list[Span], around: Around) -> bool:
    """Whether the country beyond the border stands beside a name that it has too: من الجانب العراقي قرب سنجار.

    Or right after it, as an adjective of the town: مدينة المنصورة المصرية.
    """
    after = tokens[span.last] if span.last < len(tokens) and tokens[span.last].gap == " " else None
    if after is not None and after.fold in listed("nationalities") and set(around.kinds) & set(SETTLEMENTS):
        return True  # but قاعدة حميميم الروسية
    last = max(span.last, around.last)
    if _is_seen_from_abroad(tokens, last, spans) or _lies_in_a_unit_abroad(tokens, span, spans):
        return True
    if "neighbourhood" in around.kinds and _is_of_a_city_abroad(tokens, span, spans):
        return True
    if not _FACILITIES.isdisjoint(around.kinds) and _is_in_land_abroad(tokens, around.last, spans):
        return True
    stems = _namesakes().get(span.forms[0])
    if stems is None:
        return False
    first, last = max(span.first - _REACH, 0), span.last + _REACH
    beside = [*tokens[first : span.first], *tokens[span.last : last]]
    return any(stem in token.fold for token in beside for stem in stems)


def _is_of_a_city_abroad(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    """Whether a quarter is one of the city abroad right before it: Beirut's Hamra quarter."""
    k = bisect.bisect_left(spans, span.first, key=lambda s: s.first) - 1
    i = span.first - 1
    return k >= 0 and spans[k].what is What.FOREIGN and spans[k].last == i and tokens[i].raw == "s"


def _is_in_land_abroad(tokens: list[Token], i: int, spans: list[Span]) -> bool:
    """Whether "in" and a name abroad follow a facility: Hilvan prison in Şanlıurfa, مخيم الأزرق في الأردن."""
    if i >= len(tokens) or tokens[i].gap != " " or tokens[i].fold not in ("في", "in"):
        return False
    k = bisect.bisect_left(spans, i + 1, key=lambda s: s.first)
    return k < len(spans) and spans[k].first == i + 1 and spans[k].what is What.FOREIGN


def _lies_in_a_unit_abroad(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    """Whether a unit of another country follows, as that of a place does: وقنافذ في قضاء الهرمل, Pazarcik in Maraş province."""
    i = span.last
    if i + 1 >= len(tokens) or tokens[i].gap != " ":
        return False
    if tokens[i].fold == "قضا":  # قرية الطيرة قضاء حيفا
        i -= 1
    elif tokens[i].fold not in ("في", "in"):
        return False
    before = tokens[span.first - 1].fold if span.first and not span.particle else ""
    if before in ("من", "from") or before in listed("people_of"):
        return False  # the people of Daraya in the governorate of Mafraq
    arabic = tokens[span.first].arabic
    if arabic and tokens[i + 1].fold not in listed("units_abroad"):
        return False
    first = i + 1 + arabic
    k = bisect.bisect_left(spans, first, key=lambda s: s.first)
    if k == len(spans) or spans[k].first != first or spans[k].what is not What.FOREIGN:
        return False
    return arabic or (spans[k].last < len(tokens) and tokens[spans[k].last].fold in listed("units_abroad"))


def _is_seen_from_abroad(tokens: list[Token], i: int, spans: list[Span]) -> bool:
    """Whether nothing but a direction stands between a name, which ends before token i, and one abroad.

    الجدعة جنوب الموصل, Manara in southern Lebanon, Jadaa camp south of Mosul.
    """
    if i < len(tokens) and tokens[i].gap == " " and tokens[i].fold in ("in", "في"):
        i += 1
    word = word_at(tokens, i)
    if word is None or word.cls != "direction" or word.definite or tokens[i].gap != " ":
        return False
    k = bisect.bisect_left(spans, i, key=lambda s: s.first)
    if k < len(spans) and spans[k].first == i and spans[k].what is What.FOREIGN:
        return True  # شمال لبنان is on the list
    i += word.length
    if i < len(tokens) and tokens[i].fold == "of":
        i += 1
    return k < len(spans) and spans[k].first == i and spans[k].what is What.FOREIGN and tokens[i].gap == " "


def means_syrian_namesake(
    tokens: list[Token], span: Span, spans: list[Span], around: Around, gazetteer: Gazetteer
) -> bool:
    """Whether a name of the foreign list means the place in Syria: by its type word, or by what is named beside it."""
    if _is_seen_from_abroad(tokens, span.last, spans) or _acts(tokens, span):
        return False
    typed = _also_syrian(span, around, gazetteer) and not _abroad(span, spans)
    return typed or _beside_syrian(span, spans, gazetteer) or _amid_syrians(span, spans, gazetteer)


def _acts(tokens: list[Token], span: Span) -> bool:
    """Whether a government's verb stands right before a name, as it does before a capital's: نددت القاهرة."""
    if not span.first or span.particle or tokens[span.first].gap != " ":
        return False
    return tokens[span.first - 1].fold.removeprefix("و") in by_class("governments")["verb"]


def _also_syrian(span: Span, around: Around, gazetteer: Gazetteer) -> bool:
    """Whether the type word of a village or a sub-district stands with the name: Iraq's Sinjar is a district."""
    kinds = set(around.kinds)
    city = around.kinds[:1] == ("city",)
    if not around.type_word or city or not kinds & {"village", "town", "neighbourhood", "subdistrict"}:
        return False
    places = [gazetteer.place(hit.place_id) for hit in gazetteer.by_form(span.forms[0])]
    return any(place.kind in kinds for place in places)


def _beside_syrian(span: Span, spans: list[Span], gazetteer: Gazetteer) -> bool:
    """Whether the name beside it in a list is of a village near the Syrian namesake: خربة غزالة وصيدا."""
    if not gazetteer.by_form(span.forms[0]):
        return False
    k = bisect.bisect_left(spans, span.first, key=lambda s: s.first)
    beside = [s for s in spans[max(k - 1, 0) : k + 2] if s.what is What.PLACE]
    beside = [s for s in beside if -1 <= s.first - span.last <= 1 or 0 <= span.first - s.last <= 1]
    here = [gazetteer.place(i) for i in place_ids(span, gazetteer)]
    for ids in (place_ids(s, gazetteer) for s in beside):
        for b in map(gazetteer.place, ids):
            for a in here:
                tells = len(ids) <= _FEW_PLACES or a.kind == b.kind == "neighbourhood"
                apart = abs(a.latitude - b.latitude) + abs(a.longitude - b.longitude)
                if b.kind not in ADMIN and tells and apart < _BESIDE_DEGREES:
                    return True
    return False


def _amid_syrians(span: Span, spans: list[Span], gazetteer: Gazetteer) -> bool:
    """Whether a text names two places right beside the Syrian namesake, and none abroad but this: Saida, an-Nu'aymah, Daraa."""
    here = [gazetteer.place(i) for i in place_ids(span, gazetteer)]
    if not here or any(s.what is What.FOREIGN and s.forms[0] != span.forms[0] for s in spans):
        return False
    near = set()
    for other in spans:
        ids = place_ids(other, gazetteer) if other.what is What.PLACE else set()
        if 0 < len(ids) <= _FEW_PLACES and any(
            abs(a.latitude - b.latitude) + abs(a.longitude - b.longitude) < _RIGHT_BESIDE_DEGREES
            for a in here
            for b in map(gazetteer.place, ids)
        ):
            near.add(other.forms[0])
    town = any(place.kind in ("town", "city") for place in here)
    return len(near) >= (1 if town else _NEARBY)


def _abroad(span: Span, spans: list[Span]) -> bool:
    """Whether a foreign name follows within a few words: بلدة صور جنوبي لبنان."""
    k = bisect.bisect_left(spans, span.last, key=lambda s: s.first)
    return k < len(spans) and spans[k].what is What.FOREIGN and spans[k].first - span.last <= _FEW_WORDS
