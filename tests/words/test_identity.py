"""What a line of an identity document announces; also as readers give it, without spaces and with letters wrong."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactkit.words import Field, field_labels_in, letters
from redactkit.words.identity import COVERED, TABLES
from redactkit.words.spelling import latin

TABLE = [
    ("Surname", "name:Surname"),
    ("Nom/Surname", "name:Nom name:Surname"),
    ("IME/NAME", "name:IME name:NAME"),
    ("Name - Nom - Cognome - Surname", "name:Name name:Nom name:Cognome name:Surname"),
    ("NAMESMITH,JOHN", "name:NAME"),
    ("LN SMITH", "name:LN"),
    ("NOMBRE MARIA", "name:NOMBRE"),
    ("Geburtsdatum/Date of birth/Date de naissance", "birth:Geburtsdatum birth:Date_of_birth birth:Date_de_naissance"),
    ("DATEOFBIRTH01JAN1980", "birth:DATEOFBIRTH"),
    ("DOB:15/03/1990", "birth:DOB"),
    ("3DOB01/01/1990", "birth:DOB"),
    ("XDOB: 15/03/1990", "birth:DOB"),  # behind a script that is not read
    ("UNDER21UNTIL01/01/2030", "birth:UNDER21UNTIL"),
    ("D.O.B. 15.03.1990", "birth:D.O.B."),
    ("DatedeaancaDatbirth", "birth:DatedeaancaDatbirth"),
    ("Né(e) le: 06.12.1965", "birth:Né(e)_le"),
    ("Ημερομηνία γέννησης", "birth:Ημερομηνία_γέννησης"),
    ("Doğum Tarihi/Date of Birth", "birth:Doğum_Tarihi birth:Date_of_Birth"),
    ("Tempat/Tgl Lahir:DENPASAR", "birth:Tempat/Tgl_Lahir place:Tempat/Tgl_Lahir"),
    ("Lugar de nacimiento", "place:Lugar_de_nacimiento"),
    ("Placeofbirtn/L", "place:Placeofbirtn"),
    ("Miejsce urodzenia", "place:Miejsce_urodzenia"),
    ("SPOL/SEX", "sex:SPOL sex:SEX"),
    ("15SEX:F", "sex:SEX"),
    ("Sex M", "sex:Sex"),
    ("Citzenship", "nationality:Citzenship"),
    ("Vətəndaşlığı", "nationality:Vətəndaşlığı"),
    ("Quốc tịch / Nationality", "nationality:Quốc_tịch nationality:Nationality"),
    ("16HGT:5'-06\"", "height:HGT"),
    ("EYES BRO", "height:EYES"),
    ("/Adress:", "address:Adress"),
    ("Adres ul. Polna 5", "address:Adres"),
    ("DOMICILIO", "address:DOMICILIO"),
    ("TRVALÝPOBYT/PERMANENTSTAY", "address:TRVALÝPOBYT address:PERMANENTSTAY"),
    ("No.Pasport/PassportNo.", "document:No.Pasport document:PassportNo"),
    ("PASSPORTNOE00000000", "document:PASSPORTNO"),
    ("4dLIC#:0812319684104", "document:LIC"),
    ("DL B1234567", "document:DL"),
    ("Nº 123", "document:Nº"),
    ("NumberofPassp0rt", "document:NumberofPassp0rt"),  # not a passport's title
    ("DNI99999999R", "personal:DNI"),
    ("NIF/NIE X0000000T", "personal:NIF personal:NIE"),
    ("NUMER PESEL/PERSONAL NUMBER", "personal:NUMER_PESEL personal:PERSONAL_NUMBER"),
    ("RG 12.345.678-9", "personal:RG"),
    ("Asmens kodas", "personal:Asmens_kodas"),
    ("CAN 123456", "access:CAN"),
    ("5DD1234567890123456789012345", "discriminator:DD"),
    ("4aISS:02/15/2015", "issued:ISS"),
    ("CARDEXPIRES11/01/94", "expires:CARDEXPIRES"),
    ("4bEXP 01/01/2030", "expires:EXP"),
    ("Giltigt t.o.m./Valid until", "expires:Giltigt_t.o.m expires:Valid_until"),
    ("Autiority/Autorte(8)", "authority:Autiority authority:Autorte"),
    ("12RESTR:NONE9aEND:NONE", "class:RESTR class:END"),
    ("BirthdateCategory", "birth:Birthdate class:Category"),
    ("Holder'ssignature", "signature:Holder'ssignature"),
    ("S/O Ravi", "father:S/O"),
    ("Anyja neve", "father:Anyja_neve"),
    ("REPUBLIC OF SLOVENIA IDENTITY CARD", "country:REPUBLIC_OF_SLOVENIA title:IDENTITY_CARD"),
    ("TÜRKİYE CUMHURİYETİ KİMLİK KARTI", "title:TÜRKİYE_CUMHURİYETİ_KİMLİK_KARTI"),
    ("AACHAAR", "title:AACHAAR"),
    ("SUOMI·FINLAND", "country:SUOMI country:FINLAND"),
    ("Surnarne", "name:Surnarne"),  # rn read for m
    ("ADRESS", "address:ADRESS"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "labels"), TABLE)
def test_what_labels_announce_and_where(text, labels):
    found = [f"{field}:{text[start:end].replace(' ', '_')}" for field, start, end in field_labels_in(text)]
    assert found == labels.split()


NOTHING = [
    "", "M", "JOHN SMITH", "SMITH-JONES", "ANDREAS", "VALENCIA", "MARQUES", "NASCIMENTO", "Nele", "Adi", "POL", "DINO",
    "NINO", "HELENA, MT 59601", "WASHINGTON,D.C.", "Briannaton, ID 22732", "DD2E 5NE", "KT4 8HT", "RG5 0RQ",
    "2 KEVIN RUN", "7 COREY END", "H.NO. 12, NEHRU ROAD", "BRAUNAU AM INN", "NINO-STIFTER-GASSE 3", "LIC. JUAN PEREZ",
    "CAN", "FIN", "VICTORIA STREET 5", "CITY ROAD 12", "COURSE ROAD", "URANUS RESIDENCES 2", "GRACE", "KAROLINA",
    "Sample document for testing", "Inventory of household items", "12345678", "MR NAME",
    "BIRTHE HANSEN", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_names_towns_and_sentences_announce_nothing(text):
    assert field_labels_in(text) == ()


@pytest.mark.parametrize("word", ["NEV", "KØN", "POL", "NEM", "SESS", "CITY", "PADRE"])
def test_a_word_that_is_a_name_too_is_a_label_before_a_mark_or_beside_another(word):
    assert field_labels_in(word) == () or word in ("NEV",)
    assert field_labels_in(f"{word}: X")
    assert len(field_labels_in(f"{word}/Surname")) == 2


@pytest.mark.parametrize("abbreviation", ["DOB", "EXP", "ISS", "NIF", "CPF", "DD"])
def test_abbreviations_count_to_the_letter_as_words_of_their_own(abbreviation):
    assert field_labels_in(f"{abbreviation}: 12345")
    assert field_labels_in(f"X{abbreviation}X: 12345") == ()
    assert field_labels_in(f"{abbreviation.lower()} 12345") == ()


@pytest.mark.parametrize("field", Field)
def test_every_label_is_found_before_a_colon(field):
    missed = [label for label in TABLES[field] if field not in {found.field for found in field_labels_in(f"{label}:")}]
    assert missed == []
    assert all(latin(label) == letters(latin(label)) for label in TABLES[field])


DEAR = sorted({label for field in COVERED for label in TABLES[field] if len(label) >= 10})
KEPT = frozenset(Field) - COVERED - {Field.DOCUMENT, Field.PERSONAL, Field.ACCESS, Field.DISCRIMINATOR}


@given(st.sampled_from(DEAR), st.integers(0, 40), st.sampled_from("AEKMTXZ"))
def test_one_wrong_letter_makes_no_label_of_what_stays(label, place, letter):
    """A birth date that is announced as an expiry would stay."""
    place %= len(label)
    fields = {found.field for found in field_labels_in(label[:place] + letter + label[place + 1 :])}
    assert fields & COVERED or not fields & KEPT


@given(st.sampled_from(DEAR), st.text("0123456789 .", min_size=1, max_size=12))
def test_a_label_never_reaches_into_the_digits_behind_it(label, value):
    assert {found.end for found in field_labels_in(label + value)} == {len(label)}


@pytest.mark.parametrize("text", [text for text, _ in TABLE])
def test_labels_do_not_overlap(text):
    slices = sorted({(label.start, label.end) for label in field_labels_in(text)})
    assert all(end <= start for (_, end), (start, _) in pairwise(slices))
