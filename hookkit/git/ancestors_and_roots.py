"""The ancestry of some commits: their ancestors, all read in one process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hookkit.git.runner import Git


@dataclass(frozen=True, slots=True)
class Ancestry:
    """The parents of every commit that is reachable from some tips, by id.

    ``roots`` caches the results of ``root``.
    """

    parents: Mapping[str, Sequence[str]]
    roots: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, git: Git, *tips: str) -> Ancestry:
        """Read the history of ``tips``."""
        rows = (line.split(" ") for line in git.lines("rev-list", "--parents", *tips, "--"))
        return cls({name: parents for name, *parents in rows})

    def reachable(self, tips: Iterable[str]) -> set[str]:
        """Give ``tips`` and all their ancestors."""
        reached, waiting = set[str](), list(tips)
        while waiting:
            commit = waiting.pop()
            if commit not in reached:
                reached.add(commit)
                waiting += self.parents.get(commit, ())
        return reached

    def root(self, commit: str) -> str:
        """Follow first parents down to the root commit, as ``first_parent_root`` does."""
        line = []
        while commit not in self.roots:
            line.append(commit)
            parents = self.parents.get(commit)
            if not parents:
                self.roots[commit] = commit
            else:
                commit = parents[0]
        root = self.roots[commit]
        self.roots.update(dict.fromkeys(line, root))
        return root


def first_parent_root(git: Git, commit: str) -> str:
    """Give the id of the root commit that is reached by first parents.

    A topic has the root of its project. A history that comes from `git subtree` or a merge with
    ``--allow-unrelated-histories`` has another root.
    """
    return git.line("rev-list", "--first-parent", "--max-parents=0", commit, "--")
