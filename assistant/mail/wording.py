"""How people ask, and how they are only polite, as patterns over one sentence on one line."""

import re

_VERB = (
    r"(?:do|does|did|is|are|was|were|am|can|could|may|might|must|shall|should|will|would|has|have|had)"
    r"(?:n['’]?t)?"
)
_SOMEONE = (
    r"(?:i|you|u|he|she|it|we|they|there|this|that|these|those|the|an?|my|your|our|their|any|all|anyone|anybody"
    r"|someone"
    r"|applicants?|candidates?|fellows?|residents?|students?|interviews?|international|foreign|imgs?|fmgs?)"
)
_HOW_MUCH = r"how (?:many|much|long|often|soon|late|early|old|big|far|high|competitive|important)"
_WORD = (
    r"(?:(?:by|at|for|from|in|on|to|with|until|till|since|after|before|under) )?"
    rf"(?:whom?|whose|what|which|when|where|why|{_HOW_MUCH}|how)"
)
# What asks without a question mark: "what is the ...", "do I ...", but not "when I was", "which is why", "do not".
CLAUSE = (
    rf"(?:(?!which (?:is|are|was|were|has|have|will|would|can|could)\b){_WORD}(?:['’]?s| to| (?!{_SOMEONE}\b)"
    rf"(?:[\w-]+ ){{0,5}}?{_VERB})\b|(?!should (?:you|they)\b|should (?:i|we) (?:need|have|receive|fail|require)\b"
    rf"|(?:had|were) (?:you|i|we|they)\b|(?:have|has|had) an?\b){_VERB} {_SOMEONE}\b(?! not\b)"
    r"|(?:does|did) (?!not\b)\w+ \w|do (?!not\b)\w{3,}s \w|(?:is|are|will|would|can"
    r"|could) (?:[\w-]+ ){1,8}(?:required|needed|necessary"
    r"|accepted|allowed|eligible"
    r"|available|mandatory|possible|okay|ok|considered|permitted|covered|provided|included|paid|held|offered|open"
    r"|enough)\b"
    rf"|{_HOW_MUCH} (?=\w)|(?:what|how) about (?=\w)|who (?!am |knows|are )\w+s\b"
    r"|which (?!is|are|was|were|means?|makes?|brings?|led|leads?|has|have|had|i\b|we\b|also|in turn)\w+ \w"
    r"|what (?:kinds?|types?|sorts?|percentage|proportion|amount|details|documents?|scores?|time|dates?|format"
    r"|happens|else|exactly|level|minimum)\b)"
)
_LEAD = (
    r"(?:(?:and|also|so|but|then|or|plus|now|n|please|pls|next|first(?:ly)?|second(?:ly)?|third(?:ly)?|lastly"
    r"|finally|another"
    r"|again"
    r"|by the way),? ){0,2}"
)
ASKS_AT_START = re.compile(rf"{_LEAD}{CLAUSE}", re.IGNORECASE)
UNMARKED = re.compile(
    rf"{_LEAD}(?:is|are|was|were|will|would|does|did|do|can|could|should|may|must)(?:n['’]?t)? (?!not\b|do\b|be\b|let\b"
    r"|tell\b|send\b|keep\b|come\b|have\b|you please\b)(?:[\w'’-]+ ){1,20}[\w'’-]+(?: (?:lol|thanks|thx|please))?"
    r"[\s…)]{0,3}$",
    re.IGNORECASE,
)
"""What asks with the verb first, in a sentence that no mark ends."""
_PRONOUN = r"(?:i|you|u|we|they|he|she|it|there|one)"
_INNER_CLAUSE = (
    rf"(?:{_WORD} (?!{_SOMEONE}\b)(?:[\w-]+ ){{0,4}}?{_VERB} {_SOMEONE}\b|{_HOW_MUCH} (?:[\w-]+ ){{1,5}}?\w|(?:what"
    r"|how) about (?=\w)"
    rf"|(?:do|does|did|is|are|can|could|may|must|should|shall|will|would) {_PRONOUN}\b(?! not\b)|what(?: is| are"
    r"|['’]?s) "
    r"|(?:do|does|did|can|could|will|would|must|should) (?:the|my|our|your|an?|this|that|these|those)\b)"
)
ASKS_INSIDE = re.compile(
    rf"(?:[,;:–—…]| -|\.\.) ?(?:(?:and|but|so|also|then) ){{0,2}}(?!so \w|nor )(?:{_INNER_CLAUSE})"
    # People leave out the full stop before "Can I".
    r"|(?<=[a-z)] )(?=(?-i:Do|Does|Did|Is|Are|Can|Could|Should|Would|Will|What|When|Where|Which|How) )"
    rf"(?:{CLAUSE})",
    re.IGNORECASE,
)
"""What asks behind a pause, without a question mark."""

