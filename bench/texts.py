"""Arabic news for the benchmarks of text, made by rule: invented events at places of the gazetteer.

A report has a headline and some sentences; a sentence has 10 to 30 words and names a place three times in four, one
in four of these with a type word, a countryside, a direction or a parent. That is about one place in 25 words, as in
news pages. A report tells of one governorate: three in four of its places lie there, and a parent is the place's own.
The words between follow Zipf's law: first the commonest words of news, in the order below, then the finder's own
list of known words, which holds names of people, of foreign cities and of villages as text does.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from geomap import Gazetteer
from geomap.mentions.words import known_words
from geomap.models import Place

_FRAMES = ("{n}", "مدينة {n}", "بلدة {n}", "قرية {n}", "ريف {n}", "ريف {n} الشرقي", "شمال {n}", "محيط {n}", "{n} بريف {u}",
           "{n} و{m}", "10 كم جنوب {n}", "بين {n} و{m}", "{n} في ريف {u} الغربي")  # fmt: skip
_COMMON = """
في من على أن إلى التي عن مع هذا الذي كان قال ما هذه بعد أو قبل كما بين لم ذلك خلال حيث قد لا كل عدد ضد إن وقال هو وكان
غير أكثر اليوم وقد منذ أي ثم عدة حتى عند وفي تم كانت لها عليها لدى المدنيين قصف مناطق وذلك دون مصادر قوات المدينة بعض أنها
المنطقة عناصر أمس الماضي نحو يوم أشخاص مقتل إصابة بشكل محلية آخرين أنه المصادر به فيها الأهالي السلطات عمليات جديدة ما زال
الدفاع المدني المياه الطريق العام الأول طائرات مدفعي هجوم القوات المستشفى ليلة صباح استهدف أسفر عنه وجود أحد الناس مما
مئات العائلات نازحين مساعدات إنسانية الأوضاع بسبب نقص المواد أسعار الخبز الوقود الكهرباء ساعات الأسبوع الجاري رغم تزامنا
وأضاف وأوضح وأشار المصدر شهود عيان سيارة مفخخة عبوة ناسفة انفجار حريق أضرار مادية منازل محال تجارية طفل امرأة رجل شبان
"""  # The commonest words of news, the commoner the earlier
_PLAIN = 3  # in four names stand alone
_AT_HOME = 3  # in four places lie in the governorate that a report tells of
_KINDS = ("governorate", "district", "subdistrict", "city", "town", "village")
_CLOSE = (".", ".", ".", "،", ":")


def _is_arabic(word: str) -> bool:
    return all("\u0621" <= c <= "\u064a" for c in word)


def _unit(place: Place) -> str:
    return place.admin1_pcode or place.pcode


def reports(gazetteer: Gazetteer, megabytes: float, seed: int = 7) -> Iterator[str]:
    """Yield reports of some 2,000 characters until they have so many megabytes (UTF-8)."""
    chance = random.Random(seed)
    rare = sorted(filter(_is_arabic, known_words()))
    chance.shuffle(rare)
    words = [*_COMMON.split(), *rare]
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    places = [p for kind in _KINDS for p in gazetteer.places(kind) if p.name_ar]
    units = {p.pcode: p.name_ar for p in gazetteer.places("governorate")}
    places = [p for p in places if _unit(p) in units]
    # The large places are named far more often than the small ones
    often = list(itertools.accumulate(1 / (rank + 30) for rank in range(len(places))))
    at_home = {unit: [p for p in places if _unit(p) == unit] for unit in units}
    left = int(megabytes * 1_000_000)

    def place(home: list[Place]) -> Place:
        if chance.random() < _AT_HOME / 4:
            return chance.choices(home, cum_weights=often[: len(home)])[0]
        return chance.choices(places, cum_weights=often)[0]

    def expression(home: list[Place]) -> str:
        n, m = place(home), place(home)
        frame = _FRAMES[0] if chance.random() < _PLAIN / 4 else chance.choice(_FRAMES)
        return frame.format(n=n.name_ar, m=m.name_ar, u=units[_unit(n)])

    def sentence(length: int, home: list[Place]) -> str:
        said = chance.choices(words, cum_weights=weights, k=length)
        if chance.random() < 0.75:
            said.insert(chance.randrange(length), f"في {expression(home)}")
        return " ".join(said) + chance.choice(_CLOSE)

    while left > 0:
        home = at_home[chance.choice(list(units))]
        body = [sentence(8, home), *(sentence(chance.randrange(10, 30), home) for _ in range(18))]
        text = body[0] + "\n" + " ".join(body[1:])
        left -= len(text.encode())
        yield text
