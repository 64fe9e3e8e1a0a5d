"""The options of autopep8 that say what it fixes, as one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from hookkit.named_tuple import NamedTuple

DEFAULT_IGNORE = "E226,E24,W50,W690"
"""What autopep8 leaves alone where nobody says what to ignore."""

UNCONFIGURED_IGNORE = f"{DEFAULT_IGNORE},E501,W293"
"""What is left alone where a project does not configure autopep8 at all."""


class Pep8Options(NamedTuple):
    """What autopep8 is asked to fix, in the words of its own command line.

    ``select``, ``ignore`` and ``exclude`` are separated by commas; an empty ``ignore`` beside an
    empty ``select`` means autopep8's own default. ``max_line_length`` and ``indent_size`` are in
    columns. ``aggressive`` is how many times ``-a`` was given. ``pep8_passes`` below 0 means as
    many as it takes.
    """

    select: str = ""
    ignore: str = ""
    max_line_length: int = 79
    indent_size: int = 4
    hang_closing: bool = False
    aggressive: int = 0
    experimental: bool = False
    pep8_passes: int = -1
    exclude: str = ""

    def arguments(self) -> list[str]:
        """Give the arguments of autopep8's command line that ask for just this."""
        given = ["-a"] * self.aggressive
        for name, value in zip(self._fields, self, strict=True):
            flag = "--" + name.replace("_", "-")
            if name == "aggressive" or value == self._field_defaults[name]:
                continue
            given.append(flag if value is True else f"{flag}={value}")
        return given


SELECTED_IF_AGGRESSIVE = "E,W1,W2,W3,W6"
"""What autopep8 takes where it is aggressive and nobody says what to select or to ignore."""

NOTHING = "-"
"""Stands for no code, as no code begins so: to select nothing at all would mean the default."""


def without_codes(options: Pep8Options, codes: Iterable[str]) -> Pep8Options:
    """Give the options with some codes left out, whatever they select."""
    if not options.select and (options.ignore or not options.aggressive):
        return options._replace(ignore=",".join([options.ignore or DEFAULT_IGNORE, *codes]))
    prefixes = [each.strip() for each in (options.select or SELECTED_IF_AGGRESSIVE).split(",")]
    for code in codes:
        prefixes = [each for prefix in prefixes for each in prefixes_except(prefix, code)]
    return options._replace(select=",".join(prefixes) or NOTHING)


def prefixes_except(prefix: str, code: str) -> Iterator[str]:
    """Give the prefixes that stand for all codes of ``prefix`` but this one."""
    if not code.startswith(prefix):
        yield prefix
    elif prefix != code:
        for character in "EW" if not prefix else "0123456789":
            yield from prefixes_except(prefix + character, code)


class Number(NamedTuple):
    """The whole numbers that an option may be; None means no upper limit."""

    least: int | None
    most: int | None

    @property
    def words(self) -> str:
        """The allowed values in words."""
        if self.least is None:
            return "a whole number"
        if self.most is None:
            return f"a whole number, {self.least} or more"
        return f"a whole number from {self.least} to {self.most}"

    def holds(self, value: int) -> bool:
        """Whether ``value`` is allowed."""
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )


NUMBERS: Mapping[str, Number] = MappingProxyType(
    {
        "max_line_length": Number(1, None),
        "indent_size": Number(1, None),
        # autopep8 knows three levels; it takes more as three, and so do we, within reason.
        "aggressive": Number(0, 9),
        "pep8_passes": Number(None, None),
    }
)
FLAGS = ("hang_closing", "experimental")
TEXTS = ("select", "ignore", "exclude")
