"""Time zones as documents write them -> their names in the time zone database."""

import re

_ZONES = {
    "America/New_York": "et est edt eastern boston new-york",
    "America/Chicago": "ct cst cdt central",
    "America/Denver": "mt mst mdt mountain",
    "America/Los_Angeles": "pt pst pdt pacific",
    "America/Anchorage": "akst akdt",
    "Pacific/Honolulu": "hst",
    "Europe/London": "bst british london",
    "Europe/Paris": "cet cest",
    "Europe/Athens": "eet eest",
    "Asia/Tokyo": "jst",
    "UTC": "utc gmt z greenwich",
}
_BY_WORD = {word: zone for zone, words in _ZONES.items() for word in words.split()}
_EXTRA = re.compile(r"\b(?:us|standard|daylight|summer|mean|time)(?:\s|\Z)")


def zone_name(written: str) -> str | None:
    """The zone's name in the database, None where the words leave a doubt ("IST", "local time", an offset)."""
    words = _EXTRA.sub("", written.casefold().replace(".", "")).split()
    return _BY_WORD.get("-".join(words))
