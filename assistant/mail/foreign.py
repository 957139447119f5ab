"""How letters in other languages than English ask and close, as patterns over one sentence or line."""

import re

# Wishes to know, and requests to be told or sent something; what is asked stands in the same sentence.
_WISHES = (
    # German
    r"(?<!egal)(?<!nachdem),? ob (?!wohl\b)",
    r"\b(?:möchte|wollte|würde|wüsste|will|hätte)\b.{0,60}\b(?:wissen|erfahren|fragen|nachfragen|anfragen|erkundigen"
    r"|wüsste)\b",
    r"\bwüsste (?:ich )?(?:auch |noch )?gerne?\b|\b(?:mich|uns) (?:würde )?.{0,20}interessier(?:en|t)?,? (?:ob|w\w+)\b",
    r"\b(?:ich |wir )?frage?n? (?:ich )?(?:mich|uns)\b.{0,20}\b(?:ob|w\w+)\b|\bmeine frage (?:ist|wäre|lautet)\b",
    r"\b(?:können|könnten|würden|kannst|könntest|könnt) (?:sie|du|ihr) (?:mir|uns)\b.{0,60}\b(?:sagen|mitteilen"
    r"|schreiben|schicken|zusenden|senden|erklären|nennen|bestätigen|geben)\b",
    r"\bbitte\b.{0,12}\b(?:teilen|sagen|schicken|senden|schreiben|erklären|nennen|geben|lassen) sie (?:mir|mich|uns)\b"
    r"|\bbitte\b.{0,60}\bum (?:auskunft|informationen|zusendung|mitteilung)\b"
    r"|\bum (?:auskunft|zusendung|mitteilung)\b",
    r"\b(?:nicht|un)\s?(?:ganz )?(?:sicher|klar)\b.{0,12}\b(?:ob|w\w+)\b"
    r"|\bweiß (?:ich )?(?:leider )?nicht,? (?:ob|w\w+)",
    # French
    r"\b(?:voudrai[st]|aimerai[st]|souhait(?:e|ons|erais|erions)|désire(?:rais)?|aimerions|voudrions|cherche à)\b"
    r".{0,40}\b(?:savoir|connaître|demander (?:si|s['’]il|quel|comment|quand|où|combien)"
    r"|obtenir|recevoir|être informée?)",
    r"\b(?:pourri?ez|pouvez|pourrais|peux)[- ](?:vous|tu)\b.{0,20}\b(?:dire|indiquer|préciser|confirmer|envoyer"
    r"|communiquer|renseigner|expliquer|faire (?:savoir|parvenir))",
    r"\bmerci (?:.{0,20} )?de (?:bien vouloir )?(?:m['’e]|nous )\s?.{0,12}(?:indiquer|préciser|dire|confirmer"
    r"|envoyer|communiquer"
    r"|renseigner|informer|faire)",
    r"\bveuillez\b.{0,20}\b(?:me|m['’]|nous)\s?(?:dire|indiquer|préciser|confirmer|envoyer|communiquer|faire)",
    r"\b(?:je (?:me )?demande|je ne sais pas|je n['’]ai pas (?:trouvé|compris)|je ne comprends pas"
    r"|je ne trouve pas|ma question est"
    r"|j['’]ignore)\b.{0,12}\b(?:si|s['’]il|ce qu|quel\w*|comment|quand|où|combien|l[ae]s?|d['’e])\b",
    # Spanish
    r"\b(?:quisiera|querría|quer[ií]a|me gustaría|desear?ía|deseo|quiero|necesito|necesitaría|interesa|interesaría)\b"
    r".{0,30}\b(?:saber|preguntar|consultar|conocer|averiguar|confirmar)",
    r"\b(?:pod(?:rían?|éis|ríais|rías)|pueden?|puedes|serían? tan amables? de)\b.{0,20}"
    r"(?:decirme|indicarme|informarme"
    r"|confirmarme|enviarme|explicarme|facilitarme|mandarme|aclararme|decirnos)",
    r"\b(?:me|nos) (?:pod(?:rían?|rías)|pueden?|puedes)\b.{0,20}(?:decir|indicar|informar|confirmar|enviar|explicar"
    r"|facilitar|mandar|aclarar)",
    r"\b(?:agradecería|ruego|le[s]? pido)\b.{0,30}(?:me |nos )?"
    r"(?:informa|dij|indica|indiqu|confirm|envi|aclar|facilit)",
    r"\bno (?:estoy segur[oa]|sé|me queda claro|tengo claro|encuentro)\b.{0,10}\b(?:si|qué|cu\w+|cómo|dónde|el|la)\b"
    r"|\bmi (?:pregunta|duda|consulta) es\b|\bpor favor,? (?:indíquenme|díganme|envíenme|infórmenme|confirmen)",
    # Italian
    r"\b(?:vorrei|volevo|vorremmo|desidero|desidererei|mi piacerebbe|avrei bisogno di)\b.{0,20}"
    r"\b(?:sapere|chiedere"
    r"|conoscere|domandare)\b|\bmi (?:chiedevo|domandavo|chiedo) (?:se|qual\w*|quand\w*|come)\b",
    r"\b(?:potr(?:ebbe|este|esti)|può|potete|puoi)\b.{0,12}(?:dirmi|indicarmi|inviarmi|confermarmi|farmi sapere"
    r"|mandarmi|spiegarmi|comunicarmi)|\bnon (?:sono sicur[oa]|mi è chiaro|so) (?:se|qual\w*|quand\w*|come)\b",
    # Portuguese
    r"\b(?:gostaria|queria|quero|desejo|desejaria|preciso)\b.{0,20}\b(?:saber|perguntar|consultar|confirmar"
    r"|obter inform)",
    r"\b(?:poderiam?|podem?|podia[m]?)\b.{0,12}\b(?:me )?(?:dizer|informar|enviar|confirmar|indicar|explicar"
    r"|esclarecer)"
    r"|\b(?:não (?:sei|tenho certeza|encontrei|ficou claro)|minha dúvida é)\b.{0,12}\b(?:se|qua\w+|como|onde|o|a)\b",
    # Dutch and Scandinavian
    r"\b(?:wil|wilde|zou|graag)\b.{0,30}\b(?:weten|vragen|vernemen)\b|\b(?:vraag|vroeg)(?: ik)? me\b"
    r"|\bik ben benieuwd\b",
    r"\b(?:kunt|kun|kan|zou|zouden) (?:u|je|jullie)\b.{0,20}\b(?:laten weten|vertellen|zeggen|sturen|aangeven"
    r"|bevestigen|uitleggen)\b",
    r"\b(?:undrar|lurer på|spekulerar|ville? (?:gerne|gjerne) (?:vide|vite)|skulle vilja (?:veta|fråga)|vill veta"
    r"|vil (?:gerne|gjerne) (?:vide|vite|høre)|vil høre)\b",
    r"\b(?:kan|kunne|skulle) (?:ni|du|i|dere|de)\b.{0,20}\b(?:säga|fortelle|fortælle|skicka|sende|oplyse|meddela"
    r"|berätta|bekräfta|bekrefte|bekræfte)\b",
    # Slavic
    r"\b(?:хотел(?:а|и|ось)?|хочу|хотелось)\b.{0,12}\b(?:бы )?.{0,12}(?:узнать|спросить|уточнить)|\bподскажите\b"
    r"|\bскажите\b|\b(?:интересует|прошу (?:сообщить|уточнить|выслать))\b|\b(?:хотіла?в?|підкажіть)\b",
    r"\b(?:chciał[a]?by(?:m|śmy)|chcę|proszę)\b.{0,30}(?:zapytać|wiedzieć|dowiedzieć|spytać|informacj|przesłani"
    r"|podanie"
    r"|odpowiedź|powiedzieć)|\bczy (?:mog(?:ą|liby)|może|mógłby|mogłaby) .{0,12}(?:powiedzieć|przesłać|podać)",
    r"\b(?:chtěla?|rád|ráda) bych?\b.{0,20}(?:zept|věd|dozv)|\bmůžete mi\b|\bzanima me\b|\bželi[om] (?:znati|vedeti)",
    # Others
    r"\b(?:öğrenmek|sormak|bilmek|danışmak) (?:ist\w+|iste\w+)|\bbilgi (?:ver|al|rica|iste|edin)\w*"
    r"|\bmerak ediyorum\b|\b(?:verebilir|söyleyebilir|gönderebilir|paylaşabilir|açıklayabilir) misiniz\b",
    r"\b(?:haluaisin|haluan) (?:tietää|kysyä)|\bvoisitteko\b|\b(?:szeretné[mk]|szeretnénk) .{0,12}(?:kérd|megtud"
    r"|érdekl|tudni)",
    r"\b(?:aș|as|am) (?:vrea|dori|vrut) să\b.{0,12}(?:știu|stiu|întreb|intreb|aflu)"
    r"|\b(?:puteți|puteti|îmi puteți) .{0,12}spune",
    r"\bθα ήθελα να (?:μάθω|ρωτήσω|ξέρω)|\bμπορείτε να μου\b",
    r"\b(?:ingin|mau) (?:ber)?(?:tanya|tahu|menanyakan|mengetahui)|\bmohon (?:info|penjelasan)|\bapakah\b",
    r"\bcho (?:em|tôi|mình) (?:xin )?(?:hỏi|biết)|\bxin (?:được )?hỏi\b|\bmuốn (?:hỏi|biết)",
    r"(?:أود|أريد|أرغب|نود|اريد|اود).{0,30}(?:معرفة|أعرف|اعرف|الاستفسار|أسأل|أستفسر|السؤال)"
    r"|(?:يرجى|أرجو|ارجو|الرجاء|رجاء|من فضلكم?).{0,30}(?:إخبار|إعلام|إفاد|افاد|توضيح|إرسال|ارسال|تزويد)",
    r"(?:רציתי|אשמח|ברצוני|הייתי רוצה|אבקש) ל(?:שאול|דעת|ברר|קבל)|(?:^|\s)האם\s",
    r"请问|請問|想(?:要)?(?:请|請|咨|諮)?(?:问|問|询|詢|知道|了解)|(?:请|請|麻烦|烦请|希望).{0,8}(?:告知|告诉|告訴|说明|發|发给|发送|提供|解答)"
    r"|(?:多少|什么|什麼|哪些|哪里|哪個|哪个|怎么|怎麼|如何|何时|几[个封年])[^。！]{0,8}$"
    r"|(?:吗|嗎|呢|么)[。.！!]?$|是否",
    r"(?:ですか|ますか|でしょうか|ませんか|ましょうか|ないか)[。．.、\s]{0,3}$|(?:教えて|ご教示|ご教授|お知らせ|お聞かせ|ご回答).{0,4}"
    r"(?:くださ|下さ|いただ|頂|願)|(?:知り|伺い(?:し)?|聞き|尋ねし|お尋ねし|うかがい)たい",
    r"(?:까요|나요|가요|는지요|니까|을지요)[.\s]{0,3}$|알고 ?싶|궁금|문의 ?드|여쭤|알려 ?주",
)
ASKS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WISHES)

