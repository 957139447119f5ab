"""Another index is taken over while the server runs: each answer is of one version, and none is lost."""

import gc
import threading
import time
import weakref
from contextlib import closing
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from assistant.curating import make_curated, save
from assistant.desk import Desk
from assistant.embedding import HashingEmbedder
from assistant.errors import AssistantError
from assistant.index import current_version, load_index, roll_back
from assistant.questions import make_question
from assistant.settings import Settings
from assistant.web import create_app
from assistant.web.live import Live

QUESTION = "How much is the lantern fee?"
WORDS = "amber birch cedar daisy ember flint gorse hazel iris jasper kelp larch moss nettle olive poppy".split()
WAIT_SECONDS = 60


def fees(number):
    """What a version says: in other words and at another place than the one before."""
    said = f"The lantern fee is {100 + number} dollars, {' and '.join(WORDS[: number % 16 + 1])} included."
    dated = f"Applications close on May {1 + number % 9}, 2031."
    return f"# Fees\n\n{'Please read this first. ' * (number % 4)}\n\n{said}\n\n{dated}\n"


@pytest.fixture
def program(tmp_path, build):
    """A program whose documents change: `publish` builds a version, of which `texts` keeps what its document says."""
    texts = {}

    def publish(number, folder="lantern"):
        path = tmp_path / "corpus" / folder / "fees.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(fees(number), "utf-8")
        version = build(tmp_path / "corpus", tmp_path / "index").version
        texts[version] = {name: one.text for name, one in load_index(tmp_path / "index", version).documents.items()}
        return version

    publish(0)
    settings = Settings(
        corpus=tmp_path / "corpus",
        index=tmp_path / "index",
        curated=tmp_path / "curated",
        embedding_model="hashing",
        refusal_threshold=0,
        today="2031-01-01",
        questions_per_minute=0,
    )
    return SimpleNamespace(publish=publish, texts=texts, settings=settings)


@pytest.fixture
def desk(program):
    with closing(Desk.open(program.settings, embedder=HashingEmbedder())) as opened:
        yield opened


def until(holds):
    """Waits for what another thread does."""
    end = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)


def swapped(program, desk, ask, *, swaps, readers):
    """What each reader got, in its order, while the index was swapped so many times."""
    got, failed, done = [[] for _ in range(readers)], [], threading.Event()

    def read(answers):
        while not done.is_set():
            try:
                answers.append(ask())
            except Exception as error:
                failed.append(error)
                return
            time.sleep(0.01)  # So that the builds get their turn.

    threads = [threading.Thread(target=read, args=(answers,)) for answers in got]
    for thread in threads:
        thread.start()
    try:
        desk.start_watching(0.01)
        for number in range(1, swaps + 1):
            version = program.publish(number)
            until(lambda version=version: desk.assistant.index_version == version)
        last = [len(answers) for answers in got]
        # One more may have been asked before the last version was served, so that only the next is sure to name it.
        until(lambda: failed or all(len(answers) > count + 1 for answers, count in zip(got, last, strict=True)))
    finally:
        done.set()
        for thread in threads:
            thread.join(WAIT_SECONDS)
    assert failed == []
    assert desk.reloads == swaps
    return got


def test_every_answer_is_of_the_version_it_names(program, desk):
    live = Live(lambda: desk.assistant)

    def ask():
        now = live.now()
        answer = now.assistant.ask(make_question(QUESTION))
        explanation = now.assistant.explain(answer)
        return answer, explanation, now.guide.timeline("lantern").items[0].citation

    got = swapped(program, desk, ask, swaps=50, readers=4)
    order = list(program.texts)
    for answers in got:
        places = [order.index(answer.index_version) for answer, _, _ in answers]
        assert places == sorted(places)
        assert places[-1] == 50
        for answer, explanation, dated in answers:
            texts = program.texts[answer.index_version]
            assert answer.citations
            for one in (*answer.citations, dated):
                assert one.quote == texts[one.doc_id][one.start : one.end]
            assert {one.doc_id for one in explanation.candidates} <= set(texts)
            for hit in answer.hits:
                assert hit.passage.text == texts[hit.passage.doc_id][hit.passage.start : hit.passage.end]


