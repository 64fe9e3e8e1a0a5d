"""When a placement cannot be undone, its repair, and its refs."""

from __future__ import annotations

import errno
import os

import pytest

from hookkit.branches.backup import BACKUP_REFS, keep_backup
from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.corrections.refused_hunks import (
    RefusedHunk,
    read_refusals,
    refusal_lines,
    remember_refusals,
)
from hookkit.errors import Refused
from hookkit.git import file_replacement
from hookkit.operation_log.entry import (
    ContentChange,
    Entry,
    FileChange,
    RefChange,
    RefusalChange,
    StoredEntry,
    ValueChange,
)
from hookkit.operation_log.stored_entries import finish_entry, write_entry
from hookkit.undo.undo_or_redo import redo, undo
from hookkit.undo.undo_placement_or_rewrite import (
    require_branch_of_entry,
    require_unmoved_head,
    undo_placement_or_rewrite,
)
from tests.repository import Repository

OLD, NEW, ID = b"x=1\n", b"x = 1\n", "a" * 40
MAIN = "refs/heads/main"


@pytest.fixture
def line(repo: Repository) -> tuple[str, str, str]:
    """Three commits, one upon the other; main is at the last."""
    first = repo.commit("First", {"a.py": OLD})
    return first, repo.commit("Second", {"a.py": NEW}), repo.commit("Third")


def entry(head: ValueChange, kind: str = "fixup", *, branch: str | None = MAIN) -> Entry:
    """A placement that moved HEAD."""
    moved = None if branch is None else ValueChange(branch, branch)
    return Entry(kind, head.old, (), head=head, branch=moved)


def stored(repo: Repository, placed: Entry) -> StoredEntry:
    """Have it in the operation log as done."""
    found = write_entry(repo.runner, placed)
    finish_entry(repo.runner, found)
    return found._replace(state="done")


def test_on_its_branch_it_is_taken_back(repo: Repository, line: tuple[str, str, str]) -> None:
    head = ValueChange(*line[:2])
    require_branch_of_entry(repo.runner, entry(head))
    require_branch_of_entry(repo.runner, entry(head, branch=None))  # it is not known


@pytest.mark.parametrize(
    ("branch", "name", "repair"),
    [
        ("refs/heads/it's", "it's", "git switch 'it'\"'\"'s'"),
        ("", "a detached HEAD", "git reflog"),
    ],
)
def test_elsewhere_it_says_where_it_was(
    repo: Repository, line: tuple[str, str, str], branch: str, name: str, repair: str
) -> None:
    with pytest.raises(Refused) as refused:
        require_branch_of_entry(repo.runner, entry(ValueChange(*line[:2]), branch=branch))
    sentence = f"what would be taken back was done on {name}, and HEAD is elsewhere"
    assert (refused.value.message, refused.value.repair) == (sentence, repair)


def test_a_detached_head_is_known(repo: Repository, line: tuple[str, str, str]) -> None:
    repo.git("checkout", "-q", "--detach")
    require_branch_of_entry(repo.runner, entry(ValueChange(*line[:2]), branch=""))
    with pytest.raises(Refused, match="was done on main"):
        require_branch_of_entry(repo.runner, entry(ValueChange(*line[:2])))


def test_head_is_where_it_was_put_or_where_it_was(
    repo: Repository, line: tuple[str, str, str]
) -> None:
    first, _, third = line
    for ends in (ValueChange(first, third), ValueChange(third, first)):
        assert require_unmoved_head(repo.runner, entry(ends)) == third


@pytest.mark.parametrize(
    ("kind", "repair"),
    [
        ("fixup", "git revert {new}"),
        ("commit", "git revert {new}"),
        ("spread", "git revert {old}..{new}"),
        ("pay", "git revert {old}..{new}"),
        ("amend", "git rebase --onto {old} {new}"),
        ("tidy", "git rebase --onto {old} {new}"),
        ("ticket", "git rebase --onto {old} {new}"),
    ],
)
def test_under_other_commits_it_stays(
    repo: Repository, line: tuple[str, str, str], kind: str, repair: str
) -> None:
    old, new = line[0][:7], line[1][:7]
    with pytest.raises(Refused) as refused:
        require_unmoved_head(repo.runner, entry(ValueChange(*line[:2]), kind))
    sentence = f"commits have been made since {new}, which would be taken back"
    assert refused.value.message == sentence
    assert refused.value.repair == repair.format(old=old, new=new)


def test_where_head_has_left_it_there_is_nothing(
    repo: Repository, line: tuple[str, str, str]
) -> None:
    first, second, third = line
    repo.git("update-ref", "HEAD", first)
    with pytest.raises(Refused) as refused:
        require_unmoved_head(repo.runner, entry(ValueChange(second, third)))
    sentence = f"HEAD is not at {third[:7]} any more: there is nothing to take back here"
    repair = f"git branch --all --contains {third[:7]}"
    assert (refused.value.message, refused.value.repair) == (sentence, repair)


