from dataclasses import replace

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
    ["PASSPORT REWARDS", "4111 1111 1111 1111", "VALID THRU 12/29", "01/01/2020 1234567"],
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


# As a reader gives them: without most spaces, bilingual labels in one line. Invented holders.
IDENTITY_DOCUMENTS = {
    "passport, German": ["BUNDESREPUBLIKDEUTSCHLAND", "REISEPASS/PASSPORT/PASSEPORT", "Name/Surname/Nom", "BEISPIEL",
                         "Geburtstag/Dateofbirth", "12.08.1983", "C01X00T47"],
    "identity card, German": ["PERSONALAUSWEIS", "IDENTITYCARD/CARTED'IDENTITE", "Staatsangehorigkeit/Nationality",
                              "DEUTSCH", "Gultigbis/Dateofexpiry", "31.10.2029", "Unterschrift"],
    "identity card, back, German": ["Anschrift/Address/Adresse", "KOLN", "HEIDESTRASSE17", "Grosse/Height/Taille",
                                    "160cm", "Augenfarbe/Eyecolour", "Behorde/Authority", "01.11.2019"],
    "licence, German": ["FUHRERSCHEIN", "BUNDESREPUBLIKDEUTSCHLAND", "1.Beispiel", "2.Erika", "3.12.08.64Berlin",
                        "4a.07.08.13", "4b.06.08.28", "5.B072RRE2I55"],
    "licence, numbers only": ["1.BEISPIEL", "2.ERIKA", "3.12.08.1964", "4a07.08.2013", "4c.LANDRATSAMT", "9.B/BE"],
    "licence, numbers apart": ["1.", "2.", "3.", "4b.", "5.", "BEISPIEL", "ERIKA", "12081964BERLIN", "AM/B"],
    "licence, title and numbers": ["DRIVINGLICENCE", "MPR016888", "10022027", "03031963VILLAMUESTRA"],
    "identity card, French": ["REPUBLIQUEFRANCAISE", "CARTENATIONALED'IDENTITE", "NOM/Surname", "BERTHIER", "SEXE/Sex",
                              "F", "DATEDENAISS./Dateofbirth", "13071990"],
    "identity card, French, of 1988": ["CARTENATIONALED'IDENTITEN:880692310285", "Nom:BERTHIER", "Prenom(s):CORINNE",
                                       "Ne(e)le:06.12.1965", "Taille:1,65m"],
    "identity card, Spanish": ["ESPAÑA", "DOCUMENTONACIONALDEIDENTIDAD", "APELLIDOS", "NOMBRE", "SEXO", "NACIONALIDAD",
                               "FECHADENACIMIENTO", "01011980", "DNI99999999R"],
    "identity card, Italian": ["REPUBBLICAITALIANA", "CARTADIDENTITA/IDENTITYCARD", "COGNOME/SURNAME", "NOME/NAME",
                               "LUOGOEDATADINASCITA", "ROMA30.12.1964", "CA00000AA"],
    "citizen's card, Portuguese": ["CARTÃODECIDADÃO", "APELIDO(S)/SURNAME", "NACIONALIDADE", "PRT", "31102010",
                                   "N°DOCUMENTO/DOCUMENTNo.", "000000000ZZ4"],
    "identity card, Dutch": ["KONINKRIJKDERNEDERLANDEN", "IDENTITEITSKAART", "naam/surname", "DeBruijn",
                             "geboortedatum/dateofbirth", "10MAA/MAR1965", "documentnummer", "SPECI2014"],
    "passport, Swedish": ["SVERIGE", "PASS/PASSPORT", "Efternamn/Surname", "Födelsetid/Dateofbirth", "12APR/APR85",
                          "Personnr/PersonalId.No."],
    "licence, Norwegian": ["FØRERKORT", "NORGE", "1.EKSEMPEL", "2.OLA", "3.01.01.1990", "4a.01.01.2020",
                           "5.12345678901"],
    "identity card, Finnish": ["SUOMIFINLAND", "HENKILÖKORTTI", "Sukunimi/Efternamn/Surname", "Henkilötunnus",
                               "131052-308T"],
    "identity card, Estonian": ["EESTIVABARIIK", "ISIKUTUNNISTUS", "Perekonnanimi/Surname", "Isikukood/Personalcode",
                                "38001085718", "Sünniaeg/Dateofbirth"],
    "identity card, Latvian": ["LATVIJASREPUBLIKA", "PERSONASAPLIECĪBA", "Uzvārds/Surname", "Personaskods",
                               "Dzimšanasdatums"],
    "identity card, Lithuanian": ["LIETUVOSRESPUBLIKA", "ASMENSTAPATYBĖSKORTELĖ", "Pavardė/Surname", "Asmenskodas",
                                  "Gimimodata", "33309240064"],
    "identity card, Polish": ["RZECZPOSPOLITAPOLSKA", "DOWÓDOSOBISTY", "NAZWISKO/SURNAME", "DATAURODZENIA",
                              "01.01.1980", "ZZZ000000"],
    "identity card, Czech": ["ČESKÁREPUBLIKA", "OBČANSKÝPRŮKAZ", "PŘÍJMENÍ/SURNAME", "DATUMNAROZENÍ", "01.01.1981",
                             "999999999"],
    "identity card, Slovak": ["SLOVENSKÁREPUBLIKA", "OBČIANSKYPREUKAZ", "Priezvisko/Surname", "Rodnéčíslo", "Meno",
                              "Dátumnarodenia", "815704/0002"],
    "identity card, Slovene": ["REPUBLIKASLOVENIJA", "OSEBNAIZKAZNICA", "Priimek/Surname", "EMŠO", "Datumrojstva"],
    "identity card, Croatian": ["REPUBLIKAHRVATSKA", "OSOBNAISKAZNICA", "Prezime/Surname", "OIB12345678903",
                                "Datumrođenja", "01.01.1990."],
    "identity card, Hungarian": ["MAGYARORSZÁG", "SZEMÉLYAZONOSÍTÓIGAZOLVÁNY", "Családiésutónév", "Születésiidő",
                                 "19700101"],
    "identity card, Romanian": ["ROMANIA", "CARTEDEIDENTITATE", "CNP1800101221144", "Nume/Nom/Lastname",
                                "Cetăţenie/Nationalite"],
    "identity card, Greek": ["ΕΛΛΗΝΙΚΗΔΗΜΟΚΡΑΤΙΑ", "ΔΕΛΤΙΟΤΑΥΤΟΤΗΤΑΣ", "Επώνυμο/Surname", "Ημερομηνίαγέννησης",
                             "01/01/1980"],
    "identity card, Bulgarian": ["BULGARIA", "IDENTITYCARD", "Surname", "Fathersname", "Dateofbirth", "EGN8001010008"],
    "passport, Maltese": ["REPUBBLIKATAMALTA", "PASSAPORT", "Kunjom/Surname", "Ċittadinanza", "Datatat-twelid",
                          "01JAN/JAN80"],
    "passport, Irish": ["ÉIRE", "PAS/PASSPORT", "Sloinne/Surname", "Dátabreithe/Dateofbirth", "Náisiúntacht"],
    "identity card, Turkish": ["TÜRKİYECUMHURİYETİKİMLİKKARTI", "T.C.KimlikNo/TRIdentityNo", "10000000146",
                               "Soyadı/Surname", "DoğumTarihi"],
    "identity card, Albanian": ["REPUBLIKAESHQIPËRISË", "LETËRNJOFTIMI/IDENTITYCARD", "Mbiemri", "Datëlindja",
                                "Nr.Personal"],
    "passport, Azerbaijani": ["AZORBAYCAN/AZERBAIJAN", "PASPORT", "Soyadı/Surname", "Doğumtarixi", "17.11.1978"],
    "licence, United States": ["CALIFORNIA", "DRIVERLICENSE", "DLI1234562", "EXP08/31/2029", "LNCARDHOLDER",
                               "DOB08/31/1977", "DD00/00/0000NNNAN/ANFD/YY"],
    "licence, 16-digit discriminator": ["DRIVERLICENSE", "4dDLNO.123456789", "3DOB01/01/1990", "5DD4111111111111111",
                                        "4bEXP01/01/2030", "15SEXM", "9CLASSD"],
    "licence, Canadian": ["DRIVER'SLICENCE", "PERMISDECONDUIRE", "1,2NAME/NOM", "4dNUMBER/NUMÉRO",
                          "A1234-56789-01234", "3DOB/DDN1990/01/01"],
    "licence, Australian": ["DriverLicence", "NewSouthWales", "LicenceNo.", "12345678", "DateofBirth", "01JAN1990"],
    "permanent resident card": ["UNITEDSTATESOFAMERICA", "PERMANENTRESIDENT", "Surname", "GivenName", "USCIS#",
                                "000-001-001", "CountryofBirth", "CardExpires:01/01/30"],
    "Aadhaar": ["GovernmentofIndia", "/DOB:01/01/1990", "/Female", "234123412346", "AADHAAR"],
    "Aadhaar, issuer not read": ["DOB:13/06/1995", "FEMALE", "682158572032"],
    "Aadhaar, back": ["Address:", "D/OArun,123Main", "001009249913"],
    "PAN": ["INCOMETAXDEPARTMENT", "GOVT.OFINDIA", "PermanentAccountNumberCard", "ABCDE1234F", "Father'sName",
            "01/01/1990"],
    "licence, Indian": ["INDIANUNIONDRIVINGLICENCE", "DLNo:KA0120200001234", "DOB:01-01-1990", "S/D/Wof:Ravi"],
    "CNH": ["REPÚBLICAFEDERATIVADOBRASIL", "CARTEIRANACIONALDEHABILITAÇÃO", "CPF", "529.982.247-25", "DATANASCIMENTO",
            "FILIAÇÃO"],
    "cédula, Chilean": ["REPÚBLICADECHILE", "CÉDULADEIDENTIDAD", "APELLIDOS", "FECHADENACIMIENTO", "RUN12.345.678-5"],
    "INE": ["INSTITUTONACIONALELECTORAL", "CREDENCIALPARAVOTAR", "CLAVEDEELECTOR", "CURP", "DOMICILIO",
            "FECHADENACIMIENTO", "01/01/1990"],
    "DNI, Argentine": ["REGISTRONACIONALDELASPERSONAS", "Apellido/Surname", "Fechadenacimiento/Dateofbirth",
                       "01ENE/JAN1990", "12.345.678"],
    "KTP": ["PROVINSIBALI", "NIK:3171234567890123", "Nama:BUDI", "Tempat/TglLahir:DENPASAR,01-01-1990", "Alamat"],
    "CCCD": ["CĂNCƯỚCCÔNGDÂN", "Số/No.:001090000001", "Họvàtên/Fullname", "Ngàysinh/Dateofbirth:01/01/1990"],
    "PhilID": ["REPUBLIKANGPILIPINAS", "PAMBANSANGPAGKAKAKILANLAN", "Apelyido/LastName", "PetsangKapanganakan"],
    "residence permit": ["AUFENTHALTSTITEL", "RESIDENCEPERMIT", "NAME", "MUSTER", "GÜLTIGBIS/DATEOFEXPIRY",
                         "01.01.2030", "ARTDESTITELS/TYPEOFPERMIT"],
    "visa": ["VISA", "VALIDFOR", "FROM01-01-24", "TYPEOFVISA", "NUMBEROFENTRIES", "MULT", "DURATIONOFSTAY",
             "PASSPORTNUMBER", "X0000000"],
    "zone alone": ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6"],
    "zone, partly read": ["P<UTOERIKSSONANNAMAR", "L898902C36UTO7408122F1204159<10"],
    "thumbnail": ["DRIVERLICENSE", "08/04/1968", "08/04/2029"],
}  # fmt: skip


