"""The whole of a name that was found at a word, and no more: with its second word, article or ayn, without its type word."""

from __future__ import annotations

from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.mentions.guesses import is_unlisted_name
from geomap.mentions.lexicon import Lexicon, Span, What
from geomap.mentions.longest import longest_at
from geomap.mentions.sounds import sounds_known
from geomap.mentions.tokens import Token
from geomap.mentions.words import frequent_words, is_grammar, listed, word_at
from geomap.models import ADMIN, Place
from geomap.names import bare
from geomap.names.fold import latin_articles

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


def whole(tokens: list[Token], span: Span, lexicon: Lexicon) -> Span:
    """Return a name with all that belongs to it: معارة عليا; and without the word for what it is: مدينة الباب."""
    gazetteer = lexicon.gazetteer
    span = _longer(tokens, _without_type_word(tokens, span, gazetteer), lexicon)
    return _with_final_ayn(tokens, _with_second_word(tokens, span, gazetteer, lexicon), gazetteer)


def _longer(tokens: list[Token], span: Span, lexicon: Lexicon) -> Span:
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
        p.kind == "city" or p.kind in ADMIN for p in _places(span.forms[0], lexicon.gazetteer)
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
    if span.what is What.PLACE and span.last - span.first > 1 and _is_code(tokens[span.last - 1]):
        code = tokens[span.last - 1]
        if {p.place_id for p in _places(span.forms[0], gazetteer)} & {
            p.place_id for p in _places(code.fold, gazetteer)
        }:  # الطريق الدولي M4
            return replace(span, first=span.last - 1, start=code.start, particle="", forms=(code.fold,))
    if span.what is not What.PLACE or word is None or word.cls not in ("type", "types", "badia"):
        return span
    if word.value.startswith("mountain"):
        return span  # Mount Hermon, جبل الشيخ: nobody leaves the word away
    first, last = span.first + word.length, span.last
    ends = bool(_GATES & set(word.value.split())) and tokens[last - 1].fold in listed("facility_ends")
    if last - first > 1 and ends:
        last -= 1  # مطار حماة العسكري
    form = " ".join(t.fold for t in tokens[first:last])
    if word.value == "neighbourhood" and word.cls == "type" and first < last and tokens[first].arabic:
        # حي الصواعق: also where the rest alone is but a word
        quarter = {p.kind for p in _places(span.forms[0], gazetteer)} == {"neighbourhood"}
        if quarter and not gazetteer.knows(form):
            named = span.forms[0]
            return replace(
                span, first=first, start=tokens[first].start, particle="", forms=(named,), full=named
            )
    if first >= last or not gazetteer.knows(form):
        return span
    # The badia of a place is drawn by its rule, wherever the place has a polygon
    if word.cls != "badia" and not _is_named_after(span.forms[0], form, gazetteer):
        return span
    start, end = tokens[first].start, tokens[last - 1].end
    return replace(span, first=first, last=last, start=start, end=end, particle="", forms=(form,))


def _is_code(token: Token) -> bool:
    """Whether a word is the code of a road: M4."""
    return len(token.fold) > 1 and token.fold[0] == "m" and token.fold[1:].isdigit()


def _begins_road(tokens: list[Token], span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a name is "the road to" a town, and a dash or a town leads on to the road's other end: طريق الباب الراعي."""
    i = span.last
    if tokens[span.first].fold != "طريق" or i - span.first < 2 or i >= len(tokens):
        return False
    if tokens[i].gap == " ":
        return {
            " ".join(t.fold for t in tokens[span.first + 1 : i]),
            tokens[i].fold,
        } <= gazetteer.settled_spellings
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


def _places(form: str, gazetteer: Gazetteer) -> list[Place]:
    return [gazetteer.place(i) for i in {hit.place_id for hit in gazetteer.by_form(form)}]
