"""Options of the command line -> settings, and the assistant over them."""

import argparse
import sys
from typing import TYPE_CHECKING

from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings, those given as options put over the environment."""
    names = ("corpus", "index", "host", "port")
    return read_settings(**{name: getattr(options, name, None) for name in names})


def open_assistant(options: argparse.Namespace) -> "Assistant":
    """The assistant; says on standard error when it is not as it should be."""
    from assistant.assistant import Assistant

    assistant = Assistant.open(settings_of(options))
    if assistant.health.status != "ok":
        print(f"assistant: warning: {assistant.health.message}", file=sys.stderr)
    return assistant
