"""Codes drawn small, faint, blurred and turned are found to their edges; what only looks like one stays unmarked."""

import cv2
import numpy as np
import pytest
import zxingcpp

from redactkit.find.texture import TextureDetector
from redactkit.geometry import from_box, scale
from redactkit.model import Cell, DocumentKind, FieldKind, Line, Page

pytestmark = pytest.mark.slow

SIZE = (500, 790)
WORDS = (
    "REPUBLIC OF UTOPIA",
    "Driving licence",
    "1. SAMPLE",
    "2. ANNA MARIA",
    "3. 14.07.1981 Anytown",
    "4b. 01.02.2031",
)
TEXT = "THE QUICK BROWN FOX JUMPS OVER 1234567890 LAZY DOGS " * 3
KINDS = {
    "linear": (zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.ITF),
    "stacked": (zxingcpp.BarcodeFormat.PDF417,),
    "matrix": (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Aztec),
}
CODE128, CODE39, ITF, PDF417, QR, DATA_MATRIX, AZTEC = (one for many in KINDS.values() for one in many)


def modules_of(symbology, length):
    """Draw a code with one pixel a module."""
    text = (TEXT if symbology != ITF else "0123456789" * 9)[:length]
    drawn = np.array(zxingcpp.create_barcode(text, symbology).to_image(scale=1, add_quiet_zones=False))
    return np.repeat(drawn[:1], drawn.shape[1] // 6, axis=0) if symbology in KINDS["linear"] else drawn


def paper():
    picture = np.full(SIZE, 225, np.uint8)
    for row, words in enumerate(WORDS):
        cv2.putText(picture, words, (24, 40 + 30 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 40, 2, cv2.LINE_AA)
    return picture


def lay(modules, px, turn=0.0, blur=0.0, ink=150, middle=(500, 330)):
    """Lay a code on paper; return the picture and the code's mask."""
    quiet, fine = 4, 8
    large = np.pad(modules, quiet, constant_values=255).repeat(fine, axis=0).repeat(fine, axis=1)
    ratio = px / fine
    large = cv2.GaussianBlur(large, (0, 0), 0.5 / ratio) if ratio < 0.5 else large
    high, wide = large.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), turn, ratio)
    matrix[:, 2] += np.array(middle) - (wide / 2, high / 2)
    size = SIZE[::-1]
    code = cv2.warpAffine(large, matrix, size, flags=cv2.INTER_LINEAR, borderValue=255).astype(float)
    picture = np.where(cv2.warpAffine(np.ones_like(large), matrix, size) > 0, 225.0, paper())
    picture -= (255 - code) / 255 * ink
    picture = cv2.GaussianBlur(picture, (0, 0), blur) if blur else picture
    picture += np.random.default_rng(5).normal(0, 3, SIZE)
    rim = quiet * fine
    mask = np.zeros_like(large)
    mask[rim:-rim, rim:-rim] = 1
    return picture.clip(0, 255).astype(np.uint8), cv2.warpAffine(mask, matrix, size, flags=cv2.INTER_NEAREST) > 0


def find(picture, lines=()):
    page = Page(0, cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB), lines=lines)
    return TextureDetector().find(page)


def covered(findings, shape):
    mask = np.zeros(shape, np.uint8)
    for finding in findings:
        cv2.fillConvexPoly(mask, np.round(np.array(finding.quad.corners)).astype(np.int32), 1)
    return mask > 0


CODES = [  # symbology, characters, pixels a module, degrees, blur, ink
    (CODE128, 14, 1.6, 0, 0.8, 150),
    (CODE128, 20, 1.3, 90, 0.0, 110),
    (CODE128, 14, 3.0, 33, 1.5, 60),
    (CODE39, 12, 1.6, 13, 0.8, 110),
    (ITF, 14, 2.2, -52, 0.8, 60),
    (PDF417, 100, 2.0, 0, 0.8, 150),
    (PDF417, 150, 1.6, 90, 0.0, 110),
    (PDF417, 150, 2.4, 13, 1.2, 110),
    (QR, 60, 2.2, 0, 1.2, 150),
    (QR, 150, 1.6, 20, 0.8, 110),
    (QR, 30, 5.0, -37, 2.5, 60),
    (DATA_MATRIX, 60, 2.4, 0, 1.0, 150),
    (DATA_MATRIX, 90, 3.0, 45, 1.5, 90),
    (AZTEC, 60, 2.4, 10, 1.2, 110),
]


