"""A hospital's, a university's or a council's name is no place; what happens on its ground is somewhere."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, Report, Role, find_mentions


def _places(text: str, gazetteer: Gazetteer) -> set[str]:
    mentions = find_mentions(Report(report_id="1", text=text), gazetteer)
    return {m.toponym for m in mentions if m.role is Role.LOCATIVE}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("نقل الجرحى من تلبيسة إلى مشفى حمص الوطني.", {"تلبيسة"}),
        ("قصف الطيران مشفى كفرنبل الجراحي.", {"كفرنبل"}),
        ("نقل الجرحى إلى مشفى بنش.", {"بنش"}),
        ("The shelling of the Kafr Nabl Surgical Hospital killed a nurse.", {"Kafr Nabl"}),
        ("Dr Nour, of the Kafr Nabl Surgical Hospital, spoke in Idlib.", {"Idlib"}),
        ("She was a professor at Homs University.", set()),
        ("An explosion at Aleppo University broke the windows.", {"Aleppo University"}),
        ("أصدر المجلس المحلي لمدينة داريا بياناً.", set()),
        ("اجتمع المجلس المحلي في داريا.", {"داريا"}),
        ("المكتب الإعلامي لمدينة سرمدا: حريق في الدانا.", {"الدانا"}),
        ('شاركت كتيبة "شهداء داريا" في الهجوم.', set()),
        ("ناشد الصليب الأحمر الأطراف في حلب.", {"حلب"}),
        ("The Damascus Centre for Human Rights Studies said so.", set()),
        ("Rima Halabi left for Istanbul.", set()),
        ("اعتقل في مدينة المنصورة المصرية.", set()),
        ("وحدات من الجيش العربي السوري تدمر مستودعاً في بنش.", {"بنش"}),
        ("وصلت القافلة إلى تدمر.", {"تدمر"}),
        ("The base of Division 17 was taken.", {"Division 17"}),
        ("An officer of Division 17 was killed.", set()),
        ("Pictures by @Afrin_Post from Jandairis.", {"Jandairis"}),
        ("اعتقلت طالبة في كلية الآداب بجامعة دمشق.", set()),
        ("نفى ذلك مجلس محافظة إدلب الحرة.", set()),
        ("وعينوا المهندس خالد الزبداني مديراً.", set()),
        ("They were taken to Hilvan prison in Şanlıurfa.", set()),
        ("They left for Jadaa camp south of Mosul.", set()),
        ("يعيش في قرية الطيرة قضاء حيفا.", set()),
        ("Damascus made no comment.", set()),
        # A museum's and an archdiocese's whole names, a radio, an emirate that nobody recognises
        ("The Venus is kept at the National Museum of Aleppo.", set()),
        ("نعته مطرانية حمص والنبك.", set()),
        ("She sang on Aleppo radio for thirty years.", set()),
        ("He held the so-called Wilayat of Damascus.", set()),
        ("The Safir hotel in Maaloula is a shell.", {"Maaloula"}),
        ("He slept in a Damascus hotel.", {"Damascus"}),
        # People
        ("خلفاً لسامر حمص الذي نقل إلى حماة.", {"حماة"}),
        ("قال أبو خالد سرمين من إدلب.", {"إدلب"}),
        ("A man who said he was from Umm Ayyub's house in Safira left.", {"Safira"}),
        ("The mayor of Jarajir watched.", {"Jarajir"}),
        # The far side of a crossing
        ("أغلق معبر البوكمال – القائم ست ساعات.", {"البوكمال"}),
        ("Related: money collected in Shuhayl and Hajin.", {"Shuhayl", "Hajin"}),
    ],
)
def test_whole_names_and_grounds(text: str, places: set[str], gazetteer: Gazetteer) -> None:
    assert _places(text, gazetteer) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("انتهت: بانياس 1 - 0 جبلة", set()),
        ("Al-Karamah beat Jableh on Friday, police in Hama said.", {"Hama"}),
        ("فاز الكرامة على جبلة.", set()),
        ("الرستن 2-3 قذائف هاون", {"الرستن"}),
        ("A man from Douma beat on the door.", {"Douma"}),
        (
            "Before the football match the team's bus goes through Shaddadi and Tabqa to the stadium of Raqqa.",
            {"Shaddadi", "Tabqa", "Raqqa"},
        ),
        ("Latakia, Feb. 9 – The derby league match had two goals, fans said.", {"Latakia"}),
    ],
)
def test_results_of_matches(text: str, places: set[str], gazetteer: Gazetteer) -> None:
    assert _places(text, gazetteer) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("قصفت خان شيخون في الرابع من نيسان.", {"خان شيخون"}),
        ("اغتيل مختار سرمدا في 6 تشرين الأول.", {"سرمدا"}),
        ("طلعو من سلقين ووصلو بالرقه.", {"سلقين", "رقه"}),
        ("أصيب سبعة بجروح في الشحيل وذيبان.", {"شحيل", "ذيبان"}),
        ("قال شاب من سلوك إن الطريق مقطوع في عين عيسى.", {"سلوك", "عين عيسى"}),
    ],
)
def test_days_are_no_villages_and_names_have_no_pronouns(
    text: str, places: set[str], gazetteer: Gazetteer
) -> None:
    assert {p.removeprefix("ال") for p in _places(text, gazetteer)} == places
