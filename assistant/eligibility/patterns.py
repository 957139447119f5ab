"""How documents word who may apply: names of applicants, verbs of being and of doing, grants, denials, referrals."""

import re

_NOUNS = (
    "applicant candidate student fellow graduate undergraduate postgraduate trainee intern scholar researcher "
    "scientist physician doctor nurse teacher educator citizen national resident immigrant refugee person individual "
    "artist writer musician recipient holder owner member employee worker volunteer veteran parent woman man child "
    "adult learner senior junior sophomore freshman alumnus nominee entrant foreigner non-citizen speaker leader "
    "professional practitioner party campaign panel organization organisation group club charity nonprofit business "
    "company institution school team household employer"
).split()
_IRREGULAR = {
    "person": "people|persons",
    "woman": "women",
    "man": "men",
    "child": "children",
    "freshman": "freshmen",
    "alumnus": "alumni",
    "charity": "charities",
    "business": "businesses",
    "company": "companies",
    "party": "parties",
}
SINGULAR = {plural: noun for noun in _NOUNS for plural in _IRREGULAR.get(noun, f"{noun}s").split("|")} | {
    "alums": "alum",
    "imgs": "IMG",
    "fmgs": "FMG",
    "u.s. citizens": "U.S. citizen",
    "anyone": "anyone",
    "majors": "major",
}
PEOPLE = "|".join(sorted((re.escape(word) for word in [*_NOUNS, *SINGULAR]), key=len, reverse=True))
_GENERIC_NOUN = (
    r"(?:applicants?|candidates?|individuals?|persons?|people|nominees?|entrants?|anyone|everyone|students?|participants?|"
    r"those)"
)
_DETERMINERS = (
    r"(?:(?:all|every|each|the|an?|any|both|most|prospective|interested|potential|eligible|ideal|admitted|successful|"
    r"qualified|new|only|lead|our)\s+){0,3}"
)
_GENERIC = re.compile(
    rf"(?:you(?:\s+\([^()]{{1,40}}\))?|they|he|she|he\s+or\s+she|we|{_DETERMINERS}{_GENERIC_NOUN}"
    rf"(?:\s+(?:(?:applying\s+)?(?:to|for)\s+(?:the|this|our|these|any|an?|admission|[A-Z][\w.’']*)|who\s+(?:wish|want|intend)\s+to\s+"
    rf"(?:apply|enrol)|interested\s+in|seeking)\b.{{0,120}})?)",
    re.IGNORECASE | re.DOTALL,
)
_NAMES_PEOPLE = re.compile(rf"\b(?:{PEOPLE})\b", re.IGNORECASE)
_NAMES_KIND = re.compile(
    rf"(?:[\w.’'/&-]+\s+){{0,6}}(?:{'|'.join(sorted(map(re.escape, SINGULAR), key=len, reverse=True))})\b"
    rf"(?:$|\s*[(,/&]|\s+(?:and|or|under|over|with|without|who|whose|from|in|on|holding|seeking|applying)\b)",
    re.IGNORECASE,
)
FLAGS = re.IGNORECASE | re.DOTALL

