"""The tool for other assistants: the same answers and refusals, in memory and over standard input and output."""

import json
import os
import sys

import pytest
from looping import run_apart
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.answers import answer_to_json
from assistant.cli.mcp_server import make_server
from assistant.questions import make_question
from assistant.types import Turn

QUESTION = "How much is the stipend of the Alpine Fellowship?"


def talk(server, conversation):
    """What comes of a conversation with a server."""

    async def run():
        async with Client(server) as client:
            return await conversation(client)

    return run_apart(run)


@pytest.fixture
def call(assistant):
    """Calls the tool over the small corpus."""

    def call_it(**arguments):
        return talk(make_server(assistant), lambda client: client.call_tool("ask", arguments))

    return call_it


def test_there_is_one_tool_and_it_only_reads(assistant):
    listed = talk(make_server(assistant), lambda client: client.list_tools())
    (tool,) = listed.tools
    assert tool.name == "ask"
    assert tool.input_schema["properties"].keys() == {"question", "history", "program"}
    assert tool.input_schema["required"] == ["question"]
    assert "'alpine', 'coastal'" in tool.description
    hints = tool.annotations
    assert (hints.read_only_hint, hints.destructive_hint, hints.open_world_hint) == (True, False, False)


def test_an_answer_is_the_contracts_object_and_a_text_with_quotes_and_links(call, assistant):
    result = call(question=QUESTION, program="alpine", history=[["Is there a stipend?", "Yes."]])
    assert not result.is_error
    answer = result.structured_content
    asked = make_question(QUESTION, program="alpine", history=(Turn("Is there a stipend?", "Yes."),))
    expected = answer_to_json(assistant.ask(asked))
    assert answer["citations"] == json.loads(json.dumps(expected["citations"]))
    assert answer.keys() == expected.keys()
    (content,) = result.content
    for citation in answer["citations"]:
        text = assistant.document(citation["doc_id"]).text
        assert citation["quote"] == text[citation["start"] : citation["end"]]
        assert citation["quote"].split("\n")[0] in content.text
        assert (citation["link"] or "") in content.text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"question": ""}, "is empty"),
        ({"question": QUESTION, "program": "polar"}, "'polar' has no documents"),
        ({"question": 7}, "wrong at question"),
        ({"question": QUESTION, "history": [["alone"]]}, "wrong at history"),
        ({}, "wrong at question"),
    ],
)
def test_a_refusal_has_the_one_shape_of_errors(call, arguments, words):
    result = call(**arguments)
    assert result.is_error
    error = result.structured_content["error"]
    assert error["code"] == "invalid_question"
    assert words in error["message"]
    assert json.loads(result.content[0].text) == result.structured_content


def test_another_tool_is_not_known(assistant):
    async def tell(client):
        with pytest.raises(MCPError, match="'tell' is not known"):
            await client.call_tool("tell", {"question": QUESTION})

    talk(make_server(assistant), tell)


def test_the_command_speaks_over_standard_input_and_output(shared_index, tmp_path):
    settings = {"ASSISTANT_EMBEDDING_MODEL": "hashing", "ASSISTANT_INDEX": str(shared_index)}
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "assistant", "mcp"], env={**os.environ, **settings}, cwd=tmp_path
    )
    with (tmp_path / "errors").open("w") as errors:
        speaking = stdio_client(server, errlog=errors)
        result = talk(speaking, lambda client: client.call_tool("ask", {"question": QUESTION}))
    assert "61,000 dollars" in result.structured_content["answer"]
    assert (tmp_path / "errors").read_text() == ""


def test_without_the_extra_one_line_says_what_to_install(command, monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.delitem(sys.modules, "assistant.cli.mcp_server", raising=False)
    done = command("mcp")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("assistant: assistant mcp needs mcp, which is not installed; ")
    assert "pip install 'program-assistant[mcp]'" in done.err
