"""Which level of degree words name: a doctorate, a law degree, a master's or a bachelor's."""

from collections.abc import Iterable, Mapping

_ABBREVIATIONS: Mapping[str, frozenset[str]] = {
    "doctor": frozenset("phd dphil edd dsw dma dba sjd jsd".split()),
    "law": frozenset({"jd"}),
    "master": frozenset("ma ms msc mba mfa mph mpa mps mst mse msed msw msl llm".split()),
    "bachelor": frozenset("ba bs bsc bfa bsw bsn".split()),
}
_WORDS: Mapping[str, frozenset[str]] = {
    "doctor": frozenset("phds doctorate doctorates doctoral".split()),
    "master": frozenset("master masters master's llms".split()),
    "bachelor": frozenset(
        "bachelor bachelors bachelor's undergraduate undergraduates undergrad undergrads freshman freshmen".split()
    ),
}

ABBREVIATIONS = frozenset().union(*_ABBREVIATIONS.values()) | {"llb", "md", "dds"}
"""What degrees are called for short, in lower case and without dots."""

_LEVELS = {word: level for named in (_ABBREVIATIONS, _WORDS) for level, held in named.items() for word in held}


def levels(words: Iterable[str]) -> frozenset[str]:
    """The levels that the words name, in lower case and without dots as `language.words` gives them; none is usual."""
    return frozenset(_LEVELS[word] for word in words if word in _LEVELS)
