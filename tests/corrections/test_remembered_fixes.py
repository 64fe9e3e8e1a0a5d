"""A cached fix is not made again, and no content is placed because the cache says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from hookkit.corrections.files_and_lines_to_fix import files_of_commit
from hookkit.corrections.fix_files import FixResult, fix_files, fix_for_outcomes
from hookkit.corrections.keep_and_place import keep_and_place
from hookkit.corrections.refused_hunks import make_refused_hunk, remember_refusals
from hookkit.corrections.review.build_review import build_review, find_review_source
from hookkit.corrections.review.review import Review
from hookkit.corrections.run_outcome import outcome_of
from hookkit.corrections.why_not import file_to_explain
from hookkit.corrections.why_not.explain_faults import explain_faults
from hookkit.corrections.worktree_files_to_fix import files_at_paths
from hookkit.fix_cache import cached_fixes
from hookkit.fix_cache.cached_fixes import (
    CachedFix,
    key_of_task,
    line_of_cached_fix,
    parse_cached_fix,
)
from hookkit.fix_cache.records_file import append_records, cache_path, read_records
from hookkit.git.runner import Git
from hookkit.pep8 import fix_processes
from hookkit.pep8.fix_task_and_outcome import FixTask
from hookkit.settings.autopep8.options import Pep8Options
from hookkit.settings.effective_settings import load_settings
from hookkit.terminal.progress import Progress
from tests.repository import Repository

UNTIDY = "".join(f"name{number}=[{number},{number}]\nif name1: pass\n" for number in range(150))
CLEAN = "".join(f"name{number} = {number}\n" for number in range(500))


class Fixes:
    """How many files were really fixed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: list[bytes] = []
        fix_tasks = fix_processes.fix_tasks

        def counted(tasks: Sequence[FixTask], *rest: Any) -> Iterator[Any]:
            self.paths += [task.path for task in tasks]
            return fix_tasks(tasks, *rest)

        monkeypatch.setattr(fix_processes, "fix_tasks", counted)


@pytest.fixture
def fixes(monkeypatch: pytest.MonkeyPatch) -> Fixes:
    """The files that were fixed since the last look."""
    return Fixes(monkeypatch)


def fixed(repo: Repository, how: Any = fix_files, **overrides: object) -> FixResult:
    """Fix what HEAD changed, with or without the files."""
    git = repo.runner
    settings = load_settings(git, overrides)
    result: FixResult = how(git, settings, files_of_commit(git, settings, "HEAD"), Progress(1))
    return result


def kept(repo: Repository) -> FixResult:
    """Correct HEAD and keep the correction."""
    git = repo.runner
    settings = load_settings(git, {"mode": "propose"})
    result = fixed(repo, mode="propose")
    keep_and_place(git, settings, result, outcome_of(git, settings, result))
    return result


def reviewed(repo: Repository) -> Review:
    """Review what HEAD has or needs."""
    git, settings = repo.runner, load_settings(repo.runner, {})
    return build_review(git, settings, find_review_source(git, settings, None), Progress(1))


def test_a_clean_file_is_looked_at_once(repo: Repository, fixes: Fixes) -> None:
    repo.commit("x", {"a.py": CLEAN, "b.py": CLEAN + "x = 1\n"})
    first = fixed(repo)
    assert fixes.paths == [b"a.py", b"b.py"]
    again = fixed(repo)
    assert fixes.paths == [b"a.py", b"b.py"]
    assert (again.outcomes, again.files) == (first.outcomes, first.files)


def test_a_change_is_looked_at_again(repo: Repository, fixes: Fixes) -> None:
    repo.commit("x", {"a.py": CLEAN, "b.py": CLEAN})
    fixed(repo)
    repo.commit("y", {"b.py": CLEAN + "x=1\n"})
    fixes.paths.clear()
    assert [each.path for each in fixed(repo).files] == [b"b.py"]
    assert fixes.paths == [b"b.py"]


def test_small_files_are_not_worth_it(repo: Repository) -> None:
    repo.commit("x", {"a.py": "x=1\n"})
    fixed(repo)
    assert not Path(cache_path(repo.runner)).exists()


