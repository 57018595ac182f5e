import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.numbers.contact import find_emails, find_phones, find_urls

PHONES = [
    ("Tel: +44 20 7946 0958 or 020 7946 0958", [("+44 20 7946 0958", True), ("020 7946 0958", True)]),
    ("Tel+4420 79460958", [("+4420 79460958", True)]),
    ("+49 (0)30 901820", [("+49 (0)30 901820", True)]),
    ("0044 20 7946 0958", [("0044 20 7946 0958", True)]),
    ("(858) 555-0101", [("(858) 555-0101", True)]),
    ("1-800-555-0100", [("1-800-555-0100", True)]),
    ("or 1-800-FLOWERS", [("1-800-FLOWERS", True)]),
    ("call (858) LLL-0101", [("(858) LLL-0101", True)]),
    ("1800 425 3800", [("1800 425 3800", True)]),
    ("branchorcall1800-11-2211.", [("1800-11-2211", True)]),
    ("555-0100", [("555-0100", False)]),
    ("01 23 45 67 89", [("01 23 45 67 89", True)]),
    ("Fax 030 12345-678", [("030 12345-678", True)]),
    ("Telefonnummer: 030/123456", [("030/123456", True)]),
    ("Tel0123456789", [("0123456789", True)]),
    ("080-26599990", [("080-26599990", True)]),
    ("Mobile No: 98765 43210", [("98765 43210", True)]),
    ("912 345 678", [("912 345 678", True)]),
    ("06 12345678", [("06 12345678", True)]),
]
NO_PHONES = (
    "003525801543", "333 008755555", "12-3456-0789012-50", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00",
    "01.02.2024", "04/04/2022 10:45", "1,250.00 41,100.00", "00-11-22 12345678", "12345678", "Hotelrechnung 12345678",
    "call 2024", "123-45-6789",
)  # fmt: skip


@pytest.mark.parametrize(("text", "phones"), PHONES)
def test_phones(text: str, phones: list[tuple[str, bool]]) -> None:
    assert [(text[span.start : span.end], span.certain) for span in find_phones(text)] == phones


@pytest.mark.parametrize("text", NO_PHONES)
def test_no_phones(text: str) -> None:
    assert find_phones(text) == ()


EMAILS = [
    ("mail: jane.doe@example.co.uk.", [("jane.doe@example.co.uk", True)]),
    ("jane.doe@example,com", [("jane.doe@example,com", True)]),
    ("jane@examplecom", [("jane@examplecom", False)]),
    ("jane (at) example.com", [("jane (at) example.com", True)]),
    ("jane©example.com", [("jane©example.com", True)]),
    ("jane@ example .com", [("jane@ example .com", True)]),
    ("Copyright©2020 Example", []),
    ("5 @ 3.50", [("5 @ 3.50", True)]),  # a price list: covering it costs little
    ("at example.com", []),
]


@pytest.mark.parametrize(("text", "emails"), EMAILS)
def test_emails(text: str, emails: list[tuple[str, bool]]) -> None:
    assert [(text[span.start : span.end], span.certain) for span in find_emails(text)] == emails


@given(st.from_regex(r"[a-z]{1,8}(\.[a-z0-9_+-]{1,6})?@[a-z0-9]{2,8}(-[a-z]{1,4})?\.(com|de|co\.uk)", fullmatch=True))
def test_every_plain_address_is_found_whole(address: str) -> None:
    text = f"<{address}>"
    assert [text[span.start : span.end] for span in find_emails(text)] == [address]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("visit www.example.com/U. Now", ["www.example.com/U"]),
        ("https://example.org/a?b=1, then", ["https://example.org/a?b=1"]),
        ("www,example.com", ["www,example.com"]),
        ("EXAMPLE.COM/U.©2020 Any", ["EXAMPLE.COM/U"]),
        ("lorem velit.In 01Dec2014Int.Bank", []),
        ("AnyCompanyRetail.com - 1232495036", ["AnyCompanyRetail.com"]),
        ("jane.doe@example.com", []),
        ("Co. Ltd, e.g. U.S.A", []),
    ],
)
def test_urls(text: str, urls: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_urls(text)] == urls
