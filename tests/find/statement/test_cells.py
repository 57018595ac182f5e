"""Sheets: what stands on them, and what is left readable."""

import pytest

from redactkit.model import FieldKind
from tests.find.statement.sheets import covered, find, kinds, lines_of, right_of, text_of

BRITISH = """
Date          Description                     Money out    Money in     Balance
01 Mar 2024   Balance brought forward                                    512.13
02 Mar 2024   Direct Debit Gas & Co               88.20                  423.93
              Ref: A-1234ABCD
03 Mar 2024   Received from Any Employer                     1,800.00  2,223.93
              Salary
                                                                        2,223.93
Closing balance                                                         2,223.93
"""
BRITISH_LEFT = """
Date          Description                     Money out    Money in     Balance
01 Mar 2024   Balance brought forward                                    ######
02 Mar 2024   ###### ##### ### # ##               #####                  ######
              #### ##########
03 Mar 2024   ######## #### ### ########                     ########  ########
              ######
                                                                        ########
Closing balance                                                         ########
"""

GERMAN = """
Buchungstag   Wert      Verwendungszweck                       Betrag EUR
02.05.2023    02.05.    LASTSCHRIFT STADTWERKE                     85,00 S
                        VERTRAG 8812734 ABSCHLAG 05/23
                        IBAN DE89370400440532013000
03.05.2023    03.05.    ERIKA BEISPIEL MIETE MAI 2023             650,00-
31.05.2023              Neuer Kontostand                        3.326,11 +
"""
GERMAN_LEFT = """
Buchungstag   Wert      Verwendungszweck                       Betrag EUR
02.05.2023    02.05.    ########### ##########                     ##### #
                        ####### ####### ######## #####
                        #### ######################
03.05.2023    03.05.    ##### ######## ##### ### ####             #######
31.05.2023              Neuer Kontostand                        ######## #
"""

INDIAN = """
                                  Chq/
Txn Date     Narration            Ref No       Debit       Credit      Balance
2 Oct        UPI-SHOP PAY         UPI2310021   1,250.00              41,100.00
2023         GROCERY
4 Oct        ATM WDL 1045                      5,000.00              36,100.00
2023         SECTOR 12
November 2023
1 Nov        NEFT-ANY BANK        NEFT231101               90.00     36,190.00
2023
"""
INDIAN_LEFT = """
                                  Chq/
Txn Date     Narration            Ref No       Debit       Credit      Balance
2 Oct        ######## ###         ##########   ########              #########
2023         #######
4 Oct        ### ### ####                      ########              #########
2023         ###### ##
November 2023
1 Nov        ######## ####        ##########               #####     #########
2023
"""

NO_HEAD = """
Page 3 of 5
              GROCERY AND SONS LIMITED
04/02/24      AMAZON EU SARL                    23.99       800.01
              LUXEMBOURG
05/02/24      MORTGAGE BANK PLC                600.00       200.01
              Closing balance                               200.01

Any Bank plc is authorised by the regulator.
"""
NO_HEAD_LEFT = """
Page 3 of 5
              ####### ### #### #######
04/02/24      ###### ## ####                    #####       ######
              ##########
05/02/24      ######## #### ###                ######       ######
              Closing balance                               ######

Any Bank plc is authorised by the regulator.
"""

DAYS = """
Monday, 6 May 2024
  Music Streaming                                  -9.99
  Subscription
  Any Grocer                                      -23.10
Tuesday, 7 May 2024
  Lena Example                                    +50.00
"""
DAYS_LEFT = """
Monday, 6 May 2024
  ##### #########                                  #####
  ############
  ### ######                                      ######
Tuesday, 7 May 2024
  #### #######                                    ######
"""

CARD = """
TRANSACTION DATE     DESCRIPTION                     AMOUNT (SGD)
ANY CREDIT CARD
SAM EXAMPLE          4111-1111-1111-1111
02/07                PAYMENT BY INTERNET                 (412.16)
03/07                SNOWY MART        ANYTOWN    SG         4.20
05/07                Total Wine & More                      30.00
                     TOTAL                                  34.20
"""
CARD_LEFT = """
TRANSACTION DATE     DESCRIPTION                     AMOUNT (SGD)
ANY CREDIT CARD
SAM EXAMPLE          ###################
02/07                ####### ## ########                 ########
03/07                ##### ####        #######    ##         ####
05/07                ##### #### # ####                      #####
                     TOTAL                                  #####
"""

