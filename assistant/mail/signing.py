"""The sender's own lines -> what the sender wrote: without banners, signature, mobile footers and disclaimers."""

import re
from collections.abc import Callable, Iterable

from assistant.mail.markup import HISTORY, SIGNATURE, SIGNATURE_END

_MAX_SIGNATURE_LINES = 15
_MAX_SIGNATURE_LINE = 110
_MAX_CLOSING = 60

_SIGDASH = re.compile(r"--+\s?$|—\s?$|__+\s?$")
_DEVICE = (
    r"(?:i(?:phone|pad|pod|os)|android|samsung|galaxy|huawei|xiaomi|redmi|oppo|vivo|oneplus|pixel|motorola|nokia|lg"
    r"|htc"
    r"|sony|xperia|blackberry|windows|outlook|yahoo|aol|gmail|gmx|web\.de|proton\s?mail|mail(?:box)?|mobile"
    r"|mobil\w{0,4}"
    r"|smartphone|tablet|handy|phone|cell|téléphone|teléfono|celular|móvil|portable|cellulare|telefono|device|hotmail"
    r"|thunderbird|spark|superhuman|airmail|verizon|t-mobile|at&t|apple watch|mac(?:book)?)"
)
_MOBILE = re.compile(
    r"(?:(?:sent|written|posted) (?:from|via|with|using|by|on)|get outlook for|sent securely|(?:von"
    rf"|vom) .{{0,40}}gesendet"
    r"|gesendet (?:von|mit|über|aus)|envoyé (?:de|depuis|à partir|avec)|enviado (?:desde|do|de|a partir|mediante"
    r"|via|con)"
    r"|inviato d(?:a|al|all)|verzonden (?:vanaf|met|via)|skickat från|obtene[rz] outlook|obtenez outlook"
    r"|télécharge[rz]"
    rf"|holen sie sich|laden sie outlook|outlook (?:für|pour|para|per) |obter o? ?outlook|diese nachricht wurde von)"
    rf".{{0,60}}\b{_DEVICE}\b.{{0,80}}$"
    r"|(?:von|vom) meine[mr] .{0,40} gesendet\W{0,3}$|sent from my [\w\s-]{2,30}[.!]?$"
    r"|(?:please |kindly )?(?:excuse|pardon|forgive|ignore) (?:any |the |my )?(?:typos?|brevity|errors?|mistakes"
    r"|spelling)\b"
    r".{0,60}$|.{0,30}(?:please )?(?:excuse|pardon) (?:any |the |my )?(?:typos?|brevity)\b.{0,60}$"
    r"|yahoo mail\b.{0,60}: .{0,60}$",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"\W{0,5}(?:\[?external(?: e-?mail| sender| message)?[\]:*!]|external (?:e-?mail|sender)\b(?! address)"
    r"|(?:caution|warning|attention|notice|achtung|hinweis)\W{1,5}.{0,80}\b(?:external|outside|extern\w{0,2})\b"
    r"|this (?:e-?mail|message) (?:originated|came|was sent) from (?:outside|an external)"
    r"|you don['’]t often (?:get|receive) e-?mails? from|some people who received this message don['’]t often"
    r"|sie erhalten nicht (?:oft|häufig) e-?mails von|no suele recibir correo|vous n['’]obtenez pas souvent)",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"confidential(?:ity|ité)?\b.{0,300}\b(?:recipient|privileged|addressee|disclos|destroy|delete)"
    r"|\b(?:intended (?:only|solely)|sole use|intended recipient|named addressee|unintended recipient)\b"
    r"|confidentiality (?:notice|statement|note)|\bin error\b.{0,200}\b(?:delete|notify|destroy|contact the sender)"
    r"|this (?:e-?mail|message|communication|transmission)(?: \(?(?:and|including|with).{0,60})? (?:is|are|may"
    r"|contains?)\b"
    r".{0,40}\b(?:confidential|privileged|protected|intended)"
    r"|(?:consider|think (?:about|of)) (?:the|our) environment|before printing this|save (?:paper|trees)"
    r"|(?:scanned|checked|protected) (?:by|for|with) .{0,30}(?:virus|avast|avg|norton|mcafee|malware|mimecast"
    r"|barracuda)"
    r"|virus-?free|antivirus"
    r"|diese e-?mail (?:und |kann |enthält ).{0,80}vertraulich|vertrauliche.{0,80}informationen"
    r"|nicht der richtige adressat"
    r"|ce (?:message|courriel|mail).{0,80}(?:confidentiel|destinataire)|este (?:mensaje|correo"
    r"|e-?mail).{0,120}confidencia"
    r"|esta mensagem.{0,120}confidencia|(?:questo|il presente) messaggio.{0,120}(?:riservat|confidenzial)"
    r"|you received this (?:message|e-?mail) because|to unsubscribe|this e-?mail was sent from a contact form",
    re.IGNORECASE,
)
_FORMAL = re.compile(
    r"(?:(?:(?:with|please accept|i remain)\s)?(?:(?:my|our|very|many|the|all)\s){0,2}"
    r"(?:(?:best|kind|kindest|warm|warmest|sincere|sincerest|respectful|friendly|highest|good|fond|collegial|deep"
    r"|great)"
    r",?(?:\s(?:and|&)\s(?:best|kind|kindest|warm|warmest))?\s)?"
    r"(?:regards?|wishes|greetings|respect|gratitude|appreciation)(?:\sfrom\s\w{2,20})?"
    r"|(?:yours\s)?(?:very\s|most\s)?(?:sincerely|faithfully|truly|respectfully|cordially|gratefully|humbly"
    r"|obediently)"
    r"(?:\s(?:yours|submitted))?|yours|warmly|cheers|best|all (?:the )?best|all my best|my best|very best|take care"
    r"|have a (?:great|good|nice|lovely|wonderful) (?:day|week|weekend|evening|one)|kind|rgds|brgds|b?rgds|br|kr|vr"
    r"|v/r"
    r"|(?:mit\s)?(?:(?:freundlich|best|herzlich|lieb|viel|schön|sonnig)en\s)(?:grüßen|grüssen|gruessen|gruß|gruss"
    r"|dank)"
    r"|(?:viele|liebe|beste|schöne|herzliche|freundliche|ganz liebe)\s(?:grüße|grüsse|gruesse)|mfg|lg|vg|bg"
    r"|hochachtungsvoll|gruß|grüße|bis (?:bald|dann)"
    r"|(?:(?:très|bien)\s)?(?:cordialement|respectueusement|amicalement)|bien à (?:vous|toi)|salutations"
    r"|(?:mes|nos)?\s?(?:sincères|meilleures|cordiales|respectueuses|distinguées)\s(?:salutations|sentiments)"
    r"|salutations (?:distinguées|cordiales|respectueuses)|bonne (?:journée|soirée|réception)|à bientôt"
    r"|(?:un\s|muy\s|reciba[n]?\s)?(?:cordial(?:es)?\s|atent[oa]s?\s)?saludos?(?:\s(?:cordial(?:es)?|atentos?))?"
    r"|(?:muy\s)?(?:atentamente|cordialmente|respetuosamente)|(?:un\s)?(?:fuerte\s)?abrazo"
    r"|atenciosamente|atte?|respeitosamente|(?:com os\s)?(?:melhores|meus)?\s?cumprimentos|abraços?|saudações"
    r"|(?:cordiali|distinti|cari)\ssaluti|saluti|met (?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvh"
    r"|med (?:vänliga?|vennlig|venlig) (?:hälsning(?:ar)?|hilsen)|z poważaniem|pozdrawiam|с уважением|saygılarımla"
    r"|x{1,3}|xo(?:xo)?|love)(?!\w)"
    r"(?:\s(?:from|aus|von|nach|de|desde|da|in)\s\w{2,20}(?:\s\w{2,20})?(?=\W{0,3}$))?",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?:(?:with\s)?(?:many\s|much\s|big\s|huge\s)?(?:thanks|thank you|thankyou|thank u|thx|ty|tks)"
    r"(?:\s(?:so|very) much|\sa lot|\sa ton|\sagain|\sin advance|\sand (?:(?:best|kind|kindest|warm)\s)?regards"
    r"|\sfor (?:your|the) (?:time|help|assistance|consideration|support|kind help)"
    r"(?: and (?:consideration|help|time|assistance))?){0,3}"
    r"|(?:vielen|besten|herzlichen|lieben)\sdank(?:\sim voraus)?|danke(?:\sim voraus|\sschön)?"
    r"|merci(?:\sd['’]avance|\sbeaucoup|\sbien)?|(?:muchas|mil)?\s?gracias(?:\sde antemano|\spor adelantado)?"
    r"|(?:muito\s)?obrigad[oa](?:\sdesde já)?|grat[oa]|(?:molte\s)?grazie(?:\smille)?|dank u|bedankt|tack)(?!\w)",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"p\.?\s?\.?s\.?\b[.:,\s]", re.IGNORECASE)
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs|Herr|Frau)\.?\s)?[^\W\d_a-zß-ÿ][^\s\d,;:!?]{0,25}(?:\s[^\s\d,;:!?]{1,25}){0,4}$"
)
_ASKS = re.compile(r"[?؟？]\W{0,3}(?:\s|$)")
_TOLD_BY_WRITER = re.compile(r"(?:also|and|but|one more|another|i|we|my|please|just|oh|sorry)\b", re.IGNORECASE)


