"""What the open web may do to the application: who a client is, how much it may ask, what it reaches, who frames it."""

import json
import re
from contextlib import ExitStack
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace

import anyio
import gradio as gr
import pytest
from console import PASSWORD, desk_settings, open_desk
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from looping import run_apart
from starlette.websockets import WebSocketDisconnect

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.settings import Settings, read_settings
from assistant.web import create_app, guard, limiting
from assistant.web.clients import Clients, site_of
from assistant.web.guard import MAX_ADDRESS_BYTES, MAX_BODY_BYTES, MAX_HEADER_BYTES, Guard
from assistant.web.limiting import MOST_COUNTERS, MOST_RESPONSES, Limits
from assistant.web.retelling import retold
from assistant.web.translating import translator

SITE = "https://www.example.edu"
HOST = "ask.example.edu"
PROXY = "192.0.2.1"
SECURITY = (Path(__file__).parent.parent / "SECURITY.md").read_text("utf-8")


@pytest.fixture(scope="module")
def options(shared_index):
    """Settings without limits on how much may be asked, behind one proxy that is known."""
    return Settings(
        corpus=shared_index.parent / "corpus",
        index=shared_index,
        embedding_model="hashing",
        refusal_threshold=0,
        allowed_sites=(SITE,),
        trusted_proxies=(PROXY,),
        questions_per_minute=0,
        questions_per_day=0,
    )


@pytest.fixture(scope="module")
def app(options):
    return create_app(Assistant.open(options), options)


@pytest.fixture(scope="module")
def client(app):
    """A client of which nobody says anything that is believed."""
    with TestClient(app, client=("198.51.100.7", 1), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def limited(options):
    """Clients of an application that takes few questions: its limits are given, each client by its address."""

    def made(address="198.51.100.7", app=None, **limits):
        app = app or create_app(Assistant.open(options), options.model_copy(update=limits))
        return TestClient(app, client=(address, 1), raise_server_exceptions=False)

    return made


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch):
    """A clock that stands in the middle of a minute, for all that counts by the minute."""
    clock = SimpleNamespace(time=lambda: 1_800_000_030.0)
    for module in ("limits.storage.memory", "limits.strategies", "assistant.web.limiting"):
        monkeypatch.setattr(f"{module}.time", clock)
    return clock


def test_a_minute_later_one_may_ask_again(stopped_clock):
    limits = Limits(questions_per_minute=2, questions_per_day=0)
    assert [bool(limits.question("one")) for _ in range(3)] == [False, False, True]
    wait = limits.question("one").seconds
    stopped_clock.time = lambda: 1_800_000_030.0 + wait
    assert limits.question("one") is None
    assert limits.question("one")


def ask(client, **headers):
    return client.post("/api/v1/ask", json={"question": "How much is the stipend?"}, headers=headers)


def scope_of(peer="198.51.100.7", headers=(), method="GET", path="/", **more):
    """A request as a server hands it on."""
    given = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "scheme": "http",
        "client": (peer, 50_000) if peer is not None else None,
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in (("host", HOST), *headers)],
    }
    return given | more


# Who a client is

TRUSTED = ("192.0.2.0/24", "2001:db8:ffff::/48")
addresses = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str)
anything = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=60)
forwarding = st.sampled_from(
    ["x-forwarded-for", "X-Forwarded-For", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-real-ip"]
)


@pytest.fixture(scope="module")
def clients():
    return Clients(TRUSTED)


def key(clients, peer, *forwarded):
    return clients.applied(scope_of(peer, [("x-forwarded-for", line) for line in forwarded]))["client"][0]


def is_trusted(address):
    return address.startswith("192.0.2.") or address.startswith("2001:db8:ffff:")


@given(addresses, st.lists(st.tuples(forwarding, st.one_of(anything, addresses, st.just("https"))), max_size=6))
def test_nothing_that_an_untrusted_peer_writes_is_believed(clients, peer, headers):
    if is_trusted(str(getattr(ip_address(peer), "ipv4_mapped", None) or peer)):
        return
    assert clients.applied(scope_of(peer, headers)) == clients.applied(scope_of(peer))


@given(st.lists(st.one_of(anything, addresses), max_size=6), addresses, st.lists(st.integers(2, 254), max_size=3))
def test_what_stands_before_the_last_untrusted_entry_does_not_matter(clients, invented, client, proxies):
    if is_trusted(client):
        return
    vouched = ", ".join([client, *(f"192.0.2.{number}" for number in proxies)])
    assert key(clients, PROXY, ", ".join([*invented, vouched])) == key(clients, PROXY, vouched)


@given(st.lists(anything, max_size=4))
def test_any_forwarded_text_gives_some_client(clients, lines):
    assert re.fullmatch(r"[0-9a-f]{24}", key(clients, PROXY, *lines))


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        (["203.0.113.9"], "203.0.113.9"),
        (["10.0.0.1, 203.0.113.9"], "203.0.113.9"),
        (["203.0.113.9, 192.0.2.77"], "203.0.113.9"),
        (["10.0.0.1", "203.0.113.9", "192.0.2.77"], "203.0.113.9"),
        (["203.0.113.9:4711"], "203.0.113.9"),
        (["[2001:db8::5]:4711"], "2001:db8::5"),
        (["2001:db8::5"], "2001:db8::5"),
        (["::ffff:203.0.113.9"], "203.0.113.9"),
        (["10.0.0.1, nonsense"], PROXY),
        (["203.0.113.9, nonsense, 192.0.2.77"], "192.0.2.77"),
        ([""], PROXY),
        (["unknown"], PROXY),
        (["192.0.2.5, 192.0.2.77"], "192.0.2.5"),
        (["203.0.113.999"], PROXY),
    ],
)
def test_of_a_trusted_proxy_the_right_most_untrusted_entry_counts(clients, forwarded, client):
    assert key(clients, PROXY, *forwarded) == key(twin_of(clients), client)


