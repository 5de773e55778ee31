"""Expressions in running text: (text, expected mentions), each with the case that it guards."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, Report, find_mentions
from geomap.models import Mention, Role

# (what it guards, text, [(toponym, expression, part, relation, directions)])
CASES: list[tuple[str, str, list[tuple[str, str, str, str, str]]]] = [
    ("particle joined to the name", "اشتباكات عنيفة بإدلب", [("إدلب", "إدلب", "head", "at", "")]),
    ("two particles", "وبالرستن قتل مدني", [("الرستن", "الرستن", "head", "at", "")]),
    ("ل with the article loses its alef", "وصلت تعزيزات للسويداء", [("سويداء", "سويداء", "head", "at", "")]),
    ("hashtag of several words", "عاجل #ريف_حماة_الشمالي قصف", [("حماة", "ريف_حماة_الشمالي", "head", "countryside", "N")]),
    ("countryside with a direction", "في ريف إدلب الجنوبي", [("إدلب", "ريف إدلب الجنوبي", "head", "countryside", "S")]),
    ("direction before: the adjective form", "في الريف الشرقي لدير الزور", [("دير الزور", "الريف الشرقي لدير الزور", "head", "countryside", "E")]),
    ("two directions", "في ريف حلب الشمالي والشرقي", [("حلب", "ريف حلب الشمالي والشرقي", "head", "countryside", "N E")]),
    ("compound direction", "شمال غرب درعا", [("درعا", "شمال غرب درعا", "head", "direction", "NW")]),
    ("dual countryside is shared", "سيول في ريفي حمص وحماة", [("حمص", "ريفي حمص", "head", "countryside", ""), ("حماة", "حماة", "head", "countryside", "")]),
    ("distance and direction", "على بعد 10 كم شمال السخنة", [("السخنة", "على بعد 10 كم شمال السخنة", "head", "distance", "N")]),
    ("between", "بين الميادين والبوكمال", [("الميادين", "بين الميادين والبوكمال", "head", "between", ""), ("البوكمال", "بين الميادين والبوكمال", "end", "between", "")]),
    ("near, in a parent", "قرب السلمية بريف حماة الشرقي", [("السلمية", "قرب السلمية بريف حماة الشرقي", "head", "near", ""), ("حماة", "قرب السلمية بريف حماة الشرقي", "within", "countryside", "E")]),
    ("a type word left of a relation is not the anchor's", "قرى قرب السلمية", [("السلمية", "قرب السلمية", "head", "near", "")]),
    ("gloss", "الوضع في إدلب (شمال غرب) هادئ", [("إدلب", "إدلب (شمال غرب)", "head", "at", "")]),
    ("two names of one place", "منطقة المالكية/ ديريك شرق الحسكة", [("المالكية", "منطقة المالكية/ ديريك شرق الحسكة", "head", "at", ""), ("ديريك", "منطقة المالكية/ ديريك شرق الحسكة", "also", "at", ""), ("الحسكة", "منطقة المالكية/ ديريك شرق الحسكة", "within", "direction", "E")]),
    ("longest name wins", "معرة النعمان", [("معرة النعمان", "معرة النعمان", "head", "at", "")]),
    ("rural Damascus is no countryside of Damascus", "في ريف دمشق", [("ريف دمشق", "ريف دمشق", "head", "at", "")]),
    ("English countryside", "in the western countryside of Deir ez-Zor", [("Deir ez-Zor", "western countryside of Deir ez-Zor", "head", "countryside", "W")]),
    ("English genitive", "Hama's northern countryside was shelled", [("Hama", "Hama's northern countryside", "head", "countryside", "N")]),
    ("English rural", "in rural western Aleppo", [("Aleppo", "rural western Aleppo", "head", "countryside", "W")]),
    ("English offset", "10 km north of Raqqa", [("Raqqa", "10 km north of Raqqa", "head", "distance", "N")]),
    ("English two directions", "the northern and eastern countryside of Hama", [("Hama", "northern and eastern countryside of Hama", "head", "countryside", "N E")]),
    ("English apposition", "in Douma, northeast of Damascus, residents", [("Douma", "Douma, northeast of Damascus", "head", "at", ""), ("Damascus", "Douma, northeast of Damascus", "within", "direction", "NE")]),
    ("English two names", "In Al-Malikiyah (Derik), prices rose", [("Al-Malikiyah", "Al-Malikiyah (Derik)", "head", "at", ""), ("Derik", "Al-Malikiyah (Derik)", "also", "at", "")]),
    ("Kurdish letters", "Power is back in Dêrik and Tirbespî", [("Dêrik", "Dêrik", "head", "at", ""), ("Tirbespî", "Tirbespî", "head", "at", "")]),
    ("unknown village after its type word", "سقطت قذيفة على قرية الزعموطة شرق حماة", [("الزعموطة", "قرية الزعموطة شرق حماة", "head", "at", ""), ("حماة", "قرية الزعموطة شرق حماة", "within", "direction", "E")]),
    ("an unknown longer name is not its first word", "could not locate Tall al-Wahm yesterday", [("Tall al-Wahm", "Tall al-Wahm", "head", "at", "")]),
]  # fmt: skip

# (what it guards, text, [(toponym, role)])
ROLES = [
    ("council", "مجلس دير الزور العسكري يعلن", [("دير الزور", "organisation")]),
    ("outlet", "قال مراسل القدس العربي", [("القدس العربي", "organisation")]),
    ("English council", "The Raqqa Civil Council met", [("Raqqa", "organisation")]),
    ("longer English organisation", "the Raqqa Water Users Council met", [("Raqqa", "organisation")]),
    ("foreign", "في جنيف أو أستانة", [("جنيف", "foreign"), ("أستانة", "foreign")]),
    ("foreign namesake", "من طرابلس والقدس", [("طرابلس", "foreign"), ("القدس", "foreign")]),
    ("country", "الأزمة السورية في سوريا", [("السورية", "country"), ("سوريا", "country")]),
    ("the badia is no country", "في البادية السورية", [("البادية السورية", "locative")]),
]
NOTHING = [
    ("ordinary word", "دخل الرجل من الباب وخرج"),
    ("ordinary word in the plural sense", "على الرغم من عدوان النظام"),
    ("surname", "قال أحمد الحلبي إن"),
    ("lower-case English words", "he has a mare and will tell us"),
    ("boilerplate", "شارك الخبر: فيسبوك | تويتر | تلغرام\nمقالات ذات صله\nتعليق"),
    ("menu", "الرئيسية\nحلب\nإدلب\nريف دمشق"),
    ("trail", "Home > News > Aleppo > Azaz"),
    ("readers' comments", "التعليقات (2)\nنحن في سلقين سمعنا الصوت\nوأنا في حارم كذلك"),
    ("number of comments", "3 Comments\nGreetings from Homs"),
    ("publisher's notice", "جميع الحقوق محفوظة لموقع الخبر - القامشلي\nللتواصل: الطبقة"),
    ("related story inside a report", "ذات صلة: حريق في سلمية"),
    ("foreign name that is a word", "أدت سيول إلى قطع الطريق"),
]
# Sentences that begin with the words of a button or a heading
NO_BOILERPLATE = [
    "تعليق الدوام في مدارس إدلب",
    "مشاركة واسعة في مظاهرة بنش",
    "شارك هذا المساء المئات في تشييع في سرمين",
    "Comments by officials in Damascus",
    "Home to thousands, Azaz is growing",
    "الرئيسية\nحلب\nقصف مدفعي على مدينة سرمين صباح اليوم",
]


def mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    return find_mentions(Report("r", text), gazetteer)


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_expressions(text: str, expected: list[tuple[str, ...]], gazetteer: Gazetteer) -> None:
    found = [
        (m.toponym, m.expression, str(m.part), str(m.phrase.relation), " ".join(m.phrase.directions))
        for m in mentions(text, gazetteer)
    ]
    assert found == expected


@pytest.mark.parametrize("text", NO_BOILERPLATE)
def test_sentences_are_no_boilerplate(text: str, gazetteer: Gazetteer) -> None:
    assert [m for m in mentions(text, gazetteer) if m.role is Role.LOCATIVE]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in ROLES], ids=[c[0] for c in ROLES])
def test_roles(text: str, expected: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert [(m.toponym, str(m.role)) for m in mentions(text, gazetteer)] == expected


@pytest.mark.parametrize("text", [c[1] for c in NOTHING], ids=[c[0] for c in NOTHING])
def test_what_is_no_place(text: str, gazetteer: Gazetteer) -> None:
    assert not [m.toponym for m in mentions(text, gazetteer)]


@pytest.mark.parametrize(
    ("name", "text"), [(c[0], c[1]) for c in CASES + ROLES], ids=[c[0] for c in CASES + ROLES]
)  # type: ignore[operator]
def test_offsets_point_into_the_text(name: str, text: str, gazetteer: Gazetteer) -> None:
    for m in mentions(text, gazetteer):
        assert text[m.start : m.end] == m.toponym
        assert text[m.expression_start : m.expression_end] == m.expression
        assert m.expression_start <= m.start <= m.end <= m.expression_end


@pytest.mark.parametrize(
    ("text", "toponyms"),
    [
        # after the indefinite word for one village stands its name, however everyday the word
        ("انفجر لغم قرب قرية المهجورة ناحية عقيربات", ["المهجورة", "عقيربات"]),
        ("سكان القرية المهجورة في الريف", []),
        ("قصفت قرية عرب زرقوم شمال منبج", ["عرب زرقوم", "منبج"]),
        # the time of day is no village, though one is called so
        ("انفجار في مدينة الباب شرقي حلب، ظهر اليوم", ["الباب", "حلب"]),
        # an adjective of a country is no village
        ("the countryside of Homs to the Iraqi desert", ["Homs"]),
    ],
)
def test_words_that_are_names_only_sometimes(text: str, toponyms: list[str], gazetteer: Gazetteer) -> None:
    assert [m.toponym for m in find_mentions(Report("r", text), gazetteer)] == toponyms
