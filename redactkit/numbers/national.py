"""National personal numbers and tax numbers of persons: python-stdnum knows their shapes and check digits.

Evidence, never a gate: specimens and misread digits fail the checks, and of random numbers of nine to eleven digits a
quarter and more pass one country's or another's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

# By the number's shape without its separators: modules of python-stdnum that check a digit or a date in it. Those that
# check nothing (American social security numbers) are left out.
_FORMATS = tuple(
    (re.compile(shape), tuple(modules.split()))
    for shape, modules in (
        (r"\d{9}", "cz.rc sk.rc nl.bsn pt.nif il.idnr"),
        (r"\d{10}", "at.vnr bg.egn cz.rc sk.rc dk.cpr ec.ci is_.kennitala se.personnummer gb.nhs ua.rntrc"),
        (
            r"\d{11}",
            "be.nn br.cpf de.idnr do.cedula ee.ik gr.amka hr.oib lt.asmens no.fodselsnummer pl.pesel tr.tckimlik",
        ),
        (r"\d{12}", "in_.aadhaar my.nric se.personnummer"),
        (r"\d{13}", "ro.cnp si.emso th.pin za.idnr kr.rrn ch.ssn"),
        (r"\d{15}", "fr.nir"),
        (r"\d{17}[\dX]", "cn.ric"),
        (r"\d{8}[A-Z]", "es.dni"),
        (r"[XYZ]\d{7}[A-Z]", "es.nie"),
        (r"\d{7,8}[\dK]", "cl.rut"),
        (r"\d{7}[A-W][A-IW]?", "ie.pps"),
        (r"\d{6}[-+A-FU-Y]\d{3}[\dA-Z]", "fi.hetu"),
        (r"\d{5,6}[-+]\d{4}", "se.personnummer"),
        (r"[A-Z]{6}[\dA-Z]{2}[A-Z][\dA-Z]{2}[A-Z][\dA-Z]{3}[A-Z]", "it.codicefiscale"),
        (r"[A-Z]{4}\d{6}[A-Z]{6}[\dA-Z]\d", "mx.curp"),
        (r"[A-Z]{3}\d{7}", "in_.epic"),
    )
)
_SEPARATORS = str.maketrans("", "", " ./–")
_DASHED = re.compile(r"[-+]")
MIN_LENGTH, MAX_LENGTH = 8, 24  # of the shortest with a letter, and of the longest with its separators


@dataclass(frozen=True, slots=True)
class National:
    """What a number may be.

    Attributes
    ----------
    format : str
        Country and number as python-stdnum names them: ``es.dni``.
    birth : date or None
        The day of birth that it says.
    """

    format: str
    birth: date | None = field(default=None, repr=False)


@lru_cache(maxsize=1024)
def national(text: str) -> tuple[National, ...]:
    """Return the personal numbers that a text may be, whole and with its check digit or its date right.

    Parameters
    ----------
    text : str
        Separators may stand in it; capitals only.
    """
    if not (MIN_LENGTH <= len(text) <= MAX_LENGTH and any(map(str.isdigit, text))):
        return ()
    plain = text.translate(_SEPARATORS)
    shapes = dict.fromkeys((plain, _DASHED.sub("", plain)))
    names = dict.fromkeys(
        (name, shape)
        for shape in shapes
        for pattern, modules in _FORMATS
        if pattern.fullmatch(shape)
        for name in modules
    )
    return tuple(one for name, shape in names if (one := _checked(name, shape)) is not None)


def _checked(name: str, number: str) -> National | None:
    module = import_module(f"stdnum.{name}")
    if not module.is_valid(number):
        return None
    tell = getattr(module, "get_birth_date", None)
    try:
        return National(name, tell(number) if tell else None)
    except ValueError:  # a number without a date in it: python-stdnum's errors are ValueErrors
        return National(name)
