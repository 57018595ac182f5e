"""Every breach of the contract ends in an EngineError that quotes nothing; a box that sticks out is clipped."""

import traceback

import numpy as np
import pytest

from redactkit.errors import EngineError
from redactkit.geometry import from_box
from redactkit.protocols import Engine, Look
from redactkit.read import guarded
from tests.read import misbehaving
from tests.read.misbehaving import GOOD, REFUSED, SECRET, Misbehaving, SticksOut

PAGE = np.full((100, 200, 3), 255, np.uint8)
PAGE.setflags(write=False)
LOOK = Look(strips=(GOOD.quad,))


@pytest.mark.parametrize("kind", REFUSED, ids=lambda kind: kind.__name__)
def test_a_breach_is_refused_without_a_word_of_what_was_read(kind):
    with pytest.raises(EngineError) as caught:
        guarded(kind(), PAGE, LOOK)
    told = "".join(traceback.format_exception(caught.value, chain=True)) + repr(caught.value)
    assert SECRET not in told
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert "'misbehaving'" in str(caught.value)


def test_every_engine_that_misbehaves_is_tried():
    kinds = {k for k in vars(misbehaving).values() if isinstance(k, type) and issubclass(k, Misbehaving)}
    assert kinds == {*REFUSED, SticksOut, Misbehaving}


def test_a_good_answer_passes_as_it_is():
    (line,) = guarded(Misbehaving(), PAGE, LOOK)
    assert line is GOOD


def test_the_page_is_untouched_even_where_the_caller_left_it_writable():
    page = PAGE.copy()
    with pytest.raises(EngineError):
        guarded(misbehaving.WritesToPixels(), page, LOOK)
    assert page.flags.writeable
    assert (page == 255).all()


def test_what_sticks_out_is_clipped():
    (line,) = guarded(SticksOut(), PAGE, LOOK)
    assert line.quad == line.cells[0].quad == from_box(0, 0, 200, 100)


def test_our_own_errors_come_through_unchanged():
    class Missing(Misbehaving):
        def read(self, pixels, look):
            raise EngineError("install it")

    with pytest.raises(EngineError, match=r"^install it$"):
        guarded(Missing(), PAGE, LOOK)


def test_interrupts_come_through():
    class Interrupted(Misbehaving):
        def read(self, pixels, look):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guarded(Interrupted(), PAGE, LOOK)


def test_misbehaving_engines_look_like_engines():
    assert isinstance(Misbehaving(), Engine)
