"""The container of a finished PDF: one revision, every byte part of an object, every object used and on the list.

By allow-list, as for pictures: what `redactkit.pdf.tables` does not know raises, whatever it holds. Messages name keys
and kinds of objects, never content.
"""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import TYPE_CHECKING

import pikepdf

from redactkit.errors import LeakError
from redactkit.pdf.allowed import faults
from redactkit.result import Check

if TYPE_CHECKING:
    from redactkit.model import Encoded

_NAMED_FAULTS = 3  # in a message


def check_pdf_container(encoded: Encoded, pages: int) -> Check:
    """Walk a finished PDF from its first byte to its last, and from its trailer to every object.

    Parameters
    ----------
    encoded : Encoded
        As pikepdf saves it after `redactkit.pdf.allowed.strip`.
    pages : int
        How many it must have.

    Returns
    -------
    Check
        Named ``container``; its detail counts pages and objects.

    Raises
    ------
    LeakError
        It is encrypted or damaged, has another number of pages, more than one revision, bytes outside of objects,
        objects that nothing uses, or keys that are not on the list.
    """
    present = _count_objects(encoded.data)
    try:
        with pikepdf.open(io.BytesIO(encoded.data)) as pdf:
            _require(not pdf.is_encrypted, "encryption")
            _require(len(pdf.pages) == pages, f"{len(pdf.pages)} pages instead of {pages}")
            found = sorted(set(islice(faults(pdf), 1000)))
            _require(not found, "; ".join(found[:_NAMED_FAULTS]))
            _require(_identifier_is_plain(pdf), "an identifier that was given to another file")
            _require(not pdf.get_warnings(), "an object that does not read as it is written")
            _require(_count_used(pdf) == present, "objects that nothing uses")
    except (pikepdf.PdfError, pikepdf.PasswordError):
        raise LeakError("the finished PDF does not open; nothing was written") from None
    return Check("container", f"application/pdf of nothing but {pages} pages in {present} objects")


def _require(held: bool, what: str) -> None:
    if not held:
        raise LeakError(f"the finished PDF holds {what}; nothing was written")


def _identifier_is_plain(pdf: pikepdf.Pdf) -> bool:
    """Tell whether the file has no identifier, or one that was computed from nothing but its own bytes."""
    halves = {bytes(half) for half in pdf.trailer.get("/ID", ())}
    return not halves or (len(halves) == 1 and len(halves.pop()) == 16)


def _count_used(pdf: pikepdf.Pdf) -> int:
    """Return the number of indirect objects that the trailer reaches: qpdf writes only these, with numbers from 1."""
    out = io.BytesIO()
    pdf.save(
        out,
        static_id=True,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return int(re.findall(rb"/Size (\d+)", out.getvalue()[-1000:])[-1]) - 1


# --- the bytes: ISO 32000-2, 7.5, as qpdf writes them

_HEADER = re.compile(rb"%PDF-\d\.\d\n%....\n", re.S)
_OBJECT = re.compile(rb"(\d+) 0 obj\n")
_STREAM = re.compile(rb"\nstream\n|\nendobj\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_STREAM_END = b"\nendstream\nendobj\n"
_TABLE = re.compile(rb"xref\n0 \d+\n(?:\d{10} \d{5} [nf] \n)++trailer <<[^\n]*>>\n")
_END = re.compile(rb"startxref\n(\d+)\n%%EOF\n")


def _count_objects(data: bytes) -> int:
    """Return the number of indirect objects in a file, without the containers of others.

    Raises
    ------
    LeakError
        The objects do not follow each other without a gap from the header to the one end, or two have one number.
    """
    header = _HEADER.match(data)
    _require(header is not None, "no header of a PDF")
    at = last = header.end() if header else 0
    numbers: set[bytes] = set()
    inner = containers = 0
    while found := _OBJECT.match(data, at):
        _require(found[1] not in numbers, "two objects with one number")
        numbers.add(found[1])
        last = at
        at, dictionary = _end_of_object(data, found.end())
        if b"/Type /ObjStm" in dictionary or b"/Type /XRef" in dictionary:
            containers += 1
            inner += sum(map(int, re.findall(rb"/N (\d+)", dictionary)))
    table = _TABLE.match(data, at)
    if table:
        last, at = at, table.end()
    end = _END.match(data, at)
    _require(end is not None, "bytes that belong to no object")
    _require(end is not None and end.end() == len(data), "bytes after its end")
    _require(end is not None and int(end[1]) == last, "more than one revision")
    return len(numbers) - containers + inner


def _end_of_object(data: bytes, start: int) -> tuple[int, bytes]:
    """Return where the next object starts, and the dictionary of a stream."""
    found = _STREAM.search(data, start)
    if found is None:
        raise LeakError("the finished PDF holds an object without an end; nothing was written")
    if found[0] == b"\nendobj\n":
        return found.end(), b""
    dictionary = data[start : found.start()]
    length = _LENGTH.search(dictionary)
    end = found.end() + int(length[1]) if length else len(data)
    _require(data.startswith(_STREAM_END, end), "a stream of another length than it says")
    return end + len(_STREAM_END), dictionary
