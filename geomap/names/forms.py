"""The forms under which a name is looked up: as folded, joined, split, and without its articles.

>>> forms("كفر نبودة")["كفرنبوده"], forms("كفرنبودة")["كفر نبوده"]
('joined', 'split')
>>> forms("Al-Hasakah")["hasakah"]
'bare'
"""

from __future__ import annotations

import functools

from geomap.names.fold import bare, fold, is_arabic, latin_articles, words_of

#: From the closest to the loosest.
ORDER = ("exact", "joined", "split", "bare")


@functools.cache
def joinable() -> tuple[str, ...]:
    """Return the folds of first words that are joined to or split from the next, the longest first."""
    return tuple(sorted(words_of("joinable"), key=len, reverse=True))


def without_unit_word(name: str) -> str:
    """Return the name of an administrative unit without its type: the grammar reads that from the text.

    >>> without_unit_word("منطقة المالكية"), without_unit_word("Idlib Governorate"), without_unit_word("ريف دمشق")
    ('المالكية', 'Idlib', 'ريف دمشق')
    """
    words = name.split()
    while len(words) > 1 and fold(words[0]) in words_of("unit_words"):
        words = words[1:]
    while len(words) > 1 and fold(words[-1]) in words_of("unit_words"):
        words = words[:-1]
    return " ".join(words)


def forms(name: str) -> dict[str, str]:
    """Return every look-up form of a name with how it came about (one of ORDER)."""
    folded = fold(name)
    if not folded:
        return {}
    found = {folded: "exact"}
    words = folded.split()
    if len(words) > 1:
        found.setdefault("".join(words), "joined")
        if is_arabic(folded):
            for i in range(len(words) - 1):
                found.setdefault(" ".join([*words[:i], words[i] + words[i + 1], *words[i + 2 :]]), "joined")
    elif is_arabic(folded):
        for prefix in joinable():
            rest = folded.removeprefix(prefix)
            # Two letters are too few to be a name of their own
            if rest != folded and len(rest) > 2:
                found.setdefault(f"{prefix} {rest}", "split")
    # After a unit's word the article is part of the name: منطقة الشهباء is not the district of Shahba, منطقة شهبا
    stripped = folded if words[0] in words_of("unit_words") else bare(folded)
    found.setdefault(stripped, "bare")
    found.setdefault(stripped.replace(" ", ""), "bare")
    return found


def shortened(name: str) -> list[str]:
    """Return the folds of a name without the loose words at its ends, the longest first (data/loose_words.txt).

    >>> shortened("ضيعة العزيزية"), shortened("Tall Abyad Sharqi village")
    (['العزيزيه'], ['tall abyad sharqi', 'tall abyad'])
    """
    loose, articles = words_of("loose_words"), latin_articles()
    words = fold(name).split()
    found = []
    while len(words) > 1:
        if words[-1] in loose:
            words = words[:-1]
        elif words[0] in loose:
            words = words[1:]
        else:
            break
        while len(words) > 1 and words[-1] in articles:  # Daraa al-Balad
            words = words[:-1]
        # An article or two letters are no name
        if sum(len(word) for word in words if word not in articles) > 2:
            found.append(" ".join(words))
    return found
