"""Bytes to pages: by content, never by suffix, within limits that are checked before decoding."""

from __future__ import annotations

import numpy as np
from PIL import Image

from redactkit.errors import InputError
from redactkit.load.array import page_of_array
from redactkit.load.image import pages_of_file, pages_of_image
from redactkit.load.jpeg import page_of_jpeg
from redactkit.load.sniff import media_type
from redactkit.load.source import Source, contents, name_of
from redactkit.model import Document

__all__ = ["Source", "load"]

_IN_MEMORY = "image/x-raw"  # no file: nothing says how it will be kept


def load(source: Source, *, password: str | None = None) -> Document:
    """Read a picture or a PDF.

    JPEG, PNG, WebP, TIFF, BMP, GIF, AVIF and, with the extra ``heic``, HEIC. Every page of a TIFF and
    every frame of a moving picture is a page; of a JPEG with several pictures only the primary one is
    read, since the others are previews of it. A JPEG above 25 MP is decoded at reduced size. The pages of a PDF are
    rendered when they are asked for.

    Parameters
    ----------
    source : Source
        A path, bytes, a binary file (read from where it stands), a PIL image or a numpy array of uint8
        or uint16 with shape (height, width) or (height, width, 1, 3 or 4), gray, RGB or RGBA. Never
        written to.
    password : str, optional
        Opens an encrypted PDF.

    Returns
    -------
    Document
        Pages upright, in sRGB, on white, read-only.

    Raises
    ------
    UnsupportedFormatError, EncryptedFileError, DamagedFileError, TooLargeError
    InputError
        There is no such file, or the source is of another type.
    """
    try:
        return _document(source, password)
    except InputError as error:
        raise type(error)(f"{name_of(source)}: {error}") from None


def _document(source: Source, password: str | None) -> Document:
    if isinstance(source, Image.Image):
        return Document(pages_of_image(source), Image.MIME.get(source.format or "", _IN_MEMORY))
    if isinstance(source, np.ndarray):
        return Document((page_of_array(source),), _IN_MEMORY)
    data = contents(source)
    media = media_type(data)
    if media == "application/pdf":
        from redactkit.load.pdf import document_of_pdf  # noqa: PLC0415 - pictures need not wait for its libraries

        return document_of_pdf(data, password)
    pages = (page_of_jpeg(data),) if media == "image/jpeg" else pages_of_file(data, media)
    return Document(pages, media)
