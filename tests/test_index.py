import hashlib
import json
import shutil
from collections import Counter

import numpy as np
import pytest

from assistant.chunking import make_passages
from assistant.documents import read_document
from assistant.embedding import HashingEmbedder
from assistant.errors import AssistantError, DocumentError, IndexDamagedError, IndexMissingError
from assistant.index import (
    Manifest,
    build_index,
    current_version,
    embedded_text,
    load_index,
    load_newest_good,
    verify_index,
    versions,
)
from assistant.questions import make_question
from assistant.types import Contact, PassageVectors


def assert_same_tokens(one, other):
    assert (one.vectors == other.vectors).all()
    assert (one.starts == other.starts).all()


class CountingEmbedder(HashingEmbedder):
    """Remembers the passages it was given to embed."""

    def __init__(self):
        self.texts = []

    def embed_passages(self, texts, progress=None):
        self.texts += texts
        return super().embed_passages(texts, progress)


class OtherEmbedder(HashingEmbedder):
    name = "other-model"
    digest = "other-digest"


def flip(path, place):
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def files_of(index):
    folder = index / current_version(index)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def live(index):
    return index / current_version(index)


# Building and loading


def test_loaded_index_is_what_was_built(corpus, index):
    loaded = load_index(index)
    paths = sorted(path for path in corpus.rglob("*") if path.is_file())
    documents = [read_document(path.read_bytes(), path.relative_to(corpus).as_posix()) for path in paths]
    assert sorted(loaded.documents.values(), key=lambda document: document.doc_id) == sorted(
        documents, key=lambda document: document.doc_id
    )
    embedder = HashingEmbedder()
    passages = [
        passage
        for document in loaded.documents.values()
        for passage in make_passages(document, count_tokens=embedder.count_tokens, max_tokens=128)
    ]
    assert list(loaded.passages) == passages
    stored = loaded.vectors_of(np.arange(len(passages)))
    wanted = embedder.embed_passages([embedded_text(passage) for passage in passages])
    assert (stored == wanted.vectors).all()
    assert_same_tokens(loaded.tokens, wanted.tokens)


def test_build_reports_what_it_did(corpus, tmp_path, build):
    steps = []
    report = build_index(
        corpus,
        tmp_path / "index",
        HashingEmbedder(),
        passage_tokens=128,
        max_bytes=1_000_000,
        progress=lambda step, done, total: steps.append((step, done, total)),
    )
    loaded = load_index(tmp_path / "index")
    assert report.changed
    assert report.version == loaded.version == current_version(tmp_path / "index")
    assert (report.documents, report.passages) == (4, len(loaded.passages))
    assert report.embedded == len(set(map(embedded_text, loaded.passages)))
    assert report.skipped == ()
    assert report.seconds >= report.embedding_seconds >= 0
    assert steps[3] == ("reading", 4, 4)
    assert steps[-1] == ("embedding", report.embedded, report.embedded)


def test_programs_and_contacts_are_those_of_the_documents(index):
    loaded = load_index(index)
    assert loaded.programs == ("alpine", "coastal")
    assert loaded.contacts == {
        "alpine": Contact(name="Alpine office", email="alpine@example.org"),
        "coastal": Contact(name="Coastal office", phone="555-0100"),
    }


def test_unknown_document_is_refused(index):
    with pytest.raises(DocumentError, match="'nowhere.md' is not in the index"):
        load_index(index).document("nowhere.md")


def test_build_that_would_change_nothing_keeps_the_version(corpus, index, build):
    before = current_version(index)
    report = build(corpus, index)
    assert (report.version, report.changed, report.embedded) == (before, False, 0)
    assert versions(index) == [before]


