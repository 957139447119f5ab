"""Kinds of applicant: who asks, for whom a rule is, and what follows where they differ."""

import pytest
from growing import in_proportion
from hypothesis import given
from hypothesis import strategies as st

from assistant.applicants import (
    KINDS,
    OTHER_KIND,
    addressed_at,
    addressed_by,
    home_country,
    kind_label,
    kind_notices,
    kind_rivals,
    kinds_addressed,
    kinds_mentioned,
    kinds_named,
    other_kinds,
    prefer,
)
from assistant.citing import cite
from assistant.documents import read_document
from assistant.types import Hit, Passage, Span

KNOWN = {kind.name for kind in KINDS}
# Words that the patterns look for, in any order, so that made-up texts come near them.
PIECES = st.sampled_from(
    (
        "I am|I'm not|as a|as an|if you are|only|international|domestic|and|or|, |students|a|DO|MD|IMGs|part-time|study"
        "|who|transfer|applicants|must|in|England|Scotland|self-employed|from|India|?|. |live|US citizens|graduate"
    ).split("|")
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map(" ".join))

PAGE = """# Tuition and deadlines

## International applicants

The application deadline is 1 March. Send your passport.

## Domestic applicants

The application deadline is 9 June. Send your tax return.

## Everyone

The application form is on the portal. International applicants must also send a translation.

Full-time students have one year, while part-time students have two years.

International applicants send the following:

- a bank letter
- a health certificate
"""


@pytest.fixture
def page():
    return read_document(PAGE.encode(), "page.md")


def quote(document, words):
    start = document.text.index(words)
    return cite(Span(document.doc_id, start, start + len(words), 0.9), document)


def hit(document, words, section, score):
    start = document.text.index(words)
    text = document.text[start : start + len(words)]
    heading = " > ".join((document.title, *section))
    return Hit(Passage(document.doc_id, None, start, start + len(words), text, section, heading), score)


# Who asks


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I'm an international student. When is the deadline?", "international"),
        ("As an international graduate, what do I need?", "international"),
        ("I graduated in India. Can I apply?", "international"),
        ("i am from nigeria, what test do i need", "international"),
        ("I am a U.S. citizen", "domestic"),
        ("I hold a green card.", "domestic"),
        ("What do I send as a DO?", "do"),
        ("I have a DO degree", "do"),
        ("I am an IMG", "img international"),
        ("I'm an MD from India", "international"),
        ("I want to study part time", "part-time"),
        ("I work full time, can I study part time?", "part-time"),
        ("Is the program available part-time?", "part-time"),
        ("I'm a transfer student", "transfer"),
        ("I'm an international transfer student", "international transfer"),
        ("I'm 30 and I'm a freshman.", "first-year"),
        ("I live in Essex, England", "england"),
        ("I am self-employed", "self-employed"),
        ("I'm an online student", "online"),
        ("I have to study part-time because I work.", "part-time"),
        ("I want to study part-time. Do I have to study full-time?", "part-time"),
        ("I study part-time and have full-time employment", "part-time"),
        ("I am from Canada and Mexico", "international"),
        ("I am a Brazilian with an F-1 visa", "international"),
        ("I am a US citizen and am a transfer student", "domestic transfer"),
    ],
)
def test_what_applicants_say_they_are_is_named(text, kinds):
    assert kinds_named([text]) == set(kinds.split())


@pytest.mark.parametrize(
    "text",
    [
        "Can I take the international relations degree?",
        "What do I do next?",
        "HOW DO I APPLY?",
        "DO STUDENTS NEED VISAS?",
        "Can I have a part-time job?",
        "Can I transfer my credits?",
        "Where is the Wales Centre?",
        "When do I graduate?",
        "Does the home page list the fees?",
        "Am I an international student?",
        "My mother lives in Scotland.",
        "I advise international students. How do I register?",
        "I studied abroad last year.",
        "Should I treat them as an employee?",
        "I am importing a car from abroad.",
        "Can I combine full-time employment with study?",
    ],
)
def test_words_that_only_look_like_a_kind_name_none(text):
    assert kinds_named([text]) == set()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I'm not an international student", {"domestic"}),
        ("I'm not a part-time student", {"full-time"}),
        ("I'm not a US citizen", set()),
        ("I'm not a DO", set()),
        ("I am no longer an international student", {"domestic"}),
        ("I'm no longer a US citizen", set()),
        ("I no longer study full-time. When is the deadline?", set()),
    ],
)
def test_a_denial_names_the_opposite_only_where_there_is_one(text, kinds):
    assert kinds_named([text]) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Do I have to study full-time?",
        "Must I study on campus?",
        "Do I have to be a full-time student?",
        "Must I complete the program full-time?",
        "Am I required to attend classes on campus?",
        "Is it necessary to do the degree full-time?",
        "Please tell me whether I must study full-time.",
    ],
)
def test_who_asks_whether_one_must_be_of_a_kind_does_not_say_so(text):
    assert kinds_named([text]) == set()
    assert kinds_named([text, "And what is the fee?"]) == set()


