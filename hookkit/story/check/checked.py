"""What checks came to: findings, and why something was not judged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hookkit.values.finding import Finding

Said = Finding | str
"""A finding, or why a check has nothing to judge."""


class Checked(NamedTuple):
    """What was judged, the findings, and why something was not judged."""

    subject: str
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether a finding is more than a warning."""
        return any(each.answer == "no" and each.level == "refuse" for each in self.findings)


def gather(subject: str, said: Iterable[Said]) -> Checked:
    """Sort what checks said about ``subject``; what two of them say is there once."""
    once = list(dict.fromkeys(said))
    findings = tuple(each for each in once if isinstance(each, Finding))
    return Checked(subject, findings, tuple(each for each in once if isinstance(each, str)))
