"""The chat page as one visitor gets it: Gradio has the same for all, so that what it sends is changed on the way."""

import json
import re
from collections.abc import Callable
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.assistant import Assistant
from assistant.naming import program_name
from assistant.web.flows import Help
from assistant.web.pages import asset, page
from assistant.web.translating import Translator
from assistant.web.visits import Visit, Visits, page_of

ALL_PROGRAMS = ""
STARTERS = 4
Words = dict[str, dict[str, Any]]
"""By the id of a component, its properties that depend on the language."""

_CHANGED = re.compile(r"/|/config/?")
_HTML = re.compile(r"<html\b[^>]*?\blang=\"en\"|<html\b")


def chat_words(t: Translator, assistant: Assistant, *, title: str, kept_days: int | None) -> Words:
    """What the page says before anything is asked, of the documents that are served now."""
    rtl = t.direction == "rtl"
    oldest, newest = assistant.documents_updated or (None, None)
    greeting = page("welcome.html", t, oldest=oldest, newest=newest, built=assistant.built_at)
    return {
        "title": {"value": page("title.html", title=title), "rtl": rtl},
        "program": {
            "label": t.gettext("Program"),
            "choices": programs_to_choose(assistant, t),
            "visible": len(assistant.programs) > 1,
        },
        "again": {"value": t.gettext("New chat")},
        "greeting": {"value": greeting, "rtl": rtl},
        **{
            f"starter-{number}": {"value": text, "visible": bool(text)}
            for number, text in enumerate(starters_of(assistant, None))
        },
        "conversation": {"label": t.gettext("Conversation"), "rtl": rtl},
        **{help_id(wanted): {"value": t.gettext(wanted.value)} for wanted in Help},
        "question": {
            "label": t.gettext("Your question"),
            "placeholder": t.gettext("Type your question"),
            "submit_btn": t.gettext("Ask"),
            "rtl": rtl,
        },
        "small-print": {"value": page("small-print.html", t, kept_days=kept_days), "rtl": rtl},
    }


def help_id(wanted: Help) -> str:
    """The id of the button that asks for a help."""
    return f"help-{wanted.name.lower()}"


def programs_to_choose(assistant: Assistant, t: Translator) -> list[tuple[str, str]]:
    """All programs together, or one: what is shown, and what it stands for."""
    return [
        (t.gettext("All programs"), ALL_PROGRAMS),
        *((program_name(name), name) for name in assistant.programs),
    ]


def starters_of(assistant: Assistant, program: str | None) -> list[str]:
    """As many as there are buttons, empty ones last."""
    questions = list(assistant.starter_questions(program))[:STARTERS]
    return questions + [""] * (STARTERS - len(questions))


def for_visitor(gradio: ASGIApp, visits: Visits, words: Callable[[Translator], Words]) -> ASGIApp:
    """Gradio's application, whose page and list of components come in the visitor's language."""

    async def changing(scope: Scope, receive: Receive, send: Send) -> None:
        visit = visits.of(page_of(Request(scope)))
        html = scope["path"] == "/"
        # Only what is not packed can be changed; it is packed again on the way out.
        headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]

        def change(body: bytes) -> bytes:
            if html:
                return _as_visited(body.decode(), visit).encode()
            return _with_words(body, words(visit.t))

        await gradio({**scope, "headers": headers}, receive, _Changing(send, change, visit))

    packed = GZipMiddleware(changing, minimum_size=1000)

    async def dispatching(scope: Scope, receive: Receive, send: Send) -> None:
        changes = scope["type"] == "http" and scope["method"] == "GET" and _CHANGED.fullmatch(scope["path"])
        await (packed if changes else gradio)(scope, receive, send)

    return dispatching


def _as_visited(html: str, visit: Visit) -> str:
    html = _HTML.sub(lambda _: f"<html {visit.attributes}", html, count=1)
    # Gradio's own way to add scripts runs them when all else is there: too late to tell the page around us that we are,
    # and to tell Gradio which language is wanted.
    scripts = "".join(f'<script src="{asset(name)}"></script>' for name in ("words.js", "embedded.js"))
    return html.replace("<head>", f"<head>{scripts}", 1)


def _with_words(config: bytes, words: Words) -> bytes:
    table = json.loads(config)
    for component in table.get("components", ()):
        props = component.get("props", {})
        props.update(words.get(props.get("elem_id") or "", {}))
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


class _Changing:
    """Holds a response back until it is whole, and changes it."""

    def __init__(self, send: Send, change: Callable[[bytes], bytes], visit: Visit) -> None:
        self._send = send
        self._change = change
        self._language = visit.t.tag
        self._start: Message = {}
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        body = bytes(self._body)
        headers = MutableHeaders(scope=self._start)
        if self._start["status"] == 200:
            body = self._change(body)
            headers["Content-Language"] = self._language
            headers.add_vary_header("Accept-Language")
        headers["Content-Length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
