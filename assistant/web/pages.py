"""The one way from values to HTML: templates that escape whatever is put into them."""

import hashlib
import re
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def page(template: str, **values: object) -> Markup:
    """The template filled with the values, each of them escaped unless it is Markup."""
    return Markup(_templates.get_template(template).render(values))


def long_date(iso: str) -> str:
    """An ISO date or time for people, "November 16, 2026"; anything else as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day:%B} {day.day}, {day.year}"


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
_templates.filters["long_date"] = long_date
_templates.filters["tel"] = dialled
_templates.filters["short"] = short_address
