"""How far off a day or a month is, in words."""

import datetime

_MONTHS_FROM, _YEARS_FROM = 75, 700
_YEARS_FROM_MONTHS = 24
_DAYS_A_MONTH, _DAYS_A_YEAR = 30.44, 365.25


def distance(days: int) -> str:
    """A number of days from today as people say it: "today", "in 12 days", "3 months ago".

    Up to ten weeks are said in days, up to two years in months, beyond in years, of which only whole ones count.
    """
    if days in _NEAR:
        return _NEAR[days]
    size = abs(days)
    if size < _MONTHS_FROM:
        words = f"{size} days"
    elif size < _YEARS_FROM:
        words = f"{int(size / _DAYS_A_MONTH)} months"
    else:
        words = f"{int(size / _DAYS_A_YEAR)} years"
    return f"in {words}" if days > 0 else f"{words} ago"


_NEAR = {0: "today", 1: "tomorrow", -1: "yesterday"}


def month_distance(first: datetime.date, last: datetime.date, today: datetime.date) -> str:
    """How far off a month, or a stretch of months, is: "this month", "in 3 months", "2 years ago"."""
    if first <= today <= last:
        return "this month" if (first.year, first.month) == (last.year, last.month) else "now"
    day = first if first > today else last
    months = 12 * (day.year - today.year) + day.month - today.month
    if abs(months) == 1:
        return "next month" if months > 0 else "last month"
    words = f"{abs(months)} months" if abs(months) < _YEARS_FROM_MONTHS else f"{abs(months) // 12} years"
    return f"in {words}" if months > 0 else f"{words} ago"
