"""What other sites load, without a browser: the loader's addresses and headers, and the page about embedding."""

import gzip
import hashlib
import html
import re
from base64 import b64encode

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.embedding import HashingEmbedder
from assistant.index import build_index
from assistant.settings import Settings
from assistant.web import create_app
from assistant.web.widget import origin_of

SITE = "https://www.example.edu"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("widget")
    for program in ("north-fellowship", "south-residency"):
        (folder / "corpus" / program).mkdir(parents=True)
        (folder / "corpus" / program / "fees.txt").write_text(f"The fee of {program} is $75.\n", "utf-8")
    build_index(folder / "corpus", folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    options = Settings(
        index=folder / "index", embedding_model="hashing", allowed_sites=(SITE,), title="Ask the <Office> & co"
    )
    return create_app(Assistant.open(options), options)


@pytest.fixture
def client(app):
    return TestClient(app, base_url="https://chat.example.org")


def shown_code(page):
    """What the page shows to be copied, as the reader's clipboard gets it."""
    return [html.unescape(code) for code in re.findall(r"<pre><code>(.*?)</code></pre>", page, re.DOTALL)]


def test_the_loader_is_small(client):
    plain = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    packed = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) <= 3000
    assert len(gzip.compress(plain.content, 6)) <= 3000


def test_the_loader_may_be_used_by_any_page(client):
    answer = client.get("/widget.js", headers={"Origin": "https://unlisted.example.net"})
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in answer.headers
    assert 0 < int(re.search(r"max-age=(\d+)", answer.headers["cache-control"])[1]) <= 3600


def test_the_loader_is_not_sent_again_to_who_has_it(client):
    etag = client.get("/widget.js").headers["etag"]
    again = client.get("/widget.js", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/widget.js").content == b""


def test_the_pinned_address_holds_what_its_hash_says(client):
    tag = next(code for code in shown_code(client.get("/embed").text) if "integrity" in code)
    address, integrity = re.search(r'src="(.*?)" crossorigin\nintegrity="(.*?)"', tag).groups()
    answer = client.get(address)
    assert integrity == "sha384-" + b64encode(hashlib.sha384(answer.content).digest()).decode()
    assert answer.content == client.get("/widget.js").content
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("version", ["0", "1.2.3", "..%2fchat", "%00", "a" * 300])
def test_another_version_is_not_found_and_told_where_there_is_one(client, version):
    answer = client.get(f"/widget/{version}.js")
    assert answer.status_code == 404
    assert "error" in answer.json()


def test_the_chat_says_who_may_frame_it_and_can_be_framed_by_isolated_pages(client):
    for path in ("/", "/widget.js", "/embed"):
        headers = client.get(path).headers
        assert f"frame-ancestors 'self' {SITE}" in headers["content-security-policy"]
        assert "x-frame-options" not in headers  # It can't list sites: with it, every frame would be refused.
        assert headers["cross-origin-resource-policy"] == "cross-origin"
        assert headers["cross-origin-embedder-policy"] == "require-corp"


def test_the_page_shows_the_tag_the_frame_and_the_lines(client):
    code = shown_code(client.get("/embed").text)
    assert '<script async src="https://chat.example.org/widget.js"></script>' in code
    assert "script-src https://chat.example.org\nframe-src https://chat.example.org" in code
    frame = next(one for one in code if one.startswith("<iframe"))
    assert 'src="https://chat.example.org/"' in frame
    assert 'title="Ask the <Office> & co"' in frame
    assert 'data-program="north-fellowship"' in client.get("/embed").text


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (f"{SITE}/apply?x=1#y", f"<strong>Yes:</strong> {SITE}"),
        ("www.example.edu", f"<strong>Yes:</strong> {SITE}"),
        ("https://chat.example.org/", "<strong>Yes:</strong>"),
        ("http://www.example.edu", "ASSISTANT_ALLOWED_SITES=http://www.example.edu"),
        ("https://www.example.edu.evil.test/", "ASSISTANT_ALLOWED_SITES=https://www.example.edu.evil.test"),
        ("javascript:alert(1)", "is not the address of a page"),
        ("<script>alert(1)</script>", "is not the address of a page"),
    ],
)
def test_the_page_says_whether_a_site_is_listed(client, site, said):
    answer = client.get("/embed", params={"site": site})
    assert answer.status_code == 200
    assert said in answer.text
    assert "<script>alert" not in answer.text
    assert client.get("/embed", params={"site": "x" * 301}).status_code == 422


@given(st.text(max_size=40) | st.from_regex(r"(https?://)?[\w.:\[\]@/-]{0,30}", fullmatch=True))
def test_an_origin_fits_into_a_setting_and_a_policy(address):
    origin = origin_of(address)
    assert origin is None or re.fullmatch(r"https?://[!-~]+", origin)
    assert origin is None or not set(origin) & set(" ;,'\"<>*")
    assert origin is None or origin_of(origin) == origin


def test_the_check_knows_where_it_comes_from(client):
    answer = client.get("/embed/check.js")
    assert 'const chat = "https://chat.example.org";' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    hostile = client.get("/embed/check.js", headers={"Host": '";alert(1);"'})
    assert hostile.status_code >= 400 or ";alert(1);" not in hostile.text.replace('\\";alert(1);\\"', "")
