"""A plan is edited without being changed, and goes through JSON without loss and without a value."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactkit.errors import PolicyError
from redactkit.geometry import from_box
from redactkit.model import Cover, DocumentKind, FieldKind, Keep, Quad
from redactkit.plans import Plan

SECRET = "5556"
COVER = Cover(FieldKind.PAN, 0, (from_box(10, 10, 60, 20),), ("card", "luhn"))
EXPIRY = Cover(FieldKind.EXPIRY, 1, (from_box(0, 0, 30, 10), from_box(40, 0, 70, 10)))
PLAN = Plan(
    DocumentKind.CARD,
    "appeal",
    ((200, 100), (80, 50)),
    (COVER, EXPIRY),
    (Keep(FieldKind.PAN, 0, COVER.quads[0], SECRET),),
)

hundredths = st.integers(-100_000, 100_000).map(lambda n: n / 100)
points = st.tuples(hundredths, hundredths)
quads = st.tuples(points, points, points, points).map(Quad)


@st.composite
def plans(draw):
    sizes = draw(st.lists(st.tuples(st.integers(1, 9000), st.integers(1, 9000)), min_size=1, max_size=3).map(tuple))
    kinds, pages = st.sampled_from(FieldKind), st.integers(0, len(sizes) - 1)
    evidence = st.lists(st.text(max_size=8), max_size=3).map(tuple)
    covers = st.builds(Cover, kinds, pages, st.lists(quads, min_size=1, max_size=3).map(tuple), evidence)
    keeps = st.builds(Keep, kinds, pages, quads)
    return Plan(
        draw(st.sampled_from(DocumentKind)),
        draw(st.text(max_size=8)),
        sizes,
        draw(st.lists(covers, max_size=4).map(tuple)),
        draw(st.lists(keeps, max_size=4).map(tuple)),
        draw(st.text(max_size=8)),
    )


@given(plans())
@settings(max_examples=30)
def test_json_gives_the_same_plan_back(plan):
    assert Plan.from_json(plan.to_json()) == plan


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
@settings(max_examples=30)
def test_anything_else_is_refused_in_our_words(text):
    with pytest.raises(PolicyError):
        Plan.from_json(text)


def without(key):
    return lambda data: data.pop(key)


def with_(path, value):
    *way, last = path

    def spoil(data):
        for key in way:
            data = data[key]
        data[last] = value

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        *(without(key) for key in ("version", "kind", "policy", "engine", "sizes", "covers", "keeps")),
        with_(["version"], 2),
        with_(["kind"], "passport"),
        with_(["covers", 0, "kind"], "secret"),
        with_(["covers", 0, "page"], 2),
        with_(["covers", 0, "page"], -1),
        with_(["covers", 0, "page"], 0.5),
        with_(["covers", 0, "page"], float("inf")),
        with_(["covers", 0, "quads"], []),
        with_(["covers", 0, "quads", 0], [[0, 0], [1, 0], [1, 1]]),
        with_(["covers", 0, "quads", 0, 0, 0], float("nan")),
        with_(["covers", 0, "quads", 0, 0, 0], float("inf")),
        with_(["keeps", 0, "quad", 0, 0], float("nan")),
        with_(["keeps", 0, "page"], 9),
        with_(["sizes", 0], [float("inf"), 1]),
        with_(["sizes", 0], [1]),
    ],
)
def test_a_spoilt_plan_is_refused(spoil):
    data = json.loads(PLAN.to_json())
    Plan.from_json(json.dumps(data))
    spoil(data)
    with pytest.raises(PolicyError):
        Plan.from_json(json.dumps(data))


def test_a_plan_nested_without_end_is_refused():
    with pytest.raises(PolicyError):
        Plan.from_json("[" * 100_000)


def test_no_value_is_shown():
    assert SECRET not in repr(PLAN)
    assert SECRET not in PLAN.to_json()
    assert Plan.from_json(PLAN.to_json()).keeps[0].text == ""


def test_numbers_of_numpy_go_through_json():
    quad = Quad(tuple((x, y) for x, y in np.array(COVER.quads[0].corners, dtype=np.float32)))
    plan = replace(PLAN, covers=(replace(COVER, quads=(quad,)), EXPIRY))
    assert Plan.from_json(plan.to_json()).covers == PLAN.covers


def test_an_added_box_is_the_last_cover():
    plan = PLAN.add(1, (5, 5, 20, 20))
    assert plan.covers[:2] == PLAN.covers
    assert plan.covers[2] == Cover(FieldKind.MANUAL, 1, (from_box(5, 5, 20, 20),), ("manual",))
    assert len(PLAN.covers) == 2


def test_an_added_box_ends_at_the_page():
    far = float("inf")
    assert PLAN.add(1, (-far, 40, 900, far)).covers[-1].quads == (from_box(0, 40, 80, 50),)


def test_a_moved_cover_keeps_its_kind_and_number():
    plan = PLAN.move(0, (1, 2, 3, 4))
    assert plan.covers == (replace(COVER, quads=(from_box(1, 2, 3, 4),)), EXPIRY)


def test_a_dropped_cover_becomes_a_keep_at_every_place_of_it():
    plan = PLAN.drop(1)
    assert plan.covers == (COVER,)
    assert plan.keeps == (*PLAN.keeps, *(Keep(FieldKind.MANUAL, 1, quad) for quad in EXPIRY.quads))


@pytest.mark.parametrize("page", [-1, 2])
def test_there_is_no_such_page(page):
    with pytest.raises(PolicyError, match=f"no page {page}"):
        PLAN.add(page, (0, 0, 1, 1))


@pytest.mark.parametrize("index", [-1, 2])
def test_there_is_no_such_cover(index):
    for edit in (PLAN.drop, lambda i: PLAN.move(i, (0, 0, 1, 1))):
        with pytest.raises(PolicyError, match=f"no number {index}"):
            edit(index)


@pytest.mark.parametrize(
    "box",
    [(5, 5, 5, 9), (9, 5, 5, 9), (5, 9, 9, 9), (80, 0, 90, 9), (0, 50, 9, 60), (-9, 0, 0, 9), (float("nan"), 0, 9, 9)],
)
def test_an_empty_or_far_box_is_refused(box):
    with pytest.raises(PolicyError, match="80 x 50"):
        PLAN.add(1, box)
    with pytest.raises(PolicyError):
        PLAN.move(1, box)
