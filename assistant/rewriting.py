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
    r"(?:and|or|but|so|also|then|ok(?:ay)?|what about|really|yes|no|not)\b"
    r"|(?:i|we) (?:just |only |actually )?(?:meant?|was asking|am asking)\b"
    r"|i['’]?m (?:asking|talking|referring)\b|i am (?:talking|referring)\b"
    r"|(?:sorry|actually|i mean|rather),? ",
    re.IGNORECASE,
)
# These begin many a long question too that stands alone.
_SHORT_ELLIPSIS = re.compile(r"(?:how about|what if|why)\b", re.IGNORECASE)
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
# "Another question: are they refundable?" is announced, but can only be about what was said before.
_STILL_ABOUT_IT = re.compile(
    r"\s(?:on|about|regarding|concerning) (?:that|this|it|them|the same)\b"
    r"|\W*(?:(?:how \w+|what|when|where|why|who|how) )?"
    r"(?:is|are|was|were|do|does|did|can|could|will|would|should|must|has|have)"
    # Not "is it possible to", "does it take long to".
    r" (?:they\b|it\b(?! (?:[\w-]+ ){1,3}(?:to|that|if|for)\b))",
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
    oh sorry apologies helps helped""".split()
)
_CIVIL = _COURTESIES | frozenset(
    """i i'm i'll you your it it's its is that that's this was the a an so very really much many lot for to in advance
    of all my me and too most can could may will please help here there information info answer reply time again
    everyone morning afternoon evening day ah know now am have vielen besten muchas mucho beaucoup tanto mille por su
    tu vous pour le la helpful glad happy hear no nope nah u""".split()
)
# "Is it ok" and "can i see it" are of civil words too, but ask.
_ASKS_ABOUT_IT = re.compile(
    r"(?:^|[.,;:!] )(?:and |so |but |ok(?:ay)? )?"
    r"(?:(?:is|can|could|may|will) (?:it|that|this)\b|(?:can|could|may|will) (?:i|you)\b.* (?:it|that|this)\W*$)",
    re.IGNORECASE,
)
# "Could you help me?" and "I have a question." only announce what is asked beside them.
_FOR_HELP = re.compile(
    r"""(?:(?:so|and|but|well|please|also),?\s)*(?:
        (?:can|could|would|will)\s(?:you|u|anyone|someone|anybody|somebody)\s(?:(?:please|kindly|possibly|maybe)\s)*
        (?:help|assist|advise|clarify)(?:\s(?:me|us))?(?:\sout)?
        | (?:can|could|may|might)\s(?:i|we)\s(?:(?:please|just|quickly)\s)*ask\s(?:you\s)?(?:something|{questions})
        | (?:i|we)(?:\s(?:have|had|got)|['’]ve(?:\sgot)?|(?:\swould|['’]d)\slike\sto\sask(?:\syou)?)\s{questions}
        | i\sneed\s(?:some\s|your\s)?help
        | please\s(?:help|advise|assist)(?:\s(?:me|us))?
    )(?:,?\splease)?\W*""".replace(
        "{questions}",
        r"(?:a|one|some|two|three|a\sfew|a\scouple\sof)\s(?:(?:quick|small|short|simple|brief)\s)?questions?",
    ),
    re.IGNORECASE | re.VERBOSE,
)


def rewrite(question: Question) -> str:
    """The question without its courtesies and, where it leans on the conversation, what it follows in parentheses.

    The follow-up comes first, because it is what is asked; what it follows only says about what. Only what the
    applicant said is used as text: the answers in a history come from the client and may be forged. All that is read
    in them is whether the last one asked something back.
    """
    asked = without_courtesies(question.text)
    turns = [turn for turn in question.history if _is_about_something(turn.question)]
    if not turns or not (_replies(asked, turns[-1]) or (_says_something(asked) and _leans(asked))):
        return asked
    followed = _followed(asked, turns)
    return f"{asked} ({followed})" if followed else asked


def without_courtesies(text: str) -> str:
    """The text without greetings, thanks and the like; all of it where nothing else is said.

    Requests for help go too where something else is asked.
    """
    rest = _without_greeting(text)
    spans = _sentences(rest)
    kept = [sentence for sentence in spans if _says_something(sentence)]
    others = [sentence for sentence in kept if not _FOR_HELP.fullmatch(sentence)]
    if any(map(asks, others)):
        kept = others
    if len(kept) == len(spans):
        return rest or text
    return " ".join(kept) or text


def _without_greeting(text: str) -> str:
    greeting = _GREETING.match(text)
    return text[greeting.end() :] if greeting else text


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


def _says_something(text: str) -> bool:
    """Whether there is more in it than civil words; what asks always says something."""
    said = words(text)
    asks = "?" in text or _ASKS_ABOUT_IT.search(text)
    return bool(said) and (bool(asks) or _COURTESIES.isdisjoint(said) or not _CIVIL.issuperset(said))


def _is_about_something(text: str) -> bool:
    """Whether it says something and does not only ask for help."""
    spans = _sentences(_without_greeting(text))
    only_for_help = all(_FOR_HELP.fullmatch(sentence) or not _says_something(sentence) for sentence in spans)
    return _says_something(text) and not (spans and only_for_help)


def _followed(asked: str, turns: list[Turn]) -> str:
    """The question before and, where neither it nor the follow-up names its subject, the last one that does.

    Where it replied to what was asked back, the question that it settled stands before it.
    """
    earlier = [_asking_part(without_courtesies(turn.question)) for turn in turns]
    before = earlier[-1]
    if before == asked:
        return ""
    subject = next((text for text in reversed(earlier[:-1]) if not points_back(text) and terms(text)), "")
    if len(turns) > 1 and _replies(before, turns[-2]):
        return f"{subject if subject and _is_bare(earlier[-2]) else earlier[-2]} {before}"
    # A question of its own ("how many letters are needed?") needs no subject, and finds less with a wrong one.
    bare = len(set(terms(asked))) < 2 and _is_bare(before)
    if bare or ((_names_no_subject(asked) or _replies(asked, turns[-1])) and _names_no_subject(before)):
        return f"{subject} {before}".lstrip()
    return before


def _leans(text: str) -> bool:
    """Whether the question needs what was said before: it is short, elliptic, a correction, or points back."""
    if announced := _OTHER_SUBJECT.match(text):
        return bool(_STILL_ABOUT_IT.match(text, announced.end()))
    return len(set(terms(text))) < _SELF_CONTAINED_TERMS or points_back(text)


def asks(text: str) -> bool:
    """Whether it holds a question mark or begins as a question does."""
    return "?" in text or _ASKING.match(text) is not None


def points_back(text: str) -> bool:
    """Whether it begins as what goes on does ("and", "no"), or holds a word that points at something said."""
    short_ellipsis = _SHORT_ELLIPSIS.match(text) and len(set(terms(text))) < _SELF_CONTAINED_TERMS
    return bool(_ELLIPSIS.match(text) or short_ellipsis) or not _POINTING.isdisjoint(words(text))


def names_something(text: str) -> bool:
    """Whether it holds more than words that are in every sentence, and civil ones ("is that ok?")."""
    return bool(terms(text)) and not _CIVIL.issuperset(words(text))


def leans_on_the_part_before(text: str) -> bool:
    """Whether one of several questions asked at once needs the one before: it points back or names almost nothing."""
    return len(set(terms(text))) < _SUBJECTLESS_TERMS or points_back(text)


def _is_bare(text: str) -> bool:
    """Whether its subject is surely not in it: "and the deadline?", but not "what about grants for physicians?"."""
    return points_back(text) and len(set(terms(text))) < 2


def _tells_subject(text: str) -> bool:
    return bool(terms(text)) and not _names_no_subject(text)


def _names_no_subject(text: str) -> bool:
    return points_back(text) and len(set(terms(text))) <= _SUBJECTLESS_TERMS


def _replies(text: str, last: Turn) -> bool:
    """Whether the last answer asked something back and this, being no question, replies to it."""
    return last.answer.rstrip().endswith("?") and not asks(text)


def _asking_part(text: str) -> str:
    """The sentences that ask, without the story around them; the whole text where none does.

    Where they do not say what they are about ("Is that ok?"), the nearest sentence that tells something stays too.
    """
    spans = _sentences(text)
    asking = [place for place, sentence in enumerate(spans) if sentence.endswith("?")]
    asked = " ".join(spans[place] for place in asking)
    if asking and (len(set(terms(asked))) < 2 or _names_no_subject(asked)):
        told = [place for place, sentence in enumerate(spans) if place not in asking and _tells_subject(sentence)]
        # Of two that are as near, the one before: people tell first, then ask.
        nearest = min(told, key=lambda place: (abs(place - asking[0]), place), default=asking[0])
        asked = " ".join(spans[place] for place in sorted({nearest, *asking}))
    return asked or text