@pytest.mark.parametrize(
    "text",
    [
        "I am from Canada but am a US citizen.",
        "I am from India but have a green card.",
        "I'm a dual citizen of Canada and the US.",
        "I'm a dual citizen of the US and Canada.",
        "I am Canadian and American.",
        "I am an Indian national with a green card.",
        "I am from India, with a green card.",
    ],
)
def test_who_is_from_abroad_and_from_here_leaves_it_open_but_mentions_both(text):
    assert kinds_named([text, "When is the deadline?"]) == set()
    assert kinds_mentioned([text]) == {"international", "domestic"}


def test_a_rule_for_part_time_students_answers_whether_one_must_study_full_time():
    page = read_document(b"# Study\n\nPart-time students may take two courses.\n", "load.md")
    named = kinds_named(["Do I have to study full-time?"])
    assert kind_notices(named, [quote(page, "Part-time students may take two courses.")], lambda _: page) == []


def test_a_later_turn_replaces_an_earlier_one_of_the_same_dimension_only():
    assert kinds_named(["I'm a transfer student.", "I am from India.", "I am a US citizen."]) == {
        "transfer",
        "domestic",
    }


def test_a_question_about_a_kind_names_it_in_the_last_turn_only():
    about = "Do you accept international students?"
    assert kinds_named([about]) == {"international"}
    assert kinds_named(["I am a US citizen.", about]) == {"international"}
    assert kinds_named([about, "When is the deadline?"]) == set()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_choice_made_earlier_names_its_kind(kind):
    label = kind_label(kind.name)
    assert kind.name in kinds_named(["When is the deadline?", label[0].upper() + label[1:], "And the fee?"])


def test_two_kinds_of_a_dimension_name_none_but_are_mentioned():
    text = "Are fees different for international and domestic students?"
    assert kinds_named([text]) == set()
    assert kinds_mentioned([text]) == {"international", "domestic"}


def test_an_undergraduate_who_asks_about_graduate_study_is_left_open():
    assert kinds_named(["I'm an undergraduate."]) == {"undergraduate"}
    assert kinds_named(["I'm an undergraduate.", "Can I apply for the master's?"]) == set()


@pytest.mark.parametrize(
    ("home", "kinds"), [("United Kingdom", {"domestic"}), ("United States", {"international"}), (None, set())]
)
def test_nationality_is_read_by_the_country_of_the_programs(home, kinds):
    assert kinds_named(["I am a British citizen"], home=home) == kinds


def test_the_home_country_is_the_one_that_the_documents_name_most(page):
    here = read_document(b"Boston, MA USA. Fellows from the United States and from France are welcome.", "a.txt")
    assert home_country([here]) == "United States"
    assert home_country([page]) is None


# For whom a rule is


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("International Applicants", "international"),
        ("International Medical Graduates (FMGs, IMGs)", "img"),
        ("For part-time students", "part-time"),
        ("DO applicants", "do"),
        ("MD and DO applicants", "md do"),
        ("First-year students", "first-year"),
        ("Transfer", "transfer"),
        ("J.D. Transfer Student FAQs", "transfer"),
        ("How to Apply as a Transfer Student", "transfer"),
        ("Can transfer students join law journals?", "transfer"),
        ("Full-time and Part-time Options", "full-time part-time"),
        ("Undergraduate and Graduate Fellowship Program", "undergraduate graduate"),
        ("LSAT | Full-time students | Part-time evening students", "full-time part-time"),
        ("Online LL.M. Programs", "online"),
        ("If you’re in England, Scotland or Wales", "england scotland wales"),
        ("If you’re employed or self-employed", "employed self-employed"),
        ("U.S. citizens and permanent residents", "domestic"),
        ("International students must submit the TOEFL.", "international"),
        ("To be considered, an international medical graduate must meet both of these requirements:", "img"),
        ("You can apply only if you are an international student.", "international"),
        ("In Scotland, you apply to SAAS.", "scotland"),
        ("Full-time students have one year, while part-time students have two.", "full-time part-time"),
    ],
)
def test_headings_and_sentences_tell_for_whom_they_are(text, kinds):
    assert kinds_addressed(text) == set(kinds.split())


