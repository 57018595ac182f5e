"""Affine matrices and upright boxes, as PDF writes them. A row vector times a matrix: (x, y, 1) M."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from redactkit.model import Quad

if TYPE_CHECKING:
    from redactkit.model import Point

Matrix: TypeAlias = tuple[float, float, float, float, float, float]  # a b c d e f, ISO 32000-2, 8.3.4
Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does `first` and after it `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """Return where a matrix moves a point."""
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]


def inverse(matrix: Matrix) -> Matrix:
    """Return the matrix that undoes `matrix`.

    Raises
    ------
    ZeroDivisionError
        It is singular, or so near to it that its determinant rounds to zero.
    """
    a, b, c, d, e, f = matrix
    det = a * d - b * c
    return d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det


def box_under(matrix: Matrix, box: Box) -> Box:
    """Return the smallest upright box around a box that a matrix has moved."""
    a, b, c, d, e, f = matrix
    left, bottom, right, top = box
    if b == 0.0 == c:
        x0, x1, y0, y1 = a * left + e, a * right + e, d * bottom + f, d * top + f
        return (x0 if x0 < x1 else x1), (y0 if y0 < y1 else y1), (x1 if x0 < x1 else x0), (y1 if y0 < y1 else y0)
    xs = (a * left + c * bottom, a * right + c * bottom, a * left + c * top, a * right + c * top)
    ys = (b * left + d * bottom, b * right + d * bottom, b * left + d * top, b * right + d * top)
    return min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f


def overlap(a: Box, b: Box) -> bool:
    """Tell whether two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def box_of(quad: Quad) -> Box:
    """Return the smallest upright box around a quad in user space."""
    xs = [x for x, _ in quad.corners]
    ys = [y for _, y in quad.corners]
    return min(xs), min(ys), max(xs), max(ys)


def moved(quad: Quad, matrix: Matrix) -> Quad:
    """Return a quad whose corners a matrix has moved."""
    a, b, c, d = (apply(matrix, *corner) for corner in quad.corners)
    return Quad((a, b, c, d))
