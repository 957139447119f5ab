import pytest
from threadpoolctl import threadpool_info

from assistant.embedding import HashingEmbedder
from assistant.errors import AssistantError
from assistant.index import keyword_text, load_index
from assistant.keywords import KeywordIndex
from assistant.retrieval import open_retriever

COMPONENTS = {
    "dense": {"dense"},
    "keyword": {"keyword"},
    "hybrid": {"dense", "keyword", "match", "applicants", "unnamed", "unmentioned", "other_degree"},
}


@pytest.fixture(params=COMPONENTS)
def name(request):
    return request.param


@pytest.fixture
def retriever(name):
    return open_retriever(name, HashingEmbedder())


@pytest.fixture(scope="module")
def loaded(shared_index):
    return load_index(shared_index)


def places(hits):
    return [(hit.passage.doc_id, hit.passage.start) for hit in hits]


def test_at_most_top_k_hits_come_back(retriever, loaded):
    for top_k in (1, 2, 3):
        assert len(retriever.retrieve("application deadline of the fellowship", loaded, top_k=top_k)) == top_k


def test_hits_come_best_first_and_once(retriever, loaded):
    hits = retriever.retrieve("application deadline stipend", loaded, top_k=50)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len(set(places(hits))) == len(hits)


def test_fewer_hits_are_the_first_of_more(retriever, loaded):
    question = "What is the stipend of the residency?"
    few, many = (places(retriever.retrieve(question, loaded, top_k=top_k)) for top_k in (3, 8))
    assert many[:3] == few


def test_passage_with_the_words_asked_for_is_the_first(retriever, loaded):
    hits = retriever.retrieve("Bring passport to the visa office", loaded, top_k=3)
    assert hits[0].passage.doc_id == "visas.txt"


def test_program_restricts_to_its_own_and_root_documents(retriever, loaded):
    question = "application deadline stipend visa office"
    for program in ("alpine", "coastal"):
        hits = retriever.retrieve(question, loaded, top_k=50, program=program)
        assert {hit.passage.program for hit in hits} == {program, None}
    everything = retriever.retrieve(question, loaded, top_k=50)
    assert {hit.passage.program for hit in everything} == {"alpine", "coastal", None}


def test_unknown_program_sees_root_documents_only(retriever, loaded):
    hits = retriever.retrieve("visa stipend", loaded, top_k=50, program="nowhere")
    assert {hit.passage.program for hit in hits} == {None}


def test_no_visible_passages_give_no_hits(retriever, tmp_path, write, build):
    build(write(tmp_path / "corpus", {"alpine/a.txt": "The visa office is open."}), tmp_path / "index")
    assert retriever.retrieve("visa", load_index(tmp_path / "index"), top_k=5, program="coastal") == []


def test_components_are_named_and_make_sense(name, retriever, loaded):
    for hit in retriever.retrieve("application deadline", loaded, top_k=50):
        assert set(hit.components) == COMPONENTS[name]
        assert -1.001 <= hit.components.get("dense", 0) <= 1.001
        assert hit.components.get("keyword", 0) >= 0
        assert -1.001 <= hit.components.get("match", 0) <= 1.001


def test_top_k_may_be_larger_than_the_corpus(name, retriever, loaded):
    hits = retriever.retrieve("stipend", loaded, top_k=1000)
    if name == "keyword":
        assert 0 < len(hits) < len(loaded.passages)
    else:
        assert len(hits) == len(loaded.passages)


def test_hits_are_passages_of_the_index(retriever, loaded):
    for hit in retriever.retrieve("stipend deadline", loaded, top_k=50):
        text = loaded.document(hit.passage.doc_id).text
        assert hit.passage in loaded.passages
        assert text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize("question", ["🙂", "the of and", "zzzz", "?"])
def test_questions_without_known_words_do_no_harm(retriever, loaded, question):
    assert len(retriever.retrieve(question, loaded, top_k=5)) <= 5


def test_same_question_gives_the_same_hits(retriever, tmp_path, write, build):
    files = {f"{letter}/guide.txt": "The visa office is open." for letter in "abcdefgh"}
    build(write(tmp_path / "corpus", files), tmp_path / "index")
    first, second = (retriever.retrieve("visa office", load_index(tmp_path / "index"), top_k=top_k) for top_k in (4, 4))
    assert first == second


def test_keyword_search_has_no_hits_without_shared_words(loaded):
    assert open_retriever("keyword", HashingEmbedder()).retrieve("zebra giraffe", loaded, top_k=5) == []


def test_hybrid_ranks_the_exact_word_above_equal_meaning(loaded):
    hits = open_retriever("hybrid", HashingEmbedder()).retrieve("J-1", loaded, top_k=3)
    assert "J-1" in hits[0].passage.text


def test_hybrid_takes_in_what_only_the_words_find(tmp_path, write, build):
    class Blind(HashingEmbedder):
        """Sees every text alike, so that nothing is found by meaning."""

        digest = "blind"

        def embed_passages(self, texts, progress=None):
            return super().embed_passages(["same"] * len(texts), progress)

    files = {f"{number:03}.txt": f"Paragraph number {number} says nothing." for number in range(150)}
    files["149.txt"] = "The lantern is here."
    build(write(tmp_path / "corpus", files), tmp_path / "index", Blind())
    hits = open_retriever("hybrid", Blind()).retrieve("lantern", load_index(tmp_path / "index"), top_k=1)
    assert hits[0].passage.doc_id == "149.txt"


