import math
import re
from pathlib import Path

import pytest

from assistant.embedding import HashingEmbedder
from assistant.errors import AssistantError
from assistant.index import load_index
from assistant.language import sentences, words
from assistant.questions import make_question
from assistant.reading import MAX_SPANS, QUOTE_WORDS, ExtractiveReader
from assistant.reading.confidence import confidence_features
from assistant.reading.model import logistic, threshold_for
from assistant.retrieval import open_retriever
from assistant.types import BlockKind, Outcome

EXAMPLES = Path(__file__).parent.parent / "corpus"
HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """An index of the example corpus of the project."""
    from assistant.index import build_index

    folder = tmp_path_factory.mktemp("examples")
    build_index(EXAMPLES, folder, HashingEmbedder(), passage_tokens=128, max_bytes=1_000_000)
    return load_index(folder)


@pytest.fixture(scope="module")
def example_answers(examples):
    """Answers to everything that the example corpus has a heading or a sentence about."""
    from assistant.assistant import Assistant

    assistant = Assistant(
        examples,
        open_retriever("hybrid", HashingEmbedder()),
        ExtractiveReader(),
        top_k=20,
        refusal_threshold=0.0,
    )
    return [assistant.ask(make_question(text)) for text in example_questions(examples)]


def example_questions(index):
    for document in index.documents.values():
        for number, block in enumerate(document.blocks):
            if block.kind in HEADINGS or number % 3 == 0:
                yield document.text[block.start : block.end][:200]


def ask(text, files, tmp_path, write, build, open_assistant):
    build(write(tmp_path / "corpus", files), tmp_path / "index")
    return open_assistant(tmp_path / "index").ask(make_question(text))


@pytest.fixture
def quotes(tmp_path, write, build, open_assistant):
    """Asks a corpus given as name -> text and returns the citations."""

    def cite(text, files):
        return ask(text, files, tmp_path, write, build, open_assistant).citations

    return cite


def edges(document):
    """Where a quote may start and end: at blocks and, within paragraphs, at sentences."""
    starts, ends = set(), set()
    for block in document.blocks:
        pieces = [(block.start, block.end), *sentences(document.text, block.start, block.end)]
        starts |= {start for start, _ in pieces}
        ends |= {end for _, end in pieces}
    return starts, ends


# What holds for every quote


def test_quotes_are_exact_slices(examples, example_answers):
    assert len(example_answers) > 100
    for answer in example_answers:
        assert answer.citations or answer.outcome is Outcome.CLARIFY
        for citation in answer.citations:
            text = examples.document(citation.doc_id).text
            assert text[citation.start : citation.end] == citation.quote
            if citation.lead_in is not None:
                assert text[citation.lead_in.start : citation.lead_in.end] == citation.lead_in.quote


def test_quotes_are_whole_sentences_items_and_rows(examples, example_answers):
    for answer in example_answers:
        for citation in answer.citations:
            starts, ends = edges(examples.document(citation.doc_id))
            assert citation.start in starts, citation
            assert citation.end in ends, citation


def test_items_and_rows_are_quoted_with_what_introduces_them(examples, example_answers):
    apart = 0
    for answer in example_answers:
        for citation in answer.citations:
            blocks = examples.document(citation.doc_id).blocks
            inside = [
                number
                for number, block in enumerate(blocks)
                if block.start < citation.end and block.end > citation.start
            ]
            # A quote begins with what introduces a part of it, or else with a part that has its introduction apart.
            first = blocks[inside[0]]
            introduces = any(blocks[number].lead == inside[0] for number in inside[1:])
            if first.lead is None or introduces or citation.start > first.start:
                continue
            apart += 1
            lead = blocks[first.lead]
            assert citation.lead_in is not None, citation
            assert lead.start <= citation.lead_in.start < citation.lead_in.end <= lead.end
    assert apart


def test_heading_alone_is_never_a_quote(examples, example_answers):
    for answer in example_answers:
        for citation in answer.citations:
            inside = [
                block.kind
                for block in examples.document(citation.doc_id).blocks
                if block.start < citation.end and block.end > citation.start
            ]
            assert set(inside) - set(HEADINGS), citation


def test_at_most_three_quotes_that_neither_overlap_nor_repeat(example_answers):
    assert max(len(answer.citations) for answer in example_answers) == MAX_SPANS
    for answer in example_answers:
        assert len(answer.citations) <= MAX_SPANS
        said = [words(citation.quote) for citation in answer.citations]
        assert all(quote not in said[:place] for place, quote in enumerate(said))
        for place, one in enumerate(answer.citations):
            for other in answer.citations[:place]:
                assert one.doc_id != other.doc_id or one.end <= other.start or other.end <= one.start


