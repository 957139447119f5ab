"""Mails -> drafts: their headers and words, each mail at most one, and nothing that is sent."""

import datetime
import email
import email.policy
import io
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from crashing import kill_at_step
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.citing import cite
from assistant.desk import Desk
from assistant.drafting import (
    SOURCE_HEADER,
    DraftFolder,
    Letterhead,
    RawMail,
    answers_in,
    compose,
    draft_mails,
    is_among,
    key_of,
    make_reply,
    open_register,
    read_mails,
    reply_text,
)
from assistant.drafting.composing import VERSION_HEADER
from assistant.errors import AssistantError
from assistant.index import build_index
from assistant.mail import read_mail
from assistant.settings import Settings
from assistant.types import Answer, Approval, Block, BlockKind, Document, Notice, Outcome, Part, Span

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
MAILS = sorted((ROOT / "tests" / "data" / "drafts").glob("*.eml"))
OFFICE = "office@uni.example"
NOW = datetime.datetime(2026, 11, 25, 9, 30, tzinfo=datetime.UTC)
LETTERHEAD = Letterhead(sender=OFFICE, signature="The office\nRoom 6")
ALLOWED = {"from", "to", "subject", "date", "message-id", "in-reply-to", "references", "x-unsent", "content-type",
           "content-transfer-encoding", "mime-version", SOURCE_HEADER.lower(), VERSION_HEADER.lower()}  # fmt: skip


