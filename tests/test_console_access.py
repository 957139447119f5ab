"""Who may see the console, for how long, and what it takes from whom."""

import html
import itertools
import re
import sys

import pytest
from argon2 import PasswordHasher
from console import PASSWORD, client_of, desk_settings, open_desk, password_hash, sign_in
from starlette.testclient import TestClient

from assistant.errors import AssistantError
from assistant.web import create_app
from assistant.web.console.access import COOKIE, LOCK_SECONDS, SESSION_SECONDS, Access, LockedError, hash_password
from assistant.web.console.frame import MENU

SITE = "https://www.example.edu"
SIGN_IN = "/console/sign-in"
SIGN_OUT = "/console/sign-out"
HOME = "https://testserver"
NUMBERS = itertools.count(1)


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.seconds = 1_800_000_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture(scope="module")
def desk_of(tmp_path_factory, shared_index):
    """A desk, and settings that let another site show the chat."""
    settings = desk_settings(tmp_path_factory.mktemp("access"), shared_index, allowed_sites=(SITE,))
    desk = open_desk(settings)
    yield desk, settings
    desk.close()


@pytest.fixture(scope="module")
def app(desk_of):
    desk, settings = desk_of
    return create_app(desk.assistant, settings, desk=desk)


@pytest.fixture
def new_client(app):
    """Makes browsers, each at an address from which nobody has tried a password yet."""

    def made():
        address = f"192.0.2.{next(NUMBERS)}"
        return TestClient(app, base_url=HOME, client=(address, 50_000), follow_redirects=False)

    return made


@pytest.fixture
def client(new_client):
    return new_client()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def access(clock):
    return Access(password_hash(), now=clock)


def looks_like_the_way_in(response):
    return "Password of the program office" in response.text


def test_whoever_is_not_signed_in_is_led_to_the_password(client):
    for address, _ in MENU:
        response = client.get(address)
        assert (response.status_code, response.headers["location"]) == (303, SIGN_IN), address
    assert looks_like_the_way_in(client.get(SIGN_IN))


def test_the_right_password_opens_the_console(client):
    response = client.post(SIGN_IN, data={"password": PASSWORD})
    assert (response.status_code, response.headers["location"]) == (303, "/console")
    cookie = response.headers["set-cookie"].lower()
    assert cookie.startswith("__host-console=")
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= set(re.split(r"; *", cookie))
    assert "domain" not in cookie
    assert client.get("/console").status_code == 200
    assert client.get(SIGN_IN).headers["location"] == "/console"


@pytest.mark.parametrize("wrong", ["", "wrong", PASSWORD + " ", PASSWORD.upper(), PASSWORD + "\x00", "x" * 300])
def test_a_wrong_password_opens_nothing(client, wrong):
    response = client.post(SIGN_IN, data={"password": wrong})
    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert looks_like_the_way_in(response)
    assert client.get("/console").status_code == 303


def test_an_absurdly_long_password_is_refused_without_being_repeated(client):
    response = client.post(SIGN_IN, data={"password": "secret" * 1000})
    assert response.status_code == 422
    assert "secret" not in response.text


def test_five_wrong_passwords_lock_the_right_one_out_too(client):
    for _ in range(5):
        assert client.post(SIGN_IN, data={"password": "wrong"}).status_code == 403
    response = client.post(SIGN_IN, data={"password": PASSWORD})
    assert response.status_code == 429
    assert response.headers["retry-after"] == str(LOCK_SECONDS)
    assert "set-cookie" not in response.headers
    assert "15 minutes" in response.text


def test_a_lock_opens_after_a_quarter_of_an_hour(access, clock):
    for _ in range(5):
        assert access.sign_in("wrong", "one") is None
    clock.seconds += LOCK_SECONDS - 1
    with pytest.raises(LockedError):
        access.sign_in(PASSWORD, "one")
    clock.seconds += 1
    assert access.sign_in(PASSWORD, "one")


def test_one_client_does_not_lock_another_out_but_many_lock_all(access):
    for _ in range(5):
        access.sign_in("wrong", "one")
    assert access.sign_in(PASSWORD, "two")
    for number in range(45):
        access.sign_in("wrong", f"other {number}")
    with pytest.raises(LockedError):
        access.sign_in(PASSWORD, "three")


