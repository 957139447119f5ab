"""The parts of an e-mail -> the text that a mail program would show, and what could not be read of it."""

import binascii
import codecs
import quopri
import re
from collections.abc import Iterable

from assistant.mail.markup import html_to_text
from assistant.mail.parts import Part

MAX_TEXT_CHARACTERS = 50_000
MAX_TEXT_LINES = 2_000
_MAX_PLAIN_BYTES = 400_000
_MAX_HTML_BYTES = 2_000_000
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
# Encodings of languages; Python knows others that decode escapes or fail in their own way.
_CHARSET = re.compile(r"(?:windows|iso|cp|koi8|gb|big5|euc|shift|ks|mac|utf|tis|hz)[a-z0-9_.:-]{0,30}")
# What mail programs read for these names: the larger set of which senders mean a part.
_READ_AS = {
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "iso-8859-9": "cp1254",
    "iso-2022-jp": "iso2022_jp_ext",
}
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\ud800-\udfff]")  # Private characters mark places further on.
_NO_TEXT = re.compile(
    r"(?:does not|doesn['’]t|cannot|can['’]t|not) (?:support|display|show|view)[^.]{0,40}\bhtml", re.I
)
_TELLS_OF = {
    "application/pkcs7-mime": "The mail is encrypted or signed in a way that hides its text (S/MIME); read it by hand.",
    "multipart/encrypted": "The mail is encrypted; read it by hand.",
    "application/ms-tnef": "What is in winmail.dat is not read.",
    "text/rtf": "The part in Rich Text Format is not read.",
    "application/rtf": "The part in Rich Text Format is not read.",
}


def text_of(part: Part, raw: bytes, remarks: list[str]) -> str:
    """The text of the part and of those inside it; lines end in a line feed, private characters mark places."""
    if part.attached and part.type != "message/rfc822":
        return ""
    if part.type in _TELLS_OF:
        _remark(remarks, _TELLS_OF[part.type])
    if part.type == "multipart/alternative":
        return _alternative(part.children, raw, remarks)
    if part.children:
        first_only = part.type in ("multipart/related", "multipart/report", "multipart/signed")
        texts = (text_of(child, raw, remarks) for child in (part.children[:1] if first_only else part.children))
        return "\n\n".join(text for text in texts if text.strip())
    if part.type == "text/html":
        return _shortened(_html(part, raw, remarks), remarks)
    # A multipart whose parts cannot be told apart is shown as it is.
    if part.type == "text/plain" or part.type.startswith("multipart/"):
        data = _content(part, raw, _MAX_PLAIN_BYTES, remarks)
        text = _shortened(_PRIVATE.sub("", _decoded(part, data, remarks)), remarks)
        if re.match(r"\s{0,99}<(?:!doctype html|html|head|body)\b", text, re.IGNORECASE):
            return _shortened(html_to_text(text, remarks), remarks)
        return _unflowed(text, part) if part.content.get_param("format") == "flowed" else text
    return ""


def _alternative(parts: Iterable[Part], raw: bytes, remarks: list[str]) -> str:
    """The plain text, which needs the least guessing; another form where it has none."""
    for part in sorted(parts, key=lambda part: part.type != "text/plain"):
        seen: list[str] = []
        text = text_of(part, raw, seen)
        if text.strip() and not (len(text) < 300 and _NO_TEXT.search(text)):
            for line in seen:
                _remark(remarks, line)
            return text
    return ""


def _html(part: Part, raw: bytes, remarks: list[str]) -> str:
    data = _content(part, raw, _MAX_HTML_BYTES, remarks)
    declared = None
    if part.content.get_content_charset() is None and (match := _META_CHARSET.search(data[:4096])):
        declared = match[1].decode("ascii").lower()
    return html_to_text(_decoded(part, data, remarks, declared), remarks)


