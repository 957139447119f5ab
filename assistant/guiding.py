"""What applicants come for beside answers: the timeline, the checklist and the requirements of a program."""

import datetime
from threading import Lock

from assistant.assistant import Assistant
from assistant.checklists import Checklist, make_checklist
from assistant.eligibility import Requirement, find_requirements
from assistant.errors import QuestionError
from assistant.timeline import Timeline, make_timeline


class Guide:
    """Makes each of them once, the timeline once a day; safe to call from several threads."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = Lock()
        self._timelines: dict[str | None, Timeline] = {}
        self._made_on: datetime.date | None = None
        self._checklists: dict[str | None, Checklist] = {}
        self._requirements: dict[str | None, tuple[Requirement, ...]] = {}

    @property
    def programs(self) -> tuple[str, ...]:
        """The programs that can be asked for, in alphabetical order."""
        return self._assistant.programs

    def today(self) -> datetime.date:
        """The day that the timeline is seen from."""
        return self._assistant.today()

    def timeline(self, program: str | None = None) -> Timeline:
        """What opens, closes and happens in a program or, where none is given, in all of them.

        :raises QuestionError: the program has no documents.
        """
        today = self.today()
        with self._lock:
            if self._made_on != today:
                self._timelines, self._made_on = {}, today
            wanted = [program] if program or not self.programs else list(self.programs)
            for one in wanted:
                if one not in self._timelines:
                    self._timelines[one] = make_timeline(self._assistant.documents(one), today)
            return _joined(today, [self._timelines[one] for one in wanted])

    def checklist(self, program: str | None = None) -> Checklist:
        """The documents that an application needs.

        :raises QuestionError: the program has no documents, or none is given where there are several.
        """
        program = self.one_program(program)
        with self._lock:
            if program not in self._checklists:
                self._checklists[program] = make_checklist(self._assistant.documents(program))
            return self._checklists[program]

    def requirements(self, program: str | None = None) -> tuple[Requirement, ...]:
        """What an applicant has to be or to have.

        :raises QuestionError: the program has no documents, or none is given where there are several.
        """
        program = self.one_program(program)
        with self._lock:
            if program not in self._requirements:
                self._requirements[program] = find_requirements(self._assistant.documents(program))
            return self._requirements[program]

    def one_program(self, program: str | None) -> str | None:
        """The program, or the only one there is; None where no document belongs to one.

        :raises QuestionError: none is given and there are several.
        """
        program = program or None
        if program is None and len(self.programs) > 1:
            raise QuestionError(
                "No program is named; each has its own documents and requirements; "
                f"name one of {', '.join(map(repr, self.programs))}."
            )
        return program or next(iter(self.programs), None)


def _joined(today: datetime.date, timelines: list[Timeline]) -> Timeline:
    """One timeline of all items, what several programs share only once."""
    if len(timelines) == 1:
        return timelines[0]
    items = {item.uid: item for timeline in timelines for item in timeline.items}.values()
    return Timeline(today, tuple(sorted(items, key=lambda item: item.first or datetime.date.max)))
