"""One kind of PDF for all that follows: nothing in it but pages, nothing on them but what shows.

Gone are scripts, attachments, remarks, structure, earlier revisions, layers that are off, invisible text; form fields
and annotations are drawn into the pages. The same bytes give the same bytes, and what is normal already stays so.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pikepdf

from redactkit.errors import DamagedFileError, EncryptedFileError, RedactkitError, TooLargeError
from redactkit.pdf.allowed import strip
from redactkit.pdf.budget import MAX_PAGES, bounded, check
from redactkit.pdf.naming import dictionary
from redactkit.pdf.pdfium import flattened
from redactkit.pdf.resources import entries
from redactkit.pdf.scrub import Scrubber

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIDDEN, _NO_VIEW = 2, 32  # ISO 32000-2, table 167
_UNSEEN = frozenset(("/Popup", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/TrapNet"))


def normalise(data: bytes, password: str | None = None, *, max_pages: int = MAX_PAGES) -> bytes:
    """Return a PDF without anything but its pages, and on them nothing that does not show.

    Parameters
    ----------
    data : bytes
    password : str, optional
        The user's or the owner's. What comes back is not encrypted.
    max_pages : int

    Returns
    -------
    bytes
        The same pages in the same order, with fonts, forms and images as they were but for what is in them beside the
        picture. What is outside of a page is still there.

    Raises
    ------
    EncryptedFileError
        There is no password, or it is wrong.
    DamagedFileError
    TooLargeError
        See `redactkit.pdf.budget`; raised before the work is done.
    """
    with bounded(), _guarded():
        with _opened(data, password) as pdf:
            check(pdf, max_pages)
            if not _sift(pdf):
                return _stripped(pdf)
            _allow_forms(pdf)
            plain = _saved(pdf)
        with _opened(flattened(plain)) as pdf:
            check(pdf, max_pages)
            _sift(pdf)
            return _stripped(pdf)


@contextmanager
def _guarded() -> Iterator[None]:
    """Let every exception leave as an `InputError`: the texts of qpdf may quote the file."""
    try:
        yield
    except RedactkitError:
        raise
    except pikepdf.PasswordError:
        raise EncryptedFileError("the PDF is encrypted; give the right one with password=") from None
    except MemoryError:
        raise TooLargeError("the PDF is too large to read here; send it in parts") from None
    except Exception:
        raise DamagedFileError("the PDF is damaged or of a rare kind; print it to a new PDF and send that") from None


def _opened(data: bytes, password: str | None = None) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data), password=password or "")


def _sift(pdf: pikepdf.Pdf) -> bool:
    """Leave on the pages what they show; tell whether there are annotations that still have to be drawn."""
    scrubber = Scrubber(pdf)
    is_annotated = False
    for page in pdf.pages:
        shown = [_drawable(annotation, scrubber) for annotation in _annotations(page) if _shows(annotation, scrubber)]
        scrubber.page(page)
        page.obj["/Annots"] = pikepdf.Array(shown)
        is_annotated |= bool(shown)
    return is_annotated


def _annotations(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    found = page.obj.get("/Annots")
    for annotation in found if isinstance(found, pikepdf.Array) else ():
        if isinstance(annotation, pikepdf.Dictionary):
            yield annotation


def _shows(annotation: pikepdf.Dictionary, scrubber: Scrubber) -> bool:
    """Tell whether a screen shows an annotation; a link shows nothing but a frame, and none once it leads nowhere."""
    flags, kind = annotation.get("/F", 0), str(annotation.get("/Subtype"))
    if isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW):
        return False
    return not (
        kind in _UNSEEN or (kind == "/Link" and "/AP" not in annotation) or scrubber.layers.hide(annotation.get("/OC"))
    )


def _drawable(annotation: pikepdf.Dictionary, scrubber: Scrubber) -> pikepdf.Dictionary:
    """Return an annotation with its appearance sifted."""
    appearances = entries(annotation.get("/AP"))
    normal = appearances.get("/N")
    if isinstance(normal, pikepdf.Stream):
        annotation["/AP"] = pikepdf.Dictionary(N=scrubber.appearance(normal))
    elif isinstance(normal, pikepdf.Dictionary):
        states = {
            state: scrubber.appearance(stream)
            for state, stream in entries(normal).items()
            if isinstance(stream, pikepdf.Stream)
        }
        annotation["/AP"] = pikepdf.Dictionary(N=dictionary(states))
    return annotation


def _allow_forms(pdf: pikepdf.Pdf) -> None:
    """See to it that PDFium draws what has no appearance of its own: it does so only in files with a form."""
    if not isinstance(pdf.Root.get("/AcroForm"), pikepdf.Dictionary):
        pdf.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array())
    if "/XFA" in pdf.Root["/AcroForm"]:
        del pdf.Root["/AcroForm"]["/XFA"]


def _stripped(pdf: pikepdf.Pdf) -> bytes:
    """Return a file of what is on the list, with all pages; a node of their tree may be used as something else, too."""
    pages = len(pdf.pages)
    strip(pdf)
    data = _saved(pdf)
    with _opened(data) as again:
        if len(again.pages) != pages:
            raise DamagedFileError("the pages of the PDF are damaged; print it to a new PDF and send that")
    return data


def _saved(pdf: pikepdf.Pdf) -> bytes:
    pdf.trailer["/Size"] = 0  # qpdf writes the right one, but none where a damaged trailer has none: then none opens it
    out, compact = io.BytesIO(), pikepdf.ObjectStreamMode.generate
    pdf.save(out, min_version="1.7", object_stream_mode=compact, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()