def raw(body="How many positions are there?", **headers):
    lines = {
        "From": "Ada Obi <ada@post.example>",
        "To": OFFICE,
        "Subject": "A question",
        "Message-ID": "<1@post.example>",
        "Date": "Tue, 24 Nov 2026 09:12:00 +0100",
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return f"{head}\r\n{body}\r\n".encode()


def found(*quotes, confidence=0.9, **fields):
    """An answer that quotes these, each a paragraph of one document."""
    text = "\n\n".join(quotes)
    places = [(text.index(quote), text.index(quote) + len(quote)) for quote in quotes]
    blocks = tuple(Block(BlockKind.PARAGRAPH, *place) for place in places)
    document = Document("page.md", None, "The page", text, blocks, "0" * 64, url="https://uni.example/page")
    answer = Answer(
        question=None,
        standalone_question="",
        outcome=Outcome.ANSWERED if quotes else Outcome.NOT_FOUND,
        text="",
        citations=tuple(cite(Span("page.md", start, end, 0.9), document) for start, end in places),
        confidence=confidence,
        notices=(),
        suggestions=(),
        contact=None,
        nearest=(),
        index_version="v1",
        timings_ms={},
        hits=(),
    )
    return replace(answer, **fields)


def replied(data, answers=None, own=(OFFICE,)):
    """The reply to a mail; `answers` are given in turn, by default always one quote."""
    given_answers = iter(answers or [])
    mail = read_mail(data)
    return make_reply(
        mail,
        key_of(mail, data),
        lambda question, session: next(given_answers, None) or found("There are eight positions."),
        program=None,
        own=own,
    )


def drafted(data, answers=None, letterhead=LETTERHEAD):
    """The draft, as the standard library reads it."""
    draft = compose(replied(data, answers), letterhead, now=NOW)
    return email.message_from_bytes(draft, policy=email.policy.default)


def words(data, answers=None, letterhead=LETTERHEAD):
    return reply_text(replied(data, answers), letterhead, on=NOW.date())


def body_of(message):
    return message.get_content().replace("\r\n", "\n")


def run(mails, folder, **options):
    """Drafts in the folder, as one run of the command makes them."""
    drafts = DraftFolder(folder)
    with open_register(drafts.register) as register:
        return list(
            draft_mails(
                mails,
                drafts,
                register,
                lambda question, session: found("Eight."),
                LETTERHEAD,
                program=None,
                own=(OFFICE,),
                now=NOW,
                **options,
            )  # fmt: skip
        )


def eml(folder):
    return sorted(folder.glob("*.eml"))


def test_draft_is_addressed_threaded_dated_and_marked_as_unsent():
    data = raw(References="<0@post.example> <a@uni.example>", In_Reply_To="<a@uni.example>", Cc="boss@uni.example")
    message = drafted(data)
    assert (message["From"], message["To"]) == (OFFICE, "Ada Obi <ada@post.example>")
    assert message["Subject"] == "Re: A question"
    assert message["In-Reply-To"] == "<1@post.example>"
    assert message["References"].split() == ["<0@post.example>", "<a@uni.example>", "<1@post.example>"]
    assert message["Date"].datetime == NOW
    assert message["X-Unsent"] == "1"
    assert message[SOURCE_HEADER] == key_of(read_mail(data), data)
    assert message[VERSION_HEADER] == "v1"
    assert {name.lower() for name in message} == ALLOWED
    assert message.get_content_type() == "text/plain"


def test_draft_says_what_was_asked_and_quotes_with_place_and_link():
    assert words(raw()) == (
        "Dear Ada Obi,\n\n"
        "Your question: How many positions are there?\n\n"
        "“There are eight positions.”\n(The page)\nhttps://uni.example/page#:~:text=There%20are%20eight%20positions.\n\n"
        "The passages in quotation marks are word for word from our documents as of 25 November 2026.\n\n"
        "The office\nRoom 6\n"
    )


def test_ids_of_outlook_are_neither_encoded_nor_cut():
    long = f"<{'BN8PR12MB3456A1B2C3D4E5F60718293A4B5C6D7E8F9A' * 3}@BN8PR12MB3456.namprd12.prod.outlook.example>"
    draft = compose(replied(raw(Message_ID=long, References=f"<0@a> {long[:-1]}x>")), LETTERHEAD, now=NOW)
    assert f"In-Reply-To: {long}\r\n".encode() in draft
    assert f"References: <0@a>\r\n {long[:-1]}x>\r\n {long}\r\n".encode() in draft


def test_very_long_references_keep_the_first_and_the_newest():
    known = [f"<{number}@post.example>" for number in range(3000)]
    message = drafted(raw(References=" ".join(known)))
    kept = message["References"].split()
    assert kept[0] == known[0] and kept[-1] == "<1@post.example>" and kept[-2] == known[-1] and len(kept) == 32


@pytest.mark.parametrize(
    ("headers", "to"),
    [
        ({"Reply_To": "Ada <other@post.example>"}, "Ada <other@post.example>"),
        ({"Reply_To": ""}, "Ada Obi <ada@post.example>"),
        ({"Reply_To": f"Us <{OFFICE}>"}, "Ada Obi <ada@post.example>"),
        ({"Reply_To": "friends: one@a.example, two@a.example;"}, "one@a.example"),
        ({"From": "one@a.example, Two <two@a.example>"}, "one@a.example"),
        ({"From": '"Obi, Ada" <ada@post.example>'}, '"Obi, Ada" <ada@post.example>'),
        ({"From": "=?utf-8?q?J=C3=BCrgen_=28x=29?= <j@post.example>"}, '"Jürgen (x)" <j@post.example>'),
        ({"From": "ada@bücher.example"}, "ada@xn--bcher-kva.example"),
    ],
)
def test_draft_goes_to_one_mailbox(headers, to):
    message = drafted(raw(**headers))
    assert str(message["To"]) == to and len(message["To"].addresses) == 1


def test_address_that_not_every_server_delivers_to_gets_no_draft(tmp_path):
    (one,) = run([RawMail("a", raw(From="jürgen@post.example"))], tmp_path)
    assert one.why.kind == "no address" and "by hand" in one.why.line and eml(tmp_path) == []


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Re: AW: RE[2]: SV: Stipend", "Re: Stipend"),
        ("Fwd: Stipend", "Re: Fwd: Stipend"),
        ("", "Re: your question"),
        ("Re:", "Re: your question"),
        ("Research: a question", "Re: Research: a question"),
        ("A subject\r\n that was folded", "Re: A subject that was folded"),
        ("=?utf-8?q?Bewerbung_f=C3=BCr?= =?utf-8?q?_2027?=", "Re: Bewerbung für 2027"),
        ("=?utf-8?q?x=0D=0ABcc=3A_all=40post=2Eexample?=", "Re: x Bcc: all@post.example"),
        ("=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3D0ABcc=3D3A_a=3F=3D?=", "Re: = ?utf-8?q?x=0ABcc=3A a?="),
    ],
)
def test_subject_has_one_prefix_and_no_second_header_in_it(subject, expected):
    message = drafted(raw(Subject=subject))
    assert message["Subject"] == expected and {name.lower() for name in message} <= ALLOWED


