"""An IMAP account, in memory (pymap), at a real server (Dovecot) and at servers that lie."""

import datetime
import email
import email.policy
import os
import ssl
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from crashing import kill_at_step
from imap_servers import DOVECOT, PASSWORD, client, dovecot, everything, liar, pymap
from test_drafting import LETTERHEAD, NOW, found, raw

from assistant.drafting import connecting, draft_mails, mailbox, open_register
from assistant.drafting.connecting import account_user, connected
from assistant.drafting.mailbox import ImapAccount
from assistant.errors import AssistantError

OFFICE = "office@uni.example"
LONG_AGO = datetime.date(2000, 1, 1)
QUESTION = raw()
SECOND = raw("Is housing provided?", Message_ID="<2@post.example>")


@pytest.fixture(scope="module")
def at_dovecot():
    if not Path(DOVECOT).exists():
        pytest.skip("there is no Dovecot here")
    with dovecot() as port:
        yield port


@pytest.fixture(scope="module")
def at_pymap():
    with pymap(OFFICE) as port, client(port, OFFICE) as opened:
        for folder in ("Drafts", "Sent"):
            opened.create(folder)
        yield port


@pytest.fixture(params=["pymap", "dovecot"])
def account(request):
    """The port of a server and a user with empty folders."""
    port = request.getfixturevalue(f"at_{request.param}")
    user = OFFICE if request.param == "pymap" else f"{os.urandom(4).hex()}@uni.example"
    yield port, user
    if request.param == "pymap":
        empty(port, user)


def empty(port, user):
    with client(port, user) as opened:
        for folder in ("INBOX", "Drafts", "Sent"):
            opened.select(folder)
            opened.store("1:*", "+FLAGS", "\\Deleted")
            opened.expunge()


def put(port, user, *mails, folder="INBOX", flags=None):
    with client(port, user) as opened:
        for mail in mails:
            assert opened.append(folder, flags, None, mail)[0] == "OK"


def address(port, user):
    return f"imap://{user.replace('@', '%40')}@127.0.0.1:{port}"


def run(port, user, folder, *, drafts=None, since=LONG_AGO):
    with (
        connected(address(port, user), PASSWORD) as connection,
        open_register(folder / ".drafted-by-imap") as register,
    ):
        place = ImapAccount(connection, folder="INBOX", drafts=drafts)
        return list(
            draft_mails(
                place.mails(since),
                place,
                register,
                lambda question, session: found("Eight."),
                LETTERHEAD,
                program=None,
                own=(OFFICE,),
                now=NOW,
                is_answered=place.is_answered,
            )  # fmt: skip
        )


def drafts_of(port, user):
    folders = everything(port, user)
    (name,) = [name for name in folders if name not in ("INBOX", "Sent")]
    return list(folders[name].values())


def test_draft_lies_in_the_folder_of_drafts_and_nothing_else_is_changed(account, tmp_path):
    put(*account, QUESTION, SECOND)
    put(*account, raw("Seen and marked?", Message_ID="<3@post.example>"), flags="(\\Seen \\Flagged)")
    before = everything(*account)
    handled = run(*account, tmp_path)
    assert [one.draft is not None for one in handled] == [True] * 3, handled
    after = everything(*account)
    assert (after["INBOX"], after["Sent"]) == (before["INBOX"], before["Sent"])
    (flags, first), *others = drafts_of(*account)
    assert "\\Draft" in flags and len(others) == 2
    message = email.message_from_bytes(first, policy=email.policy.default)
    assert message["In-Reply-To"] == "<1@post.example>" and "“Eight.”" in message.get_content()


def test_server_reads_from_the_draft_whom_it_is_to_and_what_it_answers(at_dovecot, tmp_path):
    user = "parsed@uni.example"
    put(at_dovecot, user, raw(From='"Obi, Ada" <ada@post.example>', Subject="=?utf-8?q?F=C3=BCr_2027?="))
    run(at_dovecot, user, tmp_path)
    with client(at_dovecot, user) as opened:
        opened.select("Entw&APw-rfe", readonly=True)
        told = b" ".join(
            piece
            for row in opened.fetch("1", "(ENVELOPE BODYSTRUCTURE)")[1]
            for piece in (row if isinstance(row, tuple) else (row,))
        )
    assert b'(("Obi, Ada" NIL "ada" "post.example")) NIL NIL "<1@post.example>"' in told
    assert b'"Re: =?utf-8?q?F=C3=BCr?= 2027"' in told
    assert b'("text" "plain" ("charset" "utf-8") NIL NIL "quoted-printable"' in told


