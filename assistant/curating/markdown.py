"""An approved answer <-> its Markdown file: front matter with all but the office's text, then the text."""

import re
from typing import Any

import yaml

from assistant.curating.values import Curated, make_curated
from assistant.errors import AssistantError

MOST_BYTES = 300_000
_FENCE = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class _Loader(yaml.BaseLoader):
    """Words only, as written; no aliases, by which a short file can stand for a huge one, and no key twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("it has an alias")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [key.value for key, _ in node.value]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise yaml.YAMLError(f"it has {str(twice)[:40]!r} twice")
        return super().construct_mapping(node, deep)


class _Dumper(yaml.SafeDumper):
    """A text of several lines is written on one, so that no line of it can be taken for the end of the front matter."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None),
)


def parse_markdown(name: str, text: str) -> Curated:
    """The answer in a file of that name, without its suffix, which is the answer's id.

    :raises AssistantError: it is not of the agreed shape.
    """
    match = _FENCE.match(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    if match is None:
        raise _unreadable(name, "it has no front matter between two lines of three dashes")
    try:
        table = yaml.load(match[1], Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _unreadable(name, f"its front matter is not YAML: {' '.join(str(error).split())[:200]}") from None
    if not isinstance(table, dict) or not all(isinstance(key, str) for key in table):
        raise _unreadable(name, "its front matter is no table of names and values")
    given = text.replace("\r\n", "\n").removeprefix("\ufeff")[match.end() :]
    # What stands there empty was left out.
    filled = {key: value for key, value in table.items() if value not in ("", "null", "~")}
    return make_curated({**filled, "id": name, "text": given})


def markdown_of(curated: Curated) -> str:
    """The file's text; `parse_markdown` of it gives the same answer."""
    table: dict[str, Any] = {"program": curated.program, "question": curated.question}
    table["phrasings"] = list(curated.phrasings)
    table |= {"status": curated.status.value, "approved_by": curated.approved_by}
    table["approved_on"] = curated.approved_on.isoformat()
    table["quotes"] = [
        {"document": one.doc_id, "quote": one.quote}
        | ({} if one.start is None else {"start": one.start, "end": one.end})
        for one in curated.quotes
    ]
    kept = {key: value for key, value in table.items() if value not in (None, [])}
    front = yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{front}---\n\n{curated.text}\n"


def _unreadable(name: str, reason: str) -> AssistantError:
    return AssistantError(
        f"Approved answer {name[:80]!r} cannot be read: {reason}; it is a Markdown file with front matter; "
        "mend it, or copy one that is read."
    )
