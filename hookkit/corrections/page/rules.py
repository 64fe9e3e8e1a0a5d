"""Rules as people look them up: each code with a link into pycodestyle's documentation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hookkit.history.report.rule_links import link_of
from hookkit.pep8.outcome import Fault
from hookkit.phrases import line_list


class Rule(NamedTuple):
    """A code with its link, pycodestyle's name for it, how often it is there and on which lines."""

    code: str
    link: str | None
    name: str
    times: int
    lines: str


def rules_of(faults: Iterable[Fault]) -> tuple[Rule, ...]:
    """Group faults by code, in the order of the codes; the first fault's name stands for all."""
    groups: dict[str, list[Fault]] = {}
    for fault in faults:
        groups.setdefault(fault.code, []).append(fault)
    return tuple(
        Rule(code, link_of(code), each[0].name, len(each), line_list(f.line for f in each))
        for code, each in sorted(groups.items())
    )
