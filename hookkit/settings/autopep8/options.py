"""The options of autopep8 that determine which faults it fixes, as one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from hookkit.named_tuple import NamedTuple

DEFAULT_IGNORE = "E226,E24,W50,W690"
"""The codes that autopep8 ignores by default."""

UNCONFIGURED_IGNORE = f"{DEFAULT_IGNORE},E501,W293"
"""The codes that hookkit ignores if a project does not configure autopep8 at all."""


class Pep8Options(NamedTuple):
    """What autopep8 is asked to fix, by the names of its command-line options.

    ``select``, ``ignore`` and ``exclude`` are lists with commas; if both ``ignore`` and ``select``
    are empty, autopep8's own default applies. ``max_line_length`` and ``indent_size`` are in
    columns. ``aggressive`` is how many times ``-a`` was given. ``pep8_passes`` below 0 means no
    limit.
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
        """Give the arguments of autopep8's command line for these options."""
        arguments = ["-a"] * self.aggressive
        for name, value in zip(self._fields, self, strict=True):
            flag = "--" + name.replace("_", "-")
            if name == "aggressive" or value == self._field_defaults[name]:
                continue
            arguments.append(flag if value is True else f"{flag}={value}")
        return arguments


SELECTED_IF_AGGRESSIVE = "E,W1,W2,W3,W6"
"""The codes that autopep8 selects if it is aggressive and no codes are selected or ignored."""

NO_CODES = "-"
"""A selection of no code, as no code begins with it; an empty selection would mean the default."""


def without_codes(options: Pep8Options, codes: Iterable[str]) -> Pep8Options:
    """Give options that fix none of ``codes``, even if ``options`` selects them."""
    if not options.select and (options.ignore or not options.aggressive):
        return options._replace(ignore=",".join([options.ignore or DEFAULT_IGNORE, *codes]))
    prefixes = [each.strip() for each in (options.select or SELECTED_IF_AGGRESSIVE).split(",")]
    for code in codes:
        prefixes = [each for prefix in prefixes for each in prefixes_without(prefix, code)]
    return options._replace(select=",".join(prefixes) or NO_CODES)


def prefixes_without(prefix: str, code: str) -> Iterator[str]:
    """Give the prefixes that stand for all codes of ``prefix`` except ``code``."""
    if not code.startswith(prefix):
        yield prefix
    elif prefix != code:
        for character in "EW" if not prefix else "0123456789":
            yield from prefixes_without(prefix + character, code)


class NumberLimits(NamedTuple):
    """The whole numbers that an option may be; None means no upper limit."""

    minimum: int | None
    maximum: int | None

    @property
    def description(self) -> str:
        """The allowed values in words."""
        if self.minimum is None:
            return "a whole number"
        if self.maximum is None:
            return f"a whole number, {self.minimum} or more"
        return f"a whole number from {self.minimum} to {self.maximum}"

    def allows(self, value: int) -> bool:
        """Whether ``value`` is allowed."""
        return (self.minimum is None or value >= self.minimum) and (
            self.maximum is None or value <= self.maximum
        )


NUMBER_OPTIONS: Mapping[str, NumberLimits] = MappingProxyType(
    {
        "max_line_length": NumberLimits(1, None),
        "indent_size": NumberLimits(1, None),
        # autopep8 has three levels and treats a higher one as three.
        "aggressive": NumberLimits(0, 9),
        "pep8_passes": NumberLimits(None, None),
    }
)
FLAG_OPTIONS = ("hang_closing", "experimental")
TEXT_OPTIONS = ("select", "ignore", "exclude")
