"""Spotting names: which runs of words are a name of a place, a foreign place, an organisation, the country."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.mentions.before_lists import with_heads_of_lists
from geomap.mentions.beginnings import beginnings_of
from geomap.mentions.glued import glued_name
from geomap.mentions.guesses import guess_at, is_unlisted_name
from geomap.mentions.guesses_in_lists import guess_in_list, unlisted
from geomap.mentions.lexicon import Lexicon, Span, What, lexicon_of, longest_at
from geomap.mentions.respelled import respelled_at
from geomap.mentions.sounds import sounds_known
from geomap.mentions.tokens import Token, after_and
from geomap.mentions.words import cities_abroad, frequent_words, is_grammar, listed, word_at, word_before
from geomap.models import ADMIN, Place
from geomap.names import bare, fold
from geomap.names.fold import latin_articles

__all__ = ["Span", "What", "find_spans", "merged", "place_ids"]


# What is named by its type and a word of its own: جبل الزاوية, سد تشرين.
_LANDFORMS = {"mountain", "region", "valley", "plain", "dam", "desert", "river", "lake", "road"}
# What people name by its town, and an adjective after it or not: مطار حماة العسكري. سجن حمص المركزي is a name as a whole.
_GATES = frozenset({"airport", "airbase", "crossing", "oilfield", "gasfield"})
# Nor is a town named after its bridge's town: جسر الشغور.
_NOT_NAMED_AFTER = frozenset({*_LANDFORMS, *ADMIN, "city", "town", "village"})
# How romanisations write ayn and hamza.
_AYNS = ("'", "’", "‘", "`", "ʿ", "ʾ", "ʻ", "ʼ")
# Whose name may be but a word of another's.
_SMALL = frozenset({"village", "settlement", "neighbourhood"})
# An airport or a camp lies within some 30 km of the town that it is named after.
_BESIDE_DEGREES = 0.3
# Type words that two names share, and what they are before each of them; shorter words than this are rather others.
_SHARED = {
    "حقل": "حقل",
    "حقلي": "حقل",
    "حقول": "حقل",
    "سد": "سد",
    "سدي": "سد",
    "سدود": "سد",
    "مطار": "مطار",
    "مطاري": "مطار",
}
_SHORTEST = 4
# Of so few words each may as well be looked at.
_FEW_TOKENS = 40
# So few words without a capital are no habit yet.
_FEW_WORDS = 8
# English that is written with capitals has one in ten words or more.
_ONE_CAPITAL_IN = 30


def find_spans(tokens: list[Token], gazetteer: Gazetteer, *, by_sound: bool = True) -> list[Span]:
    """Return the names in a text, in order, none overlapping: the longest at each word.

    `by_sound`: also names in spellings that no list has (see `geomap.mentions.respelled`).
    """
    lexicon = lexicon_of(gazetteer)
    spans: list[Span] = []
    in_list = typed_list = False  # in a list of places; in one under a head as قرى, "villages of"
    caseless = _is_caseless(tokens)
    i = 0
    count = len(tokens)
    # Nine in ten words begin no name and are not looked at twice; for a few words that does not pay
    beginnings = beginnings_of(lexicon).of(tokens) if count > _FEW_TOKENS else range(count)
    at = 0
    while True:
        # What goes on with a list of places may be any word
        if not (in_list and spans[-1].last == i):
            at = bisect.bisect_left(beginnings, i, at)
            if at == len(beginnings):
                break
            i = beginnings[at]
        if i >= count:
            break
        span = known_at(tokens, i, lexicon, after_name=bool(spans) and spans[-1].last == i, caseless=caseless)
        if span is None and in_list and spans[-1].last == i:
            span = guess_in_list(tokens, i, lexicon)
            if span is not None and not typed_list and not unlisted(tokens, span):
                span = None
        span = (
            span
            or guess_at(tokens, i, lexicon)
            or _of_same_type(tokens, i, spans, lexicon)
            or (by_sound and respelled_at(tokens, i, lexicon, after_name=bool(spans) and spans[-1].last == i))
            or _glued_at(tokens, i, lexicon)
            or None
        )
        if span is None:
            i += 1
            continue
        if span.what is What.GUESS and span.forms[0] in lexicon.places:
            span = replace(span, what=What.PLACE)
        elif span.what is What.GUESS and _is_city_abroad(tokens, span):
            span = replace(span, what=What.FOREIGN)
        span = _whole(tokens, _without_type_word(tokens, span, gazetteer), lexicon)
        span = _with_final_ayn(tokens, _with_second_word(tokens, span, gazetteer, lexicon), gazetteer)
        goes_on = bool(spans) and _goes_on_with(tokens, spans[-1], span)
        typed_list = _opens_list(tokens, span) or (goes_on and typed_list)
        in_list = (
            typed_list
            or (goes_on and (in_list or _two_of_a_list(tokens, spans[-1], span)))
            or _and_another(tokens, span)
        )
        spans.append(span)
        i = max(span.last, i + 1)
    return with_heads_of_lists(tokens, _without_overlaps(spans))


def _is_city_abroad(tokens: list[Token], span: Span) -> bool:
    """Whether a name that no gazetteer has is that of a city of Europe, and no village's or quarter's: lived in Pirmasens."""
    if span.forms[0] not in cities_abroad():
        return False
    of = span.first > 0 and tokens[span.first - 1].fold == "of"
    before = word_before(tokens, span.first - of)
    return before is None or "village" not in before.value


def _glued_at(tokens: list[Token], i: int, lexicon: Lexicon) -> Span | None:
    token = tokens[i]
    cut = glued_name(token, lexicon.well_known)
    if not cut:
        return None
    return Span(i, i + 1, token.start, token.start + cut, What.PLACE, "", (fold(token.raw[:cut]),))


def _of_same_type(tokens: list[Token], i: int, spans: list[Span], lexicon: Lexicon) -> Span | None:
    """Return one of several facilities that share their type word: حقلي الهيل والتنك, where حقل التنك is on the list."""
    token = tokens[i]
    if not i or not token.arabic or token.gap != " ":
        return None
    before = spans[-1] if spans and spans[-1].last == i else None
    joined = before is not None and token.fold.startswith("و")
    word = _SHARED.get(tokens[i - 1].fold.removeprefix("و"))
    if joined and before is not None:
        heads = (
            before.full,
            tokens[before.first].fold,
            tokens[before.first - 1].fold if before.first else "",
        )
        word = next(filter(None, (_SHARED.get(h.split(" ")[0].removeprefix("و")) for h in heads)), None)
    name = token.fold[joined:]
    form = f"{word} {name}"
    if word is None or len(name) < _SHORTEST or not lexicon.is_spelled(form):
        return None
    start = token.start + (after_and(token) if joined else 0)
    return Span(i, i + 1, start, token.end, What.PLACE, "و" if joined else "", (form,), full=form)


def _is_caseless(tokens: list[Token]) -> bool:
    """Whether a text in Latin letters is typed without capitals, as posts are."""
    latin = [t for t in tokens if not t.arabic and t.raw[0].isalpha()]
    if len(latin) < _FEW_WORDS or 2 * len(latin) < len(tokens):
        return False
    return sum(t.capital for t in latin) * _ONE_CAPITAL_IN < len(latin)


def known_at(
    tokens: list[Token], i: int, lexicon: Lexicon, *, after_name: bool, caseless: bool = False
) -> Span | None:
    """Return the known name at token i, the likelier one where a word can be read in two ways."""
    span = longest_at(tokens, i, lexicon, caseless=caseless)
    if span is not None and span.what is What.ORGANISATION and _is_today(tokens, span):
        town = " ".join(t.fold for t in tokens[i : span.last - 1])
        if town in lexicon.places:  # أحياء حلب اليوم are no outlet
            end = tokens[span.last - 2].end
            return Span(i, span.last - 1, span.start, end, What.PLACE, span.particle, (town,))
    if span is not None and span.what is What.ORGANISATION:
        # The area that an operation took: منطقة درع الفرات, منطقتي «درع الفرات» و«غصن الزيتون»
        area = word_before(tokens, i)
        form = f"منطقه {span.forms[0]}"
        if area is not None and "area" in area.value and form in lexicon.places:
            return replace(span, what=What.PLACE, forms=(form,))
    if span is None or span.what is not What.PLACE:
        return span
    # أطمة وقاح: right after a name, a first waw is "and" before it is the name's
    if after_name and not span.particle and tokens[i].fold.startswith("و") and tokens[i].gap == " ":
        span = longest_at(tokens, i, lexicon, joined="و") or span
    # eastern Deir ez-Zor holds no village Eastern Deir
    word = word_at(tokens, i) if span.last - i > 1 else None
    if word is not None and word.cls == "direction":
        measured = _measured(tokens, i, i + word.length, lexicon)
        if measured is not None:
            return measured
        inner = longest_at(tokens, i + word.length, lexicon)
        if inner is not None and inner.last > span.last:
            return inner
    return span


def _measured(tokens: list[Token], i: int, after: int, lexicon: Lexicon) -> Span | None:
    """Return the name after a direction that a distance stands before: 5 km east of the Euphrates is no region."""
    before = word_before(tokens, i)
    if before is None or before.cls != "unit":
        return None
    while (word := word_at(tokens, after)) is not None and word.cls in ("of", "the"):
        after += word.length
    inner = longest_at(tokens, after, lexicon) if after < len(tokens) else None
    return inner if inner is not None and inner.what is What.PLACE else None


def _is_today(tokens: list[Token], span: Span) -> bool:
    """Whether the last word of an outlet's name rather tells the time: the town's name follows a type word or "in".

    Or the number in it is a day: Deir Ezzor 24/8/2023.
    """
    if tokens[span.last - 1].fold.isdigit():
        after = tokens[span.last] if span.last < len(tokens) else None
        return after is not None and after.gap in ("/", "-", ".") and after.fold.isdigit()
    if tokens[span.last - 1].fold not in ("اليوم", "today", "الان", "now") or span.last - span.first < 2:
        return False
    before = word_before(tokens, span.first)
    in_it = span.particle.endswith("ب") or (span.first > 0 and tokens[span.first - 1].fold in ("في", "in"))
    return in_it or (
        before is not None and before.cls in ("type", "types", "countryside", "near", "outskirts")
    )


def _whole(tokens: list[Token], span: Span, lexicon: Lexicon) -> Span:
    """Return a known name with what belongs to it: معارة عليا, al-Izba, Orum al-Kubra."""
    if span.what is not What.PLACE:
        return span
    first, last = span.first, span.last
    if tokens[first].arabic and last < len(tokens) and tokens[last].gap == " ":
        # السعن الأسود is listed as سعن الأسود, beside a السعن
        longer = f"{span.forms[0]} {tokens[last].fold}"
        if tokens[last].fold in listed("name_ends") and lexicon.gazetteer.knows(bare(longer)):
            return replace(span, last=last + 1, end=tokens[last].end, forms=(longer,))
    if _has_latin_end(tokens, last) and not any(
        p.kind in (*ADMIN, "city") for p in _places(span.forms[0], lexicon.gazetteer)
    ):
        # Tall al-Ahmar al-Gharbi is not Tall al-Ahmar
        form = " ".join((*span.forms[0].split(), *(t.fold for t in tokens[last : last + 2])))
        return replace(span, last=last + 2, end=tokens[last + 1].end, what=What.GUESS, forms=(form,))
    if span.forms[0] in lexicon.settled:
        # The article, wherever it is written: al-Jizeh, Ad-Daliyeh
        if first and tokens[first].gap == "-" and tokens[first - 1].fold in latin_articles():
            form = " ".join(t.fold for t in tokens[first - 1 : last])
            return replace(span, first=first - 1, start=tokens[first - 1].start, forms=(*span.forms, form))
        return span
    if tokens[first].arabic:
        if last < len(tokens) and tokens[last].gap == " " and tokens[last].fold in listed("name_ends"):
            last += 1
    elif first and tokens[first].gap == " " and tokens[first - 1].raw in ("Al", "El"):
        first -= 1  # Al Badu quarter
    elif first and tokens[first].gap == "-" and tokens[first - 1].fold in latin_articles():
        first -= 1
        before = tokens[first - 1] if first else None
        if (
            before is not None
            and tokens[first].gap == " "
            and before.capital
            and not before.arabic
            and before.fold.isalpha()
            and before.fold not in frequent_words()
            and before.fold not in listed("given_names")
            and not is_grammar(before.fold)
        ):
            first -= 1
    if (first, last) == (span.first, span.last):
        return span
    form = " ".join(t.fold for t in tokens[first:last])
    if first == span.first - 1:  # the article alone makes no other name
        return replace(span, first=first, start=tokens[first].start, forms=(*span.forms, form))
    particle = span.particle if first == span.first else ""
    if particle:
        form = form[len(particle) :]
    what = What.PLACE if form in lexicon.places else What.GUESS
    start = span.start if first == span.first else tokens[first].start
    return replace(
        span, first=first, last=last, start=start, end=tokens[last - 1].end, what=what, forms=(form,)
    )


def _has_latin_end(tokens: list[Token], i: int) -> bool:
    """Whether words that tell villages of one name apart stand at token i, with their article: al-Gharbi."""
    if i + 1 >= len(tokens) or tokens[i].gap != " " or tokens[i + 1].gap not in ("-", " "):
        return False
    return tokens[i].fold in latin_articles() and tokens[i + 1].fold in listed("latin_name_ends")


def _with_second_word(tokens: list[Token], span: Span, gazetteer: Gazetteer, lexicon: Lexicon) -> Span:
    """Return a village's name with the name that no list has right after it: Qara Mogh is not the town Qara."""
    i = span.last
    one_word = span.what is What.PLACE and i - span.first == 1 and not tokens[span.first].arabic
    if not one_word or i >= len(tokens) or tokens[i].gap != " ":
        return span
    form = f"{span.forms[0]} {tokens[i].fold}"
    if (
        tokens[i].capital
        and not tokens[i].arabic
        and not is_grammar(tokens[i].fold)
        and span.forms[0] not in lexicon.settled
        and sounds_known(f"{tokens[span.first].raw} {tokens[i].raw}", lexicon)
    ):
        return replace(span, last=i + 1, end=tokens[i].end, what=What.GUESS, forms=(form,))  # Sher Maghar
    other = longest_at(tokens, i, lexicon)
    if other is not None and other.what is What.PLACE and _are_of_one_name(tokens, span, other, lexicon):
        return replace(
            span,
            last=other.last,
            end=other.end,
            what=What.GUESS,
            forms=(f"{span.forms[0]} {other.forms[0]}",),
        )
    if not is_unlisted_name(tokens, i) or tokens[i].fold in latin_articles() or other is not None:
        return span
    if span.forms[0] in listed("given_names") or tokens[i].fold in ("abu", "bin", "ibn", "umm"):
        return span  # Rima Halabi, Hamdan Abu Sattam
    if any(p.kind in ("governorate", "city") for p in _places(span.forms[0], gazetteer)):
        return span
    return replace(span, last=i + 1, end=tokens[i].end, what=What.GUESS, forms=(form,))


