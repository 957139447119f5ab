"""A question and its conversation -> a question that stands alone, in the applicant's own words."""

import re

from assistant.language import sentences, terms, words
from assistant.types import Question, Turn

# Words that point back at something said before; in a question that is itself long, only these do so reliably,
# since "that", "there" and "one" mostly point into the question itself.
_POINTING = frozenset(
    """he him his she her hers it its they them their theirs this these those other others another same such
    else""".split()
)
_ELLIPSIS = re.compile(
    r"(?:and|or|but|so|also|then|ok(?:ay)?|what about|how about|what if|why|really|yes|no|not)\b"
    r"|(?:i|we) (?:just |only |actually )?(?:meant?|was asking|am asking)\b"
    r"|i['’]?m (?:asking|talking|referring)\b|i am (?:talking|referring)\b"
    r"|(?:sorry|actually|i mean|rather),? ",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(
    r"(?:(?:and |now |i have |just )*(?:a |an |one )?"
    r"(?:different|another|new|unrelated|separate|other) (?:question|topic|subject|matter)"
    r"|on (?:a different|another) (?:note|topic|subject)|(?:something|anything) else(?: entirely)?\s*[:,.-]"
    r"|chang(?:e|ing) (?:of |the )?(?:subject|topic))",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|am|do|does|did|can|could|may|might|must|shall"
    r"|should|will|would|has|have|had|tell|explain|describe|show|list|give)\b",
    re.IGNORECASE,
)
_SELF_CONTAINED_TERMS = 7
# A follow-up that points back and holds at most so many terms ("and for them?") does not say what it is about.
_SUBJECTLESS_TERMS = 3

_GREETING = re.compile(
    r"""\W*(?:
        (?:hi|hello|hey|hiya|greetings|good\s(?:morning|afternoon|evening|day))(?:\s(?:there|all|everyone|team|sir|madam))*
        | dear\s[^,:!?]{1,40}(?=[,:])
        | hola | buen[oa]s(?:\s(?:d[ií]as|tardes|noches))? | ol[áa] | bom\sdia | boa\s(?:tarde|noite)
        | bonjour | bonsoir | salut | guten\s(?:tag|morgen|abend) | hallo | gr(?:ü|ue)(?:ß|ss)\sgott
        | ciao | buongiorno | buonasera | goedemorgen | goedemiddag | goedendag | namaste | namaskar | merhaba | selam
        | xin\sch[àa]o | dzie[ńn]\sdobry | здравствуйте | добрый\s(?:день|вечер) | привет | ni\s?hao
        | (?:as[\s-]?)?salaa?mu?\s?alai?kum | नमस्ते(?:\sजी)? | 안녕하세요 | السلام\sعليكم | مرحبا | سلام
    )(?![\w-])[\s,.!:;،-]*
    |\W*(?:您好|你好|こんにちは)[\s,.!:;，。！、]*""",
    re.IGNORECASE | re.VERBOSE,
)
# A sentence of civil words alone, a courtesy among them, says nothing that could be searched.
_COURTESIES = frozenset(
    """hi hello hey hola bonjour salut hallo namaste ciao merhaba thanks thank thx ty cheers gracias merci danke grazie
    obrigado obrigada dziękuję teşekkürler спасибо धन्यवाद 谢谢 謝謝 ありがとう 감사합니다 شكرا great good nice cool
    perfect awesome wow interesting ok okay fine alright yes yeah yep sure see got understood appreciate welcome bye
    oh sorry apologies""".split()
)
_CIVIL = _COURTESIES | frozenset(
    """i i'm i'll you your it it's its is that that's this was the a an so very really much many lot for to in advance
    of all my me and too most can could may will please help here there information info answer reply time again
    everyone morning afternoon evening day ah know now am have vielen besten muchas mucho beaucoup tanto mille por su
    tu vous pour le la helpful glad happy hear""".split()
)


def rewrite(question: Question) -> str:
    """The question without its courtesies and, where it leans on the conversation, what it follows in parentheses.

    The follow-up comes first, because it is what is asked; what it follows only says about what. Only what the
    applicant said is used as text: the answers in a history come from the client and may be forged. All that is read
    in them is whether the last one asked something back.
    """
    asked = without_courtesies(question.text)
    turns = [turn for turn in question.history if _says_something(turn.question)]
    if not turns or not (_replies(asked, turns[-1]) or (_says_something(asked) and _leans(asked))):
        return asked
    followed = _followed(asked, turns)
    return f"{asked} ({followed})" if followed else asked


def without_courtesies(text: str) -> str:
    """The text without greetings, thanks and the like; all of it where nothing else is said."""
    greeting = _GREETING.match(text)
    rest = text[greeting.end() :] if greeting else text
    spans = [rest[start:end] for start, end in sentences(rest, 0, len(rest))]
    kept = [sentence for sentence in spans if _says_something(sentence)]
    if len(kept) == len(spans):
        return rest or text
    return " ".join(kept) or text


def _says_something(text: str) -> bool:
    """Whether there is more in it than civil words; what asks always says something."""
    said = words(text)
    return bool(said) and ("?" in text or _COURTESIES.isdisjoint(said) or not _CIVIL.issuperset(said))


def _followed(asked: str, turns: list[Turn]) -> str:
    """The question before and, where neither it nor the follow-up names its subject, the last one that does.

    Where it replied to what was asked back, the question that it settled stands before it.
    """
    earlier = [_asking_part(without_courtesies(turn.question)) for turn in turns]
    before = earlier[-1]
    if before == asked:
        return ""
    if len(turns) > 1 and _replies(before, turns[-2]):
        return f"{earlier[-2]} {before}"
    if _names_no_subject(asked) and _names_no_subject(before):
        subject = next((text for text in reversed(earlier[:-1]) if not _points_back(text) and terms(text)), "")
        return f"{subject} {before}".lstrip()
    return before


def _leans(text: str) -> bool:
    """Whether the question needs what was said before: it is short, elliptic, a correction, or points back."""
    if _OTHER_SUBJECT.match(text):
        return False
    return len(set(terms(text))) < _SELF_CONTAINED_TERMS or _points_back(text)


def _points_back(text: str) -> bool:
    return bool(_ELLIPSIS.match(text)) or not _POINTING.isdisjoint(words(text))


def leans_on_the_part_before(text: str) -> bool:
    """Whether one of several questions asked at once needs the one before: it points back or names almost nothing."""
    return len(set(terms(text))) < _SUBJECTLESS_TERMS or _points_back(text)


def _names_no_subject(text: str) -> bool:
    return _points_back(text) and len(set(terms(text))) <= _SUBJECTLESS_TERMS


def _replies(text: str, last: Turn) -> bool:
    """Whether the last answer asked something back and this, being no question, replies to it."""
    return last.answer.rstrip().endswith("?") and "?" not in text and not _ASKING.match(text)


def _asking_part(text: str) -> str:
    """The sentences that ask, without the story around them; the whole text where none does."""
    spans = [text[start:end] for start, end in sentences(text, 0, len(text))]
    return " ".join(sentence for sentence in spans if sentence.endswith("?")) or text
