"""Worktree, index and branches move from one commit to another with all uncommitted work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EACCES
from pathlib import Path

import pytest

from hookkit.branches.backup import BACKUP_REFS
from hookkit.branches.checkout import (
    CheckoutMove,
    check_out_with_edits,
    require_move_possible,
    submodules_to_update,
)
from hookkit.errors import EnvironmentFailed, GitFailed, Refused
from hookkit.git.runner import Git
from hookkit.operation_log.entry import RefChange, ValueChange
from hookkit.undo.undo_or_redo import undo
from tests.commands.repository_copies import copy
from tests.interruption.move_scenario import LINES, MAIN, TOPIC, changed, topic_to, two_commits
from tests.interruption.placement_scenario import check_sound
from tests.repository import Repository
from tests.repository_with_hooks import RepositoryContent, repository_content


@pytest.fixture
def ends(repo: Repository) -> tuple[str, str]:
    """Two commits; topic is at the first."""
    return two_commits(repo)


def without_objects(seen: RepositoryContent) -> tuple[object, ...]:
    """What a person has, less the objects that nothing points at."""
    refs = [line for line in seen.refs.splitlines() if "refs/hookkit/kept/" not in line]
    return seen.files, seen.index, seen.head, refs


def backups(repo: Repository) -> list[str]:
    """The commits that are kept."""
    return repo.git("for-each-ref", "--format=%(objectname)", BACKUP_REFS).split()


def test_a_clean_worktree_comes_to_what_git_itself_checks_out(
    repo: Repository, ends: tuple[str, str]
) -> None:
    other = copy(repo, "other")
    other.git("reset", "-q", "--hard", ends[1])
    check_out_with_edits(repo.runner, topic_to(*ends))
    assert (repository_content(repo).files, repository_content(repo).index) == (
        repository_content(other).files,
        repository_content(other).index,
    )
    assert (repo.head, repo.status) == (ends[1], "")
    assert repo.git("symbolic-ref", "HEAD") == TOPIC
    assert backups(repo) == [ends[0]]
    check_sound(repo)


def test_undo_brings_everything_back(repo: Repository, ends: tuple[str, str]) -> None:
    edit(repo)
    before = repository_content(repo)
    check_out_with_edits(repo.runner, topic_to(*ends))
    assert repository_content(repo).files != before.files
    undo(repo.runner)
    assert without_objects(repository_content(repo)) == without_objects(before)
    check_sound(repo)


def edit(repo: Repository) -> None:
    """Leave staged, unstaged and untracked work, also in a file that is about to change."""
    repo.write("shop.py", changed(LINES, l10="ten"))
    repo.git("add", "shop.py")
    repo.write("shop.py", changed(LINES, l10="ten", l30="thirty"))
    repo.write("stays.txt", "staged\n")
    repo.git("add", "stays.txt")
    repo.write("stays.txt", "edited\n")
    repo.write("staged.txt", "new\n")
    repo.git("add", "staged.txt")
    repo.write("untracked.txt", "mine\n")


def test_edits_go_along_and_what_comes_is_placed_around_them(
    repo: Repository, ends: tuple[str, str]
) -> None:
    edit(repo)
    check_out_with_edits(repo.runner, topic_to(*ends))
    coming = changed(LINES, l3="three", l20="twenty")
    assert repo.blob(":shop.py").decode() == changed(coming, l10="ten")
    assert repo.read("shop.py").decode() == changed(coming, l10="ten", l30="thirty")
    assert (repo.blob(":stays.txt"), repo.read("stays.txt")) == (b"staged\n", b"edited\n")
    assert repo.read("untracked.txt") == b"mine\n"
    assert repo.status.splitlines() == [
        "MM shop.py",
        "A  staged.txt",
        "MM stays.txt",
        "?? untracked.txt",
    ]


def test_an_edit_that_is_only_unstaged_stays_unstaged(
    repo: Repository, ends: tuple[str, str]
) -> None:
    repo.write("shop.py", changed(LINES, l10="ten"))
    check_out_with_edits(repo.runner, topic_to(*ends))
    assert repo.status == " M shop.py"
    assert repo.git("diff", "--numstat") == "1\t1\tshop.py"


def test_what_is_there_already_is_no_edit_any_more(repo: Repository, ends: tuple[str, str]) -> None:
    repo.write("shop.py", changed(LINES, l3="three", l20="twenty"))
    check_out_with_edits(repo.runner, topic_to(*ends))
    assert repo.status == ""


@pytest.mark.parametrize("is_staged", [False, True])
def test_undo_brings_back_an_edit_that_was_there_already(
    repo: Repository, ends: tuple[str, str], is_staged: bool
) -> None:
    repo.write("shop.py", changed(LINES, l3="three", l10="ten"))
    if is_staged:
        repo.git("add", "shop.py")
    before = repository_content(repo)
    check_out_with_edits(repo.runner, topic_to(*ends))
    undo(repo.runner)
    assert without_objects(repository_content(repo)) == without_objects(before)


CONFLICTING_WORK = {
    "an edit of the same line": ("shop.py", changed(LINES, l3="drei"), False),
    "a staged edit of the same line": ("shop.py", changed(LINES, l3="drei"), True),
    "an edit of a file that goes": ("goes.txt", "edited\n", False),
    "an edit of a file whose mode changes": ("run.sh", "echo edited\n", False),
    "an untracked file where one comes": ("comes.txt", "mine\n", False),
    "a staged file where one comes": ("comes.txt", "mine\n", True),
    "an untracked file where a folder comes": ("new folder", "mine\n", False),
    "an untracked file in a folder that becomes a file": ("folder/mine.txt", "mine\n", False),
    "an edit of a file that becomes a folder": ("name", "mine\n", False),
}


@pytest.mark.parametrize("way", CONFLICTING_WORK)
def test_work_in_the_way_is_named_and_nothing_moves(
    repo: Repository, ends: tuple[str, str], way: str
) -> None:
    name, content, is_staged = CONFLICTING_WORK[way]
    edit(repo)
    repo.write(name, content)
    if is_staged:
        repo.git("add", name)
    before = repository_content(repo)
    with pytest.raises(Refused) as refused:
        require_move_possible(repo.runner, *ends)
    assert name in refused.value.message
    with pytest.raises(Refused):
        check_out_with_edits(repo.runner, topic_to(*ends))
    assert without_objects(repository_content(repo)) == without_objects(before)
    check_sound(repo)


def test_an_ignored_file_is_not_overwritten(repo: Repository, ends: tuple[str, str]) -> None:
    repo.write(".git/info/exclude", "comes.txt\n")
    repo.write("comes.txt", "mine, ignored\n")
    with pytest.raises(Refused, match="comes.txt is in no commit here"):
        check_out_with_edits(repo.runner, topic_to(*ends))
    assert repo.read("comes.txt") == b"mine, ignored\n"
    assert repo.head == ends[0]


HIDDEN = [("--assume-unchanged", "h"), ("--skip-worktree", "S")]


@pytest.mark.parametrize(("flag", "tag"), HIDDEN)
def test_an_edit_that_git_is_told_not_to_see_goes_along(
    repo: Repository, ends: tuple[str, str], flag: str, tag: str
) -> None:
    repo.git("update-index", flag, "shop.py")
    repo.write("shop.py", changed(LINES, l10="ten"))
    before = repository_content(repo)
    check_out_with_edits(repo.runner, topic_to(*ends))
    assert repo.read("shop.py").decode() == changed(LINES, l3="three", l10="ten", l20="twenty")
    assert f"{tag} shop.py" in repo.git("ls-files", "-v")
    undo(repo.runner)
    assert without_objects(repository_content(repo)) == without_objects(before)


@pytest.mark.parametrize(("flag", "tag"), HIDDEN)
@pytest.mark.parametrize(("name", "content"), [("goes.txt", "mine\n"), ("shop.py", "mine\n")])
def test_an_edit_that_git_is_told_not_to_see_is_in_the_way(
    repo: Repository, ends: tuple[str, str], name: str, content: str, flag: str, tag: str
) -> None:
    repo.git("update-index", flag, name)
    repo.write(name, content)
    before = repository_content(repo)
    move = topic_to(*ends)
    for change in (
        lambda: require_move_possible(repo.runner, *ends),
        lambda: check_out_with_edits(repo.runner, move),
    ):
        with pytest.raises(Refused, match=f"your uncommitted edits of {name} are where "):
            change()
    assert without_objects(repository_content(repo)) == without_objects(before)


def test_a_skipped_file_without_edits_goes_where_the_commit_has_none(
    repo: Repository, ends: tuple[str, str]
) -> None:
    repo.git("update-index", "--skip-worktree", "goes.txt", "shop.py", "stays.txt", "link")
    repo.write("stays.txt", "mine\n")
    check_out_with_edits(repo.runner, topic_to(*ends))
    assert not (repo.path / "goes.txt").exists()
    assert repo.read("shop.py").decode() == changed(LINES, l3="three", l20="twenty")
    assert repo.read("stays.txt") == b"mine\n"


def test_a_staged_deletion_of_a_file_that_changes_is_in_the_way(
    repo: Repository, ends: tuple[str, str]
) -> None:
    repo.git("rm", "-q", "shop.py")
    with pytest.raises(Refused, match="shop.py"):
        check_out_with_edits(repo.runner, topic_to(*ends))
    assert repo.status == "D  shop.py"


def test_files_in_conflict_are_refused(repo: Repository, ends: tuple[str, str]) -> None:
    repo.write("stays.txt", "edited\n")
    repo.git("stash", "-q")
    repo.commit("Other", {"stays.txt": "other\n"})
    assert repo.attempt("stash", "pop").returncode == 1
    before = repository_content(repo)
    with pytest.raises(Refused, match="stays.txt is in conflict"):
        check_out_with_edits(repo.runner, topic_to(repo.head, ends[1]))
    assert without_objects(repository_content(repo)) == without_objects(before)


def test_line_ends_stay_those_of_the_worktree(repo: Repository, ends: tuple[str, str]) -> None:
    repo.write(".git/info/attributes", "*.py text eol=crlf\n")
    (repo.path / "shop.py").unlink()
    repo.git("checkout", "--", "shop.py")
    repo.write("shop.py", changed(LINES, l10="ten").replace("\n", "\r\n"))
    check_out_with_edits(repo.runner, topic_to(*ends))
    wanted = changed(LINES, l3="three", l10="ten", l20="twenty")
    assert repo.read("shop.py").decode() == wanted.replace("\n", "\r\n")
    assert repo.git("diff", "--numstat") == "1\t1\tshop.py"


def start_of(old: str, new: str, null: str) -> CheckoutMove:
    """Begin the branch 7-add from topic."""
    topic_ref = "refs/heads/7-add"
    return CheckoutMove(
        "start", old, new, (RefChange(topic_ref, null, new),), ValueChange(TOPIC, topic_ref)
    )


def test_a_branch_begins_and_is_taken_back(repo: Repository, ends: tuple[str, str]) -> None:
    edit(repo)
    before = repository_content(repo)
    check_out_with_edits(repo.runner, start_of(*ends, repo.runner.null_id))
    assert repo.git("symbolic-ref", "HEAD") == "refs/heads/7-add"
    assert (repo.head, repo.git("rev-parse", TOPIC)) == (ends[1], ends[0])
    assert repo.git("log", "-1", "-g", "--format=%gs") == "hookkit: start"
    undo(repo.runner)
    assert without_objects(repository_content(repo)) == without_objects(before)


def test_a_detached_head_is_detached_again(repo: Repository, ends: tuple[str, str]) -> None:
    repo.git("checkout", "-q", "--detach")
    before = repository_content(repo)
    start = start_of(*ends, repo.runner.null_id)
    check_out_with_edits(
        repo.runner, start._replace(head_branch=ValueChange("", "refs/heads/7-add"))
    )
    assert repo.git("symbolic-ref", "HEAD") == "refs/heads/7-add"
    undo(repo.runner)
    assert without_objects(repository_content(repo)) == without_objects(before)


def test_several_branches_move_together_or_not_at_all(
    repo: Repository, ends: tuple[str, str]
) -> None:
    old, new = ends
    moves = (RefChange(TOPIC, old, new), RefChange(MAIN, new, old))  # main is not there any more
    before = repository_content(repo)
    move = CheckoutMove("sync", old, new, moves, ValueChange(TOPIC, TOPIC))
    with pytest.raises(GitFailed):
        check_out_with_edits(repo.runner, move)
    assert without_objects(repository_content(repo)) == without_objects(before)
    refs = (moves[0], RefChange(MAIN, old, new))
    check_out_with_edits(repo.runner, topic_to(*ends)._replace(ref_changes=refs))
    assert repo.git("rev-parse", TOPIC, MAIN).split() == [new, new]


def test_who_has_left_the_branch_meanwhile_is_left_alone(
    repo: Repository, ends: tuple[str, str]
) -> None:
    repo.git("switch", "-q", "main")
    before = repository_content(repo)
    with pytest.raises(Refused, match="topic has just been left"):
        check_out_with_edits(repo.runner, topic_to(*ends))
    assert without_objects(repository_content(repo)) == without_objects(before)


def test_commits_on_top_are_not_taken_back(repo: Repository, ends: tuple[str, str]) -> None:
    check_out_with_edits(repo.runner, topic_to(*ends))
    repo.commit("On top", {"top.txt": "top\n"})
    before = repository_content(repo)
    with pytest.raises(Refused, match="commits have been made on topic since") as refused:
        undo(repo.runner)
    assert refused.value.repair == f"git rebase --onto {ends[0][:7]} {ends[1][:7]} topic"
    assert without_objects(repository_content(repo)) == without_objects(before)


def test_it_is_taken_back_where_it_was_done(repo: Repository, ends: tuple[str, str]) -> None:
    check_out_with_edits(repo.runner, topic_to(*ends))
    repo.git("switch", "-q", "main")
    with pytest.raises(Refused) as refused:
        undo(repo.runner)
    assert refused.value.repair == "git switch topic"
    repo.git("switch", "-q", "topic")
    undo(repo.runner)
    assert repo.head == ends[0]


def test_a_branch_that_has_left_it_behind_is_named(repo: Repository, ends: tuple[str, str]) -> None:
    check_out_with_edits(repo.runner, topic_to(*ends))
    repo.git("reset", "-q", "--hard", "main")
    repo.commit("Elsewhere")
    with pytest.raises(Refused, match="^topic has moved since, outside of hookkit: "):
        undo(repo.runner)


def test_head_that_is_elsewhere_by_now_is_left_alone(
    repo: Repository, ends: tuple[str, str]
) -> None:
    repo.git("reset", "-q", "--soft", ends[1])
    before = repository_content(repo)
    with pytest.raises(Refused, match="HEAD is not at .* any more") as refused:
        check_out_with_edits(repo.runner, start_of(*ends, repo.runner.null_id))
    assert refused.value.repair == "git status"
    assert without_objects(repository_content(repo)) == without_objects(before)


def test_submodules_that_move_are_named(repo: Repository) -> None:
    first = repo.commit("First", {"a.txt": "a\n"})

    def commit_with(submodule: str, text: str) -> str:
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{submodule},inner")
        return repo.commit(text, {"a.txt": f"{text}\n"})

    second = commit_with(first, "Second")
    third = commit_with(second, "Third")
    assert submodules_to_update(repo.runner, first, second) == (b"inner",)
    assert submodules_to_update(repo.runner, second, third) == (b"inner",)
    assert submodules_to_update(repo.runner, second, first) == ()
    assert submodules_to_update(repo.runner, third, third) == ()


def test_a_linked_worktree_moves_alone(
    repo: Repository, ends: tuple[str, str], tmp_path: Path
) -> None:
    repo.git("checkout", "-q", "--detach")
    linked = Repository(tmp_path / "linked")
    repo.git("worktree", "add", "-q", str(linked.path), "topic")
    before = repository_content(repo).files
    check_out_with_edits(linked.runner, topic_to(*ends))
    assert (linked.status, linked.head) == ("", ends[1])
    assert repository_content(repo).files == before
    undo(linked.runner)
    assert (linked.status, linked.head) == ("", ends[0])


def test_a_filter_that_fails_stops_it_with_every_file_back(
    repo: Repository, ends: tuple[str, str]
) -> None:
    edit(repo)
    repo.write(".git/info/attributes", "ü.txt filter=broken\n")
    repo.git("config", "filter.broken.smudge", "false")
    repo.git("config", "filter.broken.required", "true")
    before = repository_content(repo)
    with pytest.raises(GitFailed, match="broken"):
        check_out_with_edits(repo.runner, topic_to(*ends))
    assert without_objects(repository_content(repo)) == without_objects(before)
    check_sound(repo)


def test_where_files_do_not_go_back_it_is_said_with_the_command_that_takes_them_back(
    repo: Repository, ends: tuple[str, str]
) -> None:
    edit(repo)
    repo.write(".git/info/attributes", "ü.txt filter=editor\ngoes.txt filter=broken\n")
    for name, smudge in (("editor", "echo more >>shop.py; cat"), ("broken", "false")):
        repo.git("config", f"filter.{name}.smudge", smudge)
        repo.git("config", f"filter.{name}.clean", "cat")
        repo.git("config", f"filter.{name}.required", "true")
    with pytest.raises(EnvironmentFailed) as raised:
        check_out_with_edits(repo.runner, topic_to(*ends))
    beginning = (
        "stopped halfway (shop.py has just been edited), and the old files could not be restored ("
    )
    assert raised.value.message.startswith(beginning)
    assert raised.value.repair == "hookkit undo"


def test_where_the_branches_do_not_move_in_the_end_it_is_taken_back(
    repo: Repository, ends: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise GitFailed(("update-ref",), 128, "fatal: no room")

    @contextmanager
    def locked(*args: object) -> Iterator[Callable[[], None]]:
        yield fail

    edit(repo)
    before = repository_content(repo)
    with monkeypatch.context() as patched:
        patched.setattr(Git, "locked_refs", locked)
        with pytest.raises(EnvironmentFailed) as raised:
            check_out_with_edits(repo.runner, topic_to(*ends))
    assert raised.value.message.startswith("the branches stayed where they were: git update-ref ")
    assert raised.value.repair == "hookkit undo"
    assert repository_content(repo).files != before.files
    undo(repo.runner)
    assert without_objects(repository_content(repo)) == without_objects(before)


def leave_the_file_that_goes(repo: Repository) -> None:
    """Let a file be there again when git has removed it, as where it could not remove it."""
    repo.write(".git/info/attributes", "ü.txt filter=again\n")
    repo.git("config", "filter.again.smudge", "echo goes >goes.txt; cat")
    repo.git("config", "filter.again.clean", "cat")


def test_what_git_could_not_remove_is_removed(repo: Repository, ends: tuple[str, str]) -> None:
    leave_the_file_that_goes(repo)
    check_out_with_edits(repo.runner, topic_to(*ends))
    assert (repo.status, repo.head) == ("", ends[1])


def test_where_it_cannot_be_removed_everything_is_back(
    repo: Repository, ends: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(repo)
    before = repository_content(repo)
    leave_the_file_that_goes(repo)

    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "goes.txt":
            raise PermissionError(EACCES, os.strerror(EACCES), str(path))
        unlink(path, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        with pytest.raises(EnvironmentFailed) as raised:
            check_out_with_edits(repo.runner, topic_to(*ends))
    assert raised.value.message == "goes.txt cannot be removed: Permission denied"
    assert without_objects(repository_content(repo)) == without_objects(before)
    check_sound(repo)


def test_a_sparse_checkout_stays_sparse(repo: Repository, ends: tuple[str, str]) -> None:
    repo.git("sparse-checkout", "set", "--no-cone", "/stays.txt", "/comes.txt")
    check_out_with_edits(repo.runner, topic_to(*ends))
    assert sorted(each.name for each in repo.path.iterdir()) == [".git", "comes.txt", "stays.txt"]
    assert (repo.status, repo.head) == ("", ends[1])
    undo(repo.runner)
    assert sorted(each.name for each in repo.path.iterdir()) == [".git", "stays.txt"]
    assert (repo.status, repo.head) == ("", ends[0])
