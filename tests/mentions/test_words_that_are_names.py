"""Everyday words and names that only look like places, and places that only look like words."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, Report, find_mentions
from geomap.models import Role


def _places(text: str, gazetteer: Gazetteer) -> list[str]:
    return [m.toponym for m in find_mentions(Report("r", text), gazetteer) if m.role is Role.LOCATIVE]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # What is no name without its type word, is one with it
        ("قتل خمسة من قرية الصنوبر شمال جبلة.", ["الصنوبر", "جبلة"]),
        ("قطعت أشجار الصنوبر قرب جبلة.", ["جبلة"]),
        ("اشتباكات في حي عشيرة بحمص.", ["عشيرة", "حمص"]),
        ("انقطع الماء عن حي الصواعق.", ["الصواعق"]),
        ("نفذوا إنزالاً في أطمة وآخر في الباب.", ["أطمة", "الباب"]),
        ("نقل عتاد إلى التلال المشرفة على ربيعة.", ["ربيعة"]),
        ("خرج من رفاق إبراهيم هنانو إلى سراقب.", ["سراقب"]),
        ("ومن طلابه محمد علي اليبرودي في سراقب.", ["سراقب"]),
        ("توزعت على أطمة (17) وقاح (9) ودير حسان (11).", ["أطمة", "قاح", "دير حسان"]),
        ("علق الدوام في المدارس القريبة من سراقب.", ["سراقب"]),
        ("قال إن الحريق على الحدود بدأ من جهة سراقب.", ["سراقب"]),
        ("رداً على هزائمه قصف سراقب.", ["سراقب"]),
        ("حكوا عن آبار انسرقت كبلاتها في سراقب.", ["سراقب"]),
        ("Power was cut at Ra's al-'Ayn and Tell Abyad.", ["Ra's al-'Ayn", "Tell Abyad"]),
        ("The café in Marmarita plays Fairuz.", ["Marmarita"]),
        ("After taking Birsaqub and Saraqib they stopped.", ["Birsaqub", "Saraqib"]),
        # An article that no list gives it, and none of a word
        ("سقطت قذيفة على الكشكول أمس.", ["الكشكول"]),
        ("دمر القصف الجسرين في سراقب.", ["سراقب"]),
        ("أصيب شابان من أبناء نوى.", ["نوى"]),
        ("وهو من القبو في ريف حمص.", ["القبو", "حمص"]),
        ("ثلاثة من كرناز وواحد من عقرب.", ["كرناز", "عقرب"]),
        ("قطعت الكهرباء عن كسب ليلاً.", ["كسب"]),
        ("نقل الناس إلى حي الثكنة.", ["الثكنة"]),
        ("انفجرت بين سراقب وسرمين، فأصيب رجلان.", ["سراقب", "سرمين"]),  # a verb after "so"
        ("فروا من القصف على نوى.", ["نوى"]),
        ("ما جرى في سراقب في آذار لم ينس.", ["سراقب"]),
        ("Families from Mare' and Azaz left.", ["Mare'", "Azaz"]),
        ("تجمع الناس في ساحة الكرامة.", ["ساحة الكرامة"]),
        ("تجمع أبناء القلمون وقع الاتفاق.", []),
        ("ضبطت في تدمر مستودعاً.", ["تدمر"]),
        ("عزا السبب إلى حبس تركيا المياه.", []),
        ("توفي طفل غرقاً في بركة زراعية قرب سراقب.", ["سراقب"]),
        ("The army is in Reimat Hazem and Saraqib.", ["Reimat Hazem", "Saraqib"]),
        ("He was held in Kafar Sousa.", ["Kafar Sousa"]),
        ("If they take Binnish I'll leave.", ["Binnish"]),
        ("They attacked the US base at Tanf.", ["Tanf"]),
        ("قطع الطريق الدولي M4 قرب سراقب.", ["M4", "سراقب"]),
        ("وقعت الحادثة في شباط 2015 قرب سراقب.", ["سراقب"]),  # a month
        ("سقطت قذيفة في محيط سراقب، علما أن الهدنة قائمة.", ["سراقب"]),  # no village Alma
        ("رأى أخاه في المهجع الرابع، ثم نقل إلى سراقب.", ["سراقب"]),  # a noun and its adjective
        ("Curfews were imposed in Saraqib.", ["Saraqib"]),
        ("Officials said Tell Abyad was quiet.", ["Tell Abyad"]),  # a verb, not the given name Said
        ("Property was taken in Ra's al-Ayn and in Tell Abyad.", ["Ra's al-Ayn", "Tell Abyad"]),
        ("عدد العائلات: سراقب 41، الباب 12، سرمين 8.", ["سراقب", "الباب", "سرمين"]),  # a table
        ("دفنوه قرب المقبرة التي في أطراف سراقب.", ["سراقب"]),
        ("أخلي سكان ثلاث مزارع احترازياً إلى سراقب.", ["سراقب"]),  # an adverb
        ("تغذي المحطة قرى معرشورين وترنبة، بكلفة مليار ليرة.", ["معرشورين", "ترنبة"]),
        ("مروا بدوار الشهيد عكيد في القامشلي.", ["القامشلي"]),
        ("كانوا في أطمة أو الدانا.", ["أطمة", "الدانا"]),
        ("سلكوا الطريق المعروف بـM5.", ["M5"]),
        ("قصف على محاور الزكاة وحصرايا.", ["الزكاة", "حصرايا"]),
        ("تحرك الرتل بين سراقب ومعرشورين واشتبكت دورية معه.", ["سراقب", "معرشورين"]),  # a verb
        ("نقلوه عتفتناز ثم عسرمدا.", ["تفتناز", "سرمدا"]),  # the على of posts
        ("يااا سراقببب اصمدي في سراقب.", ["سراقببب", "سراقب"]),
        ("تقبل التعازي من آل الزبداني في سراقب.", ["سراقب"]),
        ("قدمت مع سلطة حمص بالطحينة في سراقب.", ["سراقب"]),
        ("Mr. Daraa and the poet Khalil Sarmin met in Idlib.", ["Idlib"]),
        (
            "Shells fell on Karmelo, Birsaqub and Saraqib.",
            ["Karmelo", "Birsaqub", "Saraqib"],
        ),  # an unknown list's head
        ("They left the village Karmelo at dawn.", ["Karmelo"]),
        ("Frost is expected in the Badia.", ["Badia"]),
        ("ارتفعت الرسوم في منطقة درع الفرات.", ["درع الفرات"]),  # the area, not the operation
        ("أعلنت عملية درع الفرات من سراقب.", ["سراقب"]),
        ("نقل الجرحى ببابا عمرو إلى الداخل.", ["بابا عمرو"]),
        ("قتل مزارع بلغم في سراقب.", ["سراقب"]),  # a farmer by a mine, not farms called so
        (
            "ارتفعت الحصيلة إلى أكثر من أربعين في سراقب.",
            ["سراقب"],
        ),  # more than, though there is a hamlet Akthar
        ("Clashes reached the Russian base at Hmeimim.", ["Hmeimim"]),
        ("Her brother Dara sold the shop in Idlib.", ["Idlib"]),
        ("Exports of Aleppo soap rose in Idlib.", ["Idlib"]),
        ("Shelling hit the Al Badu quarter.", ["Al Badu"]),
        ("Soldiers left a post in the Yarmouk basin.", ["Yarmouk basin"]),
        ("Snow fell on Mount Hermon.", ["Mount Hermon"]),
        (
            "He lived in Zwickau before he returned to Saraqib.",
            ["Saraqib"],
        ),  # a town abroad, not an unknown one
        ("Shells fell on the village of Zwickau near Saraqib.", ["Zwickau", "Saraqib"]),
        ("سكن في مدينة غوبينغن ثم عاد إلى سراقب.", ["سراقب"]),
        ("للاستفسار راجعوا المكتب بـالميادين.", ["الميادين"]),  # so writers part a name from its preposition
        ("عادت العائلات عبر نصيب.", ["نصيب"]),  # the town of a crossing, and not a share
        ("درس في كلية الزراعة ثم عاد إلى سراقب.", ["سراقب"]),
        ("شكرت البلدية سكان سراقب.", ["سراقب"]),
    ],
)
def test_what_is_a_place(text: str, places: list[str], gazetteer: Gazetteer) -> None:
    assert _places(text, gazetteer) == places


@pytest.mark.parametrize(
    ("text", "toponym", "role"),
    [
        ("دمشق – سانا: أعلن مصدر عسكري وقف العملية.", "دمشق", Role.ORGANISATION),  # the agency's seat
        ("طرطوس – سانا: افتتح السوق الشعبي.", "طرطوس", Role.LOCATIVE),  # where its correspondent writes of
        ("نشرت تنسيقية داريا والمعضمية صوراً.", "المعضمية", Role.ORGANISATION),
        ("صدرت نتائج جامعات دمشق وحلب.", "حلب", Role.ORGANISATION),
        ("صدّر صابون حلب إلى السوق.", "حلب", Role.ORGANISATION),
        ("Shells fell near Bakhmut in the night.", "Bakhmut", Role.FOREIGN),
        ("قال الوزير إن النهر انخفض، محملاً أنقرة ودمشق مسؤولية ذلك.", "دمشق", Role.ORGANISATION),
        ("يحتاج الأمر إلى موافقة دمشق.", "دمشق", Role.ORGANISATION),
        ("دمشق وباريس تبحثان فتح السفارة.", "دمشق", Role.ORGANISATION),
        ("The ministry in Damascus accused smugglers.", "Damascus", Role.LOCATIVE),
        ("Mines near Saida killed two, said men of Umm al-Mayadin, Nasib and Tafas.", "Saida", Role.LOCATIVE),
        ("He flew from Saida to Beirut.", "Saida", Role.FOREIGN),
        ("Shares of Ugarit Hotels fell on Sunday.", "Ugarit", Role.ORGANISATION),
        ("A shell hit Saraqib Sunday night.", "Saraqib", Role.LOCATIVE),
        ("Ceasefire Talks Fail As Saraqib Market Burns", "Saraqib", Role.LOCATIVE),  # a headline's capitals
        ("The Qasioun agency printed the list.", "Qasioun", Role.ORGANISATION),
        ("A school named after Idlib was hit in Saraqib.", "Idlib", Role.ORGANISATION),
        ("قال فرع حلب للمصرف إنه فتح أبوابه.", "حلب", Role.ORGANISATION),
        ("The talks with Damascus failed.", "Damascus", Role.ORGANISATION),
        ("وصل من بيروت إلى دمشق.", "دمشق", Role.LOCATIVE),
        ("وزع مجلس بلدة سرمدا الخبز.", "سرمدا", Role.LOCATIVE),  # the town's own council
        ("قال مجلس منبج العسكري إنه صد الهجوم.", "منبج", Role.ORGANISATION),
        ("تقول شبكة أخبار اللاذقية إن الماء مقطوع.", "اللاذقية", Role.ORGANISATION),
        ("Clashes broke out in Bab al-Tabbaneh, the mayor said.", "Bab al-Tabbaneh", Role.FOREIGN),
    ],
)
def test_what_a_name_stands_for(text: str, toponym: str, role: Role, gazetteer: Gazetteer) -> None:
    found = {m.toponym: m.role for m in find_mentions(Report("r", text), gazetteer)}
    assert found[toponym] is role
