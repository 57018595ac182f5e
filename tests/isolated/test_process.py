"""One document in a process of its own: the same answers and the same errors."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import redactkit
from redactkit import PROFILES, IsolationError, Plan, errors, isolated
from redactkit.isolated import wire
from redactkit.model import DocumentKind, Facts
from redactkit.policy import Policy, Rule
from tests.born_digital import PLAIN
from tests.isolated.parts import ALL_ERRORS, PLAN, SECRET, raises

pytestmark = pytest.mark.slow


def as_told(report):
    """Return a report as it comes through JSON."""
    return replace(report, plan=Plan.from_json(report.plan.to_json()))


def test_a_picture_comes_out_as_without_isolation(picture):
    before, given = picture.read_bytes(), picture.with_name("given.png")
    alone = isolated.process(picture, given, policy="size-only")
    here = redactkit.process(picture, picture.with_name("here.png"), policy="size-only")
    assert (alone.path, alone.data) == (given, here.data)
    assert alone.report == as_told(here.report)
    assert given.read_bytes() == here.data
    assert picture.read_bytes() == before


def test_a_pdf_comes_out_as_without_isolation_beside_its_source(paper):
    alone = isolated.process(str(paper), policy="size-only")
    assert alone.path == paper.with_name("march.redacted.pdf")
    assert alone.path.read_bytes() == redactkit.process(PLAIN, policy="size-only").data


@pytest.mark.engine
def test_a_statement_is_covered_as_without_isolation(paper):
    alone, here = isolated.process(io.BytesIO(PLAIN)), redactkit.process(PLAIN)
    assert (alone.path, alone.data) == (None, here.data)
    assert alone.report == as_told(here.report)
    assert alone.report.facts == here.report.facts != Facts()


@pytest.mark.engine
def test_what_needs_a_person_comes_with_its_plan(tmp_path):
    sample = Path(__file__).parents[2] / "samples" / "card" / "plain.jpg"
    own = Policy("own", {DocumentKind.STATEMENT: PROFILES["appeal"].rules[DocumentKind.STATEMENT]})
    with pytest.raises(redactkit.ReviewNeededError) as here:
        redactkit.process(sample.read_bytes(), policy=own)
    with pytest.raises(redactkit.ReviewNeededError) as alone:
        isolated.process(sample.read_bytes(), policy=own)
    assert str(alone.value) == str(here.value)
    assert alone.value.plan == Plan.from_json(here.value.plan.to_json())
    assert alone.value.plan.covers


@pytest.mark.parametrize(
    ("name", "data", "settings"),
    [
        ("cut.jpg", b"\xff\xd8\xff\xe0\x00", {}),
        ("march.pdf", PLAIN, {"out": "march.png"}),
    ],
)
def test_errors_have_the_same_words(tmp_path, monkeypatch, name, data, settings):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(redactkit.RedactkitError) as here:
        redactkit.process(path, policy="size-only", **settings)
    error = raises(type(here.value), None, path, policy="size-only", **settings)
    assert str(error) == str(here.value)


def test_errors_of_this_side(tmp_path, picture, children):
    raises(errors.InputError, "missing.png: there is no such file", tmp_path / "missing.png")
    raises(errors.PolicyError, "no profile is named", picture, policy="none")
    raises(errors.PolicyError, "is the input", picture, out=picture)
    raises(errors.PolicyError, "neither a folder nor a file name", picture, out="card.gif")
    raises(errors.PolicyError, "of your own cannot cross", picture, engine=object())
    raises(errors.PolicyError, "above 0", picture, seconds=0)
    raises(errors.PolicyError, "above 0", picture, seconds=float("nan"))
    raises(errors.PolicyError, "above 0", picture, memory_bytes=-1)
    with pytest.raises(errors.InputError, match=r"redactkit\.process"):
        isolated.process(Image.new("RGB", (9, 9)))
    assert children == []


@pytest.mark.parametrize("kind", ALL_ERRORS)
@pytest.mark.parametrize("plan", [None, PLAN])
def test_every_error_crosses(kind, plan):
    review = issubclass(kind, errors.ReviewNeededError)
    sent = kind("page 1: ä \n 'x'", plan) if review else kind("page 1: ä \n 'x'")
    with pytest.raises(kind) as caught:
        wire.result_of(*wire.unpack(io.BytesIO(wire.answer_of_error(sent)).read, 0))
    assert type(caught.value) is kind
    assert str(caught.value) == str(sent)
    assert getattr(caught.value, "plan", None) == (plan if review else None)


def test_an_error_crosses_a_process(picture, monkeypatch):
    code = "from redactkit import errors\nraise errors.LeakError(f'{source.name} {out} {len(source.read())}')"
    raises(errors.LeakError, rf"card\.png None {picture.stat().st_size}", picture, code=code, monkeypatch=monkeypatch)


def test_of_an_unknown_error_only_its_name_crosses(picture, monkeypatch):
    error = raises(
        IsolationError, "unexpected KeyError", picture, code=f"raise KeyError({SECRET!r})", monkeypatch=monkeypatch
    )
    assert SECRET not in str(error)


@pytest.mark.parametrize("policy", PROFILES.values(), ids=str)
def test_profiles_cross(policy):
    own = replace(policy, watermark="For you", rules={**policy.rules, DocumentKind.CARD: Rule(frozenset(), 1, 2)})
    for one in (policy, own):
        assert wire.policy_of_plain(json.loads(json.dumps(wire.policy_to_plain(one)))) == one
