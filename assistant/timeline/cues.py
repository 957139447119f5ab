"""The patterns by which the words around a date are told: what opens, closes, happens, or is no event."""

import re


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE | re.VERBOSE)


_G = r"[^\S\n]{1,3}"
_SPACE = r"[^\S\n]{0,3}"
_THE = rf"(?:{_G}(?:the|our|its|their))?"

# What applicants and students hand in, pay, use or do.
_TASK = r"""(?:appl(?:y|ies|ied|ying|icants?|ications?)|regist(?:er|ers|ered|ering|rations?)
  |enrol(?:l|ls|led|ling|lments?|ments?)?
  |submi(?:t|ts|tted|tting|ssions?)|nominat(?:e|ed|ing|ions?)|proposals?|bids?|bidding|deposits?|appointments?|pay|paid|payments?
  |fees?|tuition
  |scholarships?|financial|fafsa|profile|housing|forms?|documents?|documentation|materials?|transcripts?|letters?
  |recommendations?|abstracts?|essays?|requests?|petitions?|withdraw(?:al|als|n|ing)?|drop|waivers?|auditions?
  |portfolios?
  |rsvp|tickets?|surveys?|admissions?|thesis|theses|dissertations?|portal|posting|returned?
  |upload(?:ed)?|complete[ds]?|postmarked
  |received|send|sent|accept(?:ed|ing)?|confirm(?:ed)?|respond|reply|decline|file|filed|entries|consideration
  |order(?:s|ed)?|opt|claim|report(?:s|ed)?
  |contact|vote|voting|sign)"""
# What opens rather than begins.
_OPENED = r"""(?:add/drop|applications?|registrations?|submissions?|nominations?|bidding|enrol(?:l)?ments?|housing
  |portal|window|selection|voting|sign-?ups?|admissions?|filing)"""
TASKED = _pattern(rf"\b{_TASK}\b")
DUTY = _pattern(
    rf"""\b(?:must|should|shall|need(?:s)?{_G}to|ha(?:ve|s){_G}to|required|requires|please|encouraged|advised
      |recommended|asked
    |expected|you{_G}(?:can|may|will)|(?:can|may|will|could|might){_G}be|can|may|could|you)\b"""
)

