"""The walk from source to file, with prepared readings: no OCR."""

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

import redactkit
from redactkit import FieldKind, Plan
from redactkit.geometry import from_box
from redactkit.model import DocumentKind, Line
from redactkit.policy import PROFILES, Policy
from redactkit.read.scripted import ScriptedEngine, line
from redactkit.recheck import FIRST_LOOK
from tests.read.misbehaving import REFUSED, SECRET

PAN = line("4111 1111 1111 1234", 60, 150, 440, 180)
EXPIRY = line("12/29", 250, 210, 340, 232)
NAME = line("LEE M CARDHOLDER", 60, 255, 330, 280)
CARD = (PAN, EXPIRY, NAME)
VALUES = ("4111", "1234", "12/29", "LEE", "CARDHOLDER")


def picture(*lines: Line, size: tuple[int, int] = (500, 320)) -> Image.Image:
    """Draw lines character by character into their cells."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(image)
    for one in lines:
        for cell in one.cells:
            left, top = cell.quad.corners[0]
            height = cell.quad.corners[2][1] - top
            pen.text((left, top), cell.char, fill=(250, 250, 240), font=ImageFont.load_default(height))
    return image


def encoded(image: Image.Image, suffix: str = "PNG", **how: object) -> bytes:
    target = io.BytesIO()
    image.save(target, suffix, **how)
    return target.getvalue()


def decoded(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "card.png"
    path.write_bytes(encoded(picture(*CARD)))
    return path


def test_a_path_gets_its_covered_jpeg_beside_it(card: Path) -> None:
    before = card.read_bytes()
    result = redactkit.process(card, engine=ScriptedEngine(CARD))
    assert result.path == card.with_name("card.redacted.jpg")
    assert result.path.read_bytes() == result.data
    assert card.read_bytes() == before
    assert Image.open(result.path).format == "JPEG"
    shown, source = decoded(result.data), decoded(before)
    assert np.abs(shown - source)[152:178, 70:330].mean() > 8  # the hidden digits
    assert np.abs(shown - source)[152:178, 365:440].mean() < 4  # the last four
    assert np.abs(shown - source)[258:278, 60:330].mean() < 4  # the name


def test_every_kind_of_source_gives_the_same_file(card: Path) -> None:
    image = Image.open(card)
    sources = [card.read_bytes(), io.BytesIO(card.read_bytes()), image, np.asarray(image.convert("RGB")), str(card)]
    results = [redactkit.process(source, engine=ScriptedEngine(CARD)) for source in sources]
    assert len({result.data for result in results}) == 1
    assert [result.path is None for result in results] == [True] * 4 + [False]


def test_no_value_in_report_repr_or_json(card: Path) -> None:
    plan = redactkit.plan(card, engine=ScriptedEngine(CARD))
    result = redactkit.process(card, engine=ScriptedEngine(CARD))
    said = "".join([repr(plan), plan.to_json(), repr(result), str(result.report), json.dumps(result.to_dict())])
    said = said.replace(result.report.sha256, "")
    assert not [value for value in VALUES if value in said.replace(str(card), "")]


def test_pictures_that_differ_only_under_the_covers_give_the_same_bytes() -> None:
    other = (line("5500 0000 0000 1234", 60, 150, 440, 180), line("03/31", 250, 210, 340, 232), NAME)
    pictures = [picture(*CARD), picture(*other)]
    for suffix, how in [("PNG", {}), ("JPEG", {"quality": 80}), ("JPEG", {"quality": 92, "subsampling": 0})]:
        files = [encoded(image, suffix, **how) for image in pictures]
        plan = redactkit.plan(files[0], engine=ScriptedEngine(CARD))
        covered = [redactkit.apply(data, plan, engine=ScriptedEngine(CARD)).data for data in files]
        assert files[0] != files[1]
        assert covered[0] == covered[1]


def test_what_only_the_second_look_sees_is_covered_too(card: Path) -> None:
    late = line("98765432", 300, 30, 420, 50)

    def script(pixels: np.ndarray, look: object) -> tuple[Line, ...]:
        return CARD if look.side_px == FIRST_LOOK else (*CARD, late)

    result = redactkit.process(card, engine=ScriptedEngine(script))
    assert result.report.rounds == 2
    assert [cover.kind for cover in result.report.plan.covers].count(FieldKind.NUMBER) == 1
    assert np.abs(decoded(result.data)[34:46, 310:410] - decoded(card.read_bytes())[34:46, 310:410]).max() > 5


def test_it_refuses_when_every_look_sees_something_new(card: Path) -> None:
    looks = iter(range(100))

    def script(pixels: np.ndarray, look: object) -> tuple[Line, ...]:
        top = 4 + 11 * next(looks)
        return (*CARD, line("98765432", 5, top, 50, top + 8))

    with pytest.raises(redactkit.LeakError, match="3 rounds"):
        redactkit.process(card, engine=ScriptedEngine(script))
    assert [path.name for path in card.parent.iterdir()] == ["card.png"]


def test_it_refuses_when_the_kept_digits_read_differently(card: Path) -> None:
    def script(pixels: np.ndarray, look: object) -> tuple[Line, ...]:
        source = np.array_equal(pixels, decoded(card.read_bytes()))
        return CARD if source else (line("4111 1111 1111 1235", 60, 150, 440, 180), EXPIRY, NAME)

    with pytest.raises(redactkit.LeakError, match="stay"):
        redactkit.process(card, engine=ScriptedEngine(script))


REFUSALS = [
    ((), None, redactkit.NothingFoundError),
    ((NAME,), None, redactkit.NothingFoundError),
    ((line("VISA", 10, 10, 90, 40), EXPIRY), None, redactkit.ReviewNeededError),
    ((EXPIRY,), None, redactkit.ReviewNeededError),
    ((EXPIRY,), "card", redactkit.ReviewNeededError),
    ((line("Opening balance", 10, 10, 200, 30), EXPIRY), None, redactkit.ReviewNeededError),
]


@pytest.mark.parametrize(("lines", "kind", "error"), REFUSALS)
def test_refusals_write_nothing(card: Path, lines: tuple[Line, ...], kind: str | None, error: type) -> None:
    with pytest.raises(error) as caught:
        redactkit.process(card, kind=kind, engine=ScriptedEngine(lines))
    assert [path.name for path in card.parent.iterdir()] == ["card.png"]
    if error is redactkit.ReviewNeededError:
        assert any(cover.kind is FieldKind.EXPIRY for cover in caught.value.plan.covers)


BIRTH = line("Date of birth 12 AUG 1974", 60, 60, 440, 80)
ZONE = (
    line("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", 10, 260, 490, 278),
    line("L898902C36UTO7408122F1204159ZE184226B<<<<<10", 10, 285, 490, 303),
)


def test_a_kind_for_which_a_policy_has_no_rule_is_refused_with_a_plan_to_look_at(card: Path) -> None:
    """The number has 16 digits, but no last four stays of it."""
    number = line("1234 5678 9012 3456", 60, 150, 440, 180)
    own = Policy("own", {DocumentKind.CARD: PROFILES["appeal"].rules[DocumentKind.CARD]})
    with pytest.raises(redactkit.ReviewNeededError, match="own has no rule") as caught:
        redactkit.process(card, policy=own, engine=ScriptedEngine((*ZONE, number)))
    assert [path.name for path in card.parent.iterdir()] == ["card.png"]
    plan = caught.value.plan
    assert [cover.kind for cover in plan.covers].count(FieldKind.MRZ) == 2
    assert not [keep for keep in plan.keeps if any(map(str.isdigit, keep.text))]


def test_no_number_of_an_identity_document_keeps_its_end() -> None:
    """Not of 16 digits either, which pass Luhn and begin as a card's."""
    shown = (*ZONE, NAME, line("4111 1111 1111 1111", 60, 150, 440, 180), BIRTH)
    plan = redactkit.process(encoded(picture(*shown)), engine=ScriptedEngine(shown)).report.plan
    assert plan.kind is DocumentKind.IDENTITY
    assert {FieldKind.MRZ, FieldKind.BIRTH} < {cover.kind for cover in plan.covers}
    assert not [keep for keep in plan.keeps if any(map(str.isdigit, keep.text))]


