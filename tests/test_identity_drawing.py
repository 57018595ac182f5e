"""Drawn identity documents say the truth about themselves, and the judge tells what each policy asks for."""

from __future__ import annotations

import dataclasses
import io
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pikepdf
import pytest
import zxingcpp
from PIL import Image

import redactkit
from benchmarks import cases, identity, quality, report, values
from benchmarks.draw.identity import DrawnIdentity, IdentitySpec, Layout, Scene, draw_identity, identity_specs, mrz
from benchmarks.draw.identity.holder import Holder, country, thrown, words
from benchmarks.draw.identity.media import draw_flat
from benchmarks.draw.identity.spec import COUNTRIES, dice
from benchmarks.draw.letters import glyph
from benchmarks.draw.spec import Backdrop, Typeface
from benchmarks.pages import pages
from benchmarks.score import Label, PictureScore, Verdict, score
from redactkit.model import FieldKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.draw.canvas import Canvas

pytestmark = pytest.mark.slow

CLEAN = {"backdrop": Backdrop.NONE, "scene": Scene.ART, "width_px": 800, "noise": 0.0, "jpeg_quality": 0}
FRONT = IdentitySpec(seed=5, **CLEAN)
SCENES = (
    dataclasses.replace(FRONT, layout=Layout.ID_BACK, turn=2),
    IdentitySpec(seed=6, scene=Scene.DESK, tilt_deg=14, perspective=0.3, turn=1, country="QPO"),
    IdentitySpec(seed=24, layout=Layout.LICENCE_FRONT, scene=Scene.HAND, country="QQJ"),
    IdentitySpec(seed=8, layout=Layout.ID_BACK, scene=Scene.SCREEN, country="QRS"),
    IdentitySpec(seed=9, layout=Layout.TWELVE_FRONT, scene=Scene.PAIR, width_px=960, height_px=1280),
    IdentitySpec(seed=10, scene=Scene.COLLAGE, width_px=1600, height_px=1200),
    IdentitySpec(seed=11, layout=Layout.STATE_FRONT, scene=Scene.PAPER, width_px=1240, turn=3, backdrop=Backdrop.NONE),
)

drawn = lru_cache(draw_identity)
DAYS = {"birth": date(1974, 8, 12), "issued": date(2007, 4, 15), "expires": date(2012, 4, 15)}
NOTHING = dict.fromkeys(("place", "personal", "authority", "height", "eyes"), "")
ANNA = Holder(state="UTO", surname="Eriksson", given="Anna Maria", sex="F", address=(), **DAYS, **NOTHING)
CORINNE = dataclasses.replace(ANNA, state="FRA", surname="Berthier", given="Corinne", birth=date(1965, 12, 6))
MARTIN = dataclasses.replace(ANNA, state="FRA", surname="Martin", expires=date(2018, 12, 31))


def named(spec: IdentitySpec) -> str:
    return f"{spec.scene} {spec.layout}"


def labels(document: DrawnIdentity, *, strict: bool = False) -> tuple[Label, ...]:
    return tuple(Label.from_dict(value.to_dict(), strict=strict) for value in document.values)


def shown(document: DrawnIdentity) -> np.ndarray:
    return np.clip(pages(document.data)[0], 0, 255).astype(np.uint8)


def painted(document: DrawnIdentity, wanted: Callable[[Label], bool], *, strict: bool = False) -> bytes:
    """Return the picture with labels filled, a little wider than they are."""
    picture, target = shown(document).copy(), io.BytesIO()
    for label in labels(document, strict=strict):
        for quad in label.rows if wanted(label) else ():
            corners = np.rint(quad).astype(np.int32)
            cv2.fillPoly(picture, [corners], 90)
            cv2.polylines(picture, [corners], True, 90, 5)
    Image.fromarray(picture).save(target, "PNG", compress_level=1)
    return target.getvalue()


def judged(document: DrawnIdentity, output: bytes, *, strict: bool = False) -> PictureScore:
    return score(document.data, output, labels(document, strict=strict), [document.size])