OPENING = re.compile(
    r"[\s•*–—-]{0,6}(?:(?:please\s+note(?:\s+that)?|(?:important\s+)?note(?:\s+that)?|nb|important|yes|no|of\s+note|however|additionally|"
    r"in\s+addition(?:\s+to\s+[^,;:.]{3,120})?|moreover|alternatively|furthermore|also|finally|generally|in\s+general|normally|at\s+a\s+minimum|minimally)\b"
    r"[\s,.:;*–—-]{1,5}){0,3}",
    FLAGS,
)
LABELLED_OFFER = re.compile(
    r"(?P<offer>(?!(?:The|Our|This|Note|Important)\b)[A-Z][^.:;?!]{2,90}\b"
    r"(?:Scholarships?|Fellowships?|Awards?|Grants?|[Pp]rogram(?:me)?s?|Fund))\s*:\s+(?=\S)"
)
LABEL = re.compile(
    r"(?:eligibility(?:\s+(?:requirements?|criteria))?|(?:minimum\s+|admissions?\s+)?requirements?|qualifications?|prerequisites?)"
    r"\s*[:–—]\s{0,3}",
    FLAGS,
)
_AIM = (
    r"(?:be(?:come)?\s+an?\s+(?:eligible|qualified|successful)\s+\w+|be(?:come)?\s+(?:considered|eligible|admitted|accepted|qualified|awarded|granted|selected|invited)|qualify|apply|"
    r"make\s+(?:a|an)\s+\w+|register|claim|join|enrol+|gain\s+admission)"
)
PURPOSE = re.compile(
    rf"(?:in\s+order\s+)?to\s+{_AIM}\b[^,;:.]{{0,160}}?(?:,\s+|\s+(?=(?:you|applicants?|candidates?|students?)\s+(?:must|need)\b))|for\s+admission\b[^,;:.]{{0,80}},\s+",
    FLAGS,
)
PURPOSE_AFTER = re.compile(
    r"(?<!able)(?<!eligible)(?<!required)(?<!entitled),?\s+(?:in\s+order\s+)?to\s+(?:be\s+(?:considered|eligible|admitted|accepted)|qualify|apply|gain\s+admission)\b",
    FLAGS,
)
FOR_KIND = re.compile(
    rf"(?:(?:(?:only\s+)?for|as)\s+(?P<kind>(?:[\w.’'/-]+\s+){{0,5}}(?:{PEOPLE})\b[^,:;.]{{0,80}}?)\s*[,:]\s+)", FLAGS
)
IF_FIRST = re.compile(r"(?:if|where|when)\s+(?P<kind>(?:you|your)\b[^;:.]{3,200}?),\s+(?:then\s+)?", FLAGS)
_NOUN_PHRASE = r"(?:[^\W\d_][\w.’'/-]*\s+){0,7}?"
SUBJECT = (
    rf"(?P<subject>you(?:\s+\([^()]{{1,40}}\))?|they|he\s+or\s+she|(?!(?:your|our|their|his|its|this)\b){_NOUN_PHRASE}"
    rf"(?:{PEOPLE}|those|anyone|everyone|(?-i:[A-Z]{{2,6}}s))\b"
    rf"(?:\s*\([^()]{{1,60}}\))?"
    rf"(?:,?\s+(?=(?:\w{{2,12}}ly\s+)?(?:who|whose|that|which|with|without|to|from|in|of|for|under|over|aged|at|on|not|born|"
    rf"\w{{2,20}}ing|\w{{2,20}}ed)\b)(?:[^:;.]|\.(?=[\w,)]|\s[a-z(])){{1,320}}?)?)"
)
OTHER_SUBJECT = r"(?P<other>(?:your|the|an?|each|every|all|at\s+least|this)\s+(?:[\w’'%.-]+\s+){0,8}?[\w’'%.-]+)"
ADVERB = (
    r"(?:\s+(?:also|normally|usually|generally|typically|all|both|each|either|therefore|still|already|currently|"
    r"first)\b){0,4}"
)
MODAL = (
    r"(?P<modal>must|shall|should|(?:will\s+|would\s+)?needs?\s+to|(?:will\s+)?ha(?:ve|s)\s+to|(?:is|are|will\s+be)\s+(?:required|"
    r"expected)\s+to|(?:will\s+)?needs?(?=\s+(?:an?|the|at|one|two|\d|:)\b|\s*:)|(?:will\s+)?require(?=s?\s))"
)
REQUIRES = re.compile(rf"{SUBJECT}\s+{MODAL}{ADVERB}\b", FLAGS)
REQUIRES_OTHER = re.compile(rf"{OTHER_SUBJECT}\s+(?P<modal>must|need\s+to|has\s+to|have\s+to){ADVERB}\b", FLAGS)
MUST_WITHIN = re.compile(rf"[^;:]{{3,100}}?\b(?:you|applicants?|candidates?|students?)\s+must{ADVERB}\b", FLAGS)
IS_REQUIRED = re.compile(
    r"(?P<what>(?:an?|the|at\s+least|minimum|some|basic|prior|previous|completion|\d|[a-z]+)\b[^;:!?]{3,250}?)\s+(?:is|are)\s+"
    r"(?:also\s+|strictly\s+)?(?:required|expected|mandatory|necessary|needed)\b"
    r"(?!\s+(?:to\s+(?!apply|be\s+(?:selected|considered|admitted|eligible|accepted)|qualify|enrol)|by|of|when|if|that)\b)",
    FLAGS,
)
CANNOT = re.compile(rf"{SUBJECT}\s+(?:cannot|can\s+not|can['’]t|may\s+not)\b", FLAGS)
BARE_MODAL = re.compile(rf"(?P<modal>must){ADVERB}\b", FLAGS)

