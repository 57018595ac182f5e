import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.numbers.accounts import (
    find_masked,
    is_ifsc,
    is_micr_line,
    is_routing,
    is_sort_code,
)

MASKED = (
    "**** **** **** 9012", "************9012", "4835******1234", "4835 12** **** 1234", "4835 12XX XXXX 1234",
    "XXXX-XXXX-XXXX-1234", "xxxxx1234", "XXXXXXXX9012", "XX1234", "x1234", "*1234", "•••• 1234", "2345••••••••1234",
    "...1234", "… 1234", "####1234", "XXX-XX-1234", "4835 **** **** ****",
    "ending in 1234", "last four digits 1234", "endend auf 1234", "se terminant par 1234", "terminada en 1234",
    "che termina con 1234", "eindigend op 1234", "terminado em 1234",
)  # fmt: skip
SHOWN = (
    "***15,332.90", "1234567**12", "XXXXXX789012", "4111 11** 1111 1111", "1111*1111", "*965025", "4111 1111 1111 1111",
    "TJ MAXX 1234", "TEXAS 12", "2 x 3.50", "Note* 12", "* 1234 Main", "Total ........ 1234", "final balance", "",
)  # fmt: skip


def is_masked(text: str) -> bool:
    """Tell whether a text is a masked number and nothing else."""
    bare = text.strip()
    return any(span.start == 0 and span.end == len(bare) for span in find_masked(bare))


@pytest.mark.parametrize("text", MASKED)
def test_masked(text: str) -> None:
    assert is_masked(text)


@pytest.mark.parametrize("text", SHOWN)
def test_not_masked(text: str) -> None:
    assert not is_masked(text)


@given(st.text("0123456789*Xx•. -", max_size=24))
def test_a_mask_never_leaves_more_than_ten_digits(text: str) -> None:
    for span in find_masked(text):
        assert sum(char.isdigit() for char in text[span.start : span.end]) <= 10


def test_where_a_masked_number_stands() -> None:
    text = "Card XXXX XXXX XXXX 1234 on 12.05.2024"
    assert [text[span.start : span.end] for span in find_masked(text)] == ["XXXX XXXX XXXX 1234"]
    text = "VISA4835****1234rig date"  # as read, without the spaces
    assert [text[span.start : span.end] for span in find_masked(text)] == ["4835****1234"]


@pytest.mark.parametrize("text", ["00-11-22", "20 12 31", "O0-11-22", "20-12-31", "20 – 12 – 31"])
def test_sort_codes(text: str) -> None:
    assert is_sort_code(text)


@pytest.mark.parametrize("text", ["601613", "12.05.24", "04/05/24", "1-2-3", "00-11-22-33", "II-OO-II"])
def test_no_sort_codes(text: str) -> None:
    assert not is_sort_code(text)


def test_bank_codes() -> None:
    assert is_routing("021000021")
    assert is_routing("O21000021")
    assert not is_routing("021000022")
    assert is_ifsc("SBIN0001234")
    assert is_ifsc("SBINO001234")
    assert not is_ifsc("TRANSOCEANS")


MICR = (
    "⑆021000021⑆ 1234567890⑈", 'I:021000021I: 1234567890" 0101', ":021000021: 1234567890:0101",
    "A021000021A 1234567890C",
    '"123456" 110002184: 012345" 31', "|:021000021|: 12345678\"",
)  # fmt: skip


@pytest.mark.parametrize("text", MICR)
def test_micr_lines(text: str) -> None:
    assert is_micr_line(text)


@pytest.mark.parametrize(
    "text",
    ["Tel: 0123 456789", "12:30 13:45 14:50 15:00", "5488-2926-6730-9473", "Account: 12345678 Sort: 001122",
     "1,250.00 : 41,100.00 : 12,00", "12345678901234"],
)  # fmt: skip
def test_no_micr_lines(text: str) -> None:
    assert not is_micr_line(text)
