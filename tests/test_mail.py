import base64
import contextlib
import json
import mailbox
from datetime import UTC
from pathlib import Path

import pytest
from growing import in_proportion
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import AssistantError
from assistant.mail import (
    MAX_MAIL_BYTES,
    MAX_QUESTIONS,
    MAX_TEXT_CHARACTERS,
    Address,
    ReasonKind,
    questions,
    read_mail,
    reason_not_to_draft,
)

MAILS = Path(__file__).parent / "data" / "mails"
LABELLED = [json.loads(line) for line in (MAILS / "labels.jsonl").read_text("utf-8").splitlines()]
# One file a mail, and the later ones together, by the name in their Message-ID.
with contextlib.closing(mailbox.mbox(MAILS / "more.mbox")) as box:
    MORE = {one["Message-ID"].split("@")[0].strip("<"): one.as_bytes() for one in box}
OFFICE = "fellowship@radiology.example"
HEAD = f"From: Jane Doe <jane@mail.example>\nTo: {OFFICE}\nSubject: Hello\n"


def mail(body="", *, head=HEAD, kind="text/plain; charset=utf-8", more=""):
    return read_mail(f"{head}{more}Content-Type: {kind}\n\n{body}".encode())


def words(body, **settings):
    return [one.words for one in questions(mail(body, **settings))]


def asked(body, **settings):
    return [one.text for one in questions(mail(body, **settings))]


def kind(body, *, own=(OFFICE,), **settings):
    reason = reason_not_to_draft(mail(body, **settings), own_addresses=own)
    return reason and reason.kind


@pytest.mark.parametrize("labels", LABELLED, ids=[one["file"] for one in LABELLED])
def test_a_mail_as_real_programs_write_it_is_read_as_a_person_would(labels):
    path = MAILS / f"{labels['file']}.eml"
    read = read_mail(path.read_bytes() if path.exists() else MORE[labels["file"]])
    assert read.newest == labels["newest"]
    found = questions(read)
    assert [one.words for one in found] == labels["questions"]
    for one in found:
        assert (read.subject if one.in_subject else read.newest)[one.start : one.end] == one.words
        assert one.text == labels.get("texts", {}).get(one.words, one.text)
    reason = reason_not_to_draft(read, own_addresses=[OFFICE])
    assert (reason.kind if reason else None) == labels["reason"]
    assert read.forwarded == labels.get("forwarded", False)
    assert (read.original_sender.address if read.original_sender else None) == labels.get("original_sender")
    assert read.note == labels.get("note", read.note)


def test_headers_are_decoded():
    read = mail(
        head="From: =?utf-8?q?J=C3=B6rg_M=C3=BCller?= <Joerg@Post.example>\nReply-To: Office <desk@post.example>\n"
        f'To: "Doe, Jane" <a@b.example>,\n {OFFICE}\nCc: c@d.example\n'
        "Subject: =?iso-8859-1?Q?Gr=FC=DFe?=\n =?utf-8?b?4pyT?=\n"
        "Date: Tue, 24 Nov 2026 10:04:11 -0500\nMessage-ID: <1@b.example>\nIn-Reply-To: <0@b.example>\n"
        "References: <x@b.example>\n <0@b.example>\n"
    )
    assert read.sender == Address("Jörg Müller", "joerg@post.example")
    assert read.reply_to == Address("Office", "desk@post.example")
    assert read.to == (Address("Doe, Jane", "a@b.example"), Address("", OFFICE))
    assert read.cc == (Address("", "c@d.example"),)
    assert read.subject == "Grüße✓"
    assert read.date.isoformat() == "2026-11-24T10:04:11-05:00"
    assert (read.message_id, read.in_reply_to) == ("<1@b.example>", "<0@b.example>")
    assert read.references == ("<x@b.example>", "<0@b.example>")


def test_what_headers_lack_or_garble_is_none_and_a_time_without_zone_is_aware():
    read = mail(more="Date: yesterday\n")
    assert (read.message_id, read.reply_to, read.date, read.references) == (None, None, None, ())
    assert mail(more="Date: Tue, 24 Nov 2026 10:04:11 -0000\n").date.tzinfo == UTC


@pytest.mark.parametrize(
    "raw", [b"", b"%PDF-1.7\n\x00\x01", b"<html><body>Hi</body></html>", b"Hello,\n\nWhat is it?\n"]
)
def test_what_is_no_mail_is_refused_in_one_line(raw):
    with pytest.raises(AssistantError) as error:
        read_mail(raw)
    assert "\n" not in str(error.value)


