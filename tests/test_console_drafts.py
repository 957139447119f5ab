"""The console's drafts: listed, read, downloaded, put away."""

import os
import time
from email.message import EmailMessage
from email.policy import SMTP
from html import unescape

import pytest
from console import Console

BODY = """Dear Ada,

You asked: How much is the stipend?

“The stipend is 61,000 dollars a year.”
(Alpine Fellowship > How much is the stipend?)
https://alpine.example.org/overview#:~:text=The%20stipend%20is

You asked: May I bring [my] <b>dog</b>?

[please answer: the documents do not say (“May I bring [my] dog?”)]
"""


class Drafts:
    """The console over a folder of drafts."""

    def __init__(self, folder, index):
        self.console = Console(folder, index)
        self.folder = self.console.settings.drafts
        self.get, self.post = self.console.get, self.console.post

    def add(self, name, data):
        self.folder.mkdir(exist_ok=True)
        (self.folder / name).write_bytes(data)

    def addresses(self):
        page = self.get("/console/drafts")
        return [piece.split('"')[0] for piece in page.split('href="')[1:] if piece.startswith("/console/drafts/")]


def draft(subject="Re: Stipend", body=BODY, to="Ada Obi <ada@example.org>"):
    message = EmailMessage(policy=SMTP)
    message["To"], message["Subject"], message["Date"] = to, subject, "Mon, 01 Jun 2026 09:00:00 +0000"
    message.set_content(body, cte="quoted-printable")
    return message.as_bytes()


@pytest.fixture(scope="module")
def opened(tmp_path_factory, shared_index):
    one = Drafts(tmp_path_factory.mktemp("drafts"), shared_index)
    yield one
    one.console.desk.close()


@pytest.fixture
def drafts(opened):
    """A console whose folder of drafts is not there yet."""
    for path in sorted(opened.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    if opened.folder.exists():
        opened.folder.rmdir()
    return opened


def test_a_draft_is_shown_as_it_will_read(drafts):
    assert "No draft waits." in drafts.get("/console/drafts")
    drafts.add("one.eml", draft())
    page = drafts.get("/console/drafts")
    assert "Re: Stipend" in page and "Ada Obi &lt;ada@example.org&gt;" in page and "June 1, 2026" in page
    (address,) = drafts.addresses()
    page = drafts.get(address)
    assert "<mark>[please answer: the documents do not say (“May I bring [my] dog?”)]</mark>" in page
    assert "1 line is open" in page
    assert 'href="https://alpine.example.org/overview#:~:text=The%20stipend%20is"' in page
    shown = page.split('<div class="lines body" dir="auto">')[1].split("</div>")[0]
    for tag in ("<mark>", "</mark>", "</a>"):
        shown = shown.replace(tag, "")
    shown = "".join(piece.split(">", 1)[-1] if piece.startswith("href=") else piece for piece in shown.split("<a "))
    assert unescape(shown) == BODY.strip("\n")


def test_the_file_is_downloaded_as_it_is(drafts):
    drafts.add("one.eml", draft())
    (address,) = drafts.addresses()
    response = drafts.console.client.get(f"{address}/file")
    assert response.content == draft()
    assert response.headers["content-type"] == "message/rfc822"
    assert response.headers["content-disposition"].startswith('attachment; filename="draft-')
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_draft_is_put_away_and_never_deleted(drafts):
    for _ in range(2):
        drafts.add("one.eml", draft())
        (address,) = drafts.addresses()
        drafts.post(f"{address}/done")
    assert sorted(path.name for path in (drafts.folder / "done").iterdir()) == ["one-2.eml", "one.eml"]
    assert drafts.addresses() == []
    drafts.post(f"{address}/done", 409)
    assert "put away" in drafts.get("/console/drafts?done=1")


def test_names_may_hold_anything(drafts, tmp_path):
    names = ["<b>&\"'.eml", "a\nb.eml", "%2f..%2f.eml", "…" * 60 + ".eml", os.fsdecode(b"\xff\xfe.eml"), "-rf.EML"]
    for name in names:
        drafts.add(name, draft())
    (tmp_path / "secret").write_bytes(draft("Secret"))
    (drafts.folder / "link.eml").symlink_to(tmp_path / "secret")
    (drafts.folder / "folder.eml").mkdir()
    (drafts.folder / ".one.eml.new").write_bytes(b"")
    (drafts.folder / "notes.txt").write_bytes(b"")
    os.mkfifo(drafts.folder / "pipe.eml")
    addresses = drafts.addresses()
    assert len(addresses) == len(names)
    for address in addresses:
        drafts.get(address)
        drafts.post(f"{address}/done")
    assert sorted(os.listdir(drafts.folder / "done")) == sorted(names)
    drafts.get("/console/drafts/..%2f..%2fsecret", 404)


HOSTILE = {
    "empty": b"",
    "bytes": bytes(range(256)) * 1000,
    "nested": b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 20_000,
    "comments": b"To: " + b"(" * 100_000 + b"\n\n",
    "encoded": b"Subject: " + b"=?utf-8?q?" * 20_000 + b"\n\nbody",
    "headers": b"A: b\n" * 200_000,
    "charset": b"Content-Type: text/plain; charset=../../x\nSubject: =?nope?b?AAAA?=\n\n\xff\xfe",
    "open": b"\n\n" + b"[please answer: " * 100_000,
    "links": b"\n\n" + b"http://a " * 100_000,
    "markup": b"Subject: <script>alert(1)</script>\nTo: <img src=x>\n\n<script>alert(1)</script> javascript:alert(1)",
}  # fmt: skip


def test_hostile_drafts_are_shown_or_told_in_little_time(drafts):
    for name, data in HOSTILE.items():
        drafts.add(f"{name}.eml", data)
    started = time.process_time()
    addresses = drafts.addresses()
    assert len(addresses) == len(HOSTILE)
    for address in addresses:
        response = drafts.console.client.get(address)
        assert response.status_code in (200, 404)
        assert "<script>" not in response.text and "javascript:" not in response.text.replace(
            " javascript:alert(1)", ""
        )
    assert time.process_time() - started < 10


def test_many_drafts_are_cut_into_pages(drafts):
    for number in range(60):
        drafts.add(f"{number}.eml", draft(f"Re: {number}"))
    assert len(drafts.addresses()) == 50
    assert "Page 2 of 2" in drafts.get("/console/drafts?page=2")


def test_drafts_are_for_who_signed_in(drafts):
    drafts.add("one.eml", draft())
    (address,) = drafts.addresses()
    assert drafts.console.client.post(f"{address}/done").status_code == 403
    assert (drafts.folder / "one.eml").exists()
    kept = drafts.console.client.cookies
    drafts.console.client.cookies = None
    for page in ("/console/drafts", address, f"{address}/file"):
        assert drafts.console.client.get(page).headers["location"] == "/console/sign-in"
    drafts.console.client.cookies = kept
