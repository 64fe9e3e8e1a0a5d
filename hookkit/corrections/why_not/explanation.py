"""The explanation of a fault that is still there, as values: the reason and the remedy."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple

from hookkit.pep8.fix_task_and_outcome import Fault

ExplanationKind = Literal[
    "corrected",
    "dropped",
    "withheld",
    "always withheld",
    "refused",
    "out of scope",
    "ignored",
    "aggressive",
    "silenced",
    "unfixable",
    "left alone",
    "skipped by hooks",
]
"""Why a fault is there, in this order: a run would fix it; the fix was dropped (an edit); the fix
is withheld, or that of each fault of the rule is; a person refused it; its line is older than the
commit; the configuration ignores it, or has a lower level of aggressive; a comment silences it;
there is no fix; its file is left alone, by all runs or only by the hooks."""


class Explanation(NamedTuple):
    """Why a fault is there: the kind of reason, the reason, and the remedy that fixes it.

    ``remedy`` says in a few words what the shell command ``command`` does, or what a person has to
    do. Each of the texts can be empty.
    """

    kind: ExplanationKind
    reason: str = ""
    remedy: str = ""
    command: str = ""


class ExplainedFault(NamedTuple):
    """A fault and why it is there."""

    fault: Fault
    explanation: Explanation


class FileExplanation(NamedTuple):
    """The explanations for a file; ``whole_file`` is about the whole file, None without one.

    ``line_count`` is the number of its lines, None if the worktree lacks the file.
    """

    line_count: int | None
    whole_file: Explanation | None
    faults: tuple[ExplainedFault, ...]

    def faults_at(self, line: int) -> tuple[ExplainedFault, ...]:
        """Give the faults at a line (1-based)."""
        return tuple(each for each in self.faults if each.fault.line == line)

    def faults_nearest(self, line: int) -> tuple[ExplainedFault, ...]:
        """Give the faults at the line nearest to ``line`` that has a fault."""
        nearest = nearest_line({each.fault.line for each in self.faults}, line)
        return () if nearest is None else self.faults_at(nearest)


def nearest_line(lines: Collection[int], line: int) -> int | None:
    """Give the nearest of ``lines`` to ``line``, the smaller of two; None if ``lines`` is empty."""
    return min(lines, key=lambda each: (abs(each - line), each), default=None)
