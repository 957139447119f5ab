import json
import re
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from assistant.evaluation import mcnemar, read_cases

ROOT = Path(__file__).parent.parent
SCORER = ROOT.parent / "shared" / "bench" / "score.py"

STIPEND = "The stipend is 61,000 dollars a year."
HOSTILE = '<script>alert(1)</script><img src="http://evil.example/x.png"> Is the stipend paid?'
QUESTIONS = [
    {"id": "stipend", "question": "How much is the stipend?", "answerable": True, "gold": [STIPEND], "kind": "money"},
    {
        "id": "deadline",
        "question": "What is the application deadline of the Coastal Residency?",
        "answerable": True,
        "gold": ["Its application deadline is 15 January 2027."],
        "passages": ["coastal/overview"],
        "kind": "dates",
    },
    {
        "id": "positions",
        "question": "How many funded positions has the Alpine Fellowship?",
        "answerable": True,
        "gold": ["It has eight funded positions."],
        "url": "https://alpine.example.org/overview/",
        "kind": "money",
    },
    {"id": "visa", "question": "Who needs a J-1 visa?", "answerable": True, "passages": ["visas"], "kind": "visas"},
    {"id": "zebra", "question": "Do zebras purr?", "answerable": False, "gold": []},
    {"id": "opera", "question": "Which opera opens the season?", "answerable": False, "kind": "visas"},
    {"id": "vague", "question": "And what about it?", "answerable": False, "label": "underspecified"},
]


def write_lines(path, rows):
    text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def given(name, quotes=(), confidence=0.9, withheld=None):
    """An answer line: answered when there are quotes."""
    row = {
        "id": name,
        "outcome": "answered" if quotes else "not_found",
        "confidence": confidence,
        "citations": [{"quote": quote, "doc_id": "alpine/overview.md"} for quote in quotes],
    }
    return row if withheld is None else {**row, "withheld": [{"quote": quote, "doc_id": "a.md"} for quote in withheld]}


@pytest.fixture
def questions(tmp_path):
    return write_lines(tmp_path / "labelled.jsonl", QUESTIONS)


@pytest.fixture
def evaluate(command, shared_index):
    """Evaluates over the small corpus."""
    return lambda *arguments: command("evaluate", *arguments, "--index", shared_index)


@pytest.fixture
def figures(evaluate, questions):
    """The figures of the made-up questions, as JSON."""
    done = evaluate(questions, "--json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


@pytest.fixture
def compare(command, questions, tmp_path):
    """Compares two lists of answer lines to the made-up questions."""

    def run(old, new, *options):
        files = [write_lines(tmp_path / f"{name}.jsonl", rows) for name, rows in (("old", old), ("new", new))]
        return command("evaluate", questions, "--compare", *files, *options)

    return run


# Figures


@pytest.mark.parametrize("threshold", ["0", "0.25", "0.5", "1"])
def test_figures_are_those_of_the_scorer(evaluate, command, shared_index, questions, tmp_path, monkeypatch, threshold):
    if not SCORER.exists():
        pytest.skip("the scorer of ../shared is not at hand")
    monkeypatch.setenv("ASSISTANT_REFUSAL_THRESHOLD", threshold)
    asked = command("ask", "--batch", questions, "--index", shared_index, "--explain")
    answers = tmp_path / "batch.jsonl"
    answers.write_text(asked.out, encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, SCORER, questions, answers, "--json"], capture_output=True, text=True, check=True
    )
    expected = json.loads(scored.stdout)
    # Times differ from run to run; a mean of nothing (the words of no answer) is NaN there and left out here.
    expected = {name: value for name, value in expected.items() if value == value and not name.endswith("_ms")}
    found = json.loads(evaluate(questions, "--json").out)
    counts = {name: found[name] for name in ("questions", "answerable", "unanswerable")}
    measured = {name: figure["value"] for name, figure in found["figures"].items() if name in expected}
    assert counts | measured == pytest.approx(expected)


def test_every_quote_is_verified_against_its_document(figures):
    assert figures["figures"]["verbatim"]["value"] == 1


def test_a_figure_lies_in_its_interval(figures):
    for name, figure in figures["figures"].items():
        assert figure["low"] <= figure["value"] <= figure["high"], name


