"""The hostile documents and questions as a corpus, for tests with and without a browser."""

import json
import shutil
from pathlib import Path

from assistant.embedding import HashingEmbedder
from assistant.index import build_index
from assistant.settings import Settings

SET = Path(__file__).parent / "data" / "hostile"
QUESTIONS = [json.loads(line)["question"] for line in (SET / "questions.jsonl").read_text("utf-8").splitlines()]
# What only hidden text says.
HIDDEN = ("2031", "zanzibar")
ODD = "The hawthorn grant closes on March 1, 2027.\n\nYou must send:\n\n- a <b>letter</b>\n- a form\n"


def hostile_settings(folder):
    """Settings over an index of the set and of names that not every system can hold; whatever is found is shown."""
    shutil.copytree(SET / "harbour", folder / "corpus" / "harbour")
    odd = folder / "corpus" / "<img src=x onerror=alert(1)>"
    odd.mkdir()
    (odd / "'name' <b> & #1?.md").write_text(ODD, "utf-8")
    (odd / '"><svg onload=alert(1)>.txt'.replace("/", "")).write_text(ODD.replace("hawthorn", "ivy"), "utf-8")
    build_index(folder / "corpus", folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    return Settings(
        corpus=folder / "corpus",
        index=folder / "index",
        embedding_model="hashing",
        refusal_threshold=0,
        today="2026-11-25",
    )


def grants(assistant):
    """A question for each document that brings up what it says."""
    return [f"When does the {document.title} close?"[:900] for document in assistant.index.documents.values()]