def _are_of_one_name(tokens: list[Token], span: Span, other: Span, lexicon: Lexicon) -> bool:
    """Whether two villages' names with nothing but a space between them are words of one name: Hamadi Omar.

    Those of a list without commas lie near each other, and more than two follow. A town's name stands beside that of
    its unit, and a person's between others.
    """
    before = tokens[span.first - 1] if span.first else None
    after = tokens[other.last] if other.last < len(tokens) else None
    if before is not None and before.capital and tokens[span.first].gap == " ":
        return False
    if after is None or (after.capital and after.gap == " "):
        return False
    places = _places(span.forms[0], lexicon.gazetteer)
    if all(p.kind in _SMALL for p in places) and sounds_known(
        f"{tokens[span.first].raw} {tokens[other.first].raw}", lexicon
    ):
        return True  # Zghir Jazira
    told = before is not None and before.fold in ("in", "at", "near", "around", "of")
    if not told and word_at(tokens, other.last) is None:
        return False  # Commander Mazloum Abdi
    others = _places(other.forms[0], lexicon.gazetteer)
    if any(p.kind not in _SMALL for p in (*places, *others)):
        return False
    return all(
        abs(p.latitude - o.latitude) + abs(p.longitude - o.longitude) > _BESIDE_DEGREES
        for p in places
        for o in others
    )