CHECKS = """
DATE    CHECK #      AMOUNT ($)    DATE    CHECK #      AMOUNT ($)
05/26   1401             450.00    06/05   *965025          101.39
                                   Total checks           = $551.39
"""
CHECKS_LEFT = """
DATE    CHECK #      AMOUNT ($)    DATE    CHECK #      AMOUNT ($)
05/26   ####             ######    06/05   #######          ######
                                   Total checks           # #######
"""

SHEETS = {
    "british": (BRITISH, BRITISH_LEFT),
    "german": (GERMAN, GERMAN_LEFT),
    "indian": (INDIAN, INDIAN_LEFT),
    "no head": (NO_HEAD, NO_HEAD_LEFT),
    "days": (DAYS, DAYS_LEFT),
    "card": (CARD, CARD_LEFT),
    "checks": (CHECKS, CHECKS_LEFT),
}


@pytest.mark.parametrize("name", SHEETS)
def test_tables(name: str) -> None:
    sheet, left = SHEETS[name]
    assert covered(sheet) == left.strip("\n")


MASKED = """
Date       Transaction details                  Withdrawals     Balance
07 May     VISA NEW WORLD                             85.40    4,178.90
           4835******1234 Orig date 06/05/2026
10 May     ATM                                       100.00    4,078.90
"""


def test_a_number_masked_in_print_stays_inside_a_covered_description() -> None:
    *_, description, _ = covered(MASKED).split("\n")
    assert description == "           4835******1234 #### #### ##########"


def test_a_cell_is_covered_to_the_end_of_its_column_whatever_its_width() -> None:
    ends = {text_of(f): right_of(f) for f in find(BRITISH) if f.kind is FieldKind.COUNTERPARTY}
    assert len({round(end) for end in ends.values()}) <= 2  # beside an amount, and above nothing
    column = 40 + BRITISH.index("Money out") * 12 - 12
    assert min(ends.values()) > column - 60
    assert max(ends.values()) < column + 12


def test_no_cover_touches_the_date_beside_it() -> None:
    dates = [line for line in lines_of(BRITISH) if line.text.endswith("Mar2024")]
    for finding in find(BRITISH):
        if finding.kind is FieldKind.COUNTERPARTY:
            assert min(x for cell in finding.cells for x, _ in cell.quad.corners) > max(
                d.quad.corners[1][0] for d in dates
            )


def test_a_row_read_as_one_line_keeps_its_date() -> None:
    found = kinds("02 Mar 2024 DIRECT DEBIT GAS 88.20 423.93\n03 Mar 2024 ANY SHOP 10.00 413.93", glued=True)
    assert {kind for text, kind in found.items() if "Mar2024" in text} == {FieldKind.DATE}
    assert "DIRECTDEBITGAS88.20423.93" in found


def test_an_amount_that_looks_like_a_date_is_covered() -> None:
    assert kinds(BRITISH.replace("88.20", " 6.10"))["6.10"] is FieldKind.AMOUNT


WRAPPED = """
Date    Details                      Amount    Balance
01/02   STARBUCKS STORE               5.10      94.90
SEATTLE WA
02/02   ZELLE TO MARIA               20.00      74.90
LOPEZ CONF 8812
"""


def test_descriptions_that_go_on_under_the_dates_are_covered() -> None:
    assert "SEATTLE" not in covered(WRAPPED)
    assert "LOPEZ" not in covered(WRAPPED)


VALOR = """
F. operación    Valor         Concepto             Importe      Saldo
01-07-2026      03-07-2026    RECIBO LUZ             12,00   7.535,37
05-07-2026      05-07-2026    NOMINA                 12.01.  7.547,38
"""


def test_dates_stay_under_a_word_for_amounts_only_when_they_are_no_amounts() -> None:
    left = covered(VALOR)
    assert left.count("03-07-2026") == 1
    assert "12.01" not in left


TWO_DATES = """
26.10.    27.10.    ANY SHOP              12.01    5'344.67
27.10.    27.10.    ANY OTHER             99.10    5'245.57
28.10.    30.10.    ANY THIRD             20.20    5'225.37
"""


def test_columns_of_dates_and_of_amounts_without_a_head() -> None:
    left = covered(TWO_DATES)
    assert all(left.count(date) == TWO_DATES.count(date) for date in ("26.10.", "27.10.", "28.10.", "30.10."))
    assert not any(amount in left for amount in ("12.01", "99.10", "20.20"))


SMALL = """
26.10.    ANY SHOP              12.01    5,344.67
27.10.    ANY OTHER              6.10    5,338.57
"""


def test_amounts_that_all_look_like_dates_are_covered() -> None:
    left = covered(SMALL)
    assert not any(amount in left for amount in (" 12.01", " 6.10"))
    assert "26.10." in left