def _content(part: Part, raw: bytes, limit: int, remarks: list[str]) -> bytes:
    """The bytes of the part, decoded for transfer; a bomb is not unpacked beyond the limit."""
    encoding = part.get("content-transfer-encoding").strip().lower()
    taken = limit * 3 if encoding in ("base64", "quoted-printable") else limit
    data = raw[part.start : min(part.end, part.start + taken)]
    if encoding == "base64":
        packed = data.translate(None, _NOT_BASE64)
        if len(packed) % 4 == 1:
            _remark(remarks, "The mail's text is damaged at its end (base64).")
            packed = packed[:-1]
        data = binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
    elif encoding == "quoted-printable":
        data = quopri.decodestring(data)
    if part.end - part.start > taken or len(data) > limit:
        _remark(remarks, f"A part of the mail is longer than {limit:,} bytes; what follows is not read.")
    return data[:limit]


def _decoded(part: Part, data: bytes, remarks: list[str], declared: str | None = None) -> str:
    """The text, read with the declared encoding as mail programs understand it; what is a guess is said."""
    name = (declared or part.content.get_content_charset() or "").strip().lower()
    codec = _READ_AS.get(name, name)
    known = bool(_CHARSET.fullmatch(codec)) and _exists(codec)
    if known and not _is_rather_utf8(data, codec):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            pass
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        read_as = codec if known else "cp1252"
        _remark(
            remarks,
            f"The mail's character encoding is {f'said to be {name[:40]!r}' if name else 'not given'}; it is read as "
            f"{read_as}, and letters may be wrong or missing.",
        )
        # Not silent: the remark says it, and each byte that cannot be read shows as a replacement character.
        return data.decode(read_as, "replace")
    if name not in ("", "us-ascii", "ascii", "utf8") and codec != "utf-8" and not data.isascii():
        _remark(remarks, f"The mail is not in {name[:40]!r}, as it says; it is read as UTF-8.")
    return text


def _is_rather_utf8(data: bytes, codec: str) -> bool:
    """Whether the bytes are UTF-8 though another encoding is declared: text of others is hardly ever valid UTF-8."""
    beyond_ascii = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if beyond_ascii < (2 if codec.startswith(("cp125", "iso-8859", "koi8", "windows")) else 12):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _exists(codec: str) -> bool:
    try:
        return codecs.lookup(codec)._is_text_encoding
    except (LookupError, ValueError):
        return False


def _shortened(text: str, remarks: list[str]) -> str:
    """The text without invisible characters, cut to what is read of a mail."""
    cut = text[:MAX_TEXT_CHARACTERS]
    cut = cut.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    cut = _INVISIBLE.sub("", cut.replace("\u00a0", " ").replace("\u202f", " "))
    lines = cut.split("\n")
    if len(text) > MAX_TEXT_CHARACTERS or len(lines) > MAX_TEXT_LINES:
        _remark(
            remarks,
            f"Of the mail's text, the first {MAX_TEXT_CHARACTERS:,} characters and {MAX_TEXT_LINES:,} lines are read; "
            "it is longer.",
        )
    return "\n".join(lines[:MAX_TEXT_LINES])


def _unflowed(text: str, part: Part) -> str:
    """The text with the soft line breaks of format=flowed (RFC 3676) undone."""
    drop_space = str(part.content.get_param("delsp") or "").lower() == "yes"
    found: list[list[str]] = []
    soft_depth = -1
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        is_sigdash = content == "-- "
        if soft_depth == depth and not is_sigdash:
            found[-1].append(content)
        else:
            found.append([(">" * depth + " " if depth else "") + content])
        soft_depth = depth if content.endswith(" ") and not is_sigdash else -1
        if soft_depth >= 0 and drop_space:
            found[-1][-1] = found[-1][-1][:-1]
    return "\n".join("".join(pieces) for pieces in found)


def _remark(remarks: list[str], line: str) -> None:
    if line not in remarks:
        remarks.append(line)
