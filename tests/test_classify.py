import pytest

from redactkit.classify import MAX_CARD_LINES, classify
from redactkit.model import DocumentKind
from redactkit.read.scripted import line

CARD, IDENTITY, STATEMENT, UNKNOWN = (
    DocumentKind.CARD,
    DocumentKind.IDENTITY,
    DocumentKind.STATEMENT,
    DocumentKind.UNKNOWN,
)
TABLE = [
    (["4111 1111 1111 1111", "LEE M CARDHOLDER"], CARD),
    (["VISA", "VALID THRU"], CARD),
    (["AUTHORIZED SIGNATURE", "for balance information call"], CARD),
    (["PASSPORT", "Nationality", "Date of birth", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"], IDENTITY),
    (["Account statement", "Opening balance", "Closing balance", "VISA debit 12.00", "1,234.00"], STATEMENT),
    (["hello world"], UNKNOWN),
    ([], UNKNOWN),
]


def kind_of(texts):
    return classify([line(text, 0, 30 * i, 12 * len(text), 30 * i + 20) for i, text in enumerate(texts)])


@pytest.mark.parametrize(("texts", "kind"), TABLE)
def test_kind_by_words(texts, kind):
    assert kind_of(texts) is kind


def test_a_page_of_text_is_no_card():
    lines = [f"VISA {i}" for i in range(80)]
    assert kind_of(lines[:MAX_CARD_LINES]) is CARD
    assert kind_of(lines) is not CARD


# Two or three labels and amounts, as the seven languages write them.
STATEMENTS = {
    "English": ["Account statement", "Opening balance 1,034.50", "Closing balance 1,234.00"],
    "English, UK": ["Your account summary", "Sort code 00-00-00", "Account number 12345678", "Balance 1,234.00"],
    "English, US": ["Checking account statement", "Beginning balance $1,034.50", "Ending balance $1,234.00"],
    "English, India": ["Statement of account", "IFSC Code ABCD0123456", "Account No 00000012345", "1,23,456.78"],
    "German": ["Kontoauszug", "IBAN DE89 3704 0044 0532 0130 00", "Alter Kontostand 1.034,50", "1.234,00"],
    "German, spaced": ["K O N T O A U S Z U G", "Kontonummer 532013000", "Neuer Kontostand 1.234,00 EUR"],
    "Swiss": ["Kontoauszug", "IBAN CH93 0076 2011 6238 5295 7", "Saldovortrag 1'034.50", "Saldo 1'234.00"],
    "French": ["Relevé de compte", "Ancien solde 1 034,50", "Nouveau solde 1 234,00"],
    "French, RIB": ["RELEVE DE COMPTE", "IBAN FR14 2004 1010 0505 0001 3M02 606", "Solde créditeur 1 234,00"],
    "Spanish": ["Extracto de cuenta", "Saldo anterior 1.034,50", "Saldo final 1.234,00"],
    "Italian": ["Estratto conto", "Saldo iniziale 1.034,50", "Saldo finale 1.234,00"],
    "Dutch": ["Rekeningafschrift", "IBAN NL91 ABNA 0417 1643 00", "Nieuw saldo € 1.234,00"],
    "Portuguese": ["Extrato de conta", "Saldo anterior 1.034,50", "Saldo final 1.234,00"],
}


@pytest.mark.parametrize("language", STATEMENTS)
def test_statements_are_known_by_their_labels(language):
    assert kind_of(STATEMENTS[language]) is STATEMENT


@pytest.mark.parametrize("language", STATEMENTS)
def test_a_title_alone_makes_no_statement(language):
    assert kind_of(STATEMENTS[language][:1]) is not STATEMENT


@pytest.mark.parametrize("language", STATEMENTS)
def test_a_statement_may_speak_of_cards(language):
    assert kind_of([*STATEMENTS[language], "VISA", "12.00"]) is STATEMENT


INVOICES = {
    "English": ["INVOICE", "Invoice number 20240017", "Account number 12345678", "IBAN DE89 3704 0044 0532 0130 00"],
    "German": ["RECHNUNG", "Bankverbindung", "IBAN DE89 3704 0044 0532 0130 00", "BIC COBADEFFXXX", "Betrag 119,00"],
    "French": ["FACTURE", "Numéro de compte 00050500013", "IBAN FR14 2004 1010 0505 0001 3M02 606", "119,00"],
    "Spanish": ["FACTURA", "Número de cuenta 0200051332", "IBAN ES91 2100 0418 4502 0005 1332", "119,00"],
    "Italian": ["FATTURA", "Conto corrente 123456", "IBAN IT60 X054 2811 1010 0000 0123 456", "119,00"],
    "Dutch": ["FACTUUR", "Rekeningnummer 0417164300", "IBAN NL91 ABNA 0417 1643 00", "119,00"],
    "Portuguese": ["FATURA", "Número de conta 12345678901", "IBAN PT50 0002 0123 1234 5678 9015 4", "119,00"],
}


@pytest.mark.parametrize("language", INVOICES)
def test_an_invoice_shows_an_account_and_is_no_statement(language):
    assert kind_of(INVOICES[language]) is not STATEMENT


def test_a_statement_may_list_invoices():
    assert kind_of([*STATEMENTS["English"], "INVOICE", "119.00"]) is STATEMENT


CHEQUES = [
    ["PAY TO THE ORDER OF", "ONE HUNDRED AND 00/100 DOLLARS", "MEMO", "000000000 0000000000 1001"],
    ["Cheque No. 100001", "Pay", "or order", "ACCOUNT PAYEE"],
    ["PAY", "RUPEES", "OR BEARER", "100001"],
]


@pytest.mark.parametrize("texts", CHEQUES)
def test_cheques_go_with_statements(texts):
    assert kind_of(texts) is STATEMENT


@pytest.mark.parametrize("texts", [["PAY TO THE ORDER OF"], ["One dollar is a dollar"], ["RUPEES 500"]])
def test_one_word_of_a_cheque_makes_none(texts):
    assert kind_of(texts) is not STATEMENT


CARDS = [
    ["EXAMPLE BANK", "4111 1111 1111 1111", "VALID THRU 12/29", "LEE M CARDHOLDER"],
    ["DEBIT", "5105 1051 0510 5100", "12/29", "CVC 123"],
    ["EXAMPLE BANK", "DE89 3704 0044 0532 0130 00", "4111 1111 1111 1111", "girocard"],
    ["Account number 12345678", "Sort code 00-00-00", "4111 1111 1111 1111", "VALID FROM 01/24", "EXPIRES END 12/29"],
    ["378282246310005", "MEMBER SINCE 24", "VALID THRU 12/29"],
    ["AUTHORISED SIGNATURE", "NOT VALID UNLESS SIGNED", "Account No 12345678", "Sort code 00-00-00", "123"],
]


@pytest.mark.parametrize("texts", CARDS)
def test_cards_stay_cards(texts):
    """Some print the account, too: a card in doubt would be read as a statement, and its dates left."""
    assert kind_of(texts) is CARD


OTHERS = [
    ["Dear customer", "your account is our business", "Yours faithfully"],
    ["Balance sheet", "Total assets"],
    ["Shopping list", "Milk 1.20", "Bread 2.50"],
    ["IBAN DE89 3704 0044 0532 0130 00"],
    ["Delivery note", "Reference 12345678", "Page 1 of 2"],
]


@pytest.mark.parametrize("texts", OTHERS)
def test_other_papers_are_no_statement(texts):
    assert kind_of(texts) is not STATEMENT