@pytest.mark.parametrize(
    "text",
    [
        "International Programs",
        "Graduate School of Education",
        "Full-Time Faculty",
        "International Student Advisor",
        "Transfer Credit",
        "Domestic passenger ships",
        "Do Students Need a Visa?",
        "International and transfer students",
        "Faculty and visiting students",
        "All students, including international students, must submit it.",
        "All applicants except international students file the form.",
        "Students who are not US citizens or permanent residents do not file the form.",
        "Applicants must be U.S. citizens or permanent residents.",
        "International students and anyone who studied abroad must apply.",
        "If you are employed or on leave",
        "An undergraduate degree in a related field is expected.",
        "As an incoming freshman, I wish I had known this.",
        "In the first year, students are in classrooms.",
    ],
)
def test_what_is_not_plainly_for_a_kind_is_for_everyone(text):
    assert kinds_addressed(text) == set()


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Send your passport.", {"international"}),
        ("Send your tax return.", {"domestic"}),
        ("The application form is on the portal.", set()),
        ("International applicants must also send a translation.", {"international"}),
        # A quote whose first sentence is for everyone is for everyone.
        ("The application form is on the portal. International applicants must also send a translation.", set()),
        ("a health certificate", {"international"}),
        (
            "Send your passport.\n\nDomestic applicants\n\nThe application deadline is 9 June.",
            {"international", "domestic"},
        ),
    ],
)
def test_a_quote_is_for_whom_its_headings_lead_in_and_first_words_say(page, words, kinds):
    start = page.text.index(words)
    assert addressed_at(page, start, start + len(words)) == kinds


def test_an_inner_heading_replaces_an_outer_one():
    text = b"# Graduate admissions\n\n## International applicants\n\n### Domestic applicants\n\nSend a form.\n"
    document = read_document(text, "nested.md")
    start = document.text.index("Send")
    assert addressed_at(document, start, start + 4) == {"graduate", "domestic"}


def test_a_quote_that_speaks_of_two_kinds_is_for_both():
    text = b"# Transfer students\n\nTo be considered as a first-year student, you withdraw from your college first.\n"
    document = read_document(text, "transfer.md")
    assert addressed_at(document, document.text.index("To be"), len(document.text)) == {"transfer", "first-year"}


def test_a_requirement_in_a_list_is_for_everyone_whatever_it_names():
    document = read_document(b"# Eligibility\n\nYou need:\n\n- Admission to a graduate program\n- A form\n", "list.md")
    start = document.text.index("Admission")
    assert addressed_at(document, start, start + 9) == set()


def test_kinds_exclude_each_other_within_a_dimension_only():
    international = frozenset({"international"})
    assert other_kinds(international, frozenset({"domestic", "part-time"})) == {"domestic"}
    assert other_kinds(international, frozenset({"domestic", "international"})) == set()
    assert other_kinds(frozenset(), international) == set()


# What follows


def test_a_hit_for_another_kind_falls_behind_the_near_ones(page):
    domestic = hit(page, "Send your tax return.", ("Domestic applicants",), 1.0)
    general = hit(page, "The application form is on the portal.", ("Everyone",), 0.95)
    far = hit(page, "a bank letter", ("Everyone",), 0.5)
    ordered = prefer([domestic, general, far], frozenset({"international"}))
    assert [one.passage for one in ordered] == [general.passage, domestic.passage, far.passage]
    assert ordered[1].score == pytest.approx(OTHER_KIND)


def test_hits_stay_as_they_are_when_no_kind_is_named(page):
    hits = [hit(page, "Send your tax return.", ("Domestic applicants",), 1.0)]
    assert prefer(hits, frozenset()) == hits


def test_a_quote_for_another_kind_is_remarked_on_once(page):
    citations = [quote(page, "The application deadline is 9 June."), quote(page, "Send your tax return.")]
    notices = kind_notices(frozenset({"international"}), citations, lambda _: page)
    assert [(notice.kind, notice.text) for notice in notices] == [
        ("other_kind", "This rule is for domestic applicants; your question is about international applicants.")
    ]


@pytest.mark.parametrize("named", [{"domestic"}, {"part-time"}, set()])
def test_a_quote_for_the_kind_that_asks_is_not_remarked_on(page, named):
    assert kind_notices(frozenset(named), [quote(page, "Send your tax return.")], lambda _: page) == []


DEADLINES = (
    ("The application deadline is 1 March.", ("International applicants",), 1.0),
    ("The application deadline is 9 June.", ("Domestic applicants",), 0.95),
)


def asked_back(page, *texts, hits=DEADLINES):
    return tuple(kind_rivals(texts, [hit(page, *one) for one in hits], lambda _: page))