def without_signature(lines: Iterable[str], names: frozenset[str]) -> str:
    """What the sender wrote; ``names`` are the words of the sender's name, in lower case.

    A postscript, or a question below the signature, is kept.
    """
    kept = _without_marked(list(lines))
    paragraphs = _paragraphs(kept)
    paragraphs = _without_banners(paragraphs)
    paragraphs = _without_mobile(paragraphs)
    paragraphs = _cut_at(paragraphs, _sigdash)
    paragraphs = _without_legal(paragraphs)
    paragraphs = _cut_at(paragraphs, _closing)
    paragraphs = _without_name(paragraphs, names)
    return "\n\n".join("\n".join(paragraph) for paragraph in paragraphs).strip()


def _without_marked(lines: list[str]) -> list[str]:
    """The lines outside the signatures that the mail program marked, unless the whole mail was written into one."""
    kept = []
    inside = False
    for line in lines:
        if line in (SIGNATURE, SIGNATURE_END):
            inside = line == SIGNATURE
            kept.append("")
        elif not inside:
            kept.append(line)
    marks = (SIGNATURE, SIGNATURE_END, HISTORY)
    if any(line.strip() and line not in marks and not _SIGDASH.match(line) for line in kept):
        return [line for line in kept if line not in marks]
    return [line for line in lines if line not in marks]


