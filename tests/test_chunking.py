"""Documents -> passages: exact slices that respect the structure and fit."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.chunking import make_passages
from assistant.documents import read_document
from assistant.errors import DocumentError
from assistant.types import BlockKind

HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)
SPARE_TOKENS = 8  # Kept free in every passage for what the embedder adds.


def count_words(texts):
    return [len(text.split()) for text in texts]


def read(text, doc_id="grant/page.md"):
    return read_document(text.encode(), doc_id)


def passages(document, max_tokens=64):
    return make_passages(document, count_tokens=count_words, max_tokens=max_tokens)


def words(count, word="word"):
    return " ".join([word] * count)


def test_a_passage_carries_its_place_and_what_stands_above_it():
    document = read("---\ntitle: Grant\n---\n# Grant\n\n## Dates\n\n### Early\n\nApply by May 5.\n")
    (passage,) = passages(document)
    assert (passage.doc_id, passage.program) == ("grant/page.md", "grant")
    assert passage.text == document.text[passage.start : passage.end] == "Apply by May 5."
    assert passage.section == ("Dates", "Early")
    assert passage.heading == "Grant > Dates > Early"


def test_headings_are_never_part_of_a_passage():
    document = read("# Grant\n\n## Dates\n\nMay 5.\n\n## Is there a fee?\n\nNo.\n")
    assert [passage.text for passage in passages(document)] == ["May 5.", "No."]


def test_a_heading_without_text_makes_no_passage():
    assert [passage.text for passage in passages(read("# Grant\n\n## Empty\n\n## Dates\n\nMay 5.\n"))] == ["May 5."]


def test_short_blocks_of_one_section_share_a_passage():
    document = read("Send these:\n\n- a letter\n- a form\n\nThank you.\n")
    assert [passage.text for passage in passages(document)] == ["Send these:\na letter\na form\n\nThank you."]


def test_sections_of_the_same_name_do_not_share_a_passage():
    document = read("# Grant\n\n## Fee\n\nTen.\n\n## Fee\n\nTwenty.\n")
    assert [passage.text for passage in passages(document)] == ["Ten.", "Twenty."]


def test_a_full_passage_ends_between_blocks():
    document = read(f"{words(20, 'one')}.\n\n{words(20, 'two')}.\n\n{words(20, 'three')}.\n")
    parts = passages(document, max_tokens=32 + 8 + 1)
    assert [passage.text.split()[0] for passage in parts] == ["one", "two", "three"]
    assert all(passage.text.count("\n") == 0 for passage in parts)


def test_a_block_that_is_too_long_is_divided_between_sentences():
    document = read(" ".join(f"Sentence {number} has five words." for number in "ABCDEFGHIJKLMNOP"))
    parts = passages(document, max_tokens=30)
    assert len(parts) > 1
    assert all(passage.text.startswith("Sentence") and passage.text.endswith("words.") for passage in parts)


def test_a_sentence_that_is_too_long_is_divided_between_words():
    document = read(words(200))
    parts = passages(document, max_tokens=40)
    assert sum(count_words([passage.text for passage in parts])) == 200
    assert all(set(passage.text.split()) == {"word"} for passage in parts)


def test_a_word_that_is_too_long_is_divided_where_it_must_be():
    def count_characters(texts):
        return [len(text) for text in texts]

    document = read("x" * 1_000)
    parts = make_passages(document, count_tokens=count_characters, max_tokens=100)
    assert "".join(passage.text for passage in parts) == "x" * 1_000
    assert max(len(passage.text) for passage in parts) <= 100


def test_a_long_heading_path_is_shortened_so_that_text_has_room():
    long_heading = words(60, "heading")
    document = read(f"# Grant\n\n## {long_heading}\n\n### {long_heading}\n\nMay 5.\n")
    (passage,) = passages(document)
    assert passage.text == "May 5."
    assert len(passage.heading) < 2 * len(long_heading)


def test_the_same_document_is_cut_the_same_way():
    document = read("# Grant\n\n" + " ".join(f"This is sentence {number}." for number in range(100)))
    assert passages(document) == passages(document)


def test_tokens_are_counted_for_many_texts_at_once():
    calls = []

    def count(texts):
        calls.append(len(texts))
        return count_words(texts)

    make_passages(read("\n\n".join(f"Paragraph {number}." for number in range(200))), count_tokens=count, max_tokens=64)
    assert len(calls) == 2


WORDS = st.sampled_from("apply May the grant 2027 e.g. Dr. Smith’s (see below) fee; U.S. 5 p.m. é".split())
SENTENCE = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)
BLOCK = st.one_of(
    st.builds("{}{}".format, SENTENCE, st.sampled_from([".", "!", ":", " ", ". Yes."])),
    st.builds("- {}\n- {}".format, SENTENCE, SENTENCE),
    st.builds("1. {}\n   - {}".format, SENTENCE, SENTENCE),
    st.builds("{} {}".format, st.sampled_from(["#", "##", "###"]), SENTENCE),
    st.builds("## {}?".format, st.sampled_from(["Is there a fee", "Who may apply"])),
    st.builds("| {} | b |\n|---|---|\n| {} | d |".format, SENTENCE, SENTENCE),
    st.builds("{}  \n{}".format, SENTENCE, SENTENCE),
    st.text(alphabet="ab .?!\n", max_size=200),
)


@given(parts=st.lists(BLOCK, min_size=1, max_size=12), max_tokens=st.integers(32, 80))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_document_is_cut_into_whole_fitting_slices(parts, max_tokens):
    try:
        document = read("\n\n".join(["# Grant", *parts]))
    except DocumentError:
        assume(False)
    cut = passages(document, max_tokens)
    bodies = [block for block in document.blocks if block.kind not in HEADINGS]

    at = 0
    for passage in cut:
        assert at <= passage.start < passage.end <= len(document.text)
        assert passage.text == document.text[passage.start : passage.end] == passage.text.strip()
        at = passage.end
        touched = [block for block in document.blocks if block.start < passage.end and passage.start < block.end]
        assert {block.section for block in touched} == {passage.section}
        assert not any(block.kind in HEADINGS for block in touched)
        size, heading = count_words([passage.text, passage.heading])
        assert size <= max(16, max_tokens - heading - SPARE_TOKENS)

    covered = [place for passage in cut for place in range(passage.start, passage.end)]
    wanted = [place for block in bodies for place in range(block.start, block.end)]
    text = document.text
    assert [place for place in covered if not text[place].isspace()] == [
        place for place in wanted if not text[place].isspace()
    ]


@pytest.mark.parametrize("unit", ["word ", "A sentence. ", ".", "a.b."])
def test_a_very_long_paragraph_is_cut_quickly_and_whole(unit):
    document = read(unit * (300_000 // len(unit)), "page.txt")
    cut = passages(document, 128)
    assert sum(len(passage.text.replace(" ", "")) for passage in cut) == len(document.text.replace(" ", ""))
