"""The command line, with a pipeline that plays its part: exit codes, streams, and what reaches them."""

import io
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from redactkit import cli, errors
from redactkit.model import Cover, DocumentKind, Encoded, FieldKind, Keep, Quad
from redactkit.plans import Plan
from redactkit.policy import PROFILES
from redactkit.result import Result, report_of

VALUE = "4242 4242 4242 4242"  # a published test number; no stream may show it
QUAD = Quad(((1.0, 1.0), (9.0, 1.0), (9.0, 3.0), (1.0, 3.0)))
PLAN = Plan(
    DocumentKind.CARD,
    "appeal",
    ((10, 5),),
    (Cover(FieldKind.PAN, 0, (QUAD,)), Cover(FieldKind.EXPIRY, 0, (QUAD,))),
    (Keep(FieldKind.PAN, 0, QUAD, "4242"),),
)
COVERED = b"\xff\xd8 covered \r\n\x00\xff\xd9"


class Pipeline(ModuleType):
    """Stands in for redactkit.pipeline: raises what a file's name asks for, else covers it."""

    def __init__(self):
        super().__init__("redactkit.pipeline")
        self.troubles = {}
        self.calls = []

    def process(self, source, out=None, **settings):
        self.calls.append((source if isinstance(source, Path) else source.read(), out, settings))
        path = source if isinstance(source, Path) else None
        if path is not None and path.name in self.troubles:
            raise self.troubles[path.name]
        if out is None:
            target = path and path.with_suffix(f".redacted{path.suffix}")
        else:
            target = Path(out) / path.name if Path(out).is_dir() else Path(out)
        if target is not None:
            target.write_bytes(COVERED)
        return Result(target, COVERED, report_of(PLAN, Encoded("image/jpeg", COVERED), (), 1))

    def apply(self, source, plan, out=None, *, policy=None, **settings):
        assert plan == PLAN.from_json(PLAN.to_json())
        return self.process(source, out, **settings)

    def plan(self, source, **settings):
        self.process(source, "/dev/null", **settings)
        return PLAN


@pytest.fixture
def pipeline(monkeypatch):
    pipeline = Pipeline()
    monkeypatch.setitem(sys.modules, "redactkit.pipeline", pipeline)
    return pipeline


