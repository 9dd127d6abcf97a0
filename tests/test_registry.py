"""A registry finds its members by any spelling, and says what is nearest to a wrong one."""

import pytest

from playground.fields import Flag
from playground.registry import Registry, UnknownNameError


@pytest.fixture
def registry():
    registry = Registry("activation")
    registry.register("relu", "rectifier", capped=Flag())(type("Relu", (), {}))
    registry.register("leaky_relu")(type("Leaky", (), {}))
    return registry


@pytest.mark.parametrize("name", ["leaky_relu", "LeakyRelu", "LEAKY RELU"])
def test_case_and_underscores_do_not_matter(registry, name):
    assert registry.name_of(name) == "leaky_relu"
    assert name in registry


def test_an_alias_names_the_same_member(registry):
    assert registry["rectifier"] is registry["relu"]
    assert list(registry) == ["relu", "leaky_relu"]


def test_a_failed_look_up_names_the_nearest(registry):
    with pytest.raises(UnknownNameError, match=r"No activation is called 'rleu'.*'relu'"):
        registry["rleu"]


def test_a_look_up_far_from_all_names_them_all(registry):
    with pytest.raises(ValueError, match="There are: relu, leaky_relu"):
        registry["qqqqqqqq"]


def test_what_is_no_text_is_not_found(registry):
    assert 3 not in registry
    with pytest.raises(UnknownNameError):
        registry[None]


def test_two_members_cannot_share_a_name(registry):
    with pytest.raises(ValueError, match="already one activation"):
        registry.register("ReLU")(type("Other", (), {}))


def test_a_smaller_registry_keeps_aliases(registry):
    small = registry.only(lambda member: member.__name__ == "Relu")
    assert list(small) == ["relu"] and "rectifier" in small and "leaky_relu" not in small


def test_fields_stay_on_the_member(registry):
    assert list(registry["relu"].fields) == ["capped"]


def test_a_smaller_registry_sees_what_is_registered_later(registry):
    small = registry.only(lambda member: "e" in member.__name__)
    assert list(small) == ["relu", "leaky_relu"]
    registry.register("late", "tardy")(type("Late", (), {}))
    assert small["tardy"].__name__ == "Late" and small.nearest("lte") == "late"
