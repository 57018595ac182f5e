"""The command line: arguments in, covered files, lines and an exit code out.

No traceback and no value ever reaches a stream; of an error that is not redactkit's own, whose
text may hold anything, only the name of its type is shown. The pipeline is imported by the
command that needs it, so that ``--help`` loads no outside library.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shlex
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from redactkit.errors import ComplianceError, EngineError, InputError, PolicyError, ReviewNeededError
from redactkit.model import DocumentKind
from redactkit.plans import Plan
from redactkit.policy import PROFILES, resolve
from redactkit.version import __version__
from redactkit.write import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redactkit.result import Result

_EXIT_CODES = """\
exit codes; of several files the highest one counts:
  0  covered
  1  unexpected error: please report it, without the file
  2  usage: change the arguments
  3  input: the file cannot be read, or the result not be written
  4  engine: a reading engine is missing or broken
  5  review: a person has to look, see 'plan' and 'apply'
  6  refused: nothing found, no legible result fits, or something still showed
"""
_FAMILIES = (PolicyError, InputError, EngineError, ReviewNeededError, ComplianceError)  # codes 2 to 6, first match
_HELP: dict[str, Any] = {"formatter_class": argparse.RawDescriptionHelpFormatter, "epilog": _EXIT_CODES}
_INTERRUPTED, _BROKEN_PIPE = 128 + 2, 128 + 13  # 128 + the signal's number, as shells report it


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    argv : sequence of str or None
        Arguments without the program's name; None reads `sys.argv`.

    Raises
    ------
    SystemExit
        Usage errors (code 2), ``--help`` and ``--version`` (code 0), as argparse does.
    """
    args = _parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name that a terminal cannot show is no failure
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _progress("")
        code = _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter's last flush fails, too
        code = _BROKEN_PIPE
    except Exception as error:
        code = _complain(error)
    return code


def _parser() -> argparse.ArgumentParser:
    purpose = "Cover the sensitive parts of a card or a bank statement, picture or PDF, below an upload limit."
    parser = argparse.ArgumentParser("redactkit", description=purpose, **_HELP)
    parser.add_argument("--version", action="version", version=f"redactkit {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(run: Callable[[argparse.Namespace], int], name: str, about: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.", **_HELP)
        made.set_defaults(run=run)
        return made

    cover = command(_cover, "cover", "write a covered copy of each document")
    cover.add_argument("inputs", nargs="+", metavar="INPUT", help="a picture or PDF; - is standard input")
    _add_settings(cover)
    _add_outputs(cover)
    plan = command(_plan, "plan", "show as JSON what would be covered, and cover nothing")
    plan.add_argument("input", metavar="INPUT", help="a picture or PDF; - is standard input")
    plan.add_argument("-o", dest="out", metavar="PLAN", help="where to write the plan (default: standard output)")
    _add_settings(plan)
    apply = command(_apply, "apply", "cover what a plan says")
    apply.add_argument("inputs", nargs=1, metavar="INPUT", help="the document that was planned; - is standard input")
    apply.add_argument("plan", metavar="PLAN", help="a plan as JSON; - is standard input")
    apply.add_argument("--engine", metavar="NAME", help="the engine of the second look")
    _add_password(apply)
    _add_outputs(apply)
    command(_policies, "policies", "list the profiles and where their rules come from")
    return parser


def _add_settings(parser: argparse.ArgumentParser) -> None:
    kinds = [kind.value for kind in DocumentKind if kind is not DocumentKind.UNKNOWN]
    parser.add_argument("--policy", choices=PROFILES, default="appeal", help="profile (default: appeal)")
    parser.add_argument("--kind", choices=kinds, help="what the document is (default: look)")
    parser.add_argument("--engine", metavar="NAME", help="the engine that reads")
    _add_password(parser)


def _add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--password", metavar="TEXT", help="opens an encrypted PDF; the result needs none")


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    formats = "a file, whose suffix chooses the format (a PDF stays one)"
    where = f"{formats}, or a folder; - is standard output (default: beside each input)"
    parser.add_argument("-o", dest="out", metavar="OUT", help=where)
    parser.add_argument("--max-bytes", type=int, metavar="N", help="largest output file (default: the profile's)")
    parser.add_argument("--json", action="store_true", help="one JSON object a file on standard output, errors too")


def _cover(args: argparse.Namespace) -> int:
    from redactkit.pipeline import process  # noqa: PLC0415

    policy = resolve(args.policy, args.max_bytes)
    return _each(args, partial(process, policy=policy, kind=args.kind, engine=args.engine, password=args.password))


def _apply(args: argparse.Namespace) -> int:
    from redactkit.pipeline import apply  # noqa: PLC0415

    data = sys.stdin.buffer.read() if args.plan == "-" else Path(args.plan).read_bytes()
    plan = Plan.from_json(data.decode(errors="replace"))
    act = partial(apply, plan=plan, engine=args.engine, password=args.password, max_bytes=args.max_bytes)
    return _each(args, act)


