"""The words around a date -> what it is the date of, or that it is no date for applicants at all."""

import re
from collections.abc import Iterator, Sequence

from assistant.timeline.items import Event


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE | re.VERBOSE)


_G = r"[^\S\n]{1,3}"
_SPACE = r"[^\S\n]{0,3}"
_THE = rf"(?:{_G}(?:the|our|its|their))?"

# What applicants and students hand in, pay, use or do.
_TASK = r"""(?:appl(?:y|ies|ied|ying|icants?|ications?)|regist(?:er|ers|ered|ering|rations?)
  |enrol(?:l|ls|led|ling|lments?|ments?)?
  |submi(?:t|ts|tted|tting|ssions?)|nominat(?:e|ed|ing|ions?)|proposals?|bids?|bidding|deposits?|pay|paid|payments?|fees?|tuition
  |scholarships?|financial|fafsa|profile|housing|forms?|documents?|documentation|materials?|transcripts?|letters?
  |recommendations?|abstracts?|essays?|requests?|petitions?|withdraw(?:al|als|n|ing)?|drop|waivers?|auditions?|portfolios?
  |rsvp|tickets?|surveys?|admissions?|thesis|theses|dissertations?|portal|posting|returned?
  |upload(?:ed)?|complete[ds]?|postmarked
  |received|send|sent|accept(?:ed|ing)?|confirm(?:ed)?|respond|reply|decline|file|filed|selection|entries|competition|funding
  |grants?|awards?|cycle|period|window|round|consideration|order(?:s|ed)?|opt|claim|report(?:s|ed)?
  |contact|vote|voting|sign)"""
# What opens rather than begins.
_OPENED = r"""(?:applications?|registrations?|submissions?|nominations?|bidding|enrol(?:l)?ments?|housing|portal|window
  |selection|voting|sign-?ups?|admissions?|filing)"""
_TASKED = _pattern(rf"\b{_TASK}\b")
_DUTY = _pattern(
    rf"""\b(?:must|should|shall|need(?:s)?{_G}to|ha(?:ve|s){_G}to|required|requires|please|encouraged|advised|recommended|asked
    |expected|you{_G}(?:can|may|will)|(?:can|may|will|could|might){_G}be|can|may|could|you)\b"""
)