hostile = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="=?utf-8qb_0AD\r\n:,;<>@\"\\ ()ü\u202e\u2066\u0000\x85\u2028", max_size=120),
    st.lists(st.sampled_from(["=?utf-8?q?=0ABcc:_x@y?=", "ü", ",", "Bcc: x@y", '"', "<x@y>", "\\", " ", "a" * 80]),
             max_size=8).map("".join),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@example(name="x" * 75 + ";", subject="", ask="", quote="0")
@example(name=f"all@post.example, {'ü' * 60}, (x", subject="ü" * 200, ask="", quote="0")
@given(name=hostile, subject=hostile, ask=hostile, quote=st.text(alphabet=st.characters(exclude_categories=["Cs"],
       exclude_characters="\r"), min_size=1, max_size=200).filter(str.strip))  # fmt: skip
def test_whatever_a_mail_holds_the_draft_has_our_headers_one_recipient_and_the_words(name, subject, ask, quote):
    mail = read_mail(raw("What is the fee?"))
    asked = replied(raw("What is the fee?"), [found(quote)])
    reply = replace(
        asked,
        mail=replace(mail, subject=subject, sender=replace(mail.sender, name=name)),
        to=replace(mail.sender, name=name),
        answers=(replace(asked.answers[0], question=replace(asked.answers[0].question, words=ask)),),
    )
    draft = compose(reply, LETTERHEAD, now=NOW)
    assert draft.isascii() and max(map(len, draft.split(b"\r\n"))) <= 998 and b"\n" not in draft.replace(b"\r\n", b"")
    message = email.message_from_bytes(draft, policy=email.policy.default)
    assert sorted(one.lower() for one in message) == sorted(ALLOWED)
    assert [one.addr_spec for one in message["To"].addresses] == ["ada@post.example"]
    assert body_of(message) == reply_text(reply, LETTERHEAD, on=NOW.date())
    assert f"“{quote}”" in body_of(message)
    told = body_of(message).replace(quote, "")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\x00-\x09\x0b-\x1f\x85]", told + message["Subject"])


def test_words_of_the_applicant_stay_on_one_bounded_line():
    line = next(line for line in words(raw("Is it " + "very " * 150 + "hard?")).split("\n") if "question:" in line)
    assert len(line) < 450 and line.endswith("…")


@pytest.mark.parametrize(
    ("sender", "greeting"),
    [
        ("Ada Obi <a@b.example>", "Dear Ada Obi,"),
        ('"Obi, Ada" <a@b.example>', "Dear Ada Obi,"),
        ('"Ada Obi, MD" <a@b.example>', "Dear Ada Obi, MD,"),
        ("a@b.example", "Hello,"),
        ('"a@b.example" <a@b.example>', "Hello,"),
        ('"Click www.evil.example" <a@b.example>', "Hello,"),
        (f"{'Ada ' * 40} <a@b.example>", "Hello,"),
    ],
)
def test_greeting_takes_the_name_where_it_is_one(sender, greeting):
    assert words(raw(From=sender)).split("\n")[0] == greeting


def test_what_is_not_found_or_not_clear_is_left_open_by_name():
    unclear = replace(found(), outcome=Outcome.CLARIFY, suggestions=("The first program", "The second"))
    text = words(raw("Is there parking? How long is it?"), [found(), unclear])
    assert "parking?\n\n[please answer: no passage of the documents was found that answers this]" in text
    assert "long is it?\n\n[please answer: it could mean several things: The first program; The second]" in text
    assert "word for word" not in text


def test_each_part_of_a_question_has_its_quote_or_an_open_line():
    parts = (Part("what is the fee", 0.9, (0,)), Part("is there parking", 0.1, ()))
    both = found("The fee is nothing.", parts=parts, notices=(Notice("part_missing", "The documents do not say: x"),))
    text = words(raw("What is the fee and is there parking?"), [both])
    assert "On “what is the fee”:\n\n“The fee is nothing.”" in text
    assert "On “is there parking”:\n\n[please answer: no passage" in text
    assert "The documents do not say" not in text


