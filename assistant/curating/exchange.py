"""Approved answers to and from files that people exchange: a folder of Markdown, or one table in CSV (RFC 4180)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.curating.anchoring import Reason, after_check, check
from assistant.curating.folder import Stored, read_folder, read_one, save
from assistant.curating.markdown import markdown_of
from assistant.curating.values import MOST_QUOTES, Curated, Status, make_curated
from assistant.curating.wording import wording_of
from assistant.errors import AssistantError
from assistant.files import replace_file
from assistant.index import Index

MOST_CSV_BYTES = 20_000_000
_PLAIN = ("id", "program", "status", "question", "phrasings", "text", "approved_by", "approved_on")
_OF_QUOTE = ("document", "quote", "start", "end")
COLUMNS = (*_PLAIN, *(f"{name}_{number}" for number in range(1, MOST_QUOTES + 1) for name in _OF_QUOTE))
"""A phrasing a line in ``phrasings``; a quote's columns end in its number."""
_REQUIRED = frozenset((*_PLAIN, "document_1", "quote_1")) - {"program", "status", "phrasings"}
# What a spreadsheet takes for a formula, and the mark itself, so that taking it off gives back what was there.
_MARK = "'"
_MARKED = ("=", "+", "-", "@", "\t", "\r", "\n", _MARK)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the answers read: ids, and a line for each that was refused."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[str, ...]


def export_markdown(answers: Iterable[Curated], folder: Path) -> int:
    """Writes a file an answer into the folder, over those of the same name, and returns how many.

    :raises AssistantError: a file cannot be written.
    """
    files = {f"{curated.id}.md": markdown_of(curated).encode() for curated in answers}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            replace_file(folder / name, data)
    except OSError as error:
        raise _cannot_write(folder, error) from None
    return len(files)


def export_csv(answers: Iterable[Curated], path: Path) -> int:
    """Writes the table, cells that a spreadsheet would compute marked with an apostrophe, and returns the rows.

    :raises AssistantError: it cannot be written.
    """
    rows = [_row_of(curated) for curated in answers]
    try:
        # Spreadsheets read UTF-8 only where the file begins with its mark.
        replace_file(path, csv_of(rows).encode("utf-8-sig"))
    except OSError as error:
        raise _cannot_write(path, error) from None
    return len(rows)


