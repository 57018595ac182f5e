"""The two networks and where their files come from. The only door to onnxruntime."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from redactkit.errors import EngineError

if TYPE_CHECKING:
    from numpy.typing import NDArray

# File name and SHA-256 of the models in the wheel of rapidocr 3.10.0, the version that pyproject.toml pins.
DETECTOR = ("PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f")
RECOGNISER = ("PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884")

REPAIR = "reinstall it with: pip install --force-reinstall rapidocr==3.10.0"


@dataclass(frozen=True)
class Networks:
    """Loaded sessions and the recogniser's alphabet (index 0 is CTC's blank)."""

    detector: Any
    recogniser: Any
    alphabet: tuple[str, ...]

    def locate(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return text probability, shape (height, width), for an input of shape (1, 3, height, width)."""
        chart: NDArray[np.float32] = _run(self.detector, batch)[0, 0]
        return chart

    def recognise(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return symbol probabilities, shape (steps, symbols), for an input of shape (1, 3, 48, width)."""
        chances: NDArray[np.float32] = _run(self.recogniser, batch)[0]
        return chances


def _run(session: Any, batch: NDArray[np.float32]) -> NDArray[np.float32]:
    (answer,) = session.run(None, {session.get_inputs()[0].name: batch})
    return np.asarray(answer, dtype=np.float32)


def load() -> Networks:
    """Load both networks on one thread each.

    Raises
    ------
    EngineError
        The wheel with the models is missing or its files are not the ones that were measured.
    """
    detector, recogniser = _session(*DETECTOR), _session(*RECOGNISER)
    characters = recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Networks(detector, recogniser, ("", *characters, " "))


def _session(name: str, sha256: str) -> Any:
    # From 1.29 on it otherwise leaves a device's number in the user's cache folder and reports to its maker; read once,
    # at the first import.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime  # noqa: PLC0415 - slow to import; needed with the models only
    except ImportError:
        raise EngineError("onnxruntime is not installed; install it with: pip install onnxruntime") from None
    onnxruntime.disable_telemetry_events()  # for a program that imported it before
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Spinning costs 65 % more CPU time and gains nothing on one thread (measured).
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # A pattern asks for one block for all of a run, beside the pieces that the first run of its shape left: 500 MB
    # instead of 338 after two pages at 1280, for no time and the same answers (measured).
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(_model(name, sha256), options, providers=["CPUExecutionProvider"])


def _model(name: str, sha256: str) -> bytes:
    package = importlib.util.find_spec("rapidocr")
    if package is None or package.origin is None:
        raise EngineError(f"the package with the reading models is missing; {REPAIR}")
    path = Path(package.origin).parent / "models" / name
    try:
        data = path.read_bytes()
    except OSError:
        raise EngineError(f"the model file {name} is missing; {REPAIR}") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise EngineError(f"the model file {name} is not the one that was tested; {REPAIR}")
    return data