def test_over_http_none_is_lost_and_every_quote_stands_in_the_version_named(program, desk):
    with TestClient(create_app(desk.assistant, program.settings, desk=desk)) as client:

        def ask():
            answer = client.post("/api/v1/ask?explain=true", json={"question": QUESTION})
            timeline = client.get("/api/v1/timeline")
            assert (answer.status_code, timeline.status_code) == (200, 200)
            return answer.json(), timeline.json()

        got = swapped(program, desk, ask, swaps=10, readers=3)
    for answers in got:
        for answer, timeline in answers:
            quotes = [(answer, one) for one in answer["citations"]]
            quotes += [(timeline, one["citation"]) for one in timeline["items"]]
            assert len(quotes) > 1
            for given, one in quotes:
                assert one["quote"] == program.texts[given["index_version"]][one["doc_id"]][one["start"] : one["end"]]


def test_a_request_ends_on_the_version_it_began_on(program, desk):
    live = Live(lambda: desk.assistant)
    before = live.now()
    first = before.assistant.index_version
    second = program.publish(1)
    assert desk.reload()
    assert (before.assistant.index_version, live.now().assistant.index_version) == (first, second)
    assert before.assistant.ask(make_question(QUESTION)).index_version == first
    assert live.now() is live.now()
    assert not desk.reload()


def test_what_is_no_longer_served_is_forgotten(program, desk):
    with TestClient(create_app(desk.assistant, program.settings, desk=desk)) as client:
        client.post("/api/v1/ask", json={"question": QUESTION})
        chat(client, "first", QUESTION)
        old = weakref.ref(desk.assistant.index)
        program.publish(1)
        desk.reload()
        client.get("/readyz")
        gc.collect()
        assert old() is None


def test_a_damaged_version_is_refused_and_the_old_one_goes_on(program, desk, caplog):
    first = desk.assistant.index_version
    second = program.publish(1)
    passages = program.settings.index / second / "passages.jsonl"
    whole = passages.read_bytes()
    passages.write_bytes(whole[:-1])
    with TestClient(create_app(desk.assistant, program.settings, desk=desk)) as client:
        desk.start_watching(0.01)
        until(lambda: desk.refusals)
        health = client.get("/healthz").json()
        assert (health["status"], health["index_version"]) == ("degraded", first)
        assert len(health["reasons"]) == 1
        assert str(program.settings.index) not in str(health)
        assert client.get("/readyz").status_code == 200
        assert client.post("/api/v1/ask", json={"question": QUESTION}).json()["index_version"] == first
        assert "passages.jsonl" in desk.health.message
        assert f"Until then version {first} is served." in desk.health.message
        assert [line.levelname for line in caplog.records if "is not taken over" in line.message] == ["ERROR"]
        third = program.publish(2)
        until(lambda: desk.assistant.index_version == third)
        assert client.get("/healthz").json()["status"] == "ok"
        assert desk.refusals == 1
        assert 'assistant_index_reloads_total{result="refused"} 1.0' in client.get("/metrics").text


def test_an_index_of_another_model_is_refused(program, desk):
    first = desk.assistant.index_version
    desk.embedder.digest = "another"
    program.publish(1)
    with pytest.raises(AssistantError, match="was built with embedding model"):
        desk.reload()
    assert (desk.assistant.index_version, desk.health.status) == (first, "degraded")


def test_what_was_refused_is_forgotten_when_the_version_served_is_live_again(program, desk):
    first = desk.assistant.index_version
    second = program.publish(1)
    (program.settings.index / second / "manifest.json").unlink()
    with pytest.raises(AssistantError, match="is missing"):
        desk.reload()
    roll_back(program.settings.index, first)
    assert not desk.reload()
    assert desk.health.status == "ok"