def test_doubts_are_told_to_the_one_who_sends_once():
    stale = Notice("stale_cycle", "“The page” is about “2023”, which is over. Ask the program’s office what holds now.")
    dated = Notice("figure_missing", "You ask for a date or a number; what is quoted gives none.")
    answers = [found("One."), found("Two.", confidence=0.4), found("Three.")]
    answers = [replace(one, notices=(stale,)) for one in answers]
    answers[2] = replace(answers[2], notices=(stale, dated))
    text = words(raw("Is it one? Is it two? How many are there?"), answers)
    assert text.startswith("Dear Ada Obi,\n\n[please look: “The page” is about “2023”, which is over]\n\nYour question")
    assert text.count("2023") == 1
    assert "two?\n\n[please look: it is not sure that the quotes answer this]\n\n“Two.”" in text
    assert "[please answer: a date or a number is asked for, and the quote gives none]" in text


def test_questions_in_a_row_that_one_quote_answers_get_it_once():
    text = words(raw("Is it free? Is it costly? Is it far?"), [found("It is free."), found("It is free."), found()])
    assert "Your question: Is it free?\nYour question: Is it costly?\n\n“It is free.”" in text
    assert text.count("“It is free.”") == 1 and text.count("[please answer") == 1


def test_own_words_of_the_office_stand_before_their_quotes():
    own = found("It is free.", approved=Approval("fee", "Ms. Lee", "2026-05-04", "Nothing is due, ever."))
    assert "\n\nNothing is due, ever.\n\n“It is free.”" in words(raw("What is the fee?"), [own])


FORWARDED = """Could you answer this?

---------- Forwarded message ---------
From: Dan Costa <dan@post.example>
Date: Mon, Nov 23, 2026 at 8:01 PM
Subject: A question
To: Helen Wu <wu@uni.example>

How many positions are there?
"""


def test_forwarded_mail_is_answered_to_whom_it_came_from_and_names_who_asks():
    reply = replied(raw(FORWARDED, From="Helen Wu <wu@uni.example>", Subject="Fwd: A question"))
    assert reply.to.address == "wu@uni.example"
    text = reply_text(reply, LETTERHEAD, on=NOW.date())
    assert (
        "[please look: the mail was forwarded; Dan Costa dan@post.example asks; this draft is addressed to wu@" in text
    )


def test_what_was_not_read_of_a_mail_is_told_to_the_one_who_sends():
    text = words(raw("\n".join(f"{number}. Is it {number} or not?" for number in range(1, 12))))
    assert "[please look: the mail asks 11 questions; the first 8 are taken]" in text
    assert text.count("Your question: ") == 8


def test_mail_that_the_office_forwarded_to_itself_is_answered_to_its_writer():
    assert replied(raw(FORWARDED, From=OFFICE, Subject="Fwd: A question")).to.address == "dan@post.example"


def test_key_tells_mails_apart_that_a_form_gave_one_id():
    one, other = raw(), raw(From="Ben <ben@post.example>")
    assert key_of(read_mail(one), one) != key_of(read_mail(other), other)
    assert key_of(read_mail(one), one) == key_of(read_mail(one), one + b"\r\nA footer that a list added.")
    bare = raw(Message_ID=None)
    assert key_of(read_mail(bare), bare) == key_of(read_mail(bare), bare.replace(b"\r\n", b"\n"))


def test_second_run_drafts_nothing_also_after_the_draft_was_sent_or_moved(tmp_path):
    mails = [RawMail("a", raw()), RawMail("again", raw())]
    first = run(mails, tmp_path)
    assert [one.draft is not None for one in first] == [True, False]
    (draft,) = eml(tmp_path)
    draft.write_text("edited")
    assert [one.why.kind for one in run(mails, tmp_path)] == ["drafted", "drafted"]
    assert draft.read_text() == "edited"
    draft.unlink()
    assert [one.why.kind for one in run(mails, tmp_path)] == ["drafted", "drafted"]
    assert eml(tmp_path) == []