# Question words at the beginning of a sentence that no full stop ends: people leave out the mark.
UNMARKED = re.compile(
    r"(?:(?:und|und zwar|außerdem|auch|et|aussi|y|e|también|inoltre|anche|também|en|och|og|и|а|też|a),? ){0,2}(?:"
    r"(?:wie(?! (?:besprochen|gewünscht|vereinbart|gesagt|bereits|folgt))|wann|welche[rsnm]?|was(?! mich)|wo|wohin"
    r"|woher|wer|wem|wen|warum|wieso|gibt es|(?:kann|muss|darf"
    r"|soll|brauche) (?:ich|man)|(?:ist|sind|werden|wird|reicht|gilt) (?:es|die|der|das|ein\w*|auch)|haben sie)\b"
    r"|(?:quel(?:le)?s? (?:est|sont)|combien|c['’ ]?est (?:quoi|combien|quand|où)|quand (?:est|sont|commence)"
    r"|comment (?:faire|puis|peut|postuler|s['’])|à qui|où (?:est|puis|faut|dois)|est[- ]ce qu|faut[- ]il"
    r"|puis[- ]je|peut[- ]on|y a[- ]t[- ]il|doit[- ]on"
    r"|dois[- ]je|acceptez[- ]vous)"
    r"|¿|qué (?:documentos|requisitos|pasa|necesito|hay)|(?:cuál(?:es)?|cual(?:es)? (?:es|son)|cuánt[oa]s?|cuándo"
    r"|cómo|dónde|hay (?:que|algún|alguna|límite|un)|es"
    r" (?:necesario|posible|obligatorio)|puedo|se puede|aceptan|tengo que)\b"
    r"|(?:qual['’è]|qual è|quali (?:sono|documenti)|quant[oiae]|quando|è (?:possibile|necessario|obbligatorio)|devo"
    r"|posso|c['’]è|ci sono)\b"
    r"|o que (?:é|preciso|acontece)\b|como (?:faço|posso|funciona)\b|(?:qual|quais|quant[oa]s?|é (?:necessário"
    r"|possível|preciso|obrigatório)|tem (?:como|algum)|há|posso|preciso)\b"
    r"|(?:как\w{0,3}|каков\w*|сколько|когда|где|куда|кто|что|можно ли|нужно ли|есть ли|могу ли|надо ли)\b"
    r"|(?:czy|jakie|jaki|jaka|ile|kiedy|gdzie)\b|(?:هل|ما هي?|متى|كم|كيف|أين)\s"
    r"|(?:hoe (?:lang|veel|hoog|groot)|wanneer|welke|kan ik|moet ik|is het|zijn er)\b"
    r"|(?:hur (?:lång|många|mycket)|när|vilka|finns det|hvor (?:lang|mange|meget|mye)|hvornår|hvilke|findes der)\b"
    r")[^.!。]*$",
    re.IGNORECASE,
)

