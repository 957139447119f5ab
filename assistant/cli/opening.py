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
    from assistant.curating import CuratedAnswers, RememberingEmbedder, with_curated
    from assistant.embedding import open_embedder

    settings = settings_of(options)
    embedder = RememberingEmbedder(open_embedder(settings.embedding_model))
    assistant = Assistant.open(settings, embedder=embedder)
    curated = CuratedAnswers.open(settings.curated, assistant.index, embedder)
    for problem in curated.problems:
        print(f"assistant: warning: {problem}", file=sys.stderr)
    if assistant.health.status != "ok":
        print(f"assistant: warning: {assistant.health.message}", file=sys.stderr)
    return with_curated(assistant, curated) if curated.answers else assistant