def test_draft_that_was_dealt_with_is_known_without_the_register(tmp_path):
    run([RawMail("a", raw())], tmp_path)
    (draft,) = eml(tmp_path)
    (tmp_path / "done").mkdir()
    draft.rename(tmp_path / "done" / draft.name)
    (tmp_path / ".drafted").unlink()
    assert run([RawMail("a", raw())], tmp_path)[0].why.kind == "drafted"


def test_killed_at_any_step_a_run_leaves_each_mail_with_one_whole_draft_after_the_next(tmp_path):
    mails = [RawMail("a", raw()), RawMail("b", raw(Message_ID="<2@post.example>"))]
    run(mails, tmp_path / "whole")
    whole = [file.read_bytes() for file in eml(tmp_path / "whole")]
    step, killed = 0, True
    while killed:
        step += 1
        folder = tmp_path / str(step)
        killed = kill_at_step(step, lambda folder=folder: run(mails, folder), within=folder)
        run(mails, folder)
        assert [file.read_bytes() for file in eml(folder)] == whole, step
    assert step > 20


def test_two_runs_at_a_time_are_refused(tmp_path):
    with open_register(tmp_path / ".drafted"), pytest.raises(AssistantError, match="another run") as error:
        run([], tmp_path)
    assert "\n" not in str(error.value)


def test_line_that_a_killed_run_left_unfinished_spoils_no_other(tmp_path):
    path = tmp_path / ".drafted"
    with open_register(path) as register:
        register.add("a" * 32)
    with path.open("a") as file:
        file.write("b" * 20)
    with open_register(path) as register:
        register.add("c" * 32)
    with open_register(path, write=False) as register:
        assert ("a" * 32 in register, "b" * 20 in register, "c" * 32 in register) == (True, False, True)
        register.add("d" * 32)
    with open_register(path, write=False) as register:
        assert "d" * 32 not in register


def test_without_keep_nothing_is_written(tmp_path):
    drafts = DraftFolder(tmp_path / "none")
    with open_register(drafts.register, write=False) as register:
        (one,) = draft_mails(
            [RawMail("a", raw())], drafts, register, lambda question, session: found("Eight."), LETTERHEAD,
            program=None, own=(), now=NOW, keep=False,
        )  # fmt: skip
    assert one.draft == "" and "“Eight.”" in one.text and list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AssistantError, match="mend its permissions") as error:
        run([RawMail("a", raw())], tmp_path / "file" / "drafts")
    assert "\n" not in str(error.value)


def test_reasons_come_before_drafts(tmp_path):
    mails = [
        RawMail("machine", raw(Auto_Submitted="auto-replied")),
        RawMail("own", raw(From=OFFICE)),
        RawMail("flagged", raw(), answered=True),
        RawMail("no mail", b"nothing"),
        *(RawMail("many", raw(Message_ID=f"<{number}@many.example>")) for number in range(6)),
    ]
    handled = run(mails, tmp_path)
    assert [one.why and one.why.kind for one in handled] == [
        "automatic", "own", "answered", "unreadable", *[None] * 5, "too many",
    ]  # fmt: skip
    assert all("\n" not in one.why.line for one in handled if one.why)


def test_all_questions_of_a_mail_are_asked_in_one_session_and_of_another_in_another():
    sessions = []

    def ask(question, session):
        sessions.append(session)
        return found("Eight.")

    for _ in range(2):
        mail = read_mail(raw("Is it one? Is it two?"))
        make_reply(mail, "0" * 32, ask, program=None, own=())
    assert sessions[0] == sessions[1] != sessions[2] == sessions[3]


def test_office_answers_in_a_batch_count_whoever_they_name():
    asked, other = raw(), raw(Message_ID="<2@post.example>")
    answer = raw(
        "Yes.", From=OFFICE, To="ada@post.example", Message_ID="<9@uni.example>", In_Reply_To="<1@post.example>"
    )
    vacation = raw(
        "Away.", From=OFFICE, To="ada@post.example", In_Reply_To="<2@post.example>", Auto_Submitted="auto-replied"
    )
    elsewhere = raw("Look.", From=OFFICE, To="boss@uni.example", References="<2@post.example>")
    mails = [RawMail("", data) for data in (asked, other, answer, vacation, elsewhere, b"nothing")]
    answers = answers_in(mails, (OFFICE,))
    assert [is_among(answers, read_mail(data)) for data in (asked, other)] == [True, False]
    assert answers_in(mails, ()) == set()