def test_a_locked_client_does_not_prolong_its_lock(access, clock):
    for _ in range(5):
        access.sign_in("wrong", "one")
    clock.seconds += LOCK_SECONDS - 1
    with pytest.raises(LockedError):
        access.sign_in("wrong", "one")
    clock.seconds += 1
    assert access.sign_in(PASSWORD, "one")


def test_the_right_password_forgets_the_wrong_ones_before(access):
    for _ in range(3):
        for _ in range(4):
            access.sign_in("wrong", "one")
        assert access.sign_in(PASSWORD, "one")


def test_a_forwarded_address_does_not_pass_for_another_client(client):
    for number in range(5):
        headers = {"X-Forwarded-For": f"192.0.2.{number}", "Forwarded": f"for=192.0.2.{number}"}
        client.post(SIGN_IN, data={"password": "wrong"}, headers=headers)
    assert client.post(SIGN_IN, data={"password": PASSWORD}).status_code == 429


def test_a_session_ends_after_eight_hours(access, clock):
    cookie = access.sign_in(PASSWORD, "one")
    clock.seconds += SESSION_SECONDS
    assert access.session(cookie)
    clock.seconds += 1
    assert access.session(cookie) is None


def test_a_session_from_the_future_is_none(access, clock):
    cookie = access.sign_in(PASSWORD, "one")
    clock.seconds -= 60
    assert access.session(cookie) is None


def test_a_cookie_that_was_changed_anywhere_opens_nothing(access):
    cookie = access.sign_in(PASSWORD, "one")
    assert access.session(cookie)
    for place, character in enumerate(cookie):
        changed = cookie[:place] + ("A" if character != "A" else "B") + cookie[place + 1 :]
        # The last letter of base64 has bits that tell nothing.
        assert place == len(cookie) - 1 or access.session(changed) is None, place
    for other in (None, "", ".", "..", cookie[:-2], cookie + "x", "x" + cookie, "é", cookie.replace(".", "")):
        assert access.session(other) is None


def test_a_cookie_of_another_key_opens_nothing(access, clock):
    other = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    cookie = Access(other, now=clock).sign_in(PASSWORD, "one")
    assert Access(other, now=clock).session(cookie)
    assert access.session(cookie) is None


def test_a_tampered_cookie_leads_to_the_password(client):
    sign_in(client)
    good = client.cookies[COOKIE]
    for value in (good[:-3] + "abc", "nonsense", good.replace(".", "", 1)):
        client.cookies.clear()
        assert client.get("/console", headers={"Cookie": f"{COOKIE}={value}"}).status_code == 303
    assert client.get("/console", headers={"Cookie": f"{COOKIE}={good}"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/console/nothing", 404, "There is no page at '/console/nothing'"),
        ("/console/questions/<b>/x", 404, "There is no page at '/console/questions/&lt;b&gt;/x'"),
        ("/console/questions?page=x", 422, "The page was asked wrongly at 'page'"),
        ("/console/documents/lint?severity=dire", 422, "The page was asked wrongly at 'severity'"),
        ("/console/messages/none", 404, "There is no message 'none'"),
    ],
)
def test_what_goes_wrong_in_the_console_is_said_on_a_page_of_it(client, address, status, said):
    sign_in(client)
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert said in response.text.replace("&#39;", "'")
    assert 'role="alert"' in response.text
    assert "Sign out" in response.text


def test_a_refused_form_is_told_on_a_page(client):
    sign_in(client)
    response = client.post("/console/messages/none", data={"form_token": "wrong", "reply": "x"})
    assert response.status_code == 403
    assert "open the page again and repeat it" in response.text
    assert "<h1>Messages</h1>" in response.text


def test_errors_elsewhere_are_the_json_that_programs_read(client):
    assert client.get("/consoles").json()["error"]["code"] == "not_found"
    assert client.get("/api/v1/nothing").json()["error"]["code"] == "not_found"


TYPED = {"form_token": "old", "reply": "Dear <Ada>,\n\nyes & no.", "seen": "abc"}