_WH = r"(?:if|whether|what|which|when|where|who|whom|whose|how|why)"
_ABOUT = r"(?:about|on|regarding|concerning|re|as to|for|of|with regards? to|in regards? to|with respect to|related to)"
_TELL = (
    r"(?:let (?:me|us) know|tell(?: me| us)?|advise(?: (?:me|us))?|confirm|clarify|inform (?:me|us)|explain|specify"
    r"|indicate"
    r"|elaborate|share|provide|send|forward|point|direct|guide|enlighten|comment|shed|verify|give|walk me"
    r"|revert(?: back)?|get back to (?:me|us)|help (?:me|us)"
    r" (?:to )?(?:understand|find|figure|know|determine|clarify)|remind me|describe|outline|list)"
)
_CONTENT = (
    r"(?:information|info|details?|list|requirements?|brochures?|guidelines?|forms?|links?|instructions?|deadlines?"
    r"|dates?"
    r"|criteria|guidance|advice|clarification|insight|procedure|process|steps?|timeline|overview|answers?|help)"
)
INDIRECT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "please let me know whether", "kindly advise on"
        rf"\b(?:please|kindly|pls|plz) (?:\w+ly |also |just )?{_TELL}\b.{{0,80}}?\b(?:{_WH}|{_ABOUT}|that|with|more|the"
        r"|your|any)\b",
        r"\b(?:let (?:me|us) know|(?:tell|inform) me|^advise|^confirm|^clarify|^explain)(?: me"
        rf"| us)? (?:please )?(?:{_WH}\b|{_ABOUT} )",
        r"\b(?:can|could|would|will|may|might) (?:you|u|someone|anyone|somebody|anybody"
        rf"|your office) (?:\w+ ){{0,3}}?{_TELL}\b",
        r"\bwondering\b|\bi wonder(?:ed)?\b",
        r"\b(?:i|we)(?:['’]d| would| should| will)? (?:also |really |just |still |very much |kindly |like to )?"
        r"(?:like|love|want|wanted|need|wish|hope|am hoping|was hoping|hoped|am trying|are trying"
        r"|was trying)(?:ed)? to "
        r"(?:\w+ )?(?:know|ask|inquire|enquire|find out|clarify|check|understand(?! (?:the|your)\b)|learn|confirm"
        r"|verify|see"
        r"|get (?:more )?info)\b"
        rf".{{0,60}}?\b(?:{_WH}|{_ABOUT}|more|the|your|that|your|any)\b",
        r"(?<!\byou are )(?<!\byou['’]re )\b(?:not (?:quite |entirely |really |100 ?% |fully |completely "
        r"|very )?(?:sure|clear|certain)|unsure|unclear"
        r"|uncertain|confused|curious|no idea|(?:don['’]?t|do not|didn['’]?t|did not) (?:know|understand"
        r"|quite understand))"
        rf" (?:to me |for me |from the website |on the website |from your (?:web)?site )?(?:as to )?{_WH}\b",
        r"\b(?:could ?n['’]?t|can['’]?t|can ?not|could not|did not|didn['’]?t|unable to|not able to|have not"
        r"|haven['’]?t"
        r"(?: been able to)?|have not been able to) (?:seem to |been able to )?(?:find|see|locate|figure out"
        r"|work out|tell)\b",
        r"\b(?:web ?site|page|guide|brochure|form|instructions?|announcement|document|portal"
        r"|faq) (?:\w+ )?(?:does not|doesn['’]?t"
        r"|did not|didn['’]?t|do not|don['’]?t) (?:say|mention|state|specify|list|tell|explain|indicate"
        r"|make clear)\b",
        rf"^any (?:\w+ )?{_CONTENT} (?:that )?(?:you )?.{{0,60}}\b(?:{_ABOUT}|{_WH})\b"
        rf"|\b(?:i|we|please|kindly|you|appreciate|grateful|is there|are there)\b.{{0,60}}\b(?:any|some|more"
        r"|further|additional) (?:\w+ )?"
        rf"{_CONTENT} (?:that )?(?:you )?.{{0,40}}\b(?:{_ABOUT}|{_WH})\b",
        rf"\b(?:appreciate|grateful|thankful|helpful|glad|obliged|kind|great) .{{0,40}}\b(?:you|someone) (?:could"
        r"|would|can|might)"
        rf" (?:please |kindly )?{_TELL}\b",
        r"\b(?:my|one|another|the|a|main|only|other|first|second|last) (?:\w+ )?(?:question|query|doubt)s? (?:is"
        r"|was|would be)"
        rf"(?: (?:about|regarding|on)\b|,? ?:? {_WH}\b| that\b)",
        r"\b(?:please|kindly|can you|could you|to) (?:\w+ly )?(?:furnish|supply|provide|avail|acquaint) (?:me"
        r"|us) with\b",
        rf"\b(?:please|kindly) (?:send|provide|share|give|forward|email|e-mail)\b.{{0,60}}\b{_CONTENT}\b",
        r"\b(?:i|we|i['’]m|i['’]d|me|writing|just|curious|eager|keen|interested|helpful|good|great"
        rf"|nice)\b.{{0,40}}\b(?:ask|asking|inquire|inquiring|enquire"
        rf"|enquiring|to know|knowing|check|see|find out|clarify)(?: (?:you|with you))? {_WH}\b",
        r"^(?:(?:and|or|also|first|second|third|finally|lastly|next)(?:ly)?,? )?whether (?!or not\b)",
        rf"\brequest(?:ing)? (?:you|that you) (?:to )?(?:please |kindly )?{_TELL}\b",
        r"^(?:so |and |also |please |kindly |pls |plz )*(?:send|e-?mail|mail|share|give|tell|show|forward) (?:me|us)\b",
        rf"^(?:just |also |and )?(?:wanted|want|trying|hoping|curious|wondering|checking)(?: to \w+)? {_WH}\b",
        r"\bor not[.\s]*$",
        r"\bit (?:is|would be|['’]d be) (?:\w+ )?(?:interesting|important|good|useful|helpful|great"
        r"|nice)(?: for (?:me|us))?"
        rf" (?:to know )?{_WH}\b",
        r"\bis it (?:possible|true|necessary|ok|okay|mandatory|required|allowed|alright) (?:to|that|if)\b",
    )
)
WEAK = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:ask|asking|inquire|inquiring|enquire|enquiring|inquiry|enquiry|questions?|quer(?:y|ies)"
        rf"|doubts?) {_ABOUT}\b",
        r"\b(?:looking for|in need of|need|interested in|would like|request(?:ing)?|seeking|like to (?:request|get"
        r"|have|receive"
        r"|obtain)|searching for) (?:to (?:request|get|have|receive|obtain) )?(?:some |any |more |further "
        r"|additional |to know )?"
        rf"(?:\w+ )?{_CONTENT} (?:\w+ )?{_ABOUT}\b",
        r"\b(?:not (?:\w+ )?(?:sure|clear|certain)|unsure|unclear|uncertain|confused|curious|no idea) (?:about|on|as to"
        r"|regarding)\b",
        r"\b(?:want|wanted|like|hope|hoping)(?:ed)? to understand (?:the|your)\b",
        rf"\binterested in (?:knowing|learning|finding out|hearing|understanding)\b|\b(?:learn|know) more {_ABOUT}\b",
        rf"\b(?:i|we)(?:['’]d| would| will)? (?:need|require|want|like)(?: to (?:have|get|receive"
        rf"|request))? (?:the|an?|your"
        rf"|some) (?:\w+ ){{0,3}}{_CONTENT}\b",
        rf"\b(?:reaching out|writing|contacting you|write to you|emailing(?: you)?) {_ABOUT}\b(?! behalf)",
    )
)
"""What often only leads in to the questions: a question itself where none follows on the same thing."""

