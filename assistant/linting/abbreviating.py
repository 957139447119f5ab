"""Abbreviations that are never spelled out."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from assistant.abbreviations import CUSTOMARY
from assistant.language import STOPWORDS, is_common
from assistant.linting.findings import Finding, Severity
from assistant.linting.pages import Page

_EVERYDAY = frozenset(
    """BBQ JFK LGA IMAP POP LOGIN REM CSS LLP LLC LTD INC PLC NYPD FDNY MTA PTE ETS PMID PMCID CRN TIMSS PDF USA UK EU
    UN CV GPA TOEFL IELTS GRE GMAT LSAT MCAT SAT ACT FAQ FAQS FAFSA ID IDS PIN PHD MD JD MBA MFA LLM LLB DDS EDD
    AM PM EST EDT ET PST PDT PT CST CDT GMT UTC BST URL HTML HTTP HTTPS WWW USB CD DVD TV DIY RSVP ASAP FYI TBA
    TBD NB PS VIP CEO CFO COO CTO HR IT PR QA AI API GPS SMS FAX ATM MRI CT DNA RNA HIV AIDS COVID NYC NY LA DC
    USD GBP EUR VAT IRS FBI CIA NATO NASA UNESCO UNICEF BBC CNN NBC CBS ABC ESPN MTV HBO PBS NPR IBM MIT UCLA
    NYU CUNY SUNY YMCA NCAA NFL NBA MLB NHL FIFA STEM LGBT LGBTQ LGBTQIA ESL EFL ESOL BIPOC USPS UPS DHL MS BA
    BS BSC MSC MA MAT MPH MPA MSW MST MSED NGO NGOS RN CPA GED AP IB DVM PHARMD USDA FDA NIH NSF CDC EPA WHO
    WIFI PC OS IOS JPG JPEG PNG GIF MP3 MP4 CSV XML ZIP RAM SIM LCD LED VPN PO DOB SSN EIN II III IV VI VII VIII
    IX XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI VISA NHS HMRC MP MPS DVLA QC RSS ISBN ISSN DOI ORCID MRS
    MISS THE AND FOR NOT ALL ANY MUST YOU YOUR ARE NEW NOW YES ONLY OR NO IF SEE USE END PLUS JAN FEB MAR APR
    MAY JUN JUL AUG SEP SEPT OCT NOV DEC MON TUE TUES WED THU THUR THURS FRI SUN RA TA PI USSR WWI WWII WW1 WW2
    GDP CAPTCHA MOOC ADHD PTSD OPT CPT HVAC BYOB SUV TGIF POW AWOL RIP ISO ASCII ROTC EMT EMS CPR ICU NYS USVI
    DACA FERPA HIPAA ADA IRB NPO SQL JSON VR AR UX UI SEO CMS CRM ERP GIS CAD KPI ROI MRSA OSHA NAFTA OECD IMF
    WTO OPEC FCC FEMA TSA DMV ACLU NAACP AARP UNHCR NCLEX NCLB BOCES SJD LLMS PHDS MBAS GPAS CVS PDFS SATS GRES
    DVDS CDS ATMS NSFW LOL OK TEFL TESOL DELF HSK DELE JLPT SEVIS SEVP USCIS DHS DOJ DOD DOE DOL HHS HUD NIST
    NOAA NEH NEA IEEE ACM APA MLA AMA ABA AAMC ACGME ERAS NRMP USMLE ECFMG COMLEX LCME
    """.split()
) | {key.upper() for key in CUSTOMARY}
# Not in an address, a course code or a name with digits.
_CAPITALS = re.compile(r"(?<![\w@./:#&$’'-])(?P<short>[A-Z]{3,6})s?(?![\w@/&-]|[.:]\w|\s?\d|['’][a-rt-z])")
# Among other capitals, after initials or after a name it is a code, a name or a title.
_IN_A_ROW_BEFORE = re.compile(r"(?:\b[A-Z]{2,},?|\b[A-Z]\.,?)\s?$")
_IN_A_ROW_AFTER = re.compile(r",?\s(?:[A-Z]{2,}|[A-Z]\.)|,\s[A-Z]\.")
# Beside a bracket it is taken to be explained: "Society of Chairs (SCARD)", "SCARD (a society of ...)".
_EXPLAINED = re.compile(
    r"[(\[“\"/]\s?(?P<inside>[A-Z]{3,6})s?\b|\b(?P<before>[A-Z]{3,6})s?"
    r"(?:\s?\((?=[^()\n]{6})|(?:,|\s[-–—]|:|\sis|\sstands\sfor|\smeans)\s"
    r"(?:the\s)?[A-Z][a-z]+\s[A-Z])"
)
# A title behind a name: "Jane Roe, FRCR, and ...".
_TITLE_BEFORE, _TITLE_AFTER = re.compile(r"[a-z],\s?$"), re.compile(r"[,.;)\n]|\s\(|$")
# After a word in small letters and before none in capitals it is a word of a sentence, not part of a name or a row;
# behind "at" it is mostly the name of a company.
_PROSE_BEFORE, _NAME_AFTER = (
    re.compile(r"(?:^|(?<!\sat\s)(?<=[a-z]\s)|[a-z][,;]\s|[.!?]\s|\n)$"),
    re.compile(r"\s(?:&\s|and\s|of\s)?[A-Z]|\s?\|"),
)
_SMALL = frozenset("of and the for in on to a an at by with or de la du et und".split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]|\n")
_FEWEST_USES = 2
_MOST_OTHERS = 5
_MOST = 500
_KNOWN_SHARE = 0.01
_MANY_PAGES = 200
"""From so many pages on, what one in a hundred uses is taken to be known to their readers."""


def unexplained(pages: Sequence[Page]) -> Iterator[Finding]:
    """The abbreviations that a page uses again and again, and neither it nor another of the program spells out."""
    uses = _uses(pages)
    known = _KNOWN_SHARE * len(pages) if len(pages) >= _MANY_PAGES else len(pages) + 1
    most = {short: max(count for *_, count in places) for short, places in uses.items() if len(places) < known}
    often = sorted((short for short in most if most[short] >= _FEWEST_USES), key=lambda short: -most[short])
    wanted = {short for short in often[:_MOST] if short.lower() not in STOPWORDS and not is_common(short.lower())}
    for page in pages:
        wanted -= _spelled_out(page, wanted) if wanted else wanted
    for short in sorted(wanted):
        page, start, end, count = max(uses[short], key=_weight)
        others = [use for use in uses[short] if use[0] is not page][:_MOST_OTHERS]
        yield Finding(
            "unexplained-abbreviation",
            Severity.NOTE,
            f"“{short}” is used {count} times here and never spelled out; give the full words at its first use.",
            page.cite_sentence(start, end),
            tuple(other.cite_sentence(begin, stop) for other, begin, stop, _ in others),
        )


def _weight(use: tuple[Page, int, int, int]) -> tuple[bool, int]:
    """Where to mend it: in a document of all programs, since that mends it for each, else where it is used most."""
    page, _, _, count = use
    return page.document.program is None and count >= _FEWEST_USES, count


def _uses(pages: Sequence[Page]) -> dict[str, list[tuple[Page, int, int, int]]]:
    """Abbreviation -> for each page its first use that is no part of a name, and how often it is used there."""
    uses: dict[str, list[tuple[Page, int, int, int]]] = defaultdict(list)
    for page in pages:
        first: dict[str, tuple[int, int]] = {}
        counts: Counter[str] = Counter()
        for found in _CAPITALS.finditer("" if page.is_record else page.text):
            short = found["short"]
            if short in _EVERYDAY or not _is_used(page.text, *found.span()):
                continue
            counts[short] += 1
            if short not in first and _is_in_prose(page.text, *found.span()):
                first[short] = found.span()
        for short, (start, end) in first.items():
            uses[short].append((page, start, end, counts[short]))
    return uses


def _is_used(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 12) : start], text[end : end + 8]
    if _TITLE_BEFORE.search(before) and _TITLE_AFTER.match(after):
        return False
    return not (_IN_A_ROW_BEFORE.search(before) or _IN_A_ROW_AFTER.match(after))


def _is_in_prose(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 4) : start], text[end : end + 6]
    return _PROSE_BEFORE.search(before) is not None and _NAME_AFTER.match(after) is None


def _spelled_out(page: Page, shorts: Collection[str]) -> set[str]:
    """Those of the abbreviations whose words stand on the page, or that stand beside words in brackets."""
    explained = {found["inside"] or found["before"] for found in _EXPLAINED.finditer(page.text)}
    runs = _initials(page.text)
    return {short for short in shorts if short in explained or short in runs[0] or short in runs[1]}


def _initials(text: str) -> tuple[str, str]:
    """The first letters of each run of capitalised words, with and without the small words; blanks divide the runs."""
    with_small: list[str] = []
    without: list[str] = []
    for word in _WORD.findall(text):
        if word in _SMALL:
            with_small.append(word[0].upper())
        elif word[0].isupper() and not (len(word) > 1 and word.isupper()):
            with_small.append(word[0])
            without.append(word[0])
        elif word not in "-–,’'/":
            with_small.append(" ")
            without.append(" ")
    return "".join(with_small), "".join(without)