def _plan(args: argparse.Namespace) -> int:
    from redactkit.pipeline import plan  # noqa: PLC0415

    code = 0
    try:
        settings = {"policy": args.policy, "kind": args.kind, "engine": args.engine, "password": args.password}
        found = plan(_source(args.input), **settings)
    except ReviewNeededError as error:
        if error.plan is None:
            raise
        found, code = error.plan, _complain(error)
    if args.out in (None, "-"):
        print(found.to_json())
    else:
        refuse(Path(args.out), _source(args.input))
        Path(args.out).write_text(found.to_json() + "\n", encoding="utf-8")
    return code


def _policies(_: argparse.Namespace) -> int:
    for policy in PROFILES.values():
        print(f"{policy.name:14}{policy.source}")
    return 0


def _each(args: argparse.Namespace, act: Callable[..., Result]) -> int:
    """Run one act on every input and return the highest exit code; a bad file does not stop the others."""
    names: list[str] = args.inputs
    many = len(names) > 1
    to_stdout = args.out == "-" or (args.out is None and "-" in names)
    if many and (to_stdout or "-" in names):
        raise PolicyError("- stands for one file; give it as the only one")
    if many and args.out is not None and not os.path.isdir(args.out):
        raise PolicyError(f"several files need a folder, and {args.out} is none")
    if len({(args.out or os.path.dirname(name), Path(name).stem) for name in names}) < len(names):
        raise PolicyError("two of the files would be written under one name; cover them into different folders")
    if to_stdout and args.json:
        raise PolicyError("the covered file and --json cannot share standard output; give -o a name")
    tell = _tell_json if args.json else _tell
    codes = []
    for number, name in enumerate(names, 1):
        if many:
            _progress(_shown(f"{number}/{len(names)} {name}"))
        outcome = _attempt(name, act, None if to_stdout else args.out, in_memory=to_stdout)
        _progress("")
        codes.append(tell(name, outcome))
    return max(codes)


def _attempt(name: str, act: Callable[..., Result], out: str | None, *, in_memory: bool) -> Result | Exception:
    try:
        if in_memory and name != "-":
            with open(name, "rb") as file:  # of what is no path the pipeline keeps the result in memory
                return act(file, out=None)
        return act(_source(name), out=out)
    except Exception as error:
        return error


def _source(name: str) -> Path | BinaryIO:
    return sys.stdin.buffer if name == "-" else Path(name)


def _progress(text: str) -> None:
    """Replace the last line of the terminal, if there is one; an empty text clears it."""
    if sys.stderr.isatty():
        print("\r\x1b[K" + text[: shutil.get_terminal_size().columns - 1], end="", file=sys.stderr, flush=True)


def _tell(name: str, outcome: Result | Exception) -> int:
    """Show one line for a person, and the covered file on standard output if it is nowhere else."""
    if isinstance(outcome, Exception):
        return _complain(outcome, name)
    if outcome.path is None:
        sys.stdout.buffer.write(outcome.data)
        print(_shown(f"{name} -> -  {outcome.report}"), file=sys.stderr)
    else:
        print(_shown(f"{name} -> {outcome.path}  {outcome.report}"), flush=True)
    return 0


def _tell_json(name: str, outcome: Result | Exception) -> int:
    if isinstance(outcome, Exception):
        code, message = _verdict(outcome, name)
        answer = {"error": type(outcome).__name__, "message": message}
    else:
        code, answer = 0, outcome.to_dict()
    print(json.dumps({"source": name, **answer}), flush=True)
    return code


def _complain(error: Exception, name: str | None = None) -> int:
    """Show an error on standard error and return its exit code."""
    code, message = _verdict(error, name)
    if name is not None:  # the pipeline's own words may begin with the name, but without its folder
        message = f"{name}: {message.removeprefix(f'{Path(name).name}: ')}"
    print(f"redactkit: {_shown(message)}", file=sys.stderr)
    return code


def _verdict(error: Exception, name: str | None) -> tuple[int, str]:
    """Return the exit code and the words for an error; a bug's are 1 and the name of its type."""
    if isinstance(error, OSError) and error.strerror:  # the system's words, not those of a decoder
        return 3, error.strerror if error.filename is None else f"{error.strerror}: {error.filename}"
    code = next((code for code, family in enumerate(_FAMILIES, 2) if isinstance(error, family)), 1)
    if code == 1:
        return code, f"unexpected {type(error).__name__}; please report it, without the file"
    if isinstance(error, ReviewNeededError) and name is not None:
        file = shlex.quote(name)
        way = f"redactkit plan {file} -o plan.json, add boxes to it, redactkit apply {file} plan.json"
        return code, f"{error}; to go on: {way}"
    return code, str(error)


def _shown(line: str) -> str:
    """Return a line with file names in it as it may be printed: no line breaks, no terminal codes."""
    return line if line.isprintable() else ascii(line)
