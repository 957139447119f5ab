"""What the chat does beside answering: it shows dates and documents, and asks about eligibility."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.eligibility import Interview, Reply, read_reply
from assistant.guiding import Guide
from assistant.naming import program_name
from assistant.web.checklist import checklist_card
from assistant.web.eligibility import REPLIES, interview_of, question_card, result_card
from assistant.web.pages import page
from assistant.web.timeline import timeline_card
from assistant.web.translating import ENGLISH, N_, Translator


class Help(StrEnum):
    """What can be asked for; the value is what its button says in English, and what may be typed instead."""

    TIMELINE = N_("Dates and deadlines")
    CHECKLIST = N_("Documents to send")
    ELIGIBILITY = N_("Check my eligibility")


GO_ON = N_("Go on with the eligibility questions")
STOP = N_("Stop")
_STOPS = {"stop please", "please stop", "quit", "exit", "end"}
_RELATED = {
    Help.TIMELINE: re.compile(r"\b(?:when|deadlines?|dates?|due|how late|opens?|closes?)\b", re.IGNORECASE),
    Help.CHECKLIST: re.compile(
        r"\b(?:documents?|materials?|send|submit|transcripts?|letters?|statement|cv|paperwork)\b", re.IGNORECASE
    ),
    Help.ELIGIBILITY: re.compile(
        r"\b(?:eligib\w+|qualif\w+|requirements?|(?:can|may|could|am) i (?:still )?(?:apply|allowed))\b", re.IGNORECASE
    ),
}


@dataclass(frozen=True, slots=True)
class Flow:
    """What is under way: a help whose program is still to be chosen, or an interview.

    ``replies`` are those given so far, by the key of what was asked; ``asked`` is the key of the question that is open.
    It is ``paused`` after something else was asked: then only the buttons' words go on with it, as "no" may be about
    the answer.
    """

    help: Help
    program: str | None = None
    choosing: bool = False
    replies: tuple[tuple[str, Reply], ...] = ()
    asked: str | None = None
    paused: bool = False

    @property
    def is_interview(self) -> bool:
        """Whether a question of an interview is open."""
        return self.asked is not None


@dataclass(frozen=True, slots=True)
class Step:
    """What is shown next: a card, a line, and buttons below it."""

    card: Markup
    above: str = ""
    options: tuple[str, ...] = ()
    flow: Flow | None = None


class Flows:
    """Takes what is typed or pressed, before it is taken for a question.

    What the buttons say is understood in English and in the language of `t`, which the cards are written in.
    """

    def __init__(self, assistant: Assistant, guide: Guide, t: Translator = ENGLISH) -> None:
        self._assistant = assistant
        self._guide = guide
        self._t = t

    def step(self, text: str, program: str | None, flow: Flow | None) -> Step | None:
        """The next step, or None where the text is a question like any other.

        :raises QuestionError: the program has no documents.
        """
        text = text.strip(" .!")
        if asked_for := self._help_named(text):
            return self._begin(asked_for, program)
        if flow is None:
            return None
        if flow.choosing:
            named = {program_name(name).casefold(): name for name in self._guide.programs}
            return self._begin(flow.help, named[text.casefold()]) if text.casefold() in named else None
        if flow.asked is None:
            return None
        if self._says(text, GO_ON):
            return self._interview(flow)
        if self._says(text, STOP) or text.casefold() in _STOPS:
            return self._end(flow, self._found(flow))
        reply = None if flow.paused else self._reply(text)
        return self._interview(replace(flow, replies=(*flow.replies, (flow.asked, reply)))) if reply else None

    def _begin(self, wanted: Help, program: str | None) -> Step:
        if program is None and wanted is not Help.TIMELINE and len(self._guide.programs) > 1:
            names = tuple(program_name(name) for name in self._guide.programs)
            return Step(
                page("help-choose.html", self._t), self._t.gettext("Choose one:"), names, Flow(wanted, choosing=True)
            )
        if wanted is Help.TIMELINE:
            return Step(timeline_card(self._assistant, self._guide, program, self._t))
        if wanted is Help.CHECKLIST:
            return Step(checklist_card(self._assistant, self._guide, program, self._t))
        return self._interview(Flow(wanted, program))

    def _interview(self, flow: Flow) -> Step:
        found = self._found(flow)
        if found.next is None:
            return self._end(flow, found)
        return Step(
            question_card(self._assistant, self._guide, flow.program, found, self._t),
            self._t.gettext("Answer, or ask something else in between:"),
            tuple(map(self._t.gettext, (*REPLIES.values(), STOP))),
            replace(flow, asked=found.next.key, paused=False),
        )

    def _end(self, flow: Flow, found: Interview) -> Step:
        return Step(result_card(self._assistant, self._guide, flow.program, found, self._t))

    def _help_named(self, text: str) -> Help | None:
        return next((wanted for wanted in Help if self._says(text, wanted.value)), None)

    def _reply(self, text: str) -> Reply | None:
        pressed = next((reply for reply, words in REPLIES.items() if self._says(text, words)), None)
        return pressed or read_reply(text)

    def _says(self, text: str, message: str) -> bool:
        return text.casefold() in (message.casefold(), self._t.gettext(message).casefold())

    def _found(self, flow: Flow) -> Interview:
        return interview_of(self._guide, flow.program, dict(flow.replies))


def after_answer(flow: Flow | None) -> Flow | None:
    """What is still under way when something else was asked: an interview waits, the choice of a program does not."""
    return replace(flow, paused=True) if flow and flow.is_interview else None


def offered(question: str, flow: Flow | None) -> tuple[str, ...]:
    """The words of the buttons under an answer: to go on with what waits, and the helps that the question is about."""
    waits = flow is not None and flow.is_interview
    about = [one.value for one, words in _RELATED.items() if words.search(question)]
    if waits:
        about = [GO_ON, *(words for words in about if words != Help.ELIGIBILITY)]
    return tuple(about[:3])
