"""How far off a day is, in words."""

_MONTHS_FROM, _YEARS_FROM = 75, 700
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
