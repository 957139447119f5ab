"""Takes the pictures of docs/images, and with --all every state, width and colour scheme of the chat and the pages.

usage: python scripts/screenshot.py [--all DIR]

Needs an index in index/ (make index), Playwright, and a Chromium (the variable CHROMIUM, or on the path).
"""

import argparse
import os
import shutil
import sys
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.settings import read_settings
from assistant.web import create_app

PICTURES = Path(__file__).parent.parent / "docs" / "images"
ANSWERED = "Can I apply if I live outside Saltmere Cove?"
REFUSED = "What is the salary?"
STATES = {
    "empty": None,
    "answered": ANSWERED,
    "refused": REFUSED,
    "dates": "Dates and deadlines",
    "documents": "Documents to send",
    "eligibility": "Check my eligibility",
}
PROGRAM = "harbor-light-arts-grant"
PAGES = {"timeline": f"timeline?program={PROGRAM}", "checklist": f"checklist?program={PROGRAM}"}
WIDTHS = {360: 780, 1200: 900}


def start_server() -> str:
    """The address of a server in a thread, which ends with the program."""
    settings = read_settings()
    app = create_app(Assistant.open(settings), settings)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"


def open_page(browser: Browser, address: str, width: int, scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    return page


def ask(page: Page, question: str) -> None:
    box = page.get_by_role("textbox", name="Your question")
    box.fill(question)
    box.press("Enter")
    page.locator("#conversation .answer").last.wait_for()
    page.wait_for_timeout(800)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--all", type=Path, metavar="DIR", help="every state, width and colour scheme, into this folder"
    )
    options = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("No Chromium is on the path; a picture needs one; install it or set the variable CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        address = start_server()
        page = open_page(browser, address, 1200, "light")
        ask(page, ANSWERED)
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / "chat.png")
        open_page(browser, address + PAGES["timeline"], 1200, "light").screenshot(path=PICTURES / "timeline.png")
        if options.all is not None:
            options.all.mkdir(parents=True, exist_ok=True)
            wanted = [(state, width, scheme) for state in STATES for width in WIDTHS for scheme in ("light", "dark")]
            for state, width, scheme in tqdm(wanted, disable=None):
                page = open_page(browser, address, width, scheme)
                page.get_by_role("textbox", name="Your question").wait_for()
                if question := STATES[state]:
                    ask(page, question)
                page.wait_for_timeout(300)
                page.screenshot(path=options.all / f"{state}-{width}-{scheme}.png")
                page.context.close()
            for name, path in PAGES.items():
                for width in WIDTHS:
                    for scheme in ("light", "dark"):
                        page = open_page(browser, address + path, width, scheme)
                        page.screenshot(path=options.all / f"{name}-{width}-{scheme}.png", full_page=True)
                        page.context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
