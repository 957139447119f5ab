"""The wordings by which entries, prompts and references of a document are told from other text."""

import re

AFTER_ENTRY = re.compile(
    r"\s*(?:$|[:;.(\[|,–—*-]|\b(?:that|which|from|of|for|in|detailing|explaining|describing|outlining|showing|including|indicating|"
    r"demonstrating|stating|sent|submitted|via|with|as|to\s+be|by|if|when|where|who|using|such|[a-z]+ing)\b)",
    re.IGNORECASE,
)
AFTER_PARAGRAPH_ENTRY = re.compile(r"\s*(?:$|[:(\[]|[–—-]\s)")
AFTER_ANNOUNCED = re.compile(r"\s*(?:$|[:;.(\[]|[–—-]\s)")
# Alone, as a heading or the start of a paragraph, these do not say which document is meant.
TOO_BARE = {
    "form",
    "fee",
    "report",
    "certificate",
    "letter",
    "application",
    "list",
    "copy",
    "budget",
    "passport",
    "visa",
    "accounts",
}
EXAMPLES = re.compile(
    r"\b(?:needs?|requests?|ask(?:s|ed)?\s+for|asked\s+to\s+(?:submit|provide|send|upload)|requires?|required\s+to\s+(?:submit|provide|send)|"
    r"such\s+as|for\s+example,?)\s+|\(e\.\s?g\.,?\s+|\(for\s+example,?\s+",
    re.IGNORECASE,
)
PROMPT = re.compile(
    r"(?:\(?\w{1,2}[.)]\s+)?(?:describe|explain|discuss|tell\s+us|state|outline|summari[sz]e|what|how|why|which|please\s+describe)\b",
    re.IGNORECASE,
)
SEE_ELSEWHERE = re.compile(
    r"(?:Please\s+)?(?:see|visit|contact|refer|click|learn|read)\b|For\s+(?:more|further|questions)\b", re.IGNORECASE
)
ONLY_LEADS_ON = re.compile(
    r"(?:following\s+|these\s+|one\s+of\s+the\s+following\s+)?(?:forms|letters|certificates|reports|statements|essays|fees|scores)",
    re.I,
)
REFERS_BACK = re.compile(r"(?:It|They|This|These|Each|The\s+(?:document|file)s?)\b")
