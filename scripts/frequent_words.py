"""Make geomap/mentions/data/frequent_words.txt from the PyPI package wordfreq (3.1.1; data CC BY-SA 4.0).

    pip install wordfreq==3.1.1 && python scripts/frequent_words.py

Words that everyday language uses often: a village of such a name is taken for a place only with evidence.
"""

from __future__ import annotations

from pathlib import Path

from wordfreq import iter_wordlist, zipf_frequency

from geomap.names import fold

TARGET = Path(__file__).parents[1] / "geomap/mentions/data/frequent_words.txt"
# Zipf 3.5 is three in a million words: a reader meets it every few days. English village names are
# written with a capital letter, so only the words that begin sentences matter: ten in a million.
THRESHOLDS = {"ar": 3.5, "en": 4.0}
HEADER = """# Folds of frequent words of Arabic and English, made by scripts/frequent_words.py.
# Source: wordfreq 3.1.1 by Robyn Speer and others, word lists under CC BY-SA 4.0.
"""


def main() -> None:
    words = set()
    for lang, threshold in THRESHOLDS.items():
        for word in iter_wordlist(lang):
            if zipf_frequency(word, lang) < threshold:
                break
            folded = fold(word)
            if len(folded) > 2 and " " not in folded and folded.isalpha():
                words.add(folded)
    TARGET.write_text(HEADER + "\n".join(sorted(words)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
