"""The web application: the chat page, the REST interface, and passages shown in their documents."""

import os

# Gradio and its hub library look up addresses on the internet while they are imported, unless told so before.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
# It would sum up its last 10,000 events after each one, for a page that is switched off; to answer takes less.
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
# Several questions are answered at once. Threads that shared the arithmetic of one would wait for each other: on two
# busy cores a question took 144 ms of the processor with two threads, 17 ms with one.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from assistant.web.application import create_app  # noqa: E402
from assistant.web.server import serve  # noqa: E402

__all__ = ["create_app", "serve"]
