"""The command line on PDFs, through the true pipeline; eyes that see what is printed stand in for the engine."""

import io
import sys
from pathlib import Path

import pytest

from redactkit import cli
from tests.born_digital import PLAIN, STAYS, Eyes, lines_of, locked


@pytest.fixture
def march(tmp_path, monkeypatch):
    """Return the name of a real statement in the current folder; eyes that see it are the engine."""
    from redactkit import pipeline

    monkeypatch.chdir(tmp_path)
    Path("march.pdf").write_bytes(PLAIN)
    monkeypatch.setattr(pipeline, "open_engine", lambda engine=None: Eyes(PLAIN))
    return "march.pdf"


def test_a_pdf_is_covered_beside_itself(march, capsys):
    assert cli.main(["cover", march]) == 0
    assert capsys.readouterr().out.startswith("march.pdf -> march.redacted.pdf  statement: covered 1 iban, 1 pan")
    assert lines_of(Path("march.redacted.pdf").read_bytes()) == STAYS


def test_several_pdfs_go_into_a_folder_as_pdfs(march, capsys):
    Path("april.pdf").write_bytes(PLAIN)
    Path("out").mkdir()
    assert cli.main(["cover", march, "april.pdf", "-o", "out"]) == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["april.redacted.pdf", "march.redacted.pdf"]
    assert all(lines_of(path.read_bytes()) == STAYS for path in Path("out").iterdir())


def test_a_pdf_goes_from_standard_input_to_standard_output(march, capsysbinary, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAIN)))
    assert cli.main(["cover", "-"]) == 0
    shown = capsysbinary.readouterr()
    assert lines_of(shown.out) == STAYS
    assert shown.err.startswith(b"- -> -  statement: covered")
    assert [path.name for path in Path().iterdir()] == [march]


def test_a_locked_pdf_needs_its_password(march, capsys):
    Path("locked.pdf").write_bytes(locked(PLAIN))
    assert cli.main(["cover", "locked.pdf"]) == 3
    assert "password" in capsys.readouterr().err
    assert cli.main(["plan", "locked.pdf", "--password", "wrong", "-o", "plan.json"]) == 3
    assert cli.main(["plan", "locked.pdf", "--password", "open", "-o", "plan.json"]) == 0
    assert cli.main(["apply", "locked.pdf", "plan.json", "--password", "open", "-o", "open.pdf"]) == 0
    assert lines_of(Path("open.pdf").read_bytes()) == STAYS


def test_a_pdf_into_a_picture_is_a_matter_of_usage(march, capsys):
    assert cli.main(["cover", march, "-o", "march.jpg"]) == 2
    assert "PDF" in capsys.readouterr().err
    assert not Path("march.jpg").exists()
