"""Addresses and the names above them."""

import pytest

from redactkit.find.statement import facts
from redactkit.model import FieldKind
from tests.find.statement.sheets import covered, find, lines_of, right_of, text_of

BLOCKS = {
    "british": "MR H POTTER\n4 PRIVET DRIVE\nLITTLE WHINGING\nSURREY\nGU1 1AA",
    "american": "JOHN Q PUBLIC\nJANE PUBLIC\n1234 ELM STREET APT 5\nSPRINGFIELD IL 62704-1234",
    "german": "Herrn\nMax Mustermann\nMusterstraße 12a\n12345 Musterstadt",
    "indian": "MR. ARJUN MEHTA\nFLAT NO 402 B WING\nSUNSHINE APARTMENTS\nMG ROAD ANDHERI EAST\nMUMBAI 400069",
    "new zealand": "SAM OKAFOR\n9 Example Terrace, Napier 4110",
    "singapore": "DJ EXAMPLE\n123 ORCHARD ROAD\n#03-15\nSINGAPORE 238800",
    "french": "M. JEAN DUPONT\n12 RUE DE LA PAIX\n75002 PARIS",
    "italian": "Spett.le\nROSSI MARIO\nVIA GARIBALDI 15\n20121 MILANO MI",
    "without spaces": "MrsAdaTesterby\n1234ELMSTREETAPT5\nSPRINGFIELDIL62704",
}
NAMES = {"JANE PUBLIC", "Herrn", "Max Mustermann", "Spett.le", "ROSSI MARIO"}


@pytest.mark.parametrize("name", BLOCKS)
def test_lines_under_a_name_are_covered_and_the_name_stays(name: str) -> None:
    first, *others = BLOCKS[name].split("\n")
    top, *rest = covered(BLOCKS[name]).split("\n")
    assert top == first
    for line, left in zip(others, rest, strict=True):
        assert left == line if line in NAMES else not any(map(str.isalnum, left))


@pytest.mark.parametrize("name", BLOCKS)
def test_the_holder_is_known_by_the_address_below(name: str) -> None:
    holder = facts([(0, lines_of(BLOCKS[name]))]).holder
    assert holder is not None
    assert holder in BLOCKS[name]
    assert not any(map(str.isdigit, holder))


def test_the_lines_of_an_address_are_covered_to_one_width() -> None:
    ends = [right_of(f) for f in find(BLOCKS["british"]) if f.kind is FieldKind.ADDRESS]
    assert max(ends) - min(ends) < 1


LABELLED = """
Name       :   MS. PRIYA EXAMPLE
Address    :   H NO 5-9-22 ADARSH NAGAR
               HYDERABAD TELANGANA
               INDIA 500063
Currency   :   Rupees
"""


def test_an_address_beside_its_label() -> None:
    name, *address, currency = covered(LABELLED).split("\n")
    assert name == "Name       :   MS. PRIYA EXAMPLE"
    assert [line.strip("Adres :") for line in address] == [
        "# ## ###### ###### #####",
        "######### #########",
        "##### ######",
    ]
    assert currency == "Currency   :   Rupees"


SENDER = """
Any Bank plc · P.O. Box 1 · 12345 Anytown
Frau
Erika Beispiel
Am Markt 7
50667 Köln
"""


def test_the_senders_line_above_is_no_name_and_hides_none() -> None:
    left = covered(SENDER)
    assert "Frau\nErika Beispiel\n" in left
    assert not any(hidden in left for hidden in ("Markt", "50667", "12345"))


def test_other_names_of_the_holder_stay_where_they_stand_alone() -> None:
    sheet = f"{BLOCKS['british']}\n\nStatement\nMR H POTTER    Account 12345678"
    names = [text_of(f) for f in find(sheet) if f.kind is FieldKind.NAME]
    assert names.count("MRHPOTTER") == 2


PATH = "file:///C:/Users/me/statement_sam_okafor.html"


def test_a_file_name_with_the_holders_name_is_covered() -> None:
    assert "okafor" not in covered(f"{BLOCKS['new zealand']}\n\n{PATH}")
    assert "okafor" in covered(f"Any heading\n\n{PATH}")


@pytest.mark.parametrize("text", ["Your Details", "Everyday account", "ACCOUNT SUMMARY", "Any Bank plc", "Page 3"])
def test_headings_are_no_names(text: str) -> None:
    assert facts([(0, lines_of(f"{text}\n1 High Street\nLondon NW1 6XE"))]).holder is None
