"""The attacks work where there is something to find, and find nothing under redactkit's covers."""

import numpy as np
import pytest

from benchmarks.attack.covers import Coding, File, boxed, boxes, decode, gaussian, mosaic, ours, published
from benchmarks.attack.measure import twin_figures
from benchmarks.attack.scenes import DIGITS, scene
from benchmarks.attack.templates import Guess, Tally, area_of, attack, label, ringing, shares_a_block
from benchmarks.attack.twins import pairs, twins
from benchmarks.draw import CardSpec
from benchmarks.draw.spec import Backdrop, Finish, Layout, Typeface

pytestmark = pytest.mark.slow

PNG, JPEG = Coding(File.PNG), Coding(File.JPEG, 85, 2)
SPEC = CardSpec(
    seed=11,
    layout=Layout.UNSPACED,
    typeface=Typeface.HERSHEY,
    finish=Finish.PRINTED,
    backdrop=Backdrop.NONE,
    width_px=420,
    height_px=265,
    noise=1.0,
)


@pytest.fixture(scope="module")
def card():
    return scene("card", SPEC)


def rival(card, coding, hide, most=12):
    number = card.secrets[:1]
    return Tally.of(attack(card, coding, lambda data: published(data, coding, hide, card), number, most))


def redacted(card, coding, most=3):
    return list(attack(card, coding, lambda data: decode(ours(data, card)), card.secrets, most))


def test_a_scene_knows_its_digits(card):
    number, expiry = card.secrets
    assert (number.kind, len(number.digits), len(number.tail)) == ("pan", 12, 4)
    assert number.printed_as("7") == "7" * 12 + number.text[-4:]
    assert expiry.printed_as("7") == "77/77"
    assert len(card.printings) == len(DIGITS)
    differ = (card.printings[0] != card.printings[8]).any(axis=-1)
    assert differ[boxed(card, 0)].any()
    assert not differ[~boxed(card, 8)].any()


@pytest.mark.parametrize(("hide", "coding"), [(gaussian(8), PNG), (mosaic(12), JPEG)], ids=["Gaussian", "mosaic"])
def test_blurred_digits_are_all_named(card, hide, coding):
    tally = rival(card, coding, hide)
    assert (tally.covers, tally.digits) == (1, 12)
    assert tally.named == 12
    assert tally.z > 9


def test_no_candidate_looks_different_under_our_covers(card):
    """Not even the digit beside the kept four; in JPEG blocks that they share it may, and is not named for it."""
    assert Tally.of(redacted(card, PNG)).apart == 0
    shared = {label(card, secret, JPEG) for secret in card.secrets if shares_a_block(card, JPEG, secret)}
    guesses = redacted(card, JPEG)
    assert Tally.of(guess for guess in guesses if guess.cover not in shared).apart == 0
    assert Tally.of(guesses).z < 3


def test_tight_boxes_ring_and_our_covers_do_not(card):
    data = JPEG.encode(card.pixels)
    shown = {
        "tight": (published(data, JPEG, boxes(0), card), boxed(card, 0)),
        "ours": (decode(ours(data, card)), area_of(card, JPEG).covered),
    }
    named = {"tight": [], "ours": []}
    for name, guess in ringing(card, JPEG, shown, card.secrets, 8):
        named[name].append(guess)
    assert Tally.of(named["tight"]).z > 3
    assert Tally.of(named["ours"]).z < 3


def test_twins_come_out_alike(card):
    for picture in twins(card):
        assert (picture != card.pixels).any()
    found = [pair for coding in (PNG, JPEG) for pair in pairs(card, coding)]
    assert [pair.alike for pair in found if not pair.shared] == [True] * sum(not pair.shared for pair in found)
    assert found[0].kept
    assert not found[0].shared
    assert twin_figures(found)["PNG"] == "2 of 2"


def test_twins_are_told_apart_when_something_is_left(card):
    """The test above can fail: a blur gives its twins away."""
    files = [published(PNG.encode(picture), PNG, gaussian(16), card) for picture in (card.pixels, *twins(card))]
    assert len({picture.tobytes() for picture in files}) == 3


def test_chance_is_no_success():
    lots = [Guess("a", 0.1, False) for _ in range(90)]
    assert Tally.of(lots).z == pytest.approx(0)
    assert Tally.of([Guess("a", 1.0, True)] * 19 + [Guess("b", 0.0, True)] * 81).z == pytest.approx(3)
    assert Tally.of([Guess("a", 1.0, True)] * 12).z == pytest.approx((12 - 1.2) / np.sqrt(12 * 0.09))
    assert Tally.of([]).z == 0
