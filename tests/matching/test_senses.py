"""A name means one place in a report, unless the report says otherwise: by another parent or another type word."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, Report, find_mentions
from geomap.matching import resolve
from geomap.models import Status

# (what it guards, text, for each mention of the name its governorate, "" where it stays open)
CASES = [
    ("the unit is named first", "زيزون", "انفجر لغم في قرية زيزون بريف حماة الغربي. ووصل الجرحى من زيزون إلى المشفى مساء.",
     ["SY05", "SY05"]),
    ("the unit is named last", "زيزون", "هدوء في زيزون منذ أيام. ثم انفجر لغم في قرية زيزون بريف درعا.", ["SY12", "SY12"]),
    ("without anything that tells", "زيزون", "هدوء في قرية زيزون منذ أيام. وعاد إلى زيزون بعض أهلها.", ["", ""]),
    ("two units for one name", "صوران", "قصف على صوران قرب اعزاز، وآخر على صوران بريف حماة الشمالي.", ["SY02", "SY05"]),
    ("another type word", "المنصورة", "اجتماع في ناحية المنصورة. وحريق في قرية المنصورة في سهل الغاب بريف حماة.",
     ["SY11", "SY05"]),
    ("what stands beside it once", "النيرب", "قصف على سرمين والنيرب. وفي خبر آخر بعد يومين، وبعد اجتماعات كثيرة بين الأهالي "
     "والوجهاء لم تثمر عن شيء يذكر ولم يعلن عنها أحد في حينها، ولا قبل ذلك بأسابيع طويلة من الانتظار والترقب والوعود التي "
     "لم يتحقق منها شيء، عاد بعض النازحين من المخيمات التي أقاموا فيها سنوات إلى بيوتهم في النيرب.", ["SY07", "SY07"]),
    ("English", "Jabrin", "A mine went off in the village of Jabrin in the countryside of Hama. Two men from Jabrin were hurt.",
     ["SY05", "SY05"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "units"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_one_name_one_place(name: str, text: str, units: list[str], gazetteer: Gazetteer) -> None:
    found = resolve(find_mentions(Report("r", text), gazetteer), gazetteer)
    mine = [r for r in found if r.mention.toponym == name]
    assert [r.chosen.place.admin1_pcode if r.chosen else "" for r in mine] == units


def test_the_reason_says_so(gazetteer: Gazetteer) -> None:
    _, text, _ = CASES[0][1:]
    found = resolve(find_mentions(Report("r", text), gazetteer), gazetteer)
    second = [r for r in found if r.mention.toponym == "زيزون"][1]
    assert second.status is Status.RESOLVED
    assert "as elsewhere in the report" in second.reason


def test_a_facility_is_not_the_sense_of_its_town(gazetteer: Gazetteer) -> None:
    text = "A plane took off from Hama airbase. People in Hama heard it."
    found = resolve(find_mentions(Report("r", text), gazetteer), gazetteer)
    airbase, town = (r.chosen.place for r in found if r.mention.toponym == "Hama" and r.chosen)
    assert (airbase.kind, town.kind) == ("airbase", "governorate")


def test_a_name_used_for_two_places_stays_open_where_nothing_tells(gazetteer: Gazetteer) -> None:
    text = "قصف على صوران قرب اعزاز، وآخر على صوران بريف حماة الشمالي. وعاد الهدوء إلى صوران."
    found = resolve(find_mentions(Report("r", text), gazetteer), gazetteer)
    assert [r.status for r in found if r.mention.toponym == "صوران"][-1] is Status.AMBIGUOUS


def test_a_short_name_means_what_its_full_name_means(gazetteer: Gazetteer) -> None:
    text = "قصف على مدينة معرة النعمان. وخرجت المعرة في مظاهرة."
    found = resolve(find_mentions(Report("r", text), gazetteer), gazetteer)
    assert {r.chosen.place.name_ar for r in found if r.chosen} == {"معرة النعمان"}
    assert [r.mention.toponym for r in found] == ["معرة النعمان", "المعرة"]
