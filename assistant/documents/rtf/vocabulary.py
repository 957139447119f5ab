"""The control words of an RTF file, by what they are to a reader of its text."""

# Groups whose text is not the document's, or stands elsewhere in it once more.
SKIPPED = frozenset(
    "colortbl filetbl listtable listoverridetable revtbl pict header headerl headerr headerf footer footerl footerr "
    "footerf ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn annotation atnid atnauthor fldinst datafield formfield "
    "bkmkstart bkmkend xe rxe txe tc tcn sp shprslt nonshppict nonesttables pn pntxta pntxtb pnseclvl template "
    "themedata private private1 comment keywords operator".split()
)
# A group marked as one that old readers skip is skipped here too, unless it is one of these.
READ_STARRED = frozenset("footnote shpinst nesttableprops do dptxbxtext listtext pntext".split())
NOTE_OR_BOX = frozenset("footnote shptxt dptxbxtext".split())
CHARACTERS = {
    "tab": "\t", "line": "\n", "softline": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
    "page": "\n", "column": "\n",
}  # fmt: skip
SYMBOL_CHARACTERS = {b"~": " ", b"_": "-", b"\t": "\t", b"{": "{", b"}": "}", b"\\": "\\"}
SWITCHES = {"b": "bold", "v": "hidden", "deleted": "deleted"}
NUMBERS = {
    "fs": "size", "f": "font", "s": "style", "ls": "list", "ilvl": "level", "li": "indent",
    "outlinelevel": "outline", "itap": "nesting", "uc": "fallback",
}  # fmt: skip
