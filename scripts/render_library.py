"""Regenerate the reference in docs/library.md: what ``import hookkit`` offers, by its docstrings.

Run it from the top of the checkout: ``python -m scripts.render_library``.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path

import hookkit
from hookkit import errors

PAGE = Path(__file__).parents[1] / "docs" / "library.md"

REFERENCE = "\n## Reference\n"
"""The marker that ends the part of the page that is written by hand."""

KINDS = ("HookkitError", "Refused", "WrongUsage", "GitFailed", "EnvironmentFailed")
"""The errors that are raised."""

FIRST = ("Repository", "correct_text")
"""The objects that come first in the page."""


def render() -> str:
    """Give the page: the part written by hand, and below it the reference."""
    head, heading, _ = PAGE.read_text(encoding="utf-8").partition(REFERENCE)
    order = sorted(hookkit.__all__, key=lambda name: (name not in FIRST, name))
    parts = [head + heading, *(part for name in order for part in _public(name))]
    return "\n".join([*parts, *_errors()])


def _public(name: str) -> Iterator[str]:
    value = getattr(hookkit, name)
    yield f"### `hookkit.{name}`\n"
    if not inspect.isclass(value) or not is_dataclass(value):
        yield _signature(name, value)
    else:
        yield "\n".join(["```python", *map(_field, fields(value)), "```\n"])
    yield _text(value)
    if inspect.isclass(value):
        for member, found in vars(value).items():
            if not member.startswith("_"):
                yield from _member(name, member, found)


def _member(owner: str, name: str, found: object) -> Iterator[str]:
    if isinstance(found, property):
        annotation = inspect.signature(found.fget).return_annotation if found.fget else ""
        yield f"#### `{owner}.{name}`: {annotation}\n".replace("|", "or")
        yield _text(found)
    elif inspect.isfunction(found):
        yield f"#### `{owner}.{name}`\n"
        yield _signature(name, found)
        yield _text(found)


def _signature(name: str, value: object) -> str:
    assert callable(value)
    signature = inspect.signature(value)
    given = [each for each in signature.parameters.values() if each.name != "self"]
    lines = [f"    {_parameter(each)}," for each in given]
    returned = signature.return_annotation
    end = "" if returned in (None, "None", inspect.Signature.empty) else f" -> {returned}"
    inner = "\n" + "\n".join(lines) + "\n" if lines else ""
    return f"```python\n{name}({inner}){end}\n```\n"


def _parameter(found: inspect.Parameter) -> str:
    default = "" if found.default is found.empty else f" = {found.default!r}"
    return f"{found.name}: {found.annotation}{default}".replace("'", '"')


def _field(found: Field[object]) -> str:
    default = "" if found.default is MISSING else f" = {found.default!r}".replace("'", '"')
    return f"{found.name}: {found.type}".replace("'", '"') + default


def _text(value: object) -> str:
    return re.sub(r"``(.+?)``", r"`\1`", inspect.getdoc(value) or "") + "\n"


def _errors() -> Iterator[str]:
    yield "### `hookkit.errors`\n"
    rows = [f"| `{name}` | {_first_line(getattr(errors, name))} |" for name in KINDS]
    yield "\n".join(["| error | what it says |", "|---|---|", *rows]) + "\n"
    yield "All of them are a `HookkitError`.\n"


def _first_line(kind: type[Exception]) -> str:
    return _text(kind).splitlines()[0]


def main() -> int:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
