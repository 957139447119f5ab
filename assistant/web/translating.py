"""The languages of our own words: the one that a request wants, the words, and dates as that language writes them.

What documents say is never translated. A language is added by one file, as docs/translating.md says.
"""

import gettext
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_timedelta
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

FOLDER = Path(__file__).parent / "translations"
ENGLISH_CODE = "en"
LANGUAGES = (ENGLISH_CODE, "es", "zh", "hi", "ar", "fr")
"""Those that a page can have; the messages in the code are English, the others have a file each."""

_TAGS = {"zh": "zh-CN"}
_MOST_HEADER = 200  # Characters of Accept-Language that are looked at.
_WISH = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]{1,30})?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")


def N_(message: str) -> str:  # noqa: N802
    """The message as it is, marked to be collected; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True, eq=False)
class Translator:
    """The words of one language.

    A message is the English text, with values as ``{name}``. `gettext` and `ngettext` give plain text; `html` and
    `html_count` escape it and the values, but for those that are Markup.
    """

    language: str
    catalog: Catalog
    _words: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)

    @property
    def tag(self) -> str:
        """The language for a ``lang`` attribute."""
        return _TAGS.get(self.language, self.language)

    @property
    def direction(self) -> str:
        """The direction of writing, "ltr" or "rtl"."""
        return str(self._locale.text_direction)

    def gettext(self, message: str, /, **values: object) -> str:
        """The message in this language, English where it has none."""
        return self._words.gettext(message).format(**values)

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The message in the form for a number, which is its ``{count}``."""
        return self._words.ngettext(one, many, count).format(count=count, **values)

    def html(self, message: str, /, **values: object) -> Markup:
        """The message as HTML."""
        return Markup(escape(self._words.gettext(message))).format(**self._isolated(values))

    def html_count(self, one: str, many: str, count: int, /, **values: object) -> Markup:
        """The message for a number as HTML."""
        return Markup(escape(self._words.ngettext(one, many, count))).format(count=count, **self._isolated(values))

    def long_date(self, iso: str) -> str:
        """An ISO date or time for people, "November 16, 2026"; anything else as it is."""
        try:
            day = date.fromisoformat(iso[:10])
        except ValueError:
            return iso
        return str(format_date(day, "long", locale=self._locale))

    def month(self, day: date) -> str:
        """The short name of its month, as it stands alone."""
        return str(format_date(day, "LLL", locale=self._locale))

    def year(self, day: date) -> str:
        """The year as a number: in Arabic and Chinese too."""
        return str(format_date(day, "y", locale=self._locale))

    def away(self, number: int, unit: Literal["day", "month", "year"]) -> str:
        """So many days, months or years from now: "in 12 days"; a negative number is past."""
        days = {"day": 1, "month": 30, "year": 365}[unit]
        delta = timedelta(days=number * days)
        return str(format_timedelta(delta, unit, threshold=10**9, add_direction=True, locale=self._locale))

    def listed(self, messages: Sequence[str]) -> str:
        """The messages one after the other: "a, b and c"."""
        return str(format_list([self.gettext(one) for one in messages], locale=self._locale))

    def lasting(self, number: int, unit: Literal["second", "minute", "hour"]) -> str:
        """So long: "5 minutes"."""
        seconds = {"second": 1, "minute": 60, "hour": 3600}[unit]
        return str(format_timedelta(timedelta(seconds=number * seconds), unit, threshold=10**9, locale=self._locale))

    def for_scripts(self) -> dict[str, str]:
        """The messages that our scripts show, which the page carries for them."""
        if self.language == ENGLISH_CODE:
            return {}
        return {
            str(message.id): str(message.string)
            for message in self.catalog
            if message.id and any(name.endswith(".js") for name, _ in message.locations)
        }

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.language)

    def _isolated(self, values: dict[str, object]) -> dict[str, object]:
        """The values; among letters that run the other way each plain text is set apart."""
        if self.direction == "ltr":
            return values
        return {
            name: Markup("<bdi>{}</bdi>").format(value) if type(value) is str else value
            for name, value in values.items()
        }


@cache
def translator(language: str) -> Translator:
    """The words of one of the languages, read when they are first wanted."""
    if language == ENGLISH_CODE:
        return ENGLISH
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translator(language, catalog, gettext.GNUTranslations(compiled))


ENGLISH = Translator(ENGLISH_CODE, Catalog())


def wanted_language(*, asked: str | None, accepted: str, setting: str) -> str:
    """The language that the address asks for, else that of the setting or, where it is "auto", of the browser.

    `accepted` is the header Accept-Language. What we do not have is passed over; in the end it is English.
    """
    if asked is not None and (code := asked[:35].split("-")[0].lower()) in LANGUAGES:
        return code
    if setting in LANGUAGES:
        return setting
    wishes = [_WISH.fullmatch(wish) for wish in accepted[:_MOST_HEADER].split(",")]
    weighed = [(float(wish[2] or 1), wish[1].lower()) for wish in wishes if wish]
    for weight, code in sorted(weighed, key=lambda one: -one[0]):
        if weight > 0 and code in LANGUAGES:
            return code
    return ENGLISH_CODE