def test_a_mail_that_is_too_large_is_refused():
    with pytest.raises(AssistantError, match="at most 25,000,000"):
        read_mail(HEAD.encode() + b"\n" + b"a" * MAX_MAIL_BYTES)


def test_a_mail_out_of_a_mailbox_file_is_read():
    assert read_mail(
        b"From jane@mail.example Tue Nov 24 10:04:11 2026\n" + HEAD.encode() + b"\nHi\n>From me\n"
    ).newest == ("Hi\n>From me")


def test_a_long_text_is_cut_and_the_cut_is_told():
    read = mail("Is it long? " * 10_000)
    assert len(read.newest) <= MAX_TEXT_CHARACTERS
    assert any("it is longer" in remark for remark in read.remarks)


@pytest.mark.parametrize(
    ("charset", "data", "shown", "remark"),
    [
        ("iso-8859-1", "’é".encode("cp1252"), "’é", None),
        ("us-ascii", "é".encode(), "é", None),
        ("utf-8", "é".encode(), "é", None),
        ("iso-8859-1", "é".encode(), "é", "it is read as UTF-8"),
        ("x-made-up", "é".encode(), "é", "it is read as UTF-8"),
        ("x-made-up", b"caf\xe9", "café", "letters may be wrong"),
        ("utf-8", b"caf\xe9", "caf\ufffd", "letters may be wrong"),
        ("rot13", b"Hello", "Hello", None),
        ("gb2312", "你好".encode("gb18030"), "你好", None),
    ],
)
def test_an_encoding_is_read_as_mail_programs_do_and_a_guess_is_told(charset, data, shown, remark):
    read = read_mail(HEAD.encode() + f"Content-Type: text/plain; charset={charset}\n\n".encode() + data)
    assert read.newest == shown
    assert (not read.remarks) if remark is None else any(remark in one for one in read.remarks)


def test_soft_line_breaks_are_undone():
    assert (
        mail("Is this =\none line?", more="Content-Transfer-Encoding: quoted-printable\n").newest == "Is this one line?"
    )
    assert mail("Is this \none \nline?\nYes", kind="text/plain; format=flowed").newest == "Is this one line?\nYes"
    assert mail("Wort \nteil", kind="text/plain; format=flowed; delsp=yes").newest == "Wortteil"


def test_hidden_html_is_not_read_and_lists_keep_their_marks():
    read = mail(
        '<p hidden>no</p><p style="display:none">no</p><ol><li>What is it?<li>Who?</ol><p>A<br>B</p>', kind="text/html"
    )
    assert read.newest == "1. What is it?\n2. Who?\n\nA\nB"


def test_encrypted_and_unreadable_parts_are_told():
    assert any("encrypted" in one for one in mail(kind='multipart/encrypted; boundary="x"').remarks)
    assert any("Rich Text" in one for one in mail("{\\rtf1}", kind="text/rtf").remarks)


def test_words_inside_a_quoted_mail_are_told_of():
    read = mail("See my answers below in red.\n\n-----Original Message-----\nFrom: a@b.example\nSent: now\n\nWhen? NOW")
    assert any("inside the quoted mail" in one for one in read.remarks)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Do I need Step 3?", ["Do I need Step 3?"]),
        ("Do you take DOs?And FMGs?", ["Do you take DOs?", "And FMGs?"]),
        ("Is it November 1? or December 1?", ["Is it November 1? or December 1?"]),
        ("What is the deadline and do you accept IMGs?", ["What is the deadline and do you accept IMGs?"]),
        ("what is the deadline", ["what is the deadline"]),
        ("My residency ends in June, can I start in August", ["My residency ends in June, can I start in August"]),
        ("Please advise on the visa types that you support.", ["Please advise on the visa types that you support."]),
        ("I am unsure whether my degree counts.", ["I am unsure whether my degree counts."]),
        ("Could you send me the list of documents.", ["Could you send me the list of documents."]),
        ("See https://a.example/?q=1 for my work.", []),
        ("When I was ten I broke my leg. What I want is to learn.", []),
        ("Should you need anything, call me. Do not hesitate to contact me.", []),
        ("How are you? May I ask you a question? Can you help me?", []),
        ("Let me know if you have any questions.", []),
        ('The form asks "Are you a citizen?" I wrote yes.', []),
        ("What a great day! Have a nice weekend!", []),
    ],
)
def test_what_asks_is_told_from_what_does_not(text, found):
    assert words(text) == found


