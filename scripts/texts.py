"""Collects the messages of the pages and brings the translations up to date: what is new in them is left empty.

Run it after a message was added or changed (``make texts``); tests/test_translating.py fails until all are translated.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from assistant.web.translating import ENGLISH_CODE, FOLDER, LANGUAGES

WEB = Path(__file__).parents[1] / "assistant" / "web"
METHODS: list[tuple[str, str]] = [
    # Coordinators read English: their console is not translated.
    ("console/**", "ignore"),
    ("templates/console/**", "ignore"),
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("static/**.js", "javascript"),
]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "gettext": None,
    "ngettext": (1, 2),
    "html": None,
    "html_count": (1, 2),
}


def collected() -> Catalog:
    """Every message in the code, with the files that it stands in."""
    catalog = Catalog(project="Program assistant", charset="utf-8")
    options = {"static/**.js": {"parse_template_string": "true"}}
    found = extract_from_dir(WEB, METHODS, options, KEYWORDS)
    for name, _, message, _, _ in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(message, locations=[(f"assistant/web/{name}", None)])
    return catalog


def written(catalog: Catalog) -> bytes:
    """The file of a catalog; it says nothing of when and by which program it was written, so that only words differ."""
    target = BytesIO()
    write_po(target, catalog, width=120, include_lineno=False, ignore_obsolete=True, omit_header=True)
    fields = ("Content-Type: text/plain; charset=utf-8", f"Plural-Forms: {catalog.plural_forms}")
    header = "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in fields), "\n"])
    return header.encode() + target.getvalue()


def forms_of(message: Message) -> tuple[str, ...]:
    """The translations of a message, more than one where it has a number in it."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def main() -> None:
    """Writes every translation anew."""
    template = collected()
    for language in LANGUAGES:
        if language == ENGLISH_CODE:
            continue
        path = FOLDER / f"{language}.po"
        catalog = Catalog(locale=language)
        if path.exists():
            with path.open("rb") as file:
                catalog = read_po(file, locale=language)
        catalog.update(template, no_fuzzy_matching=True)
        path.write_bytes(written(catalog))
        missing = sum(not all(forms_of(message)) for message in catalog if message.id)
        print(f"{language}: {len(catalog)} messages, {missing} to translate")  # noqa: T201


if __name__ == "__main__":
    main()