_APPLY = (
    r"(?:apply|be\s+(?:considered|eligible|admitted|accepted|awarded|able\s+to\s+(?:apply|claim|get))|claim|get|receive|qualify|"
    r"join|register|enrol+|make\s+an?\s+\w+|take\s+part|participate|become|hold|use)"
)
_TO_APPLY = rf"(?!\s+to\s+(?!{_APPLY}\b))(?:(?<=to)\s+{_APPLY}|(?<!to))"
GRANTS = re.compile(
    rf"{SUBJECT}\s+(?P<only>only\s+)?(?:(?:can|may|could|might)(?:\s+(?:only|also|still|now|usually|normally))*\s+{_APPLY}|"
    rf"(?:are|is|may\s+be|will\s+be|could\s+be|might\s+be)(?:\s+(?:only|also|still))*\s+(?:eligible|entitled|considered|able\s+to|"
    rf"allowed\s+to){_TO_APPLY}|qualif(?:y|ies))\b",
    FLAGS,
)
DENIES = re.compile(
    rf"{SUBJECT}\s+(?:(?:cannot|can\s+not|can['’]t|may\s+not|must\s+not|could\s+not)(?:\s+also)?\s+{_APPLY}|may\s+not\s+be\s+the\s+"
    rf"applicant|(?:may\s+.{{1,80}}\s)?but\s+may\s+not\s+be\s+the\s+applicant|(?:are|is|will)\s+not(?:\s+be)?\s+(?:eligible|entitled|"
    rf"considered|qualif\w+|accepted|admitted|allowed\s+to|able\s+to){_TO_APPLY}|(?:are|is)n['’]t\s+eligible|(?:are|is)\s+ineligible|"
    rf"(?:do|does)\s+not\s+qualify|won['’]t\s+(?:be\s+(?:eligible|considered)|qualify|get)|(?:don['’]t|doesn['’]t)\s+qualify)\b",
    FLAGS,
)
DENIES_LISTED = re.compile(
    r"(?:the\s+following|these)(?:\s+\w+){0,3}?\s+(?:cannot|can\s+not|may\s+not|are\s+not|are\s+ineligible)\b", FLAGS
)
ONLY_THEY = re.compile(
    rf"only\s+(?P<who>(?:[^;:.]|\.(?=\w|\s[a-z])){{3,200}}?)\s+(?:can|may|will|are|is)\s+(?:{_APPLY}|eligible|able|allowed|considered|accepted)\b",
    FLAGS,
)
OPEN_TO = re.compile(
    r"\b(?P<open>(?:is|are)\s+(?:only\s+)?(?:open|available|limited|restricted)(?:\s+only)?\s+(?:to|for)|"
    r"(?:is|are)\s+(?:only\s+(?:offered|awarded|given)|(?:offered|awarded|given)\s+only)\s+to|"
    r"(?:only\s+)?open\s+(?:only\s+)?to|(?:is|are)\s+(?:only\s+)?(?:(?:intended|reserved)\s+)?(?:exclusively\s+|solely\s+)?for|admits?\s+(?:as\s+\w+\s+\w+\s+)?only|"
    r"(?:who\s+(?:can|may)\s+apply|eligible\s+(?:applicants|candidates))\s*[:–—]|"
    r"applications?\s+(?:is|are)\s+(?:accepted\s+only|welcome(?:\s+only)?|only\s+accepted)\s+from)\s+(?P<who>[^;:]{3,300})",
    FLAGS,
)
ACCEPTS = re.compile(
    r"(?:we|the\s+(?:[\w&’'-]+\s+){0,6}?(?:program(?:me)?|committee|department|school|faculty|fellowship|university|office))\s+"
    r"(?:will\s+|can\s+|may\s+)?(?:only\s+|also\s+)?(?:accepts?|considers?|admits?|welcomes?|invites?|seeks?|(?:is|are)\s+(?:seeking|looking\s+for))\s+(?:only\s+)?(?:applications?\s+from\s+)?"
    r"(?P<who>(?:[\w’'-]+\s+){0,5}?(?:applicants?|candidates?|students?|individuals|those|graduates?|anyone|people|persons)\s+"
    r"(?:who|with|whose|that|holding|from)\b[^;:]{3,300})",
    FLAGS,
)
AWARD = re.compile(
    r"\b(?:programs?|programmes?|fellowships?|scholarships?|grants?|awards?|positions?|competitions?|prizes?|schemes?|"
    r"funds?|funding|bursar\w+|assistantships?|internships?|openings?|opportunit\w+|tracks?|courses?|enrolment|"
    r"enrollment|admission|membership|it|application|school)\b|\bThe\s+(?-i:[A-Z]{2,6})\b",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"[\s,(]+(?P<marker>(?:but\s+)?only\s+if|if|provided(?:\s+that)?|providing(?:\s+that)?|as\s+long\s+as|so\s+long\s+as|"
    r"on\s+condition\s+that|when|where(?=\s+(?:you|they)\b)|because(?=\s+either\b))\b[\s,:]*",
    FLAGS,
)
UNLESS = re.compile(r"[\s,(–—-]+(?P<marker>unless)\b[\s:]*", FLAGS)