def test_a_question_that_leans_on_the_sentence_before_takes_it_along():
    assert asked("I have two letters. Is that enough?") == ["I have two letters. Is that enough?"]
    assert asked("Is there a fee? Can it be waived?")[1] == "Can it be waived? (Is there a fee?)"
    assert asked("I only have two letters. Could you please help me?") == [
        "I only have two letters. Could you please help me?"
    ]
    assert asked("I like radiology. What is the application deadline?") == ["What is the application deadline?"]


def test_the_subject_is_asked_only_where_the_text_asks_nothing():
    subject = HEAD.replace("Hello", "Question about housing")
    (found,) = questions(mail("Thanks!", head=subject))
    assert (found.words, found.in_subject) == ("Question about housing", True)
    assert words("Is there a fee?", head=subject) == ["Is there a fee?"]
    assert words("Thanks!", head=subject, more="In-Reply-To: <a@b>\n") == []
    assert words("Hi", head=HEAD.replace("Hello", "Question about your program")) == []


def test_more_questions_than_are_taken_are_counted():
    read = mail("\n".join(f"{number}. Is number {number} free?" for number in range(1, 12)))
    assert len(questions(read)) == MAX_QUESTIONS
    assert any("asks 11 questions" in one for one in read.remarks)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("Auto-Submitted: auto-replied\n", ReasonKind.AUTOMATIC),
        ("Auto-Submitted: no\n", None),
        ("Precedence: bulk\n", ReasonKind.AUTOMATIC),
        ("X-Auto-Response-Suppress: OOF\n", ReasonKind.AUTOMATIC),
        ("Return-Path: <>\n", ReasonKind.AUTOMATIC),
        ("Return-Path: <jane@mail.example>\n", None),
        ("List-Id: <a.b.example>\n", ReasonKind.LIST),
        ("List-Unsubscribe: <https://a.example>\n", ReasonKind.LIST),
        ("Reply-To: do-not-reply@mail.example\n", ReasonKind.NO_REPLY),
    ],
)
def test_machines_and_lists_are_not_answered(more, expected):
    assert kind("Is there a fee?", more=more) == expected


def test_own_mail_and_mail_to_others_is_known_only_by_the_own_addresses():
    other = HEAD.replace(OFFICE, "dean@radiology.example")
    assert kind("Is there a fee?", head=other) == ReasonKind.NOT_ADDRESSED
    assert kind("Is there a fee?", head=other, own=()) is None
    assert kind("Is there a fee?", head=HEAD.replace(OFFICE, "Fellowship+web@Radiology.example")) is None
    assert kind("Is there a fee?", head=HEAD.replace("jane@mail.example", OFFICE)) == ReasonKind.OWN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Did you receive my letters?", ReasonKind.PERSONAL),
        ("What is my application status?", ReasonKind.PERSONAL),
        ("Could I get an extension?", ReasonKind.PERSONAL),
        ("What are my chances?", ReasonKind.PERSONAL),
        ("I was rejected last year. May I know why?", ReasonKind.PERSONAL),
        ("What must my application include?", None),
        ("Does my medical school have to send the transcript?", None),
        ("When are decisions made?", None),
        ("Is my degree from India accepted?", None),
        ("I want to kill myself.", ReasonKind.DISTRESS),
        ("Lately I have been thinking about suicide. Is there a fee?", ReasonKind.DISTRESS),
        ("I can't go on like this.", ReasonKind.DISTRESS),
        ("Ich will nicht mehr leben.", ReasonKind.DISTRESS),
        ("This waiting is killing me! When are decisions made?", None),
        ("I would kill for a spot. Is there a fee?", None),
        ("I am killing time and dying to know: is there a fee?", None),
        ("My thesis is on suicide and self-reported pain. Is research funded?", None),
        ("I will take legal action.", ReasonKind.COMPLAINT),
        ("Your answer is unacceptable. Who is in charge?", ReasonKind.COMPLAINT),
        ("I hold a power of attorney for her. Is there a fee?", None),
        ("Thank you, that helps a lot!", ReasonKind.THANKS),
        ("My CV is attached.", ReasonKind.NO_QUESTION),
    ],
)
def test_what_only_a_person_can_answer_gets_no_draft(text, expected):
    assert kind(text) == expected


