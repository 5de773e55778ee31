"""How ordinary a name is as a word, told by how many signs it needs to be taken for a place.

Word lists (wordfreq, and those of this package) say how often a word is met; its grammar may rule a name out.
"""

from __future__ import annotations

from collections.abc import Container

from geomap.mentions.calendar import is_date, is_month
from geomap.mentions.lexicon import What
from geomap.mentions.name import Name
from geomap.mentions.persons import is_given, is_person, is_surname_only, is_title
from geomap.mentions.tokens import Token
from geomap.mentions.words import (
    common_words,
    english_words,
    everyday_words,
    frequent_words,
    known_words,
    listed,
    word_at,
)
from geomap.models import SETTLEMENTS, Role

#: More signs than any name can show.
NEVER = 9
# قرب المزرعة with a place of that name in the district (3 signs) is still the farm; in a list of villages it is a town.
_TYPE_TOWN = 4
# Letters of a name that hardly any other word is spelled as.
_NO_WORD = 5
_ENDS = frozenset(".\n")
_FACULTIES = frozenset({"كليه", "كليات", "بكليه"})
_NOTING, _THAT = "علما", ("ان", "بان")  # علما أن is no village Alma
# How a feminine adjective of a place or of work ends: بركة زراعية.
_NISBA = "يه"
_TANWIN = frozenset("\u064b\u064c\u064d")


def signs_needed(name: Name, tokens: list[Token], ends: Container[int], settled: Container[str]) -> int:
    """Return how many signs a name needs: 0 where it is no word, 2 where it is an everyday one, NEVER where it is none.

    `ends`: the tokens before which a name of the text ends. `settled`: the forms of towns, units and regions.
    """
    if name.role is not Role.LOCATIVE or name.span.what is not What.PLACE:
        return 0
    form = name.span.forms[0]
    words = form.split()
    token = tokens[name.span.last - 1]
    if (
        form in listed("not_names")
        or f"ال{form}" in listed("titles")
        or is_title(tokens, name.span)
        or is_date(tokens, name.span)
        or (is_month(form) and not name.around.kinds)
        or (token.arabic and not _TANWIN.isdisjoint(token.raw))
    ):
        return NEVER  # دوماً: no place name is written so
    first, particle = name.span.first, name.span.particle
    if particle and form not in settled:
        starts = not first or not _ENDS.isdisjoint(tokens[first].gap)
        if particle.endswith("ك") and not form.startswith("ال"):
            return NEVER  # تعزيزات كبيرة, عليه كدمات: few say "like" of a village
        if name.span.doubtful and particle == "و" and starts:
            return NEVER  # وثقنا at a sentence's head is a verb
        if particle == "ب" and len(words) == 1 and tokens[first].fold in frequent_words():
            return NEVER  # الحيدرية برميل
        if name.span.doubtful and len(particle) > 1 and particle != "لل":
            return 3  # وبرميل
    subject = bool(first) and tokens[first].gap == " " and is_definite(tokens[first - 1])
    if subject and not name.span.particle and form in listed("verbs"):
        return 2  # وحدات من الجيش العربي السوري تدمر تحصينات
    where = bool(first) and tokens[first - 1].fold.removeprefix("و") in listed("place_prepositions")
    if form in listed("verbs") and not where and _has_object(tokens, name.span.last):
        return NEVER  # but: ضبطت في تدمر مستودعاً
    if form == _NOTING and name.span.last < len(tokens) and tokens[name.span.last].fold.startswith(_THAT):
        return NEVER
    if form in listed("type_towns"):
        return _TYPE_TOWN
    if is_person(tokens, name.span, ends):
        surname = is_surname_only(tokens, name.span)
        return NEVER if surname or is_given(form) or form not in settled else 2
    if form not in settled and first and not particle and tokens[first - 1].fold in _FACULTIES:
        return NEVER  # كلية الزراعة
    if form not in settled and _is_indefinite_adjective(name, tokens, ends):
        return NEVER
    if name.span.doubtful and not token.arabic and _is_no_word(form):
        return 0  # above morek, without a capital as all of the text
    if form in listed("generic_buildings"):
        last = name.span.last
        described = last < len(tokens) and tokens[last].gap == " " and tokens[last].fold.startswith("ال")
        return 4 if described else 2  # قرب الفرن الآلي, with a governorate named after it too
    if form not in settled and not name.around.kinds and _governs(tokens, name.span.last, form):
        return NEVER
    if _possessed(token, form):
        sure = form not in settled and form[:-1] in everyday_words() and not name.around.kinds
        return 3 if sure else 2  # أدى إلى مقتله
    if form not in settled and _is_described(name, tokens):
        return 3
    if form in common_words() or is_given(form) or name.span.doubtful:
        return 2
    if form in listed("everyday_towns"):
        return 1
    if form in settled or form in listed("sure_names") or any(c.isdigit() for c in form):
        return 0
    word = word_at(tokens, first)
    if len(words) > 1 and word is not None and word.cls == "road":
        return 0  # طريق السلمية - إثريا: no road has so long a name by chance
    if is_common_noun(form):
        return 3  # إلى أكثر من: a preposition and a place nearby are not enough
    if "بن" in words or all(w in frequent_words() for w in words):
        # مطار دمشق and دمشق القديمة hold a town's name; مركز المدينة is made of everyday words
        typed = len(words) > 1 and word is not None and word.cls == "type"
        named = any(w in settled and w not in common_words() for w in words)
        if len(words) > 1 and words[0] in listed("landmarks"):
            return 0
        if len(words) > 1 and words[0] == "الشيخ":
            return 1  # في الشيخ نجار; a sheikh is one whom people call or bury
        return 0 if typed or (named and len(words) > 1) else 2
    if _is_adjective(name, tokens, ends):
        return 3
    return int(len(form) <= 3 or all(w in known_words() for w in words))


