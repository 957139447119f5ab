"""The chat page: Gradio's queue, state and components around our own HTML."""

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.routing import Mount

from assistant.assistant import Assistant
from assistant.errors import AssistantError, QuestionError
from assistant.guiding import Guide
from assistant.naming import program_name
from assistant.questions import MAX_QUESTION_CHARACTERS, make_question
from assistant.recording import FrontEnd
from assistant.settings import Settings
from assistant.types import Answer, Outcome, Turn
from assistant.web.cards import RecordedEntry, above_buttons, answer_html, line_html, note_html, question_html
from assistant.web.flows import Flow, Flows, Help, after_answer, offered
from assistant.web.guard import only_chat_paths
from assistant.web.metrics import Ask, Metrics
from assistant.web.pages import STATIC, asset, page
from assistant.web.problems import assistant_problem, http_problem

if TYPE_CHECKING:
    from assistant.recording.records import Records

ALL_PROGRAMS = ""
STARTERS = 4
MAX_EXCHANGES = 30
_STYLES = ("tokens.css", "chat.css", "why.css", "plan.css", "sheets.css")
_AT_ONCE = 8
_WAITING = 64
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer as they stand in the conversation, as HTML.

    ``above`` is the line above the suggestions; ``turn`` is None where nothing was answered; ``flow`` is what is under
    way after it.
    """

    question: str
    answer: str
    suggestions: tuple[str, ...] = ()
    above: str = ""
    turn: Turn | None = None
    flow: Flow | None = None


Conversation = tuple[Exchange, ...]


def mount_chat(
    app: FastAPI,
    assistant: Assistant,
    guide: Guide,
    settings: Settings,
    metrics: Metrics,
    records: "Records | None" = None,
) -> None:
    """Puts the chat at ``/`` of the application, behind every route that is there already."""
    _in_a_loop(lambda: _mount(app, build_chat(assistant, guide, settings, metrics, records)))
    mount = app.routes[-1]
    assert isinstance(mount, Mount)
    mount.app = only_chat_paths(mount.app, app.routes[:-1])


def _in_a_loop(build: Callable[[], None]) -> None:
    """Gradio opens an event loop for each lock that it makes outside of one, and closes none of them."""

    async def inside() -> None:
        build()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(inside())
    else:
        build()


def _mount(app: FastAPI, blocks: gr.Blocks) -> None:
    styles = "".join(f'<link rel="stylesheet" href="{asset(name)}">' for name in _STYLES)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        app_kwargs={
            "openapi_url": None,
            "docs_url": None,
            "redoc_url": None,
            "exception_handlers": {HTTPException: http_problem},
        },
        favicon_path=str(STATIC / "icon.svg"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        max_file_size=1,
        theme=gr.themes.Base(font=["Source Sans Pro", "system-ui", "sans-serif"]),
        head=styles + "".join(f'<script src="{asset(name)}"></script>' for name in ("chat.js", "office.js", "plan.js")),
    )


def build_chat(
    assistant: Assistant, guide: Guide, settings: Settings, metrics: Metrics, records: "Records | None" = None
) -> gr.Blocks:
    """The page and what its buttons do."""
    ask = metrics.counting(assistant.ask, channel="chat")
    flows = Flows(assistant, guide)

    def show_answer(answer: Answer, session: str) -> Markup:
        entry = records.record(answer, session=session, front_end=FrontEnd.CHAT) if records and session else None
        recorded = RecordedEntry(entry, session) if entry else None
        return answer_html(answer, assistant, explain=settings.explain_in_chat, entry=recorded)

    def show(conversation: Conversation) -> tuple[str, list[dict[str, Any]], Conversation, Any]:
        return "", _messages(conversation), conversation, gr.update(visible=not conversation)

    def respond(text: str, program: str | None, conversation: Conversation, request: gr.Request) -> tuple[Any, ...]:
        if not text.strip():
            return show(conversation)
        # Gradio's own number of the open page; it says nothing about who sits before it.
        shown = partial(show_answer, session=_own_number(request))
        exchange = _exchange(text, program or None, conversation, flows, ask, shown, metrics)
        return show((*conversation, exchange)[-MAX_EXCHANGES:])

    def respond_to_suggestion(
        program: str | None, conversation: Conversation, chosen: gr.SelectData, request: gr.Request
    ) -> tuple[Any, ...]:
        return respond(str(chosen.value), program, conversation, request)

    def start_again() -> tuple[Any, ...]:
        return show(())

    def starters(program: str | None) -> list[Any]:
        return [gr.update(value=text, visible=bool(text)) for text in _starters(assistant, program or None)]

    blocks = gr.Blocks(title=settings.title, analytics_enabled=False, delete_cache=(3600, 3600))
    with blocks:
        conversation = gr.State((), time_to_live=4 * 3600)
        with gr.Row(elem_id="bar"):
            gr.Markdown(page("title.html", title=settings.title), elem_id="title")
            program = gr.Dropdown(
                choices=[("All programs", ALL_PROGRAMS), *((program_name(name), name) for name in assistant.programs)],
                value=ALL_PROGRAMS,
                label="Program",
                filterable=False,
                visible=len(assistant.programs) > 1,
                elem_id="program",
                min_width=0,
            )
            again = gr.Button("New chat", elem_id="again", elem_classes=["plain"], min_width=0)
        with gr.Column(elem_id="welcome") as welcome:
            gr.Markdown(page("welcome.html", **_ages(assistant)), elem_id="greeting")
            with gr.Row(elem_id="starters"):
                questions = [
                    gr.Button(text, visible=bool(text), elem_classes=["starter"], min_width=0)
                    for text in _starters(assistant, None)
                ]
        chatbot = gr.Chatbot(
            label="Conversation",
            show_label=False,
            elem_id="conversation",
            height=None,
            container=False,
            layout="panel",
            buttons=[],
            # What is shown is our own HTML, escaped where it is made: no Markdown, no formulas.
            render_markdown=False,
            sanitize_html=True,
            latex_delimiters=[],
            allow_tags=False,
            feedback_options=None,
            autoscroll=False,
        )
        with gr.Column(elem_id="composer"):
            with gr.Row(elem_id="helps"):
                helps = [gr.Button(wanted.value, elem_classes=["plain", "help-button"], min_width=0) for wanted in Help]
            box = gr.Textbox(
                label="Your question",
                placeholder="Type your question",
                lines=1,
                max_lines=6,
                max_length=MAX_QUESTION_CHARACTERS,
                submit_btn="Ask",
                elem_id="question",
            )
            gr.Markdown(
                page("small-print.html", kept_days=settings.record_days if records else None), elem_id="small-print"
            )

        shown = [box, chatbot, conversation, welcome]
        how: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        box.submit(respond, [box, program, conversation], shown, **how)
        for button in (*questions, *helps):
            button.click(respond, [button, program, conversation], shown, **how)
        chatbot.option_select(respond_to_suggestion, [program, conversation], shown, **how)
        again.click(start_again, None, shown, **how)
        program.change(starters, program, questions, **how)
    # Open calls would pass the queue, and with it the limit, by.
    blocks.queue(api_open=False, default_concurrency_limit=_AT_ONCE, max_size=_WAITING)
    return blocks


def _exchange(
    text: str,
    program: str | None,
    conversation: Conversation,
    flows: Flows,
    ask: Ask,
    show_answer: Callable[[Answer], Markup],
    metrics: Metrics,
) -> Exchange:
    """The next step of what is under way, or the question answered, or a line that says why it is not."""
    history = tuple(exchange.turn for exchange in conversation if exchange.turn)
    flow = conversation[-1].flow if conversation else None
    asked = question_html(text.strip()[: 2 * MAX_QUESTION_CHARACTERS])
    try:
        if step := flows.step(text, program, flow):
            return Exchange(asked, step.card, step.options, line_html(step.above), flow=step.flow)
        answer = ask(make_question(text, history=history, program=program))
        shown = show_answer(answer)
    except QuestionError as error:
        metrics.count_error(assistant_problem(error)[1])
        return Exchange(asked, note_html(str(error)), flow=flow)
    except AssistantError as error:
        metrics.count_error(assistant_problem(error)[1])
        _log.error("A question could not be answered: %s", error)
        return Exchange(
            asked,
            note_html("Something is wrong here, so nothing is quoted. Please ask the program’s office, or try later."),
            flow=flow,
        )
    turn = Turn(answer.question.text, answer.text)
    waiting = after_answer(flow)
    return Exchange(asked, shown, _buttons(answer, waiting), line_html(above_buttons(answer)), turn, waiting)


def _own_number(request: gr.Request) -> str:
    """Gradio's number of the open page, empty where the browser made up something that is none."""
    number = request.session_hash or ""
    return number if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", number) else ""