@pytest.mark.parametrize(("symbology", "length", "px", "turn", "blur", "ink"), CODES)
def test_a_code_is_covered_to_its_edges(symbology, length, px, turn, blur, ink):
    picture, code = lay(modules_of(symbology, length), px, turn, blur, ink)
    findings = find(picture)
    mask = covered(findings, SIZE)
    assert mask[code].mean() >= 0.95
    assert mask[~code].mean() <= 0.08
    assert any(symbology in KINDS[finding.evidence[1]] for finding in findings)
    assert all(finding.kind is FieldKind.BARCODE and finding.evidence[0] == "texture" for finding in findings)


@pytest.mark.parametrize("ratio", [0.5, 1.7, 2.5])
def test_pictures_of_any_size_say_the_same(ratio):
    picture, code = lay(modules_of(QR, 60), 4.0, 15, 1.5)
    how = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    mask = covered(
        find(cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=how)), [int(ratio * n) for n in SIZE]
    )
    assert cv2.resize(mask.astype(np.uint8), SIZE[::-1])[code].mean() >= 0.95


@pytest.mark.parametrize("symbology", [CODE128, PDF417, QR])
def test_a_code_that_the_edge_cuts_is_found(symbology):
    modules = modules_of(symbology, {CODE128: 14, PDF417: 150, QR: 150}[symbology])
    picture, code = lay(modules, 2.2, 0, 0.8, middle=(790 - modules.shape[1] * 0.6, 330))
    assert covered(find(picture), SIZE)[code].mean() >= 0.95


def test_what_was_read_as_print_is_no_code():
    picture, _ = lay(modules_of(QR, 60), 3.0, blur=1.0, middle=(500, 330))
    (finding,) = find(picture)

    def line(text, score):
        cells = tuple(Cell(char, finding.quad, score) for char in text)
        return Line(finding.quad, cells, score)

    assert find(picture, (line("GUARDIAN", 0.95),)) == ()
    assert find(picture, (line("GUARDIAN", 0.6),)) == (finding,)
    assert find(picture, (line("IIIIII", 0.95),)) == (finding,)
    read = Line(scale(from_box(0, 0, 1, 1), 5.0), line("GUARDIAN", 0.95).cells, 0.95)
    assert find(picture, (read,)) == (finding,)


def blank():
    return np.full((500, 790), 225, np.uint8)


def guilloche():
    x = np.arange(790)
    y = np.arange(500)[:, None]
    waves = np.sin(0.9 * (y + 14 * np.sin(x / 37))) + np.sin(0.8 * (y - 11 * np.sin(x / 29 + 1)))
    return (200 + 25 * waves).astype(np.uint8)


def chess():
    picture = blank()
    picture[80:400, 150:470] = 40 + 170 * np.kron(np.indices((16, 16)).sum(axis=0) % 2, np.ones((20, 20)))
    return picture