def csv_of(rows: Iterable[Mapping[str, str]]) -> str:
    """The table with its header row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_marked(row.get(column, "")) for column in COLUMNS] for row in rows)
    return text.getvalue()


def rows_of(text: str) -> Iterator[dict[str, str]]:
    """The rows of the table, by column, their marks taken off; empty cells and rows are left out.

    :raises AssistantError: a column is missing or unknown, or the text is no CSV.
    """
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        header = [cell.strip() for cell in next(reader, [])]
        if wrong := (_REQUIRED - set(header)) | (set(header) - set(COLUMNS)):
            raise AssistantError(
                f"Columns {sorted(wrong)[:5]!r} are missing or unknown; the table has {', '.join(COLUMNS)}; "
                "export one to see."
            )
        for row in reader:
            cells = {name: _unmarked(cell) for name, cell in zip(header, row, strict=False) if cell}
            if cells:
                yield cells
    except csv.Error as error:
        raise AssistantError(f"The table is no CSV ({error}); it follows RFC 4180; export it again.") from None


def import_answers(path: Path, folder: Path, index: Index) -> ImportReport:
    """Puts the answers of a CSV file, a Markdown file or a folder of them into the folder of approved answers.

    Refused is what cannot be read, has a quote that does not stand in the documents or a program without any, or
    answers a question that another answer of the same program has.

    :raises AssistantError: the file or the folder cannot be read or written.
    """
    held = dict(read_folder(folder).stored)
    given, refused = _read(path)
    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for curated in given:
        curated, problem = _fit(curated, index, held)
        before = held.get(curated.id)
        if problem:
            refused.append(problem)
        elif before is not None and before.curated == curated:
            unchanged.append(curated.id)
        else:
            digest = save(folder, curated, seen=before.digest if before else None)
            held[curated.id] = Stored(curated, digest)
            (changed if before else added).append(curated.id)
    return ImportReport(tuple(added), tuple(changed), tuple(unchanged), tuple(refused))


def _fit(curated: Curated, index: Index, held: Mapping[str, Stored]) -> tuple[Curated, str]:
    """The answer with its quotes where they stand now, and why it is refused, if it is."""
    retired = curated.status is Status.RETIRED
    for finding in check([replace(curated, status=Status.LIVE) if retired else curated], index):
        # What is retired may rest on documents that have gone; under an unknown program nobody would find it again.
        if finding.reason is Reason.PROGRAM_GONE if retired else finding.reason is not Reason.IN_REVIEW:
            return curated, finding.text
    if retired:
        return curated, ""
    asked = {wording_of(words) for words in curated.wordings}
    for other in (stored.curated for stored in held.values()):
        if other.id == curated.id or other.status is Status.RETIRED or other.program != curated.program:
            continue
        if asked & {wording_of(words) for words in other.wordings}:
            return curated, (
                f"Approved answer {curated.id!r}: {other.id!r} answers {curated.question[:80]!r} already; a question "
                "has one answer; change that one, or retire it."
            )
    return after_check(curated, index), ""


def _read(path: Path) -> tuple[list[Curated], list[str]]:
    """The answers, and a line for each that cannot be read."""
    if path.is_dir():
        read = read_folder(path)
        return [stored.curated for stored in read.stored.values()], list(read.problems)
    if path.suffix.lower() == ".md":
        return [read_one(path).curated], []
    if path.suffix.lower() != ".csv":
        raise AssistantError(
            f"{str(path)!r} cannot be imported; approved answers come as .csv, as .md or as a folder of .md; name one."
        )
    answers: list[Curated] = []
    refused: list[str] = []
    for row in rows_of(_text_of(path)):
        try:
            answers.append(_curated_of(row))
        except AssistantError as error:
            refused.append(str(error))
    return answers, refused


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_CSV_BYTES:
            raise AssistantError(f"{str(path)!r} is too large; at most {MOST_CSV_BYTES} bytes are read; divide it.")
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise AssistantError(
            f"{str(path)!r} cannot be read ({error.strerror}); it is a table of approved answers; name another."
        ) from None
    except UnicodeDecodeError:
        raise AssistantError(f"{str(path)!r} is not UTF-8; the table is; save it as “CSV UTF-8”.") from None


def _row_of(curated: Curated) -> dict[str, str]:
    row = {
        "id": curated.id,
        "program": curated.program or "",
        "status": curated.status.value,
        "question": curated.question,
        "phrasings": "\n".join(curated.phrasings),
        "text": curated.text,
        "approved_by": curated.approved_by,
        "approved_on": curated.approved_on.isoformat(),
    }
    for number, quoted in enumerate(curated.quotes, start=1):
        values = (quoted.doc_id, quoted.quote, quoted.start, quoted.end)
        cells = ("" if value is None else str(value) for value in values)
        row |= {f"{name}_{number}": cell for name, cell in zip(_OF_QUOTE, cells, strict=True)}
    return row


def _curated_of(row: Mapping[str, str]) -> Curated:
    """:raises AssistantError: a value breaks its rule."""
    quotes = [
        {name: row[f"{name}_{number}"] for name in _OF_QUOTE if f"{name}_{number}" in row}
        for number in range(1, MOST_QUOTES + 1)
    ]
    plain = {name: row[name] for name in _PLAIN if name in row}
    phrasings = [line for line in row.get("phrasings", "").splitlines() if line.strip()]
    return make_curated({**plain, "phrasings": phrasings, "quotes": [quote for quote in quotes if quote]})


def _marked(cell: str) -> str:
    return _MARK + cell if cell.startswith(_MARKED) else cell


def _unmarked(cell: str) -> str:
    return cell[1:] if cell.startswith(_MARK) and cell[1:].startswith(_MARKED) else cell


def _cannot_write(path: Path, error: OSError) -> AssistantError:
    return AssistantError(
        f"{str(path)!r} cannot be written ({error.strerror}); approved answers are exported there; name another place."
    )
