"""The local branches of a repository, with those that are other names of another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names import is_protected


class LocalBranches(NamedTuple):
    """The local branches.

    ``ids`` are their commit ids by full name, ``aliases`` the full names that symbolic refs among
    them point to.
    """

    ids: Mapping[str, str]
    aliases: Mapping[str, str]

    def protected_ids(self, patterns: Sequence[str]) -> list[str]:
        """Give the ids of the branches that match one of the globs ``patterns``, each once."""
        names = (ref for ref in self.ids if is_protected(ref.removeprefix(HEADS), patterns))
        return list(dict.fromkeys(self.ids[ref] for ref in names))


def read_local_branches(git: Git) -> LocalBranches:
    """Read the branches of the repository in one process."""
    format_option = "--format=%(objectname) %(refname) %(symref)"
    rows = [line.split(" ") for line in git.lines("for-each-ref", format_option, HEADS)]
    return LocalBranches(
        {ref: commit for commit, ref, _ in rows},
        {ref: target_ref for _, ref, target_ref in rows if target_ref},
    )
