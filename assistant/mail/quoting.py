"""The text of a mail -> the sender's own lines, and the mail below them that is answered or forwarded.

Every step looks at a line and a bounded number of lines after it, so that time grows with the length of the text.
"""

import re
from dataclasses import dataclass

from assistant.mail.markup import HISTORY, SIGNATURE, SIGNATURE_END

_WINDOW = 4  # An attribution is wrapped over so many lines at most.
_MAX_ATTRIBUTION = 500
_MAX_HEADER_LINES = 14

# "On Monday ... wrote:", in the languages of the mail programs that write it.
_STARTS = re.compile(
    r"(?:on|am|le|el|em|il|op|den|dne|dnia|w dniu|no dia|a|in|vào|pada|kl|от|в|ср|пн|вт|чт|пт|сб|вс)\b"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|seg|ter|qua|qui|sex|sáb)\w{0,8}\b"
    r"|\W{0,2}\d{1,4}\W|[^\n]{0,120}@|[^\n]{0,80}\b(?:schrieb|wrote|writes)\b",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:\bwrote|\bwrites|\bschrieb|\bgeschrieben|a\s?écrit|escribió|escreveu|ha\sscritto|\bschreef|\bskrev|napisał"
    r"|napsal|написал|пишет|yazdı|写道|寫道|님이 작성|đã viết|menulis|écrivait|kirjoitti)[^:\n]{0,200}[:：]$",
    re.IGNORECASE,
)
_ENDS_IN_ADDRESS = re.compile(r"[<(\[][^<>()\[\]\s]{1,100}@[^<>()\[\]\s]{1,200}[>)\]]{1,3}\s?[:：]$")
_TIME = re.compile(r"\b\d{1,2}\s?[:.h時시]\s?\d\d|@")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2}\b")
_CLOCK = re.compile(r"(?<![.\d])\d{1,2}(?:\s?[:h時时시点]\s?|\.)\d\d(?![.\d])")
_ANGLED = re.compile(r"[<(\[][^<>()\[\]\s]{1,100}@[^<>()\[\]\s]{1,200}[>)\]]")
_FULL_YEAR = re.compile(r"\b\d{4}(?!\d)")
_ORIGINAL = re.compile(
    r"\W{2,40}(?:original (?:message|e-?mail|appointment)|(?:ursprüngliche|original)[ -]?nachricht"
    r"|message d['’]origine|message original|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht|origineel bericht|ursprungligt meddelande|原始邮件|原始郵件|исходное сообщение)\W{0,40}$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"(?:\W{2,40}|(?=begin|anfang|début|inicio|inizio|início|doorgestuurd))(?:(?:begin )?forwarded (?:message"
    r"|e-?mail)"
    r"|begin forwarded message|(?:anfang der )?weitergeleitete[nr]? (?:nachricht|e-?mail)"
    r"|(?:début du )?message (?:transféré|réexpédié|transmis)|(?:inicio del )?mensaje re[ei]nviado"
    r"|(?:início da )?mensagem (?:encaminhada|reencaminhada)|(?:inizio )?messaggio inoltrato"
    r"|(?:begin )?doorgestuurd bericht|vidarebefordrat meddelande|videresendt besked|转发的邮件|轉寄的郵件"
    r"|пересылаемое сообщение|転送されたメッセージ)\W{0,40}(?:\s?(?:von|from|de)\b.{0,100})?$",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"\W{0,20}(?:please )?(?:type|write|enter) your (?:reply|response) above this line\W{0,20}$|"
                    r"\W{0,20}reply above this line\b.{0,60}$", re.IGNORECASE)  # fmt: skip
# A rule, or words between dashes: what stands above the headers of an earlier mail in any language.
_RULE = re.compile(r"[_\-=*─━═—–＿]{5,}$|[-—–─]{2,40}\s?\w[^\n]{1,60}?\s?[-—–─]{2,40}$")
_LIKE_HEADERS = 3  # So many fields, one with an address and one with a time, are headers whatever they are called.
_FIELD = re.compile(r"[*\s]{0,4}([^\W\d_][^:：*\n]{0,24}?)\s?\*{0,2}\s?[:：]\*{0,2}(?:\s+|$)(.{0,2000})$")
_NAMES = {
    "from": "from von de da van från fra od от 发件人 寄件者 差出人 보낸사람 kimden gönderen من mittente expéditeur "
    "remitente",
    "date": "date sent datum gesendet envoyé enviado enviada fecha data inviato verzonden skickat sendt wysłano дата "
    "отправлено 发送时间 日期 送信日時 날짜 tarih received received_at",
    "to": "to an à a para aan till til do кому 收件人 宛先 받는사람 kime destinataire destinatario pour",
    "cc": "cc kopie kopia copie cco bcc c.c. 抄送",
    "subject": "subject betreff objet asunto assunto oggetto onderwerp ämne emne temat тема 主题 主旨 件名 제목 konu "
    "sujet",
}
_FIELDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_ADDRESS = re.compile(r"[\w.+'%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


@dataclass(frozen=True, slots=True)
class Layers:
    """A text in two: ``own`` lines of the sender, and the mail below.

    ``below`` is that mail's text without its own quote marks, ``fields`` what the lines before it say ("from",
    "subject", ...). ``forward`` where these lines are those of a forwarded mail, not only of an earlier one.
    """

    own: list[str]
    below: str = ""
    fields: dict[str, str] | None = None
    forward: bool = False


def split_layers(text: str) -> Layers:
    """The sender's own lines, also those between and below quoted ones, and the mail that is answered or forwarded."""
    lines = text.split("\n")
    own: list[str] = []
    quoted: list[str] = []
    place = 0
    marked = False  # A mail program's mark stands just before this place.
    while place < len(lines):
        line = lines[place]
        if line == HISTORY:
            marked = True
            place += 1
        elif _is_quoted(line):
            end = _block_end(lines, place)
            block = [_unquoted(one) for one in lines[place:end]]
            inner = _forwarded(block, 0)
            if inner is not None and not quoted:
                return Layers(own, "\n".join(block[inner[0] :]), inner[1], forward=True)
            quoted += block
            own.append("")
            place, marked = end, False
        elif not line.strip():
            own.append(line)
            place += 1
        elif (found := _boundary(lines, place, marked)) is not None:
            if not found.quoted_only:
                rest = _all_unquoted(lines[found.after :])
                return Layers(own, "\n".join(rest), found.fields, found.forward)
            own.append("")
            place, marked = found.after, False
        else:
            own.append(line)
            place, marked = place + 1, False
    return Layers(own, "\n".join(quoted))


@dataclass(frozen=True, slots=True)
class _Boundary:
    """Lines that begin an earlier mail.

    ``after`` is the place behind them, ``fields`` what they say. Where ``quoted_only``, just the quoted lines below
    belong to that mail, else everything does.
    """

    after: int
    fields: dict[str, str] | None = None
    forward: bool = False
    quoted_only: bool = False


def _boundary(lines: list[str], place: int, marked: bool) -> _Boundary | None:
    """What begins an earlier mail on this line, None where nothing does; ``marked`` where the mail program says so."""
    forwarded = _forwarded(lines, place)
    if forwarded is not None:
        return _Boundary(*forwarded, forward=True)
    line = lines[place].strip()[:200]
    if _ORIGINAL.match(line):
        fields, after = _header_block(lines, place + 1, certain=True)
        return _Boundary(after, fields)
    if _ABOVE.match(line):
        return _Boundary(place + 1)
    start = _next_filled(lines, place + 1) if _RULE.match(line) else place
    fields, after = _header_block(lines, start, certain=marked)
    if fields:
        return _Boundary(after, fields)
    end = _attribution_end(lines, place) or (_before_quotes(lines, place) if marked else None)
    if end is None:
        return _Boundary(place) if marked else None
    following = _next_filled(lines, end)
    if following < len(lines) and _is_quoted(lines[following]):
        return _Boundary(end, quoted_only=True)
    said = " ".join(lines[place:end])
    return _Boundary(end, {"from": said}) if marked or _TIME.search(said) else None


def _forwarded(lines: list[str], place: int) -> tuple[int, dict[str, str] | None] | None:
    """Where the forwarded mail's text begins, if the lines here say that one follows, and its fields."""
    start = _next_filled(lines, place)
    if start >= len(lines) or not _FORWARD.match(lines[start].strip()[:200]):
        return None
    fields, after = _header_block(lines, _next_filled(lines, start + 1), certain=True)
    if not fields and (quoted := _next_filled(lines, start + 1)) < len(lines) and _is_quoted(lines[quoted]):
        block = [_unquoted(line) for line in lines[quoted : quoted + _MAX_HEADER_LINES]]
        fields, inner = _header_block(block, _next_filled(block, 0), certain=True)
        after = quoted + inner if fields else after
    return after, fields


def _header_block(lines: list[str], start: int, *, certain: bool) -> tuple[dict[str, str] | None, int]:
    """The fields "From: ..." and so on that begin here, None where there are none, and the place behind them."""
    fields: dict[str, str] = {}
    unknown = 0
    alike = _are_like_headers(lines, start)
    certain = certain or alike
    place = end = start
    last = ""
    while place < min(len(lines), start + _MAX_HEADER_LINES):
        line = lines[place]
        match = _FIELD.match(line[:2_200])
        kind = _field(match[1]) if match else None
        if match and (kind or alike or (certain and "@" in match[2])):
            last = kind or f"unknown{unknown}"
            unknown += kind is None
            fields.setdefault(last, match[2].strip())
            end = place + 1
        elif not line.strip() or line == HISTORY:
            following = _next_filled(lines, place)
            follows = following < len(lines) and (match := _FIELD.match(lines[following][:2_200])) is not None
            # A blank line ends the headers, except in programs that set each in a paragraph of its own.
            if not (follows and match and _field(match[1]) and _field(match[1]) not in fields):
                break
        elif (
            last in ("to", "cc", "from")
            and ("@" in line or line.startswith((" ", "\t")))
            or last == "subject"
            and line.startswith((" ", "\t"))
        ):
            fields[last] += " " + line.strip()
            end = place + 1
        else:
            break
        place += 1
    known = len(fields) - unknown
    has_sender = "from" in fields and ("@" in fields["from"] or known >= 3)
    if (certain and len(fields) >= 1) or (has_sender and known >= 2):
        return fields, end
    return None, start


def _are_like_headers(lines: list[str], start: int) -> bool:
    values = []
    for line in lines[start : start + _LIKE_HEADERS + 3]:
        match = _FIELD.match(line[:2_200])
        if match is None:
            break
        values.append(match[2])
    return (
        len(values) >= _LIKE_HEADERS
        and any("@" in value for value in values)
        and any(_CLOCK.search(value) and _FULL_YEAR.search(value) for value in values)
    )


def _field(name: str) -> str | None:
    words = name.strip().lower().split()
    if not 1 <= len(words) <= 3:
        return None
    return _FIELDS.get("".join(words)) or (_FIELDS.get(words[0]) if _is_date_phrase(words) else None)


def _is_date_phrase(words: list[str]) -> bool:
    return _FIELDS.get(words[0]) == "date" and words[-1] in ("le", "el", "em", "il", "am", "op", "at", "on")


def _attribution_end(lines: list[str], place: int) -> int | None:
    """The place behind an attribution that begins on this line."""
    first = lines[place].strip()[:200]
    known = bool(_STARTS.match(first))
    if not (known or "<" in first or _FULL_YEAR.search(first)):
        return None
    joined = ""
    for end in range(place, min(len(lines), place + _WINDOW)):
        line = lines[end].strip()
        if not line or _is_quoted(line) or len(joined) + len(line) > _MAX_ATTRIBUTION:
            return None
        joined = f"{joined} {line}" if joined and not joined.endswith("<") else joined + line
        if line[-1] not in ":：":
            continue
        if known and (
            (_WROTE.search(joined) and (_TIME.search(joined) or _YEAR.search(joined)))
            or (_ENDS_IN_ADDRESS.search(joined) and _TIME.search(joined.split("@")[0]))
        ):
            return end + 1
        # In any language: a time, and an address in brackets or quoted lines below.
        dated = end < place + 2 and _CLOCK.search(joined) and _FULL_YEAR.search(joined)
        following = _next_filled(lines, end + 1)
        if dated and (_ANGLED.search(joined) or (following < len(lines) and _is_quoted(lines[following]))):
            return end + 1
    return None


def _before_quotes(lines: list[str], place: int) -> int | None:
    """Where quoted lines begin, if no more than an attribution stands before them."""
    for end in range(place, min(len(lines), place + _WINDOW + 2)):
        if _is_quoted(lines[end]):
            return end
        if len(lines[end]) > _MAX_ATTRIBUTION:
            return None
    return None


def _is_quoted(line: str) -> bool:
    # ">From" is how mailboxes keep a line of the text apart from the beginning of a mail.
    return line.startswith(">") and not line.startswith(">From ")


def _unquoted(line: str) -> str:
    return line[2:] if line.startswith("> ") else line[1:] if line.startswith(">") else line


def _block_end(lines: list[str], place: int) -> int:
    """The place behind the quoted lines; an empty line between two of them is one of them."""
    end = place
    while place < len(lines) and (_is_quoted(lines[place]) or not lines[place].strip()):
        place += 1
        if _is_quoted(lines[place - 1]):
            end = place
    return end


def _all_unquoted(lines: list[str]) -> list[str]:
    filled = [line for line in lines if line.strip() and line not in (HISTORY, SIGNATURE, SIGNATURE_END)]
    return [_unquoted(line) for line in lines] if filled and all(map(_is_quoted, filled)) else lines


def _next_filled(lines: list[str], place: int) -> int:
    # No mail has more empty lines than these before what belongs together.
    end = min(len(lines), place + 12)
    while place < end and (not lines[place].strip() or lines[place] == HISTORY):
        place += 1
    return place
