"""Commits that are measured with each peer: of one file, of many, in a large repository."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import NamedTuple

from benchmarks.cases import Case, Commands, Place, built_or_skipped
from benchmarks.measure_in_turn import Command
from benchmarks.peers import (
    BEFORE,
    BEFORE_WORKER,
    HOOKKIT,
    NO_HOOK,
    PEERS,
    SCRIPT,
    WORKER,
    worker_problem,
)
from benchmarks.real_files import (
    changed_lines,
    clean_text,
    faulty_text,
    library,
    numbered,
    untidy_files,
    untidy_text,
)
from benchmarks.repeated_commit import Repository

COMMIT = ("git", "commit", "--quiet", "-m", "Change")
ALL = tuple(PEERS)
OURS = (NO_HOOK, SCRIPT, HOOKKIT, WORKER, BEFORE, BEFORE_WORKER)
LEAST = (NO_HOOK, SCRIPT, HOOKKIT, WORKER, "ruff")
MANY = (NO_HOOK, HOOKKIT, BEFORE, "ruff", "prek", "lefthook", "pre-commit")
FILES = {"shop.txt": "one\n"}


class Change(NamedTuple):
    """The files before and after a commit, hookkit's settings, and whether there is a fault."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    settings: Mapping[str, str] = {}
    is_faulty: bool = True


def commit_command(place: Place, peer: str, change: Change, at: str = "") -> Command:
    """Give the commit of a change with the hook of a peer. Raises NotMeasured."""
    environment = dict(place.environment)
    if "lefthook" in place.programs.paths:
        environment["LEFTHOOK_BIN"] = str(place.programs.paths["lefthook"])
    repository = Repository(place.folder / f"{peer}{at}".replace(" ", "-"), environment)
    PEERS[peer].install(_with_files(repository, peer, change), place.programs, change.settings)
    repository.remember()

    def verify() -> str | None:
        if peer in (WORKER, BEFORE_WORKER):
            name = HOOKKIT if peer == WORKER else BEFORE
            return worker_problem(place.programs.paths[name], repository)
        is_right = repository.is_edited() == (change.is_faulty and peer != NO_HOOK)
        return None if is_right else "the hook did not do what it is there for"

    baseline = None if peer == NO_HOOK else f"{NO_HOOK}{at}"
    return Command(COMMIT, repository.folder, environment, repository.restore, verify, baseline)


def _with_files(repository: Repository, peer: str, change: Change) -> Repository:
    repository.begin({**FILES, **PEERS[peer].files, **change.before}, change.after)
    return repository


def commits(make: Callable[[], Change], peers: tuple[str, ...], place: Place) -> Commands:
    """Give the commit of a change with each peer."""
    change = make()
    return {peer: built_or_skipped(partial(commit_command, place, peer, change)) for peer in peers}


@cache
def _clean() -> str:
    return clean_text()


def _text() -> Change:
    return Change({}, {"shop.txt": "two\n"}, is_faulty=False)


def _configured_text() -> Change:
    return Change({".hookkit.toml": 'mode = "worktree"\n'}, {"shop.txt": "two\n"}, is_faulty=False)


def _clean_file() -> Change:
    after = changed_lines(_clean(), 1)
    return Change({"util.py": _clean()}, {"util.py": after}, is_faulty=False)


def _one_line() -> Change:
    return Change({"util.py": "x = 1\n"}, {"util.py": "x = 2\n"}, is_faulty=False)


def _three_lines() -> Change:
    untidy = untidy_text()
    after = {"util.py": faulty_text(untidy, 3)}
    return Change({"util.py": untidy}, after, {"scope": "lines"})


def twelve_faults() -> Change:
    return Change({"util.py": _clean()}, {"util.py": faulty_text(_clean())})


def _many(count: int) -> Change:
    return Change({}, dict(numbered(untidy_files(count))))


def _turtle() -> Change:
    text = (library() / "turtle.py").read_text("utf-8")
    return Change({}, {"turtle.py": text})


def _sizes(place: Place) -> Commands:
    """Give the commit of 12 faults in repositories of 500 and of 50,000 files."""
    commands: dict[str, Command | str] = {}
    for count in (500, 50_000):
        files = {f"d{at % 200}/f{at}.txt": f"{at % 50}\n" for at in range(count)}
        change = twelve_faults()
        change = change._replace(before={**files, **change.before})
        for peer in (NO_HOOK, HOOKKIT, BEFORE):
            at = f" in {count:,} files"
            build = partial(commit_command, place, peer, change, at)
            commands[f"{peer}{at}"] = built_or_skipped(build)
    return commands


_MIXED = (*MANY, SCRIPT)

CASES = (
    Case("text", "no .py file", 40, 60, partial(commits, _text, ALL)),
    Case(
        "configured",
        "no .py file, `.hookkit.toml`",
        40,
        60,
        partial(commits, _configured_text, OURS),
    ),
    Case("clean", "clean file, one line changed", 30, 90, partial(commits, _clean_file, ALL), True),
    Case("least", "clean file of one line", 30, 60, partial(commits, _one_line, LEAST)),
    Case(
        "lines",
        "three lines of an untidy file",
        30,
        90,
        partial(commits, _three_lines, OURS),
        True,
    ),
    Case("faults", "12 faults", 30, 120, partial(commits, twelve_faults, ALL), True),
    Case("turtle", "`turtle.py`, 4,157 lines", 5, 90, partial(commits, _turtle, OURS)),
    Case("twenty", "20 untidy files", 9, 90, partial(commits, partial(_many, 20), _MIXED)),
    Case("hundred", "100 untidy files", 3, 120, partial(commits, partial(_many, 100), MANY)),
    Case("size", "12 faults, 500 and 50,000 files", 15, 90, _sizes),
)
