"""What holds for every name: folding twice is folding once, and names that fold alike share their keys."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from geomap.names import bare, fold, forms, keys, similarity

# Letters of the scripts in which Syrian names are written, what is put among them, and what should never be there.
_LETTERS = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةپچژڤکگیەۆێڕڵٱ" + "abcdefghijklmnopqrstuvwxyzêîûçşāīūḥṣṭʿʾIİıßÀ"
)
_SIGNS = "\u064b\u0651\u0640\u200c\u200d\u200e\u200f\u202b\u202c\ufeff\u00ad '’-_/()[]«»#.,،؛1234٥۵\t\n😀\ufefb\ufdf2\u0301\u0327\u0345"
NAMES = st.text(st.sampled_from(_LETTERS + _SIGNS), max_size=30)


@given(NAMES | st.text(max_size=30))
@example("İ").via("casefold gives a combining mark")
@example("ﷲ").via("a ligature of several letters")
@example("ͅa").via("casefold makes a letter of a mark")
def test_fold_is_idempotent(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(NAMES | st.text(max_size=30))
def test_fold_is_made_of_words(name: str) -> None:
    folded = fold(name)
    assert folded == " ".join(folded.split())
    assert all(c.isalnum() or c == " " or unicodedata.category(c).startswith("M") for c in folded)


@given(NAMES, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_fold_does_not_depend_on_composition(name: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, name)) == fold(name)  # type: ignore[arg-type]


@given(
    NAMES,
    st.text("\u200e\u200f\u202a\u202b\u202c\u2066\u2069\u0640\u064e\u0651", max_size=3),
    st.integers(0, 30),
)
def test_marks_do_not_change_the_fold(name: str, marks: str, at: int) -> None:
    # At the seams only: a mark inside a composed letter is another matter
    words = name.split(" ")
    at %= len(words)
    words[at] += marks
    assert fold(" ".join(words)) == fold(name)


def _spellings(name: str) -> st.SearchStrategy[str]:
    """The same name, written otherwise: harakat, tatweel, bidi marks, hamza seats, ه for ة, capitals."""
    other = {"أ": "اإآ", "إ": "اأ", "ا": "اأإ", "ة": "ةه", "ه": "هة", "ى": "ىي", "ي": "يىی", "ك": "كک"}
    letters = st.tuples(
        *(st.sampled_from(other.get(c, c + c.upper() if len(c.upper()) == 1 else c)) for c in name)
    )
    marks = st.tuples(*(st.sampled_from(["", "", "", "\u0640", "\u064e", "\u200f"]) for _ in name))
    return st.tuples(letters, marks).map(lambda pair: "".join(a + b for a, b in zip(*pair, strict=True)))


_KNOWN = [
    "إدلب",
    "معرة النعمان",
    "دير الزور",
    "المالكية",
    "عين العرب",
    "كوباني",
    "ديريك",
    "الحسكة",
    "idlib",
    "deir ez-zor",
    "manbij",
]


@given(st.sampled_from(_KNOWN).flatmap(lambda name: st.tuples(st.just(name), _spellings(name))))
def test_names_that_fold_alike_share_their_keys(pair: tuple[str, str]) -> None:
    name, spelling = pair
    assert fold(spelling) == fold(name)
    assert keys(spelling) == keys(name) != frozenset()
    assert similarity(fold(spelling), fold(name)) == similarity(fold(name), fold(name))


@given(NAMES)
def test_the_rest_takes_any_name(name: str) -> None:
    folded = fold(name)
    assert bare(bare(folded)) is not None
    assert len(keys(name)) <= 4
    assert all(key.isascii() and key.isalnum() for key in keys(name) if fold(name).isascii())
    assert forms(folded) is not None
