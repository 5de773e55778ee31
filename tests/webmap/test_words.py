"""Sentences as numbers of words come back letter for letter."""

from __future__ import annotations

import random

import numpy as np
import pytest

from geomap.webmap import words
from geomap.webmap.words import word_codes


def test_frequent_words_take_one_byte_and_rare_ones_more(sentences_of) -> None:
    rare = [f"rare{n}" for n in range(14_000)]
    texts = [f"the {word} the {word}" for word in rare]
    made = word_codes(texts)
    assert made is not None
    assert made["vocabulary"][0] == "the"
    widths = np.diff(np.flatnonzero(made["bytes"] == 0), prepend=-1) - 1
    assert set(widths) >= {4, 6, 8}  # "the" takes one byte, the others one, two or three
    assert sentences_of(made) == texts


@pytest.mark.parametrize(
    "text", ["", " ", "  two  spaces ", "حـ ـلب", "a\x00b", "\n\t", "حـ  ـلب", "x\ue000y ـ ـ"]
)
def test_every_space_is_kept(sentences_of, text) -> None:
    made = word_codes([text, text, "and", text])
    assert made is not None
    assert sentences_of(made) == [text, text, "and", text]


def test_chunks_share_their_words(sentences_of, monkeypatch) -> None:
    monkeypatch.setattr(words, "CHUNK", 3)
    rng = random.Random(7)
    texts = [" ".join(rng.choices("abcdefgh", k=rng.randrange(6))) for _ in range(50)]
    made = word_codes(texts)
    assert made is not None
    assert sorted(made["vocabulary"]) == sorted({word for text in texts for word in text.split(" ")})
    assert sentences_of(made) == texts


def test_a_stretched_word_stays_one(sentences_of) -> None:
    made = word_codes(["في حـ ـلب اليوم", "في حـ ـلب أمس"] * 2)
    assert made is not None
    assert "حـ ـلب" in made["vocabulary"]


def test_words_that_do_not_repeat_are_left_as_they_are() -> None:
    assert word_codes(["one two", "three four"]) is None
    assert word_codes([]) is None
