import numpy as np
import pytest

from assistant.keywords import KeywordIndex

TEXTS = ["The stipend is paid monthly.", "Bring your passport to the visa office.", "Paid visas and paid stipends.", ""]


@pytest.fixture(scope="module")
def keywords():
    return KeywordIndex.build(TEXTS)


def test_every_text_has_a_score_in_its_place(keywords):
    assert len(keywords) == len(TEXTS)
    assert keywords.scores("stipend").shape == (len(TEXTS),)


def test_texts_that_share_words_score_and_others_do_not(keywords):
    scores = keywords.scores("passport office")
    assert scores[1] > 0
    assert scores[[0, 2, 3]].tolist() == [0, 0, 0]


def test_words_are_found_by_their_stem(keywords):
    assert np.flatnonzero(keywords.scores("visa")).tolist() == [1, 2]


def test_rarer_words_weigh_more(keywords):
    assert keywords.scores("passport")[1] > keywords.scores("visa")[1]


@pytest.mark.parametrize("question", ["unheard", "", "the of and", "🙂", "\0"])
def test_unknown_words_score_nothing(keywords, question):
    assert not keywords.scores(question).any()


def test_score_of_a_unique_word_depends_little_on_the_size_of_the_corpus():
    def score(size):
        return KeywordIndex.build(["passport office", *(f"text {number}" for number in range(size))]).scores(
            "passport"
        )[0]

    assert score(2000) == pytest.approx(score(20), rel=0.1)


def test_saved_index_scores_as_before(keywords, tmp_path):
    keywords.save(tmp_path / "keywords")
    loaded = KeywordIndex.load(tmp_path / "keywords")
    assert (loaded.scores("paid stipend") == keywords.scores("paid stipend")).all()
    assert len(loaded) == len(keywords)


def test_nothing_is_saved_as_pickle(keywords, tmp_path):
    keywords.save(tmp_path)
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} <= {".json", ".npy"}


def test_a_single_text_can_be_indexed():
    assert KeywordIndex.build(["passport"]).scores("passport")[0] > 0