def test_intervals_are_the_same_on_every_run(evaluate, questions, figures):
    again = json.loads(evaluate(questions, "--json").out)
    for name, figure in figures["figures"].items():
        if not name.endswith("_ms"):
            assert again["figures"][name] == figure


def test_figures_are_given_for_each_kind(figures):
    kinds = figures["kinds"]
    assert {kind: row["questions"] for kind, row in kinds.items()} == {
        "money": 2,
        "dates": 1,
        "visas": 2,
        "other": 1,
        "underspecified": 1,
    }
    assert "false_answer" not in kinds["money"]["figures"]
    assert kinds["dates"]["figures"]["quote@3"]["value"] in (0, 1)


def test_calibration_error_by_hand(command, tmp_path):
    # Bin 0.9-1.0: confidences 0.95 and 0.93, one right: |1 - 1.88| = 0.88. Bin 0.1-0.2: refused at 0.15, yet what was
    # withheld is right: |1 - 0.15| = 0.85. Bin 0.8-0.9: without an answer, at 0.8: |0 - 0.8|. Together over 4.
    rows = [{"id": name, "question": "Stipend?", "answerable": True, "gold": [STIPEND]} for name in "abc"]
    cases = write_lines(tmp_path / "q.jsonl", [*rows, {"id": "d", "question": "Zebras?", "answerable": False}])
    old = [
        given("a", [STIPEND], 0.95),
        given("b", ["Housing is not provided."], 0.93),
        given("c", confidence=0.15, withheld=[STIPEND]),
        given("d", ["The stipend is paid monthly."], 0.8),
    ]
    answers = write_lines(tmp_path / "answers.jsonl", old)
    found = json.loads(command("evaluate", cases, "--compare", answers, answers, "--json").out)
    assert found["figures"]["ece"]["old"] == pytest.approx((0.88 + 0.85 + 0.8) / 4)
    assert found["figures"]["ece"]["change"] == 0


def test_text_shows_figures_then_kinds(evaluate, questions):
    done = evaluate(questions)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("7 questions, 4 answerable, 2 unanswerable; refusal threshold 0.34; index ")
    assert re.search(r"^quote@1 +\d\.\d{3}  \d\.\d{3} to \d\.\d{3}$", done.out, re.MULTILINE)
    assert re.search(r"^kind +questions +quote@1", done.out, re.MULTILINE)


def test_label_says_which_questions_have_no_answer(questions):
    cases = {case.id: case for case in read_cases(questions)}
    assert [case.unanswerable for case in cases.values()] == [False, False, False, False, True, True, False]


# The report