def twin_of(clients):
    """The same keys, and no proxy that is trusted."""
    twin = Clients()
    twin._secret = clients._secret
    return twin


def test_a_client_of_ipv6_is_its_network(clients):
    assert key(clients, "2001:db8:1:2::1") == key(clients, "2001:db8:1:2:ffff::9")
    assert key(clients, "2001:db8:1:2::1") != key(clients, "2001:db8:1:3::1")
    assert key(clients, "::ffff:198.51.100.7") == key(clients, "198.51.100.7")
    assert key(clients, "198.51.100.7") != key(clients, "198.51.100.8")


def test_a_site_of_ipv6_is_told_by_the_key(clients):
    one = key(clients, "2001:db8:1:2::1")
    assert site_of(one) == site_of(key(clients, "2001:db8:1:ffff::1")) != site_of(key(clients, "2001:db8:2:2::1"))
    assert site_of(key(clients, "198.51.100.7")) != site_of(key(clients, "198.51.100.8"))


def test_a_peer_without_an_address_is_somebody_untrusted(clients):
    for peer in (None, "", "unix", "testclient"):
        assert key(clients, peer) == key(clients, None, "203.0.113.9")


def test_no_address_is_handed_on_or_kept(clients):
    applied = clients.applied(scope_of(PROXY, [("x-forwarded-for", "203.0.113.9"), ("x-real-ip", "203.0.113.9")]))
    assert not re.search(r"203\.0|192\.0\.2", repr(applied))
    assert key(Clients(), "203.0.113.9") != key(Clients(), "203.0.113.9")  # Another start, another key.


def test_scheme_and_host_are_those_of_the_trusted_proxy(clients):
    headers = [("x-forwarded-proto", "http, HTTPS"), ("x-forwarded-host", "evil.example, ask.example.org:8443")]
    applied = clients.applied(scope_of(PROXY, headers))
    assert applied["scheme"] == "https"
    assert applied["headers"] == [(b"host", b"ask.example.org:8443")]


@pytest.mark.parametrize("value", ["", "a b", "evil.example/path", "a@b", "x" * 300, "<script>"])
def test_a_forwarded_host_that_is_none_is_left_out(clients, value):
    applied = clients.applied(scope_of(PROXY, [("x-forwarded-host", value), ("x-forwarded-proto", value)]))
    assert (applied["scheme"], applied["headers"]) == ("http", [(b"host", HOST.encode())])


def test_forged_forwarded_headers_change_nothing(client):
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    forged = client.get("/config", headers=headers | {"X-Gradio-Server": "http://evil.example"})
    assert "evil.example" not in forged.text
    assert "Strict-Transport-Security" not in forged.headers
    assert ask(client, Origin="http://evil.example", **headers).status_code == 403


def test_behind_a_known_proxy_links_and_origins_are_those_that_visitors_see(app):
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": HOST, "X-Forwarded-For": "203.0.113.9"}
    with TestClient(app, client=(PROXY, 1), base_url="http://127.0.0.1:7860") as proxied:
        config = proxied.get("/config", headers=forwarded)
        assert config.json()["root"] == f"https://{HOST}"
        assert config.headers["Strict-Transport-Security"].startswith("max-age=")
        assert ask(proxied, Origin=f"https://{HOST}", **forwarded).status_code == 200
        for origin in (f"http://{HOST}", "http://127.0.0.1:7860"):
            assert ask(proxied, Origin=origin, **forwarded).status_code == 403


def test_behind_a_proxy_that_is_not_known_the_page_may_still_ask(client):
    assert ask(client, Host=HOST, Origin=f"https://{HOST}").status_code == 200


# How much may be asked