def test_a_correction_comes_again_or_goes(repo: Repository, line: tuple[str, str, str]) -> None:
    first, second, third = line
    ref, null = CORRECTION_REFS + first, repo.runner.null_id
    repo.git("update-ref", "--create-reflog", ref, third)
    chosen = Entry("choice", first, (), correction=ValueChange(second, third))
    undo_placement_or_rewrite(repo.runner, stored(repo, chosen), chosen, "undo")
    assert repo.git("rev-parse", ref) == second
    assert repo.git("log", "-g", "-1", "--format=%gs", ref) == "hookkit: undo"
    kept = Entry("review", first, (), correction=ValueChange(null, second))
    undo_placement_or_rewrite(repo.runner, stored(repo, kept), kept, "undo")
    assert repo.attempt("rev-parse", "-q", "--verify", ref).returncode == 1


def test_hunks_are_refused_as_before(repo: Repository, line: tuple[str, str, str]) -> None:
    mine, other, kept = (RefusedHunk(each, (each,), b"a.py", (), "", "") for each in "123")
    remember_refusals(repo.runner, [mine, kept])
    change = RefusalChange(refusal_lines([other]), refusal_lines([mine]))
    review = Entry("review", line[0], (), refusals=change)
    undo_placement_or_rewrite(repo.runner, stored(repo, review), review, "undo")
    assert read_refusals(repo.runner) == [kept, other]


@pytest.mark.parametrize("kind", ["tidy", "ticket", "fixup"])
def test_the_backup_of_a_rewritten_branch_goes_when_it_is_back(
    repo: Repository, line: tuple[str, str, str], kind: str
) -> None:
    _, second, third = line
    kept = keep_backup(repo.runner, "main", second)
    stored(repo, entry(ValueChange(second, third), kind))
    undo(repo.runner)
    backups = repo.git("for-each-ref", "--format=%(refname)", BACKUP_REFS)
    assert backups == (kept if kind == "fixup" else "")


def test_what_is_done_again_keeps_the_backup(repo: Repository, line: tuple[str, str, str]) -> None:
    _, second, third = line
    stored(repo, entry(ValueChange(second, third), "tidy"))
    undo(repo.runner)
    kept = keep_backup(repo.runner, "main", second)
    redo(repo.runner)
    assert repo.git("for-each-ref", "--format=%(refname)", BACKUP_REFS) == kept


def test_a_file_that_cannot_be_written_is_told(
    repo: Repository, line: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(first: str, second: str) -> bool:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    placed = Entry("worktree", line[0], (FileChange(b"a.py", ContentChange(OLD, NEW)),))
    repo.write("a.py", NEW)
    repo.git("update-ref", "HEAD", line[0])
    repo.git("reset", "-q", line[0])
    in_log = stored(repo, placed)
    monkeypatch.setattr(file_replacement, "exchange_paths", fail)
    plan = undo_placement_or_rewrite(repo.runner, in_log, placed, "undo")
    assert plan.file_rewrites == {}
    ((dropped,),) = plan.dropped.values()
    assert (dropped.first, dropped.last) == (1, 1)
    assert dropped.reason.startswith("the file cannot be written: ")


def test_branch_index_and_file_go_back_together(
    repo: Repository, line: tuple[str, str, str]
) -> None:
    first, second, _ = line
    repo.git("reset", "-q", "--hard", second)
    both = ContentChange(OLD, NEW)
    placed = entry(ValueChange(first, second))._replace(files=(FileChange(b"a.py", both, both),))
    plan = undo_placement_or_rewrite(repo.runner, stored(repo, placed), placed, "undo")
    assert (list(plan.file_rewrites), list(plan.index_entries)) == ([b"a.py"], [b"a.py"])
    assert (repo.head, repo.status, repo.read("a.py")) == (first, "", OLD)
    assert repo.git("log", "-g", "-1", "--format=%gs") == "hookkit: undo fixup"


@pytest.mark.parametrize("is_there", [True, False])
def test_the_rest_goes_back_where_it_is_as_it_was_left(
    repo: Repository, line: tuple[str, str, str], is_there: bool
) -> None:
    first, second, third = line
    ref = CORRECTION_REFS + second
    repo.git("update-ref", ref, first if is_there else third)
    rest = RefChange(ref, repo.runner.null_id, first)
    placed = entry(ValueChange(second, third), "amend")._replace(remaining_correction=rest)
    undo_placement_or_rewrite(repo.runner, stored(repo, placed), placed, "undo")
    assert repo.head == second
    left = repo.attempt("rev-parse", "-q", "--verify", ref).stdout.decode().strip()
    assert left == ("" if is_there else third)


def test_a_commit_without_files_leaves_the_index_alone(
    repo: Repository, line: tuple[str, str, str]
) -> None:
    _, second, third = line
    repo.write("mine.txt", "mine\n")
    repo.git("add", "mine.txt")
    stored(repo, entry(ValueChange(second, third)))
    result = undo(repo.runner)
    assert (repo.head, repo.status) == (second, "A  mine.txt")
    assert (result.restored_paths, result.dropped, result.has_no_change) == ((), {}, False)
