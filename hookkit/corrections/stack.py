"""The stack: the unpushed commits on top of the branch, without merges, and their edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.corrections.commit_edits import read_edits
from hookkit.corrections.last_touched import Edit
from hookkit.git.autosquash import squash_targets
from hookkit.git.commits import Commit, parse_commit, shallow_boundary
from hookkit.git.runner import Git

MAX_COMMITS = 200
"""How many commits a stack has at most."""


class Stack(NamedTuple):
    """Commits from the oldest to HEAD, each the only parent of the next.

    ``edits`` has, for each of them, what it did to the files that are asked for: a file that it
    did not touch is left out. ``squash_targets`` has for each the number of the commit into which
    ``git rebase --autosquash`` squashes it: its own number for all but ``fixup!`` commits and their
    like.
    """

    commits: tuple[Commit, ...]
    edits: tuple[Mapping[bytes, tuple[Edit, ...]], ...]
    squash_targets: tuple[int, ...]

    def history(self, path: bytes) -> list[tuple[Edit, ...]]:
        """Give what each commit did to a file, the newest first."""
        return [each.get(path, ()) for each in reversed(self.edits)]


def read_stack(git: Git, since: str | None, paths: Sequence[bytes]) -> Stack:
    """Give the commits that only this branch has, and what they did to ``paths``.

    What a remote-tracking branch has is pushed, and what a branch below HEAD has is its own. They
    end above the commit ``since``, above the newest merge (a rebase would drop it), where a
    shallow clone ends, and after MAX_COMMITS.
    """
    commits = list(reversed(list(_commits(git, since))))
    return Stack(
        tuple(commits),
        tuple(read_edits(git, [commit.id for commit in commits], paths)),
        tuple(squash_targets([(each.id, each.shown_subject) for each in commits])),
    )


def _commits(git: Git, since: str | None) -> Iterator[Commit]:
    form = ("--format=%(objectname)", "--no-contains=HEAD", "refs/heads/")
    others = git.line("for-each-ref", *form).split()
    limits = ("--stdin", "HEAD", "--not", "--remotes", *([since] if since else []))
    walk = ("rev-list", "--first-parent", f"--max-count={MAX_COMMITS}", *limits)
    names = git.line(*walk, data="".join(f"^{each}\n" for each in others).encode()).split()
    ends = shallow_boundary(git)
    objects = git.objects(names)
    for name in names:
        commit = parse_commit(name, objects[name])
        if len(commit.parents) > 1 or name in ends:
            return
        yield commit