DUTY = re.compile(
    r"(?:also\s+|still\s+)?(?:maintain|remain|continue|stay|plan\s+(?!to\b)|plan\s+on|agree\s+to|attend|participate|enrol+|register|take\s+part|"
    r"complete|be\s+(?:fully\s+|fully-?\s*)?(?:committed|mindful|present\s+(?:at|for)|on\s+time|able\s+to\s+attend))\b",
    FLAGS,
)
ADMITTED = re.compile(
    r"(?:the\s+|all\s+|any\s+|each\s+|every\s+)?(?:newly\s+)?(?:admitted|accepted|incoming|enrolled|matriculated|matriculating|current|"
    r"selected|continuing|new)\s+\w+|(?:the\s+|all\s+|our\s+)?(?:[\w-]+\s+){0,2}(?:fellows|interns|residents|trainees|awardees|volunteers|"
    r"faculty|employees|mediators?)\b",
    re.IGNORECASE,
)
THRESHOLD = re.compile(
    r"\b(?:bachelor|master|doctora|baccalaureate|associate)\S*\s+(?:[\w’']+\s+){0,3}degree|\bdegree\s+(?:from|in)\b|\ban?\s+(?:[\w-]+\s+){0,2}degree\b|\bminimum\b|"
    r"\bat\s+least\b|\bg\.?p\.?a\b|\bgrade\s+point\b|\b\w+\s+(?:\(\d+\)\s+)?years?[’']?\s+(?:of\s+)?(?:[\w-]+\s+){0,3}experience|"
    r"\bor\s+(?:higher|better|above|older)\b|\b(?:high\s+school\s+diploma|ged|citizen\w*|permanent\s+resident\w*)\b",
    re.IGNORECASE,
)
SCORES = re.compile(
    r"\b(?:gpa|grade\s+point|grades?|toefl|ielts|duolingo|det|pte|cambridge|gre|gmat|lsat|mcat|sat|act|usmle|age|experience|credits?|"
    r"degree|minimum|tests?|exams?|scores?)\b",
    re.IGNORECASE,
)
REQUIREMENTS_ARE = re.compile(
    r"(?:the\s+|our\s+)?(?:(?:minimum|basic|general|admissions?|entry|eligibility)\s+)?(?:requirements?|prerequisites?)\s+(?:for\s+[^.;:]{3,60}?\s+)?"
    r"(?:is|are|include)\s+(?P<what>(?:an?|at\s+least|completion|the)\s[^;:!?]{5,250})",
    re.IGNORECASE,
)
MINIMUM_IS = re.compile(
    r"(?:the\s+|our\s+|an?\s+)?(?:required\s+)?(?:minimum|required|cumulative)\s+[^.;:]{3,120}?\s+(?:is|are)\s+[^;:]{0,60}?\d",
    re.IGNORECASE,
)
LANGUAGE_TESTS = re.compile(r"\b(?:toefl|ielts|duolingo|det|pte|cambridge|eiken|itep|language\s+test)\b", re.IGNORECASE)
TYPICAL = re.compile(
    r"\b(?:(?<!point )(?<!grade )average|median|mean|typical\w*|preferred|recommended|"
    r"range|middle\s+50|fees?|tuition|deadlines?|due|cost|code|font|pages?|words|spaced|characters|narrative)\b|[$£€]",
    re.IGNORECASE,
)
STRONG = re.compile(
    r"\b(?:must|shall|(?:is|are|(?<!may\s)be)\s+required|(?:(?:is|are|be)\s+(?:\w+\s+)?)(?:in)?eligible|minimum|at\s+least|prerequisites?|"
    r"not\s+(?:be\s+)?(?:accepted|permitted|allowed|considered)|"
    r"(?:applicants?|candidates?|students?|you)\s+(?:will\s+|would\s+|also\s+)?(?:ha(?:ve|s)\s+to|needs?\s+(?:to|(?=an?\b|at\b)))\s*"
    r"(?=(?:be|have|hold|live|meet|get|pass|an?|at)\b)|"
    r"(?:applicants?|candidates?|you|students?)\s+(?:cannot|can\s+not|may\s+not)|expected\s+to\s+(?:have|be|hold)|should\s+(?:have|hold|be\s+(?:an?|at|able|enrolled)))\b|"
    r"(?<!not )(?<!the )\bonly\b(?=[^.;]{0,80}\b(?:apply|applicants?|candidates?|students?|citizens?|residents?|"
    r"eligible|accept\w*|consider\w*|admit\w*|those|graduates?)\b)",
    re.IGNORECASE,
)

