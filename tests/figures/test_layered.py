"""The layout of a graph: boxes apart, lines from border to border and around the boxes."""

import random

import pytest

from playground.figures.layered import Line, draw

RESIDUAL = [("inputs", "x"), ("x", "y"), ("y", "z"), ("x", "added"), ("z", "added"),
            ("added", "out")]
TWO_ENDS = [("left", "a"), ("right", "b"), ("a", "both"), ("b", "both"), ("both", "one"),
            ("both", "other"), ("a", "other")]


def many(count=30, seed=3):
    rng = random.Random(seed)
    chain = [(f"box {k - 1}", f"box {k}") for k in range(1, count)]
    return chain + [(f"box {rng.randrange(k - 1)}", f"box {k}") for k in range(3, count, 3)]


def drawing(wires, **more):
    names = dict.fromkeys(name for wire in wires for name in wire)
    sizes = {name: (168, 60 + 40 * (len(name) % 3)) for name in names}
    return sizes, draw(sizes, [Line(*wire, label=50) for wire in wires], **more)


def inside(sizes, laid, name, x, y, by=0.0):
    (left, top), (width, height) = laid.places[name], sizes[name]
    return left - by < x < left + width + by and top - by < y < top + height + by


@pytest.mark.parametrize("wires", [RESIDUAL, TWO_ENDS, *(many(seed=seed) for seed in range(8))])
def test_no_box_lies_on_another_and_no_line_runs_through_one(wires):
    sizes, laid = drawing(wires)
    for name, (left, top) in laid.places.items():
        width, height = sizes[name]
        for other in set(sizes) - {name}:
            for x, y in ((left, top), (left + width, top), (left, top + height),
                         (left + width, top + height), (left + width / 2, top + height / 2)):
                assert not inside(sizes, laid, other, x, y)
    for (source, target), route in zip(wires, laid.routes):
        assert inside(sizes, laid, source, *route.points[0], by=1)
        assert inside(sizes, laid, target, *route.points[-1], by=1)
        for (x, y), (to_x, to_y) in zip(route.points, route.points[1:]):
            for share in (0.1, 0.3, 0.5, 0.7, 0.9):
                at = x + share * (to_x - x), y + share * (to_y - y)
                assert not any(inside(sizes, laid, name, *at, by=-1) for name in sizes)


@pytest.mark.parametrize("wires", [RESIDUAL, TWO_ENDS])
def test_what_comes_later_stands_further_right(wires):
    sizes, laid = drawing(wires)
    for source, target in wires:
        assert laid.places[source][0] + sizes[source][0] < laid.places[target][0]


def test_a_long_graph_goes_on_in_the_next_row():
    chain = [(f"box {k - 1}", f"box {k}") for k in range(1, 30)]
    _, laid = drawing([*chain, ("box 3", "box 5"), ("box 20", "box 25")])
    left, top, right, bottom = laid.bounds
    assert right - left < 4 * (bottom - top)


def test_the_same_graph_is_laid_out_alike():
    assert drawing(many()) == drawing(many())


def test_what_was_moved_stays_there_and_its_lines_follow():
    sizes, laid = drawing(RESIDUAL, moved={"y": (500.0, -300.0), "gone": (0.0, 0.0)})
    _, before = drawing(RESIDUAL)
    assert laid.places["y"] == (500, -300)
    assert all(laid.places[name] == before.places[name] for name in sizes if name != "y")
    assert inside(sizes, laid, "y", *laid.routes[1].points[0], by=1) is False
    assert inside(sizes, laid, "y", *laid.routes[1].points[-1], by=1)


def test_nothing_is_drawn_of_nothing():
    assert draw({}, []).bounds == (0, 0, 0, 0)
