"""Glyph widths of the 14 fonts that every viewer brings along. ISO 32000-2, 9.6.2.2.

From the Adobe Core 14 AFM files, Copyright (c) 1985, 1987, 1989, 1990, 1991, 1992, 1993, 1997 Adobe Systems
Incorporated. All Rights Reserved. They may be used, copied, and distributed for any purpose and without charge, with or
without modification. Here only the width of each glyph is left of them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COURIER = 600.0
"""Width of every glyph of the four Courier fonts."""

# Helvetica, Helvetica-Bold (the obliques have the same widths), Times-Roman, -Bold, -Italic, -BoldItalic
_LATIN = """
A 667 722 722 722 611 667, AE 1000 1000 889 1000 889 944, Aacute 667 722 722 722 611 667,
Acircumflex 667 722 722 722 611 667, Adieresis 667 722 722 722 611 667, Agrave 667 722 722 722 611 667,
Aring 667 722 722 722 611 667, Atilde 667 722 722 722 611 667, B 667 722 667 667 611 667, C 722 722 667 722 667 667,
Ccedilla 722 722 667 722 667 667, D 722 722 722 722 722 722, E 667 667 611 667 611 667,
Eacute 667 667 611 667 611 667, Ecircumflex 667 667 611 667 611 667, Edieresis 667 667 611 667 611 667,
Egrave 667 667 611 667 611 667, Eth 722 722 722 722 722 722, Euro 556 556 500 500 500 500, F 611 611 556 611 611 667,
G 778 778 722 778 722 722, H 722 722 722 778 722 778, I 278 278 333 389 333 389, Iacute 278 278 333 389 333 389,
Icircumflex 278 278 333 389 333 389, Idieresis 278 278 333 389 333 389, Igrave 278 278 333 389 333 389,
J 500 556 389 500 444 500, K 667 722 722 778 667 667, L 556 611 611 667 556 611, Lslash 556 611 611 667 556 611,
M 833 833 889 944 833 889, N 722 722 722 722 667 722, Ntilde 722 722 722 722 667 722, O 778 778 722 778 722 722,
OE 1000 1000 889 1000 944 944, Oacute 778 778 722 778 722 722, Ocircumflex 778 778 722 778 722 722,
Odieresis 778 778 722 778 722 722, Ograve 778 778 722 778 722 722, Oslash 778 778 722 778 722 722,
Otilde 778 778 722 778 722 722, P 667 667 556 611 611 611, Q 778 778 722 778 722 722, R 722 722 667 722 611 667,
S 667 667 556 556 500 556, Scaron 667 667 556 556 500 556, T 611 611 611 667 556 611, Thorn 667 667 556 611 611 611,
U 722 722 722 722 722 722, Uacute 722 722 722 722 722 722, Ucircumflex 722 722 722 722 722 722,
Udieresis 722 722 722 722 722 722, Ugrave 722 722 722 722 722 722, V 667 667 722 722 611 667,
W 944 944 944 1000 833 889, X 667 667 722 722 611 667, Y 667 667 722 722 556 611, Yacute 667 667 722 722 556 611,
Ydieresis 667 667 722 722 556 611, Z 611 611 611 667 556 611, Zcaron 611 611 611 667 556 611,
a 556 556 444 500 500 500, aacute 556 556 444 500 500 500, acircumflex 556 556 444 500 500 500,
acute 333 333 333 333 333 333, adieresis 556 556 444 500 500 500, ae 889 889 667 722 667 722,
agrave 556 556 444 500 500 500, ampersand 667 722 778 833 778 778, aring 556 556 444 500 500 500,
asciicircum 469 584 469 581 422 570, asciitilde 584 584 541 520 541 570, asterisk 389 389 500 500 500 500,
at 1015 975 921 930 920 832, atilde 556 556 444 500 500 500, b 556 611 500 556 500 500,
backslash 278 278 278 278 278 278, bar 260 280 200 220 275 220, braceleft 334 389 480 394 400 348,
braceright 334 389 480 394 400 348, bracketleft 278 333 333 333 389 333, bracketright 278 333 333 333 389 333,
breve 333 333 333 333 333 333, brokenbar 260 280 200 220 275 220, bullet 350 350 350 350 350 350,
c 500 556 444 444 444 444, caron 333 333 333 333 333 333, ccedilla 500 556 444 444 444 444,
cedilla 333 333 333 333 333 333, cent 556 556 500 500 500 500, circumflex 333 333 333 333 333 333,
colon 278 333 278 333 333 333, comma 278 278 250 250 250 250, copyright 737 737 760 747 760 747,
currency 556 556 500 500 500 500, d 556 611 500 556 500 500, dagger 556 556 500 500 500 500,
daggerdbl 556 556 500 500 500 500, degree 400 400 400 400 400 400, dieresis 333 333 333 333 333 333,
divide 584 584 564 570 675 570, dollar 556 556 500 500 500 500, dotaccent 333 333 333 333 333 333,
dotlessi 278 278 278 278 278 278, e 556 556 444 444 444 444, eacute 556 556 444 444 444 444,
ecircumflex 556 556 444 444 444 444, edieresis 556 556 444 444 444 444, egrave 556 556 444 444 444 444,
eight 556 556 500 500 500 500, ellipsis 1000 1000 1000 1000 889 1000, emdash 1000 1000 1000 1000 889 1000,
endash 556 556 500 500 500 500, equal 584 584 564 570 675 570, eth 556 611 500 500 500 500,
exclam 278 333 333 333 333 389, exclamdown 333 333 333 333 389 389, f 278 333 333 333 278 333,
fi 500 611 556 556 500 556, five 556 556 500 500 500 500, fl 500 611 556 556 500 556, florin 556 556 500 500 500 500,
four 556 556 500 500 500 500, fraction 167 167 167 167 167 167, g 556 611 500 500 500 500,
germandbls 611 611 500 556 500 500, grave 333 333 333 333 333 333, greater 584 584 564 570 675 570,
guillemotleft 556 556 500 500 500 500, guillemotright 556 556 500 500 500 500, guilsinglleft 333 333 333 333 333 333,
guilsinglright 333 333 333 333 333 333, h 556 611 500 556 500 556, hungarumlaut 333 333 333 333 333 333,
hyphen 333 333 333 333 333 333, i 222 278 278 278 278 278, iacute 278 278 278 278 278 278,
icircumflex 278 278 278 278 278 278, idieresis 278 278 278 278 278 278, igrave 278 278 278 278 278 278,
j 222 278 278 333 278 278, k 500 556 500 556 444 500, l 222 278 278 278 278 278, less 584 584 564 570 675 570,
logicalnot 584 584 564 570 675 606, lslash 222 278 278 278 278 278, m 833 889 778 833 722 778,
macron 333 333 333 333 333 333, minus 584 584 564 570 675 606, mu 556 611 500 556 500 576,
multiply 584 584 564 570 675 570, n 556 611 500 556 500 556, nine 556 556 500 500 500 500,
ntilde 556 611 500 556 500 556, numbersign 556 556 500 500 500 500, o 556 611 500 500 500 500,
oacute 556 611 500 500 500 500, ocircumflex 556 611 500 500 500 500, odieresis 556 611 500 500 500 500,
oe 944 944 722 722 667 722, ogonek 333 333 333 333 333 333, ograve 556 611 500 500 500 500,
one 556 556 500 500 500 500, onehalf 834 834 750 750 750 750, onequarter 834 834 750 750 750 750,
onesuperior 333 333 300 300 300 300, ordfeminine 370 370 276 300 276 266, ordmasculine 365 365 310 330 310 300,
oslash 611 611 500 500 500 500, otilde 556 611 500 500 500 500, p 556 611 500 556 500 500,
paragraph 537 556 453 540 523 500, parenleft 333 333 333 333 333 333, parenright 333 333 333 333 333 333,
percent 889 889 833 1000 833 833, period 278 278 250 250 250 250, periodcentered 278 278 250 250 250 250,
perthousand 1000 1000 1000 1000 1000 1000, plus 584 584 564 570 675 570, plusminus 584 584 564 570 675 570,
q 556 611 500 556 500 500, question 556 611 444 500 500 500, questiondown 611 611 444 500 500 500,
quotedbl 355 474 408 555 420 555, quotedblbase 333 500 444 500 556 500, quotedblleft 333 500 444 500 556 500,
quotedblright 333 500 444 500 556 500, quoteleft 222 278 333 333 333 333, quoteright 222 278 333 333 333 333,
quotesinglbase 222 278 333 333 333 333, quotesingle 191 238 180 278 214 278, r 333 389 333 444 389 389,
registered 737 737 760 747 760 747, ring 333 333 333 333 333 333, s 500 556 389 389 389 389,
scaron 500 556 389 389 389 389, section 556 556 500 500 500 500, semicolon 278 333 278 333 333 333,
seven 556 556 500 500 500 500, six 556 556 500 500 500 500, slash 278 278 278 278 278 278,
space 278 278 250 250 250 250, sterling 556 556 500 500 500 500, t 278 333 278 333 278 278,
thorn 556 611 500 556 500 500, three 556 556 500 500 500 500, threequarters 834 834 750 750 750 750,
threesuperior 333 333 300 300 300 300, tilde 333 333 333 333 333 333, trademark 1000 1000 980 1000 980 1000,
two 556 556 500 500 500 500, twosuperior 333 333 300 300 300 300, u 556 611 500 556 500 556,
uacute 556 611 500 556 500 556, ucircumflex 556 611 500 556 500 556, udieresis 556 611 500 556 500 556,
ugrave 556 611 500 556 500 556, underscore 556 556 500 500 500 500, v 500 556 500 500 444 444,
w 722 778 722 722 667 667, x 500 556 500 500 444 500, y 500 556 500 500 444 444, yacute 500 556 500 500 444 444,
ydieresis 500 556 500 500 444 444, yen 556 556 500 500 500 500, z 500 500 444 444 389 389,
zcaron 500 500 444 444 389 389, zero 556 556 500 500 500 500
"""

_SYMBOL = """
Alpha 722, Beta 667, Chi 722, Delta 612, Epsilon 611, Eta 722, Euro 750, Gamma 603, Ifraktur 686, Iota 333,
Kappa 722, Lambda 686, Mu 889, Nu 722, Omega 768, Omicron 722, Phi 763, Pi 768, Psi 795, Rfraktur 795, Rho 556,
Sigma 592, Tau 611, Theta 741, Upsilon 690, Upsilon1 620, Xi 645, Zeta 611, aleph 823, alpha 631, ampersand 778,
angle 768, angleleft 329, angleright 329, apple 790, approxequal 549, arrowboth 1042, arrowdblboth 1042,
arrowdbldown 603, arrowdblleft 987, arrowdblright 987, arrowdblup 603, arrowdown 603, arrowhorizex 1000,
arrowleft 987, arrowright 987, arrowup 603, arrowvertex 603, asteriskmath 500, bar 200, beta 549, braceex 494,
braceleft 480, braceleftbt 494, braceleftmid 494, bracelefttp 494, braceright 480, bracerightbt 494,
bracerightmid 494, bracerighttp 494, bracketleft 333, bracketleftbt 384, bracketleftex 384, bracketlefttp 384,
bracketright 333, bracketrightbt 384, bracketrightex 384, bracketrighttp 384, bullet 460, carriagereturn 658,
chi 549, circlemultiply 768, circleplus 768, club 753, colon 278, comma 250, congruent 549, copyrightsans 790,
copyrightserif 790, degree 400, delta 494, diamond 753, divide 549, dotmath 250, eight 500, element 713,
ellipsis 1000, emptyset 823, epsilon 439, equal 549, equivalence 549, eta 603, exclam 333, existential 549, five 500,
florin 500, four 500, fraction 167, gamma 411, gradient 713, greater 549, greaterequal 549, heart 753, infinity 713,
integral 274, integralbt 686, integralex 686, integraltp 686, intersection 768, iota 329, kappa 549, lambda 549,
less 549, lessequal 549, logicaland 603, logicalnot 713, logicalor 603, lozenge 494, minus 549, minute 247, mu 576,
multiply 549, nine 500, notelement 713, notequal 549, notsubset 713, nu 521, numbersign 500, omega 686, omega1 713,
omicron 549, one 500, parenleft 333, parenleftbt 384, parenleftex 384, parenlefttp 384, parenright 333,
parenrightbt 384, parenrightex 384, parenrighttp 384, partialdiff 494, percent 833, period 250, perpendicular 658,
phi 521, phi1 603, pi 549, plus 549, plusminus 549, product 823, propersubset 713, propersuperset 713,
proportional 713, psi 686, question 444, radical 549, radicalex 500, reflexsubset 713, reflexsuperset 713,
registersans 790, registerserif 790, rho 549, second 411, semicolon 278, seven 500, sigma 603, sigma1 439,
similar 549, six 500, slash 278, space 250, spade 753, suchthat 439, summation 713, tau 439, therefore 863,
theta 521, theta1 631, three 500, trademarksans 786, trademarkserif 890, two 500, underscore 500, union 768,
universal 713, upsilon 576, weierstrass 987, xi 493, zero 500, zeta 494
"""

_ZAPF_DINGBATS = """
a1 974, a2 961, a3 980, a4 719, a5 789, a6 494, a7 552, a8 537, a9 577, a10 692, a11 960, a12 939, a13 549, a14 855,
a15 911, a16 933, a17 945, a18 974, a19 755, a20 846, a21 762, a22 761, a23 571, a24 677, a25 763, a26 760, a27 759,
a28 754, a29 786, a30 788, a31 788, a32 790, a33 793, a34 794, a35 816, a36 823, a37 789, a38 841, a39 823, a40 833,
a41 816, a42 831, a43 923, a44 744, a45 723, a46 749, a47 790, a48 792, a49 695, a50 776, a51 768, a52 792, a53 759,
a54 707, a55 708, a56 682, a57 701, a58 826, a59 815, a60 789, a61 789, a62 707, a63 687, a64 696, a65 689, a66 786,
a67 787, a68 713, a69 791, a70 785, a71 791, a72 873, a73 761, a74 762, a75 759, a76 892, a77 892, a78 788, a79 784,
a81 438, a82 138, a83 277, a84 415, a85 509, a86 410, a87 234, a88 234, a89 390, a90 390, a91 276, a92 276, a93 317,
a94 317, a95 334, a96 334, a97 392, a98 392, a99 668, a100 668, a101 732, a102 544, a103 544, a104 910, a105 911,
a106 667, a107 760, a108 760, a109 626, a110 694, a111 595, a112 776, a117 690, a118 791, a119 790, a120 788,
a121 788, a122 788, a123 788, a124 788, a125 788, a126 788, a127 788, a128 788, a129 788, a130 788, a131 788,
a132 788, a133 788, a134 788, a135 788, a136 788, a137 788, a138 788, a139 788, a140 788, a141 788, a142 788,
a143 788, a144 788, a145 788, a146 788, a147 788, a148 788, a149 788, a150 788, a151 788, a152 788, a153 788,
a154 788, a155 788, a156 788, a157 788, a158 788, a159 788, a160 894, a161 838, a162 924, a163 1016, a164 458,
a165 924, a166 918, a167 927, a168 928, a169 928, a170 834, a171 873, a172 828, a173 924, a174 917, a175 930,
a176 931, a177 463, a178 883, a179 836, a180 867, a181 696, a182 874, a183 760, a184 946, a185 865, a186 967,
a187 831, a188 873, a189 927, a190 970, a191 918, a192 748, a193 836, a194 771, a195 888, a196 748, a197 771,
a198 888, a199 867, a200 696, a201 874, a202 974, a203 762, a204 759, a205 509, a206 410, space 278
"""

_FAMILIES = {
    "helvetica": "Helvetica",
    "arial": "Helvetica",
    "times": "Times",
    "timesnew": "Times",  # New Roman
    "courier": "Courier",
    "couriernew": "Courier",
    "symbol": "Symbol",
    "zapfdingbats": "ZapfDingbats",
}
_STYLE = re.compile(r"(?:bold|italic|oblique|roman|regular|psmt|ps|mt)+$")


def core_widths(font: str) -> Mapping[str, float] | float | None:
    """Return the widths of one of the 14 fonts, or of one that viewers take for it (Arial, Times New Roman).

    Parameters
    ----------
    font : str
        The name without a slash, as in ``/BaseFont``.

    Returns
    -------
    mapping of glyph name to width in 1/1000 em, float when all glyphs have that width, or None for another font.
    """
    name = font.rpartition("+")[2].lower().translate(_NO_MARKS)
    family = _FAMILIES.get(name) or _FAMILIES.get(_STYLE.sub("", name))
    if family == "Courier":
        return COURIER
    if family in ("Symbol", "ZapfDingbats"):
        return _table(_SYMBOL if family == "Symbol" else _ZAPF_DINGBATS, 0)
    bold, italic = "bold" in name, "italic" in name or "oblique" in name
    if family == "Helvetica":
        return _table(_LATIN, bold)
    return _table(_LATIN, 2 + bold + 2 * italic) if family == "Times" else None


_NO_MARKS = str.maketrans("", "", " ,-")


@cache
def _table(text: str, column: int) -> Mapping[str, float]:
    rows = (row.split() for row in text.replace("\n", "").split(","))
    return {row[0]: float(row[1 + column]) for row in rows}