def test_a_kept_correction_is_not_fixed_again(repo: Repository, fixes: Fixes) -> None:
    repo.commit("x", {"a.py": UNTIDY})
    first = kept(repo)
    fixes.paths.clear()
    again = fixed(repo)
    assert (again.outcomes, again.files, again.fixed_blob_ids) == (
        first.outcomes,
        first.files,
        first.fixed_blob_ids,
    )
    review = reviewed(repo)
    assert review.outcome.files == first.outcomes
    assert review.hunks
    assert fixes.paths == []


def test_an_amended_message_costs_no_fix(repo: Repository, fixes: Fixes) -> None:
    repo.commit("x", {"a.py": UNTIDY})
    first = kept(repo)
    fixes.paths.clear()
    repo.git("commit", "-q", "--amend", "-m", "Another message")
    again = kept(repo)
    assert (again.outcomes, again.files) == (first.outcomes, first.files)
    assert fixes.paths == []


def test_an_account_needs_no_content(repo: Repository, fixes: Fixes) -> None:
    repo.commit("x", {"a.py": UNTIDY})
    first = fixed(repo, fix_for_outcomes)
    assert first.files == () and first.outcomes[0].corrected
    again = fixed(repo, fix_for_outcomes)
    assert again == first._replace(files_to_fix=again.files_to_fix)
    assert fixes.paths == [b"a.py"]
    assert fixed(repo).files, "the content was in no object, so that it had to be fixed"
    assert fixes.paths == [b"a.py"] * 2


@pytest.mark.parametrize("change", [{"safety": "off"}, {"exclude": ["b*"]}])
def test_other_settings_are_another_question(
    repo: Repository, fixes: Fixes, change: dict[str, object]
) -> None:
    repo.commit("x", {"a.py": UNTIDY})
    fixed(repo)
    fixes.paths.clear()
    fixed(repo, fix_for_outcomes, **change)
    assert fixes.paths == ([b"a.py"] if "safety" in change else [])


def test_other_options_of_autopep8_are_another_question(repo: Repository, fixes: Fixes) -> None:
    repo.commit("x", {"a.py": UNTIDY})
    before = fixed(repo).outcomes
    repo.write("pyproject.toml", '[tool.autopep8]\nignore = "E225"\n')
    after = fixed(repo, fix_for_outcomes).outcomes
    assert fixes.paths == [b"a.py"] * 2
    assert len(after[0].corrected) < len(before[0].corrected)