def test_one_client_may_ask_so_much_in_a_minute(limited):
    client = limited(questions_per_minute=3)
    assert [ask(client).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = ask(client)
    assert refused.json()["error"].keys() == {"code", "message"}
    assert refused.json()["error"]["code"] == "too_many"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert ask(limited("198.51.100.8", client.app)).status_code == 200


def test_a_forged_address_does_not_pass_for_another_client(limited):
    client = limited(questions_per_minute=2)
    answers = [ask(client, **{"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]


def test_clients_behind_a_known_proxy_are_told_apart(limited):
    proxy = limited(PROXY, questions_per_minute=1)
    for number in range(4):
        assert ask(proxy, **{"X-Forwarded-For": f"10.9.9.9, 203.0.113.{number}"}).status_code == 200
    assert ask(proxy, **{"X-Forwarded-For": "198.51.100.1, 203.0.113.2"}).status_code == 429


def test_all_together_may_ask_so_much_in_a_day(limited):
    first = limited(questions_per_minute=0, questions_per_day=3)
    others = [limited(f"198.51.100.{number}", first.app) for number in range(10, 14)]
    assert [ask(other).status_code for other in others] == [200, 200, 200, 429]
    refused = ask(first)
    assert 60 < int(refused.headers["Retry-After"]) <= 86_400
    assert "ask the program’s office" in refused.json()["error"]["message"]


def test_one_client_cannot_use_up_the_day_of_all(limited):
    client = limited(questions_per_minute=0, questions_per_day=10, visitor_questions_per_day=3)
    assert [ask(client).status_code for _ in range(9)] == [200] * 3 + [429] * 6
    assert 60 < int(ask(client).headers["Retry-After"]) <= 86_400
    assert ask(limited("198.51.100.8", client.app)).status_code == 200


def test_a_site_of_ipv6_may_ask_so_much_in_a_day(limited):
    first = limited("2001:db8:1::1", questions_per_minute=0, visitor_questions_per_day=1)
    site = [limited(f"2001:db8:1:{number}::1", first.app) for number in range(6)]
    assert [ask(one).status_code for one in site] == [200] * 4 + [429] * 2
    assert ask(limited("2001:db8:2::1", first.app)).status_code == 200


def test_a_site_of_ipv6_holds_so_many_streams_open(clients):
    limits = Limits(questions_per_minute=1, questions_per_day=0)
    with ExitStack() as opened:
        networks = [key(clients, f"2001:db8:1:{number}::1") for number in range(20)]
        refusals = [opened.enter_context(limits.opened("/gradio_api/heartbeat/page", one)) for one in networks]
        assert [bool(refusal) for refusal in refusals] == [False] * 16 + [True] * 4
        with limits.opened("/gradio_api/heartbeat/page", key(clients, "2001:db8:2::1")) as refusal:
            assert refusal is None


def test_a_limit_of_zero_is_none():
    limits = Limits(questions_per_minute=0, questions_per_day=0)
    assert {limits.question("one", "page") for _ in range(500)} == {None}
    assert {limits.request("POST", "/gradio_api/queue/join", "one") for _ in range(500)} == {None}


def test_one_open_page_may_ask_so_much_wherever_it_is():
    limits = Limits(questions_per_minute=3, questions_per_day=0)
    refusals = [limits.question(f"client {number}", "page") for number in range(5)]
    assert [bool(refusal) for refusal in refusals] == [False, False, False, True, True]
    assert limits.question("client 9", "another page") is None


def test_a_message_says_when_to_try_again():
    limits = Limits(questions_per_minute=1, questions_per_day=0)
    limits.question("one")
    refusal = limits.question("one")
    assert re.fullmatch(r"Too many questions came in one minute\. Please try again in .*second.*\.", refusal.message)


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("POST", "/api/v1/ask", 2),
        ("POST", "/api/v1/eligibility", 2),
        ("POST", "/api/v1/messages", 2),
        ("POST", "/api/v1/ratings", 2),
        ("POST", "/console/sign-in", 2),
        ("POST", "/gradio_api/queue/join", 10),
        ("POST", "/gradio_api/cancel", 10),
        ("GET", "/context/handbook.pdf", 40),
        ("GET", "/passage/guide.md", 40),
        ("GET", "/timeline.ics", 40),
        ("GET", "/api/v1/passages/guide.md", 40),
        ("GET", "/api/v1/checklist", 40),
        ("GET", "/gradio_api/queue/data", 40),
        ("GET", "/", 40),
        ("GET", "/config", 40),
        ("GET", "/openapi.json", 40),
        ("GET", "/embed", 40),
    ],
)
def test_each_dear_route_has_its_limit(method, path, most):
    limits = Limits(questions_per_minute=2, questions_per_day=0)
    refusals = [limits.request(method, path, "one") for _ in range(most + 1)]
    assert [bool(refusal) for refusal in refusals] == [False] * most + [True]
    assert limits.request(method, path, "another") is None


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/site/chat.css", "/assets/index.js", "/console"])
def test_cheap_routes_have_none(path):
    limits = Limits(questions_per_minute=1, questions_per_day=1)
    assert {limits.request("GET", path, "one") for _ in range(200)} == {None}


def test_the_table_of_200_000_clients_stays_small():
    limits = Limits(questions_per_minute=5, questions_per_day=0)
    for number in range(200_000):
        assert limits.question(str(number)) is None
    storage = limits._by_client._storage
    assert max(map(len, (storage.storage, storage.expirations, storage.locks))) <= MOST_COUNTERS
    refusals = [limits.question("one more") for _ in range(6)]
    assert [bool(refusal) for refusal in refusals] == [False] * 5 + [True]


def test_too_many_presses_in_the_chat_are_told_in_its_own_words(limited):
    client = limited(questions_per_minute=1)
    refused = [client.post("/gradio_api/queue/join", json={}) for _ in range(6)][-1]
    assert refused.status_code == 429
    assert refused.json()["detail"] == refused.json()["error"]["message"]
    assert "Please try again in" in refused.json()["detail"]
    told = client.post("/gradio_api/queue/join", json={}, headers={"Referer": "http://testserver/?lang=es"}).json()
    assert told["detail"].startswith("Ha llegado demasiado a la vez. ")
    assert told["error"]["message"].startswith("Too much came at once. ")


def test_a_full_queue_is_told_in_the_page_s_own_words(limited, monkeypatch):
    async def full(*_, **__):
        return False, "Queue is full. Max size is 64 and size is 64.", "queue_full"

    monkeypatch.setattr("gradio.queueing.Queue.push", full)
    body = {"session_hash": "page", "fn_index": 0, "data": ["", "", None]}
    client = limited(questions_per_minute=0)
    refused = client.post("/gradio_api/queue/join", json=body)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
    assert refused.json()["detail"] == "Many people are asking just now. Please try again in a moment."
    told = client.post("/gradio_api/queue/join", json=body, headers={"Accept-Language": "zh-CN"}).json()
    assert told["detail"] == retold("Many people are asking just now. Please try again in a moment.", translator("zh"))
    assert not told["detail"].isascii()


def test_refusals_can_be_read_by_allowed_sites(limited):
    client = limited(questions_per_minute=1)
    ask(client)
    refused = ask(client, Origin=SITE)
    assert refused.status_code == 429
    assert refused.headers["Access-Control-Allow-Origin"] == SITE
    assert "Retry-After" in refused.headers["Access-Control-Expose-Headers"]


def test_a_client_holds_so_many_streams_of_the_chat_open():
    limits = Limits(questions_per_minute=1, questions_per_day=0)
    stream = "/gradio_api/heartbeat/page"
    with ExitStack() as opened:
        refusals = [opened.enter_context(limits.opened(stream, "one")) for _ in range(5)]
        assert [bool(refusal) for refusal in refusals] == [False] * 4 + [True]
        with limits.opened(stream, "another") as refusal:
            assert refusal is None
        with limits.opened("/site/chat.css", "one") as refusal:
            assert refusal is None
    with limits.opened(stream, "one") as refusal:
        assert refusal is None


def test_responses_that_nobody_reads_are_counted_too():
    limits = Limits(questions_per_minute=1, questions_per_day=0)
    with ExitStack() as opened:
        refusals = [opened.enter_context(limits.opened("/openapi.json", "one")) for _ in range(MOST_RESPONSES + 1)]
    assert [bool(refusal) for refusal in refusals] == [False] * MOST_RESPONSES + [True]


def test_open_streams_are_no_more_counted_without_limits():
    limits = Limits(questions_per_minute=0, questions_per_day=0)
    with ExitStack() as opened:
        assert {opened.enter_context(limits.opened("/gradio_api/queue/data", "one")) for _ in range(500)} == {None}


@pytest.mark.parametrize("end", ["%0A", "%00", "%0D", "%7F", "%09x"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/v1/ask"), ("POST", "/api/v1/eligibility"), ("POST", "/console/sign-in"), ("GET", "/passage/a.md")],
)
def test_a_path_with_a_control_character_reaches_no_route(client, method, path, end):
    answer = client.request(method, path + end, json={"question": "How much is the stipend?"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert "control characters" in answer.json()["error"]["message"]


# What is taken at all


def test_half_a_character_in_the_chat_is_left_out_and_nothing_is_logged(limited, capfd):
    with limited(questions_per_minute=0) as client:
        config = client.get("/config").json()["dependencies"]
        (submit,) = [number for number, one in enumerate(config) if one["targets"][0][1] == "submit"]
        event = {"fn_index": submit, "session_hash": "half", "data": ["How much is the \ud800stipend?", "", None]}
        as_json = {"Content-Type": "application/json"}
        sent = client.post("/gradio_api/queue/join", content=json.dumps(event), headers=as_json)
        assert sent.status_code == 200
        said = client.get("/gradio_api/queue/data", params={"session_hash": "half"}).text
    assert "How much is the stipend?" in said
    assert '"success":true' in said
    assert "stipend" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("origin", ["http://testserver", "https://testserver", SITE, SITE.upper(), None])
def test_known_origins_may_ask(client, origin):
    assert ask(client, **({"Origin": origin} if origin else {})).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/eligibility", "/gradio_api/queue/join"])
@pytest.mark.parametrize(
    "origin",
    [
        *("https://evil.example", "null", "", "http://testserver.evil.example", SITE + ".evil.example"),
        *(SITE.replace("https", "http"), SITE + ":8443", "https://example.edu", "http://testserver:81", "file://"),
    ],
)
def test_foreign_origins_may_not_send_anything(client, path, origin):
    response = client.post(path, json={"question": "Fee?"}, headers={"Origin": origin})
    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
@pytest.mark.parametrize("path", ["/", "/config", "/healthz", "/api/v1/checklist", "/gradio_api/startup-events"])
def test_foreign_origins_may_not_read_anything(client, path, origin):
    response = client.get(path, headers={"Origin": origin, "Host": HOST})
    assert not [name for name in response.headers if name.lower().startswith("access-control-allow")]


def test_foreign_origins_may_not_ask_whether_they_may(client):
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    response = client.options("/api/v1/ask", headers=headers)
    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response.headers
    allowed = client.options("/api/v1/ask", headers=headers | {"Origin": SITE})
    assert allowed.headers["Access-Control-Allow-Origin"] == SITE
    assert "Access-Control-Allow-Credentials" not in allowed.headers


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "PUT", "DELETE", "PATCH", "BREW"])
@pytest.mark.parametrize("path", ["/", "/api/v1/ask", "/healthz", "/gradio_api/queue/join"])
def test_methods_that_nothing_needs_are_refused(client, method, path):
    assert client.request(method, path).status_code in (404, 405)


@pytest.mark.parametrize("host", ["evil.example/x", "a b", "a@b", "x" * 300, "<b>", "host:port"])
def test_a_host_that_is_none_is_refused(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400


def test_web_sockets_are_closed(client):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/gradio_api/queue/join"):
        pass


def test_headers_and_addresses_have_a_largest_size(client):
    assert client.get("/healthz", headers={"X-Long": "a" * MAX_HEADER_BYTES}).status_code == 431
    assert client.get("/passage/a.md?start=" + "1" * MAX_ADDRESS_BYTES).status_code == 414
    assert client.get("/healthz", headers={"X-Long": "a" * 8000}).status_code == 200


@pytest.mark.parametrize("folder", ["", "/assets", "/static", "/site", "/passage", "/api/v1/passages", "/timeline"])
@pytest.mark.parametrize("name", ["a" * 256, "%C3%A9" * 128, "a/" * 2000])
def test_a_name_longer_than_any_files_is_not_looked_for(client, folder, name, caplog):
    response = client.get(f"{folder}/{name}")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_name_as_long_as_a_files_is_looked_for(client):
    for folder in ("/assets", "/static", "/site", "/passage"):
        response = client.get(f"{folder}/{'a' * 255}")
        assert response.status_code == 404
        assert "this long" not in response.text


def test_a_body_that_says_it_is_too_large_is_refused(client):
    response = client.post("/api/v1/ask", json={"question": "a" * MAX_BODY_BYTES})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_body_that_does_not_say_how_large_it_is_is_counted(client, method):
    pieces = (b"a" * 1000 for _ in range(100))
    assert client.request(method, "/api/v1/ask", content=pieces).status_code == 413


def test_a_reading_request_with_a_body_is_answered_as_without(client):
    assert client.request("GET", "/healthz", content=b"{}").status_code == 200


@pytest.mark.parametrize("length", ["-1", "+5", "0x10", "1" * 30, "٣", "1, 2"])
def test_a_length_that_is_no_number_is_refused(length):
    [start, *_] = guarded(scope_of(method="POST", headers=[("content-length", length.encode().decode("latin-1"))]), [])
    assert start["status"] == 413


def test_a_question_has_a_largest_length(client):
    for question in ("a" * 1001, "word " * 300):
        response = client.post("/api/v1/ask", json={"question": question})
        assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid_question")


@pytest.mark.parametrize(
    "body", [b"[" * 60_000, b'{"question": "' + b"\xff" * 10 + b'"}', b'{"question": ' + b"9" * 5000 + b"}", b"\x00"]
)
def test_a_body_that_is_hard_to_read_is_refused(client, body):
    response = client.post("/api/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.json()["error"].keys() == {"code", "message"}


def guarded(scope, messages, **limits):
    """What the guard sends for a request of which these messages come, and then none; the route says how it ended."""
    sent, came = [], []

    async def route(scope, receive, send):
        came.append(await receive())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def receive():
        if messages:
            return messages.pop(0)
        await anyio.sleep_forever()

    async def send(message):
        sent.append(message)

    async def run():
        with anyio.fail_after(60):
            await Guard(route, **limits)(scope, receive, send)

    run_apart(run)
    return [*sent, *came]


def piece(body=b"", *, more=False):
    return {"type": "http.request", "body": body, "more_body": more}


def test_there_is_an_end_to_what_is_open_at_a_time(monkeypatch):
    monkeypatch.setattr(guard, "MOST_OPEN", 2)
    statuses = []

    async def run():
        ended = anyio.Event()

        async def route(scope, receive, send):
            if scope["path"] == "/":
                await ended.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        async def receive():
            return piece()

        async def send(message):
            if message["type"] == "http.response.start":
                statuses.append((message["status"], dict(message["headers"]).get(b"retry-after")))

        guarding = Guard(route)
        async with anyio.create_task_group() as group:
            for _ in range(2):
                group.start_soon(guarding, scope_of(), receive, send)
            await anyio.wait_all_tasks_blocked()
            await guarding(scope_of(), receive, send)
            await guarding(scope_of(path="/healthz"), receive, send)
            ended.set()
        await guarding(scope_of(), receive, send)

    run_apart(run)
    assert statuses == [(503, b"30"), *[(200, None)] * 4]


def test_a_response_that_breaks_off_is_not_begun_again(caplog):
    async def route(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise OSError("inside")

    sent = []

    async def send(message):
        sent.append(message["type"])

    async def receive():
        return piece()

    run_apart(Guard(route), scope_of(path="/" + "a" * 250), receive, send)
    assert sent == ["http.response.start"]
    (record,) = caplog.records
    assert record.getMessage() == f"GET /{'a' * 199} failed"


def test_a_body_comes_whole_to_the_route():
    *_, came = guarded(scope_of(method="POST"), [piece(b"ab", more=True), piece(b"cd", more=True), piece()])
    assert came == piece(b"abcd")


def test_a_body_that_does_not_end_is_given_up(monkeypatch):
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.01)
    [start, *_] = guarded(scope_of(method="POST"), [piece(b"{", more=True)])
    assert start["status"] == 408
    assert (b"connection", b"close") in start["headers"]


def test_half_a_body_is_not_taken_for_a_whole_one():
    assert guarded(scope_of(method="POST"), [piece(b"{}", more=True), {"type": "http.disconnect"}]) == []


# What of Gradio is reached

REACHED = {
    *("GET /", "HEAD /", "GET /config", "GET /config/", "GET /theme.css", "GET /favicon.ico", "GET /robots.txt"),
    *("GET /assets/{path:path}", "GET /static/{path:path}", "GET /manifest.json"),
    *("POST /gradio_api/queue/join", "GET /gradio_api/queue/data", "GET /gradio_api/heartbeat/{session_hash}"),
    *("GET /gradio_api/startup-events", "GET /gradio_api/info", "GET /gradio_api/info/"),
    *("GET /gradio_api/theme.css", "POST /gradio_api/cancel", "POST /gradio_api/reset", "POST /gradio_api/reset/"),
}
OURS = {"GET /openapi.json", "HEAD /openapi.json"}


async def routes_of_gradio():
    """Every route of an application of Gradio with nothing turned off; outside of a loop, it would open some."""
    app = gr.mount_gradio_app(FastAPI(openapi_url=None), gr.Blocks(analytics_enabled=False), path="/")
    return sorted(set(flat(app.routes[-1].app.routes)) - OURS)


def flat(routes):
    for route in routes:
        if router := getattr(route, "original_router", None):
            yield from flat(router.routes)
        else:
            yield from (f"{method} {route.path}" for method in route.methods)


GRADIO = run_apart(routes_of_gradio)


def test_the_routes_of_gradio_are_found():
    assert set(GRADIO) >= REACHED
    assert {"POST /gradio_api/upload", "GET /gradio_api/proxy={url_path:path}", "GET /monitoring"} <= set(GRADIO)


@pytest.mark.parametrize("route", sorted(set(GRADIO) - REACHED))
def test_of_gradio_only_what_the_page_needs_is_reached(client, route):
    method, path = route.split(" ")
    for filling in ("x", "http://127.0.0.1:9/", "../../etc/passwd", "/etc/passwd"):
        response = client.request(method, re.sub(r"\{[^}]*\}", filling, path))
        assert response.status_code in (404, 405), response.url
        if method != "HEAD":
            assert response.json()["error"]["code"] in ("not_found", "method_not_allowed")


@pytest.mark.parametrize("path", ["upload", "upload/", "upload?upload_id=x", "/upload", "queue/../upload", "UPLOAD"])
def test_uploads_are_refused(client, path, tmp_path):
    files = {"files": ("page.html", b"<script>alert(1)</script>", "text/html")}
    assert client.post(f"/gradio_api/{path}", files=files).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("file=http://169.254.169.254/latest/", "proxy=http://127.0.0.1:9/", "proxy=https://hf.space/x"),
        *("file=https://evil.example/", "file%3Dhttp://127.0.0.1:9/", "stream/a/1/2/playlist.m3u8"),
        "custom_component/a/b/c/d.js",
    ],
)
def test_the_server_fetches_nothing_for_anybody(client, path):
    assert client.get(f"/gradio_api/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/gradio_api/file=/etc/passwd", "/gradio_api/file/etc/passwd", "/assets/../gradio_api/runs"),
        *("/assets/..%2f..%2f..%2fgradio%2froutes.py", "/static/%2e%2e/%2e%2e/routes.py", "/static//etc/passwd"),
        *("/site/..%2fguard.py", "/site/%2e%2e/%2e%2e/settings.py", "/site//etc/passwd", "/site/..%5cguard.py"),
        *("/passage/..%2f..%2fetc%2fpasswd", "/passage//etc/passwd", "/context/..%2f..%2fetc%2fpasswd"),
        *("/api/v1/passages/..%2f..%2fetc%2fpasswd", "/api/v1/passages//etc/passwd", "/passage/%00"),
    ],
)
def test_no_path_leads_out_of_what_is_served(client, path):
    response = client.get(path)
    assert response.status_code in (400, 403, 404, 422)
    assert not re.search(r"root:|import ", response.text)


def test_no_function_of_the_chat_is_offered_as_an_interface(client):
    assert client.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}
    for way in ("run", "api", "call", "call/v2"):
        assert client.post(f"/gradio_api/{way}/respond", json={"data": ["?"]}).status_code == 404


