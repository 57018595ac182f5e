import pytest

from redactkit.words import find_postcodes, has_street, has_title

TITLED = (
    "Mr. RAHUL SHARMA", "MR RAHUL SHARMA", "Mr & Mrs Smith", "MISS J DOE", "HerrnMax Mustermann", "Frau Dr. Muster",
    "Mme Dupont", "M. Jean Dupont", "M JEAN DUPONT", "Sr. Juan", "Sig.ra Rossi", "Dhr. J. Jansen", "Exmo. Senhor",
)  # fmt: skip
UNTITLED = ("JANE DOE", "Herrn", "Donald Duck", "Morgan Stanley", "ING Bank", "Marks", "MRSMITH", "DIRECT DEBIT", "")


@pytest.mark.parametrize("text", TITLED)
def test_titles(text: str) -> None:
    assert has_title(text)


@pytest.mark.parametrize("text", UNTITLED)
def test_no_titles(text: str) -> None:
    assert not has_title(text)


STREETS = (
    "100 Main Street, Anytown", "123 ORCHARD ROAD", "123ORCHARDROAD", "#03-15", "400 KOZEY LIGHT, WEBERBURGH",
    "12 Baker St",
    "Flat 2, 5 Church Lane", "4 Hill Close", "45 SECTOR 12", "P.O. Box 12", "Hauptstraße 12", "Musterstr. 5",
    "Frankfurter Allee 3", "12 rue de Rivoli", "12RUEDELAPAIX", "Place de la gare 3", "Calle Mayor 5", "C/ Mayor 5",
    "Via Roma 12", "Keizersgracht 12", "Rua Augusta 100",
)  # fmt: skip
NO_STREETS = (
    "JANE DOE", "Jane Hill", "30/07 CULINARY WAY", "SPEEDY DRIVE SHOP", "PAYMENT VIA APP 123", "ABROAD 12",
    "MERCHANT PLACE",
    "25/07 METRO TRANSIT", "Herr Damm",
)  # fmt: skip


@pytest.mark.parametrize("text", STREETS)
def test_streets(text: str) -> None:
    assert has_street(text)


@pytest.mark.parametrize("text", NO_STREETS)
def test_no_streets(text: str) -> None:
    assert not has_street(text)


POSTCODES = [
    ("London SW1A 2AA", "SW1A 2AA", True),
    ("WEBERBURGH, HI 29922", "WEBERBURGH, HI 29922", True),
    ("1012 AB Amsterdam", "1012 AB Amsterdam", True),
    ("1000-001 Lisboa", "1000-001 Lisboa", True),
    ("NEW DELHI - 110075", "NEW DELHI - 110075", True),
    ("SINGAPORE 238800", "SINGAPORE 238800", True),
    ("Sydney NSW 2000", "NSW 2000", True),
    ("K1A 0B1", "K1A 0B1", True),
    ("D-10115 Berlin", "D-10115 Berlin", True),
    ("75001 Paris", "75001 Paris", False),
    ("28013 MADRID", "28013 MADRID", False),
    ("1010 Wien", "1010 Wien", False),
    ("Auckland 1010", "Auckland 1010", False),
    ("Wellington6011", "Wellington6011", False),
    ("NewYork,NY10001", "NewYork,NY10001", True),
    ("EdinburghEH11YZ", "EH11YZ", True),
]


@pytest.mark.parametrize(("text", "code", "certain"), POSTCODES)
def test_postcodes(text: str, code: str, certain: bool) -> None:
    assert [(text[span.start : span.end], span.certain) for span in find_postcodes(text)] == [(code, certain)]


@pytest.mark.parametrize(
    "text", ["March 2024", "2 Oct 2023", "2024 May", "12345 TOTAL", "12345", "JANE DOE", "1,250.00"]
)
def test_no_postcodes(text: str) -> None:
    assert find_postcodes(text) == ()
