"""Groups and control words of an RTF file -> its paragraphs and tables, one after another."""

import re
from collections.abc import Iterator
from copy import copy

from assistant.documents.office.flow import MAX_DEPTH, TINY, Line, Losses
from assistant.documents.office.items import Item, Paragraph
from assistant.documents.office.labels import LEVELS, Label, roman
from assistant.documents.office.symbols import symbol
from assistant.documents.rtf.encoding import SYMBOL_CHARSET, Head, NamedStyle, codec_of_page
from assistant.documents.rtf.state import DEFAULT, NEW_PARAGRAPH, NEW_WORDS, Sink, State
from assistant.documents.rtf.tables import RowShape
from assistant.documents.rtf.vocabulary import (
    CHARACTERS,
    NOTE_OR_BOX,
    NUMBERS,
    READ_STARRED,
    SKIPPED,
    SWITCHES,
    SYMBOL_CHARACTERS,
)
from assistant.errors import DocumentError

MAX_GROUP_DEPTH = 2_000
_MAX_FALLBACK = 16
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_IN_SKIPPED = re.compile(rb"[{}]|\\bin([0-9]{1,10}) ?|\\.", re.DOTALL)
_STARRED = re.compile(rb"\s{0,10}\\([a-zA-Z]{1,32})")
_OUTLINE = re.compile(rb"\\outlinelevel([0-9])")
_BULLET = re.compile(r"[\W_]*|o|§|[\uf000-\uf0ff]")
_FIRST_NUMBER = re.compile(r"\W*0{0,3}(?:1|a|i)\W*", re.IGNORECASE)


