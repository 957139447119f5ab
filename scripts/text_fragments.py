"""Measures whether the links to quotes mark exactly the quote in a real browser.

usage: python scripts/text_fragments.py PAGES [--quotes N] [--seed N] [--show N]

PAGES is a folder of .html files, or of .md files whose first line is their address; these are served as the HTML that
Markdown makes of them, in a page with a menu, a side column and a footer that repeat its headings. Statements are drawn
evenly over pages and kinds of block and cited as an answer cites them. A quote counts when the characters that
`::target-text` colours are exactly those of the quote, and they are in view. Needs Playwright and a Chromium.
"""

import argparse
import os
import random
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from lxml.html import fragment_fromstring, tostring
from playwright.sync_api import sync_playwright
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))  # The tests look at pages in the same way.

from marking import SHEET, marked  # noqa: E402

from assistant.chunking import make_passages  # noqa: E402
from assistant.citing import cite  # noqa: E402
from assistant.documents import read_document  # noqa: E402
from assistant.documents.markdown import markdown_to_html  # noqa: E402
from assistant.documents.targets import protected_email  # noqa: E402
from assistant.errors import DocumentError  # noqa: E402
from assistant.reading.statements import statements_of, with_lead  # noqa: E402
from assistant.types import BlockKind, Citation, Document, Span  # noqa: E402

FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>
<header><nav><ul>{menu}</ul></nav></header><main>{main}</main><aside><ul>{menu}</ul></aside>
<footer><p>{title}</p></footer></body></html>"""
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-device-scale-factor=1")


@dataclass(frozen=True)
class Stored:
    """A page as it is served, and as it was read."""

    html: bytes
    document: Document


@dataclass(frozen=True)
class Drawn:
    """A quote, the kind of the block it begins in, and whether it goes over several."""

    citation: Citation
    kind: str


def restored(html: str) -> str:
    """The page with what its Markdown has lost: addresses that its own script unscrambles, lines between links."""
    root = fragment_fromstring(html.replace("</a><a", "</a><br><a"), create_parent="div")
    for link in root.iter("a"):
        if (address := protected_email(link)) is not None:
            link.clear(keep_tail=True)
            link.text = address
    return str(tostring(root, encoding="unicode"))


def read_page(path: Path) -> Stored | None:
    """The page, with an address of its own on the server; None where it holds no text."""
    data = path.read_bytes()
    try:
        document = read_document(data, path.name)
    except DocumentError:
        return None
    if path.suffix == ".md":
        _, _, body = data.decode("utf-8").partition("\n")
        menu = "".join(
            f"<li><a href='#'>{escape(document.text[block.start : block.end])}</a></li>"
            for block in document.blocks
            if block.kind is BlockKind.HEADING
        )
        main = restored(markdown_to_html(body))
        data = FRAME.format(title=escape(document.title), menu=menu, main=main).encode()
    head, tag, rest = data.partition(b"</head>")
    return Stored(head + SHEET.encode() + tag + rest if tag else SHEET.encode() + data, document)


@contextmanager
def serving(pages: dict[str, bytes]) -> Iterator[str]:
    """The address of a server on this machine alone that has these pages by path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(urlsplit(self.path).path.strip("/"))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *values: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def draw(document: Document, address: str, chance: random.Random) -> Iterator[Drawn]:
    """Quotes of the document, one of each kind of block, as an answer would cite them: one to three statements."""
    document = replace(document, url=address)
    passages = make_passages(document, count_tokens=lambda texts: [len(text.split()) for text in texts], max_tokens=200)
    chance.shuffle(passages)
    for kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.DEFINITION):
        for passage in passages:
            statements = statements_of(document, passage)
            fit = [place for place, one in enumerate(statements) if document.blocks[one.block].kind is kind]
            if not fit:
                continue
            first = chance.choice(fit)
            last = min(first + chance.choice((0, 0, 1, 2)), len(statements) - 1)
            start, lead_in = with_lead(document, statements[first].block, statements[first].start)
            yield Drawn(cite(Span(document.doc_id, start, statements[last].end, 1.0, lead_in), document), kind.value)
            break


def as_shown(document: Document, citation: Citation) -> str:
    """The characters of the quote that take room on its page: no spaces, dividers of cells, or drawn list numbers."""
    pieces = []
    for block in document.blocks:
        start, end = max(block.start, citation.start), min(block.end, citation.end)
        if start >= end:
            continue
        text = document.text[start:end]
        if block.kind is BlockKind.LIST_ITEM and start == block.start:
            number, _, rest = text.partition(". ")
            text = rest if number.isdecimal() and rest else text
        pieces.append(text.replace(" | ", " ") if "table" in block.kind.value else text)
    return "".join("".join(pieces).split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--quotes", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=10, help="how many of those that are not exact are printed")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311
    paths = sorted(path for path in arguments.pages.iterdir() if path.suffix in (".html", ".htm", ".md"))
    chance.shuffle(paths)

    pages: dict[str, bytes] = {}
    documents: dict[str, Document] = {}
    exact: Counter[str] = Counter()
    drawn: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    wrong = []
    with serving(pages) as address, sync_playwright() as engine:
        quotes: list[Drawn] = []
        while len(quotes) < arguments.quotes:
            for number, path in enumerate(paths):
                if len(quotes) >= arguments.quotes:
                    break
                if (stored := read_page(path)) is None:
                    continue
                name = f"{number}.html"
                pages[name], documents[stored.document.doc_id] = stored.html, stored.document
                quotes += draw(stored.document, f"{address}/{name}", chance)
        quotes = quotes[: arguments.quotes]
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = engine.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1000, "height": 1000}, java_script_enabled=True)
        for quote in tqdm(quotes, unit="quote"):
            page.goto("about:blank")
            link = quote.citation.link or ""
            page.goto(link)
            found = marked(page)
            wanted = as_shown(documents[quote.citation.doc_id], quote.citation)
            drawn[quote.kind] += 1
            if found == wanted:
                exact[quote.kind] += 1
                outcomes["exactly the quote"] += 1
                continue
            outcomes["no fragment" if ":~:text=" not in link else "nothing marked" if not found else "other words"] += 1
            wrong.append((quote, link, found))
        browser.close()

    for quote, link, found in wrong[: arguments.show]:
        print(f"\n{quote.citation.doc_id} ({quote.kind})\n  quote  {quote.citation.quote[:300]!r}")
        print(f"  link   {link[:400]}\n  marked {found[:200]!r}")
    print()
    for kind, count in drawn.items():
        print(f"{kind:<12} {exact[kind]:>4} of {count}")
    for outcome, count in outcomes.most_common():
        print(f"{outcome:<18} {count:>4}  {count / len(quotes):.1%}")


if __name__ == "__main__":
    main()
