"""Commits with faults, their correction spread over them, and the squash of it by git."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hookkit.corrections.correction import Correction, fixed_files
from hookkit.corrections.spread_placement import Spread, spread
from hookkit.git.commits import read_commit
from hookkit.pep8.fix_task_and_outcome import Fault
from tests.interruption.placement_scenario import correct_all, keep
from tests.repository import Repository

HOOKS = (
    *("applypatch-msg", "pre-applypatch", "post-applypatch", "pre-commit", "pre-merge-commit"),
    *("prepare-commit-msg", "commit-msg", "post-commit", "pre-rebase", "post-checkout"),
    *("post-merge", "post-rewrite", "post-index-change"),
)
"""All hooks of git that a rebase could set off."""


def rows(*names: str) -> str:
    """The text of a file: for each name a sloppy line, with a quiet one below it."""
    return "".join(f"{name}=1\n# {name}\n" for name in names)


def five(repo: Repository, name: str = "a.py") -> list[str]:
    """Commit a clean file and then, five times, a sloppy line; give the ids of the five."""
    repo.commit("Begin", {name: "# begin\n"})
    text, made = "# begin\n", []
    for each in "abcde":
        text += rows(each)
        made.append(repo.commit(f"Add {each}", {name: text, f"own_{each}.py": f"{each}=2\n"}))
    return made


def spread_all(
    repo: Repository,
    since: str | None = None,
    fix: Callable[[bytes], bytes] = correct_all,
    name: str = "HEAD",
) -> Spread:
    """Correct every file of a commit, and spread that."""
    return spread_kept(repo, keep(repo, name, fix), since)


def spread_kept(repo: Repository, correction: Correction, since: str | None = None) -> Spread:
    """Spread a correction; each of its lines has a fault."""
    files = fixed_files(repo.runner, correction)
    faults = {
        file.path: [
            Fault("E225", number, "missing whitespace around operator")
            for number, line in enumerate(file.original.splitlines(), start=1)
            if correct_all(line) != line
        ]
        for file in files
    }
    corrected = read_commit(repo.runner, correction.corrected.id)
    return spread(repo.runner, corrected, files, faults, since)


def subjects(repo: Repository, *span: str) -> list[str]:
    """The subjects of the branch, the oldest first."""
    return repo.git("log", "--reverse", "--format=%s", *span).splitlines()


def squash(repo: Repository, *base: str) -> None:
    """Let git squash the fixup! commits; it must come to its end."""
    repo.git("rebase", "-q", "-i", "--autosquash", *base, GIT_SEQUENCE_EDITOR="true")


def check_squashes(repo: Repository, done: Spread, *also_left: str) -> None:
    """Squash, and see that the whole correction is there and no fixup! but those told is left."""
    tree = repo.git("rev-parse", "HEAD^{tree}")
    oldest = done.fixups[0].corrected
    assert oldest is not None
    squash(repo, f"{oldest.id}^" if oldest.parents else "--root")
    assert repo.git("rev-parse", "HEAD^{tree}") == tree
    left = [subject for subject in subjects(repo) if subject.startswith("fixup!")]
    assert (left, repo.status) == (list(also_left), "")


def add_failing_hooks(repo: Repository) -> Path:
    """Put a hook at each place that tells that it ran and fails; give the file that it tells it."""
    told = repo.path.parent / "hooks-that-ran"
    for name in HOOKS:
        hook = repo.path / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f'#!/bin/sh\necho {name} >> "{told}"\nexit 1\n')
        hook.chmod(0o755)
    return told


def remove_failing_hooks(repo: Repository) -> None:
    """Take those hooks away."""
    for name in HOOKS:
        (repo.path / ".git" / "hooks" / name).unlink()
