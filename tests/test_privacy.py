"""No value of a document leaves it: not by what is said, shown, logged or left lying about, and not by a network.

Every error is provoked, with all loggers at their most talkative; whatever is said along the way is searched.
"""

import io
import json
import logging
import os
import re
import socket
import subprocess
import sys
import tempfile
import traceback
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import redactkit
from redactkit import EngineError, NothingFoundError, ReviewNeededError, cli, isolated
from redactkit.load import limits, load
from redactkit.model import DocumentKind
from redactkit.policy import PROFILES, Policy
from redactkit.protocols import FIRST_LOOK
from redactkit.read import guarded
from redactkit.read.scripted import ScriptedEngine, line
from tests import born_digital
from tests.born_digital import PLAIN, Eyes
from tests.read.misbehaving import REFUSED, SECRET
from tests.test_pipeline import encoded, picture

PASSWORD = "hunter2hunter2"
SHOWN = (
    line("4111 1111 1111 1234", 60, 150, 440, 180),
    line("12/29", 250, 210, 340, 232),
    line("LEE M CARDHOLDER", 60, 255, 330, 280),
    line("17 ELMTREE AVENUE", 60, 60, 330, 80),
)
CARD = encoded(picture(*SHOWN))
VALUES = (
    *("4111 1111", "1111 1234", "12/29", "CARDHOLDER", "ELMTREE", PASSWORD, SECRET, SECRET[-4:]),
    *born_digital.VALUES,
)
SUFFIXES = ("PNG", "JPEG", "TIFF", "WEBP", "AVIF")
LOGS = logging.getLogger("test_privacy")


def once(*lines):
    """Return an engine that sees some lines in the source and others in the finished file."""
    return ScriptedEngine(lambda _, look: SHOWN if look.side_px == FIRST_LOOK else (*SHOWN, *lines))


def ever_new():
    looks = iter(range(99))
    return ScriptedEngine(lambda *_: (*SHOWN, line("98765432", 5, 4 + (n := 11 * next(looks)), 50, 12 + n)))


def locked():
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(owner=PASSWORD, user=PASSWORD))
    return file.getvalue()


def tagged_scan():
    """Return a PDF with a photo that has tags, larger than needed."""
    pdf, file = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page(page_size=(250, 160))
    photo = pdf.make_stream(tagged("JPEG"), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, BitsPerComponent=8)
    photo.Width, photo.Height, photo.ColorSpace, photo.Filter = 500, 320, pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
    page.Contents = pdf.make_stream(b"q 250 0 0 160 0 0 cm /Im0 Do Q")
    pdf.save(file)
    return file.getvalue()


ONLY_STATEMENTS = Policy("own", {DocumentKind.STATEMENT: PROFILES["appeal"].rules[DocumentKind.STATEMENT]})
TEXT = "\n".join(VALUES).encode()


def tagged(suffix):
    """Return the card with a value in every tag that takes a text."""
    exif, text = Image.Exif(), PngInfo()
    # Description, maker, software, artist, rights, remark: short, since loggers cut long ones.
    for tag, value in zip((0x010E, 0x010F, 0x0131, 0x013B, 0x8298, 0x9286), VALUES, strict=False):
        exif[tag] = value
    text.add_text("Comment", VALUES[0])
    text.add_text("Title", VALUES[1], zip=True)
    more = {"pnginfo": text} if suffix == "PNG" else {"comment": TEXT} if suffix == "JPEG" else {}
    return encoded(picture(*SHOWN), suffix, exif=exif, **more)