@pytest.fixture
def report(evaluate, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_REFUSAL_THRESHOLD", "0")  # So that the worst cases hold what was asked.
    path = write_lines(
        tmp_path / "labelled.jsonl",
        [{"id": "h", "question": HOSTILE, "answerable": False, "kind": "<b>"}, *QUESTIONS],
    )
    assert evaluate(path, "--report", tmp_path / "new" / "report").code == 0
    return (tmp_path / "new" / "report" / "index.html").read_text("utf-8")


def test_report_escapes_what_was_asked(report):
    page = lxml.html.fromstring(report)
    assert page.xpath("//script | //img | //td//b") == []
    assert any(heading.text_content() == HOSTILE for heading in page.iter("h4"))


def test_report_needs_nothing_from_elsewhere(report):
    page = lxml.html.fromstring(report)
    assert page.xpath("//@src | //@href | //link | //iframe | //object") == []
    assert not re.search(r"@import|url\(|https?://", report.replace("http://evil.example", ""))


def test_report_is_well_formed(report):
    page = lxml.html.document_fromstring(report)
    assert page.xpath("string(//title)") == "Evaluation"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for element in page.xpath("//*[@aria-labelledby]"):
        assert set(element.get("aria-labelledby").split()) <= set(ids)
    opened = re.findall(r"<(svg|table|section|figure|li|blockquote|details|p|td|th|tr|div)\b[^>]*>", report)
    closed = re.findall(r"</(svg|table|section|figure|li|blockquote|details|p|td|th|tr|div)>", report)
    assert sorted(opened) == sorted(closed)


def test_report_draws_and_tells_the_same(report):
    page = lxml.html.fromstring(report)
    charts = page.xpath("//svg[@role='img']")
    assert len(charts) == 2
    for chart in charts:
        assert chart.xpath("./title") and chart.xpath("./desc")
        assert chart.xpath("ancestor::figure//details//table//td")
    assert [row.text_content().split()[0] for row in page.xpath("//table[@class='confusion']/tbody/tr")] == [
        "answerable",
        "unanswerable",
        "other",
    ]


def test_report_shows_refusals_with_what_was_withheld(evaluate, questions, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_REFUSAL_THRESHOLD", "1")
    assert evaluate(questions, "--report", tmp_path / "report").code == 0
    page = lxml.html.parse(tmp_path / "report" / "index.html").getroot()
    cards = {card.findtext("h4"): card for card in page.xpath("//ol[@class='cases']/li")}
    assert cards.keys() == {row["question"] for row in QUESTIONS if row["answerable"]}
    assert "61,000 dollars" in cards["How much is the stipend?"].xpath("string(.//blockquote)")


# Two runs compared


def test_answers_of_one_run_can_be_compared_with_themselves(evaluate, command, questions, tmp_path, monkeypatch):
    answers = tmp_path / "answers.jsonl"
    figures = json.loads(evaluate(questions, "--json", "--answers", answers).out)
    same = json.loads(command("evaluate", questions, "--compare", answers, answers, "--json").out)
    assert (same["changed"], same["right"]["p_value"]) == (0, 1)
    assert same["figures"].keys() == figures["figures"].keys() - {"verbatim"}
    for name, difference in same["figures"].items():
        assert difference["old"] == difference["new"] == figures["figures"][name]["value"]
        assert (difference["change"], difference["beyond_chance"]) == (0, False)


def answers(**changes):
    rows = {row["id"]: given(row["id"], row.get("gold") or (), 0.5) for row in QUESTIONS}
    return list((rows | changes).values())


def test_comparison_says_what_changed(compare):
    old = answers()
    new = answers(
        stipend=given("stipend", ["Housing is not provided."], 0.71),
        deadline=given("deadline", confidence=0.1),
        positions=given("positions", ["It has eight funded positions.", STIPEND], 0.7),
        zebra=given("zebra", ["The stipend is paid monthly."], 0.5),
        visa=given("visa", ["Fellows from abroad need a J-1 visa."], 0.5),
    )
    found = json.loads(compare(old, new, "--json").out)
    changes = {row["id"]: (row["changed"], row["better"], row["worse"]) for row in found["changes"]}
    assert changes == {
        "stipend": (["first quote", "confidence"], [], ["quote@1", "quote@3"]),
        "deadline": (["outcome", "first quote", "confidence"], [], ["quote@1", "quote@3"]),
        "zebra": (["outcome", "first quote"], [], ["refusal"]),
        "visa": (["outcome", "first quote"], [], []),
    }
    assert (found["changed"], found["better"], found["worse"]) == (4, 0, 3)
    assert found["right"] | {"p_value": 0} == {
        "judged": 6,
        "old": 5,
        "new": 2,
        "only_old": 3,
        "only_new": 0,
        "p_value": 0,
    }
    assert found["figures"]["quote@1"] | {"low": 0, "high": 0} == {
        "old": 1,
        "new": pytest.approx(1 / 3),
        "change": pytest.approx(-2 / 3),
        "low": 0,
        "high": 0,
        "beyond_chance": False,
    }


def test_comparison_as_text_begins_with_what_got_worse(compare):
    old = answers(stipend=given("stipend", confidence=0.1), visa=given("visa", confidence=0.9))
    new = answers(positions=given("positions", confidence=0.1))
    done = compare(old, new)
    assert (done.code, done.err) == (0, "")
    assert "; 3 changed, 1 better, 1 worse\nright: old " in done.out
    assert re.search(r"^false_refusal +0\.500 +0\.500 +\+0\.000 ", done.out, re.MULTILINE)
    heads = [line for line in done.out.splitlines() if re.match(r"(positions|stipend|visa)  ", line)]
    assert heads == ["positions  worse: quote@1, quote@3", "stipend  better: quote@1, quote@3", "visa  changed"]
    assert "  outcome     answered -> not_found\n  confidence  0.50 -> 0.10\n" in done.out


def test_large_difference_is_beyond_chance(command, tmp_path):
    names = [str(number) for number in range(30)]
    rows = [{"id": name, "question": "Stipend?", "answerable": True, "gold": [STIPEND]} for name in names]
    cases = write_lines(tmp_path / "q.jsonl", rows)
    old = write_lines(tmp_path / "old.jsonl", [given(name) for name in names])
    new = write_lines(tmp_path / "new.jsonl", [given(name, [STIPEND] if int(name) > 9 else ()) for name in names])
    found = json.loads(command("evaluate", cases, "--compare", old, new, "--json").out)
    assert found["figures"]["quote@3"]["beyond_chance"]
    assert 0.3 < found["figures"]["quote@3"]["low"] < 2 / 3 < found["figures"]["quote@3"]["high"]
    assert found["right"]["p_value"] == 2 / 2**20
    assert "ece" not in found["figures"]  # What the refused answers would have quoted is not known.


@pytest.mark.parametrize(("only_old", "only_new", "p"), [(0, 0, 1), (1, 1, 1), (0, 5, 1 / 16), (8, 2, 112 / 1024)])
def test_exact_test_of_pairs(only_old, only_new, p):
    assert mcnemar(only_old, only_new) == pytest.approx(p)
    assert mcnemar(only_new, only_old) == mcnemar(only_old, only_new)


# Bad input


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("not json", "is not JSON"),
        ("[]", "wrong at the whole line"),
        ('{"question": "Deadline?"}', "wrong at answerable: Field required"),
        ('{"question": "Deadline?", "answerable": "yes"}', "wrong at answerable"),
        ('{"question": "Deadline?", "answerable": true, "gold": "text"}', "wrong at gold"),
        ('{"question": "", "answerable": true}', "is empty"),
        ('{"question": "Deadline?", "answerable": true, "id": "stipend"}', "id 'stipend' was given on line 1 too"),
    ],
)
def test_a_bad_question_is_named_by_its_line(evaluate, tmp_path, bad, says):
    path = write_lines(tmp_path / "labelled.jsonl", [QUESTIONS[0], "", bad])
    done = evaluate(path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"assistant: Line 3 of {str(path)!r}: ")
    assert says in done.err
    assert done.err.count("\n") == 1


