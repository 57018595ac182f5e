"""PDFs: what stands beside the pages, what hides in a page's pictures, and bytes behind the end."""

from __future__ import annotations

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from tests.containers import jpegs
from tests.containers.carrier import HEIGHT, TRACE, WIDTH, Fixture, icc, jpeg, secret, transparent, visible
from tests.pdfs.containers import BESIDE, add_update


def fixtures() -> list[Fixture]:
    """Return all of them."""
    found = [Fixture(f"PDF {kind}", _with(lambda pdf, kind=kind: BESIDE[kind](pdf, TRACE.decode()))) for kind in BESIDE]
    found += [
        Fixture(f"PDF of {one.name}", _page(jpeg=one.data), one.traces)
        for one in jpegs.fixtures()
        if _belongs(one.name)
    ]
    plain = _page()
    return [
        *found,
        Fixture("PDF bytes after the end", plain + b"\n" + TRACE),
        Fixture("PDF old revision", add_update(plain, b"BT (%s) Tj ET" % TRACE)),
        Fixture("PDF page thumbnail", _with(_thumbnail), (), shows=True),
        Fixture("PDF unused picture", _with(_unused), (), shows=True),
        Fixture("PDF picture beyond the page", _with(_beyond), (), shows=True),
        Fixture("PDF picture behind a clip", _with(_clipped), (), shows=True),
        Fixture("PDF picture under its mask", _with(_masked), (), shows=True),
        Fixture("PDF picture with an ICC private tag", _with(_profiled)),
        Fixture("PDF comment in the content", _with(lambda pdf: _add(pdf, b"% " + TRACE + b"\n"))),
        Fixture("PDF bytes behind the samples", _with(lambda pdf: _longer(pdf, inside=TRACE))),
        Fixture("PDF bytes behind the packed samples", _with(lambda pdf: _longer(pdf, behind=TRACE))),
    ]


def _belongs(name: str) -> bool:
    """Tell whether a decoder of PDFs takes such a JPEG."""
    return "after the end" not in name and "MPF" not in name and "motion" not in name


def _page(**parts: bytes) -> bytes:
    return _with(lambda _: None, **parts)


def _with(change: object, jpeg: bytes = b"") -> bytes:
    """Return a PDF with one page that is one picture, changed."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT)).obj
    page.Resources = Dictionary(XObject=Dictionary(Im0=_image(pdf, jpeg)))
    page.Contents = pdf.make_stream(b"q %d 0 0 %d 0 0 cm /Im0 Do Q\n" % (WIDTH, HEIGHT))
    change(pdf)
    out = io.BytesIO()
    pdf.save(out, static_id=True, fix_metadata_version=False, compress_streams=False)
    return out.getvalue()


def _image(pdf: pikepdf.Pdf, data: bytes = b"", size: tuple[int, int] = (WIDTH, HEIGHT)) -> pikepdf.Object:
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": size[0], "Height": size[1]}
    about |= {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.DCTDecode}
    return pdf.make_stream(data or jpeg(visible()), **about)


def _hidden(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return _image(pdf, jpeg(secret()), secret().size)


def _add(pdf: pikepdf.Pdf, content: bytes, **pictures: pikepdf.Object) -> None:
    page = pdf.pages[0].obj
    for name, picture in pictures.items():
        page.Resources.XObject["/" + name] = picture
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + content)


def _thumbnail(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Thumb = _hidden(pdf)


def _unused(pdf: pikepdf.Pdf) -> None:
    _add(pdf, b"", Im1=_hidden(pdf))


def _beyond(pdf: pikepdf.Pdf) -> None:
    _add(pdf, b"q 48 0 0 32 -60 0 cm /Im1 Do Q\n", Im1=_hidden(pdf))


def _clipped(pdf: pikepdf.Pdf) -> None:
    _add(pdf, b"q 0 0 4 4 re W n 48 0 0 32 20 20 cm /Im1 Do Q\n", Im1=_hidden(pdf))


def _masked(pdf: pikepdf.Pdf) -> None:
    """Draw a picture whose soft mask leaves nothing of the secret in it."""
    image = transparent()
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": WIDTH, "Height": HEIGHT, "BitsPerComponent": 8}
    mask = pdf.make_stream(image.getchannel("A").tobytes(), ColorSpace=Name.DeviceGray, **about)
    picture = pdf.make_stream(image.convert("RGB").tobytes(), ColorSpace=Name.DeviceRGB, SMask=mask, **about)
    _add(pdf, b"q 96 0 0 64 0 0 cm /Im1 Do Q\n", Im1=picture)


def _profiled(pdf: pikepdf.Pdf) -> None:
    profile = Stream(pdf, icc(), N=3)
    pdf.pages[0].obj.Resources.XObject.Im0.ColorSpace = Array([Name.ICCBased, pdf.make_indirect(profile)])


def _longer(pdf: pikepdf.Pdf, *, inside: bytes = b"", behind: bytes = b"") -> None:
    """Draw a picture with more samples than it has pixels, or more bytes than its samples."""
    samples = zlib.compress(visible().tobytes() + inside) + behind
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": WIDTH, "Height": HEIGHT, "BitsPerComponent": 8}
    picture = pdf.make_stream(samples, ColorSpace=Name.DeviceRGB, Filter=Name.FlateDecode, **about)
    _add(pdf, b"q 96 0 0 64 0 0 cm /Im1 Do Q\n", Im1=picture)