CASES = {  # what is sent, with which settings, and what happens
    "covered": (CARD, {"engine": ScriptedEngine(SHOWN)}, None),
    "strict": (CARD, {"engine": ScriptedEngine(SHOWN), "policy": "strict"}, None),
    "covered late": (CARD, {"engine": once(line("98765432", 300, 30, 420, 50))}, None),
    **{f"tags of {suffix}": (tagged(suffix), {"engine": ScriptedEngine(SHOWN)}, None) for suffix in SUFFIXES},
    "tags in a PDF": (tagged_scan(), {"policy": "size-only"}, None),
    "tags in a PDF without room": (tagged_scan(), {"policy": "size-only", "max_bytes": 9000}, None),
    "tags cut off": (tagged("TIFF")[:-900], {"engine": ScriptedEngine(SHOWN)}, redactkit.DamagedFileError),
    "a statement": (PLAIN, {"engine": Eyes(PLAIN)}, None),
    "a bad engine for a statement": (PLAIN, {"engine": REFUSED[0]()}, EngineError),
    "text": (TEXT, {}, redactkit.UnsupportedFormatError),
    "half a picture": (CARD[:900], {}, redactkit.DamagedFileError),
    "half a PDF": (b"%PDF-1.7\n" + TEXT, {}, redactkit.DamagedFileError),
    "too large": (CARD, {"engine": ScriptedEngine(SHOWN)}, redactkit.TooLargeError),
    "locked": (locked(), {}, redactkit.EncryptedFileError),
    "locked, a wrong password": (locked(), {"password": PASSWORD + "a"}, redactkit.EncryptedFileError),
    "no room": (CARD, {"engine": ScriptedEngine(SHOWN), "max_bytes": 1100}, redactkit.SizeLimitError),
    "no rule": (CARD, {"engine": ScriptedEngine(SHOWN), "policy": ONLY_STATEMENTS}, ReviewNeededError),
    "no number": (CARD, {"engine": ScriptedEngine(SHOWN[1:]), "kind": "card"}, ReviewNeededError),
    "nothing": (CARD, {"engine": ScriptedEngine(())}, NothingFoundError),
    "never done": (CARD, {"engine": ever_new()}, redactkit.LeakError),
    "read otherwise": (CARD, {"engine": once(line("4111 1111 1111 1235", 60, 150, 440, 180))}, None),
    "an unknown engine": (CARD, {"engine": "none"}, redactkit.PolicyError),
    **{kind.__name__: (CARD, {"engine": kind(), "kind": "card"}, redactkit.RedactkitError) for kind in REFUSED},
}


def found_in(said):
    """Return the values that stand in some text, also without blanks, as bytes are shown, or as numbers of cells."""
    bare = re.sub(r"[0-9a-f]{64}", "", said)
    return [value for value in VALUES if value in bare or "".join(value.split()) in bare]


def everything_of(result):
    """Return all that a result says of itself, and each part of it."""
    plan = result.report.plan
    parts = [repr(result), repr(result.report), str(result.report), json.dumps(result.to_dict()), repr(plan)]
    return "\n".join([*parts, plan.to_json(), repr(plan.covers), repr(plan.keeps), repr(result.report.facts)])


def all_of(error):
    """Return an error as it is shown, with whatever it was raised from."""
    chain, link = [], error
    while link is not None:
        chain += [repr(link), str(link), repr(link.args), repr(getattr(link, "__notes__", ""))]
        link = link.__cause__ or link.__context__
    plan = getattr(error, "plan", None)
    return "\n".join([*chain, *traceback.format_exception(error), repr(plan), plan.to_json() if plan else ""])


