"""Named tuples of `named_tuple` behave like those of ``typing``."""

from __future__ import annotations

import pickle
import typing
from collections.abc import Callable

import pytest

from hookkit.named_tuple import NamedTuple


class Ours(NamedTuple):
    """A place."""

    row: int
    column: int = 7
    name: str = ""

    @property
    def both(self) -> int:
        """The sum."""
        return self.row + self.column


class Theirs(typing.NamedTuple):
    """A place."""

    row: int
    column: int = 7
    name: str = ""


Kind = type[Ours] | type[Theirs]
ACTIONS: dict[str, Callable[[Kind], object]] = {
    "by place": lambda kind: tuple(kind(1, 2, "x")),
    "by name": lambda kind: tuple(kind(name="x", row=1)),
    "mixed": lambda kind: tuple(kind(1, name="x")),
    "defaults": lambda kind: kind(1),
    "replace": lambda kind: tuple(kind(1)._replace(column=3)),
    "replace nothing": lambda kind: kind(1)._replace(),
    "dictionary": lambda kind: kind(1)._asdict(),
    "make": lambda kind: tuple(kind._make([1, 2, "x"])),
    "fields": lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__, kind.__doc__),
    "text": lambda kind: repr(kind(1)).partition("(")[2],
    "hash": lambda kind: hash(kind(1)),
    "order": lambda kind: [kind(1) < kind(2), kind(1) == (1, 7, ""), kind(1) != kind(1, 2)],
    "items": lambda kind: [kind(1).column, kind(1)[1], len(kind(1)), [*kind(1)]],
    "hints": lambda kind: typing.get_type_hints(kind),
    "no dictionary": lambda kind: hasattr(kind(1), "__dict__"),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_what_is_asked_is_answered_alike(action: str) -> None:
    assert ACTIONS[action](Ours) == ACTIONS[action](Theirs)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda kind: kind(),
        lambda kind: kind(1, 2, "x", 4),
        lambda kind: kind(1, row=2),
        lambda kind: kind(1, other=2),
        lambda kind: setattr(kind(1), "row", 2),
        lambda kind: kind(1)._replace(other=2),
    ],
)
def test_what_is_wrong_is_refused_alike(wrong: Callable[[object], object]) -> None:
    for kind in (Ours, Theirs):
        with pytest.raises((TypeError, ValueError, AttributeError)):
            wrong(kind)


def test_a_value_goes_to_other_processes() -> None:
    value = pickle.loads(pickle.dumps(Ours(1, name="x")))
    assert (value, type(value), value.both) == ((1, 7, "x"), Ours, 8)


def test_a_field_without_a_default_comes_before_those_with_one() -> None:
    with pytest.raises(TypeError, match="without a default"):

        class Wrong(NamedTuple):
            a: int = 1
            b: str  # type: ignore[misc]
