import numpy as np
import pytest

from assistant.embedding import BATCH_SIZE, HashingEmbedder, open_embedder
from assistant.errors import AssistantError
from assistant.language import terms

TEXTS = [
    "The application deadline is 1 October.",
    "Housing is not provided, but the office keeps a list of apartments near the hospital. " * 6,
    "Stipend",
    "",
    "Fellows from abroad need a J-1 visa.",
]
EMBEDDERS = ["hashing", pytest.param("all-MiniLM-L6-v2", marks=pytest.mark.model)]


@pytest.fixture(params=EMBEDDERS)
def embedder(request):
    return HashingEmbedder() if request.param == "hashing" else request.getfixturevalue("real_embedder")


def test_rows_are_unit_vectors_of_the_named_width(embedder):
    vectors = embedder.embed_passages(TEXTS).vectors
    assert vectors.shape == (len(TEXTS), embedder.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_question_is_one_unit_row(embedder):
    vector = embedder.embed_question("When is the deadline?").vector
    assert vector.shape == (1, embedder.dim)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_rows_keep_the_order_of_texts_of_any_length(embedder):
    texts = [f"{'word ' * (number * 7 % 23)}number {number}" for number in range(BATCH_SIZE + 6)]
    together = embedder.embed_passages(texts).vectors
    backwards = embedder.embed_passages(texts[::-1]).vectors[::-1]
    assert together == pytest.approx(backwards, abs=1e-4)
    assert together[5] == pytest.approx(embedder.embed_passages([texts[5]]).vectors[0], abs=1e-4)


def test_progress_counts_every_text_once(embedder):
    counts = []
    embedder.embed_passages([f"text {number}" for number in range(BATCH_SIZE + 1)], counts.append)
    assert sum(counts) == BATCH_SIZE + 1


def test_no_texts_give_no_rows(embedder):
    assert embedder.embed_passages([]).vectors.shape == (0, embedder.dim)
    assert embedder.count_tokens([]) == []


def test_every_text_has_its_tokens_as_unit_vectors(embedder):
    tokens = embedder.embed_passages(TEXTS).tokens
    assert tokens.vectors.shape == (tokens.starts[-1], embedder.token_dim)
    assert tokens.vectors.dtype == np.int8
    assert len(tokens.starts) == len(TEXTS) + 1
    assert np.linalg.norm(tokens.vectors.astype(float) / 127, axis=1) == pytest.approx(1.0, abs=0.05)
    counts = np.diff(tokens.starts)
    assert all(counts[row] >= len(terms(text)) for row, text in enumerate(TEXTS))


def test_tokens_are_the_same_in_any_company(embedder):
    alone = embedder.embed_passages(TEXTS[-1:]).tokens
    together = embedder.embed_passages(TEXTS).tokens
    own = together.vectors[together.starts[-2] : together.starts[-1]]
    assert np.abs(own.astype(int) - alone.vectors).max() <= 2


def test_of_a_question_the_tokens_that_carry_meaning_are_kept(embedder):
    asked = embedder.embed_question("When is the deadline?").tokens
    assert asked.shape == (1, embedder.token_dim)
    assert np.linalg.norm(asked, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_question_without_such_tokens_keeps_all_it_has(embedder):
    assert embedder.embed_question("Is it?").tokens.shape[1] == embedder.token_dim


def test_a_word_of_the_question_is_nearest_to_itself(embedder):
    held = embedder.embed_passages(["The stipend is paid monthly.", "Bring your passport to the visa office."]).tokens
    asked = embedder.embed_question("Is there a stipend?").tokens
    assert held.starts[0] <= int((asked @ held.vectors.T).argmax()) < held.starts[1]


def test_longer_texts_have_more_tokens(embedder):
    empty, short, long = embedder.count_tokens(["", "the deadline", "the deadline of the application " * 200])
    assert empty == 0
    assert 2 <= short < 10
    assert long > embedder.max_tokens  # Nothing is cut off while counting.


def test_nearest_text_is_the_one_on_the_same_subject(embedder):
    texts = ["The stipend is paid monthly.", "Bring your passport to the visa office.", "Three letters are needed."]
    question = embedder.embed_question("Is the stipend paid each month?")
    cosines = embedder.embed_passages(texts).vectors @ question.vector[0]
    assert int(np.argmax(cosines)) == 0


def test_hashing_gives_the_same_vector_for_the_same_text():
    assert (HashingEmbedder().embed_passages(TEXTS).vectors == HashingEmbedder().embed_passages(TEXTS).vectors).all()


def test_hashing_ranks_by_the_number_of_shared_words():
    texts = ["stipend monthly", "stipend visa", "passport visa"]
    embedder = HashingEmbedder()
    cosines = embedder.embed_passages(texts).vectors @ embedder.embed_question("monthly stipend").vector[0]
    assert cosines == pytest.approx([1.0, 0.5, 0.0], abs=1e-6)


@pytest.mark.model
def test_real_model_finds_meaning_without_shared_words(real_embedder):
    texts = ["Fellows earn 61,000 dollars a year.", "Bring your passport to the visa office."]
    question = real_embedder.embed_question("What is the salary?")
    cosines = real_embedder.embed_passages(texts).vectors @ question.vector[0]
    assert cosines[0] > cosines[1]


@pytest.mark.model
def test_real_model_has_one_digest_however_it_is_named(real_embedder):
    assert open_embedder("sentence-transformers/all-MiniLM-L6-v2").digest == real_embedder.digest
    assert len(real_embedder.digest) == 64


@pytest.mark.model
@pytest.mark.parametrize("name", ["no-such-model", "/no/such/folder", "a/b/c"])
def test_unknown_model_is_refused_in_one_line(name):
    with pytest.raises(AssistantError) as refusal:
        open_embedder(name)
    line = str(refusal.value)
    assert repr(name) in line
    assert "set embedding_model" in line
    assert "\n" not in line
