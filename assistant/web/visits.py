"""How one visitor sees the pages: in which language, and in which of the two colour schemes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup
from starlette.datastructures import QueryParams

from assistant.settings import Settings
from assistant.web.pages import page
from assistant.web.theme import Theme, read_theme
from assistant.web.translating import Translator, translator, wanted_language


class Asking(Protocol):
    """A request: one of Starlette's, or Gradio's own kind."""

    @property
    def headers(self) -> Mapping[str, str]: ...  # noqa: D102

    @property
    def query_params(self) -> Mapping[str, str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class PageAsked:
    """What a page asks for: the headers of a request, and what the page's address says behind its question mark."""

    headers: Mapping[str, str]
    query_params: Mapping[str, str]


def page_of(request: Asking) -> PageAsked:
    """A request for the page or from it: what its script asks leaves out what the page's own address says."""
    referring = request.headers.get("referer", "").partition("#")[0].partition("?")[2]
    return PageAsked(request.headers, {**QueryParams(referring), **request.query_params})


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page needs to know of who looks at it.

    ``scheme`` is "light" or "dark" where the address asks for one; ``asked`` is the language that it asks for.
    """

    title: str
    theme: Theme
    t: Translator
    scheme: str | None = None
    asked: str | None = None

    @property
    def attributes(self) -> Markup:
        """Those of the <html> element; ``data-words`` are what our scripts say."""
        words = self.t.for_scripts()
        values = {"lang": self.t.tag, "dir": self.t.direction, "data-scheme": self.scheme}
        if words:
            values["data-words"] = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        return Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in values.items() if value)

    @property
    def headers(self) -> dict[str, str]:
        """Those of the page: another visitor may get it in another language."""
        return {"Content-Language": self.t.tag, "Vary": "Accept-Language"}

    def page(self, template: str, **values: object) -> Markup:
        """The whole page of that template."""
        return page(template, self.t, visit=self, title=self.title, **values)


class Visits:
    """Knows of each request how its answer is to look.

    :raises AssistantError: the theme of the settings cannot be made.
    """

    def __init__(self, settings: Settings) -> None:
        self._language = settings.language
        self.title = settings.title
        self.theme = read_theme(settings)

    def of(self, request: Asking) -> Visit:
        """The visit that this request is part of."""
        query, headers = request.query_params, request.headers
        scheme = query.get("__theme")
        asked = query.get("lang")
        language = wanted_language(asked=asked, accepted=headers.get("accept-language", ""), setting=self._language)
        return Visit(
            title=self.title,
            theme=self.theme,
            t=translator(language),
            scheme=scheme if scheme in ("light", "dark") else None,
            asked=language if asked is not None else None,
        )
