"""PDFium, behind its one door: what a page looks like, what text it holds and where. Only reads.

Coordinates are those of user space (points, y up, before /Rotate), unless a name says pixels. UserUnit, which scales a
page as a whole, is left out of account, as PDFium does.
"""

from __future__ import annotations

import ctypes
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pypdfium2
from pypdfium2 import raw

from redactkit.errors import DamagedFileError, EncryptedFileError
from redactkit.pdf.affine import IDENTITY, multiply
from redactkit.pdf.seen import UNKNOWN_CHAR, Character, Placed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from numpy.typing import NDArray

    from redactkit.pdf.affine import Matrix

__all__ = ["UNKNOWN_CHAR", "Character", "Placed", "Reader", "flattened"]

_MAX_FORM_DEPTH = 40  # of forms in forms: kMaxFormLevel in PDFium's cpdf_streamcontentparser.cpp
_HYPHEN = 2  # what PDFium makes of a hyphen at the end of a line: TEXT_HYPHEN_CHAR in cpdf_textpage.cpp
_NONCHARACTERS = (0, 0xFFFE, 0xFFFF)
_SURROGATES = range(0xD800, 0xE000)
_BLANKS = (10, 13, 32)  # all that PDFium makes up
_LARGE_PT = 20.0  # of a character's ink: larger ones are headings, or bogus
_INVISIBLE = 3  # text rendering mode: ISO 32000-2, table 104
_MAX_NAME = 128  # bytes of a font's name that are looked at; longer ones are cut


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share."""

    angle: float
    size: float
    visible: bool
    font: str


class Reader:
    """An open PDF. Keeps one page at a time; close it, or use it in a ``with`` statement.

    Parameters
    ----------
    data : bytes
    password : str, optional

    Raises
    ------
    EncryptedFileError
        The password is missing or wrong, or the encryption is of a kind that PDFium does not know.
    DamagedFileError
        PDFium cannot open it.
    """

    def __init__(self, data: bytes, password: str | None = None) -> None:
        self._page: Any = None
        self._text: Any = None
        self._index = -1
        self._characters: tuple[Character, ...] | None = None
        try:
            self._document: Any = pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError as error:
            if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise EncryptedFileError("the PDF is encrypted; give its password, or send it without one") from None
            raise DamagedFileError("the PDF does not open; print it to a new PDF and send that") from None
        self._pages = len(self._document)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return self._pages

    def close(self) -> None:
        """Let go of the page and the file."""
        self._leave()
        if self._document is not None:
            self._document.close()
            self._document = None

    def size_pt(self, index: int) -> tuple[float, float]:
        """Return width and height of a page as displayed, after /Rotate, in points."""
        page = self._open(index)
        return raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)

    def matrix(self, index: int, width_px: int, height_px: int) -> Matrix:
        """Return what takes user space to the pixels of a page rendered at the given size."""
        page = self._open(index)
        rect = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page, rect) or rect.right <= rect.left or rect.top <= rect.bottom:
            raise DamagedFileError(f"page {index + 1} has no area; print the PDF to a new one and send that")
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        unit = (1 / (right - left), 0.0, 0.0, 1 / (top - bottom), -left / (right - left), -bottom / (top - bottom))
        turned = _TURNS[raw.FPDFPage_GetRotation(page) % 4]
        return multiply(multiply(unit, turned), (width_px, 0.0, 0.0, height_px, 0.0, 0.0))

    def render(
        self, index: int, width_px: int, height_px: int, *, text: bool = True, part: tuple[slice, slice] | None = None
    ) -> NDArray[np.uint8]:
        """Draw a page on white, without annotations and form fields.

        Parameters
        ----------
        index : int
        width_px, height_px : int
            The whole page is stretched to this size.
        text : bool, default True
            Whether to draw text; without it, what remains is what the text layer does not explain.
        part : (slice, slice), optional
            Rows and columns to draw, with start and stop on the page; otherwise all.

        Returns
        -------
        ndarray of uint8, shape (height, width, 3)
            RGB.
        """
        page = self._open(index)
        rows, columns = part or (slice(0, height_px), slice(0, width_px))
        width, height = columns.stop - columns.start, rows.stop - rows.start
        at = (-columns.start, -rows.start, width_px, height_px)
        hidden = [] if text else [found for found, kind, _ in self._objects() if kind == raw.FPDF_PAGEOBJ_TEXT]
        for found in hidden:
            raw.FPDFPageObj_SetIsActive(found, False)
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGR)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            raw.FPDF_RenderPageBitmap(bitmap, page, *at, 0, raw.FPDF_REVERSE_BYTE_ORDER)
            return np.array(bitmap.to_numpy(), np.uint8, order="C")
        finally:
            bitmap.close()
            for found in hidden:
                raw.FPDFPageObj_SetIsActive(found, True)

    def characters(self, index: int) -> tuple[Character, ...]:
        """Return the text of a page in PDFium's order: that of the content, with blanks and line ends made up."""
        text = self._read(index)
        if self._characters is None:
            self._characters = tuple(_characters(text)) if text else ()
        return self._characters

    def ink(self, index: int) -> tuple[str, NDArray[np.float64]]:
        """Return the text of a page without blanks, and where it stands: a third of the work of `characters`.

        Returns
        -------
        str
            PDFium's guess, where the file does not say what a character is.
        ndarray of float64, shape (n, 6)
            Of each character its origin (x, y) and its box (left, bottom, right, top): that of the ink, or the loose
            one where the ink has no area or is larger than 20 points.
        """
        text = self._read(index)
        found = [one for one in _ink(text) if not one[0].isspace()] if text else []
        return "".join(one[0] for one in found), np.array([one[1:] for one in found], np.float64).reshape(-1, 6)

    def images(self, index: int) -> tuple[Placed, ...]:
        """Return the images of a page, those in forms and in the content too, in the order in which they are drawn."""
        self._open(index)
        return tuple(_placed(found, matrix) for found, matrix in self._image_objects())

    def picture(self, index: int, number: int) -> NDArray[np.uint8]:
        """Return an image's own pixels, without its masks and what the page draws over it.

        Parameters
        ----------
        index : int
        number : int
            Place in what `images` returns.

        Returns
        -------
        ndarray of uint8, shape (height, width, 3)
            RGB. Of a stencil mask, black where it paints.

        Raises
        ------
        DamagedFileError
            It does not decode.
        """
        self._open(index)
        found = list(self._image_objects())[number][0]
        pointer = raw.FPDFImageObj_GetBitmap(found)
        if not pointer:
            raise DamagedFileError(
                f"a picture on page {index + 1} does not decode; print the PDF to a new one and send that"
            )
        bitmap = pypdfium2.PdfBitmap.from_raw(pointer)  # freed when it is no longer referred to
        pixels = _rgb(bitmap.to_numpy(), bitmap.format)
        return 255 - pixels if _is_stencil(found, self._page.raw) else pixels

    def _open(self, index: int) -> Any:
        """Return the handle of a page, with no other open."""
        if not 0 <= index < self._pages:
            raise IndexError(index)
        if index != self._index:
            self._leave()
            try:
                self._page = self._document[index]
            except pypdfium2.PdfiumError:
                raise DamagedFileError(
                    f"page {index + 1} cannot be read; print the PDF to a new one and send that"
                ) from None
            self._index = index
        return self._page.raw

    def _read(self, index: int) -> Any:
        """Return the handle of a page's text; false when there is none."""
        page = self._open(index)
        if self._text is None:
            self._text = raw.FPDFText_LoadPage(page)
        return self._text

    def _leave(self) -> None:
        if self._text:
            raw.FPDFText_ClosePage(self._text)
        if self._page is not None:
            self._page.close()
        self._page = self._text = self._characters = None
        self._index = -1

    def _image_objects(self) -> Iterator[tuple[Any, Matrix]]:
        for found, kind, matrix in self._objects():
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                yield found, multiply(_matrix_of(found), matrix)

    def _objects(self) -> Iterator[tuple[Any, int, Matrix]]:
        """Yield the objects that the open page draws: handle, kind, and the matrix of the form around them."""
        page = self._page.raw
        for at in range(raw.FPDFPage_CountObjects(page)):
            yield from _unfolded(raw.FPDFPage_GetObject(page, at), IDENTITY, 0)


