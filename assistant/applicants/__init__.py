"""Kinds of applicant: which one a conversation names, which one a rule is for, and what follows where they differ.

``kinds`` is the table, ``patterns`` its words as patterns, ``countries`` the names of countries, ``addressing`` reads
documents, ``stating`` what applicants say, ``choosing`` orders hits, remarks and asks back.
"""

from assistant.applicants.addressing import addressed_at, kinds_addressed
from assistant.applicants.choosing import (
    OTHER_KIND,
    addressed_by,
    kind_label,
    kind_notices,
    kind_rivals,
    other_kinds,
    prefer,
)
from assistant.applicants.countries import home_country
from assistant.applicants.kinds import KINDS, Kind
from assistant.applicants.stating import kinds_mentioned, kinds_named

__all__ = [
    "KINDS",
    "OTHER_KIND",
    "Kind",
    "addressed_at",
    "addressed_by",
    "home_country",
    "kind_label",
    "kind_notices",
    "kind_rivals",
    "kinds_addressed",
    "kinds_mentioned",
    "kinds_named",
    "other_kinds",
    "prefer",
]