def _with_final_ayn(tokens: list[Token], span: Span, gazetteer: Gazetteer) -> Span:
    """Return a Latin name with the sign of its last letter, where that is an ayn or a hamza: Mare', Izra' (ازرع)."""
    i = span.last
    if span.what is not What.PLACE or tokens[i - 1].arabic or i >= len(tokens):
        return span
    if tokens[i].gap[:1] not in _AYNS or len(tokens[i].gap) < 2 or tokens[span.first].gap[-1:] in _AYNS:
        return span  # also Izra's
    if not any(p.name_ar.endswith(("ع", "ء")) for p in _places(span.forms[0], gazetteer)):
        return span
    return replace(span, end=span.end + 1)


def _without_type_word(tokens: list[Token], span: Span, gazetteer: Gazetteer) -> Span:
    """Leave the type word to the grammar where the rest names the same place: مدينة الباب, معبر باب الهوى."""
    word = word_at(tokens, span.first)
    if span.what is What.PLACE and _begins_road(tokens, span, gazetteer):
        first = span.first + 1  # طريق الباب – الراعي is no quarter of Aleppo
        form = " ".join(t.fold for t in tokens[first : span.last])
        return replace(span, first=first, start=tokens[first].start, particle="", forms=(form,))
    if span.what is not What.PLACE or word is None or word.cls not in ("type", "types", "badia"):
        return span
    if word.value.startswith("mountain"):
        return span  # Mount Hermon, جبل الشيخ: nobody leaves the word away
    first, last = span.first + word.length, span.last
    ends = bool(_GATES & set(word.value.split())) and tokens[last - 1].fold in listed("facility_ends")
    if last - first > 1 and ends:
        last -= 1  # مطار حماة العسكري
    form = " ".join(t.fold for t in tokens[first:last])
    if first >= last or not gazetteer.knows(form):
        return span
    # The badia of a place is drawn by its rule, wherever the place has a polygon
    if word.cls != "badia" and not _is_named_after(span.forms[0], form, gazetteer):
        return span
    start, end = tokens[first].start, tokens[last - 1].end
    return replace(span, first=first, last=last, start=start, end=end, particle="", forms=(form,))


