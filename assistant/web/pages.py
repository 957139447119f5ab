"""The one way from values to HTML: templates that escape whatever is put into them."""

import hashlib
import re
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.web.retelling import retold
from assistant.web.translating import ENGLISH, Translator

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def page(template: str, t: Translator = ENGLISH, /, **values: object) -> Markup:
    """The template filled with the values, each of them escaped unless it is Markup.

    In it, `t` has the words of the visitor's language: ``_`` and ``ngettext`` give them as HTML, and ``retold`` says in
    them what a floor below says in English.
    """
    words = {"t": t, "_": t.html, "ngettext": t.html_count, "retold": partial(retold, t=t)}
    return Markup(_templates.get_template(template).render(words | values))


def web_link(address: str | None) -> str | None:
    """The address if a browser may be sent there, else None: no javascript:, no data:."""
    return address if address and re.match(r"https?://[^\s]+\Z", address, re.IGNORECASE) else None


def dialled(phone: str) -> str:
    """What a telephone dials of a number written for people."""
    number, *extension = re.split(r"(?i)\s*(?:ext\.?|x)\s*(?=\d+\s*\Z)", phone)
    digits = ("+" if number.strip().startswith("+") else "") + re.sub(r"\D", "", number)
    return digits + "".join(f";ext={piece.strip()}" for piece in extension)


def short_address(address: str) -> str:
    """A web address as people write it."""
    return re.sub(r"\Ahttps?://(?:www\.)?", "", address, flags=re.IGNORECASE).rstrip("/")


def asset(name: str) -> str:
    """The address of one of our own files; it changes with the content, so that no browser keeps an old one."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/site/{name}?v={digest}"


_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["asset"] = asset
_templates.filters["long_date"] = ENGLISH.long_date
_templates.filters["tel"] = dialled
_templates.filters["short"] = short_address
