"""The scorer sees what it has to see, and the drawings say the truth about themselves."""

from __future__ import annotations

import dataclasses
import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from benchmarks import peer, report
from benchmarks.cases import Case, conditions
from benchmarks.draw import CardSpec, DrawnCard, draw_card, specs
from benchmarks.draw.number import holder, luhn_ok
from benchmarks.draw.spec import Backdrop, Layout, Side, Typeface
from benchmarks.quality import Row
from benchmarks.score import Label, Verdict, refused, score, spill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

pytestmark = pytest.mark.slow

CLEAN = {"noise": 0.0, "jpeg_quality": 0, "width_px": 1000, "height_px": 750}
PLAIN = CardSpec(seed=5, **CLEAN)
KINDS = (
    PLAIN,
    CardSpec(seed=6, tilt_deg=24, perspective=0.3, **CLEAN),
    CardSpec(seed=7, turn=1, **CLEAN),
    CardSpec(seed=8, turn=2, layout=Layout.AMEX, cvv_on_front=True, **CLEAN),
    CardSpec(seed=9, layout=Layout.STACKED, typeface=Typeface.SANS, **CLEAN),
    CardSpec(seed=10, side=Side.BACK, **CLEAN),
)


drawn = lru_cache(draw_card)


@lru_cache
def encoded(spec: CardSpec) -> bytes:
    return drawn(spec).encode()


def png(pixels: NDArray[np.uint8]) -> bytes:
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG", compress_level=1)
    return target.getvalue()


def labels(card: DrawnCard) -> tuple[Label, ...]:
    return tuple(Label.from_dict(label.to_dict()) for label in card.labels)


def painted(card: DrawnCard, quads: Sequence[Any]) -> bytes:
    """Fill quads with grey, a little wider than they are."""
    pixels = card.pixels.copy()
    for quad in quads:
        corners = np.rint(quad).astype(np.int32)
        cv2.fillPoly(pixels, [corners], (90, 90, 90))
        cv2.polylines(pixels, [corners], True, (90, 90, 90), 3)
    return png(pixels)


def hidden(card: DrawnCard) -> list[Any]:
    """Every character that has to go, by the drawing's own truth, not by the scorer's cut."""
    quads = []
    for label in card.labels:
        if label.kind == "cardholder_name":
            continue
        tail = 4 if label.kind == "pan" else 0
        quads += [quad for _, quad in label.chars[: len(label.chars) - tail]]
    return quads


@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: str(spec.seed))
def test_an_untouched_output_is_exposed(spec: CardSpec) -> None:
    card = drawn(spec)
    result = score(encoded(card.spec), encoded(card.spec), labels(card))
    assert dict(result.verdicts)["pan"] is Verdict.EXPOSED
    assert {verdict for _, verdict in result.verdicts} <= {Verdict.EXPOSED, Verdict.BLANK}
    assert result.tails == (True,)
    assert result.names == (True,)
    assert result.inked > 0
    assert result.changed == 0


@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: str(spec.seed))
def test_every_character_but_the_last_four_covered_is_full(spec: CardSpec) -> None:
    card = drawn(spec)
    result = score(encoded(card.spec), painted(card, hidden(card)), labels(card))
    assert {verdict for _, verdict in result.verdicts} == {Verdict.FULL}
    assert result.tails == (True,)
    assert result.names == (True,)


def test_one_digit_left_is_part() -> None:
    card = drawn(PLAIN)
    pan = card.labels[0]
    kept = {id(quad) for _, quad in pan.chars[5:6]}
    result = score(encoded(card.spec), painted(card, [q for q in hidden(card) if id(q) not in kept]), labels(card))
    assert dict(result.verdicts)["pan"] is Verdict.PART


def test_a_covered_tail_is_lost() -> None:
    card = drawn(PLAIN)
    result = score(encoded(card.spec), painted(card, card.labels[0].rows), labels(card))
    assert dict(result.verdicts)["pan"] is Verdict.FULL
    assert result.tails == (False,)


def test_a_covered_name_is_lost() -> None:
    card = drawn(PLAIN)
    name = next(label for label in card.labels if label.kind == "cardholder_name")
    assert score(encoded(card.spec), painted(card, name.rows), labels(card)).names == (False,)


def test_a_faint_blur_is_exposed_and_a_strong_one_is_not() -> None:
    card = drawn(PLAIN)
    faint, strong = (png(cv2.GaussianBlur(card.pixels, (0, 0), sigma)) for sigma in (1.5, 30))
    assert dict(score(encoded(card.spec), faint, labels(card)).verdicts)["pan"] is Verdict.EXPOSED
    assert dict(score(encoded(card.spec), strong, labels(card)).verdicts)["pan"] is Verdict.FULL


def test_a_smaller_output_is_still_exposed() -> None:
    card = drawn(PLAIN)
    small = png(cv2.resize(card.pixels, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA))
    assert dict(score(encoded(card.spec), small, labels(card)).verdicts)["pan"] is Verdict.EXPOSED