def test_scores_and_confidence_lie_between_0_and_1(example_answers):
    for answer in example_answers:
        scores = [citation.score for citation in answer.citations]
        assert 0.0 <= answer.confidence <= 1.0
        assert all(0.0 <= score <= 1.0 for score in scores)
        assert answer.parts or scores == sorted(scores, reverse=True)


# What is chosen


def test_of_a_short_passage_only_what_answers_is_quoted(quotes):
    text = "The visa office is open on weekdays. Parking is free."
    citations = quotes("When is the visa office open?", {"a.txt": text})
    assert [citation.quote for citation in citations] == ["The visa office is open on weekdays."]


def test_an_introduction_is_quoted_with_its_list(quotes):
    items = "- a passport\n- two photographs\n- a bank letter\n"
    text = f"# Papers\n\nWith your visa application send the following:\n\n{items}"
    quote = quotes("What do I send with my visa application?", {"a.md": text})[0].quote
    assert quote.startswith("With your visa application") and quote.endswith("a bank letter")


def test_of_a_long_passage_the_sentences_that_answer_are_quoted(quotes):
    filler = "The town has parks and a harbor with many small boats that locals enjoy in every season of the year. "
    text = f"{filler * 2}Applicants send three letters of recommendation. {filler * 2}".strip()
    quote = quotes("How many letters of recommendation do applicants send?", {"a.txt": text})[0].quote
    assert "Applicants send three letters of recommendation." in quote
    assert len(words(quote)) <= QUOTE_WORDS


def test_sentence_longer_than_a_passage_is_quoted_whole(quotes):
    clauses = ", ".join(f"the {name} office keeps its door open for them" for name in "abcdefghijklmnopqrstuvwxyz")
    sentence = f"Applicants find that {clauses}, and the visa desk stamps passports."
    quote = quotes("Which desk stamps passports?", {"a.txt": f"A first sentence stands here. {sentence} A last one."})[
        0
    ]
    assert quote.quote == sentence


def test_of_a_list_item_longer_than_a_passage_whole_sentences_are_quoted(quotes):
    filler = "The town has parks and a harbor with many small boats that locals enjoy in every season of the year. "
    item = f"{filler * 9}The visa desk stamps passports. {filler * 9}".strip()
    quote = quotes("Which desk stamps passports?", {"a.md": f"# Papers\n\n- A first item.\n- {item}\n"})[0].quote
    assert "The visa desk stamps passports." in quote
    assert len(words(quote)) <= QUOTE_WORDS
    assert quote.endswith(".")


def test_list_item_near_its_lead_in_is_one_quote_with_it(assistant):
    citation = assistant.ask(make_question("How many letters of recommendation must I send?")).citations[0]
    assert citation.quote.startswith("To apply, send the following:")
    assert "three letters of recommendation" in citation.quote


def test_list_item_far_from_its_lead_in_is_quoted_with_it_apart(quotes):
    items = "\n".join(
        f"- document number {number}, which the office reads with care and files away" for number in range(40)
    )
    files = {"a.md": f"# Papers\n\nApplicants must send the following:\n\n{items}\n- the golden diploma certificate\n"}
    citation = quotes("golden diploma certificate", files)[0]
    assert citation.lead_in.quote == "Applicants must send the following:"
    assert "golden diploma certificate" in citation.quote
    assert len(words(citation.quote)) <= QUOTE_WORDS + 10


def test_an_item_of_a_list_within_a_list_is_quoted_with_what_introduces_both(quotes):
    inner = "- Applicants who:\n  - hold a golden diploma certificate\n"
    near = quotes("golden diploma certificate", {"a.md": f"# Rules\n\nThese people cannot apply:\n\n{inner}"})[0]
    assert near.quote == "These people cannot apply:\nApplicants who:\nhold a golden diploma certificate"
    filler = "\n".join(f"- people of the group with number {number}, whoever they may be" for number in range(20))
    far = quotes("golden diploma certificate", {"a.md": f"# Rules\n\nThese people cannot apply:\n\n{filler}\n{inner}"})[
        0
    ]
    assert far.lead_in.quote == "These people cannot apply:"
    assert far.quote.endswith("Applicants who:\nhold a golden diploma certificate")


def test_table_row_is_quoted_with_its_header(assistant):
    citation = assistant.ask(make_question("When are the interviews?", program="alpine")).citations[0]
    assert "Interviews | 9 November 2026" in citation.quote
    assert "Step | Date" in (citation.lead_in.quote if citation.lead_in else citation.quote)


def test_same_words_in_two_documents_are_quoted_once(quotes):
    text = "The visa office is open on weekdays."
    citations = quotes("When is the visa office open?", {"a/one.txt": text, "b/one.txt": text})
    assert len(citations) == 1


