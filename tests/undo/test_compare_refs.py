"""Whether the refs of an entry are where it left them, and who has moved them since."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.errors import Refused
from hookkit.operation_log.entry import Entry, EntryState, RefChange, StoredEntry, ValueChange
from hookkit.operation_log.stored_entries import finish_entry, write_entry
from hookkit.undo.compare_refs import (
    RefComparison,
    all_ref_changes,
    compare_refs,
    find_later_entry,
    has_changes_to_undo,
    read_current_refs,
    shown_ref_name,
)
from tests.repository import Repository

A, B, C, NULL = "a" * 40, "b" * 40, "c" * 40, "0" * 40
TOPIC, MAIN = "refs/heads/topic", "refs/heads/main"
MOVE = RefChange(TOPIC, A, B)


def stored(*moves: RefChange, number: int = 1, state: EntryState = "done") -> StoredEntry:
    """An entry that moved branches."""
    return StoredEntry(number, state, 0, Entry("sync", B, (), refs=moves))


def at_head(old: str, new: str) -> StoredEntry:
    """An entry that put a commit on main."""
    entry = Entry("fixup", B, (), head=ValueChange(old, new), branch=ValueChange(MAIN, MAIN))
    return StoredEntry(1, "done", 0, entry)


def found(repo: Repository, entry: StoredEntry, **names: str) -> RefComparison:
    """What became of an entry where the branches are at ``names``."""
    refs = {f"refs/heads/{name}": at for name, at in names.items()}
    return compare_refs(repo.runner, entry, entry.entry, refs)


def test_what_an_entry_has_moved() -> None:
    correction = Entry("drop", A, (), correction=ValueChange(B, NULL))
    assert all_ref_changes(correction) == [RefChange(CORRECTION_REFS + A, B, NULL)]
    assert all_ref_changes(stored(RefChange(MAIN, A, A), MOVE).entry) == [MOVE]


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (B, RefComparison()),
        (A, RefComparison(are_all_at_old_ids=True)),
        (C, RefComparison(refs_moved_since=(RefChange(TOPIC, A, C),))),
        (NULL, RefComparison()),  # it can come again
    ],
)
def test_a_branch_is_where_it_was_left_or_not(
    repo: Repository, at: str, state: RefComparison
) -> None:
    assert found(repo, stored(MOVE), topic=at) == state


def test_a_branch_that_was_not_there_before_and_is_not_now_is_gone(repo: Repository) -> None:
    begun = stored(RefChange(TOPIC, NULL, B))
    assert found(repo, begun) == RefComparison(are_all_at_old_ids=True)
    assert found(repo, stored(RefChange(TOPIC, NULL, B), MOVE), topic=B).refs_moved_since == ()
    both = stored(RefChange(MAIN, NULL, B), MOVE)
    assert found(repo, both, topic=B).refs_moved_since == (RefChange(MAIN, NULL, NULL),)


def test_a_branch_of_a_placement_does_not_come_again(repo: Repository) -> None:
    assert found(repo, at_head(A, B)).refs_moved_since == (RefChange(MAIN, A, NULL),)


def test_of_two_branches_one_is_named(repo: Repository) -> None:
    both = stored(RefChange(MAIN, A, B), MOVE)
    assert found(repo, both, main=B, topic=C).refs_moved_since == (RefChange(TOPIC, A, C),)
    assert found(repo, both, main=B, topic=A).refs_moved_since == (RefChange(TOPIC, A, A),)


def test_one_that_was_stopped_halfway_may_have_moved_any_of_them(repo: Repository) -> None:
    both = stored(RefChange(MAIN, A, B), MOVE, state="begun")
    assert found(repo, both, main=B, topic=A) == RefComparison()
    assert found(repo, both, main=A, topic=A) == RefComparison()
    assert found(repo, both, main=B, topic=C).refs_moved_since == (RefChange(TOPIC, A, C),)


def test_an_entry_without_refs_is_never_gone_by_them(repo: Repository) -> None:
    assert found(repo, stored()) == RefComparison()


def numbered(*numbers: int, move: RefChange = MOVE) -> Sequence[StoredEntry]:
    """Entries of one move, the newest first."""
    return [stored(move, number=each) for each in numbers]


def test_the_newest_later_entry_of_a_moved_ref_is_found() -> None:
    entries = [*numbered(9, move=RefChange(MAIN, A, B)), *numbered(8, 7, 5, 4)]
    later = find_later_entry(numbered(5)[0], [MOVE], entries)
    assert later is not None and later.number == 8
    assert find_later_entry(numbered(8)[0], [MOVE], entries) is None
    assert find_later_entry(numbered(5)[0], [], entries) is None


def test_refs_as_reports_name_them() -> None:
    assert shown_ref_name(TOPIC) == "topic"
    assert shown_ref_name("HEAD") == "HEAD"
    assert shown_ref_name(CORRECTION_REFS + A) == "the correction of aaaaaaa"


@pytest.fixture
def line(repo: Repository) -> tuple[str, str, str]:
    """Three commits, one upon the other; main is at the last."""
    first, second, third = (repo.commit(each) for each in ("First", "Second", "Third"))
    return first, second, third


def test_the_refs_that_entries_know(repo: Repository, line: tuple[str, str, str]) -> None:
    first, _, third = line
    repo.git("update-ref", CORRECTION_REFS + first, third)
    repo.git("tag", "v1")
    expected = {"HEAD": third, MAIN: third, CORRECTION_REFS + first: third}
    assert read_current_refs(repo.runner) == expected


def test_an_unborn_branch_is_nowhere(repo: Repository) -> None:
    assert read_current_refs(repo.runner) == {"HEAD": repo.runner.null_id}


def check(repo: Repository, entry: StoredEntry) -> bool:
    """Check an entry by the refs of a repository."""
    return has_changes_to_undo(repo.runner, entry, entry.entry, read_current_refs(repo.runner))


def test_there_is_something_to_take_back_or_it_is_gone(
    repo: Repository, line: tuple[str, str, str]
) -> None:
    _, second, third = line
    assert check(repo, at_head(second, third)) is True
    assert check(repo, at_head(third, second)) is False


def test_commits_on_top_are_left_to_those_who_know_what_to_do(
    repo: Repository, line: tuple[str, str, str]
) -> None:
    first, second, _ = line
    assert check(repo, at_head(first, second)) is True


def test_a_branch_that_git_has_moved_is_named_with_its_reflog(
    repo: Repository, line: tuple[str, str, str]
) -> None:
    first, second, third = line
    repo.git("reset", "-q", "--soft", first)
    with pytest.raises(Refused) as refused:
        check(repo, at_head(second, third))
    assert refused.value.message == (
        f"main has moved since, outside of hookkit: it is at {first[:7]},"
        f" and fixup left it at {third[:7]}; nothing was changed"
    )
    assert refused.value.repair == "git reflog main"


def test_a_correction_that_is_not_there_is_named_with_the_list(
    repo: Repository, line: tuple[str, str, str]
) -> None:
    first, second, third = line
    entry = Entry("choice", first, (), correction=ValueChange(second, third))
    with pytest.raises(Refused) as refused:
        check(repo, StoredEntry(1, "done", 0, entry))
    assert refused.value.message == (
        f"the correction of {first[:7]} has moved since, outside of hookkit: it is not there any"
        f" more, and choice left it at {third[:7]}; nothing was changed"
    )
    assert refused.value.repair == "hookkit undo --list"


def test_what_a_later_operation_moved_is_taken_back_first(
    repo: Repository, line: tuple[str, str, str]
) -> None:
    first, second, third = line
    entries = [at_head(first, second).entry, at_head(second, third).entry._replace(kind="amend")]
    kept = [write_entry(repo.runner, each) for each in entries]
    for each in kept:
        finish_entry(repo.runner, each)
    with pytest.raises(Refused) as refused:
        check(repo, kept[0])
    number = kept[1].number
    sentence = f"operation {number} (amend) came after it: take that back first"
    assert (refused.value.message, refused.value.repair) == (sentence, f"hookkit undo {number}")
