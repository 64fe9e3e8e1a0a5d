"""Commands that repeat earlier checks, and those about long histories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.cases import Case, Commands, Place, built_or_skipped
from benchmarks.commit_cases import COMMIT, Change, twelve_faults
from benchmarks.graph import build
from benchmarks.measure_in_turn import Command, NotMeasured
from benchmarks.peers import BEFORE, HOOKKIT, IGNORE, NO_HOOK, PEERS
from benchmarks.real_files import library, numbered, untidy_files
from benchmarks.repeated_commit import Repository

COMMITS = 30_000
"""Commits of the long history, which has 3,000 merges."""


def hookkits(place: Place) -> Iterator[tuple[str, Path]]:
    """Give each hookkit that is measured with its Python."""
    for name in (HOOKKIT, BEFORE):
        if name in place.programs.paths:
            yield name, place.programs.paths[name]


def hookkit_command(
    repository: Repository, python: Path, *words: str, prepare: Callable[[], object] = list
) -> Command:
    """Give a command of hookkit, which may find something."""
    whole = (str(python), "-m", "hookkit", *words)
    return Command(whole, repository.folder, repository.environment, prepare, statuses=(0, 1))


def _repeated(place: Place) -> Commands:
    """Check 100 files once more, which have not changed."""
    commands: dict[str, Command | str] = {}
    files = dict(numbered(untidy_files(100)))
    for name, python in hookkits(place):
        repository = Repository(place.folder / name.replace(" ", "-"), place.environment)
        repository.begin(files, {"shop.txt": "one\n"})
        words = ("run", "--all-files", "--check")
        commands[name] = hookkit_command(repository, python, *words)
        by_autopep8 = built_or_skipped(partial(_autopep8, place, repository))
        commands["autopep8 --diff -r -j 0"] = by_autopep8
    return commands


def _autopep8(place: Place, repository: Repository) -> Command:
    if "autopep8" not in place.programs.paths:
        raise NotMeasured(place.programs.missing["autopep8"])
    words = (str(place.programs.paths["autopep8"]), "--diff", "-r", "-j", "0", IGNORE, ".")
    return Command(words, repository.folder, repository.environment, list, statuses=(0, 2))


def _kept(place: Place) -> Commands:
    """Look at, accept and ask about a correction that is kept, and make it."""
    commands: dict[str, Command | str] = {}
    text = (library() / "turtle.py").read_text("utf-8")
    for name, python in hookkits(place):
        repository = Repository(place.folder / name.replace(" ", "-"), place.environment)
        repository.begin({"shop.txt": "one\n"}, {"turtle.py": text})
        repository.commit()
        fix = ("run", "HEAD", "--mode", "propose")
        repository.run(str(python), "-m", "hookkit", *fix)
        repository.remember("kept")
        commands |= _of_kept(name, repository, python, fix)
    return commands


def _of_kept(
    name: str, repository: Repository, python: Path, fix: tuple[str, ...]
) -> dict[str, Command | str]:
    command_of = partial(hookkit_command, repository, python)
    head = repository.git("rev-parse", "HEAD")

    def restore_kept() -> None:
        repository.git("reset", "--quiet", "--hard", head)
        repository.put_back("kept")

    return {
        f"{name}: the fix": command_of(*fix, prepare=repository.put_back),
        f"{name}: review": command_of("review", "--format", "json", prepare=restore_kept),
        f"{name}: accept": command_of("accept", prepare=restore_kept),
        f"{name}: why-not": command_of("why-not", "turtle.py:2000", prepare=restore_kept),
    }


def _rewritten(place: Place) -> Commands:
    """Amend the message of a commit whose file was checked, and check it out again."""
    commands: dict[str, Command | str] = {}
    for peer in (NO_HOOK, *(name for name, _ in hookkits(place))):
        repository = Repository(place.folder / peer.replace(" ", "-"), place.environment)
        change = twelve_faults()
        _installed(place, repository, peer, change)
        commands |= dict(_of_rewritten(peer, repository))
    return commands


def _installed(place: Place, repository: Repository, peer: str, change: Change) -> None:
    repository.begin({"shop.txt": "one\n", **change.before}, change.after)
    PEERS[peer].install(repository, place.programs, {"mode": "propose"})
    repository.remember()


def _of_rewritten(peer: str, repository: Repository) -> Iterator[tuple[str, Command]]:
    def committed(*then: str) -> None:
        repository.restore()
        repository.run(*COMMIT)
        if then:
            repository.git(*then)

    back = partial(committed, "checkout", "-q", "HEAD^")
    for what, words, prepare in (
        ("the commit", COMMIT, repository.restore),
        ("amend", ("git", "commit", "-q", "--amend", "-m", "Other words"), committed),
        ("rebase", ("git", "rebase", "-q", "--force-rebase", "HEAD^"), committed),
        ("checkout", ("git", "checkout", "-q", "topic"), back),
    ):
        baseline = None if peer == NO_HOOK else f"{NO_HOOK}: {what}"
        yield f"{peer}: {what}", Command(
            words, repository.folder, repository.environment, prepare, baseline=baseline
        )


def history(commits: int, place: Place) -> Commands:
    """Check a long history without a commit-graph, and draw it."""
    folder = place.folder / "history"
    build(folder, commits, 100)
    repository = Repository.__new__(Repository)
    repository.folder, repository.environment = folder, place.environment
    span = f"main~{commits // 11}..main"
    commands: dict[str, Command | str] = {}
    for name, python in hookkits(place):
        command_of = partial(hookkit_command, repository, python)
        commands[f"{name}: history-report"] = command_of("history-report", span, "--format", "json")
        commands[f"{name}: check"] = command_of("check", span, "--format", "json")
        # The graph draws all of it, and is compared with what checks all of it.
        whole = ("history-report", "main", "--format", "json")
        commands[f"{name}: history-report of all"] = command_of(*whole)
        commands[f"{name}: graph"] = command_of("graph", "main", "--limit", "0", "--html", "-")
    return commands


CASES = (
    Case("again", "100 untidy files once more", 5, 90, _repeated),
    Case("kept", "a correction of `turtle.py` that is kept", 3, 90, _kept),
    Case("rewritten", "12 faults that were checked", 15, 60, _rewritten),
    Case("history", f"{COMMITS:,} commits, 3,000 merges", 3, 120, partial(history, COMMITS)),
)