def test_unknown_retriever_is_refused_with_the_valid_names():
    with pytest.raises(AssistantError, match="'magic' is unknown; it is hybrid, dense or keyword; set"):
        open_retriever("magic", HashingEmbedder())


def test_keyword_index_and_passages_belong_row_by_row(loaded):
    texts = (keyword_text(passage, loaded.document(passage.doc_id)) for passage in loaded.passages)
    rebuilt = KeywordIndex.build(texts)
    assert (rebuilt.scores("stipend visa") == loaded.keyword_scores("stipend visa", None)).all()


def test_the_match_grows_with_the_words_that_the_passage_has(shared_index):
    index = load_index(shared_index)
    for hit in open_retriever("hybrid", HashingEmbedder()).retrieve("monthly stipend", index, top_k=5):
        text = f"{hit.passage.heading} {hit.passage.text}".lower()
        held = ("month" in text) + ("stipend" in text)
        match = hit.components["match"]
        assert match == pytest.approx(held / 2, abs=0.01) if held != 1 else 0.1 < match < 0.9


def test_a_passage_that_matches_all_words_comes_before_one_that_matches_one_often(tmp_path, write, build):
    files = {"one.txt": "Stipend, stipend, stipend.", "both.txt": "The stipend is sent out each month by the office."}
    build(write(tmp_path / "corpus", files), tmp_path / "index")
    hits = open_retriever("hybrid", HashingEmbedder()).retrieve(
        "monthly stipend", load_index(tmp_path / "index"), top_k=2
    )
    assert [hit.passage.doc_id for hit in hits] == ["both.txt", "one.txt"]


def test_of_two_pages_that_say_the_same_the_one_for_applicants_comes_first(tmp_path, write, build):
    text = "# {}\n\nThe deposit of 200 dollars is due on 1 May.\n"
    files = {"a/housing.md": text.format("Housing"), "a/admission.md": text.format("Admission")}
    build(write(tmp_path / "corpus", files), tmp_path / "index")
    loaded = load_index(tmp_path / "index")
    hits = open_retriever("hybrid", HashingEmbedder()).retrieve("When is the deposit due?", loaded, top_k=5)
    assert [hit.passage.doc_id for hit in hits] == ["a/admission.md", "a/housing.md"]
    assert [hit.components["applicants"] for hit in hits] == [1.0, 0.0]


@pytest.mark.parametrize(
    ("question", "order", "component", "scores"),
    [
        ("When is the deposit due at Gabelli?", ["gabelli.md", "bachelor.md"], "unnamed", [0, 1]),
        ("When is the deposit due at Gabelli, Lincoln?", ["gabelli.md", "bachelor.md"], "unnamed", [0, 1]),
        ("When is the deposit due at Gabelli?", ["gabelli.md", "bachelor.md"], "unmentioned", [0, 1]),
        ("When is the deposit due in the doctorate?", ["gabelli.md", "bachelor.md"], "other_degree", [0, 1]),
        ("When is the deposit due for a Ph.D.?", ["doctoral.md", "bachelor.md"], "other_degree", [0, 1]),
        ("When is the deposit due for undergraduates?", ["bachelor.md", "doctoral.md"], "other_degree", [0, 1]),
    ],
)
def test_of_sister_pages_that_say_the_same_the_one_that_was_named_comes_first(
    tmp_path, write, build, question, order, component, scores
):
    titles = {"bachelor.md": "B.A. office", "doctoral.md": "Doctoral office", "gabelli.md": "Gabelli office"}
    files = {name: f"# {titles[name]}\n\nThe deposit of 200 dollars is due on 1 May.\n" for name in order}
    build(write(tmp_path / "corpus", files), tmp_path / "index")
    hits = open_retriever("hybrid", HashingEmbedder()).retrieve(question, load_index(tmp_path / "index"), top_k=5)
    assert [hit.passage.doc_id for hit in hits] == order
    assert [hit.components[component] for hit in hits] == scores


def test_a_page_that_mentions_what_is_named_comes_before_one_that_does_not(tmp_path, write, build):
    files = {
        "gabelli.md": "# Gabelli\n\nThe library is open on Mondays.\n",
        "one.md": "# Office\n\nThe deposit of 200 dollars is due on 1 May.\n",
        "two.md": "# Office\n\nThe deposit of 200 dollars is due on 1 May.\n\n## Rooms\n\nGabelli has its own rooms.\n",
    }
    build(write(tmp_path / "corpus", files), tmp_path / "index")
    index = load_index(tmp_path / "index")
    hits = open_retriever("hybrid", HashingEmbedder()).retrieve("When is the Gabelli deposit due?", index, top_k=5)
    deposits = [hit for hit in hits if "200" in hit.passage.text]
    assert [(hit.passage.doc_id, hit.components["unmentioned"]) for hit in deposits] == [("two.md", 0), ("one.md", 1)]
    assert {hit.components["unnamed"] for hit in deposits} == {1}


def test_the_products_of_a_question_wake_no_threads():
    open_retriever("hybrid", HashingEmbedder())
    assert {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"} == {1}