def test_other_versions_are_another_question(
    repo: Repository, fixes: Fixes, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("x", {"a.py": UNTIDY})
    fixed(repo)
    monkeypatch.setattr(
        cached_fixes, "installed_versions", lambda: "1 cpython (3, 99, 0, 'final') 00000000"
    )
    fixed(repo, fix_for_outcomes)
    assert fixes.paths == [b"a.py"] * 2


def forge(repo: Repository, content: str) -> None:
    """Write a flawless record that says that a.py is to become ``content``, which git has."""
    git = repo.runner
    blob = repo.git("hash-object", "-w", "--stdin", data=content.encode())
    ((key, rest),) = read_records(git).items()
    real = parse_cached_fix(key, rest, b"a.py")
    assert real is not None
    append_records(git, [line_of_cached_fix(key, CachedFix(blob, real.outcome))])


def test_a_forged_record_places_nothing_unproven(repo: Repository, fixes: Fixes) -> None:
    repo.commit("x", {"a.py": UNTIDY})
    first = fixed(repo)
    forge(repo, "import os\nos.remove('everything')\n")
    again = fixed(repo)
    assert again.files == first.files
    assert fixes.paths == [b"a.py"] * 2


def test_a_forged_record_does_not_place_the_correction_of_another_file(
    repo: Repository, fixes: Fixes
) -> None:
    repo.commit("y", {"b.py": "x=1\n"})
    kept(repo)
    repo.commit("x", {"a.py": UNTIDY})
    first = fixed(repo)
    forge(repo, "x = 1\n")
    assert fixed(repo).files == first.files
    assert fixes.paths == [b"b.py", b"a.py", b"a.py"]


def test_a_record_of_a_lost_content_is_no_record(repo: Repository, fixes: Fixes) -> None:
    repo.commit("x", {"a.py": UNTIDY})
    first = fixed(repo)
    assert fixed(repo).files == first.files, "the fixed content was never written"
    assert fixes.paths == [b"a.py"] * 2


def test_worktrees_share_what_is_remembered(repo: Repository, fixes: Fixes, tmp_path: Path) -> None:
    repo.commit("x", {"a.py": CLEAN})
    fixed(repo)
    repo.git("worktree", "add", "-q", str(tmp_path / "other"), "HEAD")
    git = Git.discover(tmp_path / "other")
    settings = load_settings(git, {})
    fix_files(git, settings, files_of_commit(git, settings, "HEAD"), Progress(1))
    assert fixes.paths == [b"a.py"]


def test_a_bare_repository_remembers_too(repo: Repository, fixes: Fixes, tmp_path: Path) -> None:
    repo.commit("x", {"a.py": CLEAN})
    repo.git("clone", "-q", "--bare", str(repo.path), str(tmp_path / "bare.git"))
    git = Git.discover(tmp_path / "bare.git")
    settings = load_settings(git, {})
    for _ in range(2):
        fix_files(git, settings, files_of_commit(git, settings, "HEAD"), Progress(1))
    assert fixes.paths == [b"a.py"]


def test_files_by_name_are_remembered_by_their_content(
    repo: Repository, fixes: Fixes, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("x", {"a.py": CLEAN})
    git, settings = repo.runner, load_settings(repo.runner, {})
    monkeypatch.chdir(repo.path)
    for content in (CLEAN, CLEAN, CLEAN + "x=1\n"):
        repo.write("a.py", content)
        fix_for_outcomes(git, settings, files_at_paths(git, settings, ["a.py"]), Progress(1))
    assert fixes.paths == [b"a.py"] * 2


def test_no_two_tasks_have_one_key() -> None:
    base = FixTask(b"a.py", b"", Pep8Options(), "strict")
    tasks = [
        base,
        base._replace(options=Pep8Options(ignore="E1")),
        base._replace(options=Pep8Options(select="E1")),
        base._replace(safety="off"),
        base._replace(touched=((1, 1),)),
        base._replace(touched=((1, 2),)),
        base._replace(touched=()),
        base._replace(max_older_faults=20, touched=()),
        base._replace(refused_fingerprints=frozenset({"ab"})),
        base._replace(refused_fingerprints=frozenset({"ab"}), path=b"b.py"),
    ]
    assert len({key_of_task(each, "0" * 40) for each in tasks}) == len(tasks)
    assert key_of_task(base, "0" * 40) == key_of_task(base._replace(path=b"b.py"), "0" * 40)
    many = base._replace(touched=tuple((line, line) for line in range(5_000)))
    assert len(key_of_task(many, "0" * 40)) == 64


def test_a_refusal_leaves_clean_files_known(repo: Repository, fixes: Fixes) -> None:
    repo.commit("x", {"a.py": CLEAN, "b.py": UNTIDY})
    before = fixed(repo, fix_for_outcomes).outcomes
    review = reviewed(repo)
    remember_refusals(repo.runner, [make_refused_hunk(review.hunks[0], *versions(review))])
    fixes.paths.clear()
    after = fixed(repo, fix_for_outcomes).outcomes
    assert fixes.paths == [b"b.py"]
    assert after[0] == before[0] and after[1].refused_count
    fixed(repo, fix_for_outcomes)
    assert fixes.paths == [b"b.py"]


def versions(review: Review) -> tuple[bytes, bytes]:
    (file,) = (each for each in review.files if each.path == b"b.py")
    return file.original, file.fixed


def test_a_fault_is_explained_twice_and_fixed_once(
    repo: Repository, fixes: Fixes, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("x", {"a.py": UNTIDY + "if name1 == None:\n    pass\n"})
    monkeypatch.chdir(repo.path)
    git, settings = repo.runner, load_settings(repo.runner, {})
    first = explain_faults(git, settings, "a.py", Progress(1))
    assert {each.explanation.kind for each in first.faults} > {"corrected"}
    tried: list[FixTask] = []
    monkeypatch.setattr(
        file_to_explain, "fix_within_limits", lambda task, limits: tried.append(task)
    )
    assert explain_faults(git, settings, "a.py", Progress(1)) == first
    assert (fixes.paths, tried) == ([b"a.py"], [])