def test_changed_file_embeds_only_its_new_texts(corpus, index, build):
    old = load_index(index)
    path = corpus / "alpine" / "overview.md"
    path.write_text(path.read_text().replace("61,000", "65,000"))
    embedder = CountingEmbedder()
    report = build(corpus, index, embedder)
    new = load_index(index)
    assert report.changed
    assert len(embedder.texts) == report.embedded == 1
    assert "65,000" in embedder.texts[0]
    assert set(map(embedded_text, new.passages)) - set(map(embedded_text, old.passages)) == set(embedder.texts)
    wanted = HashingEmbedder().embed_passages([embedded_text(passage) for passage in new.passages])
    assert (new.vectors_of(np.arange(len(new.passages))) == wanted.vectors).all()
    assert_same_tokens(new.tokens, wanted.tokens)


def test_renamed_file_embeds_nothing(corpus, index, build):
    (corpus / "alpine" / "dates.html").rename(corpus / "alpine" / "calendar.html")
    report = build(corpus, index)
    assert (report.changed, report.embedded) == (True, 0)
    assert "alpine/calendar.html" in load_index(index).documents


def test_deleted_file_disappears(corpus, index, build):
    (corpus / "visas.txt").unlink()
    report = build(corpus, index)
    loaded = load_index(index)
    assert (report.documents, report.embedded) == (3, 0)
    assert "visas.txt" not in loaded.documents
    assert all(passage.doc_id != "visas.txt" for passage in loaded.passages)


def test_equal_texts_are_embedded_once(tmp_path, write, build):
    text = "The visa office is open.\n\nBring your passport."
    corpus = write(tmp_path / "corpus", {"a/guide.txt": text, "b/guide.txt": text, "c/guide.txt": text})
    embedder = CountingEmbedder()
    report = build(corpus, tmp_path / "index", embedder)
    assert max(Counter(embedder.texts).values()) == 1
    assert report.passages == 3 * report.embedded
    loaded = load_index(tmp_path / "index")
    first, last = loaded.vectors_of(np.array([0, len(loaded.passages) - 1]))
    assert (first == last).all()


def test_another_model_embeds_everything_again(corpus, index, build):
    report = build(corpus, index, OtherEmbedder())
    assert report.changed
    assert report.embedded == report.passages
    assert load_index(index).manifest.embedder == "other-model"


def test_other_passage_length_builds_a_new_version(corpus, index):
    report = build_index(corpus, index, HashingEmbedder(), passage_tokens=32, max_bytes=1_000_000)
    assert report.changed
    assert load_index(index).manifest.passage_tokens == 32


def test_file_that_cannot_be_read_is_reported_and_the_rest_is_built(corpus, index, build):
    (corpus / "empty.txt").write_bytes(b"")
    report = build(corpus, index)
    assert report.changed
    assert [doc_id for doc_id, _ in report.skipped] == ["empty.txt"]
    assert load_index(index).manifest.skipped == list(report.skipped)
    assert build(corpus, index).changed is False


# Versions on disk


def test_current_names_the_newest_and_one_older_version_is_kept(corpus, index, build):
    built = [current_version(index)]
    for number in range(4):
        (corpus / "visas.txt").write_text(f"Visa office {number} is open.")
        built.append(build(corpus, index).version)
    assert built == sorted(built)
    assert (index / "CURRENT").read_text() == built[-1] + "\n"
    assert versions(index) == [built[-1], built[-2]]


def test_going_back_to_an_earlier_corpus_is_a_new_version(corpus, index, build):
    text = (corpus / "visas.txt").read_text()
    built = [current_version(index)]
    for content in ("Closed until May.", text, "Closed until May.", text):
        (corpus / "visas.txt").write_text(content)
        built.append(build(corpus, index).version)
    assert len(set(built)) == 5
    assert verify_index(index) == []


def test_leftovers_of_a_stopped_build_are_removed(corpus, index, build):
    (index / ".tmp-999" / "keywords").mkdir(parents=True)
    (index / ".tmp-999" / "documents.jsonl").write_text("{")
    (index / ".CURRENT.new").write_text("2026")
    (corpus / "visas.txt").unlink()
    build(corpus, index)
    assert {path.name for path in index.iterdir()} == {"CURRENT", ".lock", *versions(index)}


