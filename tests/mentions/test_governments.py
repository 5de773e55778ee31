"""The capital as a government is no place; as a city it stays one."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, Report, Role, find_mentions


def _roles(text: str, gazetteer: Gazetteer) -> dict[str, Role]:
    return {m.toponym: m.role for m in find_mentions(Report(report_id="1", text=text), gazetteer)}


@pytest.mark.parametrize(
    "text",
    [
        "Damascus denied the report on Sunday.",
        "Damascus has not yet commented on the raid.",
        "There was no comment from Damascus.",
        "Washington pressed Damascus to limit their number.",
        "The agreement signed in March between the SDF and Damascus is void.",
        "Ties between Damascus and Ankara have grown.",
        "A committee named by Damascus arrived.",
        "Damascus-backed fighters took the hill.",
        "The Damascus government raised the price of bread.",
        "نفت دمشق هذه الأنباء.",
        "الاتفاق بين دمشق وقسد لم ينفذ.",
        "تفاهمات بين قسد ودمشق حول السدود.",
        "وصفت دمشق ما جرى بأنه خرق.",
        "رفعت حكومة دمشق سعر الخبز.",
        "انسحبت القوات الموالية لدمشق من التل.",
        "تقف دمشق عاجزة أمام المطلب.",
        "نجحت دمشق في تأجيل التصويت.",
        "قال المبعوث إن دمشق تماطل.",
        "ماذا ستفعل دمشق بعد القرار؟",
        "كلام لم تطلع عليه دمشق.",
        "وعلى دمشق أن تجيب.",
        "نطالب موسكو ودمشق بوقف القصف.",
        "اجتمع النواب داعين دمشق إلى حل.",
        "They demanded that Damascus recognise the union.",
        "We have had enough of promises from Damascus.",
        "Ankara wants Damascus to honour the March agreement.",
        "It was hard for Damascus to accept the clause.",
        "The aid was held up because Damascus delayed its permits.",
        "The SDF and Damascus extended the truce.",
    ],
)
def test_capital_that_acts_is_a_government(text: str, gazetteer: Gazetteer) -> None:
    capital = "دمشق" if "دمشق" in text else "Damascus"
    assert _roles(text, gazetteer)[capital] is Role.ORGANISATION


@pytest.mark.parametrize(
    "text",
    [
        "Strikes on Damascus killed two.",
        "The road between Homs and Damascus was cut.",
        "A source in Damascus said that the shop was closed.",
        "Talks in Damascus between the two sides went on.",
        "He walked from Daraa to Damascus.",
        "Clashes between Harasta and Damascus, and in Douma.",
        "شهدت دمشق انفجارين صباح اليوم.",
        "قال مصدر في دمشق إن السوق أغلق.",
        "قطع الطريق بين حمص ودمشق.",
        "جرت المحادثات بدمشق.",
        "وصلت القافلة إلى دمشق.",
        "هزت دمشق ثلاثة انفجارات.",
        "غادرت دمشق أول حافلة صباحاً.",
        "تبعد دمشق خمسين كيلومتراً.",
        "The road from Damascus to the coast was cut.",
        "He left Damascus to study law.",
        "Officials said that Damascus suffered two blackouts.",
    ],
)
def test_capital_where_something_happens_is_a_place(text: str, gazetteer: Gazetteer) -> None:
    capital = "دمشق" if "دمشق" in text else "Damascus"
    assert _roles(text, gazetteer)[capital] is Role.LOCATIVE
