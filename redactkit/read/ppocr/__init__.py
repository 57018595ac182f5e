"""The default engine: PP-OCR networks straight on onnxruntime, with the model files of the rapidocr wheel.

Locate lines at a reduced scale, cut them from the full-resolution picture, read them one by one on one
thread, give every character its own cell.
"""

from redactkit.read.ppocr.engine import PpocrEngine

__all__ = ["PpocrEngine"]
