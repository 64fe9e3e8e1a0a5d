"""The branch that HEAD points to."""

from __future__ import annotations

import os

from hookkit.errors import EnvironmentFailed
from hookkit.git.refs import has_refs_elsewhere
from hookkit.git.runner import Git


def head_ref(git: Git) -> str | None:
    """Give the full name of the ref that HEAD points to, or None where HEAD is detached."""
    plain = None if has_refs_elsewhere(git) else _read(os.path.join(git.paths.git_dir, "HEAD"))
    if plain is not None and not plain.startswith("ref:"):
        return None
    named = plain.removeprefix("ref:").strip() if plain else ""
    # Where that branch is a symbolic ref itself, git follows it.
    if named and not (_read(os.path.join(git.paths.common_dir, named)) or "").startswith("ref:"):
        return named
    answer = git.ask("symbolic-ref", "--quiet", "HEAD")
    return os.fsdecode(answer.out).rstrip("\n") if answer.code == 0 else None


def _read(path: str) -> str | None:
    """Read a file of a ref; None where there is none, or a link as old repositories have it."""
    if os.path.islink(path):
        return None
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read())
    except OSError:
        return None


def require_commit(git: Git) -> None:
    """Raise EnvironmentFailed where HEAD has no commit yet, so that there is only the index."""
    if git.resolve("HEAD") is not None:
        return
    if git.paths.top is None:
        # In a bare repository the branch that HEAD names may never have been pushed.
        head = git.line("symbolic-ref", "--short", "HEAD")
        raise EnvironmentFailed(f"HEAD names {head}, which is not here", "git branch --all")
    raise EnvironmentFailed("there is no commit here yet", "hookkit run --staged --check")