@pytest.mark.parametrize("document", IDENTITY_DOCUMENTS)
def test_identity_documents(document):
    assert kind_of(IDENTITY_DOCUMENTS[document]) is IDENTITY


@pytest.mark.parametrize("document", IDENTITY_DOCUMENTS)
def test_an_identity_document_with_a_card_number_is_no_card(document):
    assert kind_of([*IDENTITY_DOCUMENTS[document], "4111111111111111"]) is IDENTITY


@pytest.mark.parametrize("texts", CARDS)
def test_a_card_beside_words_of_identity_documents_stays_a_card(texts):
    assert kind_of([*texts, "CARD NUMBER", "Name", "Signature", "CUSTOMER SERVICE", "UNITED KINGDOM"]) is CARD


def test_the_zone_may_be_seen_by_the_reading_with_its_alphabet_only():
    seen = line("IOUTOD23145890700c", 0, 0, 300, 20)
    zone = line("I<UTOD231458907<<<<<<<<<<<<<<<", 0, 0, 300, 20)
    assert classify([seen]) is UNKNOWN
    assert classify([replace(seen, mrz=zone.cells)]) is IDENTITY


NO_IDENTITY = {
    "cover": ["EUROPEANUNION", "IRELAND", "PASSPORT"],
    "cover, stock photo": ["UNITEDSTATESOFAMERICA", "PASSPORT", "PASSEPORT", "www.example.com123456789"],
    "checklist": ["Documentstostore", "Birthcertificates", "Driver'slicense", "Passports", "Identitydocuments",
                  "SocialSecuritycards", "Marriagelicense", "Notsure", "Addname(s)"],
    "checklist in capitals": ["PASSPORT", "DRIVERLICENSE", "TICKETS", "CALL 111-222-3333"],
    "prose": ["Bring your passport or driver's licence to the desk", "and a proof of your date of birth",
              "by 12.05.2024"],
    "invoice": ["INVOICE", "No. 20240017", "Date: 01/02/2024", "Name: ACME", "Address: 1 Main Street",
                "Tax ID 12-3456789", "Phone: 111-222-3333", "109.99"],
    "receipt": ["RECEIPT", "NO 12345678", "DATE 01/02/2024", "VISA ************1234", "TOTAL 12.00", "SIGNATURE"],
    "packing list": ["PackingList", "Shipto:JeandelaFontaine", "12RuedeLondres", "FRANCE", "Weight(Kg):2.0",
                     "910-005694"],
    "table": ["Name", "Class", "Height", "Weight", "12", "160", "55"],
    "keyboard": ["ESC", "F1", "F2", "QWERTY", "CAPSLOCK", "SHIFT", "END", "DEL", "CTRL", "1234567890", "<", ">"],
    "arrows": ["<<<<<<<<<<", "PULLHERE<<<<", ">>>>"],
    "list": ["1. Milk", "2. Bread", "3. Butter", "4a. Apples", "5. 500 g flour"],
    "ticket": ["BOARDING PASS", "NAME SMITH/JOHN", "CLASS Y", "SEAT 12A", "DATE 12MAY", "GATE B22"],
    "business card": ["JOHN SMITH", "Phone: 111-222-3333", "Address: 1 Main Street", "UNITED STATES"],
}  # fmt: skip


@pytest.mark.parametrize("paper", NO_IDENTITY)
def test_other_papers_are_no_identity_document(paper):
    assert kind_of(NO_IDENTITY[paper]) is not IDENTITY


@pytest.mark.parametrize(
    "paper",
    ["cover", "checklist", "checklist in capitals", "prose", "invoice", "packing list", "table", "keyboard", "list"],
)
def test_other_papers_are_unknown(paper):
    assert kind_of(NO_IDENTITY[paper]) is UNKNOWN


def test_a_title_makes_an_identity_document_once_it_shows_data():
    assert kind_of(["IRELAND", "PASSPORT", "01 JAN 1980", "PA0000001"]) is IDENTITY


@pytest.mark.parametrize("language", STATEMENTS)
def test_a_statement_may_show_who_its_customer_is(language):
    assert kind_of([*STATEMENTS[language], "Date of birth 01.01.1980", "PAN No ABCDE1234F", "Nationality"]) is STATEMENT