ALLOWED = _pattern(
    rf"""\b(?:can|may|could|able{_G}to|eligible{_G}to|(?:will|are|is){_G}(?:be{_G})?accepted|accept(?:s|ing)?
      |(?<!will[ ])(?<!not[ ])apply|submit|register|enrol(?:l)?)\b"""
)
MAY = _pattern(rf"\b(?:can|may|could|able{_G}to|eligible{_G}to|accept(?:ed|ing|s)?)\b")
CLOSES = _pattern(
    rf"""\b(?:deadlines?|due(?!{_G}to\b)
      |(?:closes|closing|(?<!in[ ])(?<!university[ ]will[ ])
       (?<!offices[ ]will[ ])(?<!campus[ ]will[ ])close)\b(?!{_G}(?:ceremon|remarks|reception|session|event
       |to|of|with|by|contact|attention
       |friends?|famil|relation|collaborat|proximity|reading|look|up|ties))
      |last{_G}(?:day|date|day{_G}date|chance){_G}(?:to|for|of{_G}(?:add|drop|regist|withdraw|appl))|final{_G}(?:day
      |date){_G}(?:to|for)
      |cut(?:-|{_G})?off
      |(?:application|registration|submission|bidding|enrolment|enrollment|nomination|portal|period|window|voting
      |add/drop)s?
       {_G}(?:period{_G}|window{_G}|portal{_G})?(?:(?:is|are|was|were|will{_G}be|will){_G})?(?:closed?|ends?|ended)
      |(?:applications?|registrations?)\b[^.;|\n]{{0,60}}{_G}closed{_G}on
      |must{_G}(?:all{_G})?(?:be|have{_G}been|have){_G}(?:received|submitted|postmarked|completed|arrived|paid
      |uploaded|filed|signed
        |returned|made|turned{_G}in)
    )\b"""
)
OPENS = _pattern(
    rf"""\b(?:(?<!remain[ ])(?<!remains[ ])(?<!kept[ ])(?:opens\b(?!{_G}(?:up|with|doors))
         |open(?=\W{{0,4}}\Z|{_G}(?:on|in|from|for|at|until|till|through|each|every|as|date|again|and{_G}close)\b)
         |(?:applications?|registrations?|submissions?|nominations?|portal|window){_G}(?:will{_G}|is{_G}|are{_G}
         |now{_G}){{0,2}}open\b
         |opening{_G}(?:date|of{_G}(?:the{_G})?{_OPENED}))
      |{_OPENED}(?:{_G}(?:period|window|portal|process|form|system|cycle))?{_G}(?:(?:will|is|are|can
      |may){_G})?(?:be{_G})?
       (?:begins?|beginning|starts?|launch(?:es)?|accepted)|opened(?={_G}on\b)
      |(?<!not[ ])accept(?:s|ing)?{_G}applications|(?:begin|start)s?{_G}(?:accepting|reviewing{_G}applications)
      |(?:applications?|forms?|materials?|portal|registrations?
      |books)\b[^.;|\n]{{0,40}}(?<!longer[ ]be)(?<!longer)(?<!not[ ]be){_G}available
       (?!{_G}(?:until|till|by|through|for))
      |can{_G}(?:begin|start){_G}(?:to{_G})?(?:apply|submit|regist)\w{{0,8}}
    )\b"""
)
HAPPENS = _pattern(
    rf"""\b(?:interviews?|orientations?|first{_G}(?:day|class)|last{_G}(?:day|class|session)
      |mov(?:e|ing)[- ]?(?:in|out)|check[- ]?in|(?<!early[ ])(?<!regular[ ])(?<!rolling[ ])decisions?
      |notif(?:y|ied|ications?)|announce(?:d|ments?)?|results?|match(?:ing)?{_G}(?:day|results?|takes?|will)
      |commencement
      |graduation|convocation|ceremon(?:y|ies)|exam(?:s|ination|inations)?|finals|break|recess|holidays?
      |reading{_G}days?
      |webinars?|(?:info|information){_G}sessions?|open{_G}house|workshops?|seminars?|conferences?|symposium
      |receptions?|retreat
      |classes|instruction|lectures?|trips?|arriv(?:e|al)s?|departures?|begins?|starts?|ends?|(?:start|end){_G}date
      |held
      |takes?{_G}place|occurs?|scheduled|meets?|hear{_G}(?:back|from)|released|posted|schedules|tours?|visits?
      |closed|weekend
      |panel{_G}review|reviewed|(?:application|admission|registration|enrollment|submission
      |nomination)s?{_G}(?:period|window)|finalists?|awards?{_G}(?:made|announced)|join{_G}us|resumes?
      |save{_G}the{_G}date|available(?!{_G}(?:until|till|by|through|for))|reopens?|offered|dates?(?=\W{{0,4}}\Z))\b"""
)
OWN = _pattern(
    rf"""\b(?:interviews?|orientations?|(?:first|last|second|final){_G}(?:day|class|session)|mov(?:e|ing)[- ]?(?:in
      |out)
      |check[- ]?in|decisions?|notif(?:y|ied|ications?)|results|match(?:ing)?{_G}(?:day|results?)|commencement
      |graduation|convocation|ceremon(?:y|ies)|exam(?:s|ination|inations)?|finals|break|recess|holidays?
      |reading{_G}days?|webinars?
      |info(?:rmation)?{_G}sessions?|open{_G}houses?|class(?:es)?|instruction|arrivals?|departures?|(?:begin|start
      |end)s?\b
      |finalists?|awards?{_G}(?:made|announced)|resumes?|closed|reopens?|winners?|offers?|announced?|announcements?
      |(?:application|admission|registration|enrollment|submission|nomination)s?|panel{_G}review|program{_G}dates?
      |dates?\W{{0,4}}\Z)\b"""
)
GATHERING = _pattern(
    rf"""\b(?:interviews?|orientations?|mov(?:e|ing)[- ]?(?:in|out)|check[- ]?in|decision{_G}(?:day|date
      |notification)s?
      |notifications?|commencement|graduation|convocation|ceremon(?:y|ies)|exams?|examinations?|finals|recess
      |holidays|webinars?|info(?:rmation)?{_G}
      sessions?|open{_G}houses?|admitted{_G}students?|classes|program{_G}dates|start{_G}dates?|key{_G}dates
        |important{_G}dates)\b"""
)
HAPPENS_AT = _pattern(
    rf"""\b(?:begins?|starts?|starting|ends?|ending|held|takes?{_G}place|occurs?|scheduled|meets?|dates?)
    (?:{_G}(?:on|in|at|from|for|between))?{_THE}\W{{0,3}}\Z"""
)
MAY_HAPPEN = _pattern(
    r"""\b(?:residenc(?:y|ies)|courses?|terms?|session|quarter|academic\syear|program(?:me)?s?|fellowships?
      |cohorts?|immersions?
      |travel|grades?|panel|review|events?|internships?|training|competition|reports?|payments?)\b"""
)
# That prose speaks of what is to come or comes round, and not of what was.
TO_COME = _pattern(
    rf"""\b(?:will|shall|is{_G}(?:scheduled|held|expected)|are{_G}(?:scheduled|held|expected|made|sent|released
      |notified|announced
      |reviewed|informed)|begins?|starts?|ends?|runs?|occurs?|takes?{_G}place|opens?|closes?|meets|returns?|must
      |should|sends?
      |receives?|announces?|scheduled|upcoming|to{_G}be{_G}held|arrive|join{_G}us|attend|save{_G}the{_G}date
      |available(?!{_G}(?:until|till|by|through|for))|resumes?)\b"""
)
# Whom or what prose has to speak of for its dates to be applicants' own.
CONCERNED = _pattern(
    r"""\b(?:appl(?:y|icants?|ications?|ying)|candidates?|students?|fellows?|fellowships?|residents?|trainees?
      |interns?|internships?
      |nominees?|grantees?|awardees?|recipients?|winners?|finalists?|semi-?finalists?|participants?|attendees
      |graduates|artists?
      |you|your|join\sus|interviews?|orientations?|admissions?|admitted|decisions?|offers?|results|regist(?:er|ration)s?
      |enrol\w{0,8}
      |scholarships?|grants?|awards?|funds|funding|competition|class|classes|courses?|lessons|instruction|terms?
      |semesters?|sessions?
      |quarter|cohorts?|programs?|programmes?|exams?|examinations?|match|commencement|graduation|convocation
      |ceremon(?:y|ies)
      |retreat|workshops?|webinars?|open\shouse|recess|break|residenc(?:y|ies)|campus\stours?|cycle|deadlines?
      |committee|panel|reviews?)\b"""
)
WAS = _pattern(
    rf"""\b(?:was|were|had|been|joined|founded|established|served|graduated|published|launched|earned|became|began
      |moved|held|won
      |awarded|named|appointed|retired|enacted|created|introduced|died|born|worked|led|hosted|celebrated
      |participated|attended
      |spent|visited|spoke|presented|wrote|elected|took{_G}place|arrived|started|came|went|built|added|merged
      |signed|passed
      |expanded|renamed|changed|taught|studied|ordained|dedicated|approved|announced|adopted|opened|acquired
      |gave)\b"""
)