def fields_of(page):
    """The hidden fields of the page, in their order."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return [(name, html.unescape(value)) for name, value in found]


def test_what_was_typed_past_the_end_of_a_session_comes_back_after_the_password(client):
    response = client.post("/console/messages/none", data=TYPED)
    assert response.status_code == 403
    assert looks_like_the_way_in(response)
    assert "Dear &lt;Ada&gt;," in response.text
    carried = [("password", "wrong"), *fields_of(response.text)]
    form = {name: [value for one, value in carried if one == name] for name, _ in carried}
    again = client.post(SIGN_IN, data=form)
    assert again.status_code == 403
    assert fields_of(again.text) == fields_of(response.text)
    opened = client.post(SIGN_IN, data=form | {"password": PASSWORD})
    assert opened.status_code == 200
    assert 'action="/console/messages/none"' in opened.text
    sent = dict(fields_of(opened.text)[1:])  # Behind that of signing out.
    assert sent | {"form_token": "old"} == TYPED
    # The token is the new session's: the form is taken, and there is no such message.
    assert client.post("/console/messages/none", data=sent).status_code == 404


@pytest.mark.parametrize(
    ("address", "fields", "headers"),
    [
        ("/console/messages/none", {"id": "abc"}, {}),
        ("/console/messages/none", TYPED, {"Origin": "https://evil.example"}),
        ("/console/messages/none", TYPED, {"Sec-Fetch-Site": "cross-site"}),
        (SIGN_OUT, TYPED, {}),
    ],
)
def test_nothing_is_kept_of_what_was_not_written_or_not_written_here(client, address, fields, headers):
    response = client.post(address, data=fields, headers=headers)
    assert response.status_code == 403 if headers.get("Origin") else response.headers["location"] == SIGN_IN
    assert "Ada" not in response.text


@pytest.mark.parametrize(
    "action", ["https://evil.example/console/x", "//evil.example", "/console/../api", SIGN_OUT, "/api/v1/ask", "x"]
)
def test_what_was_typed_is_brought_back_for_a_form_of_the_console_only(client, action):
    form = {"password": PASSWORD, "action": action, "name": "reply", "text": "Words of another site."}
    response = client.post(SIGN_IN, data=form)
    assert (response.status_code, response.headers["location"]) == (303, "/console")


def test_signing_out_takes_the_cookie_away(client):
    token = sign_in(client)
    response = client.post(SIGN_OUT, data={"form_token": token})
    assert (response.status_code, response.headers["location"]) == (303, SIGN_IN)
    assert COOKIE not in client.cookies
    assert client.get("/console").status_code == 303


def test_nobody_is_signed_out_by_a_link(client):
    sign_in(client)
    assert client.get(SIGN_OUT).status_code in (404, 405)
    assert client.get("/console").status_code == 200


@pytest.mark.parametrize("token", [None, "", "wrong", "é", "0" * 64])
def test_a_form_without_this_sessions_token_does_nothing(client, token):
    sign_in(client)
    response = client.post(SIGN_OUT, data={} if token is None else {"form_token": token})
    assert response.status_code == 403
    assert client.get("/console").status_code == 200


def test_a_form_of_another_session_does_nothing(client, new_client):
    foreign = sign_in(new_client())
    assert foreign != sign_in(client)
    assert client.post(SIGN_OUT, data={"form_token": foreign}).status_code == 403


def test_the_token_of_the_pages_is_the_sessions(client):
    token = sign_in(client)
    assert f'name="form_token" value="{token}"' in client.get("/console").text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": SITE},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://testserver.evil.example"},
        {"Origin": "https://testserver:8443"},
        {"Origin": "https://testserver@evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": HOME, "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_forms_of_other_sites_are_refused_also_of_those_that_may_show_the_chat(client, headers):
    token = sign_in(client)
    assert client.post(SIGN_OUT, data={"form_token": token}, headers=headers).status_code == 403
    assert client.post(SIGN_IN, data={"password": PASSWORD}, headers=headers).status_code == 403
    assert client.get("/console").status_code == 200


def test_the_consoles_own_forms_are_taken(client):
    token = sign_in(client)
    headers = {"Origin": HOME, "Sec-Fetch-Site": "same-origin"}
    assert client.post(SIGN_OUT, data={"form_token": token}, headers=headers).status_code == 303


def console_routes(routes):
    """The method and the address of everything below /console."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from console_routes(route.original_router.routes)
        elif getattr(route, "path", "").startswith("/console"):
            for method in route.methods or ():
                yield method, re.sub(r"\{[^}]*\}", "x", route.path)


