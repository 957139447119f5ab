"""Answers that the program office wrote or approved once, given before anything is looked up.

A wrong approved answer is worse than none: an answer is given only where the question asks for the same kind of thing
about the same things, and only while every quote under it stands in the documents. The question of an answer that is
only like what is asked is offered beside what the documents say; asked as it stands, it gets its answer.
"""

from assistant.curating.anchoring import Finding, Reason, after_check, anchored, approved, check
from assistant.curating.answering import CURATED, CuratedAssistant, shown_text, with_curated
from assistant.curating.exchange import ImportReport, export_csv, export_markdown, import_answers
from assistant.curating.finding import CuratedAnswers, Match
from assistant.curating.folder import Folder, Stored, read_folder, read_one, remove, save
from assistant.curating.markdown import markdown_of, parse_markdown
from assistant.curating.remembering import RememberingEmbedder
from assistant.curating.values import Curated, EditedMeanwhileError, Quoted, Status, make_curated

__all__ = [
    "CURATED",
    "Curated",
    "CuratedAnswers",
    "CuratedAssistant",
    "EditedMeanwhileError",
    "Finding",
    "Folder",
    "ImportReport",
    "Match",
    "Quoted",
    "Reason",
    "RememberingEmbedder",
    "Status",
    "Stored",
    "after_check",
    "anchored",
    "approved",
    "check",
    "export_csv",
    "export_markdown",
    "import_answers",
    "make_curated",
    "markdown_of",
    "parse_markdown",
    "read_folder",
    "read_one",
    "remove",
    "save",
    "shown_text",
    "with_curated",
]
