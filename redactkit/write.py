"""Bytes to disk, whole or not at all, and never over the input."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactkit.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PREFIX = ".redactkit-"
_DESCRIPTORS = "/proc/self/fd"  # proc(5); where open(2) says that a file without a name gets one
_PDF = "application/pdf"
_MEDIA: Mapping[str, str] = MappingProxyType(
    {
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".png": "image/png",
        ".webp": "image/webp",
        ".tif": "image/tiff",
        ".tiff": "image/tiff",
        ".pdf": _PDF,
    }
)
_SUFFIXES: Mapping[str, str] = MappingProxyType({"image/jpeg": ".jpg", "image/tiff": ".tiff", _PDF: ".pdf"})


def target(source: Path | None, out: str | os.PathLike[str] | None, pages: int, media: str) -> tuple[Path | None, str]:
    """Return the path to write, None to stay in memory, and the media type that it asks for.

    Parameters
    ----------
    source : Path or None
        The input, when it came as a path.
    out : path or None
        A file name, whose suffix chooses the media type. An existing folder takes ``card.redacted.jpg`` for an
        input ``card.heic`` (``document.redacted.jpg`` when the input was no path); None puts the same name beside
        the input. Of pictures, both are JPEG for one page, TIFF for several; of a PDF, a PDF.
    pages : int
    media : str
        Media type of the input.

    Raises
    ------
    PolicyError
        The suffix is none that redactkit writes, or none that can hold a PDF, or `write` would refuse the path.
    """
    default = _PDF if media == _PDF else "image/jpeg" if pages == 1 else "image/tiff"
    if out is None and source is None:
        return None, default
    path = Path(out) if out is not None else Path(source or "").parent
    asked = _MEDIA.get(path.suffix.lower())
    if path.is_dir():
        asked = default
        path /= f"{source.stem if source else 'document'}.redacted{_SUFFIXES[default]}"
    if asked is None:
        raise PolicyError(f"{path} is neither a folder nor a file name that ends in {', '.join(_MEDIA)}")
    if media == _PDF and asked != _PDF:
        raise PolicyError(f"{path} cannot hold a PDF, whose text stays text; choose a file name that ends in .pdf")
    refuse(path, source)
    return path, asked


def write(data: bytes, path: Path, *, source: object) -> None:
    """Write a finished file: all of it is on the disk under its name, or nothing is.

    An ordinary file of that name is replaced.

    Parameters
    ----------
    data : bytes
    path : Path
    source : object
        The input, which is never overwritten, under whatever name: a path, or what has a file behind it.

    Raises
    ------
    PolicyError
        The path is a symbolic link, the input, or no ordinary file; the folder is missing or cannot be written.
    """
    refuse(path, source)
    try:
        descriptor, hidden = _open(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
            os.chmod(hidden or descriptor, 0o666 & ~_umask())
            hidden = hidden or _link(descriptor, path)
        if hidden is not None:
            os.replace(hidden, path)
    except BaseException as error:
        if hidden is not None:
            with contextlib.suppress(OSError):
                os.unlink(hidden)
        if isinstance(error, OSError):
            raise _unwritable(path, error) from error
        raise
    _sync_folder(path.parent)


def _open(folder: Path) -> tuple[int, str | None]:
    """Open a new file, mode 0600: without a name where the system can, so that a kill leaves nothing, else hidden."""
    if hasattr(os, "O_TMPFILE") and os.path.isdir(_DESCRIPTORS):
        with contextlib.suppress(OSError):  # not every file system can
            return os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o600), None
    # Opened with O_EXCL. Its name is random, the bytes and their last name are not.
    return tempfile.mkstemp(dir=folder, prefix=_PREFIX)


def _link(descriptor: int, path: Path) -> str | None:
    """Name a file that has no name; return the hidden one that it gets while another file holds its own."""
    source = f"{_DESCRIPTORS}/{descriptor}"
    try:
        os.link(source, path, src_dir_fd=descriptor)  # any src_dir_fd makes it linkat(2), which follows the link
        return None
    except FileExistsError:
        hidden = f"{path.parent / _PREFIX}{secrets.token_hex(8)}"
        os.link(source, hidden, src_dir_fd=descriptor)
        return hidden


def refuse(path: Path, source: object) -> None:
    """Raise PolicyError if a file can't be written there, or is the input; parameters as for `write`."""
    if not path.parent.is_dir():
        raise PolicyError(f"the folder {path.parent} does not exist; create it or choose another")
    if path.is_symlink():
        raise PolicyError(f"{path} is a symbolic link; choose a name that is not")
    if not path.exists():
        return
    if any(os.path.samestat(path.stat(), identity) for identity in _identities(source)):
        raise PolicyError(f"{path} is the input, which is never overwritten; choose another name")
    if not path.is_file():
        raise PolicyError(f"{path} exists and is no ordinary file; choose another name")


def _identities(source: object) -> Iterator[os.stat_result]:
    """Yield what file a source is: a path, an open file, or a picture that knows the name of its file."""
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
        yield os.fstat(source.fileno())  # type: ignore[attr-defined]
    for name in (source, getattr(source, "filename", None)):
        if isinstance(name, str | os.PathLike) and name != "":
            with contextlib.suppress(OSError, ValueError):
                yield os.stat(name)


def _unwritable(path: Path, error: OSError) -> PolicyError:
    return PolicyError(f"cannot write in the folder {path.parent}: {error.strerror or type(error).__name__}")


def _umask() -> int:
    # The system tells the mask only when it is set; 077 is safe for what other threads create meanwhile.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can: the file itself is complete either way."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
