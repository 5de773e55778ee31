"""A tree said in words, Arabic or English: what a monitor would write for it. Reading them gives the tree again."""

from __future__ import annotations

from geomap.mentions.tree import Tree
from geomap.models import Relation

_EN = {"N": "north", "NE": "northeast", "E": "east", "SE": "southeast", "S": "south", "SW": "southwest", "W": "west",
       "NW": "northwest"}  # fmt: skip
_AR = {"N": "شمال", "NE": "شمال شرق", "E": "شرق", "SE": "جنوب شرق", "S": "جنوب", "SW": "جنوب غرب", "W": "غرب",
       "NW": "شمال غرب"}  # fmt: skip
_AR_THE = {"N": "الشمالي", "NE": "الشمالي الشرقي", "E": "الشرقي", "SE": "الجنوبي الشرقي", "S": "الجنوبي",
           "SW": "الجنوبي الغربي", "W": "الغربي", "NW": "الشمالي الغربي"}  # fmt: skip
# The type word that admits these kinds.
_TYPES = {
    ("city", "town", "settlement"): ("مدينة", "city of"),
    ("town", "village", "settlement", "city"): ("بلدة", "town of"),
    ("village", "settlement", "town"): ("قرية", "village of"),
    ("governorate",): ("محافظة", "governorate of"),
}  # fmt: skip


def say(tree: Tree, lang: str) -> str:
    """Return the words of a tree, `lang` "ar" or "en". ValueError for what this small grammar cannot say."""
    return _arabic(tree) if lang == "ar" else _english(tree)


def _amount(tree: Tree) -> str:
    """Return the number, or the two ends of a range, that reads back as this distance."""
    distance, rounding = tree.distance_km or 0.0, tree.rounding_km
    if rounding != _step(distance):
        return f"{distance - rounding:g}-{distance + rounding:g}"
    return f"{distance:g}"


def _step(distance: float) -> float:
    from geomap.mentions.around import rounding

    return rounding(distance)


def _arabic(tree: Tree) -> str:
    word = _TYPES[tree.kinds][0] + " " if tree.kinds else ""
    name = word + tree.anchors[0]
    way = " و".join(_AR[d] for d in tree.directions)
    side = " و".join(_AR_THE[d] for d in tree.directions)
    said = {
        Relation.AT: name,
        Relation.COUNTRYSIDE: f"ريف {name} {side}".rstrip(),
        Relation.DIRECTION: f"{way} {name}",
        Relation.DISTANCE: f"على بعد {_amount(tree)} كم {way or 'من'} {name}",
        Relation.NEAR: f"قرب {name}",
        Relation.OUTSKIRTS: f"أطراف {name} {side}".rstrip(),
        Relation.BETWEEN: f"بين {name} و{tree.anchors[-1]}",
        Relation.ROAD: f"طريق {name} - {tree.anchors[-1]}",
        Relation.BADIA: f"بادية {name}",
    }.get(tree.relation)
    if said is None:
        raise ValueError(f"no words for {tree.relation}")
    if tree.gloss:
        said += f" ({' و'.join(_AR[d] for d in tree.gloss)})"
    return " ".join([said, *(f"في {_arabic(inner)}" for inner in tree.within)])


def _english(tree: Tree) -> str:
    word = _TYPES[tree.kinds][1] + " " if tree.kinds else ""
    name = word + tree.anchors[0]
    way = " and ".join(_EN[d] for d in tree.directions)
    side = " and ".join(f"{_EN[d]}ern" for d in tree.directions)
    said = {
        Relation.AT: name,
        Relation.COUNTRYSIDE: f"{side} countryside of {name}".lstrip(),
        Relation.DIRECTION: f"{way} of {name}",
        Relation.DISTANCE: f"{_amount(tree)} km {way + ' of' if way else 'from'} {name}",
        Relation.NEAR: f"near {name}",
        Relation.OUTSKIRTS: f"{side} outskirts of {name}".lstrip(),
        Relation.BETWEEN: f"between {name} and {tree.anchors[-1]}",
        Relation.ROAD: f"{name}–{tree.anchors[-1]} road",
        Relation.BADIA: f"badia of {name}",
    }.get(tree.relation)
    if said is None:
        raise ValueError(f"no words for {tree.relation}")
    if tree.gloss:
        said += f" ({' and '.join(_EN[d] for d in tree.gloss)})"
    return " ".join([said, *(f"in the {_english(inner)}" if inner.kinds or inner.directions else f"in {_english(inner)}" for inner in tree.within)])  # fmt: skip
