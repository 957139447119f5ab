"""Sentences, words and terms of a text."""

import pytest
from growing import in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language import STOPWORDS, sentences, terms, words


def cut(text):
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


def test_sentences_end_at_their_stops():
    assert cut("Apply by May 5. Is there a fee? No! Good luck") == [
        "Apply by May 5.",
        "Is there a fee?",
        "No!",
        "Good luck",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Write to Dr. Smith at the office.",
        "Applications close at 5 p.m. Eastern Time.",
        "Bring a form of identification, e.g. a passport.",
        "The fee is approx. $1.50 a page.",
        "See p. 12 of the guide, No. 3.",
        "The U.S. office is closed.",
        "Connie Y. Chang, M.D. reads every letter.",
        "Graduates of non-U.S. schools need a certificate.",
        "The G.R.E. is not required.",
        "You need a minimum G.P.A. of 3.0.",
    ],
)
def test_abbreviations_do_not_end_a_sentence(sentence):
    assert cut(f"{sentence} Good luck.") == [sentence, "Good luck."]


def test_the_number_of_a_step_or_an_item_belongs_to_what_follows():
    assert cut("Step 1. Register online. Step 2. Pay.") == ["Step 1. Register online.", "Step 2. Pay."]
    assert cut("Send: 1. A CV. 2. Two letters.") == ["Send: 1. A CV.", "2. Two letters."]
    assert cut("You must be over 18. Others wait.") == ["You must be over 18.", "Others wait."]


def test_stops_of_other_scripts_end_a_sentence():
    assert cut("申请截止。请看网页。") == ["申请截止。", "请看网页。"]
    assert cut("आवेदन करें। शुल्क नहीं है।") == ["आवेदन करें।", "शुल्क नहीं है।"]


def test_sentences_that_lost_their_space_are_told_apart():
    text = "Apply by May.The form is short (one page).A letter is not needed.Is there a fee?No, none."
    assert cut(text) == [
        "Apply by May.",
        "The form is short (one page).",
        "A letter is not needed.",
        "Is there a fee?",
        "No, none.",
    ]


@pytest.mark.parametrize("text", ["Ask my.Office now", "See www.office.Example now", "Write to info@school.Edu now"])
def test_names_of_places_on_the_net_are_not_divided(text):
    assert cut(text) == [text]


def test_a_line_break_always_ends_a_sentence():
    assert cut("Fellowship Director\nc/o Ms. Cardillo\n\n55 Fruit Street") == [
        "Fellowship Director",
        "c/o Ms. Cardillo",
        "55 Fruit Street",
    ]


def test_offsets_point_into_the_whole_text():
    text = "Left out. One here. Two here. Left out."
    start, end = text.index("One"), text.rindex(" Left")
    assert [text[begin:stop] for begin, stop in sentences(text, start, end)] == ["One here.", "Two here."]


def test_a_text_without_words_has_no_sentences():
    assert sentences("", 0, 0) == []
    assert sentences(" \n \n", 0, 4) == []


PIECES = st.sampled_from(
    ["Apply ", "Dr. ", "5 p.m. ", "e.g. ", ". ", "? ", "!", "\n", "\n\n", "… ", "。", "“Yes.” ", "(a) ", "é"]
)


@given(text=st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30).map("".join), data=st.data())
@settings(max_examples=200, deadline=None)
def test_sentences_lie_in_order_and_cover_every_character(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    at = start
    for begin, stop in sentences(text, start, end):
        assert at <= begin < stop <= end
        assert not text[at:begin].strip()
        assert text[begin:stop] == text[begin:stop].strip()
        assert "\n" not in text[begin:stop]
        at = stop
    assert not text[at:end].strip()


@pytest.mark.no_cover
@pytest.mark.parametrize("unit", [".", "...", "?! ", "a.", "a. ", "<!--", "! ! ", "。", "Dr. "])
def test_sentences_of_a_long_text_are_found_in_proportion_to_its_length(unit):
    text = unit * (300_000 // len(unit))
    assert in_proportion(lambda read: sentences(read, 0, len(read)), text)


def test_words_are_lower_case_and_keep_apostrophes_and_digits():
    assert words("Don’t send J-1 forms, YAW6033_b!") == ["don't", "send", "j", "1", "forms", "yaw6033", "b"]


def test_words_of_other_scripts_are_words():
    assert words("Привет, Café 日本") == ["привет", "café", "日本"]


def test_terms_are_stems_without_words_that_carry_no_meaning():
    assert terms("What are the applications that applicants send?") == terms("application applicant sending")
    assert terms("the and of what is") == []


def test_a_possessive_has_the_same_term_as_its_noun():
    assert terms("the fellow's program’s") == terms("fellow program")


def test_terms_keep_their_repeats_and_order():
    assert terms("fee, form, fee") == ["fee", "form", "fee"]


def test_words_without_meaning_are_written_as_words_are_found():
    assert {word for entry in STOPWORDS for word in words(entry)} <= STOPWORDS


@pytest.mark.parametrize(
    "text",
    ["May 15. Late files are not read.", "IELTS 7. Is that enough?", "Letters required: 3. Transcripts are optional."],
)
def test_a_sentence_may_end_in_a_number(text):
    assert len(cut(text)) == 2
