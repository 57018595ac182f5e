"""One table: what was read of a page, the printed rows that are covered, and what stays."""

import math
from dataclasses import replace

import numpy as np
import pytest

from redactkit.find.mrz import MrzDetector, zones
from redactkit.geometry import center, contains, quad_of
from redactkit.model import Cell, FieldKind, Line, Page, Quad
from redactkit.read.scripted import line

SIZE = (1200, 1200)
PITCH = 24.0  # of a row with 44 characters on this page
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
LICENCE = ("D1FRA13AA000026181231MARTIN<<9",)
STEPS = {1: 0.0, 2: 2.5, 3: 1.65}  # widths of a character from row to row


def row(text: str, top: float, left: float = 60, pitch: float = PITCH) -> Line:
    """Return a line in the zone's type; spaces leave room."""
    return line(text, left, top, left + pitch * len(text), top + 1.5 * pitch)


def zone(rows: tuple[str, ...], top: float = 700, left: float = 60, pitch: float = PITCH) -> list[Line]:
    return [row(text, top + i * STEPS[len(rows)] * pitch, left, pitch) for i, text in enumerate(rows)]


def text(words: str, left: float, top: float, size: float = 26) -> Line:
    return line(words, left, top, left + 0.55 * size * len(words), top + size)


def piece(whole: Line, start: int, end: int, char: str = "") -> Line:
    """Return a part of a line, read as other characters if one is given."""
    cells = tuple(replace(cell, char=char or cell.char) for cell in whole.cells[start:end])
    (a, _, _, d), (_, b, c, _) = cells[0].quad.corners, cells[-1].quad.corners
    return Line(Quad((a, b, c, d)), cells, whole.score)


def turned(lines: list[Line], degrees: float) -> list[Line]:
    """Return lines turned about the middle of the page."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def quad(old: Quad) -> Quad:
        points = [(x - 600, y - 600) for x, y in old.corners]
        return quad_of((600 + cosine * x - sine * y, 600 + sine * x + cosine * y) for x, y in points)

    return [
        Line(quad(one.quad), tuple(replace(cell, quad=quad(cell.quad)) for cell in one.cells), one.score)
        for one in lines
    ]


def on_its_head(upright: Line) -> Line:
    """Return a line as a reader sees it that took it for upright."""
    a, b, c, d = upright.quad.corners
    cells = tuple(replace(cell, char=">" if cell.char == "<" else "A") for cell in reversed(upright.cells))
    return Line(Quad((c, d, a, b)), tuple(replace(cell, quad=roll(cell.quad)) for cell in cells), 0.8)


def roll(quad: Quad) -> Quad:
    a, b, c, d = quad.corners
    return Quad((c, d, a, b))


def covered(lines: list[Line]) -> list[Quad]:
    return [quad for found in zones(lines, SIZE) for quad in found.quads]


def hides(quads: list[Quad], line: Line) -> bool:
    """Tell whether quads cover a line's ink: from its first edge to its last, all but a tenth of the box."""
    a, b, _, d = line.quad.corners
    points = [
        (a[0] + (b[0] - a[0]) * s + (d[0] - a[0]) * t, a[1] + (b[1] - a[1]) * s + (d[1] - a[1]) * t)
        for s in np.linspace(0, 1, 23)
        for t in (0.1, 0.5, 0.9)
    ]
    return all(any(contains(quad, point) for quad in quads) for point in points)


FIRST, SECOND = zone(TD3)
ONE, TWO, THREE = zone(TD1)
ABOVE = text("MINISTRY OF INTERNAL AFFAIRS", 60, 655)
BESIDE = [*zone(TD1, left=10, pitch=18), *zone(TD1, top=704, left=600, pitch=18)]
STACKED = [*zone(TD1, top=200), FIRST, SECOND]
BLANK = Line(SECOND.quad, (), 0.0)

FOUND = {  # what was read, all rows that are printed, what stays
    "two rows": ([FIRST, SECOND], [FIRST, SECOND], []),
    "three rows": ([TWO, THREE, ONE], [ONE, TWO, THREE], []),
    "one row of a licence": (zone(LICENCE), zone(LICENCE), []),
    "text above the rows stays": ([ABOVE, FIRST, SECOND], [FIRST, SECOND], [ABOVE]),
    "the second of two is missing": ([ABOVE, FIRST], [FIRST, SECOND], [ABOVE]),
    "the first of two is missing": ([SECOND], [FIRST, SECOND], []),
    "the first of three is missing": ([TWO, THREE], [ONE, TWO, THREE], []),
    "the second of three is missing": ([ONE, THREE], [ONE, TWO, THREE], []),
    "the third of three is missing": ([ONE, TWO], [ONE, TWO, THREE], []),
    "only the first of three": ([ONE], [ONE, TWO, THREE], []),
    "only the names of three": ([THREE], [ONE, TWO, THREE], []),
    "a row that was seen and not read": ([FIRST, BLANK], [FIRST, SECOND], []),
    "a finger over both rows": (
        [piece(FIRST, 0, 18), piece(FIRST, 25, 44), piece(SECOND, 0, 17), piece(SECOND, 25, 44)],
        [FIRST, SECOND],
        [],
    ),
    "a finger over three rows": (
        [piece(one, start, end) for one in (ONE, TWO, THREE) for start, end in ((0, 12), (18, 30))],
        [ONE, TWO, THREE],
        [],
    ),
    "the end of a row was not located": ([piece(FIRST, 0, 20), piece(SECOND, 0, 30)], [FIRST, SECOND], []),
    "the beginning was not located": ([piece(FIRST, 15, 44), piece(SECOND, 10, 44)], [FIRST, SECOND], []),
    "fillers read as C": ([piece(FIRST, 0, 25), piece(FIRST, 26, 44, "C"), SECOND], [FIRST, SECOND], []),
    "fillers read as other signs": ([piece(FIRST, 0, 25), piece(FIRST, 26, 44, "く"), SECOND], [FIRST, SECOND], []),
    "rows read on their heads": ([on_its_head(one) for one in (ONE, TWO, THREE)], [ONE, TWO, THREE], []),
    "one of them on its head": ([ONE, on_its_head(TWO), THREE], [ONE, TWO, THREE], []),
    "two documents side by side": (BESIDE, BESIDE, []),
    "two documents one above the other": (STACKED, STACKED, []),
    "small type": (zone(TD1, pitch=7), zone(TD1, pitch=7), []),
}  # fmt: skip