def test_what_gradio_fails_at_is_told_in_the_one_shape(client, monkeypatch):
    async def failing(*_, **__):
        raise OSError("inside")

    monkeypatch.setattr("gradio.routes.cancel_tasks", failing)
    body = {"session_hash": "page", "fn_index": 0, "event_id": "one"}
    failed = client.post("/gradio_api/cancel", json=body)
    assert failed.status_code == 500
    assert failed.json() == {
        "error": {"code": "internal", "message": "Something failed here; the log of the server says what."}
    }
    assert policy(failed)["script-src"] == "'self'"


@pytest.mark.parametrize("path", ["queue/join", "cancel", "reset"])
@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"NaN", b"null", b'"Zanzibar"', b'{"Zanzibar": NaN}', b"\xff\xfe", b"[" * 15_000),
        b'{"session_hash": ["Zanzibar"], "fn_index": "Zanzibar", "event_id": NaN, "data": "Zanzibar"}',
    ],
)
def test_what_gradio_cannot_read_is_told_in_the_one_shape_and_not_said_again(client, path, body, caplog):
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=a"):
        refused = client.post(f"/gradio_api/{path}", content=body, headers={"Content-Type": kind})
        assert refused.status_code in (400, 422)
        assert refused.json()["error"].keys() == {"code", "message"}
        assert "Zanzibar" not in refused.text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