def test_a_profile_may_keep_the_birth_date_and_the_end_of_a_document_number() -> None:
    appeal = PROFILES["appeal"].rules[DocumentKind.IDENTITY]
    rule = replace(appeal, covers=appeal.covers - {FieldKind.BIRTH}, tails=frozenset({FieldKind.DOCUMENT}))
    shown = (*ZONE, line("Document No. L898902C3", 60, 150, 440, 180), BIRTH)
    own = Policy("own", {DocumentKind.IDENTITY: rule})
    plan = redactkit.process(encoded(picture(*shown)), policy=own, engine=ScriptedEngine(shown)).report.plan
    kinds = [cover.kind for cover in plan.covers]
    assert FieldKind.BIRTH not in kinds
    assert FieldKind.DOCUMENT in kinds
    assert [keep.text for keep in plan.keeps if keep.kind is FieldKind.DOCUMENT] == ["02C3"]


def test_a_refused_card_can_be_finished_by_hand(card: Path) -> None:
    with pytest.raises(redactkit.ReviewNeededError) as caught:
        redactkit.process(card, kind="card", engine=ScriptedEngine((EXPIRY,)))
    plan = caught.value.plan.add(0, (60, 150, 360, 180))
    result = redactkit.apply(card, plan, engine=ScriptedEngine((EXPIRY,)))
    assert np.abs(decoded(result.data) - decoded(card.read_bytes()))[152:178, 70:340].mean() > 8


