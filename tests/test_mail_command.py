"""The command that drafts replies: files and accounts in, drafts and a line for each mail out."""

import contextlib
import email
import email.policy
import io
import json
import sqlite3
import sys
from types import SimpleNamespace

import pytest
from imap_servers import PASSWORD, client, everything, pymap
from test_drafting import mbox, raw

OFFICE = "office@uni.example"
ASKS = raw("What does the residency pay?\r\n\r\nIs housing provided?")


@pytest.fixture
def mail(command, shared_index, monkeypatch):
    """Runs `assistant mail` over the small corpus."""
    monkeypatch.setenv("ASSISTANT_MAIL_ADDRESSES", OFFICE)
    monkeypatch.setenv("ASSISTANT_REFUSAL_THRESHOLD", "0")
    return lambda *arguments: command("mail", "--index", shared_index, *arguments)


@pytest.fixture
def asks(tmp_path):
    path = tmp_path / "asks.eml"
    path.write_bytes(ASKS)
    return path


def test_each_mail_gets_a_line_and_all_a_sum(mail, tmp_path, asks):
    (tmp_path / "box").write_bytes(mbox(raw("Thanks!", Message_ID="<t@a>"), raw("Is it free?", Auto_Submitted="yes")))
    done = mail(asks, tmp_path / "box")
    lines = done.out.splitlines()
    (draft,) = (tmp_path / "drafts").glob("*.eml")
    assert lines[0] == f"{asks}: draft in drafts/{draft.name}: 2 questions, 0 open"
    assert lines[1].startswith(f"{tmp_path / 'box'} (1): not drafted (thanks): It only says thanks.")
    assert lines[2].startswith(f"{tmp_path / 'box'} (2): not drafted (automatic): ")
    assert lines[3] == "3 mails: 1 draft on 2 questions, 0 open; 2 not drafted"
    assert (done.code, len(lines), done.err) == (0, 4, "")
    message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    assert (message["From"], message["To"]) == (OFFICE, "Ada Obi <ada@post.example>")
    assert "drafted" in mail(asks).out and len(list((tmp_path / "drafts").glob("*.eml"))) == 1