CLOSE_AT = _pattern(
    rf"""\b(?:by|until|till|before|on{_G}or{_G}before|prior{_G}to|no{_G}later{_G}than|not{_G}later{_G}than|up{_G}to
      |extended{_G}to|through|thru)
    (?:{_G}(?:or{_G}before|about|around|approximately|early|late|mid|the{_G}(?:end|beginning|first|last
      |middle){_G}of|end{_G}of
    |close{_G}of{_G}business|the{_G}following))?-?{_THE}{_SPACE}(?:on{_G})?[(“"]?\Z"""
)
UNTIL = _pattern(
    rf"""\b(?:until|till|through|thru|up{_G}to)(?:{_G}(?:about|around|early|late|mid
      |the{_G}end{_G}of))?-?{_THE}{_SPACE}\Z"""
)
AFTER = _pattern(rf"\b(?:after|since|as{_G}early{_G}as|as{_G}late{_G}as){_THE}{_SPACE}\Z")
GETS = _pattern(
    rf"""\b(?:receives?\b|(?:will|are|is){_G}(?:be{_G})?(?:receive|notif|inform|hear|announce|release|mail|sent\b
      |send|post(?:ed)?\b|invited
      |made\b))"""
)
BY = _pattern(rf"\b(?:by|no{_G}later{_G}than|not{_G}later{_G}than|on{_G}or{_G}before|until|till)\b[^.;|]{{0,25}}\Z")
OPEN_AT = _pattern(
    rf"""\b(?:from|beginning|starting|commencing|as{_G}early{_G}as|on{_G}or{_G}after|opened|between)
    (?:{_G}(?:in|on|at|about|around|early|late|mid))?{_THE}{_SPACE}\Z"""
)
LASTS = _pattern(
    rf"\b(?:runs?|lasts?|held|takes?{_G}place|meets?|occurs?)(?:{_G}[\w-]{{1,20}})?{_G}(?:from|between)\s\Z"
)
TOO_LATE = _pattern(rf"\b(?:received|submitted|postmarked|completed|filed){_G}(?:on{_G}or{_G})?after{_THE}{_SPACE}\Z")
REFUSED = _pattern(r"\b(?:not|no|late|next|waiting|waitlist\w{0,2}|only\sif|fee)\b")
BEGINNING = _pattern(
    rf"\A\W{{0,3}}(?:beginning|starting|as{_G}of|from|on{_G}or{_G}after|effective)(?:{_G}(?:in|on))?\W{{0,3}}\Z"
)
ANSWERED = _pattern(
    rf"""\b(?:notif(?:ied|ies|ication|ications)|will{_G}notify|(?<!early[ ])(?<!regular[ ])(?<!rolling[ ])
       (?<!your[ ])(?<!your[ ]final[ ])decisions?
      |inform(?:s|ed)?|announce[ds]?|announcements?|results?|hear(?:s)?{_G}(?:back|from)
      |released?|posted|review(?:s|ed)?|invited|selected|offers?{_G}(?:are|will)|award(?:s|ed|ees)?{_G}(?:are|will
      |notif)
      |(?:notification|decision){_G}(?:deadlines?|dates?)|will{_G}be{_G}(?:sent|e-?mailed|mailed|provided|shared|contacted|updated|assigned)|will{_G}(?:receive|get|have{_G}their)|(?:is|are|be){_G}(?:issued|refunded|processed|disbursed|mailed|distributed|credited)
      |learn|we(?:{_G}(?:usually|typically|generally|normally|will|aim{_G}to|expect{_G}to)){{0,2}}{_G}(?:finish
      |send|review|make
        |announce|release|notify|complete|mail|issue))\b"""
)

