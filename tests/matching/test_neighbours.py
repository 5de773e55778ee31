"""Of several places of one name, which one a report means: by its sentence, by its list, by what lies around it."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, Report, Status, find_mentions
from geomap.matching import resolve


def _chosen(text: str, toponym: str, gazetteer: Gazetteer) -> str:
    mentions = find_mentions(Report(report_id="1", text=text), gazetteer)
    found = [r for r in resolve(mentions, gazetteer) if r.mention.toponym == toponym]
    assert found, text
    last = found[-1]
    return last.chosen.place.place_id if last.status is Status.RESOLVED and last.chosen else last.status.value


@pytest.mark.parametrize(
    ("text", "toponym", "place_id"),
    [
        # The nearer of two villages as well known, right beside a town
        ("أغلق الثلج طريق مشتى الحلو والكفرون.", "الكفرون", "gm-kafrun-sy1003"),
        # Suburbs, as some translate the countryside: of a governorate; after a town and a comma, the town's own
        ("Three were killed in the northern suburbs of Hama.", "Hama", "SY05"),
        ("He was arrested in Qutayfa, Damascus suburbs.", "Damascus", "SY03"),
        ("Two were killed in Saraqib, Idlib countryside.", "Saraqib", "gn-164816"),
        ("A man was shot in Tassil town (Izra', Dar'a).", "Izra'", "SY1203"),
        # Stations that share their word
        ("يذهب الغاز إلى محطتي محردة والزارة.", "الزارة", "gm-zarah-power-station-sy0501"),
        # What heads a line may have a bracket behind it
        (
            "Deir Ezzor (besieged): Joura and Qusour were fed from the air.",
            "Qusour",
            "gm-al-qusur-sy0901",
        ),
        # The towns and villages of governorates
        ("In towns and villages of Latakia, Tartous and Hama governorates people left.", "Latakia", "SY06"),
        # A quarter in the town that is named before it
        ("In Damascus, at Marjeh, he read the lists.", "Marjeh", "gm-marjeh-square-sy0100"),
        # The countryside of Damascus is a governorate of its own
        ("نزحت عائلات من ريفي حمص ودمشق.", "دمشق", "SY03"),
        ("People fled the countryside of Homs and Damascus.", "Damascus", "SY03"),
        # Each end of a stretch has its own type word
        ("انفجرت عبوة بين مدينة نوى وبلدة الشيخ سعد غربي درعا.", "الشيخ سعد", "gm-sheikh-saad-sy1203"),
        # What lies in the steppe is not the village of that name in the mountains
        ("غارات على مواقع في بادية الرصافة.", "الرصافة", "gm-resafa-sy1103"),
        # A camp is no quarter of its name, whatever town is named with it
        ("عادت عائلات إلى مخيم اليرموك وإلى مخيمي درعا والنيرب.", "اليرموك", "gn-166716"),
        # A quarter is one of the town right before it, though the town has a namesake itself
        (
            "In Baniyas, residents of al-Qusour quarter made a list. Others fled to Arza near Hama.",
            "al-Qusour",
            "gm-al-qusur-baniyas-sy1002",
        ),
        # The names right before and after in a list
        ("قصفت بلدات داريا والمعضمية والكسوة.", "المعضمية", "gm-muadamiyat-al-sham-sy03"),
        # A crossing that everybody knows
        ("The Bab al-Hawa crossing and Atmeh are open.", "Bab al-Hawa", "gm-bab-al-hawa-sy0703"),
        # The villages of a governorate are no village of its name
        ("Students from the southern villages of Suwayda stayed away.", "Suwayda", "SY13"),
        ("فاز محام في دوائر منبج والحفة.", "منبج", "SY0205"),
        # The names of a table are units of the kind that its heading tells
        ("Cases by sub-district: Karama 1,004; Menbij 655; As-Safira 412.", "Karama", "SY110102"),
        ("الحالات بحسب النواحي: الكسرة 148، التبني 61، هجين 54.", "هجين", "SY090201"),
        ("The worst affected sub-districts are Harim, Salqin and Jandairis.", "Salqin", "SY070302"),
        ("Heish sub-district, 9,870 people; Khan Shaykun, 21,455; Suran, 8,112.", "Suran", "SY050101"),
        # Whoever goes north to a district is not north of it
        ("Families moved north to Harim district.", "Harim", "SY0703"),
        # A river runs by the quarters that bear its name
        ("انهارت الجسور على الفرات في الرقة.", "الفرات", "river-euphrates"),
        ("قطع طريق دمشق السويداء أمس.", "السويداء", "gn-172408"),
        # The region beside its towns, not a quarter of that name
        ("نزحوا من حلب وعفرين إلى الشهباء قرب تل رفعت.", "الشهباء", "region-shahba"),
        # The quarter is in the governorate that its sentence names
        (
            "افتتح مركز في حي المزة بدمشق. وفي حمص أصلحت الورشات الصرف بحي القصور.",
            "القصور",
            "gm-al-qusur-homs-sy0401",
        ),
        # Ein Eshara is not Eshara
        ("Returns went on to Ghassaniyah, Ein Eshara and Kinsabba.", "Ein Eshara", "gm-ayn-al-ashara-sy06"),
    ],
)
def test_told_by_what_is_said_beside(text: str, toponym: str, place_id: str, gazetteer: Gazetteer) -> None:
    assert _chosen(text, toponym, gazetteer) == place_id


def test_a_town_elsewhere_is_not_sure_by_its_size_alone(gazetteer: Gazetteer) -> None:
    text = "They fled from Nawa, Jasim and Inkhil, and later from a farm in Mansura."
    assert _chosen(text, "Mansura", gazetteer) == "ambiguous"
    assert _chosen("They fled from Mansura to Tabqa, Maadan and Raqqa.", "Mansura", gazetteer) == "gn-8559276"


def test_a_quarter_of_the_country_beside_a_place_is_the_country(gazetteer: Gazetteer) -> None:
    beside = find_mentions(
        Report(report_id="1", text="A patrol in southern Syria entered Koudna."), gazetteer
    )
    alone = find_mentions(Report(report_id="1", text="A patrol was seen in southern Syria."), gazetteer)
    assert [m.toponym for m in beside if m.role.value == "locative"] == ["Koudna"]
    assert [m.toponym for m in alone if m.role.value == "locative"] == ["southern Syria"]


def test_a_border_beside_a_place_is_none(gazetteer: Gazetteer) -> None:
    beside = find_mentions(Report(report_id="1", text="حريق في قرية قاح قرب الحدود مع تركيا."), gazetteer)
    alone = find_mentions(Report(report_id="1", text="قتل شاب قرب الحدود مع تركيا."), gazetteer)
    assert [m.toponym for m in beside if m.role.value == "locative"] == ["قاح"]
    assert [m.toponym for m in alone if m.role.value == "locative"] == ["الحدود"]
