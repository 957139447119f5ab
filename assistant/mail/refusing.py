"""A mail -> why a person, and not a draft, is to answer it."""

import re
from collections.abc import Iterable

from assistant.language import words
from assistant.mail import foreign
from assistant.mail.asking import questions
from assistant.mail.values import Mail, Reason, ReasonKind

_NO_REPLY = re.compile(
    r"(?:[\w.+-]{0,40}[._+-])?(?:no-?_?\.?reply|do-?_?not-?_?reply|ne-?pas-?repondre|no-?responder|noresponse"
    r"|unattended)\b|(?:notifications?|alerts?|automated|donotreply)@",
    re.I,
)
_THANKS = re.compile(
    r"\b(?:thanks?|thank you|thx|appreciate|grateful|got it|received|noted|perfect|great|wonderful|danke"
    r"|vielen dank|merci|gracias"
    r"|obrigad[oa]|grazie)\b",
    re.IGNORECASE,
)
_MAX_THANKS_WORDS = 40
_ME = r"(?:i|i['’]m|i['’]ve|im|ive|i am|i have|me|my)"
_DISTRESS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:kill|hurt|harm|cut|hang|shoot|drown|poison|injure)(?:ing)? (?:myself|my self)\b"
        r"|\bself[- ]?harm(?:ing|ed)?\b",
        r"\b(?:end|ending|take|taking|took) (?:it all|my (?:own )?life|everything now)\b(?! (?:in|to|on) (?:my|the"
        r"|a|new))",
        r"\b(?:i|i['’]d|i['’]m|me) (?:\w+ ){0,4}?(?:want(?:ed)?|wish(?:ing)?|ready|prefer|plan(?:ning)?|going"
        r"|rather) (?:to )?(?:die|be dead|disappear forever|stop existing)\b",
        r"\bwish (?:that )?i (?:was|were|had been) (?:dead|never born)\b|\bbetter off (?:dead|without me)\b"
        r"|\bwant (?:it all|everything) to (?:end|stop)\b",
        r"\b(?:do not|don['’]?t|no longer|cannot|can['’]?t|not) (?:really |even |see how to )?(?:want to |wanna "
        r"|wish to |care to |see how i can )?(?:live|be alive|exist|go on living|keep living)"
        r" (?:any ?more|any longer|like this|with (?:it|this))\b",
        r"\b(?:do not|don['’]?t|no longer) (?:really |even )?(?:want to|wanna|wish to) (?:live|be alive|exist"
        r"|be here anymore|wake up)\b",
        r"\b(?:no|any|a|find) (?:reason|point|will|purpose)s? (?:in |to |for |of )?(?:live|living|go(?:ing)? on"
        r"|being alive|keep living)\b",
        r"\b(?:i|i['’]m|i am|feel(?:ing)?|been|have been|become|became|am) (?:\w+ ){0,2}?suicidal\b"
        r"|\bsuicidal (?:thoughts|ideation|feelings) (?:again|since|every|lately|because|and i)\b",
        r"\b(?:my|having|have|had) (?:\w+ )?suicidal (?:thoughts|feelings|ideation)\b",
        r"\b(?:i|i['’]m|i['’]ve|i am|i have|me|am|been) (?:\w+ ){0,5}?(?:thinking (?:of|about)|thought (?:of|about)"
        r"|considering|considered|contemplating|attempted|attempting|planning|tried|commit"
        r"|committing) (?:to commit )?suicide\b",
        r"\b(?:i|i['’]m|i am) (?:\w+ ){0,3}?(?:in (?:a )?(?:mental health |mental |deep |personal )?crisis"
        r"|in (?:deep|utter|complete) despair|having a (?:nervous |mental )?breakdown)\b",
        r"\bi (?:really |just |simply )?(?:can ?not|can['’]?t) (?:cope|go on|take it|bear it"
        r"|do this)(?: (?:any ?more|any longer|with life|like this))\b",
        r"\b(?:i (?:was|am|have been|am being|was being)) (?:\w+ ){0,2}?(?:raped|sexually (?:assaulted|abused"
        r"|harassed)|beaten|stalked|abused)\b|\b(?:he|she|husband|wife|partner|boss|father) (?:beats|is beating"
        r"|hits|abuses|threatens to kill) me\b",
        r"\b(?:mich|mir) (?:selbst )?(?:umbringen|umzubringen|das leben (?:zu )?nehmen|etwas an(?:zu)?tun)\b"
        r"|\bnicht mehr leben\b|\bselbstmordgedanken\b|\bsuizidgedanken\b",
        r"\b(?:me suicider|mettre fin à mes jours|en finir avec la vie|plus envie de vivre)\b",
        r"\b(?:suicidarme|matarme|quitarme la vida|no quiero (?:vivir|seguir viviendo)|acabar con mi vida)\b",
        r"\b(?:me matar|me suicidar|tirar (?:a )?minha (?:própria )?vida|não quero mais viver"
        r"|acabar com a minha vida)\b",
    )
)
_COMPLAINT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:formal|official|written|serious|this|my|a|another) complaint\b|\b(?:file|lodge|make|submit|filing"
        r"|lodging) (?:a|an|my|this) (?:\w+ ){0,2}complaint\b|\b(?:want|wish|like|have|writing|here"
        r"|need) to complain\b|\bi(?: must| have to)? complain\b",
        r"\b(?:my|our|retained|hired|consult(?:ed|ing)?) (?:lawyers?|attorneys?|solicitors?|legal (?:counsel"
        r"|team|representatives?))\b(?= (?:will|has|have|is going|advised|advises|says)\b|[.!])",
        r"\blegal (?:action|proceedings|steps|consequences)\b|\btake (?:you|this|the (?:program|university"
        r"|hospital)|it) to (?:court|the (?:press|media|ombudsman))\b|\b(?:will|going to|shall|may) sue\b"
        r"|\bsue (?:you|the|your)\b|\blawsuit\b",
        r"\b(?:i|we) (?:\w+ ){0,3}?(?:been|was|were|feel|felt) (?:\w+ )?discriminated\b|\bdiscriminat(?:ed|ing"
        r"|ion) against (?:me|us)\b|\b(?:is|was|this|clear|blatant|such) discrimination\b(?! policy)",
        r"\b(?:absolutely |completely |totally |simply |utterly |very |so |is |are |was |and |most |highly "
        r"|just )(?:unacceptable|unprofessional|disgraceful|outrageous|appalling|scandalous|shameful|ridiculous)\b",
        r"\b(?:extremely|very|deeply|really|so|utterly|bitterly|most|truly) (?:disappointed|dissatisfied|upset"
        r"|frustrated|angry|unhappy|disgusted) (?:with|by|about|at|that|in|how)\b",
        r"\bi (?:hereby )?demand\b|\breport (?:you|this|your (?:program|office)) to\b|\b(?:treated"
        r"|handled) (?:\w+ )?(?:unfairly|rudely|badly|with disrespect|disrespectfully)\b|\b(?:so|very|extremely"
        r"|incredibly) rude\b|\bappeal (?:the|this|your|my|against) (?:\w+ )?(?:decision|rejection|denial)\b",
        r"\b(?:beschwerde (?:ein|über)|ich (?:möchte|will) mich beschweren|rechtliche schritte"
        r"|mein(?:en)? anwalt)\b|\b(?:porter plainte|mon avocat|réclamation formelle)\b|\b(?:presentar una (?:queja"
        r"|reclamación)|mi abogado|acciones legales)\b|\b(?:fazer uma reclamação|meu advogado)\b",
    )
)
_THING = (
    r"(?:applications?|transcripts?|letters?|lors?|recommendations?|documents?|materials?|files?|forms?|scores?"
    r"|reports?|e-?mails?|messages?|payments?|fee|certificates?"
    r"|cv|resume|statement|diploma|package|submission|references?|references|paperwork|reply|proposal|registration"
    r"|request|package|passport|photo|degree|report)"
)
_PERSONAL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:did|have|has|had) (?:you|your office|the (?:office|committee|program|department)|they"
        r"|anyone)(?: \w+)? (?:already |yet |ever )?(?:get|got|gotten|receive[d]?|review(?:ed)?|see|seen|read"
        r"|look(?:ed)? at|process(?:ed)?|evaluate[d]?|consider(?:ed)?|open(?:ed)?) (?:all )?(?:of )?my\b",
        rf"\b(?:has|have|was|were|is|are|did|will|if|whether|that) my (?:\w+ ){{0,4}}?{_THING} (?:\w+ ){{0,3}}?"
        r"(?:been |be )?(?:received|arrived?|complete[d]?|reviewed|uploaded|processed|missing|registered"
        r"|go(?:ne)? through|come through|submitted|approved|rejected|under review|downloaded|verified)\b",
        r"\b(?:confirm|acknowledge|verify|check)\b.{0,40}\b(?:receipt|received|arrived"
        r"|got)\b(?! by the deadline)|\b(?:confirm|verify|check|know) (?:that |if |whether )?(?:you )?(?:have "
        r"|had )?(?:received|got) (?:all )?(?:of )?my\b",
        r"\b(?:status|progress|outcome|result|update|news|decision|follow(?:ing)?[- ]up)s?\b.{0,20}\b(?:of"
        r"|on|about|regarding|with) (?:my (?:\w+ )?(?:application|case|file|submission|interview|request|appeal"
        r"|candidacy|documents?"
        r"|materials?|admission)|mine)\b|\bmy (?:\w+ ){0,2}?application(?:['’]s)? (?:status|number"
        r"|id|outcome|result|decision|is (?:complete|incomplete|still|under|being))\b",
        r"\b(?:an? exception|exceptions?|extension|accommodation|special consideration|leniency|flexibility"
        r"|extra time|more time)\b.{0,30}\b(?:for me|in my (?:case|situation|circumstances?)|for my)\b|\b(?:make"
        r"|grant|give|allow|get|have|request|ask for)(?: me| us)? (?:an? |for )?(?:\w+ )?(?:exception|extension"
        r"|extra time|few (?:more|extra) days)\b(?! (?:of|to) (?:my )?(?:status|visa|stay))",
        r"\b(?:extend|waive|postpone|move|bend|push)(?: back)? (?:the|this|that|your) (?:\w+ ){0,3}?(?:for me"
        r"|in my case|because i|since i|as i)\b",
        r"\b(?:can|could|would|will|may) you (?:please |kindly )?(?:review|look (?:at|over|through)|check|read"
        r"|evaluate|assess|correct|edit|proofread|comment on|consider|look up|resend|find|update|change|delete"
        r"|withdraw|cancel|add|attach|replace|correct|reset|reopen|unlock) (?:at )?my\b",
        r"\b(?:what|how|any|my|are|good|better|realistic|real) (?:\w+ ){0,2}?(?:my )?chances\b(?: (?:of|to|for|are"
        r"|do))?.{0,40}\b(?:i|my|me|getting|accepted|admission|match)\b|\bwhat are my chances\b|\bhave (?:i"
        r"|any) (?:a |any )?chances?\b|\bdo i (?:have|stand) (?:a|any) chance\b",
        r"\b(?:i|my application) (?:\w+ ){0,2}?(?:was|were|been|got) (?:\w+ )?(?:rejected|denied|turned down"
        r"|declined|refused|unsuccessful|not (?:selected|accepted|admitted|invited)|waitlisted|wait-listed"
        r"|dismissed|disqualified)\b",
        r"\b(?:visa|petition)\b (?:\w+ ){0,3}?(?:was|is|has been|got) (?:\w+ )?(?:denied|refused|rejected|revoked"
        r"|delayed)\b|\b(?:denied|refused|rejected) (?:me )?(?:a|my|the) visa\b",
        r"\bmy (?:application |portal |user |online )?(?:account|password|log-?in|username|upload|profile|invoice"
        r"|receipt"
        r"|acceptance|rejection|offer letter)\b"
        r"|\bmy (?:\w+ )?(?:interview|appointment) (?:is|was|has|went|date|time|slot|invitation|on|yesterday|today"
        r"|tomorrow|last)\b",
        r"\b(?:i|we) (?:\w+ )?(?:can ?not|can['’]?t|could ?n['’]?t|could not|unable to|am unable to"
        r"|was unable to) (?:\w+ )?(?:log ?in|sign in|access my|upload my|reset my|open my|submit my|complete my)\b"
        r"|\b(?:locked out|forgot(?:ten)?) (?:of )?my\b",
        r"\b(?:have|has|had)(?:n['’]?t| not) (?:yet )?(?:heard|received) (?:(?:anything|back|any (?:reply|response"
        r"|answer|news|update|feedback|decision)|a (?:reply|response|decision))\b|from (?:you|your|the (?:office"
        r"|committee|program)))",
        r"\b(?:when|how soon) (?:will|can|should|could|would|do|might) i (?:\w+ )?(?:hear|expect (?:to hear"
        r"|a (?:decision|reply|response)|an? (?:answer|decision))|be (?:notified|informed|contacted|told|invited)"
        r"|know|get|receive).{0,40}\b(?:about|on|regarding|of|whether|if) (?:my|i)\b",
        r"\b(?:withdraw|cancel|defer|change|update|edit|correct|modify|amend|reschedule|resend"
        r"|replace) my (?:\w+ ){0,2}?(?:application|interview|letter|documents?|transcript|address|name|submission"
        r"|personal statement|cv|choice|offer|acceptance|essay|recommender)\b",
        r"\b(?:i|we) (?:\w+ ){0,2}?(?:submitted|sent|mailed|e-?mailed|uploaded|applied|paid)\b.{0,120}\b(?:but|and"
        r"|yet|however|still|just (?:want|checking)|wanted to)\b.{0,80}\b(?:not (?:\w+ )?(?:heard|received|shown"
        r"|show|appear|been)|n['’]t (?:\w+ )?(?:heard|received|shown|show|appear|been|work|get|see)|no (?:reply"
        r"|response|answer|confirmation|news)|missing|incomplete|pending|an? error|make sure|checking|confirm)\b",
        r"\b(?:attached|enclosed|here) (?:is|are|please find|you(?:['’]ll| will) find)\b.{0,120}\b(?:review"
        r"|feedback|what you think|am i (?:eligible|competitive)|good enough|suitable)\b|\b(?:good|strong"
        r"|competitive|suitable) (?:enough )?(?:candidate|fit|applicant)\b.{0,20}\?|\bam i (?:\w+ )?(?:competitive"
        r"|a good|a strong|accepted|admitted|shortlisted|still (?:being|under|on|in))\b",
        r"\bwhy (?:was|were|did|has|have|am|wasn['’]?t|didn['’]?t|haven['’]?t) (?:i|you (?:reject|not|den|turn)"
        r"|my)\b(?! (?:need|have to))",
        r"\bmy (?:recommender|referee|letter writer|professor|chair|school|university|dean"
        r"|registrar)(?:['’]s)? .{0,60}\b(?:sent|uploaded|mailed|submitted|late|emailed)\b.{0,60}\b(?:receiv|arriv"
        r"|get it|got it|confirm|there)",
        r"\bstatus (?:of|for|on) my\b|\b(?:what['’]?s|what is|is|check|know|update|tell me|about|on) my status\b"
        r"|\bmy (?:\w+ ){0,2}?(?:has|have|did|is|was|were|are) (?:not|n['’]t) (?:yet )?(?:been |be )?(?:received"
        r"|arrived?|processed|posted|shown?|listed)\b|\bhaven['’]?t you (?:received|got)\b",
        r"\bmeine?[mnrs]? (?:\w+ )?(?:bewerbung|unterlagen|dokumente|zeugnis\w*|antrag|anmeldung|mail|überweisung)\b"
        r".{0,60}\b(?:erhalten|angekommen|eingegangen|bekommen|vollständig|bearbeitet)\b",
        r"\b(?:mon|ma|mes) (?:dossier|candidature|documents?|lettres?|demande|pièces|mail|paiement)\b.{0,40}"
        r"\b(?:reçue?s?|arrivée?s?|complete?|complète?s?|traitée?s?)\b",
        r"\bmi[s]? (?:solicitud|documentos?|candidatura|expediente|cartas?|correo"
        r"|pago)\b.{0,40}\b(?:recibid[oa]s?|llegad[oa]"
        r"|llegaron|complet[oa]s?|procesad[oa])\b|\b(?:minhas?|meus?) (?:inscrição|documentos?|candidatura)\b.{0,40}"
        r"\b(?:recebid[oa]s?|chegaram|complet[oa]s?)\b|\bmi[ae]i? (?:domanda|documenti"
        r"|candidatura)\b.{0,40}\b(?:ricevut[aoi]"
        r"|arrivat[aoi]|complet[aoi])\b",
        r"\b(?:haben sie|sind|ist|wurde) mein\w{0,2} (?:\w+ ){0,2}?(?:bewerbung|unterlagen"
        r"|zeugnis\w*)\b.{0,60}\b(?:erhalten|angekommen|eingegangen|bekommen)\b|\bstand meiner bewerbung\b"
        r"|\bausnahme für mich\b",
        r"\b(?:avez-vous|avez vous) (?:bien )?reçu (?:mon|ma|mes)\b|\bmon dossier (?:est-il|a-t-il)\b"
        r"|\b(?:recibieron|han recibido|ha recibido|recibió) mi[s]?\b|\bestado de mi solicitud\b|\breceberam (?:o "
        r"|a |os |as )?(?:meu|minha)s?\b|\bsituação da minha (?:inscrição|candidatura)\b",
    )
)
_LINES = {
    ReasonKind.AUTOMATIC: "A machine wrote it: {}.",
    ReasonKind.LIST: "It went to a mailing list: it has the header {}.",
    ReasonKind.NO_REPLY: "Nobody reads answers at {}.",
    ReasonKind.OWN: "It comes from this office itself ({}).",
    ReasonKind.NOT_ADDRESSED: "It is not addressed to this office: none of its addresses is in To or Cc.",
    ReasonKind.DISTRESS: "Its writer may be in distress ({!r}): a person should answer, soon.",
    ReasonKind.COMPLAINT: "It complains or threatens legal steps ({!r}): a person should answer.",
    ReasonKind.PERSONAL: "It asks about the writer's own case ({!r}), which the documents cannot answer.",
    ReasonKind.THANKS: "It only says thanks.",
    ReasonKind.NO_QUESTION: "No question was found in it.",
}


