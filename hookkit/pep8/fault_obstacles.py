"""Every fault in a text, including ignored ones, and the obstacles to a fix by autopep8."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.pep8.autopep8_options_and_errors import convert_library_errors, make_autopep8_options
from hookkit.pep8.check_logical_lines import PycodestyleResult
from hookkit.pep8.check_text import CheckOptions, check_text
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.fixable_faults import fault_of
from hookkit.pep8.fixable_pycodestyle_results import fixable_results
from hookkit.pep8.noqa import noqa_line_of
from hookkit.settings.autopep8.options import Pep8Options


class FaultObstacles(NamedTuple):
    """A fault and the obstacles that keep autopep8 from fixing it.

    ``is_selected`` is whether the options select its code. ``noqa_line`` is the line of the
    ``# noqa`` that hides the fault, ``disabling_line`` the line of the ``# fmt: off`` or ``# autopep8:
    off`` that does; both are None if there is no such comment. ``aggressiveness`` is the lowest
    value of the option ``aggressive`` with which autopep8 fixes the fault, None if autopep8 never
    does (in strings, in code that is commented out).
    """

    fault: Fault
    is_selected: bool
    noqa_line: int | None
    disabling_line: int | None
    aggressiveness: int | None


@convert_library_errors()
def faults_with_obstacles(text: str, options: Pep8Options) -> list[FaultObstacles]:
    r"""Give every fault in ``text``, including ignored codes; lines must end with ``\n``."""
    import autopep8

    check_options = CheckOptions.from_autopep8(make_autopep8_options(options))
    all_codes = check_options._replace(ignore=(), select=("E", "W"))
    results = check_text(_NOQA.sub("# nn", text), all_codes)
    visible_faults = {(each.code, each.line) for each in check_text(text, all_codes)}
    ranges = autopep8.get_disabled_ranges(text)
    lowest_aggressiveness = _lowest_aggressiveness(text, results)
    return [
        FaultObstacles(
            fault_of(each),
            not check_options.ignores(each.code),
            _silencing_line(text, each, is_visible=(each.code, each.line) in visible_faults),
            next((first for first, last in ranges if first <= each.line <= last), None),
            lowest_aggressiveness.get(each),
        )
        for each in results
    ]


_NOQA = re.compile(r"# no(?=(?:qa|pep8)\b)", re.IGNORECASE)
"""pycodestyle's own pattern; a match is replaced by meaningless text of the same length."""

MAX_AGGRESSIVENESS = 3
"""autopep8's highest aggressiveness."""


def _silencing_line(text: str, result: PycodestyleResult, is_visible: bool) -> int | None:
    """Give the line of the comment that hides a fault from flake8 or pycodestyle, None if none."""
    line = noqa_line_of(text, result.line, result.code)
    return line if line is not None or is_visible else result.line


def _lowest_aggressiveness(
    text: str, results: Sequence[PycodestyleResult]
) -> dict[PycodestyleResult, int]:
    """Map each fault that autopep8 can fix to the lowest aggressiveness at which it does so."""
    lowest: dict[PycodestyleResult, int] = {}
    for aggressiveness in range(MAX_AGGRESSIVENESS + 1):
        for each in fixable_results(text, results, aggressiveness):
            lowest.setdefault(each, aggressiveness)
    return lowest
