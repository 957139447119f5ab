"""Names of programs and pages, and the remark that a quote stands on a page of another name."""

import pytest

from assistant.index import load_index
from assistant.naming import for_applicants, program_name
from assistant.questions import make_question
from assistant.types import Turn

FILES = {
    "law/llm.md": "# LL.M. admissions\n\nThe deadline of the LL.M. is 1 May.\n",
    "law/sjd.md": "# S.J.D. admissions\n\nThe writing sample of the S.J.D. has 50 pages.\n",
    "arts/urban.md": "# M.A. in Urban Studies\n\nThe thesis is read by two professors.\n",
    "arts/public.md": "# M.A. in Public Media\n\nThe portfolio is sent online. The film is shown in May.\n",
}


@pytest.fixture
def remarks(tmp_path, write, build, open_assistant):
    """The remarks on whose page is quoted; the question is asked over these files."""
    build(write(tmp_path / "corpus", FILES), tmp_path / "index")
    assistant = open_assistant(tmp_path / "index")

    def of(question):
        answer = assistant.ask(make_question(question))
        assert answer.citations
        return [notice.text for notice in answer.notices if notice.kind == "other_page"]

    return of


@pytest.mark.parametrize(
    ("question", "page", "name"),
    [
        ("Is a writing sample of 50 pages required for the LLM?", "S.J.D. admissions", "LLM"),
        ("Is a writing sample of 50 pages required for the LL.M.?", "S.J.D. admissions", "LL.M."),
        ("Is the portfolio sent online for the urban studies master's?", "M.A. in Public Media", "urban"),
        ("Is the portfolio sent online in the Master of Urban Studies?", "M.A. in Public Media", "Urban"),
    ],
)
def test_quote_from_a_page_that_does_not_name_what_was_asked_is_remarked(remarks, question, page, name):
    (remark,) = remarks(question)
    assert f"the page “{page}”, which does not name “{name}”" in remark


@pytest.mark.parametrize(
    "question",
    [
        "When is the deadline of the LLM?",
        "How many pages has the writing sample of the S.J.D.?",
        "Who reads the thesis of the urban studies master's?",
        "Is the thesis read by professors?",
    ],
)
def test_quote_from_the_page_that_was_asked_for_is_not(remarks, question):
    assert remarks(question) == []


@pytest.mark.parametrize(
    "question", ["Is the film shown in Patagonia?", "Is the portfolio of the chemistry master's sent online?"]
)
def test_a_name_that_no_page_bears_is_not(remarks, question):
    assert remarks(question) == []


def test_quote_from_a_page_about_another_degree_is_remarked(tmp_path, write, build, open_assistant):
    files = {
        "work/bachelor.md": "# Bachelor of Social Work\n\nApplications are due on 1 May.\n",
        "work/doctor.md": "# Ph.D. in Social Work\n\nThe dissertation is read by two professors.\n",
    }
    build(write(tmp_path / "corpus", files), tmp_path / "index")
    answer = open_assistant(tmp_path / "index").ask(make_question("When are applications for the doctorate due?"))
    assert "1 May" in answer.citations[0].quote
    (remark,) = [notice.text for notice in answer.notices if notice.kind == "other_page"]
    assert "the page “Bachelor of Social Work”, which is about another degree" in remark


DEGREES = {
    "work/doctor.md": "# PhD Admissions\n\nA master's degree is not required for admission. Send three letters.\n\n"
    "Files are uploaded as PDF or in Word. The office in Boston closes at 5 pm. Write to Amy Lee.\n",
    "work/business.md": "# MBA Admissions\n\nThe grade point average (GPA) has to be 3.0 or more.\n",
    "work/law.md": "# LL.M. Admissions\n\nThe programme is open to lawyers. Its deadline is 1 May.\n",
}


@pytest.fixture
def asked_of(tmp_path, write, build, open_assistant):
    """The remarks on whose page is quoted where the other pages of `DEGREES` say nothing."""

    def of(question, page, *history):
        others = {name: text.split("\n")[0] + "\n\nNothing.\n" for name, text in DEGREES.items()}
        build(write(tmp_path / "corpus", others | {page: DEGREES[page]}), tmp_path / "index")
        asked = make_question(question, history=tuple(Turn(one, "") for one in history))
        answer = open_assistant(tmp_path / "index").ask(asked)
        assert answer.citations[0].doc_id == page
        return [notice.text for notice in answer.notices if notice.kind == "other_page"]

    return of


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("Do I need a master's degree for admission?", "work/doctor.md"),
        ("Is a master’s degree required for admission?", "work/doctor.md"),
        ("I have a bachelor's degree. How many letters do I send?", "work/doctor.md"),
        ("What undergraduate GPA, or grade point average, is required?", "work/business.md"),
        ("I have an MBA. How many letters do I send for the PhD?", "work/doctor.md"),
        ("Not the MBA, the LLM: is the programme open to lawyers?", "work/law.md"),
        ("Are files uploaded as PDF or as an MS Word file?", "work/doctor.md"),
        ("Does the office close at 5 pm MST?", "work/doctor.md"),
        ("Does the office in Boston, MA close at 5 pm?", "work/doctor.md"),
        ("Do I write to Ms. Lee?", "work/doctor.md"),
    ],
)
def test_a_degree_that_is_not_applied_to_is_not_the_one_that_is_asked_about(asked_of, question, page):
    assert asked_of(question, page) == []


def test_a_degree_that_a_follow_up_asks_about_as_a_condition_is_not_remarked(asked_of):
    assert asked_of("Do I need a master's degree for admission?", "work/doctor.md", "How do I apply to the PhD?") == []


@pytest.mark.parametrize(
    "question",
    [
        "I have a bachelor's degree. How many letters do I send for the MBA?",
        "Do you have an MBA to which I send three letters?",
        "How many letters do I send with the MS Computer Science application?",
    ],
)
def test_the_degree_that_is_applied_to_still_is(asked_of, question):
    (remark,) = asked_of(question, "work/doctor.md")
    assert "the page “PhD Admissions”, which" in remark


@pytest.mark.parametrize("question", ["Is the portfolio sent in May?", "Who reads the studies and the thesis?"])
def test_an_ordinary_word_is_no_name(remarks, question):
    assert remarks(question) == []


def test_folder_names_are_made_readable():
    assert program_name("msk-imaging-fellowship") == "MSK Imaging Fellowship"
    assert program_name("school_of_public_health") == "School of Public Health"


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("law/admissions/llm.md", "The LL.M.", True),
        ("law/llm.md", "How to apply", True),
        ("law/llm.md", "LL.M. FAQs", True),
        ("law/llm.md", "Financial Aid", True),
        ("law/tuition-and-fees.md", "Costs", True),
        ("law/llm.md", "Applied Health Informatics", False),
        ("law/housing.md", "Room selection for residents", False),
        ("law/readmissions-office.md", "Legal aid clinic", False),
    ],
)
def test_pages_for_people_who_apply_are_known_by_title_or_address(tmp_path, write, build, name, title, expected):
    build(write(tmp_path / "corpus", {name: f"# {title}\n\nThe office is open on Mondays.\n"}), tmp_path / "index")
    (document,) = load_index(tmp_path / "index").documents.values()
    assert for_applicants(document) is expected