def test_kinds_with_different_rules_are_asked_back(page):
    assert asked_back(page, "When is the application deadline?") == ("International applicants", "Domestic applicants")


@pytest.mark.parametrize(
    "texts",
    [
        ("I'm an international student.", "When is the application deadline?"),
        ("When is the application deadline for domestic applicants?",),
        ("Is the application deadline different for international and domestic applicants?",),
    ],
)
def test_kinds_are_not_asked_back_when_the_conversation_mentions_one(page, texts):
    assert asked_back(page, *texts) == ()


def test_kinds_are_not_asked_back_when_only_one_is_near(page):
    assert asked_back(page, "When is the application deadline?", hits=(DEADLINES[0], (*DEADLINES[1][:2], 0.5))) == ()


def test_kinds_are_asked_back_over_pages_that_differ_by_the_kind_alone(page):
    def on_page(kind, words, score):
        document = read_document(f"# {kind} admission\n\n## Deadline\n\n{words}\n".encode(), f"{kind}.md")
        return document, hit(document, words, ("Deadline",), score)

    pages = [
        on_page("Transfer", "The application deadline is 1 March.", 1.0),
        on_page("First-year", "The application deadline is 9 June.", 0.95),
        on_page("Law school graduate", "The application deadline is 4 May.", 0.95),
    ]
    documents = {document.doc_id: document for document, _ in pages}
    choices = tuple(kind_rivals(["When is the deadline?"], [found for _, found in pages], documents.__getitem__))
    assert choices == ("Transfer students", "First-year students")


def test_kinds_are_not_asked_back_when_the_best_hit_is_for_everyone(page):
    everyone = ("The application form is on the portal.", ("Everyone",), 1.1)
    assert asked_back(page, "Where is the application form?", hits=(everyone, *DEADLINES)) == ()


def test_nothing_is_asked_back_without_hits():
    assert kind_rivals(["When?"], [], lambda _: pytest.fail("no document is needed")) == {}


# Any text


@given(st.lists(TEXTS, max_size=4), st.sampled_from(["United States", "India", None]))
def test_kinds_named_are_known_and_one_of_each_dimension(texts, home):
    named = kinds_named(texts, home=home)
    assert named <= KNOWN
    dimensions = [kind.dimension for kind in KINDS if kind.name in named]
    assert len(dimensions) == len(set(dimensions))


@given(TEXTS)
def test_kinds_addressed_are_known(text):
    assert kinds_addressed(text) <= KNOWN


@given(st.lists(TEXTS, min_size=1, max_size=6), st.data())
def test_a_slice_of_any_document_is_for_known_kinds(paragraphs, data):
    document = read_document(("# Title\n\nText.\n\n" + "\n\n".join(paragraphs)).encode(), "any.md")
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    assert addressed_at(document, start, end) <= KNOWN


@given(
    st.lists(st.tuples(st.floats(-1, 2), st.frozensets(st.sampled_from(sorted(KNOWN)))), max_size=8),
    st.frozensets(st.sampled_from(sorted(KNOWN))),
)
def test_preferring_keeps_every_hit_and_the_order_of_scores(rows, named):
    hits = sorted(
        (Hit(Passage("a", None, n, n + 1, "x", (), "x"), score) for n, (score, _) in enumerate(rows)),
        key=lambda one: -one.score,
    )
    ordered = prefer(hits, named, lambda one: rows[one.passage.start][1])
    assert sorted(one.passage.start for one in ordered) == list(range(len(rows)))
    assert [one.score for one in ordered] == sorted((one.score for one in ordered), reverse=True)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "piece",
    [
        "I am ",
        "a transfer ",
        "as a new ",
        "international and ",
        "if you are ",
        "in England or ",
        "study ",
        "I ",
        "x",
        "DO ",
    ],
)
def test_long_texts_take_linear_time(piece):
    text = piece * (1_000_000 // len(piece)) + "?"
    assert in_proportion(lambda read: (kinds_addressed(read), kinds_named([read])), text)


def test_labels_are_for_people():
    assert kind_label("international") == "international applicants"
    assert addressed_by(Hit(Passage("a", None, 0, 1, "x", (), "Aid > Transfer students"), 1.0)) == {"transfer"}


@pytest.mark.parametrize("country", ["TÜRKİYE", "Indıa", "CHİNA"])
def test_a_country_typed_on_a_turkish_keyboard_is_read_without_an_error(country):
    assert kinds_named([f"I am from {country}. When is the deadline?"], home="United States") >= set()


def test_a_country_that_only_follows_does_not_say_where_somebody_is_from():
    assert kinds_named(["I'm from India and US visa rules worry me. Which fee do I pay?"]) == {"international"}
