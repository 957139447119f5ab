"""Countries and what their people are called."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice

from assistant.types import Document

# Name, then what its people are called; several are divided by "/". Georgia is left out, since it is a state as well.
_TABLE = """
Afghanistan:Afghan, Albania:Albanian, Algeria:Algerian, Angola:Angolan, Argentina:Argentinian/Argentine,
Armenia:Armenian, Australia:Australian, Austria:Austrian, Azerbaijan:Azerbaijani, Bahrain:Bahraini,
Bangladesh:Bangladeshi, Belarus:Belarusian, Belgium:Belgian, Benin:Beninese, Bhutan:Bhutanese, Bolivia:Bolivian,
Bosnia:Bosnian, Botswana:Botswanan, Brazil:Brazilian, Bulgaria:Bulgarian, Burundi:Burundian, Cambodia:Cambodian,
Cameroon:Cameroonian, Canada:Canadian, Chile:Chilean, China:Chinese, Colombia:Colombian, Congo:Congolese,
Costa Rica:Costa Rican, Croatia:Croatian, Cuba:Cuban, Cyprus:Cypriot, Czech Republic/Czechia:Czech, Denmark:Danish,
Dominican Republic:, Ecuador:Ecuadorian, Egypt:Egyptian, El Salvador:Salvadoran, Eritrea:Eritrean, Estonia:Estonian,
Ethiopia:Ethiopian, Finland:Finnish, France:French, Gabon:Gabonese, Gambia:Gambian, Germany:German, Ghana:Ghanaian,
Greece:Greek, Grenada:Grenadian, Guatemala:Guatemalan, Guyana:Guyanese, Haiti:Haitian, Honduras:Honduran,
Hong Kong:, Hungary:Hungarian, Iceland:Icelandic, India:Indian, Indonesia:Indonesian, Iran:Iranian, Iraq:Iraqi,
Ireland:Irish, Israel:Israeli, Italy:Italian, Ivory Coast:Ivorian, Jamaica:Jamaican, Japan:Japanese, Jordan:Jordanian,
Kazakhstan:Kazakh, Kenya:Kenyan, Korea/South Korea:Korean, Kosovo:Kosovar, Kuwait:Kuwaiti, Kyrgyzstan:Kyrgyz,
Laos:Laotian, Latvia:Latvian, Lebanon:Lebanese, Liberia:Liberian, Libya:Libyan, Lithuania:Lithuanian, Luxembourg:,
Macedonia:Macedonian, Madagascar:Malagasy, Malawi:Malawian, Malaysia:Malaysian, Mali:Malian, Malta:Maltese,
Mauritius:Mauritian, Mexico:Mexican, Moldova:Moldovan, Mongolia:Mongolian, Montenegro:Montenegrin, Morocco:Moroccan,
Mozambique:Mozambican, Myanmar:Burmese, Namibia:Namibian, Nepal:Nepali/Nepalese, Netherlands:Dutch,
New Zealand:New Zealander, Nicaragua:Nicaraguan, Nigeria:Nigerian, Norway:Norwegian, Oman:Omani, Pakistan:Pakistani,
Palestine:Palestinian, Panama:Panamanian, Paraguay:Paraguayan, Peru:Peruvian, Philippines:Filipino/Filipina,
Poland:Polish, Portugal:Portuguese, Qatar:Qatari, Romania:Romanian, Russia:Russian, Rwanda:Rwandan,
Saudi Arabia:Saudi, Senegal:Senegalese, Serbia:Serbian, Sierra Leone:, Singapore:Singaporean, Slovakia:Slovak,
Slovenia:Slovenian, Somalia:Somali, South Africa:South African, Spain:Spanish, Sri Lanka:Sri Lankan, Sudan:Sudanese,
Sweden:Swedish, Switzerland:Swiss, Syria:Syrian, Taiwan:Taiwanese, Tajikistan:Tajik, Tanzania:Tanzanian, Thailand:Thai,
Togo:Togolese, Trinidad:Trinidadian, Tunisia:Tunisian, Turkey/Türkiye:Turkish, Turkmenistan:Turkmen, Uganda:Ugandan,
Ukraine:Ukrainian, United Arab Emirates/UAE:Emirati, United Kingdom/UK/U.K.:British/UK/U.K.,
United States/USA/U.S.A./US/U.S.:American/US/U.S., Uruguay:Uruguayan, Uzbekistan:Uzbek, Venezuela:Venezuelan,
Vietnam:Vietnamese, Yemen:Yemeni, Zambia:Zambian, Zimbabwe:Zimbabwean
"""


def _read_table() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    people: dict[str, str] = {}
    for row in " ".join(_TABLE.split()).split(", "):
        called, _, peoples = row.partition(":")
        country, *others = called.split("/")
        names |= {name.lower(): country for name in (country, *others)}
        people |= {name.lower(): country for name in peoples.split("/") if name}
    return names, people


NAMES, PEOPLES = _read_table()
"""What a country, or one of its people, is called in lower case -> the country's name."""

_MOST_DOCUMENTS = 200
_LEAD = 1.5
# Nations of the United Kingdom, and nothing that is a name or a word as well.
_ALSO = {
    "England": "United Kingdom",
    "Scotland": "United Kingdom",
    "Wales": "United Kingdom",
    "GOV.UK": "United Kingdom",
}


def home_country(documents: Iterable[Document]) -> str | None:
    """The country that most of the first documents name, as `kinds_named` wants it; None when two are near or none is.

    A program's own pages give its address and speak of its own citizens more often than of any other.
    """
    written, pattern = _written()
    counts: Counter[str] = Counter()
    for document in islice(documents, _MOST_DOCUMENTS):
        counts.update(written[match.group()] for match in pattern.finditer(document.text))
    (first, most), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return first if most > _LEAD * second else None


@cache
def _written() -> tuple[dict[str, str], re.Pattern[str]]:
    """Countries as they are written, and a pattern of them."""
    written = {name.upper() if len(name) <= 3 or "." in name else name.title(): NAMES[name] for name in NAMES} | _ALSO
    names = "|".join(map(re.escape, sorted(written, key=len, reverse=True)))
    return written, re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")
