"""Tax and social security numbers: whose format a number has.

Nine or eleven digits fit many countries by chance: without a label this proves nothing.
"""

from __future__ import annotations

import re

from stdnum import get_cc_module

from redactkit.numbers.dates import find_dates

MIN_LENGTH = 8  # characters of the shortest ones: python-stdnum fills up a shorter BSN with zeros
# Country and module in python-stdnum, by the seven languages' countries and those that bank in them.
FORMATS = (
    "us.ssn us.itin us.ein ca.sin gb.utr gb.vat ie.pps au.tfn au.abn nz.ird in.pan in.aadhaar in.gstin sg.uen za.idnr",
    "de.idnr de.stnr de.vat at.vnr at.tin ch.ssn ch.uid",
    "fr.nir fr.nif fr.siren fr.siret fr.tva be.nn be.vat lu.tva",
    "es.dni es.nie es.cif es.nif mx.rfc mx.curp ar.cuit cl.rut co.nit pe.ruc",
    "it.codicefiscale it.iva nl.bsn nl.btw pt.nif br.cpf br.cnpj",
)
# HM Revenue & Customs, National Insurance Manual NIM39110; python-stdnum has none.
_NINO = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]?")


def tax_evidence(text: str) -> tuple[str, ...]:
    """Return the names of the formats that a whole text has, for instance ``("us.ssn",)``; check digits included.

    Parameters
    ----------
    text : str
        One number with or without its separators.
    """
    number = text.strip()
    dated = any(span.certain for span in find_dates(number))
    if dated or not any(map(str.isdigit, number)) or sum(map(str.isalnum, number)) < MIN_LENGTH:
        return ()
    found = [name for formats in FORMATS for name in formats.split() if _fits(name, number)]
    if _NINO.fullmatch(re.sub(r"[ .-]", "", number).upper()):
        found.append("gb.nino")
    return tuple(found)


def _fits(name: str, number: str) -> bool:
    country, _, kind = name.partition(".")
    module = get_cc_module(country, kind)
    return module is not None and bool(module.is_valid(number))
