"""Names: a light fold to see that two are the same, the scripts of GeoNames' names, display forms.

The fold here only serves merging inside the build. Looking names up is the business of geomap.names.
"""

from __future__ import annotations

import re
import unicodedata

ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ar",
        "er",
        "as",
        "es",
        "ash",
        "esh",
        "ath",
        "eth",
        "ad",
        "ed",
        "adh",
        "edh",
        "at",
        "et",
        "az",
        "ez",
        "an",
        "en",
    ]
)
ARABIC_FOLD = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ؤ": "و",
        "ئ": "ي",
        "ء": None,
        "ـ": None,
    }
)
SCRIPTS = {"LATIN": "und-Latn", "ARABIC": "ar", "ARMENIAN": "hy", "SYRIAC": "syr"}
SORANI_LETTERS = frozenset("ەۆێڵڕڤۊ")
PERSIAN_LETTERS = frozenset("یکگپچژہھ")


def fold(name: str) -> str:
    """A key that is equal for spellings of one name in one script.

    >>> fold("Al-Mālikīyah") == fold("al Malikiyah"), fold("إدلب") == fold("ادلب")
    (True, True)
    >>> fold("الحسكة") == fold("حسكه"), fold("Ma‘arrat an Nu‘mān")
    (True, 'maarratnuman')
    """
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    )
    bare = unicodedata.normalize("NFC", bare).translate(ARABIC_FOLD).casefold()
    words = re.split(r"[^\w]+", re.sub(r"[‘’'`ʿʾʻʼ]", "", bare))
    kept = [
        re.sub(r"^ال(?=..)", "", word) for word in words if word and (word not in ARTICLES or len(words) == 1)
    ]
    return "".join(kept)


def language(name: str) -> str:
    """The tag of a GeoNames alternate name, "" for one that is not kept.

    Dropped: other scripts, mixed scripts, codes, and letter-by-letter transliterations, which GeoNames
    writes in small letters only.

    >>> [language(name) for name in ("Dayr az Zawr", "dyr alzwr", "دير الزور", "dەrʿa", "DEZ", "Алеппо")]
    ['und-Latn', '', 'ar', '', '', '']
    >>> language("قامشلۆ"), language("Հալէպ"), language("d mshq")
    ('ku-Arab', 'hy', '')
    """
    scripts = {
        unicodedata.name(letter, "?").split()[0]
        for letter in name
        if letter.isalpha() and letter not in "ʿʾʻʼ"
    }
    if len(scripts) != 1:
        return ""
    tag = SCRIPTS.get(scripts.pop(), "")
    if tag == "und-Latn" and (name == name.lower() or (name.isupper() and len(name) <= 4)):
        return ""
    if tag == "ar" and SORANI_LETTERS & set(name):
        return "ku-Arab"
    if tag == "ar" and PERSIAN_LETTERS & set(name):
        return ""  # Persian and Urdu spellings fold to the Arabic one
    return tag


def display(name: str) -> str:
    """GeoNames' scholarly form as a plain English one, where display.csv has no better.

    >>> display("Al Muzayri‘ah"), display("Mashtá al Ḩulw"), display("Aş Şafşāfah")
    ('Al-Muzayriah', 'Mashta al-Hulw', 'Al-Safsafah')
    """
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    )
    words = re.sub(r"[‘’'`ʿʾʻʼ]", "", bare).split()
    text = " ".join("al-" if word.lower() in ARTICLES else word for word in words).replace("al- ", "al-")
    return text[:1].upper() + text[1:]


def best_arabic(names: list[str], has_article: bool) -> str:
    """The likeliest standard spelling: with its article where the romanised name has one, with its hamza."""

    def rank(name: str) -> tuple[bool, int, str]:
        return (name.startswith("ال") != has_article, -len(re.findall("[أإآئؤءىة]", name)), name)

    return min(names, key=rank, default="")


def split_names(text: str) -> list[tuple[str, str, str]]:
    """ "lang:name|lang:name(former)" as (name, lang, kind); a ValueError names the broken piece.

    >>> split_names("ku:Dêrik|ar:عين عرب(former)")
    [('Dêrik', 'ku', 'variant'), ('عين عرب', 'ar', 'former')]
    """
    names = []
    for piece in filter(None, (piece.strip() for piece in text.split("|"))):
        lang, colon, name = piece.partition(":")
        kind = "variant"
        if name.endswith("(former)"):
            name, kind = name.removesuffix("(former)").strip(), "former"
        if not colon or not name.strip() or not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,8})*", lang.strip()):
            raise ValueError(piece)
        names.append((name.strip(), lang.strip(), kind))
    return names


def slug(text: str) -> str:
    """Letters and digits of a romanised name joined by hyphens.

    >>> slug("Kafr Nabl (north)")
    'kafr-nabl-north'
    """
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[‘’'`ʿʾʻʼ]", "", bare).lower()))