# Who shows it in a frame, and what a page of it may load


def policy(response):
    return dict(rule.split(" ", 1) for rule in response.headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/passage/nowhere.md", "/site/chat.css", "/config"])
def test_every_response_carries_the_security_headers(client, path):
    response = client.get(path)
    rules = policy(response)
    assert (rules["script-src"], rules["object-src"], rules["base-uri"]) == ("'self'", "'none'", "'self'")
    assert (rules["connect-src"], rules["form-action"]) == ("'self'", "'self'")
    assert rules["frame-ancestors"] == f"'self' {SITE}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert {"referrer-policy", "permissions-policy", "cross-origin-resource-policy"} <= set(response.headers)
    assert "X-Frame-Options" not in response.headers  # It cannot list sites, and would break every frame.


def test_refusals_carry_the_security_headers_too(client):
    for response in (ask(client, Origin="https://evil.example"), client.get("/", headers={"Host": "a b"})):
        assert policy(response)["script-src"] == "'self'"


def test_without_allowed_sites_only_our_own_pages_frame_ours(options):
    alone = options.model_copy(update={"allowed_sites": ()})
    with TestClient(create_app(Assistant.open(alone), alone)) as client:
        assert policy(client.get("/"))["frame-ancestors"] == "'self'"
        assert ask(client, Origin=SITE).status_code == 403


def test_no_route_loosens_the_policy():
    async def route(scope, receive, send):
        headers = [(b"content-security-policy", b"none"), (b"content-security-policy", b"default-src *")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return piece()

    run_apart(Guard(route), scope_of(), receive, send)
    policies = [value for name, value in sent[0]["headers"] if name == b"content-security-policy"]
    assert len(policies) == 1
    assert policies[0].startswith(b"default-src 'self'")


def test_the_chat_may_be_shown_by_pages_that_isolate_themselves(client):
    headers = client.get("/").headers
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_https_is_kept_only_where_there_is_https(app, client):
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    with TestClient(app, base_url="https://testserver") as secure:
        assert secure.get("/healthz").headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://www.example.edu", ("https://www.example.edu",)),
        ("https://WWW.Example.edu:443, http://localhost:8000", ("https://www.example.edu", "http://localhost:8000")),
        ("http://127.0.0.1:80,http://[::1]:3000", ("http://127.0.0.1", "http://[::1]:3000")),
        ("https://xn--mller-kva.example:8443", ("https://xn--mller-kva.example:8443",)),
        ("", ()),
    ],
)
def test_allowed_sites_are_kept_as_browsers_write_them(given, kept):
    assert read_settings(allowed_sites=given).allowed_sites == kept