def mbox(*mails):
    return b"".join(b"From ada@post.example Tue Nov 24 09:12:00 2026\n" + mail + b"\n" for mail in mails)


def test_mbox_is_divided_only_where_a_mail_begins(tmp_path):
    body = "From what I read, it is free?\n\nFrom Ada\n\nFrom there on, is it?\n\nFrom 12:00 to 14:00, until 2027.\n"
    first = raw(body).replace(b"\r\n", b"\n")
    second = raw("Is it?").replace(b"\r\n", b"\n")
    (tmp_path / "box").write_bytes(mbox(first, second))
    found_mails = list(read_mails(str(tmp_path / "box")))
    assert [one.name for one in found_mails] == [f"{tmp_path / 'box'} (1)", f"{tmp_path / 'box'} (2)"]
    assert read_mail(found_mails[0].data).newest.count("From") == 4


def test_folder_gives_its_eml_files_and_standard_input_a_mail_or_a_mailbox(tmp_path, monkeypatch):
    for name in ("b.eml", "a.EML", "c.txt"):
        (tmp_path / name).write_bytes(raw())
    assert [Path(one.name).name for one in read_mails(str(tmp_path))] == ["a.EML", "b.eml"]
    for data, count in ((raw(), 1), (mbox(raw(), raw()), 2)):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        assert len(list(read_mails("-"))) == count


def test_what_cannot_be_read_is_one_line(tmp_path):
    with pytest.raises(AssistantError, match="give the path") as error:
        list(read_mails(str(tmp_path / "none")))
    assert "\n" not in str(error.value)


def test_there_is_no_code_that_sends():
    code = "".join(file.read_text("utf-8") for file in (ROOT / "assistant").rglob("*.py"))
    assert not re.search(r"\bsmtplib\b|\baiosmtp|sendmail|\bSMTP(?:_SSL)?\(|\bLMTP\b|send_message\(", code)


@pytest.mark.model
@pytest.mark.skipif(not (SHARED / "data/page").is_dir(), reason="the fellowship page is not in this checkout")
def test_drafts_on_mails_about_the_fellowship_page(real_embedder, tmp_path):
    build_index(SHARED / "data/page", tmp_path / "index", real_embedder, passage_tokens=128, max_bytes=1_000_000)
    desk = Desk.open(Settings(index=tmp_path / "index", curated=tmp_path / "curated"), embedder=real_embedder)
    text = "".join(document.text for document in desk.assistant.index.documents.values())
    office = "msk-fellowship@hospital.example"
    assert len(MAILS) == 20
    for file in MAILS:
        data = file.read_bytes()
        mail = read_mail(data)
        reply = make_reply(
            mail, key_of(mail, data), lambda question, _: desk.assistant.ask(question), program=None, own=(office,)
        )
        message = email.message_from_bytes(
            compose(reply, Letterhead(sender=office), now=NOW), policy=email.policy.default
        )
        body = body_of(message)
        assert body == reply_text(reply, Letterhead(sender=office), on=NOW.date())
        assert [one.addr_spec for one in message["To"].addresses] == [reply.to.address]
        assert message["In-Reply-To"] == message["References"].split()[-1] == mail.message_id
        quotes = [citation.quote for one in reply.answers for citation in one.answer.citations]
        assert all(quote in text and f"“{quote}”" in body for quote in quotes), file.name
        asked = re.split(r"^(?=Your question: )", body, flags=re.MULTILINE)[1:]
        assert len(asked) == len(reply.answers) > 0
        answered = [i for i, piece in enumerate(asked) if "\n\n“" in piece or "[please answer: " in piece]
        alone = [i for i, piece in enumerate(asked) if piece.count("\n") == 1]  # The next one has its quotes.
        assert sorted(answered + alone) == list(range(len(asked))) and len(asked) - 1 not in alone, file.name
