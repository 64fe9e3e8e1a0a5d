"""The main job in its order, as values."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pytest

from hookkit.corrections import jobs, named_files
from hookkit.corrections.checkout_state import read_checkout_state
from hookkit.corrections.correction import find_correction
from hookkit.corrections.fix_job import Result, fix, fix_within_time_limit, outcome_of
from hookkit.corrections.keep_and_place import keep_and_place
from hookkit.corrections.outcome import Outcome
from hookkit.git.runner import Git
from hookkit.pep8.outcome import FileOutcome
from hookkit.settings.choices import Mode
from hookkit.settings.schema import Settings
from tests.hooked import FIXED, SLOPPY, corrections, held
from tests.repository import Repository

SETTINGS = Settings()


class Watched:
    """Somebody who looks on."""

    def __init__(self) -> None:
        self.steps: list[bytes] = []

    def tick(self) -> None:
        """Nothing to show."""

    def step(self, path: bytes) -> None:
        """Remember the file."""
        self.steps.append(path)


def place(git: Git, settings: Settings, result: Result, because: str | None = None) -> Outcome:
    """Keep and place what was fixed."""
    return keep_and_place(git, settings, result, outcome_of(git, settings, result), because)


def placed(repo: Repository, settings: Settings, because: str | None = None) -> Outcome:
    git = repo.runner
    job = jobs.commit_job(git, settings, "HEAD")
    return place(git, settings, fix(git, settings, job, Watched()), because)


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository with a sloppy commit on top of a clean one."""
    repo.commit("begin", {"ok.py": "x = 1\n"})
    repo.commit("Add a", {"a.py": SLOPPY})
    return repo


def test_fixing_writes_nothing_and_is_watched(begun: Repository) -> None:
    git, watched, before = begun.runner, Watched(), held(begun)
    job = jobs.all_files_job(git, SETTINGS)
    result = fix(git, SETTINGS, job, watched)
    assert [(each.path, each.base, each.fixed) for each in result.files] == [
        (b"a.py", SLOPPY.encode(), FIXED.encode())
    ]
    assert [each.path for each in result.outcomes] == [b"a.py", b"ok.py"]
    assert sorted(watched.steps) == [b"a.py", b"ok.py"]
    assert held(begun) == before


def test_a_check_says_how_many_parents_there_are(begun: Repository) -> None:
    git = begun.runner
    for name, parents in (("HEAD", 1), ("HEAD^", 0)):
        job = jobs.commit_job(git, SETTINGS, name)
        outcome = outcome_of(git, SETTINGS, fix(git, SETTINGS, job, Watched()))
        assert (outcome.parents, outcome.actual_mode, outcome.requested_mode) == (
            parents,
            None,
            "worktree",
        )


@pytest.mark.parametrize("mode", ["propose", "worktree", "fixup", "commit"])
def test_modes(begun: Repository, mode: Mode) -> None:
    old = begun.head
    outcome = placed(begun, Settings(mode=mode))
    assert (outcome.commit, outcome.requested_mode, outcome.actual_mode) == (old, mode, mode)
    assert outcome.correction == corrections(begun)[old]
    assert outcome.branch_commit == (begun.head if mode in ("fixup", "commit") else None)
    assert outcome.mode_reason is None


@pytest.mark.parametrize("mode", ["worktree", "fixup", "commit"])
def test_a_reason_leaves_it_at_the_proposal(begun: Repository, mode: Mode) -> None:
    before = held(begun)
    outcome = placed(begun, Settings(mode=mode), "so")
    assert (outcome.actual_mode, outcome.mode_reason) == ("propose", "so")
    assert outcome.correction == corrections(begun)[begun.head]
    assert (held(begun).files, held(begun).index) == (before.files, before.index)


@pytest.mark.parametrize("mode", ["worktree", "fixup"])
def test_a_locked_index_leaves_it_at_the_proposal(begun: Repository, mode: Mode) -> None:
    lock = begun.path / ".git" / "index.lock"
    lock.touch()
    outcome = placed(begun, Settings(mode=mode))
    lock.unlink()
    assert outcome.actual_mode == "propose"
    assert (
        outcome.mode_reason is not None
        and "another git command holds the index" in outcome.mode_reason
    )


