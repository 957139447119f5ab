import random
import string
from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.keywords import KeywordIndex
from assistant.language import words

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


SPELLING = [
    "The recommendation letters and the application deadline.",
    "A statement of purpose.",
    "A letter: the letters.",
]


@pytest.fixture(scope="module")
def spelling():
    return KeywordIndex.build(SPELLING)


@pytest.mark.parametrize(
    ("question", "corrected"),
    [
        ("when is the deadlne", "when is the deadline"),
        ("recomendation leters?", "recommendation letters?"),
        ("Statemnet of purpose", "statement of purpose"),
        ("aplicaton", "application"),  # Two letters off, which a long word may be.
        ("the lettres of recommendation", "the letters of recommendation"),
    ],
)
def test_misspelt_word_becomes_the_nearest_word_of_the_texts(spelling, question, corrected):
    assert spelling.corrected(question) == corrected
    assert (spelling.scores(question) == spelling.scores(corrected)).all()
    assert spelling.scores(question).any()


@pytest.mark.parametrize(
    "question",
    [
        "Is it better to apply early?",  # Common words that no text holds, one letter from one that some do.
        "lettered purposes",
        "Does COMPURPOSE count? Ask Lettera or Detters.",  # They look like names.
        "leter's ltr lettr5",  # Not words of letters alone, or too short.
        "the deadlines of applications",
        "zzzzzzzzzz",
        "",
    ],
)
def test_words_that_are_not_misspelt_stay(spelling, question):
    assert spelling.corrected(question) == question


def test_terms_are_mapped_to_what_is_searched_for(spelling):
    assert spelling.known_terms("deadlne for letters about parking") == {
        "deadln": "deadlin",
        "letter": "letter",
        "park": None,
    }


def test_of_equally_near_words_the_commonest_is_meant():
    keywords = KeywordIndex.build(["the grandee", "the grandes", "grandes"])
    assert keywords.corrected("the grandex") == "the grandes"


def test_saved_index_corrects_as_before(spelling, tmp_path):
    spelling.save(tmp_path / "keywords")
    assert KeywordIndex.load(tmp_path / "keywords").corrections("deadlne") == {"deadlne": "deadline"}


def test_index_saved_without_its_words_corrects_nothing(spelling, tmp_path):
    spelling.save(tmp_path / "keywords")
    (tmp_path / "keywords" / "words.json").unlink()
    assert KeywordIndex.load(tmp_path / "keywords").corrected("deadlne") == "deadlne"


@given(
    st.text(max_size=200) | st.lists(st.sampled_from(["deadlne", "leters", "Purpos", "lettres", "the"])).map(" ".join)
)
def test_only_words_of_the_texts_are_put_in(text):
    keywords = KeywordIndex.build(SPELLING)
    corrections = keywords.corrections(text)
    assert all(wrong in text for wrong in corrections)
    assert set(corrections.values()) <= {word for one in SPELLING for word in words(one)}
    assert keywords.corrected(keywords.corrected(text)) == keywords.corrected(text)


@pytest.mark.no_cover
def test_a_question_of_garbage_costs_little_time():
    chance = random.Random(1)

    def word():
        return "".join(chance.choices(string.ascii_lowercase[:8], k=chance.randint(5, 12)))

    keywords = KeywordIndex.build([" ".join(word() for _ in range(30)) for _ in range(1000)])
    question = " ".join(word() for _ in range(110))
    keywords.corrections("warm up")
    started = process_time()
    keywords.corrections(question)
    assert process_time() - started < 0.2  # Some 5 ms; far more would mean that every word is looked up.


def test_holders_are_the_texts_that_have_a_word_in_one_form_or_another():
    index = KeywordIndex.build(["The fellowship pays a stipend.", "Fellowships end in May.", "", "Visas take time."])
    assert index.holders("fellowship").tolist() == [0, 1]
    assert index.holders("visa").tolist() == [3]
    assert index.holders("giraffe").tolist() == index.holders("the").tolist() == []