_ALLOWED = _pattern(
    rf"""\b(?:can|may|could|able{_G}to|eligible{_G}to|(?:will|are|is){_G}(?:be{_G})?accepted|accept(?:s|ing)?|apply|submit|register|must|pay
      |enrol(?:l)?)\b"""
)
_CLOSES = _pattern(
    rf"""\b(?:deadlines?|due(?!{_G}to\b)|clos(?:es?|ing)\b(?!{_G}(?:ceremon|remarks|reception|session|event))
      |last{_G}(?:day|date|chance){_G}(?:to|for|of{_G}(?:add|drop|regist|withdraw|appl))|final{_G}(?:day|date){_G}(?:to|for)
      |cut(?:-|{_G})?off
      |(?:application|registration|submission|bidding|enrolment|enrollment|nomination|portal|period|window|voting|add/drop)s?
       {_G}(?:period{_G}|window{_G}|portal{_G})?(?:(?:is|are|was|were|will{_G}be|will){_G})?(?:closed?|ends?|ended)
      |(?:applications?|registrations?)\b[^.;|\n]{{0,60}}{_G}closed{_G}on
      |must{_G}(?:all{_G})?(?:be|have{_G}been|have){_G}(?:received|submitted|postmarked|completed|arrived|paid|uploaded|filed|signed
        |returned|made|turned{_G}in)
    )\b"""
)
_OPENS = _pattern(
    rf"""\b(?:(?<!remain[ ])(?<!remains[ ])(?<!kept[ ])(?:opens?|opening)\b
       (?!{_G}(?:house|to|hours|ceremon|reception|night|enrol|positions?|jobs?|access))
      |{_OPENED}(?:{_G}(?:period|window|portal|process|form|system|cycle))?{_G}(?:(?:will|is|are|can|may){_G})?(?:be{_G})?
       (?:begins?|starts?|launch(?:es)?|accepted)|opened(?={_G}on\b)
      |(?<!not[ ])accept(?:s|ing)?{_G}applications|(?:begin|start)s?{_G}(?:accepting|reviewing{_G}applications)
      |(?:applications?|forms?|materials?|portal|registrations?|books)\b[^.;|\n]{{0,40}}{_G}available(?!{_G}(?:until|till|by|through|for))
      |available{_G}(?:from|beginning|starting|as{_G}of)
      |can{_G}(?:begin|start){_G}(?:to{_G})?(?:apply|submit|regist)\w{{0,8}}
    )\b"""
)
_HAPPENS = _pattern(
    rf"""\b(?:interviews?|orientations?|first{_G}(?:day|class)|last{_G}(?:day|class|session)
      |mov(?:e|ing)[- ]?(?:in|out)|check[- ]?in|(?<!early[ ])(?<!regular[ ])(?<!rolling[ ])decisions?
      |notif(?:y|ied|ications?)|announce(?:d|ments?)?|results?|match(?:ing)?{_G}(?:day|results?|takes?|will)|commencement
      |graduation|convocation|ceremon(?:y|ies)|exam(?:s|ination|inations)?|finals|break|recess|holidays?|reading{_G}days?
      |webinars?|(?:info|information){_G}sessions?|open{_G}house|workshops?|seminars?|conferences?|symposium|receptions?|retreat
      |classes|instruction|lectures?|trips?|arriv(?:e|al)s?|departures?|begins?|starts?|ends?|(?:start|end){_G}date|held
      |takes?{_G}place|occurs?|scheduled|meets?|hear{_G}(?:back|from)|released|posted|schedules|tours?|visits?|closed|weekend
      |panel{_G}review|reviewed|(?:application|admission|registration|enrollment|submission|nomination)s?{_G}(?:period|window)|finalists?|awards?{_G}(?:made|announced)|semester|resumes?|save{_G}the{_G}date|available(?!{_G}(?:until|till|by|through|for))|reopens?|offered|dates?(?=\W{{0,4}}\Z))\b"""
)
_HAPPENS_AT = _pattern(
    rf"""\b(?:begins?|starts?|starting|ends?|ending|held|takes?{_G}place|occurs?|scheduled|meets?|dates?)
    (?:{_G}(?:on|in|at|from|for|between))?{_THE}\W{{0,3}}\Z"""
)
_MAY_HAPPEN = _pattern(
    r"""\b(?:residenc(?:y|ies)|courses?|terms?|session|quarter|academic\syear|program(?:me)?s?|fellowships?|cohorts?|immersions?
      |travel|grades?|panel|review|events?|internships?|training|competition|reports?|payments?)\b"""
)
# That prose speaks of what is to come or comes round, and not of what was.
_TO_COME = _pattern(
    rf"""\b(?:will|shall|is{_G}(?:scheduled|held|expected)|are{_G}(?:scheduled|held|expected|made|sent|released|notified|announced
      |reviewed|informed)|begins?|starts?|ends?|runs?|occurs?|takes?{_G}place|opens?|closes?|meets?|returns?|must|should|sends?
      |receives?|announces?|scheduled|upcoming|to{_G}be{_G}held|arrive|join{_G}us|attend|save{_G}the{_G}date|available(?!{_G}(?:until|till|by|through|for))|resumes?)\b"""
)
_WAS = _pattern(
    rf"""\b(?:was|were|had|been|joined|founded|established|served|graduated|published|launched|earned|became|began|moved|held|won
      |awarded|named|appointed|retired|enacted|created|introduced|died|born|worked|led|hosted|celebrated|participated|attended
      |spent|visited|spoke|presented|wrote|elected|took{_G}place|arrived|started|came|went|built|added|merged|signed|passed
      |expanded|renamed|changed|taught|studied|ordained|dedicated|approved|announced|adopted|opened|acquired|received|gave)\b"""
)

