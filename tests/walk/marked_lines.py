"""Find each marked line of the user's work: in the files, the index, the history, the remote."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.faults.repository_snapshot import RepositoryContent, git, repository_content
from tests.faults.scenarios import Scenario
from tests.walk.person import MARK

CONFLICT = re.compile(rb"^(<{7}|>{7}|\|{7})( |$)", re.M)


@dataclass(frozen=True)
class MarkedLines:
    """The marks in the files, the index, HEAD, in all of the history, and at the remote."""

    content: RepositoryContent
    files: frozenset[bytes]
    index: frozenset[bytes]
    head: frozenset[bytes]
    history: frozenset[bytes]
    remote: frozenset[bytes]
    conflicts: frozenset[str]

    @property
    def unsaved(self) -> frozenset[bytes]:
        """What is in the files and in no commit that HEAD leads to."""
        return self.files - self.head

    @property
    def staged(self) -> frozenset[bytes]:
        """What is staged and not in HEAD."""
        return self.index - self.head

    @property
    def deleted(self) -> frozenset[bytes]:
        """What HEAD has and the files have not, because the person deleted it."""
        return self.head - self.files


def look(scenario: Scenario) -> MarkedLines:
    """See where all marks are."""
    env = scenario.env()
    seen = repository_content(scenario.repo, scenario.remote, env)
    contents = [data for _, data in seen.files.values()]
    cached = ("grep", "--cached", "-hIw", "-e", r"v[0-9]\+", "--or", "-e", ".")
    index = git(scenario.repo, env, *cached)
    head = git(scenario.repo, env, "grep", "-hI", "-e", ".", "HEAD")
    every = ("--all", "--reflog")
    return MarkedLines(
        seen,
        _marks(b"\n".join(contents)),
        _marks(index),
        _marks(head),
        _marks(git(scenario.repo, env, "log", "-p", "-m", "--format=", *every)),
        _marks(git(scenario.remote, env, "log", "-p", "-m", "--format=", "--all")),
        frozenset(name for name, (_, data) in seen.files.items() if CONFLICT.search(data)),
    )


def _marks(data: bytes) -> frozenset[bytes]:
    return frozenset(MARK.findall(data))