# From the unit square, y up, to the same with y down, after 0 to 3 quarter turns clockwise.
_TURNS: tuple[Matrix, ...] = (
    (1.0, 0.0, 0.0, -1.0, 0.0, 1.0),
    (0.0, 1.0, 1.0, 0.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0, 1.0, 1.0, 0.0),
    (0.0, -1.0, -1.0, 0.0, 1.0, 1.0),
)


def _unfolded(found: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    kind = raw.FPDFPageObj_GetType(found)
    yield found, kind, outer
    if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
        inner = multiply(_matrix_of(found), outer)
        for at in range(raw.FPDFFormObj_CountObjects(found)):
            yield from _unfolded(raw.FPDFFormObj_GetObject(found, at), inner, depth + 1)


def _matrix_of(found: Any) -> Matrix:
    m = raw.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if raw.FPDFPageObj_GetMatrix(found, m) else IDENTITY


def _placed(found: Any, matrix: Matrix) -> Placed:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(found, width, height)
    return Placed(matrix, width.value, height.value)


def _is_stencil(found: Any, page: Any) -> bool:
    """Tell whether an image paints the current colour through one bit a pixel; its bitmap is white where it does."""
    about = raw.FPDF_IMAGEOBJ_METADATA()
    raw.FPDFImageObj_GetImageMetadata(found, page, about)
    return bool(about.bits_per_pixel == 1 and about.colorspace == raw.FPDF_COLORSPACE_UNKNOWN)


def _rgb(pixels: NDArray[np.uint8], form: int) -> NDArray[np.uint8]:
    """Return the pixels of a bitmap of PDFium's as RGB; its colours stand in the order blue, green, red."""
    if form == raw.FPDFBitmap_Gray:
        return np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2)
    return np.array(pixels[..., 2::-1], np.uint8, order="C")


