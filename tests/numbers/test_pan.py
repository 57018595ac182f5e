import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.numbers.pan import Extent, evidence, extent, likelihood, luhn_holds, network_of

# Published test numbers of the networks and payment processors.
PUBLISHED = {
    "4111111111111111": "visa",
    "4222222222222": "visa",
    "5555555555554444": "mastercard",
    "2223003122003222": "mastercard",
    "378282246310005": "amex",
    "30569309025904": "diners",
    "6011111111111117": "discover",
    "3530111333300000": "jcb",
    "6200000000000005": "unionpay",
    "6304000000000000": "maestro",
}


@pytest.mark.parametrize(("number", "name"), PUBLISHED.items())
def test_published_numbers_are_recognised(number: str, name: str) -> None:
    network = network_of(number)
    assert network is not None
    assert network.name == name
    assert luhn_holds(number)
    assert likelihood(number) > 0.8


@given(st.sampled_from(sorted(PUBLISHED)), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_breaks_luhn_but_stays_possible(number: str, place: int, step: int) -> None:
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert "luhn" not in evidence(wrong)
    assert 0 < likelihood(wrong) < likelihood(number)


@given(st.text("0123456789", max_size=30))
def test_likelihood_is_a_share_and_only_of_pan_lengths(digits: str) -> None:
    assert 0 <= likelihood(digits) <= 1
    assert (likelihood(digits) > 0) == (12 <= len(digits) <= 19)


@pytest.mark.parametrize(
    ("number", "name"), [("2220990000000000", None), ("2721000000000000", None), ("9999999999999999", None)]
)
def test_ranges_end_where_the_networks_say(number: str, name: str | None) -> None:
    assert network_of(number) is name


RUNS = [
    ("4111111111111111", Extent(0, 16, True)),
    ("5412751234123456", Extent(0, 16, True)),  # Luhn fails
    ("4111111111111111123", Extent(0, 16, True)),  # and a CVV
    ("3782822463100051234", Extent(0, 15, True)),  # and a CID
    ("41111111111111111229", Extent(0, 16, True)),  # and a date
    ("94111111111111111", Extent(1, 17, True)),  # a stray digit in front
    ("6205500000000000004", Extent(0, 19, True)),
    ("5412751234123456123", Extent(0, 19, False)),  # Luhn fails, and a CVV: nothing tells where it ends
    ("122412291234", Extent(0, 12, False)),  # two dates and a CID
]


@pytest.mark.parametrize(("digits", "where"), RUNS)
def test_where_a_number_ends(digits: str, where: Extent) -> None:
    assert extent(digits) == where


@given(st.text("0123456789", min_size=12, max_size=23))
def test_more_than_sixteen_digits_are_certain_only_with_proof(digits: str) -> None:
    where = extent(digits)
    number = digits[where.start : where.end]
    if where.certain and len(digits) > 16:
        assert luhn_holds(number)
        assert network_of(number) is not None