def test_second_run_makes_no_second_draft_with_or_without_the_register(account, tmp_path):
    put(*account, QUESTION)
    run(*account, tmp_path / "here")
    assert [one.why.kind for one in run(*account, tmp_path / "here")] == ["drafted"]
    assert [one.why.kind for one in run(*account, tmp_path / "elsewhere")] == ["drafted"]
    assert len(drafts_of(*account)) == 1


def test_mail_that_is_answered_or_being_answered_gets_no_draft(account, tmp_path):
    flagged = raw("Is it far?", Message_ID="<flagged@post.example>")
    put(*account, flagged, flags="(\\Answered)")
    sent = raw(
        "Yes.", From=OFFICE, To="ada@post.example", In_Reply_To="<sent@post.example>", Message_ID="<s1@uni.example>"
    )
    passed_on = raw(
        "Look.", From=OFFICE, To="boss@uni.example", In_Reply_To="<1@post.example>", Message_ID="<s2@uni.example>"
    )
    put(*account, sent, passed_on, folder="Sent")
    put(*account, raw("Is it near?", Message_ID="<sent@post.example>"), QUESTION)
    assert [one.why and one.why.kind for one in run(*account, tmp_path)] == ["answered", "answered", None]


def test_answer_that_somebody_began_to_write_is_enough(at_dovecot, tmp_path):
    begun = raw(
        "Dear Ada", From=OFFICE, To="ada@post.example", In_Reply_To="<1@post.example>", Message_ID="<s@uni.example>"
    )
    put(at_dovecot, "begun@uni.example", QUESTION)
    put(at_dovecot, "begun@uni.example", begun, folder="Entw&APw-rfe")
    assert [one.why.kind for one in run(at_dovecot, "begun@uni.example", tmp_path)] == ["answered"]


def test_deleted_mails_drafts_and_old_mails_are_not_looked_at(account, tmp_path):
    put(*account, QUESTION, flags="(\\Deleted)")
    put(*account, SECOND, flags="(\\Draft)")
    assert run(*account, tmp_path) == []
    put(*account, raw("Is it new?", Message_ID="<3@post.example>"))
    assert run(*account, tmp_path, since=datetime.date.today() + datetime.timedelta(days=2)) == []