_CLOSE_AT = _pattern(
    rf"""\b(?:by|until|till|before|on{_G}or{_G}before|prior{_G}to|no{_G}later{_G}than|not{_G}later{_G}than|up{_G}to|extended{_G}to|through|thru)
    (?:{_G}(?:or{_G}before|about|around|approximately|early|late|mid|the{_G}(?:end|beginning|first|last|middle){_G}of|end{_G}of
    |close{_G}of{_G}business|the{_G}following))?-?{_THE}{_G}?(?:on{_G})?[(“"]?\Z"""
)
_BY = _pattern(rf"\b(?:by|no{_G}later{_G}than|not{_G}later{_G}than|on{_G}or{_G}before|until|till)\b[^.;|]{{0,25}}\Z")
_OPEN_AT = _pattern(
    rf"""\b(?:from|beginning|starting|commencing|as{_G}early{_G}as|on{_G}or{_G}after|opened|between)
    (?:{_G}(?:in|on|at|about|around|early|late|mid))?{_THE}{_G}?\Z"""
)
_LASTS = _pattern(
    rf"\b(?:runs?|lasts?|held|takes?{_G}place|meets?|occurs?)(?:{_G}[\w-]{{1,20}})?{_G}(?:from|between)\s\Z"
)
_TOO_LATE = _pattern(rf"\b(?:received|submitted|postmarked|completed|filed){_G}(?:on{_G}or{_G})?after{_THE}{_G}?\Z")
_BEGINNING = _pattern(
    rf"\A\W{{0,3}}(?:beginning|starting|as{_G}of|from|on{_G}or{_G}after|effective)(?:{_G}(?:in|on))?\W{{0,3}}\Z"
)
_ANSWERED = _pattern(
    rf"""\b(?:notif(?:ied|ies|ication|ications)|will{_G}notify|(?<!early[ ])(?<!regular[ ])(?<!rolling[ ])
       (?<!your[ ])(?<!your[ ]final[ ])decisions?
      |inform(?:s|ed)?|announce[ds]?|announcements?|results?|hear(?:s)?{_G}(?:back|from)
      |released?|posted|review(?:s|ed)?|invited|selected|offers?{_G}(?:are|will)|award(?:s|ed|ees)?{_G}(?:are|will|notif)
      |learn|we(?:{_G}(?:usually|typically|generally|normally|will|aim{_G}to|expect{_G}to)){{0,2}}{_G}(?:finish|send|review|make
        |announce|release|notify|complete|mail|issue))\b"""
)