# Sentences that look like questions and ask for nothing that a document could say.
_HELP = (
    r"(?:help|assist|support|guide|advise|respond|reply|answer|get back to|write back)(?: (?:me|us|him|her|them"
    r"|to me|to us"
    r"|(?:this|the|our|an?) (?:applicant|candidate|student|resident|colleague|person|doctor|lady|gentleman|inquiry"
    r"|enquiry"
    r"|request|e-?mail|message|question|one)))?(?: out)?"
    r"(?: (?:with|in|on|about|regarding|to) (?:this|that|it|these|my|the|some|a few|following|matter|questions?"
    r"|issue|regard"
    r"|few|couple|of|below|inquir(?:y|ies)|quer(?:y|ies)|problem|situation|her|him|them|directly|soon|please|asap"
    r"|above|so|as"
    r"|possible|convenience|your|earliest)){0,1}(?: (?:this|my|the|few|following|matter|questions?|issue|regard"
    r"|below|of|couple"
    r"|quer(?:y|ies)|inquir(?:y|ies)|directly|please|possible|convenience|soon|asap|earliest)){0,5}"
)
COURTESY = re.compile(
    rf"(?:(?:so|and|also|but|hi|hello|hey|please|ok|okay|well|thanks|if possible|today)[,!.]? )*(?:"
    r"how (?:are|have) (?:you|u|things|y['’]all|we)(?: all| guys)?(?: doing| been| keeping| going)?(?: (?:today"
    r"|these days|this \w+|all))?"
    r"|how(?: i|['’]?)s (?:it|everything|everyone|life|your (?:day|week))(?: going)?(?: with you)?|how do you do"
    r"|what['’]?s up"
    r"|(?:i )?(?:hope|trust) (?:that )?(?:you|all|everything|this|your).{0,80}"
    r"|(?:can|could|may|might) i (?:please |just |quickly )?(?:ask|bother|trouble"
    r"|pick)(?: you)?(?: (?:for )?(?:your brain|your help"
    r"|an?|one|some|few|couple|of|two|three|another|something|quick|short|more|little|further|questions?|things?"
    r"|please|here))*"
    r"|(?:can|could|would|will|may) (?:you|u|someone|anyone|somebody|anybody) (?:please |kindly |possibly "
    r"|maybe )?(?:be able to |be so kind(?: as to| and)? |be kind enough to |mind )?"
    rf"(?:{_HELP}|helping(?: me)?(?: out)?|be so kind|spare (?:a|some|me).{{0,30}}|take (?:a|care).{{0,40}}"
    rf"|have a look.{{0,30}}|handle.{{0,30}}"
    r"|look (?:into|at) (?:this|it|that).{0,20})"
    r"|would you be (?:so|that) kind|(?:do|did|have) you (?:have|got) (?:a|one) (?:minute|moment|second"
    r"|sec)(?: for me)?|got a (?:minute|second|sec)"
    r"|is (?:there )?any(?:one|body) (?:there|here|home)|remember me|guess what|you know what|who knows|why not"
    r"|what can i say"
    r"|(?:could|can|may|might) (?:i|we) (?:please |kindly )?(?:have|get|expect|hope for) (?:an? |your )?(?:\w+ )?"
    r"(?:answer|reply|response|feedback)\b.{0,40}"
    r"|what (?:could|can) be (?:better|nicer|greater).{0,60}|is(?:n['’]t| not) (?:it|that"
    r"|this) (?:\w+ ){0,2}(?:great|amazing|wonderful|funny"
    r"|exciting|awesome|nice|fun|beautiful|incredible|crazy|ironic)|who would(?:n['’]t| not).{0,80}|hello|hi|hey"
    r"|may i introduce myself|(?:can|may) i (?:be|speak) (?:honest|frank)(?:ly)?|if (?:that|this|it)['’]?s (?:ok"
    r"|okay|alright|possible)(?: with you)?"
    r"|would (?:that|this|it) be (?:possible|ok|okay|alright|helpful)(?: for you)?(?=\W*$)(?!.)"
    r"|(?:do|did) (?:you|i) (?:understand|make sense|know what i mean)(?: me)?|does (?:that|this"
    r"|it) make (?:any )?sense"
    r"|wie geht(?: e|['’])?s(?: (?:ihnen|dir|euch))?|(?:können|könnten|würden) sie mir (?:bitte |da(?:bei)? |hier "
    r"|weiter)*(?:helfen|weiterhelfen)"
    r"|comment (?:allez[- ]vous|vas[- ]tu|ça va)|(?:comment )?ça va|(?:pourriez|pouvez)[- ]vous m['’]aider"
    r"|¿?(?:cómo est[áa][sn]?(?: usted(?:es)?)?|qué tal|(?:podrían?|pueden?) (?:usted(?:es)? )?ayudarme)"
    r"|tudo bem(?: com você)?|como (?:vai|está)(?: você)?"
    r"|(?:poderia|pode) me ajudar|come (?:sta|stai|va)"
    r")(?:,? (?:please|today|again|too|so much|kindly|right))*[\s?!.…]*$",
    re.IGNORECASE,
)
HELP = re.compile(
    r"\b(?:can|could|would|will) (?:you|someone|anyone|u)\b.{0,30}\b(?:help|assist|advise|guide|kind)\b"
                  r"|helfen|m['’]aider|ayudarme|me ajudar", re.IGNORECASE)  # fmt: skip