def test_every_changing_route_asks_for_a_session_and_a_token(client, app):
    changing = {(method, address) for method, address in console_routes(app.routes) if method not in ("GET", "HEAD")}
    addresses = changing - {("POST", SIGN_IN)}
    assert len(addresses) > 5
    for method, address in addresses:
        assert client.request(method, address).headers.get("location") == SIGN_IN, address
    sign_in(client)
    for method, address in addresses:
        assert client.request(method, address).status_code == 403, address


def test_every_page_asks_for_a_session(client, app):
    pages = {address for method, address in console_routes(app.routes) if method == "GET"} - {SIGN_IN}
    assert {address for address, _ in MENU} <= pages
    for page in pages:
        assert client.get(page).headers.get("location") == SIGN_IN, page


def assert_guarded(response):
    headers = response.headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert SITE not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_no_page_of_the_console_is_framed_or_kept_also_no_error(client):
    answers = [client.get(SIGN_IN), client.get("/console"), client.post(SIGN_IN, data={"password": "wrong"})]
    answers.append(client.post(SIGN_OUT, data={}, headers={"Origin": "https://evil.example"}))
    token = sign_in(client)
    answers += [client.get(address) for address, _ in MENU]
    answers += [
        client.get("/console/"),
        client.get("/console/nothing"),
        client.get("/%63onsole"),
        client.get("/console/questions?page=x"),
        client.get("/console/messages/none"),
        client.post("/console"),
        client.post("/console/messages/none", data={}),
        client.post(SIGN_OUT, data={"form_token": "x" * 70_000}),
        client.post("/console/messages/none", data={"form_token": token, "reply": "x"}),
    ]
    statuses = {response.status_code for response in answers}
    assert statuses >= {200, 303, 403, 404, 405, 413, 422}
    for response in answers:
        assert_guarded(response)


def test_pages_have_no_script_or_style_of_their_own(client):
    sign_in(client)
    for address, _ in MENU:
        text = client.get(address).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text), address


def test_the_chat_may_still_be_framed_by_allowed_sites(client):
    assert SITE in client.get("/healthz").headers["content-security-policy"]


def test_other_sites_may_not_read_the_console(client):
    sign_in(client)
    response = client.get("/console", headers={"Origin": SITE})
    assert "access-control-allow-credentials" not in response.headers


def test_without_a_password_there_is_no_console(desk_of):
    desk, settings = desk_of
    client = client_of(desk, settings.model_copy(update={"console_password_hash": None}))
    for address in (SIGN_IN, *(address for address, _ in MENU)):
        assert client.get(address).status_code == 404
    assert client.post(SIGN_IN, data={"password": PASSWORD}).status_code in (404, 405)


def test_what_is_no_hash_is_refused_at_the_start(desk_of):
    desk, settings = desk_of
    with pytest.raises(AssistantError, match="assistant desk password"):
        create_app(
            desk.assistant, settings.model_copy(update={"console_password_hash": "correct horse battery"}), desk=desk
        )


def test_a_console_without_its_packages_says_what_to_install(desk_of, monkeypatch):
    desk, settings = desk_of
    for name in [name for name in sys.modules if name.startswith("assistant.web.console")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "argon2", None)
    with pytest.raises(AssistantError, match=r"argon2.*not installed.*program-assistant\[desk\]"):
        create_app(desk.assistant, settings, desk=desk)


def test_a_hash_is_made_of_a_password_of_twelve_characters_or_more():
    assert Access(hash_password(PASSWORD)).sign_in(PASSWORD, "one")
    for bad in ("short", "x" * 201):
        with pytest.raises(AssistantError, match="must have 12 to 200"):
            hash_password(bad)


def test_a_damaged_hash_lets_nobody_in(clock):
    whole = password_hash()
    assert Access(whole[:-4] + "AAAA", now=clock).sign_in(PASSWORD, "one") is None
