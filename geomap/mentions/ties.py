"""Which names belong to one expression: parents, the other ends of roads, lists under one head."""

from __future__ import annotations

import re

from geomap.gazetteer import Gazetteer
from geomap.mentions.around import Around
from geomap.mentions.name import Name
from geomap.mentions.spans import place_ids
from geomap.mentions.tokens import Token
from geomap.mentions.words import word_at
from geomap.models import ADMIN, SETTLEMENTS, Part, Relation, Role

# What begins a line of a list: • – ▪️ 🔸 ✅
_BULLET = re.compile(r"[^\w\s:.،,؛;!؟?()\[\]#@]{1,3}")
# What stands between a name with its count and the next: جاسم (6)، الصنمين (4).
_AFTER_COUNT = ("–", "-", "،", ")", "),", ")،", ")؛", ");", ") -", ") –")
# What a plural of villages may name besides a unit.
_VILLAGES = frozenset({"village", "settlement"})
# The sign of a last letter parts no names of a list: Izra' and Sanamayn districts.
AYNS = " \t\n'’‘`ʿ"


def tie(tokens: list[Token], names: list[Name], gazetteer: Gazetteer) -> None:
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
        elif (
            name.role is Role.LOCATIVE
            and before.role is Role.LOCATIVE
            and (_is_listed(tokens, before, name) or _is_far_end(tokens, before, name, gazetteer))
        ):
            name.follows = not name.span.particle.startswith("ف")
            corner = before.part is Part.END and _is_corner(tokens, names[:k], name)
            if corner or (before.around.pair and before.part is Part.HEAD):
                name.part = Part.END
            else:
                group += 1
                before.listed = name.listed = before.around.shared or before.listed or name.around.shared_back
                if before.around.shared and name.around.first == name.span.first:
                    _share(before.around, name.around)
        else:
            group += 1
        name.group = group
    for k, name in enumerate(names[1:], start=1):
        if _is_countryside_of(tokens, names[k - 1], name, names[k + 1 : k + 2], gazetteer):
            name.part, name.group, name.follows = Part.WITHIN, names[k - 1].group, False
            names[k - 1].listed = name.listed = False
    for before, name in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
        # "Rajo and Bulbul subdistricts", "Hama and Idlib countryside": the qualifier stands after the list
        if name.follows and name.around.shared_back and before.around.last == before.span.last:
            _share(name.around, before.around)
            before.around.shared_back = True
            before.listed = name.listed = True
    for name in names:
        if _of_a_unit(name, gazetteer):
            name.around.kinds = ADMIN


def _is_countryside_of(
    tokens: list[Token], before: Name, name: Name, after: list[Name], gazetteer: Gazetteer
) -> bool:
    """Whether the countryside after a comma is where the one place before it lies: Qutayfa, Damascus suburbs."""
    around = name.around
    if not (name.follows and around.shared_back) or around.relation is not Relation.COUNTRYSIDE:
        return False
    if before.follows or any(n.follows for n in after) or tokens[around.first].gap.strip() != ",":
        return False
    kinds = {gazetteer.sites[i].kind for i in place_ids(before.span, gazetteer)}
    return bool(kinds) and ADMIN[0] not in kinds


def _of_a_unit(name: Name, gazetteer: Gazetteer) -> bool:
    """Whether a plural speaks of the places of a unit: قرى السويداء, the southern villages of Suwayda.

    In a list they are the places themselves, قرى الحقف ودوما, but where a district's seat is no village: قرى صافيتا
    والدريكيش. قرى سيانو ورأس العين has a village of that name.
    """
    around = name.around
    if not around.shared or not set(around.kinds) & set(SETTLEMENTS) or name.role is not Role.LOCATIVE:
        return False
    in_list = name.listed or name.follows
    if around.relation is not Relation.AT or (in_list and around.kinds[0] != "village"):
        return False
    kinds = {gazetteer.sites[i].kind for i in place_ids(name.span, gazetteer)}
    return not kinds.isdisjoint(ADMIN[:2]) and not (in_list and kinds & _VILLAGES and ADMIN[0] not in kinds)


def _is_corner(tokens: list[Token], before: list[Name], name: Name) -> bool:
    """Whether a name is the third corner of what lies between three places: بين A وB وC, between A, B and C."""
    head = next(n for n in reversed(before) if n.part is Part.HEAD)
    if head.around.relation is not Relation.BETWEEN:
        return False
    around, first = name.around, name.around.first
    if around.relation is not Relation.AT or around.directions:
        return False
    joined = name.span.particle.startswith("و") or around.particle.startswith("و")
    return joined or tokens[first - 1].fold == "and" or tokens[first].gap.strip() in ("-", "–", "—")


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


def _is_far_end(tokens: list[Token], before: Name, name: Name, gazetteer: Gazetteer) -> bool:
    """Whether a town stands bare after the first town of an Arabic road: طريق دمشق السويداء."""
    first = name.span.first
    road = before.around.relation is Relation.ROAD and before.around.pair and before.part is Part.HEAD
    bare = before.around.last == first and tokens[first].gap == " " and not name.span.particle
    return road and bare and tokens[first].arabic and name.span.forms[0] in gazetteer.settled_spellings


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
        if word.particle in ("و", "ف") or tokens[i].fold == "الي":  # from the camp of X to the towns Y
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
    appositive = plain or head.around.relation in (Relation.AT, Relation.NEAR, Relation.OUTSKIRTS)
    if appositive and first < name.span.first and around.relation is not Relation.AT and not around.pair:
        return True
    # English and table style: "Kafr Nabl, Idlib governorate", "سرمدا - إدلب"
    return "," in gap and bool(set(ADMIN) & set(around.kinds)) and not around.shared


def _is_listed(tokens: list[Token], before: Name, name: Name) -> bool:
    """Whether two names stand in one list: A وB, A، B, A and B, A – B."""
    i, first = before.around.last, name.around.first
    if i == first:
        gap_ = tokens[first].gap
        gap = gap_.strip(' \n\t«»"“”' + AYNS)
        particle = name.around.particle if first < name.span.first else name.span.particle
        if "\n" in gap_ and gap and _BULLET.fullmatch(gap):
            return True
        joined = particle.startswith("و") and gap in ("", ",", "،", "؛")  # no sentence begins there
        return joined or gap in (",", "،", "/", "-", "–", "—", "+", "&")
    if i + 1 == first and is_counted(tokens, i):
        return tokens[first].gap.strip() in _AFTER_COUNT
    return (
        i + 1 == first
        and tokens[i].fold in ("and", "or", "then", "و", "او", "ثم")
        and not tokens[i].gap.strip(' ,،»"”' + AYNS)
    )


def is_counted(tokens: list[Token], i: int) -> bool:
    """Whether a number stands at token i, in brackets or before a dash, how many there are of something: جاسم (6)، الصنمين (4)."""
    if i + 1 >= len(tokens) or not tokens[i].fold.isdigit():
        return False
    if tokens[i].gap == " " and tokens[i + 1].gap.strip() in ("–", "-", "،"):
        return True  # حمادي عمر 95 – أبو حبيلات 61
    return tokens[i].gap.strip() == "(" and tokens[i + 1].gap.startswith(")")


def _share(before: Around, around: Around) -> None:
    """Let a name inherit the qualifier of a dual or plural: ريفي حلب وإدلب, قريتي A وB."""
    if around.relation is Relation.AT and not around.kinds:
        around.relation = before.relation
        around.type_word, around.kinds = before.type_word, before.kinds
        around.directions = list(around.directions or before.directions)
        around.evidence = True
    around.shared = True