HAND_ON = re.compile(
    r"\b(?:übernehmen|beantworten|antworten|weiterleit\w*|weitergeleitet|kümmern|anbei|s\.? ?u\.|siehe unten|zuständig"
    r"|weiterhelfen|répondre|occuper|charger|charge|ci-dessous|transf(?:ère|érer|érée?)|responder(?:le|les|lhe)?"
    r"|contestar(?:le)?|encargar\w*|reenvío|encaminho|abajo|abaixo|cuidar|rispond\w+|giro|inoltro|occupar\w*"
    r"|beantwoorden|oppakken|doorstur\w+|svara|besvara|svare|besvare|odpowiedzieć|ответить|yanıtla\w*)\b|下面|回复|返信|対応",
    re.IGNORECASE,
)
"""Of the questions above a forwarded mail, those that only pass it on."""

# "Tell me if you need anything else" offers, in words that could also ask.
OFFERS = re.compile(
    r"\b(?:falls|wenn|ob|sollten)\b.{0,40}\b(?:weitere|noch|fehl)\b.{0,60}\b(?:benötig|brauch|fehl|hab|wünsch)"
    r"|\bzögern sie nicht|\bmelden sie sich|n['’]hésitez (?:pas|surtout)|\bsi vous (?:avez|souhaitez|désirez) (?:besoin"
    r"|d['’]autres)|\bno (?:dude|duden|dudes|duda) en\b|\bsi necesita[ns]? (?:algo|más|alguna|otro)|\bnon esit"
    r"|\bse (?:avete|ha) bisogno|\bnão hesite|\bse precisa(?:r|rem)? de (?:mais|algo)|\baarzel niet|\btveka inte",
    re.IGNORECASE,
)
LEADS = re.compile(
    r"\b(?:letzte|weitere|rückfrage|nachfrage|frage|fragen|question|précision|pregunta|dudas?|consulta|domanda|dúvida"
    r"|pergunta|vraag|fråga|spørsmål|spørgsmål|вопрос\w*|pytani\w*|sor[um]\w*|soal|pertanyaan)\b|问题|問題|質問|질문|سؤال",
    re.IGNORECASE,
)
"""What stands before a colon that leads in to a question."""