@pytest.fixture(autouse=True)
def heard(capfd, caplog, monkeypatch, tmp_path):
    """Let all loggers talk; return what was said on any stream or log, and see that no file is left."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(place))
    caplog.set_level(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, name)

    def said():
        LOGS.debug("is heard")
        return "".join([*capfd.readouterr(), caplog.text, *(repr(record.args) for record in caplog.records)])

    yield said
    assert os.listdir(place) == []


@pytest.mark.parametrize("case", CASES)
def test_no_value_is_said(case, heard, monkeypatch, tmp_path):
    source, settings, expected = CASES[case]
    if expected is redactkit.TooLargeError:
        monkeypatch.setattr(limits, "MAX_BYTES", 1000)
    path = tmp_path / "document"
    path.write_bytes(source)
    try:
        result = redactkit.process(path, tmp_path / f"out{'.pdf' if source[:4] == b'%PDF' else '.jpg'}", **settings)
        said, error = everything_of(result), None
    except Exception as raised:
        said, error = all_of(raised), raised
    assert isinstance(error, expected or (redactkit.LeakError, type(None))), said
    said += heard()
    assert "is heard" in said
    assert found_in(said) == []


@pytest.mark.parametrize("json_wanted", [True, False])
@pytest.mark.parametrize("case", ["a statement", "text", "half a PDF", "locked, a wrong password"])
def test_the_command_line_says_no_value(case, json_wanted, heard, tmp_path, monkeypatch):
    source, settings, expected = CASES[case]
    path = tmp_path / "document"
    path.write_bytes(source)
    monkeypatch.setattr("redactkit.pipeline.open_engine", lambda *_: Eyes(PLAIN))
    more = ["--json"] if json_wanted else []
    if "password" in settings:
        more += ["--password", settings["password"]]
    assert cli.main(["cover", str(path), "-o", str(tmp_path / "out.pdf"), *more]) == (3 if expected else 0)
    said = heard()
    assert str(path) in said
    assert found_in(said) == []


def test_a_plan_on_the_command_line_says_no_value(heard, tmp_path, monkeypatch):
    path = tmp_path / "card.png"
    path.write_bytes(CARD)
    monkeypatch.setattr("redactkit.pipeline.open_engine", lambda *_: ScriptedEngine(SHOWN))
    assert cli.main(["plan", str(path)]) == 0
    said = heard()
    assert '"covers"' in said
    assert found_in(said) == []


def test_words_that_are_handed_about_show_no_value():
    """What a debugger, a notebook or a failed assertion would print."""
    document = load(CARD)
    lines = guarded(ScriptedEngine(SHOWN), document.pages[0].pixels, redactkit.protocols.Look())
    page = replace(document.pages[0], lines=lines)
    assert found_in(repr((document, page, lines, lines[0].cells, load(PLAIN), isolated))) == []


def test_the_search_finds_what_is_said():
    assert found_in("x 41111111 y") == ["4111 1111"]
    assert found_in("4111 1111") == ["4111 1111"]
    assert found_in(f"a{'4' * 64}") == []
    shown = RuntimeError("12/29")
    assert found_in(all_of(shown)) == ["12/29"]
    shown = redactkit.LeakError("all is well")
    shown.__context__ = KeyError("ELMTREE")
    assert found_in(all_of(shown)) == ["ELMTREE"]


# --- no network


def test_the_tests_run_without_a_network():
    """As conftest.py sees to."""
    with pytest.raises(PermissionError, match="without a network"):
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    with pytest.raises(PermissionError, match="without a network"):
        socket.getaddrinfo("localhost", 80)


ALONE = """
import sys
called = []
words = "socket.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "webbrowser."
sys.addaudithook(lambda event, _: called.append(event) if event.startswith(words) else None)
import socket, urllib.request, redactkit
from redactkit import isolated
class Refused:
    def __init__(self, *_, **__):
        called.append("a socket")
        raise OSError("there is no network")
if sys.argv[1] == "call":
    try:
        urllib.request.urlopen("http://127.0.0.1:9/", timeout=1)
    except OSError:
        pass
socket.socket = socket.create_connection = urllib.request.urlopen = Refused
for act in (redactkit.process, isolated.process):
    for name in sys.argv[3:]:
        with open(name, "rb") as file:
            assert act(file.read(), policy=sys.argv[2]).data
print(called)
"""


def alone(mode, policy, *paths):
    """Cover files in a process of its own and return what it called of any network."""
    root = Path(redactkit.__file__).parents[1]
    command = [sys.executable, "-c", ALONE, mode, policy, *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout


@pytest.fixture
def talkative(monkeypatch):
    """Where onnxruntime reports to its maker: not in tests, unless these are gone."""
    for name in ("CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "GITHUB_ACTIONS", "TF_BUILD"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.slow
def test_no_network_is_asked_for(tmp_path, talkative):
    """Nor prepared for: `heard` sees that onnxruntime left no number of the device."""
    path = tmp_path / "card.png"
    path.write_bytes(CARD)
    assert alone("work", "size-only", path) == "[]\n"


@pytest.mark.slow
def test_the_ear_on_the_network_hears():
    assert "socket.connect" in alone("call", "size-only")


@pytest.mark.engine
def test_no_network_is_asked_for_by_an_engine(talkative):
    samples = Path(__file__).parents[1] / "samples"
    assert alone("work", "appeal", samples / "card" / "plain.jpg", samples / "statement" / "german.pdf") == "[]\n"
