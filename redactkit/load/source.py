"""Where the bytes come from. Files are opened for reading only, and never more than the limit is read."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from redactkit.errors import InputError
from redactkit.load.limits import MAX_BYTES, check_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

FileSource: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO
"""What holds a file: a path, the bytes, or a binary file, read from where it stands."""

Source: TypeAlias = FileSource | Image.Image | NDArray[np.uint8] | NDArray[np.uint16]
"""What `load` takes: a file, or pixels in memory (arrays are gray, RGB or RGBA)."""

_URL = re.compile(r"(?:[a-z][a-z0-9+.-]+://|data:)", re.IGNORECASE)


def name_of(source: Source) -> str:
    """Return the file's name without its folder, or ``picture`` when it has none."""
    named = source if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    if not isinstance(named, str | os.PathLike) or _is_url(named):
        return "picture"
    return Path(os.fsdecode(named)).name or "picture"


def contents(source: FileSource) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    InputError
        The source is an address, is missing, is no file, cannot be read, or is of no known type.
    TooLargeError, DamagedFileError
        It has too many bytes, or none.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        check_bytes(memoryview(source).nbytes)
        return bytes(source)
    if _is_url(source):
        raise InputError("addresses are not opened; download the file and give its path")
    if isinstance(source, str | os.PathLike):
        return _from_path(Path(os.fsdecode(source)))
    read = getattr(source, "read", None)
    if read is None:
        raise InputError("not a path, bytes, binary file, PIL image or array; give one of these")
    return _read(read)


def _is_url(source: object) -> bool:
    return isinstance(source, str) and _URL.match(source) is not None


def _from_path(path: Path) -> bytes:
    try:
        if not path.exists():
            raise InputError("there is no such file; check the path")
        if not path.is_file():
            raise InputError("not a file but a folder or a device; give the path of a picture")
        check_bytes(path.stat().st_size)
        with path.open("rb") as file:
            return _read(file.read)
    except (OSError, ValueError):
        raise InputError("the file cannot be opened; check the path and the permissions") from None


def _read(read: Callable[[int], Any]) -> bytes:
    """Read to the end, but at most one byte more than the limit; raw files may answer in pieces."""
    parts: list[bytes] = []
    missing = MAX_BYTES + 1
    try:
        while missing > 0 and (part := read(missing)):
            if not isinstance(part, bytes):
                raise InputError("the file gives text, not bytes; open it with mode 'rb'")
            parts.append(part)
            missing -= len(part)
    except (OSError, ValueError):
        raise InputError("the file cannot be read; open it with mode 'rb'") from None
    data = parts[0] if len(parts) == 1 else b"".join(parts)
    check_bytes(len(data))
    return data
