"""Refs and HEAD: read, and moved or deleted only if they have the expected value."""

from __future__ import annotations

import os
from collections.abc import Mapping

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git

HEADS = "refs/heads/"
REMOTES = "refs/remotes/"
TAGS = "refs/tags/"
"""The prefixes of the full names of branches, remote-tracking branches and tags."""


def update_ref(git: Git, name: str, new_id: str, old_id: str, reason: str) -> None:
    """Move a ref from ``old_id`` to ``new_id``. Raises GitFailed if the ref is not at ``old_id``.

    If ``old_id`` is all zeros, the ref must not exist. ``reason`` goes to the reflog.
    """
    git.run("update-ref", "--create-reflog", "-m", f"hookkit: {reason}", name, new_id, old_id)


def delete_refs(git: Git, refs: Mapping[str, str]) -> None:
    """Delete refs, all or none; ``refs`` maps full names to the ids that they must have."""
    lines = "".join(f"delete {name} {value}\n" for name, value in refs.items())
    git.run("update-ref", "--stdin", data=lines.encode())


def is_in_reflog(git: Git, ref: str, commit: str) -> bool:
    """Whether a ref was ever at a commit, by its reflog; without a process if that is a file."""
    if lacks_ref_files(git):
        result = git.try_run("log", "-g", "--format=%H", "--no-show-signature", ref, "--")
        return commit.encode() in result.out.split()
    try:
        with open(os.path.join(git.paths.common_dir, "logs", ref), "rb") as file:
            return any(line.split(b" ", 2)[1:2] == [commit.encode()] for line in file)
    except OSError:
        return False


def reflog_ids(git: Git, ref: str, limit: int) -> list[str]:
    """Give the commits that a ref was at, from its reflog, the newest first, at most ``limit``."""
    walk = ("log", "--walk-reflogs", "--format=%H", "--no-show-signature", f"--max-count={limit}")
    return os.fsdecode(git.try_run(*walk, ref, "--").out).split()


def lacks_ref_files(git: Git) -> bool:
    """Whether the refs are not files of the git directory: reftable, or files in another place.

    git then writes a HEAD file that names an invalid branch (gitrepository-layout(5)), so that this
    needs no process.
    """
    try:
        with open(os.path.join(git.paths.git_dir, "HEAD"), "rb") as head:
            is_elsewhere = head.read().rstrip() == b"ref: refs/heads/.invalid"
    except OSError:
        is_elsewhere = False
    return is_elsewhere or "GIT_REFERENCE_BACKEND" in git.env


def loose_refs(git: Git, *prefixes: str) -> dict[str, float] | None:
    """Give the refs below some prefixes, each with the time when its file was written.

    None if only git can read the refs: they are not files, or some are packed. The time is in
    seconds since 1970.
    """
    if lacks_ref_files(git) or _may_be_packed(git, prefixes):
        return None
    times: dict[str, float] = {}
    for prefix in prefixes:
        for folder, _, names in os.walk(os.path.join(git.paths.common_dir, prefix)):
            for name in names:
                path = os.path.join(folder, name)
                try:
                    ref = os.path.relpath(path, git.paths.common_dir).replace(os.sep, "/")
                    times[ref] = os.stat(path).st_mtime
                except OSError:
                    return None  # another process is writing it
    return times


def _may_be_packed(git: Git, prefixes: tuple[str, ...]) -> bool:
    try:
        with open(os.path.join(git.paths.common_dir, "packed-refs"), "rb") as file:
            packed = file.read()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return any(each.encode() in packed for each in prefixes)


def head_ref(git: Git) -> str | None:
    """Give the full name of the ref that HEAD points to, or None if HEAD is detached."""
    head = None if lacks_ref_files(git) else _read(os.path.join(git.paths.git_dir, "HEAD"))
    if head is not None and not head.startswith("ref:"):
        return None
    branch = head.removeprefix("ref:").strip() if head else ""
    # If that branch is itself a symbolic ref, git follows it.
    if branch and not (_read(os.path.join(git.paths.common_dir, branch)) or "").startswith("ref:"):
        return branch
    result = git.try_run("symbolic-ref", "--quiet", "HEAD")
    return os.fsdecode(result.out).rstrip("\n") if result.code == 0 else None


def _read(path: str) -> str | None:
    """Read the file of a ref; None if there is none, or a symbolic link (old repositories)."""
    if os.path.islink(path):
        return None
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read())
    except OSError:
        return None


def full_ref_name(git: Git, revision: str) -> str:
    """Give the full name of the ref that ``revision`` stands for, "" if there is none."""
    options = ("--symbolic-full-name", "--verify", "--quiet", "--end-of-options", revision)
    return os.fsdecode(git.try_run("rev-parse", *options).out).strip()


def resolve_commit(git: Git, name: str) -> str | None:
    """Give the commit of a branch, else of any other revision; None if there is none."""
    # git itself would prefer a tag of that name.
    return git.resolve(HEADS + name) or git.resolve(name)


def branches_containing(git: Git, commit: str) -> list[str]:
    """Give the branches (full names) that have the commit, local ones first."""
    # With many branches `for-each-ref --contains` takes five times as long without a commit-graph.
    walk = ("rev-list", "--ancestry-path", "--branches", "--remotes", f"^{commit}", "--")
    result = git.try_run(*walk)
    descendants = {commit, *(os.fsdecode(result.out).split() if result.code == 0 else ())}
    output_format = "--format=%(objectname) %(symref) %(refname)"
    listed = git.lines("for-each-ref", output_format, HEADS, REMOTES)
    tips = (line.split(" ", 2) for line in listed)
    return [ref for tip, symbolic, ref in tips if tip in descendants and not symbolic]


def require_commit(git: Git) -> None:
    """Raise EnvironmentFailed if HEAD has no commit."""
    if git.resolve("HEAD") is not None:
        return
    if git.paths.top is None:
        # In a bare repository the branch that HEAD names may never have been pushed.
        head = git.line("symbolic-ref", "--short", "HEAD")
        raise EnvironmentFailed(f"HEAD names {head}, which is not here", "git branch --all")
    raise EnvironmentFailed("there is no commit here yet", "hookkit run --staged --check")