# Dates that are no event for applicants: what a rule counts from, when a page was written, a bearer of a name.
NO_EVENT_BEFORE = _pattern(
    rf"""(?:\b(?:updated|revised|modified|effective|adopted|amended|dated|enacted|born|founded|established|since
      |est\.|copyright
      |circa|valid|expires?|expired|retrieved|accessed|printed|version|as{_G}of|(?:graduation|approval|effective
      |revision|review|issue|publication|adoption|implementation|origination|expiration|expiry){_G}dates?
      |(?<!are[ ])(?<!is[ ])(?<!be[ ])(?<!ly[ ])(?:reviewed|published|posted|approved|issued)
      |(?:communications?|memos?|e-?mails?|messages?)(?:{_G}sent)?)
      (?:{_G}(?:on|in|of|as{_G}of|date|through|until|from))?{_THE}\W{{0,4}}
    | ©\W{{0,3}}
    | (?:taken|earned|obtained|occurring|incurred|awarded|conferred|admitted|matriculated|matriculating|hired
      |graduated|graduating|enrolled|entering|purchased|born|entered|completed|activities|delivered|rendered
      |services{_G}received|made)
      {_G}(?:on|in|before|after|between|since|from|during|prior{_G}to|on{_G}or{_G}(?:after|before)){_THE}{_SPACE}
    | \b(?:semester|term|session|spring|summer|fall|autumn|winter)(?:{_G}(?:\d|I{{1,3}}|[ABC]))?{_SPACE}\(
    | \bclosed{_G}for{_THE}{_G} | \b(?:close{_G}to|near){_G}or{_G}on{_THE}{_G} | \bon{_G}or{_G}near{_THE}{_G}
    | \b(?:not|cannot|can['’]t|won['’]t|don['’]t)\b[^.;|]{{0,80}}\b(?:until|till){_G}(?:[^\s.;|]{{1,20}}{_G}){{0,3}}
    | \b(?:section|act|law|regulations?|code|public{_G}law|no\.|vol\.?|issue|class{_G}of|version){_G}(?:of{_G})?
    )\Z"""
)
# Dates that say who may apply, or what holds for those who work there.
CONDITION_BEFORE = _pattern(
    rf"""(?:\bhave{_G}been{_G}(?!received|submitted|postmarked|completed
      |filed)\w{{2,20}}ed{_G}(?:on{_G}or{_G})?(?:before|after)
    | \b(?:admitted|enrolled|discharged|serv(?:ed|ice)|hired|disbursed|appointed)\b[^.;|]{{0,60}}
      \b(?:before|after|since|prior{_G}to)
    | \b(?:complete|finish|earn|obtain|conferred|graduate){_G}[^.;|]{{0,40}}
      \b(?:programs?|degrees?|bachelor[’']?s|master[’']?s|studies|diploma)\b[^.;|]{{0,20}}
      \b(?:by|before|in|prior{_G}to)(?:{_G}(?:early|late|the{_G}end{_G}of))?
    | \A\W{{0,4}}(?:be|have|hold|possess|being|having){_G}[^.;|]{{0,110}}\b(?:by|before|on|prior{_G}to)
    | \b(?:birthday|birth|age|aged|years{_G}old|high{_G}school{_G}graduates?)\b[^.;|]{{0,80}}
      \b(?:by|before|on|prior{_G}to|of)
    | \b(?:employees|supervisors|managers|faculty{_G}members|staff{_G}members)\b[^.;|]{{0,100}}
    | \bno{_G}longer\b[^.;|]{{0,80}}
    | \b\d{{1,4}}[-–]\d{{1,4}}{_SPACE}\(
    ){_THE}{_SPACE}\Z"""
)
NOT_HELD = _pattern(rf"\b(?:no|not|never|none)\b(?!{_G}later)[^.;|]{{0,80}}\Z")
CAN_BE = _pattern(
    rf"""\b(?:can|could|may|might){_G}(?:also{_G})?(?:occur|happen|take{_G}place|start|begin
      |be{_G}\w{{2,20}})\b[^.;|]{{0,40}}\Z"""
)
OF_TESTS = _pattern(
    r"""\b(?:TOEFL|IELTS|Duolingo|PTE|DET|LSAT|GRE|GMAT|USMLE|JD-Next|scores?|accredited|accreditation
      |compliance)\b[^.;|]{0,60}\Z"""
)
MUST_BE = _pattern(rf"\b(?:must|should|need(?:s)?{_G}to|ha(?:ve|s){_G}to|required{_G}to|please)\b[^.;|]{{0,80}}\Z")
ASKS = _pattern(rf"\b(?:must|should|please|need(?:s)?{_G}to|ha(?:ve|s){_G}to|required{_G}to)\b")
SUPPOSED = _pattern(
    rf"""\b(?:if,?|unless|in{_G}(?:case|the{_G}event)|for{_G}(?:an?|any|all|those|each
      |every)?{_SPACE}[\w-]{{1,20}}(?:{_G}[\w-]{{1,20}})?{_G}(?:that|who|which|whose))\b
    (?![^,;|]*\b(?:open|opens|deadline)\b)[^,;|]*\Z"""
)
DATED_COLUMN = _pattern(
    rf"\b(?:decisions?|notifications?|interviews?|meetings?|start|response|announcement){_G}dates?\b"
)
# That a time limit binds those who apply, and not the program or its school.
LIMIT = _pattern(
    rf"""\b(?:due|deadlines?)\b
    | \b(?:you|applicants?|students?|candidates?|recipients?|fellows?|trainees?|residents?|grantees?|participants?
      |awardees?|nominees?|winners?|interns?|members?|visitors?)\b[^.;|]{{0,60}}
      \b(?:must|should|shall|need(?:s)?{_G}to|ha(?:ve|s){_G}to|required)\b(?!{_G}receive\b)
    | \b(?:must|should|shall|need(?:s)?{_G}to|ha(?:ve|s){_G}to){_G}(?:all{_G})?(?:be|have{_G}been){_G}
      (?:received|submitted|postmarked|completed|paid|uploaded|filed|signed|returned|made|sent|requested|scheduled|taken|reported)
    | \b(?:must|shall)(?:{_G}have)?{_G}(?:arrived?|reach)\b"""
)
FOR_EXAMPLE = _pattern(rf"\b(?:for{_G}(?:example|instance)|e\.g\.|i\.e\.|such{_G}as|suppose|imagine)")
NOT_NOW = _pattern(
    rf"""\A\W{{0,3}}(?:(?:(?:our|a|brief|program|latest|recent|in{_G}the|alumni|faculty|student|revision|version
      |document|change){_G}){{0,3}}
      (?:news|press|publications?|biograph(?:y|ies)|bios?|history|archives?|stories)\b(?!{_G}(?:\(|department|major
        |program))
      |(?:[^\W_][^\s]{{0,20}}{_G}){{0,4}}(?:past|previous|prior|former){_G}(?:[\w-]{{1,20}}{_G})?(?:events?
      |winners?|recipients|speakers?|deadlines|conferences?|programs
       |seminars?|lectures?|workshops?|exhibitions?|awards|awardees|fellows|courses|issues|competitions?|symposia
       |meetings?|projects
       |series|cycles?|years)|(?:[^\W_][^\s]{{0,20}}{_G}){{0,4}}(?:news|press){_G}releases?|results\W{{0,3}}\Z
       |in{_G}memoriam|obituar(?:y|ies)|about{_G}the{_G}author|examples?\b
      |references\W{{0,3}}\Z|bibliography|copyright|recent{_G}scholarship|honors{_G}and{_G}awards)"""
)
# Where others find their dates, not those who apply or study: staff, donors, teams.
OF_OTHERS = _pattern(
    rf"""\b(?:personnel|payroll|human{_G}resources(?!{_G}(?:management|program|certificate|degree|major
      |concentration))|procurement|purchasing|requisitions?|expense{_G}reports?|vendors?\W{{0,3}}\Z|accounts{_G}payable|fiscal\b|year-end|time-?sheets?
      |pay{_G}(?:schedule|periods?|days?|dates?)|tenured?|reappointment|collective{_G}bargaining
      |board{_G}of{_G}trustees
      |(?:faculty|university){_G}senate|faculty{_G}(?:handbook|affairs|calendar|meetings?|policies|resources
      |and{_G}staff\W{{0,3}}\Z)
      |staff{_G}(?:handbook|policies|resources|council)
      |employee{_G}(?:handbook|policies|benefits)|benefits{_G}(?:enrollment|open)|open{_G}enrollment
      |recruit(?:ing|ment){_G}(?:polic|guideline|rules|procedure)|employers?\W{{0,3}}\Z|opponents?|sponsorships?
      |club{_G}sports?)
    | \A\W{{0,3}}employers?\b | \bto{_G}employers\b
    | \A\W{{0,3}}(?:(?:information|resources){_G})?for{_G}(?:faculty|staff|employees|employers|recruiters)\b
    | \A\W{{0,3}}(?:[\w-]{{1,20}}{_G}){{0,3}}minutes\W{{0,3}}\Z | \bminutes{_G}of\b"""
)
BARE_DATE_LABEL = _pattern(rf"(?:(?:important|key|critical|upcoming){_G})?dates?\W{{0,3}}|when\W{{0,3}}")
CALENDAR = _pattern(
    rf"""\b(?:deadlines?|(?:important|key|critical|upcoming|other|save{_G}the){_G}dates?|calendar|time-?line
      |schedule|dates)\b"""
)
STEP_BEFORE = _pattern(r"[\W_]{0,6}(?:(?:phase|step|round|week|session|stage|part|lecture)\s\w{1,3}\s?[-–—:]\s?)?")
