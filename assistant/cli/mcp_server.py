"""One tool for other assistants: `ask`, which answers with the same checked quotes as everywhere."""

import json
from typing import Any

import anyio
from anyio.to_thread import run_sync
from mcp import MCPError
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from assistant import __version__
from assistant.answers import answer_to_json
from assistant.assistant import Assistant
from assistant.cli.showing import answer_text
from assistant.contract import AnswerOut
from assistant.errors import AssistantError
from assistant.questions import QuestionIn, parse_question

ASK = "ask"
_INSTRUCTIONS = (
    "Answers come as quotes, cut from the program's own documents. Show the quotes unchanged, with their links. "
    "Where the outcome is not_found, the documents do not say: say so, and name the contact. Nothing is a decision."
)
_DESCRIPTION = (
    "Answers an applicant's question about a program with up to three verbatim quotes from its documents, each with "
    "its place and link; or says that the documents do not say, or asks back."
)


def serve_over_stdio(assistant: Assistant) -> None:
    """Serves one client until it closes standard input."""
    anyio.run(_serve, make_server(assistant))


async def _serve(server: Server[Any]) -> None:
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def make_server(assistant: Assistant) -> Server[Any]:
    """A server whose one tool asks the assistant; it reads only, and keeps nothing."""
    tool = Tool(
        name=ASK,
        title="Ask the program's documents",
        description=f"{_DESCRIPTION} {_programs_named(assistant)}",
        input_schema=_input_schema(),
        output_schema=AnswerOut.model_json_schema(),
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )

    async def list_tools(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[tool])

    async def call_tool(_: ServerRequestContext[Any], call: CallToolRequestParams) -> CallToolResult:
        if call.name != ASK:
            raise MCPError(INVALID_PARAMS, f"Tool {call.name[:80]!r} is not known; there is one, 'ask'; call that.")
        return await run_sync(_answer, assistant, call.arguments or {})

    return Server(
        "program-assistant",
        version=__version__,
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _answer(assistant: Assistant, arguments: dict[str, Any]) -> CallToolResult:
    try:
        answer = assistant.ask(parse_question(arguments))
    except AssistantError as error:
        refusal = {"error": {"code": error.code, "message": str(error)}}
        return CallToolResult(content=[_text(json.dumps(refusal))], structured_content=refusal, is_error=True)
    return CallToolResult(content=[_text(answer_text(answer))], structured_content=answer_to_json(answer))


def _text(text: str) -> TextContent:
    return TextContent(type="text", text=text)


def _programs_named(assistant: Assistant) -> str:
    names = ", ".join(map(repr, assistant.programs))
    return f"The programs are {names}; leave program out to ask all of them." if names else "There are no programs."


def _input_schema() -> dict[str, Any]:
    """A question's shape, without what only those need who send many, and without a pattern that not all can read."""
    schema = QuestionIn.model_json_schema()
    schema["properties"].pop("id")
    schema["properties"]["question"].pop("pattern")
    return schema