@pytest.mark.parametrize(
    ("made", "zone"),
    [
        # ICAO 9303-5, -4 and -7, the specimens of Utopia.
        (mrz.td1("I<", "D23145890", ANNA), "I<UTOD231458907 7408122F1204159UTO<<<<<<<<<<<6 ERIKSSON<<ANNA<MARIA"),
        (
            mrz.td3("L898902C3", dataclasses.replace(ANNA, personal="ZE184226B")),
            "P<UTOERIKSSON<<ANNA<MARIA L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ),
        (mrz.visa("L898902C", ANNA, 36), "V<UTOERIKSSON<<ANNA<MARIA L898902C<3UTO7408122F1204159"),
        # The specimens of the French card of 1995 and of the French licence of 2013.
        (mrz.old_card("880692310285", "<<<<<<", CORINNE), "IDFRABERTHIER 8806923102858CORINNE<<<<<<<6512068F6"),
        ((mrz.licence("13AA00002", MARTIN),), "D1FRA13AA000026181231MARTIN<<9"),
    ],
    ids=["TD1", "TD3", "MRV-B", "French card", "licence"],
)
def test_zones_are_those_of_published_specimens(made: tuple[str, ...], zone: str) -> None:
    assert [line.rstrip("<") for line in made] == zone.split()
    assert len({len(line) for line in made} | {30, 36, 44}) == 3


def test_names_are_transliterated() -> None:
    assert mrz.letters("Größler-d'Łucja Ćwi") == "GROESSLER<DLUCJA<CWI"


def test_long_numbers_run_on_into_the_optional_data() -> None:
    first, _, _ = mrz.td1("ID", "1234567891ZZ", ANNA)  # ICAO 9303-5, note j
    assert first == "IDUTO123456789<1ZZ" + mrz.check_digit("1234567891ZZ") + "<" * 11


def test_numbers_are_thrown_in_the_form_of_a_state() -> None:
    number = thrown("yymmdd/99A-9", dice(1, "a"), date(1999, 12, 31))
    assert number.startswith("991231/")
    assert number[7:9].isdigit()
    assert number[9].isalpha()


def test_every_language_has_all_words_and_the_typefaces_can_write_them() -> None:
    english = words()["languages"]["en"]
    for table in words()["languages"].values():
        assert table.keys() == english.keys()
        assert table["titles"].keys() == english["titles"].keys()
        for char in set(str(table)) - set(" \n"):
            for face in (Typeface.ARIAL, Typeface.TIMES_BOLD, Typeface.COURIER_BOLD, Typeface.VERA):
                assert glyph(char, face, 24).ink.max() > 0.5, f"{face} lacks {char}"
    assert set(words()["countries"]) == set(COUNTRIES)
    assert all(country(code).languages for code in COUNTRIES)


def test_the_same_spec_gives_the_same_file() -> None:
    for spec in (FRONT, SCENES[3]):
        assert draw_identity(spec).data == drawn(spec).data


def test_more_documents_do_not_change_the_first_ones() -> None:
    assert list(identity_specs(3, 5)) == list(identity_specs(3, 8))[:5]


def test_specs_are_read_from_plain_tables() -> None:
    table = {"seed": 3, "layout": "id back", "scene": "hand"}
    assert IdentitySpec.from_table(table) == IdentitySpec(seed=3, layout=Layout.ID_BACK, scene=Scene.HAND)
    with pytest.raises(ValueError, match="colour"):
        IdentitySpec.from_table({"colour": "red"})
    with pytest.raises(ValueError, match="papyrus"):
        IdentitySpec.from_table({"layout": "papyrus"})


@lru_cache
def flats(layout: Layout) -> list[Canvas]:
    specs = [IdentitySpec(seed=100 + n, layout=layout, country=code) for n, code in enumerate(COUNTRIES[::3])]
    return [draw_flat(spec, 6.0) for spec in specs]


def boxes(canvas: Canvas) -> list[tuple[str, np.ndarray]]:
    rows = [(field.kind, row) for field in canvas.fields for row in field.rows if row]
    return [(kind, np.array([box for _, box in row])) for kind, row in rows]


@pytest.mark.parametrize("layout", Layout)
def test_values_lie_on_the_document_and_not_over_each_other(layout: Layout) -> None:
    for canvas in flats(layout):
        high, wide = canvas.picture.shape[:2]
        kinds, rows = zip(*boxes(canvas), strict=True)
        around = np.array([(*row[:, :2].min(axis=0), *row[:, 2:].max(axis=0)) for row in rows])
        assert (around >= 0).all()
        assert (around[:, 2] <= wide).all()
        assert (around[:, 3] <= high).all()
        text = around[[kind != "portrait" for kind in kinds]]  # a ghost lies below what is printed
        left, top, right, bottom = text.T
        over = (np.minimum.outer(right, right) - np.maximum.outer(left, left) > 2) & (
            np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top) > 0.3 * (bottom - top)
        )
        assert over.sum() == len(text)  # each lies over itself only


@pytest.mark.parametrize("layout", Layout)
def test_zones_repeat_what_the_document_says_and_their_digits_hold(layout: Layout) -> None:
    for canvas in flats(layout):
        told = {field.kind: field.text for field in canvas.fields if field.kind in ("document", "birth")}
        zone = [field.text for field in canvas.fields if field.kind == "mrz"]
        if len(zone) > 1 and "document" in told:
            compact = "".join(char for char in told["document"] if char.isalnum())
            assert compact[:9] in "".join(zone) or layout in (Layout.VISA, Layout.ID_BACK)
        for line in zone:
            assert set(line) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
        if [len(line) for line in zone] == [44, 44] and zone[0].startswith("P"):
            for start, end in ((0, 9), (13, 19), (21, 27), (28, 42)):
                assert zone[1][end] == mrz.check_digit(zone[1][start:end])
        if [len(line) for line in zone] == [30, 30, 30]:
            assert zone[1][6] == mrz.check_digit(zone[1][:6])
            assert zone[1][29] == mrz.check_digit(zone[0][5:] + zone[1][:7] + zone[1][8:15] + zone[1][18:29])


