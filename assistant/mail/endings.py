"""What programs, servers and writers put round a mail's words: footers, banners, disclaimers, closings."""

import re

_DEVICE = (
    r"(?:i(?:phone|pad|pod|os)|android|samsung|galaxy|huawei|xiaomi|redmi|oppo|vivo|oneplus|pixel|motorola|nokia|lg"
    r"|htc"
    r"|sony|xperia|blackberry|windows|outlook|yahoo|aol|gmail|gmx|web\.de|proton\s?mail|mail(?:box)?|mobile"
    r"|mobil\w{0,4}"
    r"|smartphone|tablet|handy|phone|cell|téléphone|teléfono|celular|móvil|portable|cellulare|telefono|device|hotmail"
    r"|thunderbird|spark|superhuman|airmail|verizon|t-mobile|at&t|apple watch|mac(?:book)?)"
)
MOBILE = re.compile(
    r"(?:(?:sent|written|posted) (?:from|via|with|using|by|on)|get outlook for|sent securely|(?:von"
    rf"|vom) .{{0,40}}gesendet"
    r"|gesendet (?:von|mit|über|aus)|envoyé (?:de|depuis|à partir|avec)|enviado (?:desde|do|de|a partir|mediante"
    r"|via|con)"
    r"|inviato d(?:a|al|all)|verzonden (?:vanaf|met|via)|skickat från|obtene[rz] outlook|obtenez outlook"
    r"|télécharge[rz]"
    rf"|holen sie sich|laden sie outlook|outlook (?:für|pour|para|per) |obter o? ?outlook|diese nachricht wurde von)"
    rf".{{0,60}}\b{_DEVICE}\b.{{0,80}}$"
    r"|(?:von|vom) meine[mr] .{0,40} gesendet\W{0,3}$|sent from my [\w\s-]{2,30}[.!]?$"
    r"|(?:please |kindly )?(?:excuse|pardon|forgive|ignore) (?:any |the |my )?(?:typos?|brevity|errors?|mistakes"
    r"|spelling)\b"
    r".{0,60}$|.{0,30}(?:please )?(?:excuse|pardon) (?:any |the |my )?(?:typos?|brevity)\b.{0,60}$"
    r"|yahoo mail\b.{0,60}: .{0,60}$",
    re.IGNORECASE,
)
BANNER = re.compile(
    r"\W{0,5}(?:\[?external(?: e-?mail| sender| message)?[\]:*!]|external (?:e-?mail|sender)\b(?! address)"
    r"|(?:caution|warning|attention|notice|achtung|hinweis)\W{1,5}.{0,80}\b(?:external|outside|extern\w{0,2})\b"
    r"|this (?:e-?mail|message) (?:originated|came|was sent) from (?:outside|an external)"
    r"|you don['’]t often (?:get|receive) e-?mails? from|some people who received this message don['’]t often"
    r"|sie erhalten nicht (?:oft|häufig) e-?mails von|no suele recibir correo|vous n['’]obtenez pas souvent)",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"confidential(?:ity|ité)?\b.{0,300}\b(?:recipient|privileged|addressee|disclos|destroy|delete)"
    r"|\b(?:intended (?:only|solely)|sole use|intended recipient|named addressee|unintended recipient)\b"
    r"|confidentiality (?:notice|statement|note)|\bin error\b.{0,200}\b(?:delete|notify|destroy|contact the sender)"
    r"|this (?:e-?mail|message|communication|transmission)(?: \(?(?:and|including|with).{0,60})? (?:is|are|may"
    r"|contains?)\b"
    r".{0,40}\b(?:confidential|privileged|protected|intended)"
    r"|(?:consider|think (?:about|of)) (?:the|our) environment|before printing this|save (?:paper|trees)"
    r"|(?:scanned|checked|protected) (?:by|for|with) .{0,30}(?:virus|avast|avg|norton|mcafee|malware|mimecast"
    r"|barracuda)"
    r"|virus-?free|antivirus"
    r"|diese e-?mail (?:und |kann |enthält ).{0,80}vertraulich|vertrauliche.{0,80}informationen"
    r"|nicht der richtige adressat"
    r"|(?:bericht|meddelande|melding|besked|wiadomoś\w+|сообщени\w+|ileti|e-?posta)\b.{0,80}\b(?:vertrouwelijk"
    r"|konfidentiell|fortrolig|poufn\w+|конфиденциальн\w+|gizli)|(?:邮件|郵件|メール).{0,40}(?:保密|機密|秘密)"
    r"|(?:l['’]environnement|medio ?ambiente|meio ambiente|die umwelt|het milieu|all['’]ambiente)\b"
    r"|(?:avant d['’]imprimer|antes de imprimir|prima di stampare|bevor sie .{0,30}ausdrucken|n['’]imprimez)"
    r"|ce (?:message|courriel|mail).{0,80}(?:confidentiel|destinataire)|este (?:mensaje|correo"
    r"|e-?mail).{0,120}confidencia"
    r"|esta mensagem.{0,120}confidencia|(?:questo|il presente) messaggio.{0,120}(?:riservat|confidenzial)"
    r"|you received this (?:message|e-?mail) because|to unsubscribe|this e-?mail was sent from a contact form",
    re.IGNORECASE,
)
FORMAL = re.compile(
    r"(?:(?:(?:with|please accept|i remain)\s)?(?:(?:my|our|very|many|the|all)\s){0,2}"
    r"(?:(?:best|kind|kindest|warm|warmest|sincere|sincerest|respectful|friendly|highest|good|fond|collegial|deep"
    r"|great)"
    r",?(?:\s(?:and|&)\s(?:best|kind|kindest|warm|warmest))?\s)?"
    r"(?:regards?|wishes|greetings|respect|gratitude|appreciation)(?:\sfrom\s\w{2,20})?"
    r"|(?:yours\s)?(?:very\s|most\s)?(?:sincerely|faithfully|truly|respectfully|cordially|gratefully|humbly"
    r"|obediently)"
    r"(?:\s(?:yours|submitted))?|yours|warmly|cheers|best|all (?:the )?best|all my best|my best|very best|take care"
    r"|have a (?:great|good|nice|lovely|wonderful) (?:day|week|weekend|evening|one)|kind|rgds|brgds|b?rgds|br|kr|vr"
    r"|v/r"
    r"|(?:mit\s)?(?:(?:freundlich|best|herzlich|lieb|viel|schön|sonnig)en\s)(?:grüßen|grüssen|gruessen|gruß|gruss"
    r"|dank)"
    r"|(?:viele|liebe|beste|schöne|herzliche|freundliche|ganz liebe)\s(?:grüße|grüsse|gruesse)|mfg|lg|vg|bg"
    r"|hochachtungsvoll|gruß|grüße|bis (?:bald|dann)"
    r"|(?:(?:très|bien)\s)?(?:cordialement|respectueusement|amicalement)|bien à (?:vous|toi)|salutations"
    r"|(?:mes|nos)?\s?(?:sincères|meilleures|cordiales|respectueuses|distinguées)\s(?:salutations|sentiments)"
    r"|salutations (?:distinguées|cordiales|respectueuses)|bonne (?:journée|soirée|réception)|à bientôt"
    r"|(?:un\s|muy\s|reciba[n]?\s)?(?:cordial(?:es)?\s|atent[oa]s?\s)?saludos?(?:\s(?:cordial(?:es)?|atentos?))?"
    r"|(?:muy\s)?(?:atentamente|cordialmente|respetuosamente)|(?:un\s)?(?:fuerte\s)?abrazo"
    r"|atenciosamente|atte?|respeitosamente|(?:com os\s)?(?:melhores|meus)?\s?cumprimentos|abraços?|saudações"
    r"|(?:cordiali|distinti|cari)\ssaluti|saluti|met (?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvh"
    r"|med (?:vänliga?|vennlig|venlig) (?:hälsning(?:ar)?|hilsen)|z poważaniem|pozdrawiam|с уважением|saygılarımla"
    r"|x{1,3}|xo(?:xo)?|love)(?!\w)"
    r"(?:\s(?:from|aus|von|nach|de|desde|da|in)\s\w{2,20}(?:\s\w{2,20})?(?=\W{0,3}$))?",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"(?:(?:with\s)?(?:many\s|much\s|big\s|huge\s)?(?:thanks|thank you|thankyou|thank u|thx|ty|tks)"
    r"(?:\s(?:so|very) much|\sa lot|\sa ton|\sagain|\sin advance|\sand (?:(?:best|kind|kindest|warm)\s)?regards"
    r"|\sfor (?:your|the) (?:time|help|assistance|consideration|support|kind help)"
    r"(?: and (?:consideration|help|time|assistance))?){0,3}"
    r"|(?:vielen|besten|herzlichen|lieben)\sdank(?:\sim voraus)?|danke(?:\sim voraus|\sschön)?"
    r"|merci(?:\sd['’]avance|\sbeaucoup|\sbien)?|(?:muchas|mil)?\s?gracias(?:\sde antemano|\spor adelantado)?"
    r"|(?:muito\s)?obrigad[oa](?:\sdesde já)?|grat[oa]|(?:molte\s)?grazie(?:\smille)?|dank u|bedankt|tack)(?!\w)",
    re.IGNORECASE,
)
# In whatever language a telephone speaks of itself, it names itself.
DEVICE_NAME = re.compile(
    r"(?:iphone|ipad|samsung|galaxy|android|huawei|xiaomi|redmi|oneplus|blackberry|outlook|yahoo mail|gmail|gmx"
    r"|proton ?mail|proton mail|foxmail|mail\.ru|yandex|手机|手機)",
    re.IGNORECASE,
)
