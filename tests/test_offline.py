"""With its default model the product builds and answers without the network: it does not even try to reach it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = """
import json, sys

attempts = []

def refuse(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments
    else:
        return
    host = address[0] if isinstance(address, tuple) else address
    host = host.decode() if isinstance(host, bytes) else host
    if event == "socket.connect" and not isinstance(address, tuple):
        return  # A socket of this machine, named by a path.
    if host in (None, "", "localhost", "127.0.0.1", "::1"):
        return
    attempts.append([event, str(host)])
    raise OSError(f"the network is not to be used: {host}")

sys.addaudithook(refuse)

import socket
try:
    socket.create_connection(("example.org", 80), timeout=1)
except OSError:
    pass
assert attempts, "the hook does not see connections"
attempts.clear()

from assistant.cli import main

for arguments in json.loads(sys.argv[1]):
    code = main(arguments)
    assert code == 0, arguments
print(json.dumps(attempts), file=sys.stderr)
"""


@pytest.mark.model
def test_build_and_ask_never_reach_for_the_network(corpus, tmp_path):
    for name in ("alpine/dates.html", "coastal/overview.md"):  # Two documents are enough.
        (corpus / name).unlink()
    index = str(tmp_path / "index")
    question = "What do I get paid each year?"
    commands = [["build", str(corpus), "--index", index], ["ask", question, "--index", index, "--json"]]
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HF_", "TRANSFORMERS_", "SENTENCE_TRANSFORMERS_", "ASSISTANT_"))
    }
    environment |= {"HF_HOME": str(tmp_path / "nothing-downloaded"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(commands)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "[]\n"
    answer = json.loads(done.stdout[done.stdout.index("{") :])
    assert "61,000 dollars" in answer["citations"][0]["quote"]