@pytest.mark.parametrize("spec", [*SCENES, *(dataclasses.replace(FRONT, layout=one) for one in Layout)], ids=named)
def test_truth_lies_in_the_picture_and_on_ink(spec: IdentitySpec) -> None:
    document, picture = drawn(spec), shown(drawn(spec)).astype(np.float32)
    assert picture.shape[::-1] == document.size
    assert document.values
    for value in document.values:
        assert value.kind in {*FieldKind, "heading", "detail"}
        for quad in value.rows:
            assert (quad >= 0).all()
            assert (quad <= document.size).all()
            mask = np.zeros(picture.shape, np.uint8)
            cv2.fillPoly(mask, [np.rint(quad).astype(np.int32)], 1)
            if value.must_cover(strict=True):
                assert picture[mask > 0].std() > 6, value.kind


def test_codes_hold_what_they_say() -> None:
    for layout in (Layout.STATE_BACK, Layout.TWELVE_BACK):
        document = drawn(dataclasses.replace(FRONT, layout=layout, seed=12, width_px=1600, defocus_mm=0.0))
        told = {value.text.encode() for value in document.values if value.kind == "barcode"}
        assert {code.bytes for code in zxingcpp.read_barcodes(shown(document))} == told


def test_a_thumb_hides_what_lies_below_it() -> None:
    held, lying = drawn(SCENES[2]), drawn(dataclasses.replace(SCENES[2], scene=Scene.DESK))

    def width(document: DrawnIdentity) -> float:
        return sum(float(np.linalg.norm(row[1] - row[0])) for value in document.values for row in value.rows)

    assert width(held) < 0.98 * width(lying)


def test_a_copy_is_a_pdf_without_text() -> None:
    document = drawn(SCENES[6])
    with pikepdf.open(io.BytesIO(document.data)) as pdf:
        (page,) = pdf.pages
        assert page.Rotate == 270
        assert b"BT" not in page.Contents.read_bytes()
    assert document.size == (1754, 1240)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("spec", SCENES, ids=named)
def test_an_untouched_output_is_exposed_and_a_covered_one_is_not(spec: IdentitySpec, strict: bool) -> None:
    document = drawn(spec)
    told = [label.kind for label in labels(document, strict=strict) if label.wanted]
    assert ("name" in told or "portrait" in told) <= strict
    untouched = judged(document, document.data, strict=strict)
    assert {verdict for _, verdict in untouched.verdicts} <= {Verdict.EXPOSED, Verdict.BLANK}
    covered = judged(document, painted(document, lambda label: label.wanted, strict=strict), strict=strict)
    assert {verdict for _, verdict in covered.verdicts} <= {Verdict.FULL, Verdict.BLANK}
    kept = [seen for kind, seen in covered.seen if kind in ("date", "name")]
    assert sum(kept) >= 0.9 * len(kept)


def test_half_a_portrait_is_not_covered() -> None:
    document = drawn(dataclasses.replace(FRONT, width_px=1000))
    picture = shown(document).copy()
    portrait = next(value.rows[0] for value in document.values if value.kind == "portrait")
    left, top, right, bottom = (*portrait[0], *portrait[2])
    picture[round(top) : round((top + bottom) / 2), round(left) : round(right)] = 90
    target = io.BytesIO()
    Image.fromarray(picture).save(target, "PNG", compress_level=1)
    verdict = dict(judged(document, target.getvalue(), strict=True).verdicts)["portrait"]
    assert verdict is Verdict.EXPOSED


def test_a_run_tells_leaks_and_over_covering_under_each_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Covered:
        def __init__(self, data: bytes) -> None:
            self.data = data

    def process(data: bytes, policy: str) -> Covered:
        asked.append(policy)
        if len(asked) % 3 == 0:
            raise redactkit.NothingFoundError("nothing")
        return Covered(painted(drawn(FRONT), lambda label: label.kind in ("birth", "date", "name")))

    monkeypatch.setattr(redactkit, "process", process)
    entry = drawn(FRONT).to_dict("1/0.png") | {"conditions": identity.conditions(FRONT)}
    told: dict[str, Any] = {}
    for policy in identity.POLICIES:
        case = cases.from_entry(entry, drawn(FRONT).data, policy)
        told[policy] = values.summary(list(quality.run([case])))
    assert set(asked) == {"appeal", "strict"}
    assert told["appeal"]["must_go"]["document"]["exposed"] >= 1
    assert told["appeal"]["must_go"]["birth"]["full"] >= 1
    assert told["appeal"]["must_stay"]["name"]["lost"] == 2
    assert told["appeal"]["must_stay"]["date"]["lost"] >= 1
    assert "name" not in told["strict"]["must_stay"]
    page = identity.markdown("one", {"quality": told, "environment": report.environment()})
    assert "## Policy `strict`" in page


def test_documents_are_drawn_for_a_run() -> None:
    (case,) = identity.drawn(3, 1, "strict")
    assert (case.kind, case.policy, case.conditions["scene"]) == ("identity", "strict", "art")
    assert {label.kind for label in case.labels if label.wanted} >= {"name", "portrait", "birth"}
