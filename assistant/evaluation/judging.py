"""What an answer to a labelled question is worth, by fixed definitions, so that figures of any day can be compared."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.cases import Case, GivenAnswer, GivenCitation
from assistant.types import Outcome

_SHOWN = 3
_RANKED = 5


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer judged; a figure that says nothing about its question is None.

    ``quote_1`` and ``quote_3``: it is answered, and its first or one of its first three citations holds gold text.
    ``gold_f1``: word F1 in [0, 1] of the quoted against the gold text. ``document_1``: it is answered, and the first
    citation comes from a right document. ``recall_5`` and ``ndcg_5``: of the first five documents found, in [0, 1].
    ``words``: how many it quotes. ``supported``: the first three citations would have answered, if nothing were
    refused; false for a question without an answer. ``right``: it quotes what answers, or refuses what has no answer.
    """

    answered: bool
    quote_1: bool | None
    quote_3: bool | None
    gold_f1: float | None
    document_1: bool | None
    recall_5: float | None
    ndcg_5: float | None
    words: int | None
    supported: bool | None
    right: bool | None


def judge(case: Case, answer: GivenAnswer) -> Judgement:
    """The answer judged by the case's labels."""
    answered = answer.outcome is Outcome.ANSWERED
    shown = answer.citations[:_SHOWN] if answered else ()
    gold = case.gold if case.answerable else ()
    placed = case.answerable and bool(case.url or case.passages)
    recall, ndcg = _ranking(case, answer)
    return Judgement(
        answered=answered,
        quote_1=_quote(case, shown[:1]) if gold else None,
        quote_3=_quote(case, shown) if gold else None,
        gold_f1=_f1(" ".join(citation.quote for citation in shown), " ".join(gold)) if gold else None,
        document_1=_place(case, shown[:1]) if placed else None,
        recall_5=recall,
        ndcg_5=ndcg,
        words=sum(len(citation.quote.split()) for citation in shown) if answered else None,
        supported=_supported(case, answer),
        right=_right(case, shown, answered),
    )


def answer_case(case: Case, citations: Sequence[GivenCitation]) -> bool | None:
    """Whether one of the citations answers: by gold text, else by its document; None where the labels give neither."""
    if case.gold:
        return _quote(case, citations)
    return _place(case, citations) if case.url or case.passages else None


def _quote(case: Case, citations: Sequence[GivenCitation]) -> bool:
    return any(_holds_gold(citation.quote, case.gold) for citation in citations)


def _place(case: Case, citations: Sequence[GivenCitation]) -> bool:
    return any(_right_document(case, citation) for citation in citations)


def _supported(case: Case, answer: GivenAnswer) -> bool | None:
    if not case.answerable:
        return False
    shown = without_refusal(answer)
    return None if shown is None else answer_case(case, shown)


def without_refusal(answer: GivenAnswer) -> tuple[GivenCitation, ...] | None:
    """The first three citations as they would be shown if nothing were refused; None when that is not known."""
    if answer.outcome is Outcome.ANSWERED:
        return answer.citations[:_SHOWN]
    return None if answer.withheld is None else answer.withheld[:_SHOWN]


def _right(case: Case, shown: Sequence[GivenCitation], answered: bool) -> bool | None:
    if case.unanswerable:
        return not answered
    return answer_case(case, shown) if case.answerable else None


def _holds_gold(quote: str, gold: Sequence[str]) -> bool:
    """True when the quote contains a gold text, lies in the larger part of one, or has nearly all its words."""
    squeezed, quoted = squeeze(quote), _words(quote)
    for text in gold:
        wanted, words = squeeze(text), _words(text)
        if wanted and (wanted in squeezed or (squeezed in wanted and len(squeezed) >= 0.5 * len(wanted))):
            return True
        common = (Counter(words) & Counter(quoted)).total()
        if words and len(quoted) <= 3 * len(words) and common >= 0.85 * len(words):
            return True
    return False


def _right_document(case: Case, citation: GivenCitation) -> bool:
    """True when the citation comes from the case's page or from one of its passages."""
    same_page = (citation.url or "").split("#")[0].rstrip("/") == (case.url or "-").rstrip("/")
    return same_page or _stem(citation.doc_id) in map(_stem, case.passages)


def _ranking(case: Case, answer: GivenAnswer) -> tuple[float | None, float | None]:
    """Recall and nDCG of the first five different documents among the hits."""
    if not case.answerable or not case.passages or answer.hits is None:
        return None, None
    wanted = set(map(_stem, case.passages))
    most = min(_RANKED, len(wanted))
    found = [name in wanted for name in dict.fromkeys(_stem(hit.doc_id) for hit in answer.hits)][:_RANKED]
    gain = sum(1 / math.log2(rank + 2) for rank, hit in enumerate(found) if hit)
    return sum(found) / most, gain / sum(1 / math.log2(rank + 2) for rank in range(most))


def _f1(quoted: str, gold: str) -> float:
    got, wanted = Counter(_words(quoted)), Counter(_words(gold))
    common = (got & wanted).total()
    return 2 * common / (got.total() + wanted.total()) if common else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def squeeze(text: str) -> str:
    """The text's letters and digits alone, in lower case."""
    return "".join(_words(text))


def _stem(doc_id: str) -> str:
    """The name of the file without its folder and format."""
    return re.sub(r"\.(txt|md|html?|pdf|docx)$", "", doc_id.rsplit("/", 1)[-1])
