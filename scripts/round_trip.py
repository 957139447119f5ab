"""Measures whether the same pages answer alike as HTML, as Word files and as PDF in one and in two columns.

usage: python scripts/round_trip.py CORPUS QUESTIONS.jsonl [--work DIR] [--only FORM ...]

CORPUS is a folder of .html files; a question names its page by `url` or `passages`. The forms are made with what is
installed of pandoc, LibreOffice (soffice), WeasyPrint and Chromium. Whether the page of a citation is right is seen
with pdftotext, which shares nothing with the reader of this project. Forms that are in DIR already are not made again.
"""

import argparse
import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from assistant.assistant import Assistant
from assistant.documents import read_document
from assistant.embedding import Embedder, SentenceTransformerEmbedder
from assistant.evaluation import Case, Evaluation, evaluate, read_cases
from assistant.index import build_index
from assistant.settings import Settings, read_settings

FIGURES = ("quote@1", "quote@3", "gold_f1", "doc@1", "false_refusal", "verbatim")
FIRST_LETTERS = 24  # Of a quote: enough to know its place by, and seldom parted by the end of a page.
SHEET = """<style>@page { size: A4; margin: 2.2cm; @top-left { content: "Handbook for applicants" } @bottom-center {
content: "Page " counter(page) " of " counter(pages) } } body { font: 11pt serif; text-align: justify; hyphens: auto;
columns: %d } table { border-collapse: collapse } td, th { border: 1px solid; padding: 3pt }</style></head>"""
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:cols w:num="%d" w:space="567"/></w:sectPr>'
WEASYPRINT = ("weasyprint", "{page}", "{pdf}")
CHROMIUM = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf={pdf}", "{page}")


def call(*command: str | Path) -> bytes:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def by_pandoc(columns: int, pages: list[Path], into: Path) -> None:
    """With pandoc's own template, but for the columns."""
    given = zipfile.ZipFile(io.BytesIO(call("pandoc", "--print-default-data-file", "reference.docx")))
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.docx"
        with zipfile.ZipFile(template, "w") as file:
            for name in given.namelist():
                file.writestr(name, given.read(name).replace(b"<w:sectPr />", (SECTION % columns).encode()))
        for page in pages:
            call("pandoc", page, f"--reference-doc={template}", "-o", into / f"{page.stem}.docx")


def by_office(reader: str, form: str, pages: list[Path], into: Path) -> None:
    """All files by one LibreOffice, which has a profile of its own, so that one that is open does not matter."""
    with tempfile.TemporaryDirectory() as profile:
        settings = f"-env:UserInstallation=file://{profile}"
        call("soffice", settings, "--headless", f"--infilter={reader}", "--convert-to", form, "--outdir", into, *pages)


def by_pandoc_and_office(columns: int, pages: list[Path], into: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        by_pandoc(columns, pages, Path(folder))
        by_office("MS Word 2007 XML", "pdf", sorted(Path(folder).iterdir()), into)


def by_sheet(columns: int, command: Sequence[str], pages: list[Path], into: Path) -> None:
    """With a running title, page numbers, and words cut at the ends of lines."""
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            copy = Path(folder) / page.name
            copy.write_text(page.read_text(encoding="utf-8").replace("</head>", SHEET % columns, 1), encoding="utf-8")
            call(*(part.format(page=copy, pdf=into / f"{page.stem}.pdf") for part in command))


FORMS: dict[str, tuple[tuple[str, ...], Callable[[list[Path], Path], object]]] = {
    "html": ((), lambda pages, into: [shutil.copy(page, into) for page in pages]),
    "docx-pandoc": (("pandoc",), partial(by_pandoc, 1)),
    "docx-office": (("soffice",), partial(by_office, "HTML (StarWriter)", "docx:MS Word 2007 XML")),
    **{f"pdf-{n}-office": (("pandoc", "soffice", "pdftotext"), partial(by_pandoc_and_office, n)) for n in (1, 2)},
    **{f"pdf-{n}-weasyprint": (("weasyprint", "pdftotext"), partial(by_sheet, n, WEASYPRINT)) for n in (1, 2)},
    **{f"pdf-{n}-chromium": (("chromium", "pdftotext"), partial(by_sheet, n, CHROMIUM)) for n in (1, 2)},
}


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text.lower()))


@cache
def letters_of_page(pdf: Path, page: int) -> str:
    return letters(call("pdftotext", "-raw", "-f", str(page), "-l", str(page), pdf, "-").decode("utf-8"))


def wrong_pages(evaluation: Evaluation, corpus: Path) -> tuple[list[str], int]:
    """The citations whose first letters do not stand on the page that they give, and how many give one."""
    wrong, cited = [], 0
    for table in evaluation.tables:
        for citation in (*table["citations"], *table.get("withheld", ())):
            quote, page, pdf = citation["quote"], citation["page"], corpus / citation["doc_id"]
            first = letters(re.split(r"\n| \| ", quote)[0])[:FIRST_LETTERS]  # Of one block: the next may be overleaf.
            cited += page is not None
            if page is not None and first not in letters_of_page(pdf, page):
                wrong.append(f"    {pdf.name}, page {page}: {quote[:90]!r}")
    return wrong, cited


def named(cases: Sequence[Case], pages: list[Path]) -> list[Case]:
    """The cases with the right document named by its file, whose name all forms share, and not by its address."""
    files = {read_document(page.read_bytes(), page.name).url: (page.stem,) for page in pages}
    return [replace(case, url=None, passages=case.passages or files.get(case.url, ())) for case in cases]


def measure(corpus: Path, cases: list[Case], embedder: Embedder, settings: Settings) -> None:
    limit = int(settings.file_megabytes * 1_000_000)
    build_index(corpus, settings.index, embedder, passage_tokens=settings.passage_tokens, max_bytes=limit)
    evaluation = evaluate(cases, Assistant.open(settings, embedder=embedder))
    print(f"{corpus.name:19} ", *(f"{name} {evaluation.figures[name].value:.3f}" for name in FIGURES), flush=True)
    wrong, cited = wrong_pages(evaluation, corpus)
    if cited:
        print(f"    page right in {1 - len(wrong) / cited:.4f} of {cited} citations", *wrong, sep="\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--work", type=Path, help="where to keep what is made")
    parser.add_argument("--only", nargs="+", choices=FORMS, default=list(FORMS), metavar="FORM", help=", ".join(FORMS))
    options = parser.parse_args()
    pages = sorted(options.corpus.glob("*.html"))
    cases, embedder = named(read_cases(options.questions), pages), SentenceTransformerEmbedder()
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings(index=Path(folder) / "index")  # One for all: what they share is embedded once.
        for form in options.only:
            programs, make = FORMS[form]
            if missing := [name for name in programs if shutil.which(name) is None]:
                print(f"{form}: left out, since {' and '.join(missing)} cannot be found")
                continue
            corpus = (options.work or Path(folder)) / form
            if not corpus.is_dir():
                corpus.mkdir(parents=True)
                make(pages, corpus)
            measure(corpus, cases, embedder, settings)


if __name__ == "__main__":
    main()