def nested(depth):
    opened = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return f"{HEAD}{opened}Content-Type: text/plain\n\nIs it?\n"


PLAIN = f"{HEAD}Content-Type: text/plain; charset=utf-8\n\n"
HTML = f"{HEAD}Content-Type: text/html; charset=utf-8\n\n"
HOSTILE = {
    "On": PLAIN + "On " * 70_000,
    "On lines": PLAIN + "On\n" * 70_000,
    "wrote lines": PLAIN + "On 1.1.26 10:00 a wrote:\n" * 8_000,
    "quotes": PLAIN + ">" * 200_000,
    "fields": PLAIN + "From: a@b.example\n" * 10_000,
    "questions": PLAIN + "do i? " * 30_000,
    "numbers": PLAIN + "1. " * 60_000,
    "closings": PLAIN + "Best regards\n" * 10_000,
    "names": PLAIN + "Is it?\n\n" + "Grüße,\nJane Doe\n" * 5_000,
    "like headers": PLAIN + "Name: a@b.example 24.11.2026 10:00\n\n" * 5_000,
    "like attributions": PLAIN + "2026 10:00 <a@b.example\n" * 5_000,
    "lists without marks": PLAIN + "Please tell me:\nfee\n" * 5_000,
    "dashes": PLAIN + "---- a ----\n" * 10_000,
    "nulls": PLAIN + "\0" * 200_000,
    "sentences of me": PLAIN + "i sent but my " * 10_000,
    "parts": f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n" + "--x\n\nhi?\n" * 10_000,
    "boundaries": f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n" + "--x" * 300_000,
    "nested": nested(1_000),
    "nested deeply": nested(20_000),
    "header bomb": "A: b\n" * 40_000 + PLAIN + "Is it?",
    "comments": f"From: {'(' * 100_000} a@b.example\n\nIs it?",
    "encoded words": f"From: a@b.example\nSubject: {'=?a?q?x' * 20_000}\n\nIs it?",
    "base64 bomb": f"{HEAD}Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(b"<div>" * 1_000_000).decode(),
    "divs": HTML + "<div>" * 100_000,
    "blockquotes": HTML + "<blockquote>a" * 100_000,
    "styles": HTML + f'<p style="{"display: " * 50_000}">Is it?</p>' * 2,
}


@pytest.mark.no_cover
@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mail_is_read_or_refused_in_proportion(raw):
    def work(text):
        try:
            read = read_mail(text.encode())
        except AssistantError:
            return
        questions(read)
        reason_not_to_draft(read, own_addresses=[OFFICE])

    assert in_proportion(work, raw)


def test_headers_beyond_any_mail_programs_are_refused():
    with pytest.raises(AssistantError, match="headers are longer"):
        read_mail(HEAD.encode() + b"X: " + b"a" * 1_000_000 + b"\n\nIs it?")


PIECES = st.sampled_from(
    """On Mon, 23 Nov 2026 at 16:05 wrote: > >> From: Sent: To: Subject: a@b.example <a@b.example> -- --- ___ Best
    regards Jane Doe P.S. Is it ? . , : - 1. * that I need you to know please let me whether Fwd: =?utf-8?q?
    <blockquote> <div> </div> <br> --x multipart/mixed; 。 Sent from my iPhone CONFIDENTIALITY NOTICE: 你好""".split()
    + ["\n", "\n\n", "\r\n", "\t", "\0", "\ue000", "\ue001", "\u061f"]
)


@given(
    st.lists(PIECES, max_size=60).map(" ".join),
    st.sampled_from(["text/plain", "text/html", "multipart/mixed; boundary=x"]),
)
def test_any_text_is_read_and_each_question_is_a_slice_of_it(body, content):
    read = mail(body, kind=content)
    assert read.newest == read.newest.strip()
    assert "\n\n\n" not in read.newest
    found = questions(read)
    assert len(found) <= MAX_QUESTIONS
    for one in found:
        assert (read.subject if one.in_subject else read.newest)[one.start : one.end] == one.words
        assert one.text and "\n" not in one.text and len(one.text) <= 1_000
    reason_not_to_draft(read, own_addresses=[OFFICE])


@given(st.binary(max_size=400), st.sampled_from([b"", b"From: a@b.example\n", HEAD.encode() + b"\n"]))
def test_any_bytes_are_read_or_refused(data, head):
    try:
        read = read_mail(head + data)
    except AssistantError as error:
        assert "\n" not in str(error)
    else:
        questions(read)
