"""Account numbers in the form of each country, with the check digits that it asks for; banks are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.draw.number import luhn_ok

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

# Published in the test documentation of Stripe and Adyen.
_CARDS = ("4242424242424242", "4111111111111111", "5555555555554444", "2223003122003222", "6011111111111117")
_ODD_CIN = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


@dataclass(frozen=True, slots=True)
class Account:
    """The numbers of one account as they are printed; empty where the country has none.

    Attributes
    ----------
    number : str
        The account's own number.
    iban : str
        In groups of four (ISO 13616-1, print form).
    routing : str
        Sort code, routing number, IFSC, or the bank's national code.
    """

    number: str
    iban: str
    routing: str


def account(code: str, bic: str, dice: random.Random) -> Account:
    """Return an account of a country at the bank of a BIC."""
    return _FORMS[code](bic, dice)


def iban(code: str, basic: str) -> str:
    """Return an IBAN without spaces from the basic account number (ISO 13616-1; ISO 7064, MOD 97-10)."""
    number = int("".join(str(int(char, 36)) for char in f"{basic}{code}00"))
    return f"{code}{98 - number % 97:02}{basic}"


def fours(text: str) -> str:
    """Return text in groups of four."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def card_number(dice: random.Random) -> str:
    """Return a published test number, 16 digits."""
    number = dice.choice(_CARDS)
    assert luhn_ok(number)
    return number


def digits(dice: random.Random, count: int) -> str:
    """Return random digits."""
    return "".join(dice.choice("0123456789") for _ in range(count))


def _uk(bic: str, dice: random.Random) -> Account:
    sort, number = "00" + digits(dice, 4), digits(dice, 8)
    shown = dice.choice((number, f"{number[:4]} {number[4:]}"))
    return Account(shown, fours(iban("GB", bic[:4] + sort + number)), f"{sort[:2]}-{sort[2:4]}-{sort[4:]}")


def _us(_: str, dice: random.Random) -> Account:
    number = digits(dice, dice.choice((9, 10, 12)))
    routing = "12345" + digits(dice, 3)  # as the usual specimen, 123456780
    weighted = sum(int(digit) * (3, 7, 1)[place % 3] for place, digit in enumerate(routing))
    shown = dice.choice((number, f"{number[:4]} {number[4:8]} {number[8:]}".strip(), f"{number[:-4]}-{number[-4:]}"))
    return Account(shown, "", f"{routing}{-weighted % 10}")


def _india(bic: str, dice: random.Random) -> Account:
    return Account(digits(dice, dice.choice((11, 14, 15))), "", f"{bic[:4]}0{digits(dice, 6)}")


def _germany(_: str, dice: random.Random) -> Account:
    bank, number = "9" + digits(dice, 7), digits(dice, 10)  # the Bundesbank gives out 1 to 8
    return Account(number, fours(iban("DE", bank + number)), f"{bank[:3]} {bank[3:6]} {bank[6:]}")


def _switzerland(_: str, dice: random.Random) -> Account:
    bank, number = "99" + digits(dice, 3), digits(dice, 12)
    return Account(f"{number[:2]}-{number[2:8]}-{number[8]}", fours(iban("CH", bank + number)), str(int(bank)))


def _france(_: str, dice: random.Random) -> Account:
    bank, branch, number = "99" + digits(dice, 3), digits(dice, 5), digits(dice, 11)
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(number)) % 97  # the RIB's key
    return Account(number, fours(iban("FR", f"{bank}{branch}{number}{key:02}")), f"{bank} {branch}")


def _spain(_: str, dice: random.Random) -> Account:
    bank, branch, number = "99" + digits(dice, 2), digits(dice, 4), digits(dice, 10)
    check = _spanish_check("00" + bank + branch) + _spanish_check(number)
    basic = bank + branch + check + number
    return Account(f"{bank} {branch} {check} {number}", fours(iban("ES", basic)), f"{bank} / {branch}")


def _spanish_check(ten: str) -> str:
    weighted = zip(ten, (1, 2, 4, 8, 5, 10, 9, 7, 3, 6), strict=True)
    rest = 11 - sum(int(digit) * weight for digit, weight in weighted) % 11
    return {10: "1", 11: "0"}.get(rest, str(rest))


def _italy(_: str, dice: random.Random) -> Account:
    bank, branch, number = "99" + digits(dice, 3), digits(dice, 5), "00" + digits(dice, 10)
    body = bank + branch + number
    total = sum(_ODD_CIN[int(digit)] if place % 2 == 0 else int(digit) for place, digit in enumerate(body))
    return Account(number, fours(iban("IT", chr(65 + total % 26) + body)), f"{bank} / {branch}")


def _netherlands(bic: str, dice: random.Random) -> Account:
    while True:
        number = "0" + digits(dice, 9)
        if sum(int(digit) * (10 - place) for place, digit in enumerate(number)) % 11 == 0:  # the eleven test
            return Account("", fours(iban("NL", bic[:4] + number)), "")


def _portugal(_: str, dice: random.Random) -> Account:
    bank, branch, number = "99" + digits(dice, 2), digits(dice, 4), digits(dice, 11)
    basic = bank + branch + number
    basic += f"{98 - int(basic + '00') % 97:02}"  # the NIB's check, MOD 97-10
    return Account(number, fours(iban("PT", basic)), branch)


_FORMS: dict[str, Callable[[str, random.Random], Account]] = {
    "UK": _uk,
    "US": _us,
    "IN": _india,
    "DE": _germany,
    "CH": _switzerland,
    "FR": _france,
    "ES": _spain,
    "IT": _italy,
    "NL": _netherlands,
    "PT": _portugal,
}