# An ordinal number ("1. Dezember") looks like the end of a sentence.
ORDINAL = re.compile(
    r"\b(?:(?<!\bi )am|zum|bis|vom|ab|der|die|das|dem|den|beim|des|zur|mein\w{0,2}|ihr\w{0,2}|und|nach"
    r"|vor|d|pr|til|fra)"
    r"\.? \d{1,2}\.$",
    re.IGNORECASE,
)

THANKS = re.compile(
    r"\b(?:thank\w*|thx|danke?|vielen dank|merci|gracias|obrigad[oa]|grazie|bedankt|tack|takk?|kiitos|dziękuję"
    r"|děkuji|hvala"
    r"|köszönöm|mulțumesc|спасибо|дякую|teşekkür\w*|asante|efharisto|ευχαριστώ|cảm ơn|terima kasih)\b"
    r"|谢谢|感谢|ありがとう|감사|شكرا|תודה",
    re.IGNORECASE,
)

CLOSING = re.compile(
    r"(?:"
    r"(?:med )?(?:många |mange )?(?:vänlig\w?|bästa|hjärtliga|vennlig|venlig|beste|bedste|kærlig|kjærlig|varm)\w? "
    r"(?:hälsning(?:ar)?|hilsen|hilsner)|hälsningar|hilsen|(?:danke und |vielen dank und )?(?:mit )?"
    r"(?:viele|vielen|liebe|lieben|beste|besten|herzliche|herzlichen|schöne|schönen|freundliche|freundlichen) "
    r"(?:grüßen?|grüssen?|gruß)(?: aus .{2,20})?"
    r"|(?:ystävällisin |parhain )?terveisin|ystävällisesti|z (?:wyrazami )?(?:szacunku|szacunkiem|poważaniem"
    r"|pozdrowieniami)"
    r"|(?:serdecznie )?pozdrawiam(?: serdecznie)?|pozdrowienia|s (?:pozdravem|úctou|pozdravom|spoštovanjem"
    r"|poštovanjem)"
    r"|lep pozdrav|(?:szívélyes |baráti )?üdvözlettel|tisztelettel|köszönettel|cu (?:stimă|stima|respect|drag"
    r"|considerație)"
    r"|mulțumesc(?: anticipat| frumos)?|saygılar(?:ımla|ımızla)?|sevgiler(?:imle)?|iyi (?:günler|çalışmalar|akşamlar)"
    r"|teşekkürler|с (?:наилучшими|уважением|благодарностью)(?: пожеланиями)?|всего (?:доброго|хорошего)|з повагою"
    r"|με (?:εκτίμηση|φιλικούς χαιρετισμούς)|ευχαριστώ(?: πολύ)?|مع .{0,20}(?:التحية|التحيات|الاحترام|التقدير|الشكر)"
    r"|تحياتي|وتفضلوا بقبول .{0,30}|بالتوفيق|בברכה|ב?תודה(?: רבה| מראש)*|此致|敬礼|敬禮|祝好"
    r"|(?:顺|順)?(?:祝|颂|頌).{1,8}|敬具|以上"
    r"|감사합니다|.{2,6} ?(?:드림|올림)|trân trọng|xin cảm ơn|kính thư|salam(?: hormat| hangat)?|hormat saya"
    r"|terima kasih|hoogachtend|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|alvast (?:bedankt|dank)"
    r"|(?:en|avec) (?:vous remerciant|mes remerciements).{0,30}|(?:je vous prie|veuillez) .{0,20}agréer.{0,120}"
    r"|reciba[n]? un cordial saludo|sin otro particular.{0,40}|un saludo|saludos|com os melhores cumprimentos"
    r"|cordiais saudações|in attesa di .{0,30}|porgo .{0,20}saluti|un caro saluto|buona (?:giornata|serata)"
    r")$",
    re.IGNORECASE,
)
