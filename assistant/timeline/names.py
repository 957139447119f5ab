"""What the page and the section that a date stands in are about, by the words of the title and the headings."""

import re

from assistant.language import terms
from assistant.timeline.items import TimelineItem

GENERAL = frozenset(
    terms(
        """apply application applicant admission material required requirement eligibility deadline date
        timeline calendar schedule fee tuition cost fund funding amount aid finance overview home
        about faq question answer frequently asked contact information detail general guide
        guideline instruction document checklist process selection decision step program programme
        welcome important key page policy rule handbook international student interview note summary
        main index how award"""
    )
)
"""In titles of pages about the program as a whole; other words name what only that page is about."""
_LIST_NUMBER = re.compile(r"\A\W{0,3}\d{1,2}[.)]\s")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


def own_names(item: TimelineItem) -> frozenset[str]:
    """The stems that name what only its page or its section is about; years, which are its cycle's, do not."""
    headings = (item.citation.title, *item.citation.section.split(" > "))
    found = {term for heading in headings for term in terms(_LIST_NUMBER.sub("", heading)) if not _YEAR.match(term)}
    return frozenset(found - GENERAL - set(terms(item.citation.program or "")))