class RtfReader:
    """Reads the file once, in time linear in its length."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0
        self._head = Head()
        self.outlined = len(set(_OUTLINE.findall(data)) - {b"9"}) > 1
        self._losses = Losses()
        self._is_cut = False
        self._state = State()
        self._groups: list[State] = []
        self._shape = RowShape()
        self._shapes: list[tuple[int, RowShape]] = []
        self._sinks = [Sink(0)]
        self._bytes = bytearray()  # Text not yet decoded: a letter may be of two bytes.
        self._skip = 0  # How many characters stand for the last one once more.
        self._in_hidden = False
        self._counts = {"footnote": 0, "endnote": 0}
        self._seen: dict[tuple[int, int], int] = {}

    @property
    def title(self) -> str | None:
        """The title that the file gives itself."""
        return self._head.title

    @property
    def updated(self) -> str | None:
        """The day on which it was last saved (ISO 8601)."""
        return self._head.updated

    def remarks(self) -> tuple[str, ...]:
        """What of the file was left out, in plain lines."""
        cut = ("Left out what comes after the end of the file, which is cut short.",) if self._is_cut else ()
        return self._losses.remarks() + cut

    def items(self) -> Iterator[Item]:
        """The pieces of the body, in reading order."""
        body = self._sinks[0]
        end = len(self._data)
        while self._position < end:
            match = _TOKEN.match(self._data, self._position)
            if match is None:
                raise AssertionError("Every byte begins a token.")
            self._position = match.end()
            kind = match.lastindex
            if kind == 6:
                self._text(match.group(6))
            elif kind == 3:
                self._text(bytes((int(match.group(3), 16),)))
            elif kind == 5:
                if match.group(5) == b"{":
                    self._open()
                elif self._close():
                    break
            elif kind == 4:
                self._symbol(match.group(4))
            elif kind is not None:
                self._word(match.group(1).decode("ascii"), match.group(2))
                if body.items:
                    yield from body.items
                    body.items.clear()
        self._is_cut = bool(self._groups)
        while len(self._sinks) > 1:
            self._end_sink()
        self._end_paragraph()
        body.tables.close()
        yield from body.items

    def _open(self) -> None:
        self._flush()
        if len(self._groups) >= MAX_GROUP_DEPTH:
            raise DocumentError(
                f"The file's groups are nested more than {MAX_GROUP_DEPTH:,} deep; Word nests them a few dozen deep; "
                "save it again in Word."
            )
        self._groups.append(self._state)
        self._skip = 0

    def _set(self, name: str, value: object) -> None:
        """Changes what holds until the group ends."""
        if getattr(self._state, name) == value:
            return
        if self._groups and self._state is self._groups[-1]:
            self._state = copy(self._state)
        setattr(self._state, name, value)

    def _close(self) -> bool:
        """Ends a group; True when it was the last."""
        self._flush()
        self._skip = 0
        if len(self._sinks) > 1 and self._sinks[-1].ends == len(self._groups):
            self._end_sink()
        if self._shapes and self._shapes[-1][0] == len(self._groups):
            self._shape = self._shapes.pop()[1]
        self._state = self._groups.pop()
        return not self._groups

    def _skip_group(self) -> bytes:
        """Goes to the end of the group, whose bytes these are; its closing brace comes next."""
        start, depth = self._position, 0
        end = len(self._data)
        while (match := _IN_SKIPPED.search(self._data, self._position)) is not None:
            if match.group() == b"}":
                if depth == 0:
                    end = match.start()
                    break
                depth -= 1
            elif match.group() == b"{":
                depth += 1
            self._position = match.end() + int(match.group(1) or 0)
        self._position = end
        return self._data[start:end]

    # Text

    def _text(self, written: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(written))
            self._skip -= skipped
            written = written[skipped:]
        self._bytes += written

    def _flush(self) -> None:
        if not self._bytes:
            return
        font = self._state.font
        if self._head.charsets.get(font) == SYMBOL_CHARSET:
            text = "".join(chr(byte) if byte < 0x80 else self._sign(0xF000 + byte) for byte in self._bytes)
        else:
            text = self._bytes.decode(self._head.codec_of(font), "replace")
        self._bytes.clear()
        self._add(text)

    def _sign(self, code: int) -> str:
        drawn = symbol(code)
        self._losses.symbols += drawn is None
        return drawn or ""

    def _add(self, text: str) -> None:
        state, sink = self._state, self._sinks[-1]
        if state.is_label:
            if sink.label is not None:
                sink.label.append(text)
        elif state.deleted:
            return
        elif state.hidden or 0 < state.size <= TINY:
            if text.strip() and not self._in_hidden:
                self._losses.hidden += 1
                self._in_hidden = True
        else:
            sink.parts.append(text)
            if text.strip():
                self._in_hidden = False
                sink.is_plain = sink.is_plain or not state.bold

    def _unicode(self, code: int) -> None:
        self._flush()
        code += 0x10000 if code < 0 else 0
        if 0xF000 <= code <= 0xF0FF:
            self._add(self._sign(code))
        elif 0x20 <= code <= 0x10FFFF:
            self._add(chr(code))
        self._skip = self._state.fallback

    def _symbol(self, written: bytes) -> None:
        if written == b"*":
            word = _STARRED.match(self._data, self._position)
            if word is None or word.group(1).decode("ascii") not in READ_STARRED:
                self._skip_group()
        elif written in (b"\r", b"\n"):
            self._end_paragraph()
        elif self._skip:
            self._skip -= 1
        elif written in SYMBOL_CHARACTERS:
            self._flush()
            self._add(SYMBOL_CHARACTERS[written])

    # Control words

    def _word(self, word: str, written: bytes | None) -> None:
        value = int(written) if written is not None else None
        if word in CHARACTERS:
            if self._skip:
                self._skip -= 1
                return
            self._flush()
            self._add(CHARACTERS[word])
        elif word == "u":
            self._unicode(value or 0)
        elif word in SWITCHES:
            self._flush()
            self._set(SWITCHES[word], value != 0)
        elif word in NUMBERS:
            self._flush()
            default: int = getattr(DEFAULT, NUMBERS[word])
            number = default if value is None else value
            self._set(NUMBERS[word], min(max(number, 0), _MAX_FALLBACK) if word == "uc" else number)
        elif word in ("pard", "plain"):
            self._flush()
            for name in NEW_PARAGRAPH if word == "pard" else NEW_WORDS:
                self._set(name, getattr(DEFAULT, name))
        elif word == "par":
            self._flush()
            if not self._state.deleted:  # Else the next paragraph goes on with this one.
                self._end_paragraph()
        elif word == "sect":
            self._end_paragraph()
        elif word == "bin":
            self._position += max(value or 0, 0)
        elif word in SKIPPED:
            self._skip_group()
        elif word in NOTE_OR_BOX:
            self._begin_sink(word)
        else:
            self._rare_word(word, value)

    def _rare_word(self, word: str, value: int | None) -> None:
        sink = self._sinks[-1]
        if word in ("listtext", "pntext"):
            self._flush()
            self._set("is_label", True)
            sink.label = []
        elif word == "chftn":
            sink.numbered = True
        elif word == "ftnalt":
            sink.at_end = True
        elif word == "object":
            self._losses.embedded += 1
            self._skip_group()
        elif word == "fonttbl":
            self._head.read_fonts(self._skip_group())
        elif word == "stylesheet":
            self._head.read_styles(self._skip_group())
        elif word == "info":
            self._head.read_info(self._skip_group())
        elif word in ("ansicpg", "mac", "pc", "pca"):
            page = {"mac": 10000, "pc": 437, "pca": 850}.get(word, value or 0)
            self._head.codec = codec_of_page(page)
        else:
            self._table_word(word, value)

    def _table_word(self, word: str, value: int | None) -> None:
        if word == "intbl":
            self._set("in_table", True)
        elif word == "nesttableprops":
            self._shapes.append((len(self._groups), self._shape))
            self._shape = RowShape()
        elif word == "trowd":
            self._shape = RowShape()
        elif word == "trhdr":
            self._shape.headed = True
        elif word in ("clvmgf", "clvmrg"):
            self._shape.merge = "restart" if word == "clvmgf" else "continue"
        elif word == "clmrg":
            self._shape.beside = True
        elif word == "cellx":
            self._shape.end_cell(value or 0)
        elif word in ("cell", "nestcell", "row", "nestrow"):
            depth = max(2, self._state.nesting) if word.startswith("nest") else 1
            tables = self._sinks[-1].tables
            if word.endswith("cell"):
                self._end_paragraph(depth)
                tables.end_cell(depth)
            else:
                self._end_paragraph(depth)
                tables.end_row(self._shape, depth)

    # Paragraphs

    def _end_paragraph(self, depth: int | None = None) -> None:
        """Adds the text since the last paragraph, in the table that is `depth` deep."""
        self._flush()
        sink, state = self._sinks[-1], self._state
        text = _whole_letters("".join(sink.parts))
        self._in_hidden = False
        style = self._head.styles.get(state.style, NamedStyle())
        outline = None if state.outline < 0 or state.outline == style.outline else state.outline
        line = Line(
            text=text,
            bold=not sink.is_plain and bool(text.strip()),
            kind=style.kind,
            outline=style.outline,
            own_outline=outline,
            indent=state.indent if state.indent > 0 else None,
        )
        paragraph = Paragraph(line, sink.notes, sink.boxes)
        if not paragraph.is_blank:
            if text.strip() and (label := self._label(sink, state)) is not None:
                paragraph.line = Line(
                    text, line.bold, line.kind, line.outline, outline, label, str(state.list), line.indent
                )
            sink.tables.add(paragraph, state.depth if depth is None else depth)
        sink.parts, sink.label, sink.is_plain, sink.notes, sink.boxes = [], None, False, [], []

    def _label(self, sink: Sink, state: State) -> Label | None:
        if sink.label is None and state.list <= 0:
            return None
        level = min(max(state.level, 0), LEVELS - 1)
        text = " ".join(_whole_letters("".join(sink.label or ())).split())[:100]
        if _BULLET.fullmatch(text):
            text = ""
        place = (state.list, level)
        self._seen[place] = 1 if text and _FIRST_NUMBER.fullmatch(text) else self._seen.get(place, 0) + 1
        return Label(text, level, self._seen[place])

    # Notes and text boxes

    def _begin_sink(self, kind: str) -> None:
        self._flush()
        if self._state.deleted or self._state.hidden:
            self._losses.hidden += self._state.hidden and not self._in_hidden
            self._skip_group()
            return
        outer = self._sinks[-1]
        self._sinks.append(Sink(len(self._groups), kind, outer.depth + outer.tables.depth + 1))
        for name in (*NEW_PARAGRAPH, *NEW_WORDS):
            self._set(name, getattr(DEFAULT, name))

    def _end_sink(self) -> None:
        self._end_paragraph()
        sink = self._sinks.pop()
        sink.tables.close()
        outer = self._sinks[-1]
        if sink.kind != "footnote":
            if sink.depth > MAX_DEPTH:  # Its text, not its place.
                for item in sink.items:
                    outer.tables.add(item, outer.tables.depth)
            elif sink.items:
                outer.boxes.append(sink.items)
            return
        mark = ""
        if outer.numbered:
            kind = "endnote" if sink.at_end else "footnote"
            self._counts[kind] += 1
            count = self._counts[kind]
            mark = f"[{roman(count) if sink.at_end and count < 4000 else count}]"
            outer.numbered = False
        outer.parts.append(mark)
        text = "\n".join(item.text.strip() for item in sink.items if isinstance(item, Paragraph))
        outer.notes.append((mark, text))


def _whole_letters(text: str) -> str:
    """The text with the two halves of a letter, which escapes give one by one, put together."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
