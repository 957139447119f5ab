"""A sentence with its list -> the rule it states on who may apply, if it states one."""

from assistant.eligibility.conditions import Frame
from assistant.eligibility.granting import read_denial, read_denied_list, read_grant, read_only, read_open
from assistant.eligibility.openings import Reading, read_opening
from assistant.eligibility.requiring import read_bare, read_other, read_requirement
from assistant.eligibility.statements import Statement

MAX_CHARACTERS = 2_000
"""A longer sentence is no rule that an applicant could be asked about."""


def read_statement(text: str, statement: Statement) -> Reading | None:
    """The rule of the statement, None where it has none on who may apply."""
    start, end = statement.start, statement.end
    if end - start > MAX_CHARACTERS or (text[end - 1] == "?" and not statement.items):
        return None
    frame = Frame(text, start, (start, end))
    opening = read_opening(text, start, end)
    for read in (
        read_denied_list,
        read_only,
        read_denial,
        read_requirement,
        read_grant,
        read_open,
        read_other,
        read_bare,
    ):
        found = read(text, statement, frame, opening)
        if found is not None:
            return found if found.rule.logic is not None else None
    return None