def test_without_a_live_version_the_old_one_goes_on(program, desk):
    first = desk.assistant.index_version
    (program.settings.index / "CURRENT").unlink()
    with pytest.raises(AssistantError, match="holds no built version"):
        desk.reload()
    assert (desk.assistant.index_version, desk.health.status) == (first, "degraded")
    assert desk.assistant.ask(make_question(QUESTION)).citations


def test_a_roll_back_is_taken_over(program, desk):
    first = desk.assistant.index_version
    program.publish(1)
    desk.reload()
    roll_back(program.settings.index, first)
    assert desk.reload()
    assert desk.assistant.index_version == first == current_version(program.settings.index)


def approve(program, text):
    """An approved answer that rests on the sentence of the fee, as it stands in the version just built."""
    (doc_id, held), *_ = list(program.texts.values())[-1].items()
    start = held.index("The lantern fee")
    end = held.index("included.") + len("included.")
    quote = {"document": doc_id, "quote": held[start:end], "start": start, "end": end}
    values = {"id": "fee", "question": QUESTION, "text": text, "quotes": [quote]}
    program.settings.curated.mkdir(exist_ok=True)
    (program.settings.curated / "fee.md").unlink(missing_ok=True)
    curated = make_curated(values | {"approved_by": "Office", "approved_on": "2030-12-01"})
    save(program.settings.curated, curated, seen=None)


def test_approved_answers_are_checked_against_the_new_index(program, desk):
    approve(program, "A hundred dollars.")
    desk.read_answers_again()
    question = make_question(QUESTION)
    assert desk.assistant.ask(question).approved is not None
    program.publish(3)
    desk.reload()
    assert desk.assistant.ask(question).approved is None
    assert desk.assistant.ask(question).citations
    assert [finding.id for finding in desk.assistant.curated.findings] == ["fee"]


def test_answers_that_another_process_saved_are_noticed(program, desk):
    desk.start_watching(0.01)
    approve(program, "A hundred dollars.")
    until(lambda: desk.assistant.ask(make_question(QUESTION)).approved is not None)


def test_a_look_that_fails_does_not_end_the_looking(program, desk, monkeypatch, caplog):
    with monkeypatch.context() as patch:
        patch.setattr("assistant.desk.current_version", lambda index: 1 / 0)
        desk.start_watching(0.01)
        until(lambda: "could not be looked at" in caplog.text)
    second = program.publish(1)
    until(lambda: desk.assistant.index_version == second)


def chat(client, page, *data, function=None):
    """What the chat's queue sends for one event of an open page: its last message."""
    names = {one["targets"][0][1]: number for number, one in enumerate(client.get("/config").json()["dependencies"])}
    event = {"fn_index": names[function or "submit"], "session_hash": page, "data": [*data, "", None] if data else []}
    assert client.post("/gradio_api/queue/join", json=event).status_code == 200
    lines = client.get("/gradio_api/queue/data", params={"session_hash": page}).text
    return lines


def test_a_conversation_goes_on_after_a_swap(program, desk):
    with TestClient(create_app(desk.assistant, program.settings, desk=desk)) as client:
        assert "100 dollars" in chat(client, "one", QUESTION)
        program.publish(5)
        desk.reload()
        shown = chat(client, "one", "And is birch included?")
        assert "100 dollars" in shown
        assert "105 dollars" in shown


def test_a_page_that_is_opened_after_a_swap_offers_the_programs_there_are_now(program, desk):
    with TestClient(create_app(desk.assistant, program.settings, desk=desk)) as client:
        assert "harbour" not in chat(client, "one", function="load")
        program.publish(5, "harbour")
        desk.reload()
        assert "harbour" in chat(client, "two", function="load")
        assert client.post("/api/v1/ask", json={"question": QUESTION, "program": "harbour"}).status_code == 200
