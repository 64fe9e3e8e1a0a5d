"""A job fixed in its order of steps, as values."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pytest

from hookkit.corrections import worktree_files_to_fix
from hookkit.corrections.correction import find_correction
from hookkit.corrections.files_and_lines_to_fix import all_files_of_commit, files_of_commit
from hookkit.corrections.fix_files import FixResult, fix_files, fix_files_in_hook
from hookkit.corrections.keep_and_place import keep_and_place
from hookkit.corrections.run_outcome import Outcome, outcome_of
from hookkit.corrections.state_before_accept import read_state_before_accept
from hookkit.git.runner import Git
from hookkit.pep8.fix_task_and_outcome import FileOutcome
from hookkit.settings.choice_types import Mode
from hookkit.settings.definitions import Settings
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, corrections, repository_content

SETTINGS = Settings()


class RecordingListener:
    """Somebody who looks on."""

    def __init__(self) -> None:
        self.steps: list[bytes] = []

    def redraw(self) -> None:
        """Nothing to show."""

    def count_finished(self, path: bytes) -> None:
        """Remember the file."""
        self.steps.append(path)


def place(git: Git, settings: Settings, result: FixResult, because: str | None = None) -> Outcome:
    """Keep and place what was fixed."""
    return keep_and_place(git, settings, result, outcome_of(git, settings, result), because)


def placed(repo: Repository, settings: Settings, because: str | None = None) -> Outcome:
    git = repo.runner
    files_to_fix = files_of_commit(git, settings, "HEAD")
    return place(
        git, settings, fix_files(git, settings, files_to_fix, RecordingListener()), because
    )


@pytest.fixture
def sloppy_repo(repo: Repository) -> Repository:
    """A repository with a sloppy commit on top of a clean one."""
    repo.commit("begin", {"ok.py": "x = 1\n"})
    repo.commit("Add a", {"a.py": SLOPPY})
    return repo


def test_fixing_writes_nothing_and_is_watched(sloppy_repo: Repository) -> None:
    git, listener, before = sloppy_repo.runner, RecordingListener(), repository_content(sloppy_repo)
    files_to_fix = all_files_of_commit(git, SETTINGS)
    result = fix_files(git, SETTINGS, files_to_fix, listener)
    assert [(each.path, each.original, each.fixed) for each in result.files] == [
        (b"a.py", SLOPPY.encode(), FIXED.encode())
    ]
    assert [each.path for each in result.outcomes] == [b"a.py", b"ok.py"]
    assert sorted(listener.steps) == [b"a.py", b"ok.py"]
    assert repository_content(sloppy_repo) == before


def test_a_check_says_how_many_parents_there_are(sloppy_repo: Repository) -> None:
    git = sloppy_repo.runner
    for name, parents in (("HEAD", 1), ("HEAD^", 0)):
        files_to_fix = files_of_commit(git, SETTINGS, name)
        outcome = outcome_of(
            git, SETTINGS, fix_files(git, SETTINGS, files_to_fix, RecordingListener())
        )
        assert (outcome.parent_count, outcome.actual_mode, outcome.requested_mode) == (
            parents,
            None,
            "worktree",
        )


@pytest.mark.parametrize("mode", ["propose", "worktree", "fixup", "commit"])
def test_modes(sloppy_repo: Repository, mode: Mode) -> None:
    old = sloppy_repo.head
    outcome = placed(sloppy_repo, Settings(mode=mode))
    assert (outcome.commit, outcome.requested_mode, outcome.actual_mode) == (old, mode, mode)
    assert outcome.correction == corrections(sloppy_repo)[old]
    assert outcome.branch_commit == (sloppy_repo.head if mode in ("fixup", "commit") else None)
    assert outcome.mode_reason is None


@pytest.mark.parametrize("mode", ["worktree", "fixup", "commit"])
def test_a_reason_leaves_it_at_the_proposal(sloppy_repo: Repository, mode: Mode) -> None:
    before = repository_content(sloppy_repo)
    outcome = placed(sloppy_repo, Settings(mode=mode), "so")
    assert (outcome.actual_mode, outcome.mode_reason) == ("propose", "so")
    assert outcome.correction == corrections(sloppy_repo)[sloppy_repo.head]
    assert (repository_content(sloppy_repo).files, repository_content(sloppy_repo).index) == (
        before.files,
        before.index,
    )


@pytest.mark.parametrize("mode", ["worktree", "fixup"])
def test_a_locked_index_leaves_it_at_the_proposal(sloppy_repo: Repository, mode: Mode) -> None:
    lock = sloppy_repo.path / ".git" / "index.lock"
    lock.touch()
    outcome = placed(sloppy_repo, Settings(mode=mode))
    lock.unlink()
    assert outcome.actual_mode == "propose"
    assert (
        outcome.mode_reason is not None
        and "another git command holds the index" in outcome.mode_reason
    )


def test_files_without_a_commit_go_nowhere_while_there_is_a_reason(
    sloppy_repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sloppy_repo.path)
    git, before = sloppy_repo.runner, repository_content(sloppy_repo)
    files_to_fix = worktree_files_to_fix.files_at_paths(git, SETTINGS, ["a.py"])
    result = fix_files(git, SETTINGS, files_to_fix, RecordingListener())
    outcome = place(git, SETTINGS, result, "a merge is under way")
    assert (outcome.actual_mode, outcome.mode_reason) == (None, "a merge is under way")
    outcome = place(git, Settings(mode="fixup"), result)
    assert (outcome.actual_mode, outcome.mode_reason) == (
        None,
        "there is no commit yet that it could belong to",
    )
    assert repository_content(sloppy_repo) == before
    assert place(git, SETTINGS, result).actual_mode == "worktree"
    assert sloppy_repo.read("a.py") == FIXED.encode()


def test_what_is_there_already(sloppy_repo: Repository) -> None:
    placed(sloppy_repo, SETTINGS)
    outcome = placed(sloppy_repo, SETTINGS)
    assert (outcome.actual_mode, outcome.mode_reason) == ("worktree", "it was there already")


def test_what_has_no_place(sloppy_repo: Repository) -> None:
    sloppy_repo.write("a.py", "import json, os\nx=5\n")
    outcome = placed(sloppy_repo, SETTINGS)
    assert outcome.actual_mode == "propose"
    assert outcome.mode_reason == "nothing of it has a place beside your other edits"
    assert all(each.dropped for each in outcome.files)


def reasons(outcomes: Sequence[FileOutcome]) -> dict[bytes, str | None]:
    return {each.path: each.left_alone_reason for each in outcomes}


def test_what_is_kept_out(sloppy_repo: Repository) -> None:
    sloppy_repo.write(".gitattributes", "gen.py linguist-generated\n")
    sloppy_repo.write("setup.cfg", "[pycodestyle]\nexclude = old/*\n")
    sloppy_repo.commit("more", {"gen.py": SLOPPY, "big.py": "x=1\n" * 30, "b.py": "y=1\n"})
    git, settings = sloppy_repo.runner, Settings(max_bytes=100)
    files_to_fix = all_files_of_commit(git, settings)._replace(
        left_alone_reasons={b"b.py": "because"}
    )
    found = reasons(fix_files(git, settings, files_to_fix, RecordingListener()).outcomes)
    assert found == {
        b"a.py": None,
        b"b.py": "because",
        b"big.py": "has 120 bytes, more than max_bytes allows",
        b"gen.py": "is generated (.gitattributes)",
        b"ok.py": None,
    }


def test_what_is_too_large_is_named_with_the_command_that_corrects_it(
    sloppy_repo: Repository,
) -> None:
    sloppy_repo.commit("more", {"long one.py": "x=1\n" * 30, "b.py": "y=1\n"})
    git, settings = sloppy_repo.runner, Settings(max_lines=29)
    outcome = outcome_of(
        git,
        settings,
        fix_files(git, settings, files_of_commit(git, settings, "HEAD"), RecordingListener()),
    )
    reason = "has 30 lines, more than max_lines allows"
    assert reasons(outcome.files) == {b"b.py": None, b"long one.py": reason}
    assert outcome.notes == ("correct anyway: HOOKKIT_MAX_LINES=30 hookkit run './long one.py'",)


def test_the_command_names_a_file_as_it_is_typed_where_the_person_is(
    sloppy_repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    sloppy_repo.commit("more", {"pkg/long.py": "x=1\n" * 30, "wide.py": "y=1\n" * 40})
    git, settings = sloppy_repo.runner, Settings(max_lines=29)
    result = fix_files(git, settings, files_of_commit(git, settings, "HEAD"), RecordingListener())
    monkeypatch.chdir(sloppy_repo.path / "pkg")
    assert outcome_of(git, settings, result).notes == (
        "correct anyway: HOOKKIT_MAX_LINES=30 hookkit run ./long.py",
        "correct anyway: HOOKKIT_MAX_LINES=40 hookkit run ../wide.py",
    )


class InterruptingListener(RecordingListener):
    """Somebody who presses Ctrl-C when the first file is done."""

    def count_finished(self, path: bytes) -> None:
        """Interrupt."""
        super().count_finished(path)
        raise KeyboardInterrupt


def test_a_hook_keeps_what_is_done_when_it_is_interrupted(sloppy_repo: Repository) -> None:
    sloppy_repo.commit("more", {"b.py": SLOPPY, "c.py": SLOPPY})
    git, listener = sloppy_repo.runner, InterruptingListener()
    files_to_fix = files_of_commit(git, SETTINGS, "HEAD")
    result = fix_files_in_hook(git, SETTINGS, files_to_fix, listener)
    assert [(each.path, each.fixed) for each in result.files] == [(b"b.py", FIXED.encode())]
    assert reasons(result.outcomes) == {b"b.py": None, b"c.py": "was not reached: interrupted"}
    assert files_to_fix.commit is not None
    assert outcome_of(git, SETTINGS, result).notes == (
        f"1 file not looked at yet: hookkit run {files_to_fix.commit.id[:7]}",
    )


def test_the_rest_of_more_than_a_commit_is_named_by_its_files(sloppy_repo: Repository) -> None:
    git = sloppy_repo.runner
    files_to_fix = all_files_of_commit(git, SETTINGS)
    result = fix_files_in_hook(git, SETTINGS, files_to_fix, InterruptingListener())
    notes = outcome_of(git, SETTINGS, result).notes
    assert notes == ("1 file not looked at yet: hookkit run ./ok.py",)


def test_a_run_ends_by_an_interrupt(sloppy_repo: Repository) -> None:
    git = sloppy_repo.runner
    with pytest.raises(KeyboardInterrupt):
        fix_files(git, SETTINGS, files_of_commit(git, SETTINGS, "HEAD"), InterruptingListener())


def test_a_blob_that_a_partial_clone_does_not_have(sloppy_repo: Repository) -> None:
    files_to_fix = files_of_commit(sloppy_repo.runner, SETTINGS, "HEAD")
    result = fix_files(
        sloppy_repo.runner, SETTINGS, files_to_fix._replace(contents={}), RecordingListener()
    )
    assert reasons(result.outcomes) == {b"a.py": "is not in this partial clone"}


def test_lines_of_a_commit(repo: Repository) -> None:
    settings = Settings(scope="lines")
    repo.commit("begin", {"a.py": "x=1\nz = 0\ny = 2\n"})
    repo.commit("change", {"a.py": "x=1\nz = 0\ny=2\n"})
    files_to_fix = files_of_commit(repo.runner, settings, "HEAD")
    result = fix_files(repo.runner, settings, files_to_fix, RecordingListener())
    assert [each.fixed for each in result.files] == [b"x=1\nz = 0\ny = 2\n"]


def test_placements_are_logged(sloppy_repo: Repository, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "hookkit")
    placed(sloppy_repo, Settings(mode="fixup"))
    log_records = [(each.levelname, each.name, each.getMessage()) for each in caplog.records]
    old = sloppy_repo.git("rev-parse", "HEAD^")
    assert ("DEBUG", "hookkit.corrections.fix_files", "b'a.py': 3 corrected") in log_records
    line = f"{old}: 3 corrected, placed: fixup"
    assert ("INFO", "hookkit.corrections.keep_and_place", line) in log_records
    assert (
        "INFO",
        "hookkit.corrections.keep_and_place",
        f"{old}: new commit {sloppy_repo.head}",
    ) in log_records


@pytest.mark.parametrize(
    ("content", "files_state"),
    [(SLOPPY, "original"), (FIXED, "fixed"), ("z = 1\n", "other"), (None, "other")],
)
def test_what_stands_beside_a_correction(
    sloppy_repo: Repository, content: str | None, files_state: str
) -> None:
    placed(sloppy_repo, Settings(mode="propose"))
    if content is None:
        (sloppy_repo.path / "a.py").unlink()
    else:
        sloppy_repo.write("a.py", content)
    git = sloppy_repo.runner
    before = read_state_before_accept(git, find_correction(git, None))
    assert (before.files_state, before.is_index_clean, before.is_head_correction) == (
        files_state,
        True,
        False,
    )
    assert (before.head, before.paths) == (sloppy_repo.head, ("a.py",))


def test_only_what_was_placed_counts_as_corrected(repo: Repository) -> None:
    repo.commit("Add a", {"a.py": "x=1\n\n\ny=2\n"})
    repo.write("a.py", "x=1  # mine\n\n\ny=2\n")
    [file] = placed(repo, Settings()).files
    assert [(each.code, each.line) for each in file.corrected] == [("E225", 4)]
    assert [(each.first, each.last) for each in file.dropped] == [(1, 1)]