def _is_adjective(name: Name, tokens: list[Token], ends: Container[int]) -> bool:
    """Whether a definite word follows a definite noun, as adjectives do: الأحياء العريقة, المملكة السلوقية."""
    first = name.span.first
    if not first or name.span.particle or name.span.last - first > 1:
        return False
    token, before = tokens[first], tokens[first - 1]
    if not (token.arabic and token.gap == " " and token.fold.startswith("ال")):
        return False
    if before.fold in ("هذا", "هذه", "تلك", "ذلك", "بهذه", "لهذه"):
        return True
    definite = is_definite(before) or _is_possessed(before)
    return definite and word_at(tokens, first - 1) is None and first not in ends


def _governs(tokens: list[Token], i: int, form: str) -> bool:
    """Whether an everyday noun without an article has its adjective or its genitive at token i: بركة زراعية, قلعة فخر."""
    if " " in form or form.startswith("ال") or i >= len(tokens) or tokens[i].gap != " ":
        return False
    after = tokens[i]
    if form.endswith("ه") and after.fold.endswith(_NISBA) and {form, after.fold} <= frequent_words():
        return True
    if not is_common_noun(form):
        return False
    if not after.arabic or word_at(tokens, i) is not None or after.fold in listed("place_prepositions"):
        return False
    if after.fold[0] in "وبلف" or after.fold in listed("times"):
        return False
    return form.endswith("ه") or after.fold.startswith("ال")  # what else follows may be a verb


def _is_described(name: Name, tokens: list[Token]) -> bool:
    """Whether a definite adjective follows an everyday noun with its article: في المدارس القريبة."""
    form, last = name.span.forms[0], name.span.last
    if not form.startswith("ال") or form not in everyday_words() or last >= len(tokens):
        return False
    after = tokens[last]
    if (
        not after.arabic
        or after.gap != " "
        or not after.fold.startswith("ال")
        or after.fold in listed("times")
    ):
        return False
    word = word_at(tokens, last)
    return after.fold in frequent_words() and (word is None or (word.cls == "near" and word.definite))


def _is_indefinite_adjective(name: Name, tokens: list[Token], ends: Container[int]) -> bool:
    """Whether an everyday adjective that is a village's name too follows an indefinite noun: صوامع جديدة, آبار مالحة."""
    first = name.span.first
    form = name.span.forms[0]
    if not first or name.span.particle or form not in listed("adjectives"):
        return False
    before = tokens[first - 1]
    if tokens[first].gap != " " or not before.arabic or first in ends or form.startswith("ال"):
        return False
    word = word_at(tokens, first - 1)
    if (
        word is not None
        and word.cls != "types"
        and (word.cls != "type" or set(word.value.split()) & set(SETTLEMENTS))
    ):
        return False  # قرية جديدة is a village's name, آبار مالحة are salt wells
    plain = before.fold[1:] if before.fold[0] in "وبلف" else before.fold
    known = not {before.fold, plain}.isdisjoint(frequent_words()) or word is not None
    noun = known and not is_definite(before) and not before.fold.startswith("ال")
    return noun and before.fold not in listed("place_prepositions") and before.fold not in listed("people_of")


def _is_no_word(form: str) -> bool:
    """Whether a Latin name is long enough to be no other word, and none of its words is one of English or a given name."""
    if len(form) < _NO_WORD or form in common_words():
        return False
    words = form.split()
    plain = [w for w in words if w not in english_words() and w not in frequent_words()]
    return bool(plain) and not any(w in listed("given_names") for w in words)


def _is_possessed(token: Token) -> bool:
    """Whether a feminine noun has a pronoun: روايتها. What follows it with its article is its adjective."""
    return token.fold.endswith("تها") and f"{token.fold[:-3]}ه" in frequent_words()


def is_definite(token: Token) -> bool:
    """Whether an Arabic noun has its article, under a particle too: الأهالي, بالباصات."""
    return token.fold.startswith(("ال", "وال", "بال", "لل", "فال")) and len(token.fold) > 4


def is_common_noun(form: str) -> bool:
    """Whether a form is an everyday Arabic noun without its article, which is hardly ever a name: في مغارة."""
    return form in everyday_words() and not form.startswith("ال")


def _has_object(tokens: list[Token], i: int) -> bool:
    """Whether an indefinite accusative stands at token i, as the object of a verb does: وتدمر أوكارا."""
    if i >= len(tokens) or tokens[i].gap != " ":
        return False
    word = tokens[i].fold
    return (
        tokens[i].arabic
        and word.endswith("ا")
        and not word.endswith("ها")
        and word[:-1] in frequent_words()
        and not word.startswith("ال")
    )


def _possessed(token: Token, form: str) -> bool:
    """Whether an Arabic word is an everyday noun with a pronoun: منزله is his house before it is Manzila.

    A noun with its article takes none: الرقه is Raqqa.
    """
    noun = token.arabic and token.raw.endswith("ه") and " " not in form and not form.startswith("ال")
    return noun and form[:-1] in frequent_words()
