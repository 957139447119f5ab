import pytest

from assistant.reading.asking import asks_for_figure, gives_figure, has_figure


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("When is the deadline?", True),
        ("by when?", True),
        ("How many letters?", True),
        ("What is the application fee?", True),
        ("Can I apply when I have a visa?", False),
        ("Is the fee waived?", False),
        ("When I was ill I left. Can I apply?", False),
        ("What is the fee waiver policy?", False),
        ("What is the date of birth needed for?", False),
        ("What are the fees for this year", True),
        ("What is the cost per credit?", True),
        ("What is the application deadline fall 2027?", True),
    ],
)
def test_asking_for_a_figure_is_told_from_naming_one(question, asks):
    assert asks_for_figure(question) is asks


@pytest.mark.parametrize(
    ("text", "has"),
    [("May I send two copies?", True), ("May I send them?", False), ("It is due in May.", True), ("On 3 May", True)],
)
def test_may_is_a_month_only_beside_a_figure_or_a_preposition(text, has):
    assert has_figure(text) is has


@pytest.mark.parametrize(
    ("question", "text", "gives"),
    [
        ("By when?", "Applications are accepted on a rolling basis.", True),
        ("By when?", "Send one copy.", False),
        ("How many?", "Send one copy.", True),
        ("By when?", "The office opens each spring.", True),
        ("When will I hear?", "Decisions are sent in mid-May.", True),
        ("How much is the fee?", "There is no application fee.", True),
        ("How long may the statement be?", "One page.", True),
        ("How long is it?", "It lasts an academic year.", True),
        ("How many essays?", "You write twelve.", True),
        ("By when?", "No late applications are read.", False),
        ("How much is the fee?", "The fee may be waived for veterans.", False),
        ("How many essays?", "You write essays.", False),
    ],
)
def test_when_wants_a_time_and_how_many_a_number(question, text, gives):
    assert gives_figure(question, text) is gives
