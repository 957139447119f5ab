from hypothesis import given
from hypothesis import strategies as st

from assistant.decomposing import MAX_PARTS, decompose


def words(question):
    return [part.words for part in decompose(question)]


def test_a_question_that_asks_one_thing_is_its_only_part():
    for question in (
        "Who can apply?",
        "Do I need the GRE and the TOEFL?",
        "I worked there when I was 20 and when I left I got a letter. Can I apply?",
        "As my visa ends in May, can I still apply?",
        "I majored in biology and never took statistics, does that rule me out?",
        "Can I apply now or do I have to wait?",
        "They do take graduates from abroad, don't they?",
        "Is there a deadline, and if so when is it?",
        "How long a sample does the S.J.D. want from me?",
        "documents and deadline",
        "Do I have to say how many grants I have won and how much they were?",
        "Could you help me? When is the deadline?",
        "I have a question. Can you help? When is the deadline?",
        "Is the fee for the MBA refundable? Could you please clarify?",
        "Can I send it by mail? Is it ok?",
        "can I send it by mail. is it ok",
        "",
    ):
        assert words(question) == [question]
        assert decompose(question)[0].text == question


def test_what_and_joins_is_split_where_both_sides_ask():
    assert words("Which documents do I need and by when?") == ["Which documents do I need", "by when?"]
    assert words("How many positions are there, and are they funded?") == [
        "How many positions are there",
        "are they funded?",
    ]
    assert words("how do i apply and what is the deadline") == ["how do i apply", "what is the deadline"]
    assert words("what do i send, by when and to whom?") == ["what do i send", "by when", "to whom?"]


def test_if_so_goes_with_what_it_leads_to():
    assert words("Is the GRE required, and if so, what is the minimum score?") == [
        "Is the GRE required",
        "if so, what is the minimum score?",
    ]


def test_what_is_needed_is_asked():
    assert words("What do I need and when is the deadline?") == ["What do I need", "when is the deadline?"]


def test_what_goes_on_in_another_order_of_words_is_still_asked():
    assert words("what do I send and how long it takes?") == ["what do I send", "how long it takes?"]


def test_numbers_of_a_list_are_not_told():
    parts = [part.text for part in decompose("1. When is the deadline? 2. How many sealed letters are needed?")]
    assert [text.removeprefix("1. ").removeprefix("2. ") for text in parts] == [
        "When is the deadline?",
        "How many sealed letters are needed?",
    ]


def test_two_asking_words_share_the_rest():
    assert words("When and where do I send my diploma?") == [
        "When do I send my diploma?",
        "where do I send my diploma?",
    ]


def test_sentences_that_ask_are_parts():
    assert words("Do I need the GRE? If so, how much is it?") == ["Do I need the GRE?", "If so, how much is it?"]


def test_indirect_questions_are_split_where_nothing_else_asks():
    assert words("Please tell me which letters I need and when they are due.") == [
        "Please tell me which letters I need",
        "when they are due.",
    ]
    assert words("I would like to know the rules. Can I apply?") == ["I would like to know the rules. Can I apply?"]


def test_a_part_that_leans_on_the_one_before_has_it_behind_it():
    assert [part.text for part in decompose("What do I send, by when and to whom?")] == [
        "What do I send",
        "by when (What do I send)",
        "to whom? (What do I send)",
    ]


def test_the_third_part_leans_on_the_subject_too():
    texts = {
        "How long is the MSK fellowship, is it paid, and does it start in July?": (
            "does it start in July? (How long is the MSK fellowship)"
        ),
        "How do I apply to the MBA? Is there a fee? How much?": (
            "How much? (How do I apply to the MBA? Is there a fee?)"
        ),
        "How often, and when, would I have to be there in person for the doctorate?": (
            "would I have to be there in person for the doctorate?"
        ),
    }
    assert [decompose(question)[2].text for question in texts] == list(texts.values())


def test_the_story_goes_with_every_part_and_the_greeting_with_none():
    parts = decompose("Hello! I am from Peru. Is an exam needed? Which letters of reference must be sealed?")
    assert [part.text for part in parts] == [
        "I am from Peru. Is an exam needed?",
        "I am from Peru. Which letters of reference must be sealed?",
    ]


def test_what_is_asked_beyond_the_limit_stays_with_the_last_part():
    parts = words("Is it paid? Is it long? Is it far? Is it hard? Is it cold?")
    assert parts == ["Is it paid?", "Is it long?", "Is it far? Is it hard? Is it cold?"]


KEPT = ("fee", "visa", "send")
ASKING = "what which when where who how do can is I it the deadline and , ; . ? by much many tell me".split()
ASKED = st.lists(st.sampled_from([*ASKING, *KEPT]), max_size=40).map(" ".join)


@given(st.one_of(ASKED, st.text(max_size=300)))
def test_no_word_is_lost_and_there_are_never_too_many_parts(question):
    parts = decompose(question)
    assert 1 <= len(parts) <= MAX_PARTS
    if len(parts) > 1:
        said = " ".join(part.text for part in parts).lower()
        assert all(word in said for word in KEPT if word in question.split())