def _paragraphs(lines: list[str]) -> list[list[str]]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        # The space at the end of "-- " is what makes it the mark of a signature.
        stripped = "-- " if line == "-- " else line.rstrip()
        stripped = stripped if stripped[:2].isspace() and len(stripped) > 80 else stripped
        if stripped:
            paragraphs[-1].append(stripped)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _without_banners(paragraphs: list[list[str]]) -> list[list[str]]:
    """Without what a mail server wrote above the mail about where it comes from."""
    while paragraphs and _BANNER.match(" ".join(paragraphs[0])[:400]):
        first = paragraphs[0]
        rest = next((place for place in range(1, len(first)) if _GREETING.match(first[place])), len(first))
        paragraphs = [first[rest:], *paragraphs[1:]] if first[rest:] else paragraphs[1:]
    return paragraphs


_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|to whom)\b", re.IGNORECASE
)


def _without_mobile(paragraphs: list[list[str]]) -> list[list[str]]:
    """Without the lines in which a telephone or program speaks of itself."""
    kept = [
        [line for line in paragraph if len(line) > 160 or not _MOBILE.match(line.strip().strip("*_<>[]() "))]
        for paragraph in paragraphs
    ]
    return [paragraph for paragraph in kept if paragraph]


def _without_legal(paragraphs: list[list[str]]) -> list[list[str]]:
    """Without disclaimers, and without what follows the first, unless the sender speaks or asks there."""
    kept: list[list[str]] = []
    legal = False
    for paragraph in paragraphs:
        text = " ".join(paragraph)[:2_000]
        if _LEGAL.search(text) and not _speaks(text):
            # A signature may stand in the same paragraph, above it.
            first = next(place for place in range(len(paragraph)) if _LEGAL.search(" ".join(paragraph[place:])[:2_000]))
            while first + 1 < len(paragraph) and _LEGAL.search(" ".join(paragraph[first + 1 :])[:2_000]):
                first += 1
            start = _legal_start(paragraph, first)
            if paragraph[:start]:
                kept.append(paragraph[:start])
            legal = True
        elif not legal or _speaks(text):
            kept.append(paragraph)
    return kept


def _legal_start(paragraph: list[str], inside: int) -> int:
    """The line on which the sentence of a disclaimer begins: the long lines above it belong to it."""
    start = inside
    while start > 0 and len(paragraph[start - 1]) > 55:
        start -= 1
    return start


def _speaks(text: str) -> bool:
    """Whether the sender still says something here: a postscript, or a question of their own."""
    return bool(_POSTSCRIPT.match(text)) or (
        bool(_ASKS.search(text)) and not _LEGAL.search(text) and not text.startswith(('"', "“", "«", "*", "'"))
    )


