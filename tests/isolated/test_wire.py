"""What a process answers is a stranger's word: checked, or refused."""

import io
import sys
from dataclasses import replace
from datetime import date

import pytest

import redactkit
from redactkit import PROFILES, IsolationError, errors, isolated
from redactkit.isolated import wire
from redactkit.model import Encoded, Facts
from redactkit.result import Check, report_of
from tests.isolated.parts import PLAN, SECRET, SLEEP, play, raises


def result(data=b"\xff\xd8 covered", **changed):
    facts = Facts("Jane Doe", ((date(2025, 8, 1), date(2025, 8, 31)),), ("4242",))
    told = report_of(PLAN, Encoded("image/jpeg", data), (Check("size", "small"),), 1)
    made = redactkit.Result(None, data, replace(told, facts=facts))
    header, data = wire.unpack(io.BytesIO(wire.answer_of(made)).read, len(data))
    return made, {**header, **changed}, data


def test_a_result_crosses():
    made, header, data = result()
    assert wire.result_of(header, data) == made


DEEP = '{"a":' + "[" * 100_000
LIES = {
    "nothing": b"",
    "another mark": wire.pack({})[:3] + b"2" + wire.pack({})[4:],
    "a giant header": b"rdk1" + (2**63).to_bytes(8, "big") + bytes(8),
    "giant data": b"rdk1" + (2).to_bytes(8, "big") + (2**63).to_bytes(8, "big") + b"{}",
    "data above the limit": wire.pack({}, bytes(PROFILES["appeal"].max_bytes + 1)),
    "less than announced": wire.pack({"error": "LeakError", "message": "a"})[:-1],
    "less data than announced": wire.pack({}, b"123456")[:-1],
    "no JSON": wire.pack({}).replace(b"{}", b"{]"),
    "no object": wire.pack({}).replace(b"{}", b"12"),
    "too deep": b"rdk1" + len(DEEP).to_bytes(8, "big") + bytes(8) + DEEP.encode(),
    "neither": wire.pack({}),
    "a class that is none": wire.pack({"error": "SystemExit", "message": "a"}),
    "a class that is no name": wire.pack({"error": ["LeakError"], "message": "a"}),
    "a message that is no text": wire.pack({"error": "LeakError", "message": 7}),
    "an endless message": wire.pack({"error": "LeakError", "message": "a" * 10_000}),
    "an error without its plan": wire.pack({"error": "ReviewNeededError", "message": "a", "plan": "{}"}),
    **{
        f"{name} {value!r}"[:40]: wire.pack(*result(**{name: value})[1:])
        for name, value in [
            *[("plan", "[]"), ("plan", 5), ("plan", DEEP), ("rounds", "1"), ("rounds", True), ("rounds", 10**9)],
            *[("media", "text/html"), ("media", []), ("checks", [["a"]]), ("checks", [[1, 2]]), ("checks", 5)],
            *[("facts", None), ("facts", {"holder": 5, "periods": [], "tails": []})],
            *[("facts", {"holder": None, "periods": [["a", "b"]], "tails": []})],
            *[("facts", {"holder": None, "periods": [], "tails": [5]})],
        ]
    },
    "no data": wire.pack(result()[1]),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_refused(lie):
    with pytest.raises(wire.Nonsense) as caught:
        wire.result_of(*wire.unpack(io.BytesIO(LIES[lie]).read, PROFILES["appeal"].max_bytes))
    assert len(str(caught.value)) < 60


@pytest.mark.parametrize("lie", ["nothing", "a giant header", "neither"])
def test_a_process_that_lies_is_refused(picture, monkeypatch, lie):
    boot = f"import sys\nsys.stdout.buffer.write({LIES[lie]!r})"
    monkeypatch.setattr(isolated, "_BOOT", boot)
    raises(IsolationError, r"^card\.png: ", picture)


def test_one_that_never_stops_talking_is_stopped(picture, monkeypatch):
    lie = "import os\nos.write(1, b'rdk1' + (32_000_000).to_bytes(8, 'big') + bytes(8))\n"
    lie += "while True: os.write(1, b'{' * 65536)"
    monkeypatch.setattr(isolated, "_BOOT", lie)
    raises(IsolationError, "no JSON object", picture)


def test_what_a_library_prints_is_no_answer(picture, monkeypatch, capfd):
    code = f"import os, sys\nprint({SECRET!r}, flush=True)\nos.write(1, b'rdk1'); os.write(2, {SECRET.encode()!r})\n"
    code += "from redactkit import errors\nraise errors.LeakError('as it is')"
    raises(errors.LeakError, "as it is", picture, code=code, monkeypatch=monkeypatch)
    assert capfd.readouterr() == ("", "")


def test_an_answer_in_another_format_is_not_written(picture, monkeypatch):
    lie = wire.pack(result(media="image/png")[1], b"\xff\xd8")
    monkeypatch.setattr(isolated, "_BOOT", f"import sys\nsys.stdout.buffer.write({lie!r})")
    raises(IsolationError, "another format", picture, out=picture.with_name("a.jpg"))


def test_no_process_can_be_started(picture, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    raises(IsolationError, "no process could be started for it", picture)


def test_an_interrupt_ends_the_process(picture, monkeypatch, children):
    def interrupt(*_):
        raise KeyboardInterrupt

    play(monkeypatch, SLEEP)
    monkeypatch.setattr(isolated._Talk, "join", lambda self, *_: self.ident and interrupt())
    with pytest.raises(KeyboardInterrupt):
        isolated.process(picture)
    assert children[0].returncode is not None