def test_files_without_a_commit_go_nowhere_while_there_is_a_reason(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(begun.path)
    git, before = begun.runner, held(begun)
    job = named_files.paths_job(git, SETTINGS, ["a.py"])
    result = fix(git, SETTINGS, job, Watched())
    outcome = place(git, SETTINGS, result, "a merge is under way")
    assert (outcome.actual_mode, outcome.mode_reason) == (None, "a merge is under way")
    outcome = place(git, Settings(mode="fixup"), result)
    assert (outcome.actual_mode, outcome.mode_reason) == (
        None,
        "there is no commit yet that it could belong to",
    )
    assert held(begun) == before
    assert place(git, SETTINGS, result).actual_mode == "worktree"
    assert begun.read("a.py") == FIXED.encode()


def test_what_is_there_already(begun: Repository) -> None:
    placed(begun, SETTINGS)
    outcome = placed(begun, SETTINGS)
    assert (outcome.actual_mode, outcome.mode_reason) == ("worktree", "it was there already")


def test_what_has_no_place(begun: Repository) -> None:
    begun.write("a.py", "import json, os\nx=5\n")
    outcome = placed(begun, SETTINGS)
    assert outcome.actual_mode == "propose"
    assert outcome.mode_reason == "nothing of it has a place beside your other edits"
    assert all(each.dropped for each in outcome.files)


def reasons(outcomes: Sequence[FileOutcome]) -> dict[bytes, str | None]:
    return {each.path: each.skipped for each in outcomes}


def test_what_is_kept_out(begun: Repository) -> None:
    begun.write(".gitattributes", "gen.py linguist-generated\n")
    begun.write("setup.cfg", "[pycodestyle]\nexclude = old/*\n")
    begun.commit("more", {"gen.py": SLOPPY, "big.py": "x=1\n" * 30, "b.py": "y=1\n"})
    git, settings = begun.runner, Settings(max_bytes=100)
    job = jobs.all_files_job(git, settings)._replace(skipped_files={b"b.py": "because"})
    found = reasons(fix(git, settings, job, Watched()).outcomes)
    assert found == {
        b"a.py": None,
        b"b.py": "because",
        b"big.py": "has 120 bytes, more than max_bytes allows",
        b"gen.py": "is generated (.gitattributes)",
        b"ok.py": None,
    }


def test_what_is_too_large_is_named_with_the_command_that_corrects_it(begun: Repository) -> None:
    begun.commit("more", {"long one.py": "x=1\n" * 30, "b.py": "y=1\n"})
    git, settings = begun.runner, Settings(max_lines=29)
    outcome = outcome_of(
        git, settings, fix(git, settings, jobs.commit_job(git, settings, "HEAD"), Watched())
    )
    reason = "has 30 lines, more than max_lines allows"
    assert reasons(outcome.files) == {b"b.py": None, b"long one.py": reason}
    assert outcome.notes == ("all the same: HOOKKIT_MAX_LINES=30 hookkit run './long one.py'",)


def test_the_command_names_a_file_as_it_is_typed_where_the_person_is(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.commit("more", {"pkg/long.py": "x=1\n" * 30, "wide.py": "y=1\n" * 40})
    git, settings = begun.runner, Settings(max_lines=29)
    result = fix(git, settings, jobs.commit_job(git, settings, "HEAD"), Watched())
    monkeypatch.chdir(begun.path / "pkg")
    assert outcome_of(git, settings, result).notes == (
        "all the same: HOOKKIT_MAX_LINES=30 hookkit run ./long.py",
        "all the same: HOOKKIT_MAX_LINES=40 hookkit run ../wide.py",
    )


class Impatient(Watched):
    """Somebody who presses Ctrl-C when the first file is done."""

    def step(self, path: bytes) -> None:
        """Interrupt."""
        super().step(path)
        raise KeyboardInterrupt


def test_a_hook_keeps_what_is_done_when_it_is_interrupted(begun: Repository) -> None:
    begun.commit("more", {"b.py": SLOPPY, "c.py": SLOPPY})
    git, impatient = begun.runner, Impatient()
    job = jobs.commit_job(git, SETTINGS, "HEAD")
    result = fix_within_time_limit(git, SETTINGS, job, impatient)
    assert [(each.path, each.fixed) for each in result.files] == [(b"b.py", FIXED.encode())]
    assert reasons(result.outcomes) == {b"b.py": None, b"c.py": "was not reached: interrupted"}
    assert job.commit is not None
    assert outcome_of(git, SETTINGS, result).notes == (
        f"1 file not looked at yet: hookkit run {job.commit.id[:7]}",
    )


def test_the_rest_of_more_than_a_commit_is_named_by_its_files(begun: Repository) -> None:
    git = begun.runner
    job = jobs.all_files_job(git, SETTINGS)
    result = fix_within_time_limit(git, SETTINGS, job, Impatient())
    notes = outcome_of(git, SETTINGS, result).notes
    assert notes == ("1 file not looked at yet: hookkit run ./ok.py",)


def test_a_run_ends_by_an_interrupt(begun: Repository) -> None:
    git = begun.runner
    with pytest.raises(KeyboardInterrupt):
        fix(git, SETTINGS, jobs.commit_job(git, SETTINGS, "HEAD"), Impatient())


def test_a_blob_that_a_partial_clone_does_not_have(begun: Repository) -> None:
    job = jobs.commit_job(begun.runner, SETTINGS, "HEAD")
    result = fix(begun.runner, SETTINGS, job._replace(contents={}), Watched())
    assert reasons(result.outcomes) == {b"a.py": "is not in this partial clone"}


def test_lines_of_a_commit(repo: Repository) -> None:
    settings = Settings(scope="lines")
    repo.commit("begin", {"a.py": "x=1\nz = 0\ny = 2\n"})
    repo.commit("change", {"a.py": "x=1\nz = 0\ny=2\n"})
    job = jobs.commit_job(repo.runner, settings, "HEAD")
    result = fix(repo.runner, settings, job, Watched())
    assert [each.fixed for each in result.files] == [b"x=1\nz = 0\ny = 2\n"]


def test_placements_are_logged(begun: Repository, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "hookkit")
    placed(begun, Settings(mode="fixup"))
    told = [(each.levelname, each.name, each.getMessage()) for each in caplog.records]
    old = begun.git("rev-parse", "HEAD^")
    assert ("DEBUG", "hookkit.corrections.fix_job", "b'a.py': 3 corrected") in told
    line = f"{old}: 3 corrected, placed: fixup"
    assert ("INFO", "hookkit.corrections.keep_and_place", line) in told
    assert ("INFO", "hookkit.corrections.keep_and_place", f"{old}: new commit {begun.head}") in told


@pytest.mark.parametrize(
    ("content", "holds"),
    [(SLOPPY, "base"), (FIXED, "fixed"), ("z = 1\n", "other"), (None, "other")],
)
def test_what_stands_beside_a_correction(
    begun: Repository, content: str | None, files_state: str
) -> None:
    placed(begun, Settings(mode="propose"))
    if content is None:
        (begun.path / "a.py").unlink()
    else:
        begun.write("a.py", content)
    git = begun.runner
    before = read_checkout_state(git, find_correction(git, None))
    assert (before.files_state, before.is_index_clean, before.is_on_top) == (
        files_state,
        True,
        False,
    )
    assert (before.head, before.paths) == (begun.head, ("a.py",))


def test_only_what_was_placed_counts_as_corrected(repo: Repository) -> None:
    repo.commit("Add a", {"a.py": "x=1\n\n\ny=2\n"})
    repo.write("a.py", "x=1  # mine\n\n\ny=2\n")
    [file] = placed(repo, Settings()).files
    assert [(each.code, each.line) for each in file.corrected] == [("E225", 4)]
    assert [(each.first, each.last) for each in file.dropped] == [(1, 1)]