def test_only_the_newest_are_looked_at_and_the_others_counted(account, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_MAILS", 2)
    put(*account, *(raw(Message_ID=f"<{number}@post.example>") for number in range(5)))
    with connected(address(*account), PASSWORD) as connection:
        place = ImapAccount(connection, folder="INBOX", drafts=None)
        assert [b"<3@" in one.data or b"<4@" in one.data for one in place.mails(LONG_AGO)] == [True, True]
        assert place.left_out == 3


def test_folder_of_drafts_is_that_of_the_server_or_of_the_setting(at_dovecot, tmp_path):
    put(at_dovecot, "named@uni.example", QUESTION)
    with client(at_dovecot, "named@uni.example") as opened:
        opened.create("Drafts")  # By name it would be this one; the server says it is another.
        opened.create("&ZeVnLIqe-")
    assert run(at_dovecot, "named@uni.example", tmp_path / "a")[0].draft == "Entwürfe of the account"
    assert run(at_dovecot, "named@uni.example", tmp_path / "b", drafts="日本語")[0].draft == "日本語 of the account"
    with pytest.raises(AssistantError, match="imap_drafts") as error:
        run(at_dovecot, "named@uni.example", tmp_path / "c", drafts="None such")
    assert "\n" not in str(error.value)


def test_killed_at_any_step_a_run_leaves_one_draft_after_the_next(at_dovecot, tmp_path):
    step, killed = 0, True
    while killed:
        step += 1
        user, folder = f"killed{step}@uni.example", tmp_path / str(step)
        put(at_dovecot, user, QUESTION)
        killed = kill_at_step(step, lambda u=user, f=folder: run(at_dovecot, u, f), within=folder)
        run(at_dovecot, user, folder)
        left = everything(at_dovecot, user)
        assert [len(left[name]) for name in ("INBOX", "Sent", "Entw&APw-rfe")] == [1, 0, 1], step
        assert list(left["INBOX"].values()) == [(frozenset(), QUESTION)], step
    assert step > 30


def test_wrong_password_is_one_line_without_it(account):
    with pytest.raises(AssistantError, match="imap_password") as error, connected(address(*account), "s3cret-wrong"):
        pass
    assert "\n" not in str(error.value) and "s3cret" not in str(error.value)


def test_server_that_gives_the_password_back_does_not_get_it_shown():
    with (
        liar(lambda tag, command: [tag + b" BAD what is " + command + b"\r\n"]) as port,
        pytest.raises(AssistantError) as error,
        connected(address(port, "a"), PASSWORD),
    ):
        pass
    assert PASSWORD not in str(error.value)


@pytest.mark.parametrize(
    "wrong",
    [
        "office@uni.example", "imap://office@mail.uni.example", "imaps://mail.uni.example", "imaps://[", "imaps://a@b:x",
        "imaps://office:s3cret@mail.uni.example", "https://office@uni.example", "",
    ],
)  # fmt: skip
def test_address_that_is_none_or_unsafe_is_one_line(wrong):
    with pytest.raises(AssistantError, match="imap_account") as error, connected(wrong, PASSWORD):
        pass
    assert "\n" not in str(error.value) and "s3cret" not in str(error.value)


def test_user_is_read_from_the_address():
    assert account_user("imaps://office%40uni.example@mail.uni.example") == OFFICE


def test_certificate_and_name_of_the_server_are_checked(monkeypatch):
    contexts = []

    def open_it(host, port, timeout, ssl_context):
        contexts.append(ssl_context)
        raise OSError("enough")

    monkeypatch.setattr(connecting, "MailBox", open_it)
    monkeypatch.setattr(connecting, "MailBoxStartTls", open_it)
    for scheme in ("imaps", "imap+starttls"):
        with pytest.raises(AssistantError, match="enough"), connected(f"{scheme}://a@b.example", PASSWORD):
            pass
    assert [(one.verify_mode, one.check_hostname) for one in contexts] == [(ssl.CERT_REQUIRED, True)] * 2


GARBAGE = b"".join(bytes([7 * number % 256]) for number in range(300)) + b"\r\n"


def answers(**said):
    """What a server says to each command; what is not named it does as it should."""
    proper = {
        "CAPABILITY": [b"* CAPABILITY IMAP4rev1\r\n"],
        "LIST": [b'* LIST (\\Drafts) "/" Drafts\r\n'],
        "UID SEARCH": [b"* SEARCH 1\r\n"],
        "UID FETCH": [b"* 1 FETCH (UID 1 FLAGS () BODY[]<0> {4}\r\na: b)\r\n"],
    }

    def answer(tag, command):
        upper = command.decode("latin-1").upper()
        name = next((one for one in [*said, *proper] if upper.startswith(one.replace("_", " "))), None)
        yield from said[name] if name in said else [*proper.get(name, []), tag + b" OK done\r\n"]

    return answer


@pytest.mark.parametrize(
    "said",
    [
        {"LIST": [None]},
        {"LIST": [GARBAGE]},
        {"LIST": [b"* LIST nonsense\r\n", b"A1 OK\r\n"]},
        {"LIST": [b"* LIST (\\Drafts) {1000000000000}\r\n"]},
        {"LIST": [b"* OK " + b"x" * 100_000 + b"\r\n"] * 3},
        {"EXAMINE": [None]},
        {"UID_SEARCH": [b"* SEARCH one two\r\n", None]},
        {"UID_FETCH": [b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n"]},
        {"UID_FETCH": [b"* 1 FETCH (UID 1 BODY[] {50}\r\nshort", None]},
        {"UID_FETCH": [b"* 1 FETCH\r\n" * 1000, None]},
        {"UID_FETCH": []},
        {"CAPABILITY": []},
        {"LOGIN": []},
    ],
)
def test_server_that_lies_or_hangs_is_one_line_in_time(said, tmp_path, monkeypatch):
    monkeypatch.setattr(connecting, "SILENCE_SECONDS", 0.3)
    start = time.monotonic()
    with liar(answers(**said)) as port, pytest.raises(AssistantError) as error:
        run(port, "a", tmp_path)
    assert time.monotonic() - start < 5
    assert "\n" not in str(error.value) and len(str(error.value)) < 500


def test_server_that_never_comes_to_an_end_is_one_line_in_time(tmp_path, monkeypatch):
    monkeypatch.setattr(connecting, "REQUEST_SECONDS", 0.5)

    def drip():
        while True:
            time.sleep(0.01)
            yield b"* OK wait\r\n"

    with liar(answers(LIST=drip())) as port, pytest.raises(AssistantError, match="does not do"):
        run(port, "a", tmp_path)


def test_mail_that_the_server_gives_for_another_is_not_taken():
    def client_that_gets(*rows):
        return SimpleNamespace(client=SimpleNamespace(uid=lambda *_: ("OK", list(rows))))

    other = client_that_gets((b"2 (UID 2 FLAGS () BODY[]<0> {4}", b"a: b"), b")")
    mixed = client_that_gets(b"7 (FLAGS ())", (b"1 (BODY[]<0> {4}", b"a: b"), b" UID 1 FLAGS (\\Answered))")
    assert (mailbox._fetched(other, 1), mailbox._fetched(mixed, 1)) == (None, (b"a: b", True))
