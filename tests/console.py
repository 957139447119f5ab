"""What the tests of the console share: a desk over the small corpus, and the way in."""

from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import serving
from argon2 import PasswordHasher
from httpx import Response
from starlette.testclient import TestClient

from assistant.desk import Desk
from assistant.embedding import HashingEmbedder
from assistant.settings import Settings
from assistant.web import create_app
from assistant.web.console.access import COOKIE, Access

PASSWORD = "correct horse battery"


@cache
def password_hash() -> str:
    """A hash that is checked fast; the console's own parameters take a twentieth of a second on purpose."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def desk_settings(folder: Path, index: Path, **more: object) -> Settings:
    """Settings of a desk that keeps all it writes in the folder; whatever is found is shown."""
    given = {
        "corpus": index.parent / "corpus",
        "index": index,
        "curated": folder / "curated",
        "drafts": folder / "drafts",
        "record_to": f"sqlite:///{folder / 'desk.sqlite'}",
        "embedding_model": "hashing",
        "refusal_threshold": 0.0,
        "console_password_hash": password_hash(),
        "today": "2026-06-01",
        "title": "Ask the <Office> & co",
        "questions_per_minute": 0,  # One client signs in for every test.
    }
    return Settings(**(given | more))


def open_desk(settings: Settings) -> Desk:
    """The desk, by hashing."""
    return Desk.open(settings, embedder=HashingEmbedder())


def client_of(desk: Desk, settings: Settings) -> TestClient:
    """A browser before the whole application; its cookies are kept over https only."""
    app = create_app(desk.assistant, settings, desk=desk)
    return TestClient(app, base_url="https://testserver", follow_redirects=False)


def served(desk: Desk, settings: Settings) -> AbstractContextManager[str]:
    """The address of a server in a thread, by the name for which a browser keeps secure cookies."""
    return serving.served(create_app(desk.assistant, settings, desk=desk), "localhost")


@contextmanager
def consoles(browser, address):
    """Opens the console of that address and signs in; the size and the colours of the window can be given."""
    contexts = []

    def opened(width=1200, scheme="light"):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{address}/console/sign-in")
        page.get_by_label("Password of the program office").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/console")
        return page

    try:
        yield opened
    finally:
        for context in contexts:
            context.close()


def sign_in(client: TestClient) -> str:
    """Signs in with the password; the token that every form carries."""
    assert client.post("/console/sign-in", data={"password": PASSWORD}).status_code == 303
    session = Access(password_hash()).session(client.cookies[COOKIE])
    assert session is not None
    return session.form_token


class Console:
    """The console as the office uses it, signed in; `more` are settings."""

    def __init__(self, folder: Path, index: Path, **more: object) -> None:
        self.settings = desk_settings(folder, index, **more)
        self.desk = open_desk(self.settings)
        self.client = client_of(self.desk, self.settings)
        self.token = sign_in(self.client)

    def get(self, address: str, expected: int = 200) -> str:
        """The text of a page, which nobody may keep."""
        response = self.client.get(address)
        assert response.status_code == expected, response.text
        assert response.headers["cache-control"] == "no-store"
        return response.text

    def post(self, address: str, expected: int = 303, /, **fields: object) -> Response:
        """What comes back for a form."""
        response = self.client.post(address, data={"form_token": self.token, **fields})
        assert response.status_code == expected, response.text
        return response