def test_unknown_program_is_refused_before_any_question_is_asked(evaluate, tmp_path):
    path = write_lines(tmp_path / "labelled.jsonl", [QUESTIONS[0], {**QUESTIONS[1], "program": "polar"}])
    done = evaluate(path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("assistant: Line 2 of the questions: Program 'polar' has no documents; ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "says"), [(None, "cannot be read"), (b"\xff", "cannot be read"), (b"\n \n", "holds no question")]
)
def test_a_file_without_questions_is_refused(evaluate, tmp_path, content, says):
    path = tmp_path / "labelled.jsonl"
    if content is not None:
        path.write_bytes(content)
    done = evaluate(path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"assistant: File {str(path)!r} {says}")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (answers()[1:], "lacks 1 of 7 answers, the first to 'stipend'"),
        ([], "lacks 7 of 7 answers"),
        (["nothing"], "the answer 'nothing' is not JSON"),
        ([{**given("stipend"), "outcome": "maybe"}], "the answer is wrong at outcome"),
        ([given("stipend", confidence=2)], "the answer is wrong at confidence"),
    ],
)
def test_answers_that_cannot_be_compared_are_refused(compare, new, says):
    done = compare(answers(), new)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert done.err.count("\n") == 1


def test_comparison_writes_no_report(compare):
    done = compare(answers(), answers(), "--report", "report")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("assistant: --compare goes with neither --answers nor --report")


@pytest.mark.parametrize("option", ["--report", "--answers"])
def test_what_cannot_be_written_is_one_line(evaluate, questions, tmp_path, option):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = evaluate(questions, option, tmp_path / "file" / "below")
    assert done.code == 2
    assert "cannot be written" in done.err
    assert done.err.count("\n") == 1