def test_a_back_without_a_number_is_covered() -> None:
    back = (line("AUTHORISED SIGNATURE", 30, 100, 200, 112), line("039", 400, 130, 430, 150))
    result = redactkit.process(encoded(picture(*back)), engine=ScriptedEngine(back))
    assert [cover.kind for cover in result.report.plan.covers] == [FieldKind.CVV]


@pytest.mark.parametrize("engine", REFUSED)
def test_misbehaving_engines_leave_no_file_and_no_text(card: Path, engine: object) -> None:
    with pytest.raises(redactkit.RedactkitError) as caught:
        redactkit.process(card, engine=engine())
    assert SECRET not in str(caught.value)
    assert [path.name for path in card.parent.iterdir()] == ["card.png"]


def test_plan_through_json_does_what_process_does(card: Path) -> None:
    plan = Plan.from_json(redactkit.plan(card, engine=ScriptedEngine(CARD)).to_json())
    assert redactkit.apply(card.read_bytes(), plan, engine=ScriptedEngine(CARD)).data == (
        redactkit.process(card.read_bytes(), engine=ScriptedEngine(CARD)).data
    )


def test_a_dropped_cover_stays_open_and_a_box_covers_even_the_last_four(card: Path) -> None:
    plan = redactkit.plan(card, engine=ScriptedEngine(CARD))
    expiry = [cover.kind for cover in plan.covers].index(FieldKind.EXPIRY)
    edited = plan.drop(expiry).add(0, (360, 145, 450, 185))
    changed = np.abs(
        decoded(redactkit.apply(card, edited, engine=ScriptedEngine(CARD)).data) - decoded(card.read_bytes())
    )
    assert changed[212:230, 255:335].mean() < 4
    assert changed[152:178, 365:440].mean() > 8


def test_a_plan_of_another_document_is_refused(card: Path) -> None:
    plan = redactkit.plan(encoded(picture(*CARD, size=(600, 400))), engine=ScriptedEngine(CARD))
    with pytest.raises(redactkit.PolicyError, match="another document"):
        redactkit.apply(card, plan, engine=ScriptedEngine(CARD))


