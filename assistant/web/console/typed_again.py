"""A form that was sent after the session had ended: what was typed comes back behind the password."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

_ACTION = re.compile(r"/console(?:/[\w-][\w.-]{0,80}){1,6}")
_NOT_KEPT = ("/console/sign-in", "/console/sign-out")
_MOST_FIELDS = 200
_LONGEST_UNSEEN = 40  # What is shorter and has no space is an id or a choice, and not worth reading again.


@dataclass(frozen=True, slots=True)
class Kept:
    """A form: where it goes, and the names and texts of its fields, without the token of the session that is over."""

    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """What of it somebody wrote, with the fields' names as words."""
        return tuple(
            (name.replace("_", " ").capitalize(), text)
            for name, text in self.fields
            if len(text) > _LONGEST_UNSEEN or len(text.split()) > 1
        )


async def kept_of(request: Request) -> Kept | None:
    """The form of the request; None where it holds nothing that was written. Files are not kept."""
    if request.method != "POST":
        return None
    form = await request.form()
    names, texts = [], []
    for name, text in form.multi_items():
        if isinstance(text, str) and name != "form_token":
            names.append(name)
            texts.append(text)
    return kept_again(request.url.path, names, texts)


def kept_again(action: str, names: Sequence[str], texts: Sequence[str]) -> Kept | None:
    """The form as the page with the password brings it back; None where it is none of the console's."""
    if not _ACTION.fullmatch(action) or action in _NOT_KEPT or not len(names) == len(texts) <= _MOST_FIELDS:
        return None
    kept = Kept(action, tuple(zip(names, texts, strict=True)))
    return kept if kept.texts else None
