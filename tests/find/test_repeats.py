"""Values found on one page, and where else they stand."""

import pytest

from redactkit.find.repeats import repeats
from redactkit.find.statement import StatementDetector
from redactkit.model import FieldKind, Finding
from tests.find.statement.sheets import lines_of, page_of, text_of

FIRST = "Account number    02-1234-0567890-00\nCustomer ID    51234567\nPhone    020 7946 0276"


def again(first: str, second: str) -> list[Finding]:
    pages = [page_of(*lines_of(sheet), index=i) for i, sheet in enumerate((first, second))]
    found = [StatementDetector().find(page) for page in pages]
    one, two = repeats([(page.index, page.lines) for page in pages], found)
    assert one == ()
    return list(two)


OTHERS = [
    ("Everyday saver 02-1234-0567890-00 - continued", "021234056789000", FieldKind.ACCOUNT),
    ("transfer to 02 1234 0567890 00 done", "021234056789000", FieldKind.ACCOUNT),
    ("NZ021234056789000", "021234056789000", FieldKind.ACCOUNT),
    ("02-1234-05    67890-00", "021234056789000", FieldKind.ACCOUNT),  # over two boxes
    ("see 02-1234-O567890-00", "021234O56789000", FieldKind.ACCOUNT),  # misread
    ("see 02-1234-567890-00", "02123456789000", FieldKind.ACCOUNT),  # a digit lost
    ("see 02-12234-0567890-00", "0212234056789000", FieldKind.ACCOUNT),  # one too many
    ("by 51234567 of", "51234567", FieldKind.CUSTOMER),
]


@pytest.mark.parametrize(("sheet", "text", "kind"), OTHERS)
def test_values_are_found_again(sheet: str, text: str, kind: FieldKind) -> None:
    assert [(text_of(f), f.kind) for f in again(FIRST, sheet)] == [(text, kind)]


@pytest.mark.parametrize(
    ("sheet", "end"),
    [
        ("Everyday saver 02-1234-0567890-00 - continued", True),
        ("NZ021234056789000", False),
        ("021234056789000123", False),
        ("see 02-1234-O567890-00", False),
        ("by 51234567 of", False),
    ],
)
def test_the_end_of_a_number_stays_only_where_it_stands_by_itself(sheet: str, end: bool) -> None:
    assert ["end" in f.evidence for f in again(FIRST, sheet)] == [end]


@pytest.mark.parametrize("sheet", ["Account number 02-1234-0567890-00", "Nothing of it here", "1,234.05 67,890.00"])
def test_what_was_found_or_is_another_gives_nothing(sheet: str) -> None:
    assert again(FIRST, sheet) == []


def test_short_values_are_not_put_together_from_amounts() -> None:
    assert again("Customer ID    12345", "Paid 1,23 45,00") == []
    assert [text_of(f) for f in again("Customer ID    12345", "X12345")] == ["12345"]


def test_addresses_and_names_in_paths_are_found_again() -> None:
    first = "SAM OKAFOR\n9 Example Terrace\nLITTLE WHINGING\nNapier 4110"
    found = again(first, "of LITTLE WHINGING today\nstatement_sam_okafor.html\nSAM OKAFOR")
    assert [(text_of(f), f.kind) for f in found] == [
        ("LITTLEWHINGING", FieldKind.ADDRESS),
        ("statement_sam_okafor.html", FieldKind.CUSTOMER),
    ]