def test_size_only_reads_nothing_and_changes_no_picture(card: Path) -> None:
    engine = ScriptedEngine(CARD)
    result = redactkit.process(card, policy="size-only", engine=engine)
    assert engine.looks == []
    assert np.abs(decoded(result.data) - decoded(card.read_bytes())).mean() < 3


def test_every_page_of_a_tiff_is_covered(tmp_path: Path) -> None:
    path = tmp_path / "both.tiff"
    picture(*CARD).save(path, save_all=True, append_images=[picture(*CARD)])
    result = redactkit.process(path, engine=ScriptedEngine(CARD))
    assert result.path == tmp_path / "both.redacted.tiff"
    assert Image.open(result.path).n_frames == 2
    assert {cover.page for cover in result.report.plan.covers} == {0, 1}


def test_limits_and_names_that_can_not_be_met(card: Path) -> None:
    with pytest.raises(redactkit.SizeLimitError):
        redactkit.process(card, max_bytes=1200, engine=ScriptedEngine(CARD))
    with pytest.raises(redactkit.PolicyError, match="profile"):
        redactkit.process(card, policy="none", engine=ScriptedEngine(CARD))
    with pytest.raises(redactkit.PolicyError, match="kind"):
        redactkit.process(card, kind="cheque", engine=ScriptedEngine(CARD))
    with pytest.raises(redactkit.PolicyError):
        redactkit.process(card, out=card, engine=ScriptedEngine(CARD))


def test_strict_covers_the_name_and_first6_keeps_the_prefix(card: Path) -> None:
    source = decoded(card.read_bytes())
    strict = redactkit.process(card.read_bytes(), policy="strict", engine=ScriptedEngine(CARD)).data
    assert np.abs(decoded(strict) - source)[258:278, 70:320].mean() > 8
    proved = (line("4111 1111 1111 1111", 60, 150, 440, 180), EXPIRY, NAME)
    valid = encoded(picture(*proved))
    first6 = redactkit.process(valid, policy="first6-last4", engine=ScriptedEngine(proved)).data
    assert np.abs(decoded(first6) - decoded(valid))[152:178, 62:180].mean() < 4
    assert np.abs(decoded(first6) - decoded(valid))[152:178, 210:340].mean() > 8


def test_an_unread_second_look_at_a_smudge_is_no_finding(card: Path) -> None:
    def script(pixels: np.ndarray, look: object) -> tuple[Line, ...]:
        return CARD if look.side_px == FIRST_LOOK else (*CARD, Line(from_box(80, 148, 300, 182)))

    assert redactkit.process(card, engine=ScriptedEngine(script)).report.rounds == 1


def test_a_card_whose_number_is_not_placed_is_refused_beside_a_back(tmp_path: Path) -> None:
    front, back = (line("VISA", 10, 10, 90, 40), EXPIRY), (line("AUTHORISED SIGNATURE", 30, 100, 200, 112), EXPIRY)
    path = tmp_path / "both.tiff"
    picture(*front).save(path, save_all=True, append_images=[picture(*back)])
    first = np.asarray(picture(*front))

    def script(pixels: np.ndarray, look: object) -> tuple[Line, ...]:
        return front if np.array_equal(pixels, first) else back

    with pytest.raises(redactkit.ReviewNeededError):
        redactkit.process(path, engine=ScriptedEngine(script))


def test_the_input_is_kept_when_it_comes_as_an_open_file_or_picture(card: Path) -> None:
    before = card.read_bytes()
    with card.open("rb") as file, pytest.raises(redactkit.PolicyError, match="input"):
        redactkit.process(file, card, engine=ScriptedEngine(CARD))
    with Image.open(card) as image, pytest.raises(redactkit.PolicyError, match="input"):
        redactkit.process(image, card, engine=ScriptedEngine(CARD))
    assert card.read_bytes() == before


def test_lines_whose_characters_lie_elsewhere_do_not_crash() -> None:
    astray = Line(from_box(10, 60, 300, 80), PAN.cells, 1.0, PAN.digits)
    redactkit.process(encoded(picture(*CARD)), kind="card", engine=ScriptedEngine((astray,)))
