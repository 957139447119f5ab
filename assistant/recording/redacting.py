"""A text -> the same without what identifies a person: addresses, numbers of papers and telephones, dates of birth.

Names are not looked for: no rule finds them reliably, so little is kept, and not for long.
"""

import re

_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|févr|avr|juin|juil|août|déc|ene|abr|ago|dic)"
    r"[^\W\d_]{0,8}\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_FULL_DATE = (
    rf"(?:{_DAY}[ -]?(?:of |de )?{_MONTH}(?: de)?[ ,-]{{1,2}}\d{{2,4}}|{_MONTH}[ ]{_DAY},?[ ]\d{{2,4}}"
    r"|\d{4}[-/. ]{1,2}\d{1,2}[-/. ]{1,2}\d{1,2}|\d{1,2}[-/. ]{1,2}\d{1,2}[-/. ]{1,2}\d{2,4}|\d{8}|\d{6})"
)
_NUMERIC_DATE = (
    rf"(?:{_YEAR}(?P<s>[-/.])\d{{1,2}}(?P=s)\d{{1,2}}|\d{{1,2}}(?P<t>[-/.])\d{{1,2}}(?P=t){_YEAR}"
    r"|\d{1,2}/\d{1,2}/\d\d)"
)
_WEBMAIL = "(?:gmail|googlemail|yahoo|hotmail|outlook|live|icloud|proton(?:mail)?|gmx|web|aol|qq|163|126|yandex|mail)"
_AT_IN_BRACKETS = r"[ ]?[\[({][ ]?at[ ]?[\])}][ ]?"
_DOT_IN_WORDS = r"(?:[ ]?[\[({][ ]?dot[ ]?[\])}][ ]?|[ ]dot[ ])"
_AMOUNT = r"\d{1,9}(?:[ \xa0\u202f,.'’]\d{3}(?!\d)){0,4}(?:[.,]\d{1,2}(?!\d))?k?"
_CURRENCY = r"(?:[$€£₹¥]|\b(?:usd|eur|gbp|inr|chf|cad|aud|rs\.?))"
_CURRENCY_AFTER = (
    r"(?:[$€£₹¥]|(?:usd|eur|gbp|inr|chf|cad|aud|dollars?|euros?|pounds?|rupees?|francs?|yen|yuan|lakhs?|million)\b)"
)
_TESTS = (
    "scores?|scored|toefl|ielts|gre|gmat|mcat|usmle|comlex|lsat|sat|act|pte|duolingo|step|percentiles?|quant|verbal"
    "|listening|reading|writing|speaking"
)
_SCORE = r"\d{1,3}(?:\.\d)?"
_PAPERS = (
    "passports?|reisepass|pasaporte|passeport|aamc|ecfmg|usmle|nrmp|eras|npi|dea|visa|sevis|green card|alien|uscis"
    "|i-?94|ds-?160|ssn|itin|tin|social security|national insurance|nino|nhs|aadhaa?r|pan|driver['’]?s licen[cs]e"
    "|licen[cs]e|permit|account|acct|routing|sort code|card|student|applicant|application|candidate|member"
    "|registration|enrol?lment|matriculation|matrikel|employee|staff|badge|case|ticket|reference|ref|confirmation"
    "|receipt|policy|insurance|id|tax"
)
_OF_PAPER = r"(?:[ ](?:id|no|nr|number|num|code|identifier|is|was|are)\b\.?|[ ]?[#:=.])"