def grating():
    picture = blank()
    picture[200:300, 200:560] = np.where(np.arange(360) // 4 % 2, 40, 220)
    return picture


def table():
    picture = blank()
    for at in range(40, 480, 24):
        cv2.line(picture, (60, at), (700, at), 60, 1)
        cv2.putText(picture, f"{at}  12.{at:02}  {3 * at}.00  Rent", (70, at + 18), 0, 0.5, 60, 1, cv2.LINE_AA)
    for at in range(60, 701, 64):
        cv2.line(picture, (at, 40), (at, 472), 60, 1)
    return picture


def keyboard():
    picture = np.full((500, 790), 60, np.uint8)
    for row in range(6):
        for column in range(16):
            x, y = 40 + 44 * column + 9 * row, 90 + 44 * row
            cv2.rectangle(picture, (x, y), (x + 36, y + 36), 25, -1)
            cv2.putText(picture, chr(65 + (row * 16 + column) % 26), (x + 10, y + 24), 0, 0.6, 220, 1, cv2.LINE_AA)
    return picture


def noise():
    return np.random.default_rng(3).integers(0, 256, (500, 790)).astype(np.uint8)


def wood():
    grain = np.random.default_rng(4).normal(0, 90, (500, 790)).astype(np.float32)
    return (140 + cv2.GaussianBlur(grain, (0, 0), sigmaX=30, sigmaY=1) * 6).clip(0, 255).astype(np.uint8)


def face():
    picture = blank()
    rng = np.random.default_rng(6)
    cv2.rectangle(picture, (90, 90), (330, 420), 200, -1)
    cv2.ellipse(picture, (210, 250), (80, 110), 0, 0, 360, 150, -1)
    for _ in range(400):
        x, y = int(rng.normal(210, 40)), int(rng.normal(150, 20))
        cv2.ellipse(
            picture, (x, y), (9, 50), int(rng.normal(0, 12)), 180, 300, int(rng.integers(20, 90)), 1, cv2.LINE_AA
        )
    for x in (180, 240):
        cv2.circle(picture, (x, 240), 9, 40, -1)
    cv2.ellipse(picture, (210, 310), (30, 9), 0, 0, 180, 70, 3)
    return cv2.GaussianBlur(picture, (0, 0), 1)


def seal():
    picture = blank()
    rng = np.random.default_rng(7)
    for radius in (96, 70):
        cv2.circle(picture, (300, 250), radius, 40, 4, cv2.LINE_AA)
    for turn in range(0, 360, 15):
        x, y = 300 + 83 * np.cos(np.radians(turn)), 250 + 83 * np.sin(np.radians(turn))
        cv2.putText(picture, chr(65 + turn // 15), (int(x) - 6, int(y) + 6), 0, 0.5, 40, 2, cv2.LINE_AA)
    for x, y in rng.normal(0, 22, (60, 2)):
        cv2.line(picture, (300 + int(x), 250 + int(y)), (300 + int(y), 250 + int(x)), 40, 2, cv2.LINE_AA)
    return picture


def mrz():
    picture = blank()
    for row, text in enumerate(
        ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
    ):
        for column, char in enumerate(text):
            cv2.putText(picture, char, (30 + 24 * column, 380 + 36 * row), 0, 0.8, 30, 2, cv2.LINE_AA)
    return picture


@pytest.mark.parametrize(
    "draw",
    [blank, paper, guilloche, chess, grating, table, keyboard, noise, wood, face, seal, mrz],
    ids=lambda draw: draw.__name__,
)
@pytest.mark.parametrize(("turn", "blur"), [(0, 0.0), (12, 1.5)])
def test_what_is_no_code_stays_unmarked(draw, turn, blur):
    picture = draw()
    high, wide = picture.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), turn, 1.0)
    picture = cv2.warpAffine(picture, matrix, (wide, high), borderMode=cv2.BORDER_REPLICATE)
    assert find(cv2.GaussianBlur(picture, (0, 0), blur) if blur else picture) == ()


def test_it_looks_at_identity_documents_alone():
    assert TextureDetector.kinds == {DocumentKind.IDENTITY}


@pytest.mark.parametrize("shape", [(1, 1), (30, 4), (900, 12)])
def test_slivers_hold_nothing(shape):
    assert find(np.full(shape, 90, np.uint8)) == ()


@pytest.mark.parametrize("askew", [-0.06, 0.06])
@pytest.mark.parametrize("turn", [0, 90])
def test_bars_that_do_not_stand_as_their_box_does(askew, turn):
    """In perspective they lean in it."""
    modules = modules_of(CODE39, 12)
    picture, code = lay(modules, 2.0, turn, middle=(500, 250))
    lean = np.array(
        [[1, askew, -askew * SIZE[0] / 2], [0, 1, 0]] if not turn else [[1, 0, 0], [askew, 1, -askew * SIZE[1] / 2]]
    )
    leaning = cv2.warpAffine(picture, lean, SIZE[::-1], borderValue=225)
    mask = covered(find(leaning), SIZE)
    assert mask[cv2.warpAffine(code.astype(np.uint8), lean, SIZE[::-1]) > 0].mean() >= 0.9


def test_a_code_on_a_document_that_takes_a_part_of_the_photo():
    picture, code = lay(modules_of(PDF417, 100), 1.4)
    size = 4 * SIZE[0], 4 * SIZE[1]
    photo, place = np.full(size, 90, np.uint8), (slice(900, 900 + SIZE[0]), slice(1200, 1200 + SIZE[1]))
    photo[place] = picture
    box = from_box(1220, 920, 1200 + SIZE[1] - 60, 900 + SIZE[0] - 60)
    lines = (Line(box, (Cell("A", box),), 0.9, ()),)
    mask = covered(find(photo, lines), size)
    assert mask[place][code].mean() >= 0.95
    assert not covered(find(photo), size)[place][code].any()
