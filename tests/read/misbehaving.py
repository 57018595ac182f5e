"""Engines that break the contract, each in one way. `SECRET` must never come out of an exception."""

from dataclasses import replace

from redactkit.geometry import from_box, widen
from redactkit.model import Cell, Line, Quad
from redactkit.read.scripted import line

SECRET = "5555 5555 5555 4444"
NAN = float("nan")
GOOD = line(SECRET, 10, 10, 90, 20)


class Misbehaving:
    """Answers as a good engine would; each of the others spoils one thing."""

    name = "misbehaving"

    def read(self, pixels, look):
        return (GOOD,)


class Crashes(Misbehaving):
    def read(self, pixels, look):
        raise RuntimeError(f"cannot make sense of {SECRET}")


class CrashesInTurn(Misbehaving):
    def read(self, pixels, look):
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise RuntimeError(SECRET) from error


class CrashesLate(Misbehaving):
    def read(self, pixels, look):
        yield GOOD
        raise RuntimeError(SECRET)


class ReturnsNothing(Misbehaving):
    def read(self, pixels, look):
        return None


class ReturnsText(Misbehaving):
    def read(self, pixels, look):
        return (SECRET,)


class ReturnsBareCells(Misbehaving):
    def read(self, pixels, look):
        return (replace(GOOD, cells=tuple(SECRET)),)


class LosesStrips(Misbehaving):
    """Fewer lines than strips, whatever the number of strips."""

    def read(self, pixels, look):
        return (GOOD,) * (len(look.strips) - 1)


class LooksBesideThePage(Misbehaving):
    """As an engine that forgot to scale back does."""

    def read(self, pixels, look):
        high, wide = pixels.shape[:2]
        return (line(SECRET, 2 * wide, 2 * high, 3 * wide, 2 * high + 10),)


class LosesItsPlace(Misbehaving):
    """Corners that are no numbers."""

    def read(self, pixels, look):
        return (replace(GOOD, quad=Quad(((NAN, NAN),) * 4)),)


class LosesItsPlaceOnce(Misbehaving):
    """One character's corners are no numbers."""

    def read(self, pixels, look):
        lost = replace(GOOD.cells[-1], quad=Quad(((0, 0), (1, 0), (1, float("inf")), (0, 1))))
        return (replace(GOOD, cells=(*GOOD.cells[:-1], lost)),)


class HasThreeCorners(Misbehaving):
    def read(self, pixels, look):
        return (replace(GOOD, quad=Quad(((0, 0), (1, 0), (1, 1)))),)


class HasNoCorners(Misbehaving):
    def read(self, pixels, look):
        return (replace(GOOD, quad=None),)


class HasEmptyCells(Misbehaving):
    def read(self, pixels, look):
        return (replace(GOOD, cells=tuple(replace(cell, char="") for cell in GOOD.cells)),)


class HasWordsForCells(Misbehaving):
    def read(self, pixels, look):
        return (replace(GOOD, cells=(Cell(SECRET, GOOD.quad),)),)


class IsTooSure(Misbehaving):
    def read(self, pixels, look):
        return (replace(GOOD, score=97.0),)


class IsNotSureHowSure(Misbehaving):
    def read(self, pixels, look):
        return (replace(GOOD, digits=(Cell("4", GOOD.quad, NAN),)),)


class WritesToPixels(Misbehaving):
    def read(self, pixels, look):
        pixels[:] = 0
        return (GOOD,)


class UnlocksPixels(Misbehaving):
    def read(self, pixels, look):
        pixels.setflags(write=True)
        pixels[:] = 0
        return (GOOD,)


class NeverEndsALine(Misbehaving):
    def read(self, pixels, look):
        return (Line(GOOD.quad, GOOD.cells[:1] * 100_000),)


class NeverEndsAPage(Misbehaving):
    def read(self, pixels, look):
        return (GOOD,) * 100_000


class SticksOut(Misbehaving):
    """The one fault that is mended: a box that starts on the page and ends beyond its edge."""

    def read(self, pixels, look):
        high, wide = pixels.shape[:2]
        whole = from_box(0, 0, wide, high)
        return (Line(widen(whole, 5), (Cell("4", widen(whole, 7)),), 1.0),)


REFUSED = (
    Crashes,
    CrashesInTurn,
    CrashesLate,
    ReturnsNothing,
    ReturnsText,
    ReturnsBareCells,
    LosesStrips,
    LooksBesideThePage,
    LosesItsPlace,
    LosesItsPlaceOnce,
    HasThreeCorners,
    HasNoCorners,
    HasEmptyCells,
    HasWordsForCells,
    IsTooSure,
    IsNotSureHowSure,
    WritesToPixels,
    UnlocksPixels,
    NeverEndsALine,
    NeverEndsAPage,
)