@pytest.mark.parametrize(
    "value",
    [
        *(
            "*",
            "null",
            "www.example.edu",
            "http://www.example.edu",
            "https://www.example.edu/",
            "https://*.example.edu",
        ),
        *(
            "https://www.example.edu; script-src *",
            "https://a b",
            "https://user@example.edu",
            "'unsafe-inline'",
            "data:",
        ),
        *(
            "https://www.example.edu:0",
            "https://www.example.edu:70000",
            "https://",
            "https://-a.example",
            "https://a..b",
        ),
    ],
)
def test_a_site_that_is_no_origin_is_refused_in_one_line(value):
    with pytest.raises(AssistantError, match=r"^Setting allowed_sites .* is no origin: .*ALLOWED_SITES") as refused:
        read_settings(allowed_sites=f"{SITE},{value}")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("value", ["proxy", "10.0.0.1/8", "0.0.0.0/0", "::/0", "10.0.0.0/33"])
def test_proxies_that_are_no_networks_or_everybody_are_refused(value):
    with pytest.raises(AssistantError, match=r"^Setting trusted_proxies .*TRUSTED_PROXIES") as refused:
        read_settings(trusted_proxies=value)
    assert "\n" not in str(refused.value)


# The office's console


@pytest.fixture
def console(tmp_path, shared_index):
    """Browsers before the console, each by its address; one proxy is known."""
    settings = desk_settings(tmp_path, shared_index, trusted_proxies=(PROXY,), questions_per_minute=0)
    desk = open_desk(settings)
    app = create_app(desk.assistant, settings, desk=desk)

    def made(address):
        return TestClient(app, base_url="https://testserver", client=(address, 1), follow_redirects=False)

    yield made
    desk.close()