def test_two_builds_at_once_are_refused(corpus, index, build):
    class Nested(OtherEmbedder):
        """Starts a second build in the middle of the first."""

        def embed_passages(self, texts, progress=None):
            with pytest.raises(
                AssistantError, match="is being built by another process; it is changed by one at a time"
            ):
                build(corpus, index)
            return super().embed_passages(texts, progress)

    assert build(corpus, index, Nested()).changed
    assert verify_index(index) == []
    (corpus / "visas.txt").unlink()
    assert build(corpus, index).changed  # The lock is free again.


def test_index_that_is_a_file_is_refused(corpus, tmp_path, build):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(AssistantError, match="cannot be written"):
        build(corpus, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "kept"


# Damage


def test_whole_index_verifies(index):
    assert verify_index(index) == []


def test_flipped_byte_in_any_file_is_found(index):
    paths = files_of(index)
    assert {path.name for path in paths} >= {"manifest.json", "documents.jsonl", "passages.jsonl", "vectors.faiss"}
    for path in paths:
        size = path.stat().st_size
        for place in {0, size // 3, size // 2, size - 1}:
            flip(path, place)
            assert len(verify_index(index)) == 1, (path.name, place)
            with pytest.raises(IndexDamagedError, match="build it again with: python -m assistant build"):
                load_index(index)
            flip(path, place)
    assert verify_index(index) == []


def test_flipped_byte_anywhere_in_the_manifest_is_found(index):
    path = live(index) / "manifest.json"
    for place in range(path.stat().st_size):
        flip(path, place)
        with pytest.raises(IndexDamagedError):
            load_index(index)
        flip(path, place)


def test_missing_file_is_found(index):
    for path in files_of(index):
        data = path.read_bytes()
        path.unlink()
        assert len(verify_index(index)) == 1, path.name
        path.write_bytes(data)
    assert verify_index(index) == []


def test_truncated_file_is_found(index):
    for path in files_of(index):
        data = path.read_bytes()
        for length in (0, len(data) - 1):
            path.write_bytes(data[:length])
            assert len(verify_index(index)) == 1, (path.name, length)
        path.write_bytes(data)
    assert verify_index(index) == []


@pytest.mark.parametrize("count", ["documents", "passages"])
def test_wrong_count_is_found(index, count):
    path = live(index) / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest[count] += 1
    path.write_text(json.dumps(manifest))
    assert len(verify_index(index)) == 1


def forge(index, name, change, **counts):
    """Changes a file and the manifest so that every hash and the version's name agree with it."""
    folder = live(index)
    path = folder / name
    path.write_text("".join(json.dumps(change(json.loads(line))) + "\n" for line in path.read_text().splitlines()))
    old = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    files = {**old.files, name: hashlib.sha256(path.read_bytes()).hexdigest()}
    new = old.model_copy(update={"files": files, **counts})
    new = new.model_copy(update={"version": old.version[:-8] + new.fingerprint()})
    (folder / "manifest.json").write_text(new.model_dump_json())
    folder.rename(index / new.version)
    (index / "CURRENT").write_text(new.version)


@pytest.mark.parametrize(
    ("name", "change", "counts", "problem"),
    [
        ("documents.jsonl", lambda row: row, {"documents": 5}, "4 documents are stored, the manifest says 5"),
        ("documents.jsonl", lambda row: row, {"passages": 99}, "its manifest says 99"),
        ("passages.jsonl", lambda row: {**row, "end": row["start"]}, {}, "is not a slice of its document"),
        (
            "documents.jsonl",
            lambda row: {**row, "blocks": row["blocks"][::-1]},
            {},
            "holds no sound document",
        ),
    ],
    ids=["documents", "passages", "slices", "blocks"],
)
def test_content_that_does_not_hold_is_found_behind_right_hashes(index, name, change, counts, problem):
    forge(index, name, lambda row: row)
    assert verify_index(index) == []
    forge(index, name, change, **counts)
    problems = verify_index(index)
    assert problems
    assert all(problem in line and "\n" not in line for line in problems)


def test_vectors_that_are_not_of_unit_length_are_found(corpus, index, build):
    class TooLong(HashingEmbedder):
        digest = "too-long"

        def embed_passages(self, texts, progress=None):
            right = super().embed_passages(texts, progress)
            return PassageVectors(2 * right.vectors, right.tokens)

    build(corpus, index, TooLong())
    problems = verify_index(index, max_problems=3)
    assert len(problems) == 3
    assert all("has length 2.0000" in line for line in problems)


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", "{", '{"format": 99}', "[" * 100_000, "\xff"])
def test_file_that_is_no_manifest_is_refused_in_one_line(index, content):
    (live(index) / "manifest.json").write_text(content, encoding="latin-1")
    with pytest.raises(IndexDamagedError) as refusal:
        load_index(index)
    assert "\n" not in str(refusal.value)


def test_version_under_another_name_is_refused(corpus, index, build):
    first = current_version(index)
    (corpus / "visas.txt").unlink()
    second = build(corpus, index).version
    shutil.rmtree(index / second)
    shutil.copytree(index / first, index / second)
    with pytest.raises(IndexDamagedError):
        load_index(index)


@pytest.mark.parametrize("content", ["", "../elsewhere", "20260101-000000000-00000000", "\xff\xfe"])
def test_current_that_names_no_version_is_refused(index, content):
    (index / "CURRENT").write_text(content, encoding="latin-1")
    with pytest.raises(IndexDamagedError):
        load_index(index)
    good, damage = load_newest_good(index)
    assert good.version in versions(index)
    assert damage


def test_missing_index_says_how_to_build_it(tmp_path):
    with pytest.raises(IndexMissingError, match="holds no built version; .* python -m assistant build"):
        load_index(tmp_path)
    with pytest.raises(IndexMissingError):
        verify_index(tmp_path / "nowhere")


def test_server_falls_back_to_the_last_good_version(corpus, index, build, open_assistant):
    first = current_version(index)
    (corpus / "visas.txt").write_text("The visa office has moved to Lisbon.")
    second = build(corpus, index).version
    flip(live(index) / "vectors.faiss", 100)
    assistant = open_assistant(index)
    answer = assistant.ask(make_question("Where do I bring my passport?"))
    assert assistant.health.status == "degraded"
    assert second in assistant.health.message
    assert f"Until then version {first} is served." in assistant.health.message
    assert answer.index_version == first
    assert "passport" in answer.citations[0].quote


def test_whole_index_is_served_in_good_health(index, open_assistant):
    assistant = open_assistant(index)
    assert (assistant.health.status, assistant.health.message) == ("ok", "")


def test_damaged_only_version_is_not_served(index, open_assistant):
    flip(live(index) / "vectors.faiss", 100)
    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss"):
        open_assistant(index)


def test_build_mends_a_damaged_index(corpus, index, build):
    flip(live(index) / "documents.jsonl", 10)
    report = build(corpus, index)
    assert report.changed
    assert verify_index(index) == []


def test_build_over_a_damaged_version_uses_the_older_vectors(corpus, index, build):
    (corpus / "visas.txt").write_text("The visa office has moved to Lisbon.")
    build(corpus, index)
    flip(live(index) / "vectors.faiss", 100)
    embedder = CountingEmbedder()
    assert build(corpus, index, embedder).changed
    assert len(embedder.texts) == 1
    assert verify_index(index) == []


def test_index_of_another_model_is_refused_with_its_remedy(corpus, index, build, open_assistant):
    build(corpus, index, OtherEmbedder())
    with pytest.raises(IndexDamagedError) as refusal:
        open_assistant(index)
    line = str(refusal.value)
    assert "\n" not in line
    assert "'other-model'" in line
    assert "'hashing'" in line
    assert "python -m assistant build" in line
