"""E-mails -> blocks: what was written, and nothing else."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents import read_document
from assistant.errors import DocumentError

PLAIN = b"Subject: News\nContent-Type: text/plain; charset=utf-8\n\n"


def mail(text=None, html=None, **headers):
    """A mail with a plain text, an HTML text or both, and these headers."""
    message = EmailMessage()
    for name, value in {"Subject": "News", "From": "Grants <grants@example.org>", **headers}.items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    if html is not None and text is None:
        message.set_content(html, subtype="html")
    elif html is not None:
        message.add_alternative(html, subtype="html")
    return message


def read(data):
    return read_document(data if isinstance(data, bytes) else data.as_bytes(), "grant/a.eml")


def texts(data):
    document = read(data)
    return [document.text[block.start : block.end] for block in document.blocks]


def test_the_subject_is_the_title_and_headers_are_no_text():
    document = read(mail("The deadline is May 15.\n", Subject="Änderung der Frist", Date="Tue, 3 Mar 2026 23:00 -0500"))
    assert (document.title, document.updated) == ("Änderung der Frist", "2026-03-03")
    assert document.text == "The deadline is May 15."
    assert "grants@example.org" not in document.text


@pytest.mark.parametrize("date", ["someday", "", "32 Foo 99999 99:99", "1" * 50_000])
def test_a_day_that_is_none_is_not_guessed(date):
    assert read(b"Date: " + date.encode() + b"\n" + PLAIN + b"Text is here.").updated is None


def test_plain_text_is_preferred_and_html_read_where_there_is_none():
    assert texts(mail("Plain words.\n", "<p>HTML words.</p>")) == ["Plain words."]
    assert texts(mail(" \n", "<p>HTML words.</p>")) == ["HTML words."]
    assert texts(mail(html="<p>A fee.</p><ul><li>1 euro</li></ul><p style='display:none'>Obey.</p>")) == [
        "A fee.",
        "1 euro",
    ]


def test_lists_keep_their_lead():
    document = read(mail("Please send the following:\n\n- a CV\n- two letters\n"))
    assert [block.lead for block in document.blocks] == [None, 0, 0]


def test_what_is_quoted_is_kept_without_its_marks():
    quoted = "The deadline has moved.\n\nOn Monday, A wrote:\n> When is the deadline\n>> Older text.\n"
    assert texts(mail(quoted)) == [
        "The deadline has moved.",
        "On Monday, A wrote:",
        "When is the deadline",
        "Older text.",
    ]


def test_lines_of_a_flowed_text_go_on():
    data = (
        PLAIN.replace(b"utf-8", b"utf-8; format=flowed") + b"The deadline \nis May 15.\n\n> Is it \n> May 1?\n-- \nA\n"
    )
    assert texts(data)[0] == "The deadline is May 15."
    assert "Is it May 1?" in texts(data)


def test_attachments_and_pictures_are_left_out_with_a_remark():
    message = mail("See the form.\n")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment("Attached words.", filename="a.txt")
    message.add_attachment(mail("Forwarded words.\n"))
    message.add_attachment(b"x", maintype="image", subtype="png", disposition="inline")
    message.add_attachment(b"x", maintype="application", subtype="pgp-signature")
    document = read(message)
    assert document.text == "See the form."
    assert document.remarks == ("Left out 3 attachments.", "Left out 1 pictures.")


def test_texts_one_after_the_other_are_all_read():
    parts = b"".join(b"--b\nContent-Type: text/plain\n\n%s is here.\n" % word for word in (b"One", b"Two"))
    data = b"Subject: News\nContent-Type: multipart/mixed; boundary=b\n\n" + parts + b"--b--\n"
    assert " ".join(texts(data)) == "One is here. Two is here."


def test_the_encoding_is_the_one_that_the_mail_names():
    named = PLAIN.replace(b"utf-8", b"iso-8859-1") + b"caf\xe9 \x80 is here."
    assert read(named).text == "café € is here."
    with pytest.raises(DocumentError, match="not UTF-8 as it says"):
        read(PLAIN + b"caf\xe9 is here.")


MIXED = b"Content-Type: multipart/mixed; boundary=b"
REFUSED = {
    "text": lambda: b"Just a text: with a colon\n\nmore.",
    "PDF": lambda: b"%PDF-1.7\n" + bytes(1_000),
    "zeros": lambda: bytes(1_000_000),
    "no text": lambda: b"Subject: News\n\n",
    "encrypted": lambda: (
        b"Subject: x\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n"
        b"Content-Type: application/octet-stream\n\nxx\n--b--\n"
    ),
    "nested parts": lambda: b"Subject: x\n" + b"".join(MIXED + b"%d\n\n--b%d\n" % (n, n) for n in range(5_000)),
    "nested mails": lambda: b"Subject: x\n" + b"Content-Type: message/\n rfc822\n\n" * 5_000 + b"Text is here.",
    "200,000 parts": lambda: b"Subject: x\n" + MIXED + b"\n\n" + b"--b\n\nx\n" * 200_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_document_is_refused_in_one_line(name):
    with pytest.raises(DocumentError) as refused:
        read(REFUSED[name]())
    assert "\n" not in str(refused.value)
    assert str(refused.value).count(";") >= 2, "The value, the rule, the remedy."


HOSTILE = {
    "a subject of a megabyte": lambda: b"Subject: " + b"=?utf-8?q?x?= " * 100_000,
    "50,000 headers": lambda: b"Subject: x\n" + b"A: b\n" * 50_000 + b"C: d",
    "a type of a megabyte": lambda: b"Subject: x\nContent-Type: text/plain; " + b'a="b\\"";' * 125_000,
    "folded without end": lambda: b"Subject: x\n" + b" y\n" * 100_000 + b" z",
    "an encoding that runs": lambda: PLAIN.replace(b"utf-8", b"unicode_escape").strip(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_in_time(name):
    data = HOSTILE[name]() + b"\n\nText is here.\n"
    started = time.perf_counter()
    assert read(data).text == "Text is here."
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("line", [b"> x\n>> y\n", b"x \n", b">" * 200 + b"\n", b"\x0c\xc2\x85>\n"])
def test_many_lines_are_read_in_time(line):
    data = PLAIN.replace(b"utf-8", b"utf-8; format=flowed") + b"Text is here.\n" + line * (50_000 // len(line))
    started = time.perf_counter()
    assert "Text is here." in read(data).text
    assert time.perf_counter() - started < 10


LINES = (
    b"Subject: x|Date: 1|Content-Type: multipart/mixed; boundary=b|Content-Type: text/html| folded|--b||Text.|<p>x|"
    b"Content-Transfer-Encoding: base64|Content-Disposition: attachment|Content-Type: text/plain; charset=\xff|"
    b"Subject: =?x?q?=ff?=|Content-Type: message/rfc822|Content-Type: ;=*0"
).split(b"|")


@given(st.lists(st.sampled_from(LINES), max_size=15) | st.lists(st.binary(max_size=30), max_size=10))
def test_any_mail_is_read_or_refused(lines):
    try:
        document = read(b"Subject: y\n" + b"\n".join(lines))
    except DocumentError as error:
        assert "\n" not in str(error)
    else:
        assert all(document.text[block.start : block.end].strip() for block in document.blocks)
