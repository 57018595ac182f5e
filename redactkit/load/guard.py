"""What decoders throw becomes ours, and what they mutter is not heard.

Decoders raise whatever comes up on hostile bytes, and their messages may quote the file.
"""

from __future__ import annotations

import logging
import warnings
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from PIL import Image

from redactkit.errors import DamagedFileError, RedactkitError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator


_TALKATIVE = logging.getLogger("PIL.TiffImagePlugin")  # at DEBUG it logs every tag, with its value


class _Silence:
    """Ignores warnings, and what Pillow logs of tags, while any thread is inside.

    Both belong to the process: the first thread in changes them and the last one out puts
    them back, whereas two interleaved `catch_warnings` would leave them changed.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._filters = ExitStack()

    def __enter__(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._filters.enter_context(warnings.catch_warnings(action="ignore"))
                self._filters.callback(setattr, _TALKATIVE, "disabled", _TALKATIVE.disabled)
                _TALKATIVE.disabled = True
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                self._filters.close()


_SILENCE = _Silence()


@contextmanager
def guarded() -> Iterator[None]:
    """Run a decoder: every exception leaves as an `InputError`, without the decoder's words.

    Raises
    ------
    TooLargeError
        Memory ran out, or the application's own ``PIL.Image.MAX_IMAGE_PIXELS`` is exceeded.
    DamagedFileError
        Anything else.
    """
    with _SILENCE:
        try:
            yield
        except RedactkitError:
            raise
        except (Image.DecompressionBombError, MemoryError):
            raise TooLargeError("the picture is too large to decode here; send a smaller one") from None
        except Exception:
            raise DamagedFileError(
                "the picture does not decode: it is damaged or of a rare kind; "
                "send it again, or save it anew as PNG or JPEG and send that"
            ) from None