def reason_not_to_draft(mail: Mail, *, own_addresses: Iterable[str] = ()) -> Reason | None:
    """Why no draft is made for the mail, None where one may be.

    ``own_addresses`` are those of the office; without them, neither own mail is known nor to whom a mail is addressed.
    Whether the mail is old, or answered already, is not looked at.
    """
    own = frozenset(_mailbox(address) for address in own_addresses)
    if mail.automatic:
        return _reason(ReasonKind.AUTOMATIC, mail.automatic)
    if mail.listed:
        return _reason(ReasonKind.LIST, mail.listed)
    if _NO_REPLY.match((mail.reply_to or mail.sender).address) and not mail.original_sender:
        return _reason(ReasonKind.NO_REPLY, (mail.reply_to or mail.sender).address)
    if _mailbox(mail.sender.address) in own and not mail.forwarded:
        return _reason(ReasonKind.OWN, mail.sender.address)
    if own and own.isdisjoint(_mailbox(one.address) for one in (*mail.to, *mail.cc)):
        return _reason(ReasonKind.NOT_ADDRESSED)
    text = " ".join(f"{mail.subject} . {mail.note} . {mail.newest}".replace("’", "'").split())
    for kind, patterns in (
        (ReasonKind.DISTRESS, _DISTRESS),
        (ReasonKind.COMPLAINT, _COMPLAINT),
        (ReasonKind.PERSONAL, _PERSONAL),
    ):
        for pattern in patterns:
            if match := pattern.search(text):
                return _reason(kind, match.group()[:80])
    if questions(mail):
        return None
    if (_THANKS.search(mail.newest) or foreign.THANKS.search(mail.newest)) and len(
        words(mail.newest)
    ) <= _MAX_THANKS_WORDS:
        return _reason(ReasonKind.THANKS)
    return _reason(ReasonKind.NO_QUESTION)


def _reason(kind: ReasonKind, shown: str = "") -> Reason:
    return Reason(kind, _LINES[kind].format(shown))


def _mailbox(address: str) -> str:
    """The address without what stands behind a plus sign, which the same mailbox receives."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.split('+')[0]}{at}{domain}"
