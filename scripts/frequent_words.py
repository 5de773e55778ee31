"""Make everyday_words.txt, frequent_words.txt, known_words.txt and english_words.txt of geomap/mentions/data from wordfreq
(3.1.1; data CC BY-SA 4.0).

    pip install wordfreq==3.1.1 && python scripts/frequent_words.py

Everyday words stand in every Arabic text: a village of such a name hardly ever is meant. Frequent words are those
that everyday language uses often: a village of such a name is taken for a place only with evidence.
Known words are rarer ones of Arabic: a village of such a name needs less of it. The rarer words of English only
say which capitalised word after "in" or "near" is no name that a gazetteer lacks.
"""

from __future__ import annotations

from pathlib import Path

from wordfreq import iter_wordlist, zipf_frequency

from geomap.names import fold, is_arabic

FOLDER = Path(__file__).parents[1] / "geomap/mentions/data"
# Zipf 3.5 is three in a million words: a reader meets it every few days. English village names are
# written with a capital letter, so only the words that begin sentences matter: ten in a million.
FREQUENT = {"ar": 3.5, "en": 4.0}
# Zipf 4.5 is thirty in a million: several in every page.
EVERYDAY = {"ar": 4.5}
# One in a million. Below it the words of the news are names of villages as often as words.
KNOWN = {"ar": 3.0}
# Under one in a million: headlines write "killed in Shelling", "an Aerial bombardment".
ENGLISH = {"en": 2.9}
HEADER = """# Folds of {which} words of {languages}, made by scripts/frequent_words.py.
# Source: wordfreq 3.1.1 by Robyn Speer and others, word lists under CC BY-SA 4.0.
"""


def words_above(thresholds: dict[str, float]) -> set[str]:
    """Return the folds of the words that are at least so frequent (Zipf scale) in their language."""
    words = set()
    for lang, threshold in thresholds.items():
        for word in iter_wordlist(lang):
            if zipf_frequency(word, lang) < threshold:
                break
            folded = fold(word)
            if len(folded) > 2 and " " not in folded and folded.isalpha():
                words.add(folded)
    return words


def main() -> None:
    frequent = words_above(FREQUENT)
    known = words_above(KNOWN) - frequent
    for name, which, languages, words in (
        ("everyday_words", "everyday", "Arabic", set(filter(is_arabic, words_above(EVERYDAY)))),
        ("frequent_words", "frequent", "Arabic and English", frequent),
        ("known_words", "less frequent", "Arabic", known),
        ("english_words", "less frequent", "English", words_above(ENGLISH) - frequent),
    ):
        header = HEADER.format(which=which, languages=languages)
        text = header + "\n".join(sorted(words)) + "\n"
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
