"""How far off a day or a month is, in words."""

import datetime

_MONTHS_FROM = 75
_YEARS_FROM_MONTHS = 24
_HALF_A_MONTH = 15


def distance(day: datetime.date, today: datetime.date) -> str:
    """How far off a day is as people say it: "today", "in 12 days", "3 months ago".

    Up to ten weeks are said in days, up to two years in the nearest number of calendar months, beyond in years, of
    which only whole ones count.
    """
    days = (day - today).days
    if days in _NEAR:
        return _NEAR[days]
    if abs(days) < _MONTHS_FROM:
        return _told(days, "days")
    over, months = day.day - today.day, _months(day, today)
    nearest = months + (over > _HALF_A_MONTH) - (over < -_HALF_A_MONTH)
    if abs(nearest) < _YEARS_FROM_MONTHS:
        return _in_months(nearest)
    return _in_months(months - (over < 0) if months > 0 else months + (over > 0))


_NEAR = {0: "today", 1: "tomorrow", -1: "yesterday"}


def month_distance(first: datetime.date, last: datetime.date, today: datetime.date) -> str:
    """How far off a month, or a stretch of months, is: "this month", "in 3 months", "2 years ago"."""
    if first <= today <= last:
        return "this month" if (first.year, first.month) == (last.year, last.month) else "now"
    months = _months(first if first > today else last, today)
    if abs(months) == 1:
        return "next month" if months > 0 else "last month"
    return _in_months(months)


def _months(day: datetime.date, today: datetime.date) -> int:
    return 12 * (day.year - today.year) + day.month - today.month


def _in_months(months: int) -> str:
    if abs(months) < _YEARS_FROM_MONTHS:
        return _told(months, "months")
    return _told(months // 12 if months > 0 else -(-months // 12), "years")


def _told(number: int, unit: str) -> str:
    return f"in {number} {unit}" if number > 0 else f"{-number} {unit} ago"
