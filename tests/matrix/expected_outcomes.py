"""The expected outcome of each operation, and where a kind of repository has another one."""

from __future__ import annotations

from typing import NamedTuple

_MENDED = "mended: HEAD, index, worktree"
_ONE, _NOTHING = "commits: Add a name; mended: nowhere", "mended: nowhere"

PLAIN: dict[str, str] = {
    "propose": _ONE,
    "kept": "proposals: 1",
    "review": f"0; {_ONE}",
    "accept --as fixup": f"0; commits: fixup! Add a name, Add a name; {_MENDED}",
    "undo of accept --as fixup": "0",
    "accept --as amend": f"0; commits: Add a name; {_MENDED}",
    "undo of accept --as amend": "0",
    "worktree": "commits: Add a name; mended: worktree",
    "undo of worktree": f"0; {_ONE}",
    "fixup": f"commits: fixup! Add a name, Add a name; {_MENDED}",
    "undo of fixup": f"0; {_ONE}",
    "commit": f"commits: Correct PEP 8 faults in 1 file, Add a name; {_MENDED}",
    "undo of commit": f"0; {_ONE}",
    "start": "0; 7-topic",
    "tidy": f"0; 7-topic; commits: Add a name; {_MENDED}",
    "sync": f"0; 7-topic; commits: Add a name; {_MENDED}",
    "merge": f"0; main; commits: Merge branch '7-topic', Add a name; {_MENDED}",
}
"""By operation: exit status, branch, commits above origin/main (newest first), what is mended."""


class OtherOutcome(NamedTuple):
    """Why some operations come to something else in a kind of repository, and to what."""

    why: str
    outcomes: dict[str, str]


_LEFT_ALONE = {
    "kept": "proposals: 0",
    "accept --as fixup": f"1; {_ONE}",
    "undo of accept --as fixup": "1",
    "accept --as amend": f"1; {_ONE}",
    "undo of accept --as amend": "1",
    "worktree": _ONE,
    "undo of worktree": f"1; {_ONE}",
    "fixup": _ONE,
    "undo of fixup": f"1; {_ONE}",
    "commit": _ONE,
    "undo of commit": f"1; {_ONE}",
    "tidy": f"0; 7-topic; {_ONE}",
    "sync": f"0; 7-topic; {_ONE}",
    "merge": f"0; main; commits: Merge branch '7-topic', Add a name; {_NOTHING}",
}
_LEFT = f"commits: fixup! Add a name, Add a name; {_MENDED}"

OTHERWISE: dict[str, OtherOutcome] = {
    "clean and smudge filters": OtherOutcome(
        "a file that goes through a filter is left alone, and named with the filter", _LEFT_ALONE
    ),
    "working-tree-encoding": OtherOutcome(
        "a file that the worktree has in another encoding is left alone, and named", _LEFT_ALONE
    ),
    "no identity": OtherOutcome(
        "what makes commits anew ends with 3 and the command that sets a name; a correction that"
        " was made with the commit is taken as it is",
        {
            "accept --as amend": f"3; {_ONE}",
            "undo of accept --as amend": "1",
            "tidy": f"3; 7-topic; {_LEFT}",
            "sync": f"3; 7-topic; {_LEFT}",
            "merge": f"1; 7-topic; {_LEFT}",
        },
    ),
}


def expected(kind: str, operation: str) -> str:
    """Give what an operation is to come to in a kind of repository."""
    other = OTHERWISE.get(kind)
    return (other.outcomes if other else {}).get(operation, PLAIN[operation])
