"""Every fault in a text, including ignored ones, and the obstacles to a fix by autopep8."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.pep8.checker import Result
from hookkit.pep8.fix_text import copied_options, fault_of, library_failures
from hookkit.pep8.fixable_results import fixable_results
from hookkit.pep8.noqa import silenced_by
from hookkit.pep8.outcome import Fault
from hookkit.pep8.results import Rules, results
from hookkit.settings.autopep8.options import Pep8Options


class FaultObstacles(NamedTuple):
    """A fault and the obstacles that keep autopep8 from fixing it.

    ``is_selected`` is whether the options select its code. ``silenced`` is the line of the
    ``# noqa`` that hides the fault, ``switched_off`` the line of the ``# fmt: off`` or ``# autopep8:
    off`` that does; both are None if there is no such comment. ``level`` is the lowest
    aggressiveness at which autopep8 fixes the fault, None if autopep8 never does (in strings, in
    code that is commented out).
    """

    fault: Fault
    is_selected: bool
    silenced: int | None
    switched_off: int | None
    level: int | None


@library_failures()
def find_obstacles(text: str, options: Pep8Options) -> list[FaultObstacles]:
    r"""Give every fault in ``text``, including ignored codes; lines must end with ``\n``."""
    import autopep8

    all_codes, rules = copied_options(options), Rules.of(copied_options(options))
    all_codes.select, all_codes.ignore = {"E", "W"}, set()
    found = results(_NOQA.sub("# nn", text), Rules.of(all_codes))
    visible = Counter((each.code, each.line) for each in results(text, Rules.of(all_codes)))
    ranges = autopep8.get_disabled_ranges(text)
    levels = _levels(text, found)
    return [
        FaultObstacles(
            fault_of(each),
            not rules.ignores(each.code),
            _silencing_line(text, each, is_visible=bool(visible[each.code, each.line])),
            next((first for first, last in ranges if first <= each.line <= last), None),
            levels.get(each),
        )
        for each in found
    ]


_NOQA = re.compile(r"# no(?=(?:qa|pep8)\b)", re.IGNORECASE)
"""pycodestyle's own pattern; a match is replaced by meaningless text of the same length."""

MAX_LEVEL = 3
"""autopep8's highest level of aggressiveness."""


def _silencing_line(text: str, result: Result, is_visible: bool) -> int | None:
    """Give the line of the comment that hides a fault from flake8 or pycodestyle, None if none."""
    line = silenced_by(text, result.line, result.code)
    return line if line is not None or is_visible else result.line


def _levels(text: str, found: Sequence[Result]) -> dict[Result, int]:
    """Map each fault that autopep8 can fix to the lowest level at which autopep8 fixes it."""
    levels: dict[Result, int] = {}
    for level in range(MAX_LEVEL + 1):
        for each in fixable_results(text, found, level):
            levels.setdefault(each, level)
    return levels
