"""The fixable faults of a text: those that autopep8 would try to fix, indentation included."""

from __future__ import annotations

from hookkit.pep8.autopep8_options_and_errors import (
    convert_library_errors,
    make_autopep8_options,
    make_check_options,
)
from hookkit.pep8.check_logical_lines import PycodestyleResult
from hookkit.pep8.check_text import check_text
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.installed_checks_and_fixers import codes_with_fixer
from hookkit.pep8.noqa import is_indentation_silenced, unsilenced_results
from hookkit.pep8.reindent import REINDENT_CODES, is_well_indented, reindent
from hookkit.settings.autopep8.options import Pep8Options

_CONTINUATION_NAMES = {
    "E121": "continuation line under-indented for hanging indent",
    "E122": "continuation line missing indentation or outdented",
    "E123": "closing bracket does not match indentation of opening bracket's line",
    "E124": "closing bracket does not match visual indentation",
    "E125": "continuation line with same indent as next logical line",
    "E126": "continuation line over-indented for hanging indent",
    "E127": "continuation line over-indented for visual indent",
    "E128": "continuation line under-indented for visual indent",
    "E129": "visually indented line with same indent as next logical line",
    "E131": "continuation line unaligned for hanging indent",
    "E133": "closing bracket is missing indentation",
}
"""pycodestyle's names for the codes that autopep8's own check reports without a name."""


@convert_library_errors()
def fixable_faults(text: str, options: Pep8Options) -> list[Fault]:
    """Give the faults in ``text`` that autopep8 would try to fix, by one pycodestyle pass."""
    results = unsilenced_results(text, check_text(text, make_check_options(options)))
    if not results:  # a clean file does not need the time of the import
        return []
    from hookkit.pep8.fixable_pycodestyle_results import fixable_results

    return [
        fault_of(each)
        for each in fixable_results(text, results, options.aggressive)
        if has_fix(each.code)
    ]


def fault_of(result: PycodestyleResult) -> Fault:
    """Convert a result of pycodestyle to a fault."""
    name = _CONTINUATION_NAMES.get(result.code) or result.text.partition(" ")[2]
    return Fault(result.code, result.line, name)


def has_fix(code: str) -> bool:
    """Whether autopep8 has a fixer for a code."""
    return code in REINDENT_CODES or code in codes_with_fixer()


@convert_library_errors()
def has_nothing_to_reindent(text: str, options: Pep8Options) -> bool:
    """Whether autopep8's fixes of the whole file (indentation) have nothing to change."""
    if is_well_indented(text, options.indent_size):
        return True
    if is_indentation_silenced(text, make_check_options(options)):
        return True
    copied = make_autopep8_options(options)
    return reindent(text, copied) == text