def test_ink_away_from_labels_is_counted_when_it_goes() -> None:
    card = drawn(PLAIN)
    gone = np.full(card.pixels.shape[:2], 90, np.float32)
    before = cv2.cvtColor(card.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    inked, changed = spill(before, gone, labels(card))
    assert changed == inked > 0


def test_a_refusal_counts_for_every_label_but_the_name() -> None:
    card = drawn(PLAIN)
    kinds = {kind for kind, verdict in refused(labels(card)).verdicts if verdict is Verdict.REFUSED}
    assert "pan" in kinds
    assert "cardholder_name" not in kinds


def test_boxes_serve_as_labels() -> None:
    entry = {"type": "pan", "text": "4242424242424242", "must_cover": True}
    level = Label.from_dict(entry | {"box": [10, 20, 110, 30], "last4_box": [85, 20, 110, 30]})
    assert level.hidden[0][:, 0].max() == pytest.approx(84)
    turned = Label.from_dict(entry | {"box": [10, 20, 20, 120], "last4_box": [10, 20, 20, 45]})
    assert turned.hidden[0][:, 1].min() == pytest.approx(46)
    grouped = Label.from_dict(entry | {"text": "4242 4242", "box": [10, 20, 110, 30], "last4_box": [85, 20, 110, 30]})
    assert grouped.hidden[0][:, 0].max() == pytest.approx(80)


@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: str(spec.seed))
def test_labels_without_characters_judge_alike(spec: CardSpec) -> None:
    card = drawn(spec)
    (pan,) = (dataclasses.replace(label, chars=()) for label in labels(card) if label.kind == "pan")
    shown, closed, over = (score(encoded(card.spec), painted(card, q), [pan]) for q in ((), pan.hidden, pan.rows))
    assert (shown.verdicts, shown.tails) == ((("pan", Verdict.EXPOSED),), (True,))
    assert (closed.verdicts, closed.tails) == ((("pan", Verdict.FULL),), (True,))
    assert (over.verdicts, over.tails) == ((("pan", Verdict.FULL),), (False,))


@given(st.integers(0, 10_000))
def test_numbers_pass_or_fail_the_luhn_check_as_asked(seed: int) -> None:
    for layout in Layout:
        for luhn in (True, False):
            words = holder(CardSpec(seed=seed, layout=layout, luhn=luhn))
            assert luhn_ok(words.digits) is luhn
            assert len(words.digits) in (15, 16, 19)


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 1000))
def test_the_same_spec_gives_the_same_picture(seed: int) -> None:
    (spec,) = specs(seed, 1)
    spec = dataclasses.replace(spec, width_px=400, height_px=300)
    assert np.array_equal(draw_card(spec).pixels, draw_card(spec).pixels)


def test_more_cards_do_not_change_the_first_ones() -> None:
    assert list(specs(3, 5)) == list(specs(3, 8))[:5]


@pytest.mark.parametrize(("turn", "typeface"), list(enumerate(Typeface)))
def test_a_character_lies_in_its_quad(turn: int, typeface: Typeface) -> None:
    spec = CardSpec(seed=2, typeface=typeface, turn=turn, tilt_deg=12, perspective=0.2, **CLEAN)
    card = draw_card(spec)
    pan = card.labels[0]
    assert "".join(char for char, _ in pan.chars) == pan.text.replace(" ", "")
    gray = cv2.cvtColor(card.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    for _, quad in pan.chars:
        mask = np.zeros(gray.shape, np.uint8)
        cv2.fillPoly(mask, [np.rint(quad).astype(np.int32)], 1)
        ring = cv2.dilate(mask, np.ones((9, 9), np.uint8)) - cv2.dilate(mask, np.ones((5, 5), np.uint8))
        assert gray[mask > 0].std() > gray[ring > 0].std()


def test_specs_are_read_from_plain_tables() -> None:
    assert CardSpec.from_table({"seed": 3, "layout": "4-6-5"}) == CardSpec(seed=3, layout=Layout.AMEX)
    with pytest.raises(ValueError, match="colour"):
        CardSpec.from_table({"colour": "red"})
    with pytest.raises(ValueError, match="4-5-5"):
        CardSpec.from_table({"layout": "4-5-5"})


def test_the_peer_must_hold_every_group() -> None:
    quad = np.array([(0, 0), (150, 0), (150, 10), (0, 10)], np.float32)
    groups = [(0.0, -1.0, 40.0, 11.0), (52.0, -1.0, 92.0, 11.0), (104.0, -1.0, 144.0, 11.0)]
    assert peer.Peer.holds(groups, quad)
    assert not peer.Peer.holds(groups[1:], quad)
    assert not peer.Peer.holds([], quad)


def test_the_report_counts_and_names_what_leaked() -> None:
    card = drawn(PLAIN)
    case = Case("1/0", encoded(card.spec), labels(card), conditions(PLAIN))
    leaky = Row(case, score(encoded(card.spec), encoded(card.spec), case.labels), "", 10, 0.5, 0.4)
    shut = Row(case, refused(case.labels), "NothingFoundError", 0, 0.5, 0.4)
    figures = report.summary([leaky, shut])
    assert figures["refused"] == {"NothingFoundError": 1}
    assert figures["labels"]["pan"] == {"full": 0, "part": 0, "exposed": 1, "refused": 1}
    assert figures["cpu_share_in_networks"] == 0.8
    assert "1/0: pan exposed" in figures["not_fully_covered"][0]
    page = report.markdown("two cards", {"quality": figures, "environment": report.environment()})
    assert "| pan | 0 | 0 | 1 | 1 |" in page


def test_card_art_has_its_corners_on_white() -> None:
    card = draw_card(CardSpec(seed=1, backdrop=Backdrop.NONE, noise=0.0, width_px=1011, height_px=638, defocus_mm=0.0))
    assert (card.pixels[0, 0] == 255).all()
    assert not (card.pixels[300, 2] == 255).all()
