"""The OpenAPI description of the REST interface: who offers it, examples, and the programs that can be asked for."""

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.models import Example
from pydantic.json_schema import models_json_schema

from assistant.contract import Problem
from assistant.settings import Settings
from assistant.web.problems import failures

DOC_ID = "harbor-light-arts-grant/faq.md"
QUESTIONS: dict[str, Example] = {
    "question": {"summary": "Only a question", "value": {"question": "Can I change my application after I submit it?"}},
    "follow-up": {
        "summary": "A question that goes on from an earlier one",
        "value": {
            "id": "42",
            "question": "And when are the winners told?",
            "history": [["When is the deadline?", "On February 26, 2027."]],
        },
    },
}
_PLACE = "#/components/schemas/{model}"
_OF_ONE_PROGRAM = ("/api/v1/checklist", "/api/v1/eligibility")
_AT_THE_DOOR = (400, 408, 413, 414, 431)
"""What the guard answers on any path."""
_TAGS = {
    "questions": "Answers, each made of quotes from the program's documents.",
    "documents": "What is quoted from.",
    "help": "Dates, documents to send, and eligibility, each with its quotes.",
    "operation": "For those who run the service.",
}


def about(settings: Settings) -> dict[str, Any]:
    """What the application says of itself, as arguments of FastAPI."""
    contact = {"name": settings.contact_name, "email": settings.contact_email, "url": settings.contact_url}
    given = {name: value for name, value in contact.items() if value}
    return {
        "summary": "Answers questions about a program by quoting the program's own documents.",
        "description": (
            "Each quote is exactly `document_text[start:end]` of the document it names. Nothing is changed by a "
            "request: the same one gives the same answer as long as `index_version` is the same. Whatever fails "
            'answers `{"error": {"code", "message"}}`, on every path.'
        ),
        "contact": given or None,
        "license_info": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        "servers": [{"url": "/", "description": "This server"}],
        "openapi_tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "generate_unique_id_function": lambda route: route.name,
    }


def describe(app: FastAPI, programs: Callable[[], Sequence[str]]) -> None:
    """Puts examples into the description, and the programs there are at the time it is read."""
    plain = app.openapi

    @lru_cache(maxsize=1)
    def described(names: tuple[str, ...]) -> dict[str, Any]:
        table = deepcopy(plain())
        table["components"]["schemas"] |= _problem()
        for operations in table["paths"].values():
            for method, operation in operations.items():
                refused = failures(*_AT_THE_DOOR, *([403] if method == "post" else []))
                operation["responses"] |= {str(status): how for status, how in refused.items()}
                if operation["operationId"] in _examples():
                    for media in operation["responses"]["200"]["content"].values():
                        media["example"] = _examples()[operation["operationId"]]
        _name_programs(table, list(names))
        return table

    app.openapi = lambda: described(tuple(programs()))  # type: ignore[method-assign]  # As FastAPI's documentation has it.


def _name_programs(table: dict[str, Any], names: list[str]) -> None:
    """Lists the programs wherever one can be named; where there are several, some operations need one."""
    several = len(names) > 1
    for path, operations in table["paths"].items():
        needed = several and path in _OF_ONE_PROGRAM
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "program":
                    parameter |= {"required": needed, "schema": _choice(names, needed=needed)}
    either = {"anyOf": [_choice(names), {"type": "null"}]}
    schemas = table["components"]["schemas"]
    schemas["QuestionIn"]["properties"]["program"] |= either
    schemas["InterviewIn"]["properties"]["program"] = _choice(names, needed=True) if several else either
    schemas["InterviewIn"]["required"] = ["program"] if several else []
    first: dict[str, Any] = {"program": next(iter(names), None), "replies": {}}
    table["paths"]["/api/v1/eligibility"]["post"]["requestBody"]["content"]["application/json"]["example"] = first


def _choice(names: list[str], *, needed: bool = False) -> dict[str, Any]:
    """One of the programs; empty for all of them where none is needed."""
    return {"type": "string", "enum": names if needed else [*names, ""]}


def _problem() -> dict[str, Any]:
    """The one shape of errors, by name; FastAPI would give it the media type of each route."""
    models: dict[str, Any] = models_json_schema([(Problem, "serialization")], ref_template=_PLACE)[1]["$defs"]
    return models


@cache
def _examples() -> dict[str, Any]:
    """Real answers, shortened, by operation. FastAPI would leave out what is null in them."""
    table: dict[str, Any] = json.loads((Path(__file__).parent / "examples.json").read_text("utf-8"))
    return table