def _begins_road(tokens: list[Token], span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a name is "the road to" a town, and a dash leads on to the road's other end."""
    i = span.last
    if tokens[span.first].fold != "طريق" or i - span.first < 2 or i >= len(tokens):
        return False
    if tokens[i].gap.strip() not in ("-", "–", "—") or "\n" in tokens[i].gap or tokens[i].fold.isdigit():
        return False
    return gazetteer.knows(" ".join(t.fold for t in tokens[span.first + 1 : i])) and gazetteer.knows(
        tokens[i].fold
    )


def _is_named_after(whole: str, rest: str, gazetteer: Gazetteer) -> bool:
    """Whether a name with its type word is that of the place itself, or of what lies beside it and bears its name.

    مدينة الباب is الباب, and مطار دمشق is named after Damascus; but a mountain or a dam has its name from its type.
    """
    places = _places(whole, gazetteer)
    others = _places(rest, gazetteer)
    if {p.place_id for p in places} & {p.place_id for p in others}:
        return True
    return any(
        p.kind not in _NOT_NAMED_AFTER
        and abs(p.latitude - o.latitude) + abs(p.longitude - o.longitude) < _BESIDE_DEGREES
        for p in places
        for o in others
    )


def place_ids(span: Span, gazetteer: Gazetteer) -> set[str]:
    """The places that bear one of a name's forms."""
    return {hit.place_id for form in span.forms for hit in gazetteer.by_form(form)}


def _places(form: str, gazetteer: Gazetteer) -> list[Place]:
    return [gazetteer.place(i) for i in {hit.place_id for hit in gazetteer.by_form(form)}]


def _opens_list(tokens: list[Token], span: Span) -> bool:
    """Whether a word that more than one name follows stands before a name: قرى X, the towns of X, between X, محاور X."""
    at = (
        span.first - 1
        if not tokens[span.first].arabic and tokens[span.first - 1].fold == "of"
        else span.first
    )
    word = word_before(tokens, at)
    return word is not None and word.cls in ("types", "between", "axis")


def _two_of_a_list(tokens: list[Token], before: Span, span: Span) -> bool:
    """Whether two known places side by side begin a list: مارع وصوران و…, Menagh, Maraanaz and …."""
    known = What.PLACE in (before.what, span.what) and {before.what, span.what} <= {What.PLACE, What.GUESS}
    if not known or before.doubtful or span.doubtful:
        return False
    return span.particle == "و" or tokens[before.last].gap.strip() in (",", "،") or before.last < span.first


def _and_another(tokens: list[Token], span: Span) -> bool:
    """English: whether "and" and a capitalised word follow a known place: Hawik and Jarmash."""
    if span.what is not What.PLACE or span.doubtful or span.last + 1 >= len(tokens):
        return False
    return tokens[span.last].fold == "and" and not tokens[span.last].gap.strip()


def _goes_on_with(tokens: list[Token], before: Span, span: Span) -> bool:
    """Whether a name follows another in one list."""
    between = tokens[before.last : span.first]
    return not between or [t.fold for t in between] == ["and"]


def _without_overlaps(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.first >= kept[-1].last:
            kept.append(span)
    return kept


def merged(a: Span, b: Span, *, closing: bool) -> Span:
    """Return two names of one place as one span (المالكية/ ديريك), with the bracket that closes the second."""
    names = (*(a.names or ((a.start, a.end),)), (b.start, b.end))
    return replace(a, last=b.last, end=b.end + closing, forms=(*a.forms, *b.forms), names=names)
