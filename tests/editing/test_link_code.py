"""The word for a link: there and back, and whatever else a link may hold."""

from itertools import islice
from urllib.parse import quote

import pytest

from mnist_core.editing.draft import Draft
from mnist_core.editing.link_code import LONGEST, read, written
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import LayerError
from tests.network.random_networks import drafts


@pytest.mark.parametrize(
    ("id", "word"),
    [
        ("keras_cnn", "c32x3_r_m2_c64x3_r_m2_f_d128_r_o0.5_d10_s"),
        ("classic_cnn", "z_c10x5_r_m2_c20x5_r_o0.25_m2_f_d50_r_o0.5_d10_s"),
        ("mlp", "f_d128_r_d64_r_d10_s"),
    ],
)
def test_the_networks_of_the_documents(id, word):
    assert written(Draft.of(ARCHITECTURES[id])) == word
    assert read(word) == Draft.of(ARCHITECTURES[id])


def as_a_control_gives_it(name: str, value: object) -> bool:
    """Text for the padding, a number for the rate, a layer or none, whole numbers otherwise."""
    if name == "source":
        return value is None or isinstance(value, int)
    if name == "padding":
        return value in ("valid", "same")
    return isinstance(value, float if name == "rate" else int)


@pytest.mark.slow
def test_there_and_back_for_random_drafts_legal_or_not():
    tried = 0
    for draft in islice(drafts(7), 1000):
        if all(as_a_control_gives_it(*setting) for it in draft.specs for setting in it.settings):
            word = written(draft)
            assert read(word) == draft
            assert quote(word, safe="") == word and len(word) <= LONGEST
            tried += 1
    assert tried > 900


def test_all_that_can_be_set_is_written():
    word = "c8x3s2p_a3s1p_m2p_b_g_d10_s"
    assert written(read(word)) == word
    assert [spec.kind for spec in read(word).specs] == [
        "Conv2D",
        "AveragePooling2D",
        "MaxPooling2D",
        "BatchNormalization",
        "GlobalAveragePooling2D",
        "Dense",
        "Softmax",
    ]


def test_the_longest_word_is_allowed():
    word = "_".join(["c-1000000000x-1000000000s-100p"] * 30)
    assert len(word) <= LONGEST
    assert written(read(word)) == word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "_",
        "z",
        "z_",
        "c",
        "c32",
        "c32x",
        "c32x3x3",
        "cx3",
        "q5",
        "d1.5",
        "d",
        "dnan",
        "o",
        "oinf",
        "o1e5",
        "d" + "9" * 40,
        "c٣x3",
        "d１０",
        "s s",
        "s\n",
        "\x00",
        "r_" * 41 + "s",
        "r_" * 5000,
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "s;DROP TABLE",
        "z_z_s",
        "C32X3",
        "c3.5x3",
        "m2s",
        "m2s2pp",
        "🐍",
        "%5F",
        "null",
        "{}",
        "__import__('os')",
    ],
)
def test_hostile_words_get_one_sentence(text):
    with pytest.raises(LayerError) as error:
        read(text)
    assert str(error.value)[0].isupper() and str(error.value).endswith(".")
    assert len(str(error.value)) < 120


def test_absurd_numbers_are_read_and_then_refused_at_their_row():
    for word in ("c0x3_f_d10_s", "c8x99_f_d10_s", "d-5_f_d10_s", "o7_f_d10_s", "f_d9999999999_s"):
        lines = read(word).lines()
        assert [bool(line.fault) for line in lines].count(True) == 1
