"""What checks came to: findings, and why something was not judged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hookkit.git.runner import Git
from hookkit.history.checks.autostash import for_person
from hookkit.history.finding import Finding

Said = Finding | str
"""A finding, or why a check has nothing to judge."""

_REWRITING = ("HK4", "HK6")
"""The rules whose repair makes the commits of a protected branch anew."""


class Checked(NamedTuple):
    """What was judged, the findings, and why something was not judged."""

    subject: str
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether a finding is more than a warning."""
        return refuses(self.findings)


def here(git: Git, checked: Checked) -> Checked:
    """Give the findings with the repairs that do no harm under the configuration of ``git``."""
    found = (each._replace(repair=for_person(git, each.repair)) for each in checked.findings)
    return checked._replace(findings=tuple(found))


def for_a_clone(git: Git, checked: Checked) -> Checked:
    """Add to what was found in a bare repository where the repairs can be run."""
    checked = here(git, checked)
    if git.top is not None or not any(each.repair for each in checked.findings):
        return checked
    note = "nothing can be repaired here, where there is no worktree: the repairs are for a clone"
    return checked._replace(notes=(*checked.notes, note))


def without_rewriting(found: Finding) -> Finding:
    """Take the repair away of what a protected branch has by then: others may build on it."""
    is_made_anew = found.answer == "no" and found.rule.startswith(_REWRITING)
    return found._replace(repair=None) if is_made_anew else found


def let_through(checked: Checked) -> Checked:
    """Give what is to be said of a push that nothing has stopped."""
    return checked._replace(findings=tuple(map(without_rewriting, checked.findings)))


def refuses(said: Iterable[Said]) -> bool:
    """Whether a finding is more than a warning."""
    found = (each for each in said if isinstance(each, Finding))
    return any(each.answer == "no" and each.level == "refuse" for each in found)


def gather(subject: str, said: Iterable[Said]) -> Checked:
    """Sort what checks said about ``subject``; what two of them say is there once."""
    once = list(dict.fromkeys(said))
    findings = tuple(each for each in once if isinstance(each, Finding))
    return Checked(subject, findings, tuple(each for each in once if isinstance(each, str)))
