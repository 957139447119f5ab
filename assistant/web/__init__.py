"""The web application: the chat page, the REST interface, and passages shown in their documents."""

import os

# Gradio and its hub library look up addresses on the internet while they are imported, unless told so before.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

from assistant.web.application import create_app  # noqa: E402
from assistant.web.server import serve  # noqa: E402

__all__ = ["create_app", "serve"]