@pytest.fixture
def card(tmp_path, monkeypatch):
    """Return the name of a picture in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("card.jpg").write_bytes(b"picture")
    return "card.jpg"


def feed(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


TROUBLES = [
    (errors.PolicyError("the settings clash"), 2, "the settings clash"),
    (errors.InputError("send another"), 3, "send another"),
    (errors.UnsupportedFormatError("a spreadsheet"), 3, "a spreadsheet"),
    (errors.EncryptedFileError("a password is needed"), 3, "a password is needed"),
    (errors.DamagedFileError("cut short"), 3, "cut short"),
    (errors.TooLargeError("too many pixels"), 3, "too many pixels"),
    (FileNotFoundError(2, "No such file or directory", "card.jpg"), 3, "No such file or directory: card.jpg"),
    (PermissionError(13, "Permission denied", "out.jpg"), 3, "Permission denied: out.jpg"),
    (errors.EngineError("install it"), 4, "install it"),
    (
        errors.ReviewNeededError("page 0: no digits read"),
        5,
        "page 0: no digits read; to go on: redactkit plan card.jpg",
    ),
    (errors.ComplianceError("refused"), 6, "refused"),
    (errors.NothingFoundError("nothing to cover"), 6, "nothing to cover"),
    (errors.LeakError("still shows a pan"), 6, "still shows a pan"),
    (errors.SizeLimitError("does not fit"), 6, "does not fit"),
    (KeyError(VALUE), 1, "unexpected KeyError; please report it"),
    (OSError(f"cannot identify {VALUE}"), 1, "unexpected OSError; please report it"),  # a decoder's, not the system's
    (errors.RedactkitError(VALUE), 1, "unexpected RedactkitError; please report it"),
]


@pytest.mark.parametrize("case", TROUBLES, ids=lambda case: type(case[0]).__name__)
def test_every_error_has_its_code_and_its_words(pipeline, card, capsys, case):
    trouble, code, words = case
    pipeline.troubles[card] = trouble

    assert cli.main(["cover", card]) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"redactkit: card.jpg: {words}")
    assert shown.err.count("\n") == 1

    assert cli.main(["cover", card, "--json"]) == code
    shown = capsys.readouterr()
    answer = json.loads(shown.out)
    assert shown.err == ""
    assert answer.keys() == {"source", "error", "message"}
    assert answer["error"] == type(trouble).__name__
    assert answer["message"].startswith(words)
    assert VALUE not in shown.out

    assert cli.main(["plan", card]) == code
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    assert VALUE not in shown.err


def test_one_line_a_file(pipeline, card, capsys):
    assert cli.main(["cover", card]) == 0
    expected = "card.jpg -> card.redacted.jpg  card: covered 1 pan, 1 expiry; kept the end of 1 pan; 16 bytes\n"
    assert capsys.readouterr() == (expected, "")
    assert Path("card.redacted.jpg").read_bytes() == COVERED


def test_settings_reach_the_pipeline(pipeline, card):
    settings = ["--policy", "strict", "--kind", "card", "--engine", "tesseract", "--max-bytes", "5000"]
    assert cli.main(["cover", card, "-o", "b.png", *settings]) == 0
    [(source, out, given)] = pipeline.calls
    assert (source, out) == (Path(card), "b.png")
    policy = given.pop("policy")
    assert (policy.name, policy.max_bytes) == ("strict", 5000)
    assert given == {"kind": DocumentKind.CARD, "engine": "tesseract", "password": None}


@pytest.mark.parametrize("argv", [["cover", "march.pdf"], ["plan", "march.pdf"], ["apply", "march.pdf", "plan.json"]])
def test_the_password_reaches_the_pipeline_and_no_stream(pipeline, card, capsys, argv):
    Path("march.pdf").write_bytes(b"%PDF")
    Path("plan.json").write_text(PLAN.to_json())
    assert cli.main([*argv, "--password", "s3cr3t-w0rd"]) == 0
    assert pipeline.calls[0][2]["password"] == "s3cr3t-w0rd"
    pipeline.troubles["march.pdf"] = errors.EncryptedFileError("the PDF is encrypted; give the right password")
    assert cli.main([*argv, "--password", "s3cr3t-w0rd"]) == 3
    shown = capsys.readouterr()
    assert "encrypted" in shown.err
    assert "s3cr3t" not in shown.out + shown.err


def test_pdfs_into_a_folder_stay_pdfs(pipeline, card, capsys):
    Path("out").mkdir()
    for name in ("march.pdf", "april.pdf"):
        Path(name).write_bytes(b"%PDF")
    assert cli.main(["cover", "march.pdf", "april.pdf", card, "-o", "out"]) == 0
    assert [out for _, out, _ in pipeline.calls] == ["out"] * 3
    assert sorted(path.name for path in Path("out").iterdir()) == ["april.pdf", "card.jpg", "march.pdf"]
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_json_holds_source_and_report(pipeline, card, capsys):
    assert cli.main(["cover", card, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["source"] == "card.jpg"
    assert answer["path"] == "card.redacted.jpg"
    assert [cover["kind"] for cover in answer["covered"]] == ["pan", "expiry"]


def test_a_bad_file_does_not_stop_the_others(pipeline, card, capsys):
    pipeline.troubles = {"b.jpg": errors.LeakError("shows a pan"), "c.jpg": errors.DamagedFileError("cut short")}
    Path("out").mkdir()

    assert cli.main(["cover", card, "b.jpg", "c.jpg", "d.jpg", "-o", "out"]) == 6
    shown = capsys.readouterr()
    assert [line.split()[0] for line in shown.out.splitlines()] == ["card.jpg", "d.jpg"]
    assert shown.err.splitlines() == ["redactkit: b.jpg: shows a pan", "redactkit: c.jpg: cut short"]
    assert sorted(path.name for path in Path("out").iterdir()) == ["card.jpg", "d.jpg"]


def test_progress_only_on_a_terminal_and_for_many(pipeline, card, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "12")
    cli.main(["cover", card, "other.jpg"])
    assert capsys.readouterr().err == "\r\x1b[K1/2 card.jp\r\x1b[K\r\x1b[K2/2 other.j\r\x1b[K"
    cli.main(["cover", card])
    assert "1/1" not in capsys.readouterr().err


@pytest.mark.parametrize("argv", [["-"], ["-", "-o", "-"]])
def test_standard_input_to_standard_output(pipeline, capsysbinary, monkeypatch, argv):
    feed(monkeypatch, b"\x00\xffpicture\r\n")
    assert cli.main(["cover", *argv]) == 0
    shown = capsysbinary.readouterr()
    assert shown.out == COVERED
    assert shown.err.startswith(b"- -> -  card: covered 1 pan")
    assert pipeline.calls[0][:2] == (b"\x00\xffpicture\r\n", None)


def test_standard_input_to_a_file(pipeline, card, monkeypatch, capsys):
    feed(monkeypatch, b"picture")
    assert cli.main(["cover", "-", "-o", "b.jpg", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["path"] == "b.jpg"


def test_a_file_to_standard_output_leaves_the_folder_alone(pipeline, card, capsysbinary):
    assert cli.main(["cover", card, "-o", "-"]) == 0
    assert capsysbinary.readouterr().out == COVERED
    assert [path.name for path in Path().iterdir()] == [card]
    assert pipeline.calls[0][:2] == (b"picture", None)


def test_a_missing_file_to_standard_output(pipeline, card, capsysbinary):
    assert cli.main(["cover", "gone.jpg", "-o", "-"]) == 3
    assert capsysbinary.readouterr() == (b"", b"redactkit: gone.jpg: No such file or directory: gone.jpg\n")


@pytest.mark.parametrize(
    "argv",
    [
        ["a.jpg", "b.jpg", "-o", "c.jpg"],
        ["a.jpg", "b.jpg", "-o", "-"],
        ["a.jpg", "-"],
        ["a.jpg", "-", "-o", "."],
        ["-", "--json"],
        ["a.jpg", "-o", "-", "--json"],
        ["a.jpg", "--max-bytes", "10"],
    ],
)
def test_settings_that_contradict_each_other(pipeline, card, capsys, argv):
    assert cli.main(["cover", *argv]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("redactkit: ")
    assert pipeline.calls == []


@pytest.mark.parametrize(
    "argv", [[], ["cover"], ["cover", "a", "--policy", "x"], ["cover", "a", "--kind", "x"], ["plan", "a", "b"]]
)
def test_usage_errors_end_as_argparse_ends_them(argv, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(argv)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: redactkit")


def test_plan_is_printed_and_written(pipeline, card, capsys):
    assert cli.main(["plan", card, "--policy", "strict"]) == 0
    assert Plan.from_json(capsys.readouterr().out) == Plan.from_json(PLAN.to_json())
    assert pipeline.calls[0][2] == {"policy": "strict", "kind": None, "engine": None, "password": None}

    assert cli.main(["plan", card, "-o", "plan.json"]) == 0
    assert capsys.readouterr() == ("", "")
    assert Path("plan.json").read_text() == PLAN.to_json() + "\n"


def test_plan_of_what_needs_review_is_shown_too(pipeline, card, capsys):
    pipeline.troubles[card] = errors.ReviewNeededError("no digits read", PLAN)
    assert cli.main(["plan", card]) == 5
    shown = capsys.readouterr()
    assert Plan.from_json(shown.out).covers == PLAN.covers
    assert shown.err == "redactkit: no digits read\n"


def test_plan_does_not_overwrite_the_picture(pipeline, card):
    assert cli.main(["plan", card, "-o", f"./{card}"]) == 2
    assert Path(card).read_bytes() == b"picture"


def test_apply_reads_the_plan_from_a_file_or_standard_input(pipeline, card, capsys, monkeypatch):
    Path("plan.json").write_text(PLAN.to_json())
    assert cli.main(["apply", card, "plan.json", "--max-bytes", "5000"]) == 0
    assert pipeline.calls[0][2] == {"engine": None, "password": None, "max_bytes": 5000}
    feed(monkeypatch, PLAN.to_json().encode())
    assert cli.main(["apply", card, "-", "-o", "b.jpg"]) == 0
    assert capsys.readouterr().out.count("card.jpg -> ") == 2


@pytest.mark.parametrize(("plan", "code"), [(b"{}", 2), (b"\xff", 2), (None, 3)])
def test_apply_without_a_plan(pipeline, card, capsys, plan, code):
    if plan is not None:
        Path("plan.json").write_bytes(plan)
    assert cli.main(["apply", card, "plan.json"]) == code
    assert capsys.readouterr().err.startswith("redactkit: ")
    assert pipeline.calls == []


def test_policies_name_their_sources(capsys):
    assert cli.main(["policies"]) == 0
    shown = capsys.readouterr().out
    assert all(policy.name in shown and policy.source in shown for policy in PROFILES.values())


@pytest.mark.parametrize("command", [[], ["cover"], ["plan"], ["apply"]])
def test_help_tells_the_exit_codes(command, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([*command, "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert "exit codes" in shown
    assert ("--password" in shown) is bool(command)
    assert "PDF" in shown


def test_interrupted(pipeline, card, capsys):
    pipeline.troubles[card] = KeyboardInterrupt()
    assert cli.main(["cover", card]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("trouble", [None, errors.InputError("bad"), OSError(2, "none", "a\x1b[2J\n\udcff.jpg")])
def test_names_cannot_command_the_terminal(pipeline, card, capsys, trouble):
    name = "a\x1b[2J\n\udcff.jpg"
    Path(name).write_bytes(b"picture")
    if trouble is not None:
        pipeline.troubles[name] = trouble
    assert cli.main(["cover", name]) == (0 if trouble is None else 3)
    shown = "".join(capsys.readouterr())
    assert shown.isascii()
    assert "\x1b" not in shown
    assert shown.count("\n") == 1


def test_a_name_is_said_once(pipeline, card, capsys):
    pipeline.troubles[card] = errors.DamagedFileError("card.jpg: cut short")
    assert cli.main(["cover", f"./{card}"]) == 3
    assert capsys.readouterr().err == "redactkit: ./card.jpg: cut short\n"


def test_a_closed_pipe_ends_quietly():
    code = "import sys; from redactkit.cli import main; input(); sys.exit(main(['policies']))"
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    child.stdout.close()
    child.stdin.write(b"\n")
    child.stdin.close()
    assert child.stderr.read() == b""
    assert child.wait() == 141


def test_two_files_for_one_name_are_refused_before_anything_is_read(pipeline, tmp_path, capsys):
    names = [str(tmp_path / name) for name in ("card.jpg", "card.png")]
    assert cli.main(["cover", *names]) == 2
    assert "one name" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
