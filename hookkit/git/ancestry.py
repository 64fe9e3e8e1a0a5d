"""Which commit has which, of all that some commits have: read in one process, then kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hookkit.git.runner import Git


@dataclass(frozen=True, slots=True)
class Ancestry:
    """The parents of every commit that some tips have, by id."""

    parents: Mapping[str, Sequence[str]]
    roots: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, git: Git, *tips: str) -> Ancestry:
        """Read all that ``tips`` have."""
        rows = (line.split(" ") for line in git.lines("rev-list", "--parents", *tips, "--"))
        return cls({name: parents for name, *parents in rows})

    def below(self, tips: Iterable[str]) -> set[str]:
        """Give ``tips`` and all that they have."""
        found, waiting = set[str](), list(tips)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.parents.get(name, ())
        return found

    def root(self, name: str) -> str:
        """Give the first commit on the way down by first parents, as ``first_parent_root`` does."""
        way = []
        while name not in self.roots:
            way.append(name)
            above = self.parents.get(name)
            if not above:
                self.roots[name] = name
            else:
                name = above[0]
        root = self.roots[name]
        self.roots.update(dict.fromkeys(way, root))
        return root


def first_parent_root(git: Git, commit: str) -> str:
    """Give the id of the first commit of all on the way down by first parents.

    A topic has that of its project. What `git subtree` brings in, or a merge with
    ``--allow-unrelated-histories``, has another one.
    """
    return git.line("rev-list", "--first-parent", "--max-parents=0", commit, "--")