def _buttons(answer: Answer, flow: Flow | None) -> tuple[str, ...]:
    """What could be asked next; a question that is asked back has its own choices."""
    if answer.outcome is Outcome.CLARIFY:
        return answer.suggestions
    return (*offered(answer.question.text, flow), *answer.suggestions)


def _messages(conversation: Conversation) -> list[dict[str, Any]]:
    """The conversation as the chatbot takes it; the suggestions of the last answer become buttons."""
    messages: list[dict[str, Any]] = []
    for exchange in conversation:
        messages += [_message("user", exchange.question), _message("assistant", exchange.answer)]
    if conversation and (last := conversation[-1]).suggestions:
        messages[-1] = _message("assistant", last.answer, last.above)
        messages[-1]["options"] = [{"value": text} for text in last.suggestions]
    return messages


def _message(role: str, *texts: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": text} for text in texts]}


def _starters(assistant: Assistant, program: str | None) -> list[str]:
    """As many as there are buttons, empty ones last."""
    questions = list(assistant.starter_questions(program))[:STARTERS]
    return questions + [""] * (STARTERS - len(questions))


def _ages(assistant: Assistant) -> dict[str, Any]:
    oldest, newest = assistant.documents_updated or (None, None)
    return {"oldest": oldest, "newest": newest, "built": assistant.built_at}