def test_dry_run_prints_the_draft_and_writes_nothing(mail, asks, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_RECORD_TO", f"sqlite:///{tmp_path}/desk.sqlite")
    monkeypatch.setenv("ASSISTANT_MAIL_GREETING", "Good day {name},")
    monkeypatch.setenv("ASSISTANT_MAIL_SIGNATURE", r"The office\nRoom 6")
    done = mail(asks, "--dry-run")
    assert done.code == 0 and done.out.startswith(
        f"{asks}: draft, not kept: 2 questions, 0 open\n\nGood day Ada Obi,\n"
    )
    assert "“" in done.out and "\n\nThe office\nRoom 6\n" in done.out
    assert not (tmp_path / "drafts").exists()
    assert recorded(tmp_path) == []


def recorded(folder):
    with contextlib.closing(sqlite3.connect(folder / "desk.sqlite")) as opened:
        return opened.execute("select front_end, session from questions").fetchall()


def test_questions_are_recorded_as_mail_in_one_session_each(mail, asks, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_RECORD_TO", f"sqlite:///{tmp_path}/desk.sqlite")
    (tmp_path / "other.eml").write_bytes(raw("Is it free?", Message_ID="<2@post.example>"))
    assert mail(asks, "other.eml").code == 0
    (first, second, third) = recorded(tmp_path)
    assert first == second != third and {first[0], third[0]} == {"mail"}


def test_json_tells_the_same(mail, asks):
    table = json.loads(mail(asks, "--json", "--dry-run").out)
    assert table["sum"] == {"mails": 1, "drafts": 1, "questions": 2, "open": 0, "not_drafted": 0}
    assert table["mails"][0]["sender"] == "ada@post.example" and "“" in table["mails"][0]["text"]
    kept = json.loads(mail(asks, "--json", "--out", "elsewhere").out)["mails"][0]
    assert kept["draft"].startswith("elsewhere/") and "text" not in kept and kept["why"] is None


def test_standard_input_is_a_mail(mail, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(ASKS)))
    assert mail("-").out.startswith("standard input: draft in drafts/")


def test_mail_that_another_in_the_batch_answers_gets_no_draft(mail, tmp_path):
    answer = raw(
        "Yes.", From=OFFICE, To="ada@post.example", Message_ID="<9@uni.example>", References="<1@post.example>"
    )
    (tmp_path / "box").write_bytes(mbox(ASKS, answer))
    assert [line.split(": ")[1] for line in mail(tmp_path / "box").out.splitlines()[:2]] == [
        "not drafted (answered)", "not drafted (own)",
    ]  # fmt: skip


def test_without_own_addresses_it_warns(mail, asks, monkeypatch):
    monkeypatch.delenv("ASSISTANT_MAIL_ADDRESSES")
    done = mail(asks)
    assert done.code == 0 and done.err.startswith("assistant: warning: setting mail_addresses")


def test_what_a_mail_holds_does_not_steer_the_terminal(mail, tmp_path):
    (tmp_path / "a.eml").write_bytes(raw("Is it free?", Precedence="bulk\x1b[31m"))
    assert "\x1b" not in mail(tmp_path / "a.eml").out


@pytest.mark.parametrize(
    "arguments",
    [(), ("a.eml", "--imap"), ("none.eml",), ("--imap",), ("--imap", "--days", "0"), ("asks.eml", "--program", "x")],
)
def test_what_cannot_be_done_is_one_line(mail, asks, arguments):
    done = mail(*arguments)
    assert done.code == 2 and done.out == "" and done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"), [("MAIL_ADDRESSES", "office"), ("MAIL_ADDRESSES", "a@b.example, Ada <a@b>")]
)
def test_setting_that_is_no_address_is_one_line(mail, asks, monkeypatch, name, value):
    monkeypatch.setenv(f"ASSISTANT_{name}", value)
    done = mail(asks)
    assert done.code == 2 and "no e-mail address" in done.err and done.err.count("\n") == 1


def test_without_the_library_it_says_what_to_install(mail, monkeypatch):
    for name in ("assistant.drafting.connecting", "assistant.drafting.mailbox"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "imap_tools", None)
    done = mail("--imap")
    assert done.code == 2 and "pip install 'program-assistant[mail]'" in done.err and done.err.count("\n") == 1


def test_account_gets_drafts_beside_its_mails(mail, tmp_path, monkeypatch):
    with pymap(OFFICE) as port:
        with client(port, OFFICE) as opened:
            opened.create("Drafts")
            opened.append("INBOX", None, None, ASKS)
        monkeypatch.setenv("ASSISTANT_IMAP_ACCOUNT", f"imap://office%40uni.example@127.0.0.1:{port}")
        monkeypatch.setenv("ASSISTANT_IMAP_PASSWORD", PASSWORD)
        assert "draft, not kept" in mail("--imap", "--dry-run").out
        before = everything(port, OFFICE)
        assert before["Drafts"] == {}
        done = mail("--imap")
        assert done.code == 0 and "draft in Drafts of the account: 2 questions" in done.out
        assert mail("--imap").out.count("(drafted)") == 1
        assert "drafts/" not in mail("--imap", "--out", "files", "--dry-run").out
        after = everything(port, OFFICE)
        assert len(after["Drafts"]) == 1 and after["INBOX"] == before["INBOX"]
        assert PASSWORD not in f"{done.out}{done.err}"
        monkeypatch.setenv("ASSISTANT_IMAP_PASSWORD", "wrong-one")
        refused = mail("--imap")
        assert refused.code == 2 and "wrong-one" not in refused.err and refused.err.count("\n") == 1
