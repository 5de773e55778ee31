"""What only cells hold: several places in one, and a quarter or street that no gazetteer has in a town that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.matching.context import distance_km, fits_settlement
from geomap.models import SETTLEMENTS, Grounding, Located, Part, Relation, Resolution, Status


def promoted(resolutions: list[Resolution], gazetteer: Gazetteer) -> list[Resolution]:
    """Answer with the town where the quarter, street or facility in it is not known: حي … في حلب.

    The answer says so in its reason; its ground is the town's, with all its known quarters.
    """
    if not resolutions or resolutions[0].mention.part is not Part.HEAD:
        return resolutions
    head, *others = resolutions
    kinds = head.mention.phrase.kinds
    if not kinds or fits_settlement(kinds) or not _unknown(head, kinds):
        return resolutions
    for parent in others:
        if parent.mention.part is not Part.WITHIN or parent.chosen is None:
            continue
        chosen, phrase = parent.chosen, parent.mention.phrase
        town = chosen.place if chosen.place.kind in SETTLEMENTS else gazetteer.get(chosen.place.seat_id)
        if phrase.relation is Relation.AT and (
            town is None or chosen.place.kind not in (*SETTLEMENTS, "governorate")
        ):
            continue
        if phrase.relation is Relation.AT and town is not None:
            phrase = replace(phrase, relation=Relation.INSIDE)
            chosen = replace(chosen, place=town)
        what = head.mention.phrase.type_word or kinds[0]
        mention = replace(head.mention, phrase=phrase)
        told = replace(
            parent, mention=mention, chosen=chosen, candidates=(chosen,),
            reason=f"no {what} {head.mention.toponym} is known: the place that it is said to lie in",
        )  # fmt: skip
        return [told, *others]
    return resolutions


def _unknown(head: Resolution, kinds: Sequence[str]) -> bool:
    """Whether no place of the wanted kind bears the name (a village of that name is another place)."""
    if head.status is Status.UNMATCHED:
        return True
    return head.status is Status.AMBIGUOUS and not any(c.place.kind in kinds for c in head.candidates)


def several(heads: Sequence[Located]) -> Located:
    """Return the places of a list (A, B and C) as one answer: the first, with the ground of all of them.

    Those that are not placed are said in `unused`.
    """
    first = heads[0]
    grounds = [x.grounding for x in heads if x.grounding is not None]
    missed = [x.resolution.mention.toponym for x in heads[1:] if x.grounding is None]
    if missed:
        resolution = replace(first.resolution, unused=(*first.resolution.unused, *missed))
        first = replace(first, resolution=resolution)
    if first.grounding is None or len(grounds) < 2:
        return first
    return replace(first, grounding=_together(grounds))


def _together(grounds: Sequence[Grounding]) -> Grounding:
    import shapely

    first = grounds[0]
    shapes = [g.geometry for g in grounds]
    areas = [s for s in shapes if s.geom_type in ("Polygon", "MultiPolygon")]
    if len(areas) == len(shapes):
        whole: shapely.Geometry = shapely.union_all(areas)
    else:
        points = [s for s in shapes if isinstance(s, shapely.Point)]
        whole = (
            shapely.MultiPoint(points) if len(points) == len(shapes) else shapely.GeometryCollection(shapes)
        )
    reach = max(
        1000 * distance_km(first.latitude, first.longitude, g.latitude, g.longitude) + g.uncertainty_m
        for g in grounds
    )
    return Grounding(
        shapely.to_wkb(whole), first.latitude, first.longitude, reach, max(g.geo_precision for g in grounds),
        max(g.where_prec for g in grounds), "; ".join(g.derivation for g in grounds),
        tuple(u for g in grounds for u in g.unused),
    )  # fmt: skip
