"""Office files: a zip of XML parts, opened within limits, whatever the zip says about itself."""

import io
import posixpath
import re
import zipfile
import zlib

from lxml import etree

from assistant.errors import DocumentError

MAX_ENTRIES = 2_000
MAX_TOTAL_BYTES = 100_000_000
MAX_PART_BYTES = 50_000_000
MAX_RATIO = 100
# A part this small may be packed at any ratio: a form full of empty cells is.
_ANY_RATIO_BYTES = 1_000_000
_DIRECTORY_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BAD_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_READ_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class Archive:
    """The parts of an office file, each read at most once and never beyond its limit.

    :raises DocumentError: it is no zip file, is encrypted, or breaks a limit.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise DocumentError(
                "The file is locked by a password or in the format of Word 2003; documents are open .docx files; "
                "save it again as .docx without a password."
            )
        if (entries := data.count(_DIRECTORY_ENTRY)) > MAX_ENTRIES:
            raise DocumentError(
                f"The file holds {entries:,} parts; a document has at most {MAX_ENTRIES:,}; save it again."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _READ_ERRORS:
            raise _damaged("its table of parts cannot be read") from None
        self._left = MAX_TOTAL_BYTES
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            if _BAD_NAME.search(entry.filename):
                raise _damaged(f"it has a part named {entry.filename[:60]!r}")
            if entry.filename in self._entries:
                raise _damaged(f"it has two parts named {entry.filename[:60]!r}")
            self._entries[entry.filename] = entry
        if (total := sum(entry.file_size for entry in self._entries.values())) > MAX_TOTAL_BYTES:
            raise DocumentError(
                f"The file unpacks to {total / 1e6:,.0f} MB; a document has at most {MAX_TOTAL_BYTES / 1e6:g} MB; "
                "split it or take its pictures out."
            )

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None when there is none of this name.

        :raises DocumentError: it is damaged, encrypted, or more than is allowed comes out of it.
        """
        entry = self._entries.get(name)
        if entry is None:
            return None
        if entry.flag_bits & 0x1:
            raise DocumentError(
                f"Part {name!r} of the file is locked by a password; documents are open; save it without one."
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged(f"part {name!r} is packed in an unusual way")
        most = min(MAX_PART_BYTES, self._left, max(_ANY_RATIO_BYTES, entry.compress_size * MAX_RATIO))
        if entry.file_size > most:
            raise _too_much(name, most)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(most + 1)
        except _READ_ERRORS:
            raise _damaged(f"part {name!r} cannot be unpacked") from None
        if len(data) > most:
            raise _too_much(name, most)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part, None when there is none of this name.

        :raises DocumentError: it is not well-formed XML, declares a document type, or is nested too deeply.
        """
        data = self.part(name)
        return None if data is None else parse_xml(data, name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element of XML without entities, comments or anything fetched from elsewhere.

    :raises DocumentError: it is not well-formed, declares a document type, or goes beyond the parser's limits.
    :raises MemoryError: there is not enough memory for it.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        reason = " ".join(str(error).split())[:120]
        raise _damaged(f"part {name!r} is not XML as it should be ({reason})") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(
            f"Part {name!r} of the file declares a document type; a document's parts never do; save it again."
        )
    return root


def related(archive: Archive, part: str) -> dict[str, str]:
    """What a part refers to in the same file: the last word of the relation's type -> the name of the other part."""
    folder, name = posixpath.split(part)
    root = archive.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, str] = {}
    for relation in root if root is not None else ():
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if relation.get("TargetMode") != "External" and target:
            found.setdefault(kind.rpartition("/")[2], posixpath.normpath(posixpath.join("/", folder, target))[1:])
    return found


def linked_addresses(archive: Archive, part: str) -> dict[str, str]:
    """The addresses that the hyperlinks of a part lead to, by the names that the part has for them."""
    folder, name = posixpath.split(part)
    root = archive.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in (root if root is not None else ())
        if relation.get("TargetMode") == "External" and relation.get("Type", "").endswith("/hyperlink")
    }


def _damaged(what: str) -> DocumentError:
    return DocumentError(f"The file is damaged: {what}; a document opens in Word or Writer; save it again there.")


def _too_much(name: str, most: int) -> DocumentError:
    return DocumentError(
        f"Part {name!r} of the file unpacks to more than {most / 1e6:,.0f} MB; a part has at most "
        f"{MAX_PART_BYTES / 1e6:g} MB and {MAX_RATIO} times its packed size; split the file or save it again."
    )
