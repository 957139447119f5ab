"""Which level of degree words name."""

import pytest

from assistant.degrees import levels
from assistant.language import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Ph.D. in Social Work", {"doctor"}),
        ("doctoral students", {"doctor"}),
        ("J.D. admissions", {"law"}),
        ("the LL.M. or the master’s", {"master"}),
        ("I am a freshman and want an MBA", {"bachelor", "master"}),
        ("undergraduate-admission", {"bachelor"}),
        ("the graduate school of arts and sciences", set()),
        ("first-year housing", set()),
    ],
)
def test_levels_are_told_from_words(text, expected):
    assert levels(words(text)) == expected
