"""The chat page: Gradio's queue, state and components around our own HTML."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI
from markupsafe import Markup
from starlette.routing import Mount

from assistant.assistant import Assistant
from assistant.errors import AssistantError, QuestionError
from assistant.questions import MAX_QUESTION_CHARACTERS, make_question
from assistant.recording import FrontEnd
from assistant.settings import Settings
from assistant.types import Answer, Outcome, Turn
from assistant.web.cards import RecordedEntry, above_buttons, answer_html, line_html, note_html, question_html
from assistant.web.chat_page import (
    ALL_PROGRAMS,
    STARTERS,
    Words,
    chat_words,
    for_visitor,
    help_id,
    starters_of,
)
from assistant.web.flows import Flow, Flows, Help, after_answer, offered
from assistant.web.guard import only_chat_paths
from assistant.web.limiting import Limits
from assistant.web.live import Live, Served
from assistant.web.metrics import Metrics
from assistant.web.pages import STATIC, asset
from assistant.web.problems import chat_problems
from assistant.web.sentences import TROUBLE
from assistant.web.theme import Theme
from assistant.web.translating import ENGLISH, Translator
from assistant.web.visits import Visits, page_of
from assistant.web.waiting import Waiting, own_number

if TYPE_CHECKING:
    from assistant.recording.records import Records

MAX_EXCHANGES = 30
MOST_CONVERSATIONS = 1000
_STYLES = ("tokens.css", "chat.css", "why.css", "plan.css", "sheets.css")
_SCRIPTS = ("chat.js", "office.js", "plan.js")
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
    live: Live,
    settings: Settings,
    visits: Visits,
    metrics: Metrics,
    limits: Limits,
    records: "Records | None" = None,
) -> None:
    """Puts the chat at ``/`` of the application, behind every route that is there already."""
    _in_a_loop(
        lambda: _mount(
            app,
            build_chat(live, settings, visits, metrics, limits, records),
            visits.theme,
            settings.logo,
            chat_problems(metrics, visits),
        )
    )
    mount = app.routes[-1]
    assert isinstance(mount, Mount)
    words = partial(_words, settings=settings, live=live, records=records)
    # Open pages hold a response each, which ends then; without it, they would keep the server from stopping.
    app.state.end_streams = mount.app.stop_event.set  # type: ignore[attr-defined]
    waiting = Waiting(mount.app.get_blocks()._queue)  # type: ignore[attr-defined]
    mount.app = only_chat_paths(waiting.fetched_from(for_visitor(mount.app, visits, words)), app.routes[:-1])


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


def _words(t: Translator, *, settings: Settings, live: Live, records: "Records | None") -> Words:
    kept_days = settings.record_days if records else None
    return chat_words(t, live.now().assistant, title=settings.title, kept_days=kept_days)


def _mount(app: FastAPI, blocks: gr.Blocks, theme: Theme, logo: Path | None, problems: Mapping[Any, Any]) -> None:
    styles = [*map(asset, _STYLES), *filter(None, [theme.styles])]
    head = [f'<link rel="stylesheet" href="{address}">' for address in styles]
    head += [f'<script src="{asset(name)}"></script>' for name in _SCRIPTS]
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        app_kwargs={
            "openapi_url": None,
            "docs_url": None,
            "redoc_url": None,
            "exception_handlers": dict(problems),
        },
        favicon_path=str(logo or STATIC / "icon.svg"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        max_file_size=1,
        theme=gr.themes.Base(font=["Source Sans Pro", "system-ui", "sans-serif"]),
        head="".join(head),
    )


def build_chat(
    live: Live,
    settings: Settings,
    visits: Visits,
    metrics: Metrics,
    limits: Limits,
    records: "Records | None" = None,
) -> gr.Blocks:
    """The page and what its buttons do."""
    built_for = live.now().assistant.index_version
    words = _words(ENGLISH, settings=settings, live=live, records=records)

    def show_answer(assistant: Assistant, answer: Answer, t: Translator, session: str) -> Markup:
        entry = records.record(answer, session=session, front_end=FrontEnd.CHAT) if records and session else None
        recorded = RecordedEntry(entry, session) if entry else None
        return answer_html(answer, assistant, t, explain=settings.explain_in_chat, entry=recorded)

    def show(conversation: Conversation) -> tuple[str, list[dict[str, Any]], Conversation, Any]:
        return "", _messages(conversation), conversation, gr.update(visible=not conversation)

    def respond(text: str, program: str | None, conversation: Conversation, request: gr.Request) -> tuple[Any, ...]:
        # Half a character can be neither shown nor sent; Gradio would log the conversation when it fails at it.
        text = text.encode("utf-8", "ignore").decode()
        if not text.strip():
            return show(conversation)
        t = _language(visits, request)
        # Gradio's own number of the open page; it says nothing about who sits before it.
        session = own_number(request.session_hash)
        if refusal := limits.question(request.client.host if request.client else "", session):
            refused = Exchange(question_html(text.strip()[:MAX_QUESTION_CHARACTERS], t), note_html(refusal.message, t))
            # What was typed is not lost, and what is under way goes on.
            kept = text[:MAX_QUESTION_CHARACTERS]
            return kept, _messages((*conversation, refused)), conversation, gr.update(visible=False)
        shown = partial(show_answer, session=session)
        exchange = _exchange(text, program or None, conversation, live.now(), t, shown, metrics)
        return show((*conversation, exchange)[-MAX_EXCHANGES:])

    def respond_to_suggestion(
        program: str | None, conversation: Conversation, chosen: gr.SelectData, request: gr.Request
    ) -> tuple[Any, ...]:
        return respond(str(chosen.value), program, conversation, request)

    def start_again() -> tuple[Any, ...]:
        return show(())

    def starters(program: str | None) -> list[Any]:
        return _starter_updates(live.now().assistant, program or None)

    def catch_up(request: gr.Request) -> list[Any]:
        """What a page shows from the start: the program that its address names, and the documents of now.

        Other documents than those that the page was built for may have come since.
        """
        assistant = live.now().assistant
        named = request.query_params.get("program")
        chosen = {"value": named} if named in assistant.programs else {}
        if assistant.index_version == built_for:
            return [gr.update(**chosen), *(gr.skip() for _ in from_start[1:])]
        now = _words(_language(visits, request), settings=settings, live=live, records=records)
        return [
            gr.update(**now["program"], **chosen),
            gr.update(**now["greeting"]),
            *_starter_updates(assistant, chosen.get("value")),
        ]

    blocks = gr.Blocks(title=settings.title, analytics_enabled=False, delete_cache=(3600, 3600))
    with blocks:
        conversation = gr.State((), time_to_live=4 * 3600)
        with gr.Row(elem_id="bar"):
            gr.Markdown(**words["title"], elem_id="title")
            program = gr.Dropdown(
                **words["program"],
                value=ALL_PROGRAMS,
                filterable=False,
                elem_id="program",
                min_width=0,
            )
            again = gr.Button(**words["again"], elem_id="again", elem_classes=["plain"], min_width=0)
        with gr.Column(elem_id="welcome") as welcome:
            greeting = gr.Markdown(**words["greeting"], elem_id="greeting")
            with gr.Row(elem_id="starters"):
                questions = [
                    gr.Button(**words[name], elem_id=name, elem_classes=["starter"], min_width=0)
                    for name in (f"starter-{number}" for number in range(STARTERS))
                ]
        chatbot = gr.Chatbot(
            **words["conversation"],
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
                helps = [
                    gr.Button(**words[name], elem_id=name, elem_classes=["plain", "help-button"], min_width=0)
                    for name in map(help_id, Help)
                ]
            box = gr.Textbox(
                **words["question"],
                lines=1,
                max_lines=6,
                max_length=MAX_QUESTION_CHARACTERS,
                elem_id="question",
            )
            gr.Markdown(**words["small-print"], elem_id="small-print")

        shown = [box, chatbot, conversation, welcome]
        how: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        box.submit(respond, [box, program, conversation], shown, **how)
        for button in (*questions, *helps):
            button.click(respond, [button, program, conversation], shown, **how)
        chatbot.option_select(respond_to_suggestion, [program, conversation], shown, **how)
        again.click(start_again, None, shown, **how)
        program.change(starters, program, questions, **how)
        from_start = [program, greeting, *questions]
        blocks.load(catch_up, None, from_start, **how)
    # Beyond it, the conversation that was left alone longest is forgotten; each takes about 0.1 MB.
    blocks.state_session_capacity = MOST_CONVERSATIONS
    # Open calls would pass the queue, and with it the limit, by.
    blocks.queue(api_open=False, default_concurrency_limit=_AT_ONCE, max_size=_WAITING)
    return blocks


def _exchange(
    text: str,
    program: str | None,
    conversation: Conversation,
    served: Served,
    t: Translator,
    show_answer: Callable[[Assistant, Answer, Translator], Markup],
    metrics: Metrics,
) -> Exchange:
    """The next step of what is under way, or the question answered, or a line that says why it is not."""
    history = tuple(exchange.turn for exchange in conversation if exchange.turn)
    flow = conversation[-1].flow if conversation else None
    asked = question_html(text.strip()[: 2 * MAX_QUESTION_CHARACTERS], t)
    try:
        if step := Flows(served.assistant, served.guide, t).step(text, program, flow):
            return Exchange(asked, step.card, step.options, line_html(step.above), flow=step.flow)
        ask = metrics.counting(served.assistant.ask, channel="chat")
        answer = ask(make_question(text, history=history, program=program))
        shown = show_answer(served.assistant, answer, t)
    except QuestionError as error:
        metrics.count_error(error.code)
        return Exchange(asked, note_html(str(error), t), flow=flow)
    except AssistantError as error:
        metrics.count_error(error.code)
        _log.error("A question could not be answered: %s", error)
        return Exchange(
            asked,
            note_html(TROUBLE, t),
            flow=flow,
        )
    turn = Turn(answer.question.text, answer.text)
    waiting = after_answer(flow)
    return Exchange(asked, shown, _buttons(answer, waiting, t), line_html(above_buttons(answer, t)), turn, waiting)


def _language(visits: Visits, request: gr.Request) -> Translator:
    return visits.of(page_of(request)).t


def _buttons(answer: Answer, flow: Flow | None, t: Translator) -> tuple[str, ...]:
    """What could be asked next; a question that is asked back has its own choices."""
    if answer.outcome is Outcome.CLARIFY:
        return answer.suggestions
    return (*map(t.gettext, offered(answer.question.text, flow)), *answer.suggestions)


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


def _starter_updates(assistant: Assistant, program: str | None) -> list[Any]:
    return [gr.update(value=text, visible=bool(text)) for text in starters_of(assistant, program)]