# Dates that are no event for applicants: what a rule counts from, when a page was written, a bearer of a name.
_NO_EVENT_BEFORE = _pattern(
    rf"""(?:\b(?:updated|revised|modified|effective|adopted|amended|dated|enacted|born|founded|established|since|est\.|copyright
      |circa|valid|expires?|expired|retrieved|accessed|printed|version|as{_G}of|graduation{_G}dates?{_G}of
      |(?<!are[ ])(?<!is[ ])(?<!be[ ])(?<!ly[ ])(?:reviewed|published|posted|approved|issued)
      |(?:communications?|memos?|e-?mails?|messages?)(?:{_G}sent)?)
      (?:{_G}(?:on|in|as{_G}of|date|through|until|from))?{_THE}\W{{0,4}}
    | ©\W{{0,3}}
    | (?:taken|earned|obtained|occurring|incurred|awarded|conferred|admitted|matriculated|matriculating|hired
      |graduated|graduating|enrolled|entering|purchased|born|entered|completed|activities|delivered|rendered
      |services{_G}received|made)
      {_G}(?:on|in|before|after|between|since|from|during|prior{_G}to|on{_G}or{_G}(?:after|before)){_THE}{_G}?
    | \b(?:semester|term|session|spring|summer|fall|autumn|winter){_SPACE}\(
    | \b(?:not|cannot|can['’]t|won['’]t|don['’]t)\b[^.;|]{{0,80}}\b(?:until|till){_G}(?:[^\s.;|]{{1,20}}{_G}){{0,3}}
    | \b(?:section|act|law|regulations?|code|public{_G}law|no\.|vol\.?|issue|class{_G}of|version){_G}(?:of{_G})?
    )\Z"""
)
_NOT_HELD = _pattern(rf"\b(?:no|not|never|none)\b(?!{_G}later)[^.;|]{{0,80}}\Z")
_OF_TESTS = _pattern(
    r"\b(?:TOEFL|IELTS|Duolingo|PTE|DET|LSAT|GRE|GMAT|USMLE|JD-Next|scores?|accredited|accreditation|compliance)\b[^.;|]{0,60}\Z"
)
_MUST_BE = _pattern(rf"\b(?:must|should|need(?:s)?{_G}to|ha(?:ve|s){_G}to|required{_G}to|please)\b[^.;|]{{0,80}}\Z")
_ASKS = _pattern(rf"\b(?:must|should|please|need(?:s)?{_G}to|ha(?:ve|s){_G}to|required{_G}to)\b")
_SUPPOSED = _pattern(
    rf"""\b(?:if|unless|in{_G}case|for{_G}(?:an?|any|all|those|each|every)?{_SPACE}[\w-]{{1,20}}(?:{_G}[\w-]{{1,20}})?{_G}(?:that|who|which|whose))\b
    (?![^,;|]*\b(?:open|opens|deadline)\b)[^,;|]*\Z"""
)
_DATED_COLUMN = _pattern(
    rf"\b(?:decisions?|notifications?|interviews?|meetings?|start|response|announcement){_G}dates?\b"
)
_LIMIT = _pattern(
    rf"\b(?:must|due|deadlines?|required{_G}to|ha(?:ve|s){_G}to|need(?:s)?{_G}to|shall|no{_G}later{_G}than)\b"
)
_FOR_EXAMPLE = _pattern(rf"\b(?:for{_G}(?:example|instance)|e\.g\.|i\.e\.|such{_G}as|suppose|imagine)")
_NOT_NOW = _pattern(
    rf"""\A\W{{0,3}}(?:(?:(?:our|a|brief|program|latest|recent|in{_G}the|alumni|faculty|student){_G}){{0,3}}
      (?:news|press|publications?|biograph(?:y|ies)|bios?|history|archives?|stories)\b(?!{_G}(?:\(|department|major|program))
      |past{_G}(?:events|winners|recipients|speakers|deadlines)|in{_G}memoriam|obituar(?:y|ies)|about{_G}the{_G}author
      |references\W{{0,3}}\Z|bibliography|copyright|recent{_G}scholarship|honors{_G}and{_G}awards)"""
)
_CALENDAR = _pattern(
    rf"""\b(?:deadlines?|(?:important|key|critical|upcoming|other|save{_G}the){_G}dates?|calendar|time-?line|schedule|dates)\b"""
)
_DATED_STEP = re.compile(r"\s{0,2}(?::|[-–—]\s)\W{0,6}[^\W\d_]")
_STEP_BEFORE = _pattern(r"[\W_]{0,6}(?:(?:phase|step|round|week|session|stage|part|lecture)\s\w{1,3}\s?[-–—:]\s?)?")
_CLAUSE = re.compile(r"[;|•]|\s[-–—]\s|\.\s|\n")
_LEADING = re.compile(r"(?:[\W_]|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b){0,40}", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EXTENT_WORDS = 120


def is_past_section(headings: Sequence[str]) -> bool:
    """Whether headings announce what was: news, history, lives, publications."""
    return any(_NOT_NOW.search(heading) for heading in headings)


def is_no_event(before: str) -> bool:
    """Whether the words right before a date make it one of a condition, a rule, a law, a page or a life."""
    before = before[-_EXTENT_WORDS:]
    if _SUPPOSED.search(before):
        return True
    found = _NO_EVENT_BEFORE.search(before)
    return found is not None and not _MUST_BE.search(before[: found.end()])


def is_not_held(before: str) -> bool:
    """Whether the words before a date deny that something takes place, or make it one of a test's or a licence's."""
    before = before[-_EXTENT_WORDS:]
    return _NOT_HELD.search(before) is not None or _OF_TESTS.search(before) is not None


def is_example(sentence: str) -> bool:
    """Whether the sentence supposes something rather than says it."""
    return _FOR_EXAMPLE.search(sentence) is not None


def is_history(sentence: str) -> bool:
    """Whether prose tells of what was and holds nothing that is to come or to be done."""
    return _WAS.search(sentence) is not None and not (_TO_COME.search(sentence) or _DUTY.search(sentence))


def speaks_of_coming(sentence: str) -> bool:
    """Whether prose says that something is to come."""
    return _TO_COME.search(sentence) is not None


def is_calendar(heading: str) -> bool:
    """Whether a heading announces dates."""
    return _CALENDAR.search(heading) is not None


def has_task(words: str) -> bool:
    """Whether the words speak of something that applicants or students do."""
    return _TASKED.search(words) is not None


def direct_event(before: str, after: str) -> Event | None:
    """The event that the preposition right before a date tells, together with what is done by or from then."""
    both = f"{before} {after}"
    if _TOO_LATE.search(before):
        return Event.CLOSES
    if _CLOSE_AT.search(before):
        if _answers(before):
            return Event.HAPPENS
        if _CLOSES.search(before):
            return Event.CLOSES
        return Event.CLOSES if has_task(both) and (_BY.search(before) or _DUTY.search(both)) else None
    if _OPEN_AT.search(before) or _BEGINNING.search(before):
        if _answers(before):
            return Event.HAPPENS
        if _LASTS.search(before) or (before.endswith("between ") and _HAPPENS.search(before)):
            return Event.HAPPENS
        return Event.OPENS if has_task(both) and (_ALLOWED.search(both) or _OPENS.search(both)) else None
    return None


def _answers(before: str) -> bool:
    """Whether it is the program that answers by or from a date, not the applicant who acts."""
    answers = [found.start() for found in _ANSWERED.finditer(before)]
    asks = [found.start() for found in (*_CLOSES.finditer(before), *_ASKS.finditer(before))]
    return bool(answers) and answers[-1] > max(asks, default=-1)


def named_event(before: str, after: str) -> Event | None:
    """The event that is named nearest to a date: before it in the same clause, else after it, else farther before."""
    near = _last_clause(before)
    first = _first_clause(after)
    if _CLOSES.search(near) and _answers(near):
        return Event.HAPPENS
    if event := _strong(near, last=True):
        return event
    if _HAPPENS_AT.search(near):
        return Event.HAPPENS
    return _strong(first, last=False) or _strong(before, last=True) or _strong(after, last=False)


def happens(words: str) -> bool:
    """Whether the words name something that takes place on a day."""
    return _HAPPENS.search(words) is not None


def is_bare_date_label(header: str) -> bool:
    """Whether a column's header says only that dates stand below."""
    return header.strip().casefold() in ("date", "dates", "date:", "when")


def is_dated_step(before: str, after: str) -> bool:
    """Whether a date stands beside the words that name it, as in "May 5: Reader assigned" or "Phase 1: May 5: …"."""
    return (
        _DATED_STEP.match(after) is not None and _STEP_BEFORE.fullmatch(before) is not None and not _WAS.search(after)
    )


def may_happen(words: str) -> bool:
    """Whether the words name something that has a day, or something else of the same name."""
    return _MAY_HAPPEN.search(words) is not None


def strong_event(label: str) -> Event | None:
    """What the words say that opens or closes, the last of them deciding."""
    return _strong(label, last=True)


def column_events(head: str) -> tuple[list[Event], bool]:
    """The events of a table's columns, in order, where its header has run together with its rows.

    The second value is True where a column is surely one, being called a date.
    """
    head = _RUN_TOGETHER.sub(" ", head)
    dated = [(found.end(), Event.HAPPENS) for found in _DATED_COLUMN.finditer(head)]
    return [event for _, event in sorted([*_cues(head), *dated])], bool(dated)


def limit_event(before: str, around: str) -> Event | None:
    """The event of a time limit, "within 10 days of …": something to be done by somebody, or that opens."""
    if _strong(_last_clause(before), last=True) is Event.OPENS:
        return Event.OPENS
    return Event.CLOSES if _LIMIT.search(around) and not _ANSWERED.search(around) else None


def _strong(words: str, *, last: bool) -> Event | None:
    words = _RUN_TOGETHER.sub(" ", words)
    found = sorted(_cues(words))
    return found[-1 if last else 0][1] if found else None


def _cues(words: str) -> Iterator[tuple[int, Event]]:
    for event, cue in ((Event.CLOSES, _CLOSES), (Event.OPENS, _OPENS)):
        for found in cue.finditer(words):
            yield found.end(), event


def _last_clause(words: str) -> str:
    cuts = [found.end() for found in _CLAUSE.finditer(words)]
    kept = [words[cut:] for cut in reversed(cuts) if words[cut:].strip(" \t-–—:|")]
    return kept[0] if kept else words


def _first_clause(words: str) -> str:
    begin = _LEADING.match(words)
    words = words[begin.end() if begin else 0 :]
    cut = _CLAUSE.search(words)
    return words[: cut.start()] if cut else words