STATE = re.compile(
    r"(?:not\s+)?(?:already\s+|currently\s+|also\s+|successfully\s+)?(?P<verb>be|have|hold|possess|meet|live|reside|own|"
    r"demonstrate|show\s+evidence|earn|study|work|speak|belong|qualify|pass|achieve|attain|obtain|come|maintain|complete|"
    r"intend|plan|satisfy|fulfil+|rank|score|score[ds]?|do|receive|graduate|specialise|specialize|major|get|fall|"
    r"commit|agree|exhibit|operate|represent|finish|undergo|fit|reach|pursue|lack)\b",
    FLAGS,
)
PAPERS = (
    r"(?:applications?(?!\s+(?:areas?|fields?))|forms?|transcripts?|letters?|r[eé]sum[eé]s?|cvs?|curriculum\s+vitae|essays?|"
    r"statements?|fees?|documents?|documentation|materials?|photos?|photographs?|recommendations?|references?|copies|copy|"
    r"portfolios?|writing\s+samples?|appointments?|interviews?|accounts?|e-?mails?|deposits?|checklists?|deadlines?|"
    r"questionnaires?|auditions?|report\s+cards?|passports?|proof|receipts?|invoices?|evaluations?|headshots?|recordings?|videos?|results?)"
)
ABOUT_PAPERS = re.compile(rf"\b{PAPERS}\b", re.IGNORECASE)
DOING = re.compile(
    rf"(?:not\s+)?(?:(?:already\s+|also\s+)?be\s+(?:able\s+to\s+(?:provide|submit|attend)|submitted|sent|received|uploaded|"
    rf"written|signed|formatted|completed|notified|contacted|responsible|sure|aware|advised|prepared|careful|asked|typed|"
    rf"mailed|emailed|paid|filled|scheduled|reviewed|made|given|in\s+contact|invited|charged|accompanied|used|found)\b|"
    rf"(?:have|get|obtain|receive|complete|show|demonstrate|do)\s+(?:[\w’'.-]+\s+){{0,6}}?{PAPERS}\b|"
    rf"provide\s+(?:[\w-]+\s+){{0,8}}?(?:scores?|evidence|proof|verification|information|evaluations?)\b|"
    rf"(?:[a-z]+\s+(?:and|or)\s+)?(?:submit|send|upload|provide\s+(?:[\w-]+\s+){{0,5}}?{PAPERS})\b|"
    rf"maintain\s+(?:contact|records?|insurance)\b|do\b|get\b(?!\s+(?:one|certain|an?\s+(?:gpa|score)))|"
    rf"have\s+(?:[\w’'.-]+\s+){{1,8}}?(?:sent|submitted|mailed|forwarded|uploaded)\b|"
    rf"agree\s+to\b|receive\s+(?:permission|approval|notification)|complete\s+(?:the|this|an?|all|your)\s+(?:online|following|"
    rf"required|form|registration|questionnaire)\b|work\s+with\b|meet\s+(?:with|the\s+deadline)|come\s+to\b)",
    FLAGS,
)
QUALITY = re.compile(
    r"\b(?:degrees?|bachelor\S*|master[’']s|[mb]\.\s?[as]|[mb]\.?(?:sc|ed|ba)\b|mba|doctorates?|doctoral\s+degree|ph\.?\s?d|"
    r"m\.?d\.?|diploma|ged|gpa|grade\s+point|grades?\s+of|average|"
    r"years?\s+of|experience|citizens?|citizenship|residents?|residency|nationals?|licen[cs]e\S*|licensure|certificat\S+|"
    r"certified|certifiable|enrolled|\(?\d{1,3}\)?(?:\s+[\w-]+){0,3}\s+credits?|minimum|at\s+least|ability|proficien\S+|"
    r"competence|command\s+of|age|aged|older|under|"
    r"fluen\S+|knowledge|background|status|admitted|full-time|part-time|score\s+of|major|prerequisites?|coursework|"
    r"courses\s+in|matriculat\S+|good\s+standing|eligib\w+|employed|completed|graduated|graduates?\s+of|baccalaureate|"
    r"permanent|income|financial\s+need|record)\b",
    re.IGNORECASE,
)
REFERS = re.compile(
    r"(?:^|[.;(]\s*|\bplease\s+|\bpage\s+|\byou\s+(?:should|can|may)\s+|\bmust\s+)(?:please\s+)?(?:see|visit|refers?\s+(?:applicants\s+)?to|sends\s+applicants\s+to|consult|check|"
    r"read|review|view|go\s+to|find\s+out|click)\b|\b(?:can\s+be\s+found|is\s+available|are\s+available|are\s+listed|"
    r"is\s+listed|are\s+described|are\s+in\s+the\s+(?:document|handbook|bulletin))\b",
    FLAGS,
)
ABOUT_RULES = re.compile(
    r"\b(?:eligib\w*|requirements?|criteria|rules?|qualif\w*|information|details?|conditions|website|page|guidelines?|"
    r"regulations?|licens\w+|visa)\b",
    re.IGNORECASE,
)
EXCEPTS = re.compile(
    r"(?<!\bno\s)\b(?:exempt(?:ed|ions?)?|waived?|waivers?|do(?:es)?\s+not\s+apply\s+to|not\s+required\s+of|case[\s-]by[\s-]case|"
    r"exceptions?|still\s+(?:apply|claim|be\s+eligible|eligible|qualify|get)|(?:might|may|could)\s+(?:also\s+|still\s+)?(?:be\s+)?"
    r"(?:able|eligible|substitut\w+)|counts?\s+as|equivalen(?:t|cy)\s+(?:may|will|is|are))\b",
    re.IGNORECASE,
)
NOT_NEEDED = re.compile(
    r"\(optional\)|\b(?P<before>(?:is|are)\s+(?:(?:not|never)\s+(?:required|needed|necessary|mandatory)|optional))\b|"
    r"\b(?:need\s+not|do(?:es)?(?:\s+not|n['’]t)\s+(?:need|have)\s+to|no\s+[\w\s-]{1,40}\s+(?:is|are)\s+(?:required|needed|"
    r"necessary))\b",
    re.IGNORECASE,
)
ADDS = re.compile(r"\b(?:also|still|alternatively|or\s+else|otherwise|instead)\b", re.IGNORECASE)
ANY_OF = re.compile(
    r"\b(?:any|either|one\s+of|one\s+or\s+more|at\s+least\s+one)\b[^.;]{0,60}$", re.IGNORECASE | re.DOTALL
)
ALL_OF = re.compile(
    r"\b(?:all|both|each|every|the\s+following\s+(?:must|requirements|criteria|conditions))\b[^.;]{0,100}$", FLAGS
)
ACTION = re.compile(
    r"(?:find|search|locate|bring|print|check|verify|provide\s+(?:us|the|an?|your|their|official)\b|submit|send|upload|apply|register|claim|enrol+|select|fill|pay|sign|schedule|contact|include|answer|use|take|log|create|click|"
    r"download|e-?mail|mail|write|request|read|review|follow|choose|list|indicate|attach|arrange|ensure|make|visit|attend|"
    r"complete|enter|go|call|note|see|file|name|mention|state|describe|explain|refer|allow|specify|notify|inform|report|return|wait|tell|give)\b",
    re.IGNORECASE,
)
OTHER_THING = re.compile(
    r"\b(?:other|another|different|extra|additional|up\s+to|more|refund|help|advice)\b", re.IGNORECASE
)
FINITE = re.compile(r"\b(?:is|are|was|were|will|may|can|must|should|does|do)\b", re.IGNORECASE)
STARTS_LIMIT = re.compile(
    r"(?:the\s+)?(?:minimum|required|cumulative|overall|gpa|applicants?|candidates?)\b", re.IGNORECASE
)
MEETS_UNNAMED = re.compile(
    r"(?:not\s+)?(?:meet|satisfy|fulfil+)\s+(?:all\s+|the\s+|any\s+|of\s+)*(?:certain|specific|additional|further|other|local|own|"
    r"general|eligibility|admissions?|program|university|school|department|minimum|applicable|relevant|basic)?\s*"
    r"(?:[\w-]+\s+){0,3}?(?:requirements?|criteria|conditions|standards?|rules?)\b(?!\s*:)",
    re.IGNORECASE,
)


def names_people(words: str) -> bool:
    """Whether the words name persons or bodies that could apply."""
    return _NAMES_PEOPLE.search(words) is not None


def names_kind(words: str) -> bool:
    """Whether the words are a name for several persons or bodies: "Transfer students", "Young people under 18"."""
    return _NAMES_KIND.match(" ".join(words.split())) is not None


def is_everyone(words: str) -> bool:
    """Whether the words name just any applicant: "you", "all applicants", "candidates for the fellowship"."""
    return _GENERIC.fullmatch(" ".join(words.split()).strip(" ,")) is not None