def sign_in(browser, password, **headers):
    return browser.post("/console/sign-in", data={"password": password}, headers=headers).status_code


def test_behind_a_known_proxy_one_visitor_does_not_lock_the_office_out(console):
    proxy = console(PROXY)
    visitor, office = {"X-Forwarded-For": "203.0.113.66"}, {"X-Forwarded-For": "203.0.113.5"}
    assert [sign_in(proxy, "wrong", **visitor) for _ in range(6)] == [403] * 5 + [429]
    assert sign_in(proxy, PASSWORD, **visitor) == 429
    assert sign_in(proxy, PASSWORD, **office) == 303


def test_many_visitors_do_not_lock_out_a_browser_that_has_signed_in_before(console):
    office = console("203.0.113.5")
    assert sign_in(office, PASSWORD) == 303
    office.cookies.delete("__Host-console")
    for number in range(10):
        for _ in range(5):
            sign_in(console(f"198.51.100.{number}"), "wrong")
    assert sign_in(console("198.51.100.200"), PASSWORD) == 429
    assert sign_in(office, PASSWORD) == 303
    assert [sign_in(office, "wrong") for _ in range(6)] == [403] * 5 + [429]


def test_the_console_is_in_no_frame_and_in_no_cache(console):
    response = console("203.0.113.5").get("/console/sign-in")
    assert policy(response)["frame-ancestors"] == "'none'"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_sign_ins_are_counted_before_the_password_is_looked_at(limited):
    limits = Limits(questions_per_minute=1, questions_per_day=0)
    assert limits.request("POST", "/console/sign-in", "one") is None
    assert isinstance(limits.request("POST", "/console/sign-in", "one"), limiting.Refusal)


# What SECURITY.md promises

ROWS = [line for line in SECURITY.splitlines() if line.startswith("| ") and "test_" in line]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.strip("| ").split("|")[0].strip()[:40])
def test_every_test_that_security_md_names_exists(row):
    for file, name in re.findall(r"`(test_\w+\.py|browser/test_\w+\.py)::(test_\w+)`", row):
        assert f"def {name}(" in (Path(__file__).parent / file).read_text("utf-8"), f"{file}::{name}"


def test_every_row_of_threats_names_a_test():
    rows = [
        line for line in SECURITY.splitlines() if line.startswith("| ") and not line.startswith(("| Threat", "| ---"))
    ]
    assert len(rows) >= 30
    assert [row for row in rows if not re.search(r"`(?:browser/)?test_\w+\.py::test_\w+`", row)] == []