def _cut_at(paragraphs: list[list[str]], found: Callable[[str, list[list[str]]], bool]) -> list[list[str]]:
    """The paragraphs above the first signature that `found` finds, and those below it in which the sender speaks."""
    for number, paragraph in enumerate(paragraphs):
        for place, line in enumerate(paragraph):
            rest = [paragraph[place + 1 :], *paragraphs[number + 1 :]]
            if not found(line, rest):
                continue
            spoken = [one for one in rest if one and _speaks(" ".join(one))]
            first = next((index for index, one in enumerate(rest) if one and _speaks(" ".join(one))), None)
            if first is not None:  # What follows a postscript and is prose goes on with it.
                spoken = [one for one in rest[first:] if one and (_speaks(" ".join(one)) or _is_prose(one))]
            above = [*paragraphs[:number], *([paragraph[:place]] if place else [])]
            if above or spoken:
                return [*above, *spoken]
    return paragraphs


def _is_prose(paragraph: list[str]) -> bool:
    text = " ".join(paragraph)
    return len(text.split()) > 7 and text[-1] in ".!?" and bool(_TOLD_BY_WRITER.match(text))


def _sigdash(line: str, rest: list[list[str]]) -> bool:
    """Whether the line is that of dashes above a signature, and no divider within the text."""
    if line == "-- ":
        return True
    return bool(_SIGDASH.match(line.strip())) and _is_signature(rest)


def _closing(line: str, rest: list[list[str]]) -> bool:
    """Whether the line ends the letter ("Best regards,") and what follows it is a signature."""
    text = line.strip().strip("*_~- ")
    if not text or len(text) > _MAX_CLOSING + 40:
        return False
    filled = [one for paragraph in rest for one in paragraph]
    for pattern in (_FORMAL, _THANKS):
        match = pattern.match(text)
        if match is None:
            continue
        tail = text[match.end() :].lstrip()
        mark = tail[:1] if tail[:1] in ",.!;:-–—" else ""
        name = tail.lstrip(" ,.!;:-–—")
        # "LG Anna", but not "Kind of you".
        if name and not (_NAME.match(name) and (mark in ",-–—" if mark else pattern is _FORMAL)):
            continue
        # "Thanks!" is said, "Thanks," above a name is signed.
        if pattern is _THANKS and not name and (mark in "!." if mark else not (filled and _begins_with_name(rest))):
            continue
        if _is_signature(rest):
            return True
    return False


def _begins_with_name(rest: list[list[str]]) -> bool:
    first = next(line for paragraph in rest for line in paragraph)
    return len(first) <= _MAX_CLOSING and not first.rstrip().endswith((".", "?", "!", ":")) and not first[:1].isdigit()


def _is_signature(rest: list[list[str]]) -> bool:
    """Whether nothing but short lines and what the sender adds follows."""
    own = [paragraph for paragraph in rest if paragraph and not (_speaks(" ".join(paragraph)) or _is_prose(paragraph))]
    lines = [line for paragraph in own for line in paragraph]
    return len(lines) <= _MAX_SIGNATURE_LINES and all(len(line) <= _MAX_SIGNATURE_LINE for line in lines)


def _without_name(paragraphs: list[list[str]], names: frozenset[str]) -> list[list[str]]:
    """Without a signature that begins with the sender's name, with no line above it that says so."""
    flat = [(number, place) for number, paragraph in enumerate(paragraphs) for place in range(len(paragraph))]
    for number, place in flat[1:][-_MAX_SIGNATURE_LINES:]:
        line = paragraphs[number][place].strip(" -–—~*,.")
        rest = [paragraphs[number][place + 1 :], *paragraphs[number + 1 :]]
        if not _is_name(line, names) or not _is_signature(rest):
            continue
        spoken = [one for one in rest if one and _speaks(" ".join(one))]
        return [*paragraphs[:number], *([paragraphs[number][:place]] if place else []), *spoken]
    if len(paragraphs) > 1 and len(paragraphs[-1]) == 1:
        last, before = paragraphs[-1][0].strip(" -–—~,."), paragraphs[-2][-1]
        if len(last.split()) <= 3 and _NAME.match(last) and last.istitle() and before[-1] in ".!?,":
            return paragraphs[:-1]
    return paragraphs


def _is_name(line: str, names: frozenset[str]) -> bool:
    """Whether the line is the sender's name, perhaps with degrees behind a comma."""
    if len(line) > _MAX_CLOSING or line.endswith(("?", ":")):
        return False
    shown = re.split(r"[,(|/–—]", line)[0]
    titles = ("dr", "prof", "mr", "ms", "mrs", "md")
    words = [word for word in re.findall(r"[^\W\d_]+", shown.lower()) if word not in titles]
    meaning = [word for word in words if len(word) > 1]
    return bool(meaning) and len(words) <= 5 and all(word in names for word in meaning)