"""Of these courtesies, the ones that ask about what was told before, where nothing else asks."""
ANNOUNCES = re.compile(
    r"\b(?:confirm|clarify|answer|explain|help (?:me|us) with|have|had|got|ask) (?:you )?(?:\w+ ){0,2}"
    r"(?:a (?:couple|few)(?: of)?|some|two|three|four|five|several|the following|a|one) (?:\w+ )?"
    r"(?:points?|things?|questions?|quer(?:y|ies)|doubts?|issues?)(?: (?:with|for) you)?\W{0,3}$",
    re.IGNORECASE,
)
"""Says that questions follow, and asks nothing itself."""
BARE_ADVISE = re.compile(
    r"(?:(?:so|and|but|thus) )?(?:please|kindly|pls|plz)(?: do)? (?:advise|let (?:me|us) know|help|clarify|confirm"
    r"|assist|guide)"
    r"(?: (?:me|us|on this|on that|about this|about that|how to proceed|what to do|with this|regarding this|soon"
    r"|accordingly"
    r"|thanks?|thank you|asap|as soon as possible|at your earliest convenience|in this matter"
    r"|in this regard))*[\s.!…]*$"
    r"|any (?:help|advice|guidance|ideas?|thoughts?|suggestions?) (?:would be |is |are )?(?:much |greatly |highly "
    r"|very )?"
    r"(?:appreciated|welcome|helpful)[\s.!…]*$",
    re.IGNORECASE,
)
OFFER = re.compile(
    r"\b(?:let me know|tell me|advise|contact me|call me|write to me|email me|reach out|feel free"
    r"|hesitate)\b.{0,40}?\b(?:if|should|when"
    r"|whether) (?:you|there|any(?:thing)?|i can|i may|we can|further|more|additional)\b.{0,40}?\b(?:need|require"
    r"|want|have|would like"
    r"|any|else|further|help|assist|be of|provide|send|clarify|questions?|missing|are interested|get|receive)\b"
    r"|\b(?:appreciate|grateful|look(?:ing)? forward|await(?:ing)?|hope)\b.{0,60}\b(?:repl(?:y|ies)|response|answer"
    r"|hearing|hear from you"
    r"|feedback|reading|meeting|speaking|consideration|your time|prompt|quick)\b"
    r"|\bdo(?:n['’]t| not) hesitate\b|\bfeel free to\b",
    re.IGNORECASE,
)
# Below such a line, each item of a list asks, also one that names only a thing.
ITEMS_FOLLOW = re.compile(
    r"\b(?:questions?|quer(?:y|ies)|doubts?|concerns?|know|wondering|wonder|ask|clarify|clarification|information"
    r"|info|details"
    r"|advise|confirm|tell me|inquire|enquire|understand|fragen|wissen|questions|preguntas?|saber|dúvidas|perguntas"
    r"|savoir)\b"
    r".{0,80}[:：\-–—]?\s*$",
    re.IGNORECASE,
)
META = re.compile(
    r"\b(?:questions?|quick one|last one|next one|qs?|quer(?:y|ies)|doubts?|know|ask|asking|wonder(?:ing)?|things?"
    r"|points?|clarify|curious|wissen|saber|savoir|follow[- ]?ups?)\b",
    re.IGNORECASE,
)
HAND_ON = re.compile(
    r"\b(?:answer\w{0,3}|respond|repl(?:y|ies)|handles?|help|assist|take (?:care|a look|this)|look into"
    r"|see (?:below|attached|the)|forward(?:ing|ed)?|fyi"
    r"|thoughts|for you|yours|deal with|pass(?:ing)? (?:this|it|on)|over to you|can you take|what do you think"
    r"|advise|below"
    r"|(?:can|could|would|will) (?:you|u|someone|anyone) (?:\w+ ){1,3}(?:this(?: one)?|these|him|her|them|it)"
    r"|(?:for|in|to) your (?:office|team|department|side|area)|get back to (?!me\b|us\b)\w+|someone|who (?:can"
    r"|should|could|would) (?:answer|handle|take|respond|reply"
    r"|deal))\b",
    re.IGNORECASE,
)
SUBJECT_ASKS = re.compile(
    r"(?:(?:quick |short |general |urgent |a |my |one )*(?:questions?|quer(?:y|ies)|inquir(?:y|ies)|enquir(?:y|ies)"
    r"|info(?:rmation)?"
    r"|clarification|anfrage|frage|consulta|pregunta|dúvida|demande|question)s?(?: request(?:ed)?)?(?: needed)?\s?"
    r"(?:about|regarding|on|re|concerning|for|[:–-]|zu[mr]?|sobre|sur|acerca de)\s?)(?=\S)",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"\s{0,9}(?:(?:hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag"
    r"|morgen|abend)"
    r"|sehr geehrte[rs]?|liebe[rs]?|hola|buen[oa]s (?:d[ií]as|tardes|noches)|estimad[oa]s?|bonjour|bonsoir|madame"
    r"|monsieur|olá|bom dia"
    r"|boa tarde|boa noite|prezad[oa]s?|ciao|buongiorno|gentile)\b[^,!.?:;\n–—]{0,50}(?:(?:Dr|Prof|Ms|Mr|Mrs"
    r"|St)\.[^,!.?:;\n–—]{0,40}){0,2}"
    r"[,!:;–—]\s{1,9}|(?:hi|hello|hey)(?: (?:there|all|everyone|team|again|folks|guys|sir|madam|ma['’]am|dr|doctor"
    r"|prof)){0,2}[\s,.!]{1,9}"
    r"|(?:thanks|thank you|thx|sorry|ok|okay|oh|yes|no|well|great|perfect)[,!.]{1,3}\s{1,9})",
    re.IGNORECASE,
)
MARKER = re.compile(
    r"\s{0,20}(?:[-*•·–—>▪◦‣o●○]\s{1,9}|\(?\d{1,2}\s?[.):、．]\s{0,9}(?!\d)|\(?[a-hA-H]\)\s{1,9}|[a-h]\.\s{1,9}"
    r"|(?:Q|question|frage|pregunta)\s?\d{0,2}\s?[.:)]\s{0,9}|#\d{1,2}\s{1,9}|\d{1,2}\s?[-–]\s{1,9}|[①-⑳]\s{0,9})",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(r"\s{0,9}p\.?\s?(?:p\.?\s?)?s\.?(?:\s?[.:,–-]|\s)\s{0,9}(?=\S)", re.IGNORECASE)
POINTS_BACK = re.compile(
    r"^(?:and |but |so |also |or )?(?:if (?:so|not|yes|no)\b|in (?:that|this|such a|which) case\b|(?:what"
    r"|how) about\b|same for\b|why\b\W*$"
    r"|then\b)|\b(?:is|was|would|will|does|can|could|should|may|has) (?:that|this|it|these|those|they"
    r"|such)\b(?! (?:year|program(?:me)?|fellowship"
    r"|cycle|position|application|season|possible|necessary|true|ok to|okay to|required (?:to|that)|mandatory (?:to"
    r"|that)|be (?:possible"
    r"|necessary|ok|okay|acceptable|better|best|helpful|useful|an option) (?:to|if|for|that)|better to|best to"
    r"|allowed to|too late to|still possible"
    r"|take|who|important|that|deadline|requirement|help|worth|acceptable (?:to|if|for)|normal|common|at all)\b)"
    r"|\b(?:with|about|for|of|to|from|by|like|despite|without|after|before|on) (?:that|this|it|them|those"
    r"|these)\b(?! (?:year|program(?:me)?|fellowship"
    r"|cycle|position|application|season|who|that|in|with|are|from|deadline|requirement|office|email|e-mail))"
    r"|\b(?:are|were|do|will|can|must|should|have) (?:they|these|those)\b(?! (?:documents|letters|programs"
    r"|positions|who))",
    re.IGNORECASE,
)
POINTING_WORD = re.compile(r"\b(?:it|they|them|that|this|these|those|he|she|one|ones|such|there|so)\b", re.IGNORECASE)
WRITER = re.compile(r"\b(?:i|me|my|we|us|our)\b", re.IGNORECASE)
TELLS_OF_WRITER = re.compile(
    r"(?:(?:and|but|so|also|however|yes|no|currently),? )?(?:i|i['’]\w{1,2}|my|we|our)\b", re.IGNORECASE
)
INTRODUCTION = re.compile(
    r"(?:my name is|i (?:hope|am writing|wanted to|want to|would like to|am reaching|look forward|appreciate|thank)"
    r"|i['’](?:m writing|d like|m reaching)|i (?:am|['’]m) (?:very |really |highly |so )?(?:interested|excited"
    r"|thrilled))\b",
    re.IGNORECASE,
)
# What a mail is about in general; a sentence that names no more only leads in.
GENERAL_TERMS = frozenset(
    """fellowship program programme position opportunity application applying apply question questions query queries
    thing things information info detail details following program's department division institution hospital
    university year cycle training course degree grant school graduate process admission admissions few couple several
    some writing write inquire inquiry enquire enquiry ask asking interested interest reaching regarding concerning know
    like want would need more general possible possibility opening openings spot spots matter topic issue available
    availability currently upcoming next reach learn hearing email contacting team office name coordinator resident
    doctor physician student applicant i'm research""".split()
)
