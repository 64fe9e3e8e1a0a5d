"""The commits that count as checked: the commits of the remotes' protected branches.

The commits of a protected branch were checked when the branch was pushed. They count as checked for
every protected branch except the target. Others count if ``trusted`` names a ref that has them.
"""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.git.log import read_log
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.remotes import remote_names
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import (
    is_protected,
    matches_glob,
    name_without_known_remote,
)
from hookkit.history.refs.target_branch import find_target
from hookkit.settings.definitions import Settings


def protected_remote_tips(git: Git, protected: Sequence[str]) -> list[str]:
    """Give the newest commits of the protected branches of all remotes, each once.

    ``protected`` are globs. Topics do not count: they are pushed for review, before they are
    checked.
    """
    remotes = remote_names(git)
    rows = git.lines("for-each-ref", "--format=%(objectname) %(refname)", REMOTES)
    pairs = (row.split(" ", 1) for row in rows)
    tips = (
        commit
        for commit, ref in pairs
        if is_protected(name_without_known_remote(ref, remotes), protected)
    )
    return list(dict.fromkeys(tips))


def checked_commits_of(git: Git, settings: Settings, branch: str) -> list[str]:
    """Give the newest commits that count as checked for ``branch``, a protected branch, each once.

    They are the tips of the protected branches of all remotes (for the target, only of the branches
    with its own name), and the commits of the refs that the setting ``trusted`` names.
    """
    target = find_target(git, settings.target or None)
    is_target = target is not None and target.name == branch
    checked_commits = protected_remote_tips(git, (branch,) if is_target else settings.protected)
    return list(dict.fromkeys([*checked_commits, *trusted_commits(git, settings.trusted)]))


def trusted_commits(git: Git, patterns: Sequence[str]) -> list[str]:
    """Give the commits of the refs that match one of the globs ``patterns``, each once.

    A remote-tracking branch is matched by its name on the remote, refs/heads/NAME. Without a
    pattern, no process is started.
    """
    if not patterns:
        return []
    remotes = remote_names(git)
    rows = git.lines("for-each-ref", "--format=%(objectname) %(refname)")
    pairs = (row.split(" ", 1) for row in rows)
    commits = (
        commit for commit, ref in pairs if matches_glob(_ref_at_remote(ref, remotes), patterns)
    )
    return list(dict.fromkeys(commits))


def _ref_at_remote(ref: str, remotes: Sequence[str]) -> str:
    return HEADS + name_without_known_remote(ref, remotes) if ref.startswith(REMOTES) else ref


def base_of_new_commits(git: Git, tip: str, excluded_revisions: Sequence[str]) -> str | None:
    """Give the commit below the new commits on the main line of ``tip``.

    ``excluded_revisions`` are arguments of ``git rev-list`` for the known commits, such as ids. The
    result is "" if nothing is new, None if there is no commit below the new ones.
    """
    new_commits = read_log(git, "--first-parent", tip, "--not", *excluded_revisions)
    if new_commits == []:
        return ""
    return new_commits[-1].parents[0] if new_commits and new_commits[-1].parents else None


def base_of_update(git: Git, old_id: str, new_id: str, checked_commits: Sequence[str]) -> str:
    """Give the commit above which to check a branch that moves from ``old_id`` to ``new_id``.

    It is the newest checked commit on the main line of ``new_id``, which may be
    ``new_id`` itself, if ``old_id`` is on that line below it; otherwise it is ``old_id``.
    """
    base = base_of_new_commits(git, new_id, [old_id, *checked_commits])
    checked_id = new_id if base == "" else base
    return (
        checked_id
        if checked_id is not None and _is_on_main_line(git, old_id, checked_id)
        else old_id
    )


def _is_on_main_line(git: Git, commit: str, tip: str) -> bool:
    """Whether a commit is ``tip`` or one of its first parents."""
    line_commits = read_log(git, "--first-parent", tip, f"^{commit}")
    return line_commits[-1].parents[:1] == (commit,) if line_commits else tip == commit
