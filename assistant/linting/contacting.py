"""Programs that do not say whom to ask."""

import re
from collections.abc import Iterator, Sequence

from assistant.linting.findings import Finding, Severity
from assistant.linting.pages import Page

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}|\[email[^\]]{0,20}protected\]", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w.-])(?:\+\d{1,3}[\s.-]?)?\(?\d{2,5}\)?[\s.-]\d{3,4}(?:[\s.-]?\d{3,4})?(?!\w)|\b(?:telephone|phone|tel\.?|call)\W{1,3}[\d(+]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b\d{1,5}[A-Za-z]?\s+(?:[A-Z][\w.'’-]{0,20}\s+){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Drive|Boulevard|Blvd|Place|Square|Way|"
    r"Plaza|Landing|Court|Parkway|Quay|Terrace)\b|\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"
)


def no_contact(pages: Sequence[Page]) -> Iterator[Finding]:
    """A program none of whose pages gives an e-mail address, telephone number or postal address."""
    if not pages or any(page.document.contact for page in pages):
        return
    if any(pattern.search(page.text) for page in pages for pattern in (_EMAIL, _ADDRESS, _PHONE)):
        return
    yield Finding(
        "no-contact",
        Severity.WARNING,
        "No page of this program gives an e-mail address, telephone number or postal address; say whom to ask.",
        pages[0].cite_start(),
    )
