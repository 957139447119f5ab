"""A date in a row of a table -> what its column, its row or its cell say that it is."""

from assistant.dates import DateMention
from assistant.timeline import wording
from assistant.timeline.items import Event
from assistant.timeline.lines import Statement
from assistant.timeline.tables import is_value
from assistant.types import Document


def row_event(document: Document, statement: Statement, mention: DateMention) -> Event | None:
    """The event of a date in a row: said in its cell, by its column's header or by the row's other cells."""
    text = document.text
    place = next((at for at, (cell, _) in enumerate(statement.cells) if cell[0] <= mention.start < cell[1]), None)
    if place is None:
        return None
    cell, head = statement.cells[place]
    in_cell, after = text[cell[0] : mention.start], text[mention.end : cell[1]]
    label = " | ".join(row_labels(document, statement))
    said = wording.direct_event(f"{label} {in_cell}", after) or wording.named_event(in_cell, after)
    if said is None and head is None and has_several(document, statement) and is_mixed(document, statement):
        return None
    return (
        said
        or (_column_event(text[slice(*head)]) if head else None)
        or wording.strong_event(label)
        or (Event.HAPPENS if any(map(wording.happens, (in_cell, after, label))) else None)
        or _column_before(document, statement, place)
    )


def row_labels(document: Document, statement: Statement) -> list[str]:
    """The cells of a row that say what it is about."""
    return [
        document.text[slice(*cell)] for cell, _ in statement.cells if not is_value(document.text, cell, statement.dates)
    ]


def has_several(document: Document, statement: Statement) -> bool:
    """Whether several cells of a row say when."""
    return sum(is_value(document.text, cell, statement.dates) for cell, _ in statement.cells) > 1


def is_mixed(document: Document, statement: Statement) -> bool:
    """Whether the columns of a row that cannot be told to its cells are of several kinds."""
    if statement.lead_in is None:
        return False
    columns = document.text[slice(*statement.lead_in)].split("|")
    return len({_column_event(column) for column in columns if column.strip()} - {None}) > 1


def _column_before(document: Document, statement: Statement, place: int) -> Event | None:
    """What opens or closes in the nearest column of dates before: that of a form belongs with its deadline."""
    for cell, head in reversed(statement.cells[:place]):
        is_date = head is not None and is_value(document.text, cell, statement.dates)
        if is_date and (event := wording.strong_event(document.text[slice(*head or cell)])):
            return event
    return None


def _column_event(header: str) -> Event | None:
    if event := wording.strong_event(header):
        return event
    return Event.HAPPENS if wording.happens(header) and not wording.is_bare_date_label(header) else None