def test_figure_is_preferred_when_one_is_asked_for(quotes):
    filler = (
        "People in the region speak about many other things too and keep on doing so throughout the whole long year. "
    )
    text = f"The stipend is a matter of pride. {filler * 3}The stipend is 900 dollars. {filler * 3}".strip()
    assert "900 dollars" in quotes("How much is the stipend?", {"a.txt": text})[0].quote


def test_nothing_found_is_nothing_read():
    reading = ExtractiveReader().read("anything", [], document_of=None)
    assert (reading.spans, reading.confidence) == ((), 0.0)


def test_confidence_grows_with_what_is_found(assistant):
    close = assistant.ask(make_question("What is the application deadline of the Coastal Residency?"))
    far = assistant.ask(make_question("Which giraffe won yesterday's football match in Brazil?"))
    assert close.confidence > far.confidence


def test_a_longer_question_is_not_surer_for_all_the_words_it_has(assistant):
    hits = assistant.ask(make_question("What are the application fees?")).hits
    short = confidence_features("What are the application fees?", hits, [0.5])
    long = confidence_features(f"{'I come from Italy. ' * 5} What are the application fees?", hits, [0.5])
    assert 0 <= long["keyword_lead"] <= short["keyword_lead"]
    assert {**long, "keyword_lead": 0} == {**short, "keyword_lead": 0}
    assert confidence_features("", hits, [0.5])["keyword_lead"] >= 0


def test_what_stands_out_from_all_that_was_found_is_surer(assistant):
    hits = assistant.ask(make_question("What are the application fees?")).hits
    clear, vague = (confidence_features("What are the fees?", hits, chances) for chances in ([0.1, 0.7], [0.6, 0.7]))
    assert clear["chance"] == vague["chance"] == 0.7
    assert clear["chance_lead"] == pytest.approx(0.6)
    assert clear["chance_lead"] > vague["chance_lead"] > 0
    alone = confidence_features("What are the fees?", hits[:1], [])
    assert alone["dense_lead"] == alone["match_lead"] == alone["keyword_lead"] == alone["chance_lead"] == 0.0
    assert confidence_features("What are the fees?", hits, [0.5])["dense_lead"] >= 0.0


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ([(0.8, 2.0)], 2.0),
        ([(0.8, 2.0), (0.8, -1.0)], 0.5),
        ([(0.6, -1.0), (0.8, 2.0)], pytest.approx(2.0, abs=0.01)),
        ([(0.8, 2.0), (0.775, -1.0)], pytest.approx((2 * math.e - 1) / (math.e + 1))),
        ([(-900.0, 1.0), (900.0, 3.0)], 3.0),
    ],
)
def test_what_the_model_says_of_the_best_hits_counts_most(assistant, read, expected):
    hits = assistant.ask(make_question("What are the application fees?")).hits
    assert confidence_features("What are the fees?", hits, [0.5], read)["odds"] == expected


def test_a_page_that_never_mentions_what_is_named_is_less_sure(tmp_path, write, build, open_assistant):
    files = {
        "llm.md": "# LL.M.\n\nThe moot court is in May.\n",
        "arts.md": "# Master of Arts\n\nThe application fee is 80 dollars.\n",
    }
    build(write(tmp_path / "corpus", files), tmp_path / "index")
    assistant = open_assistant(tmp_path / "index")
    plain, named = (assistant.ask(make_question(f"What is the application fee{end}?")) for end in ("", " of the LL.M."))
    assert plain.features["unmentioned"] == 0
    assert named.features["unmentioned"] == (1 if named.citations[0].doc_id == "arts.md" else 0)


def test_confidence_takes_any_figures():
    low, high = logistic("confidence", {"dense": -1e9}), logistic("confidence", {"dense": 1e9, "unheard": 3.0})
    assert 0.0 <= low <= high <= 1.0


def test_numbers_never_come_from_the_question(example_answers):
    for answer in example_answers[:40]:
        for figure in re.findall(r"\d[\d,]*", answer.text):
            assert any(
                figure in c.quote or figure in c.title or (c.lead_in and figure in c.lead_in.quote)
                for c in answer.citations
            )


# How often it may be wrong


def test_fewer_wrong_answers_take_a_higher_threshold():
    thresholds = [threshold_for(share) for share in (0.5, 0.3, 0.2, 0.1)]
    assert thresholds == sorted(thresholds)
    assert 0 <= thresholds[0] < thresholds[-1] < 1


def test_a_share_of_wrong_answers_that_was_never_reached_is_refused():
    with pytest.raises(AssistantError, match=r"wrong_at_most is 1e-09; the least that was reached is 0\.\d+; give"):
        threshold_for(1e-9)
