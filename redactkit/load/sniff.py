"""What a file is, by its first bytes. What is not on the list is not opened; the file's name counts for nothing."""

from __future__ import annotations

from redactkit.errors import UnsupportedFormatError

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
)
_AVIF_BRANDS = {b"avif", b"avis"}  # AV1 Image File Format, clause 6
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}  # ISO/IEC 23008-12, annex B
_PDF_SEARCHED_BYTES = 1024  # readers accept a header anywhere in them: ISO 32000-1, annex H, implementation note 13


def media_type(data: bytes) -> str:
    """Return the media type of a file that this version reads.

    Raises
    ------
    UnsupportedFormatError
    """
    for signature, media in _SIGNATURES:
        if data.startswith(signature):
            return media
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    brands = _brands(data)
    if brands & _AVIF_BRANDS:
        return "image/avif"
    if brands & _HEIC_BRANDS:
        return "image/heic"
    if b"%PDF-" in data[:_PDF_SEARCHED_BYTES]:
        return "application/pdf"
    raise UnsupportedFormatError(
        "not a file that is read here; send a PDF, or a JPEG, PNG, WebP, TIFF, BMP, GIF, AVIF or HEIC picture"
    )


def _brands(data: bytes) -> set[bytes]:
    """Return the brands of an ISO base media file (ISO/IEC 14496-12, clause 4.3), or nothing."""
    if data[4:8] != b"ftyp":
        return set()
    box = data[8 : min(int.from_bytes(data[:4], "big"), 256)]
    return {box[at : at + 4] for at in range(0, len(box), 4) if at != 4}  # at 4 stands the minor version