_SOUGHT = {
    # First, so that a link is kept or replaced as a whole.
    "link": (
        r'(?:https?://|www\.)[^\s<>"]{1,2000}'
        r'|(?<![\w.@-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,24}[/?][^\s<>"]{1,2000}'
    ),
    "email": (
        rf"(?<![\w.+%'’-])[\w.+%'’-]{{1,200}}(?:[ ]dot[ ][\w-]{{1,63}}){{0,2}}"
        rf"(?:[@＠](?=[.+%'’@＠-]{{0,20}}\w)[\w.+%'’@＠-]*+"
        rf"|(?:{_AT_IN_BRACKETS}|[ ]at[ ])[\w-]{{1,63}}(?:{_DOT_IN_WORDS}[\w-]{{1,63}}){{1,4}}"
        rf"|{_AT_IN_BRACKETS}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}"
        rf"|[ ]at[ ]{_WEBMAIL}\.[a-z.]{{2,6}}\b)"
    ),
    "birth": (
        r"(?P<born>\b(?:born|d\.?o\.?b\b|date of birth|birth ?da(?:te|y)|geburtsdatum|geburtstag|geb\.|geboren"
        r"|née?|né\(e\)|date de naissance|nacid[oa]|nací|fecha de nacimiento)"
        # "born after 1 January 1995" is a rule, not a person.
        r"(?![^\d\n]{0,40}\b(?:after|before|since|between|earlier|later|from|until|by)\b)[^\d\n?!]{0,40}?)"
        rf"(?<![^\W_]){_FULL_DATE}(?!\d)"
    ),
    "paper": (
        rf"(?P<called>\b(?:{_PAPERS})\b{_OF_PAPER}{{0,4}}[ ]?)(?P<token>[a-z]{{0,3}}-?\d[a-z\d]{{0,30}}"
        rf"(?:[ /-]\d[a-z\d]{{0,20}}){{0,6}})(?![\w-])(?![ ]?{_CURRENCY_AFTER})"
    ),
    "last4": r"(?P<last>\b(?:last (?:four|4)|end(?:s|ing) (?:in|with))\b[^\d\n]{0,30}?)(?!(?:19|20))\d{4}(?!\w|,\d)",
    "iban": (
        r"(?<!\w)[a-z]{2}\d{2}[ ]?[a-z\d]{4}[ ]?\d{4}[ ]?\d{2,4}"
        r"(?:[ ]?(?=[a-z]{0,3}\d)[a-z\d]{2,4}){0,6}(?:[ ]?\d)?(?!\w)"
    ),
    # Amounts, dates, scores, decimals: what would else look like a telephone number where several stand together.
    "keep": (
        rf"{_CURRENCY}[ ]?{_AMOUNT}(?:[ ]?[-–—][ ]?[$€£]?{_AMOUNT})?(?!\d)"
        rf"|(?<![\d.])(?:{_AMOUNT}[ ]?[-–—][ ]?)?{_AMOUNT}[ ]?{_CURRENCY_AFTER}"
        rf"|(?<!\d){_NUMERIC_DATE}(?![\d/])"
        rf"|\b(?:{_TESTS})\b[^\d\n.;+@＠]{{0,20}}{_SCORE}(?:(?:[ ]?[,/&(+-][ ]?|[ ]){_SCORE}){{0,8}}(?![ ./-]?\d)"
        r"|(?<![\d.])\d{1,3}\.\d{1,2}(?![.\d])"
        r"|(?<!\d)\d{1,3}(?:,\d{3}){1,5}(?!\d)"
    ),
    "code": (
        r"(?<![\w-])(?:[a-z]{2}[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[a-d](?!\w)"
        r"|(?=[a-z]{0,5}\d)(?=\d{0,13}[a-z])[a-z\d]{8,14}(?![\w-]))"
    ),
    "number": r"[+(]{0,2}\d(?:[ \xa0\u202f.()/–—-]{0,3}\d){4,}",
}
_PERSONAL = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _SOUGHT.items()), re.IGNORECASE)
_BEARS_TOKEN = re.compile(r"[?@]|#.{0,99}=|\d{6}|(?=[a-z_-]{0,30}\d)[\w-]{24}", re.IGNORECASE)
_DATE = re.compile(_NUMERIC_DATE)
_COURSE = re.compile(r"[a-z]{2,4}\d{3,5}[a-z]?", re.IGNORECASE)
_TAX_CODE = re.compile(r"[a-z]{5}\d{4}[a-z]", re.IGNORECASE)  # India's PAN.
_PHONE_BEFORE = re.compile(
    r"\b(?:tele)?(?:phone|tel|call|cell|mobile|mob|whatsapp|wechat|text|sms|fax|ring|number|reach me|hotline|handy"
    r"|téléphone|teléfono|móvil|portable)\b[^\d\n]{0,20}$",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """The text with each such piece replaced by what it was, "[e-mail]"; done again, it changes nothing.

    Amounts, years, deadlines, scores, course codes and plain links stay. At most twice as long as the text; in time
    proportional to its length.
    """
    while (replaced := _PERSONAL.sub(_replaced, text)) != text:
        text = replaced  # What stood right beside a piece may be seen to be one only now.
    return text


def _replaced(match: re.Match[str]) -> str:
    found = match.group()
    match match.lastgroup:
        case "link":
            return "[link]" if _BEARS_TOKEN.search(found) else found
        case "email":
            return "[e-mail]" + found[len(found.rstrip(".+%'’@＠-")) :]
        case "birth":
            return f"{match['born']}[date of birth]"
        case "paper":
            return f"{match['called']}[number]" if _is_of_paper(match["token"]) else found
        case "last4":
            return f"{match['last']}[number]"
        case "iban":
            return "[number]"
        case "code":
            return "[number]" if _is_code(found) else found
        case "number":
            return _number(found, match.string[max(0, match.start() - 40) : match.start()])
    return found


def _is_of_paper(token: str) -> bool:
    digits = sum(map(str.isdigit, token))
    pieces = [piece for piece in re.split("[ /-]", token) if any(map(str.isdigit, piece))]
    is_date = _DATE.fullmatch(token) or _are_years(re.findall(r"\d+", token))
    return digits >= (7 if len(pieces) > 1 else 5) and not is_date


def _is_code(token: str) -> bool:
    if _TAX_CODE.fullmatch(token):
        return True
    return sum(map(str.isdigit, token)) >= 5 and not _COURSE.fullmatch(token)


def _number(found: str, before: str) -> str:
    groups = re.findall(r"\d+", found)
    lengths = [*map(len, groups)]
    is_run = max(lengths) >= 7
    if found.startswith("+") and sum(lengths) >= 7:
        return "[phone]"
    if not is_run and (_are_years(groups) or all(group.endswith("00") for group in groups)):
        return found
    if sum(lengths) >= 7 and _PHONE_BEFORE.search(before):
        return "[phone]"
    if is_run or sum(lengths) >= 9 or lengths == [1, 3, 3, 1]:
        return "[phone]" if found[0] in "(0" or lengths[-3:] == [3, 3, 4] else "[number]"
    return found


def _are_years(groups: list[str]) -> bool:
    """Whether the groups of digits are years, "2026/27" among them."""
    return bool(re.fullmatch(rf"{_YEAR}(?: (?:{_YEAR}|\d\d))*", " ".join(groups)))