def _characters(text: Any) -> Iterator[Character]:
    """Yield the characters of a text page. Seven calls each; what a text object shares is asked once an object."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    loose, address = raw.FS_RECTF(), ctypes.addressof
    styles: dict[int, _Style] = {}
    fonts: dict[int, str] = {}
    for at in range(max(raw.FPDFText_CountChars(text), 0)):
        code = raw.FPDFText_GetUnicode(text, at)
        owner = raw.FPDFText_GetTextObject(text, at)
        raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        box = (left.value, bottom.value, right.value, top.value)
        if not owner:
            yield Character(_char(code), box, box, box[:2], 0.0, 0.0, True, "", True)
            continue
        key = address(owner.contents)
        style = styles.get(key) or styles.setdefault(key, _style(text, at, owner, fonts))
        raw.FPDFText_GetLooseCharBox(text, at, loose)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        yield Character(
            UNKNOWN_CHAR if raw.FPDFText_HasUnicodeMapError(text, at) > 0 else _char(code),
            box,
            (loose.left, loose.bottom, loose.right, loose.top),
            (x.value, y.value),
            style.angle,
            style.size,
            style.visible,
            style.font,
            False,
        )


def _ink(text: Any) -> Iterator[tuple[str, float, float, float, float, float, float]]:
    """Yield character, origin and box. Three calls each, for what no blank is."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    loose = raw.FS_RECTF()
    for at in range(max(raw.FPDFText_CountChars(text), 0)):
        code = raw.FPDFText_GetUnicode(text, at)
        if code in _BLANKS:
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        if 0 < right.value - left.value < _LARGE_PT and 0 < top.value - bottom.value < _LARGE_PT:
            yield _char(code), x.value, y.value, left.value, bottom.value, right.value, top.value
        else:
            raw.FPDFText_GetLooseCharBox(text, at, loose)
            yield _char(code), x.value, y.value, loose.left, loose.bottom, loose.right, loose.top


def _char(code: int) -> str:
    if code == _HYPHEN:
        return "-"
    return UNKNOWN_CHAR if code in _NONCHARACTERS or code in _SURROGATES or code > 0x10FFFF else chr(code)


def _style(text: Any, at: int, owner: Any, fonts: dict[int, str]) -> _Style:
    m = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, at, m)
    return _Style(
        angle=math.atan2(m.b, m.a),
        size=abs(raw.FPDFText_GetFontSize(text, at)) * math.hypot(m.c, m.d),
        visible=raw.FPDFTextObj_GetTextRenderMode(owner) != _INVISIBLE,
        font=_font(owner, fonts),
    )


def _font(owner: Any, fonts: dict[int, str]) -> str:
    """Return the name of a text object's font, one for each font of the page."""
    font = raw.FPDFTextObj_GetFont(owner)
    if not font:
        return ""
    key = ctypes.addressof(font.contents)
    if key not in fonts:
        buffer = ctypes.create_string_buffer(_MAX_NAME)
        length = raw.FPDFFont_GetBaseFontName(font, buffer, _MAX_NAME)
        name = buffer.value.decode("utf-8", "replace") if length <= _MAX_NAME else "font"
        same = sum(other.partition("#")[0] == name for other in fonts.values())
        fonts[key] = f"{name}#{same + 1}" if same else name
    return fonts[key]


def flattened(data: bytes) -> bytes:
    """Return a PDF with the form fields and annotations that a screen shows drawn into the pages.

    Raises
    ------
    DamagedFileError
        PDFium cannot open it, or cannot do this to a page.
    """
    try:
        document: Any = pypdfium2.PdfDocument(data)
        try:
            document.init_forms()
            for page in document:
                done = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
                page.close()
                if done == raw.FLATTEN_FAIL:
                    raise DamagedFileError("an annotation cannot be drawn; print the PDF to a new one and send that")
            out = io.BytesIO()
            document.save(out)
            return out.getvalue()
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise DamagedFileError("the PDF does not open; print it to a new PDF and send that") from None
