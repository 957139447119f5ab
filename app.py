"""Starts the web application: settings -> Assistant -> create_app -> serve."""

import sys

from assistant.errors import AssistantError
from assistant.settings import read_settings
from assistant.web import serve

if __name__ == "__main__":
    try:
        serve(read_settings())
    except AssistantError as error:
        sys.exit(f"assistant: {error}")
