"""The command that lets other assistants ask, over the Model Context Protocol."""

import argparse

from assistant.cli.opening import open_assistant
from assistant.errors import AssistantError

DONE = 0


def serve_tool(options: argparse.Namespace) -> int:
    """Serves the tool on standard input and output until the input ends; all other words go to standard error."""
    try:
        from assistant.cli.mcp_server import serve_over_stdio
    except ModuleNotFoundError as error:
        raise AssistantError(
            f"assistant mcp needs {error.name}, which is not installed; install it: "
            "pip install 'program-assistant[mcp]'."
        ) from None
    serve_over_stdio(open_assistant(options))
    return DONE