@pytest.mark.parametrize("degrees", [0, 3, -10, 90, 180])
@pytest.mark.parametrize("case", FOUND)
def test_printed_rows_are_covered_edge_to_edge(case: str, degrees: float) -> None:
    read, printed, kept = (turned(lines, degrees) for lines in FOUND[case])
    quads = covered(read)
    assert [hides(quads, one) for one in printed] == [True] * len(printed)
    assert len(quads) == len(printed)
    assert not any(contains(quad, center(one.quad)) for quad in quads for one in kept)


def test_no_row_is_guessed_over_other_text() -> None:
    issuer = text("MINISTRY OF INTERNAL AFFAIRS", 60, SECOND.quad.corners[0][1] - STEPS[2] * PITCH + 4)
    assert len(covered([SECOND, issuer])) == 1


def test_no_row_is_guessed_beyond_the_page() -> None:
    (found,) = zones([row(TD3[0], 1160)], SIZE)
    assert len(found.quads) == 1


def test_a_row_cut_by_the_edge_of_the_page_is_covered_to_the_edge() -> None:
    cut = [piece(one, 12, 44) for one in zone(TD3, left=-12 * PITCH)]
    quads = covered(cut)
    assert [hides(quads, one) for one in cut] == [True, True]
    assert min(x for quad in quads for x, _ in quad.corners) >= -3 * PITCH


def test_what_the_rows_say() -> None:
    (found,) = zones([text("UTOPIA", 60, 100), *zone(TD3)], SIZE)
    assert found.says is not None
    assert (found.says.document, found.says.format, len(found.says.holds)) == ("L898902C3", "TD3", 5)
    assert [one.text for one in found.lines] == list(TD3)


def test_what_pieces_of_rows_say() -> None:
    (found,) = zones([FIRST, piece(SECOND, 0, 28), piece(SECOND, 33, 44)], SIZE)
    assert found.says is not None
    assert found.says.holds == {"document", "birth", "expiry"}


def test_cells_read_with_the_alphabet_of_the_zone_are_used() -> None:
    other = tuple(replace(cell, char="ß" if cell.char == "<" else cell.char) for cell in FIRST.cells)
    (found,) = zones([replace(FIRST, cells=other, mrz=FIRST.cells)], SIZE)
    assert found.says is not None
    assert found.says.names == ("ERIKSSON", "ANNA", "MARIA")


def test_findings_are_rows_with_their_checks() -> None:
    page = Page(0, np.zeros((1200, 1200, 3), np.uint8), lines=tuple(zone(TD3)))
    findings = MrzDetector().find(page)
    assert [finding.kind for finding in findings] == [FieldKind.MRZ] * 2
    assert {finding.evidence for finding in findings} == {
        ("mrz", "TD3", "birth", "composite", "document", "expiry", "personal")
    }
    assert all(finding.quad is not None and not finding.cells for finding in findings)


ARROWS = 26 * "<"
NONE = {
    "a headline": ["ISSUED BY THE FEDERAL GOVERNMENT", "UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND"],
    "a bank card": ["4111 1111 1111 1111", "4111", "VALID THRU 12/29", "JANE CARDHOLDER", "<<<"],
    "account numbers": ["IBAN DE89 3704 0044 0532 0130 00", "BIC COBADEFFXXX", "GB29 NWBK 6016 1331 9268 19"],
    "a table of transactions": [f"{day:02} NOV 2024 CARD PAYMENT 4029357733 {day}.00 1{day:03}.25" for day in range(9)],
    "a receipt": [ARROWS, "TOTAL EUR 0000012.50 12345", "26.11.2024 17:12:45 00123", ARROWS],
    "arrows": ["<<< BACK", "<< previous   next >>", ">>>>>>", "<<<<<<<<"],
    "prose with quotes": ["«Déclaration de conformité» «garantie»", "«Les «sœurs» de l'océan» 1984 «Gallimard» 2001"],
    "a programme": ["x = 1 << 20 | y << 12 | z << 4", "if a << 2 and b << 3: return"],
    "dates": ["01NOV2014 BACS 01NOV2024 CHQ 000123", "11 MAR 2017 10 MAR 2022", "740812 120415 M"],
    "numbers of a licence": ["4d LIC#: 0812319684104", "5 DD 1234567890123456789012345"],
}


@pytest.mark.parametrize("case", NONE)
@pytest.mark.parametrize("step", [1.65, 2.5])
def test_other_text_is_no_zone(case: str, step: float) -> None:
    assert not covered([row(words, 100 + i * step * PITCH) for i, words in enumerate(NONE[case])])


def test_nothing_is_found_where_nothing_was_read() -> None:
    assert zones([], SIZE) == ()
    assert zones([Line(FIRST.quad), Line(SECOND.quad, (Cell("<", SECOND.quad),), 0.1)], SIZE) == ()
