"""``hookkit sync --resolve``: a conflict that a person resolves, with everything kept meanwhile."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.repository_copies import copy, do
from tests.commands.sync_scenario import (
    LINES,
    Team,
    begin,
    edited,
    own_refs,
    push,
    stand,
)
from tests.failing_git import killed_git, locked_git
from tests.interruption.spread_scenario import add_failing_hooks, subjects
from tests.repairs.command_scenarios import conflict_above_a_squash
from tests.repository import Repository
from tests.repository_with_hooks import (
    SLOPPY,
    corrections,
    install_hooks,
    repository_content,
    run_here,
    short_ids,
)

RESOLVED = edited(LINES, _2="one", _20="both")
MESSAGE = "Three\n\n#1 is a line of its own\n"
STOPPED = (
    "hookkit stopped in the sync of 7-topic: 2 files in conflict with origin/main\n"
    '  commit 3 of 4, <Three> "Three"\n'
    "    a.txt\n"
    "    new.txt\n"
    "look     git diff\n"
    "resolve  git add FILE             each, once edited\n"
    "go on    hookkit sync --continue  = git rebase --continue\n"
    "give up  hookkit sync --abort     = git rebase --abort\n"
)
REBASED = "hookkit rebased 4 commits of 7-topic on origin/main, which had 1 commit more\n"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice's third commit of four meets what Bob has pushed; a branch lies on her first."""
    team = begin(tmp_path)
    alice = team.alice
    alice.git("branch", "6-low", "HEAD~1")
    alice.write("a.txt", edited(LINES, _2="one", _20="alice"))
    alice.write("new.txt", "hers\n")
    alice.git("add", "a.txt", "new.txt")
    alice.git("commit", "-q", "--cleanup=verbatim", "-m", MESSAGE)
    alice.commit("Four", {"four.txt": "4\n"})
    alice.git("fetch", "-q")
    return team


def stop(repo: Repository, *options: str) -> str:
    """What is said by a sync that stops in a conflict."""
    ended = run_here(repo, "sync", "--resolve", "--no-fetch", *options)
    assert (ended.status, ended.err) == (1, "")
    assert repo.git("diff", "--name-only", "--diff-filter=U") != ""
    return short_ids(repo, ended.out)


@contextmanager
def head_refused(repo: Repository) -> Iterator[None]:
    """Have git move the files of a rebase, and then fail to move HEAD."""
    # git looks at it when the files have moved; that of reftable is for all refs.
    name = "reftable/tables.list.lock" if repo.has_reftable else "HEAD.lock"
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patched:
        path = locked_git(Path(scratch, "locked"), "rebase", repo.path / ".git" / name)
        patched.setenv("PATH", path)
        yield


def stop_before_it_begins(repo: Repository) -> None:
    """Have a sync killed when git has moved the files and not yet HEAD."""
    code = (
        "import os, hookkit.branches.sync.begin_continue_abort_sync as stopped\n"
        "stopped.is_sync_rebase_under_way = lambda *_: os._exit(137)\n"
        "from hookkit.__main__ import main\n"
        "main(['sync', '--resolve', '--no-fetch'])\n"
    )
    with head_refused(repo):
        ended = subprocess.run([sys.executable, "-c", code], cwd=repo.path)
    assert ended.returncode == 137


def resolve(repo: Repository) -> None:
    """Resolve the conflict of the third commit."""
    repo.write("a.txt", RESOLVED)
    repo.write("new.txt", "ours\n")
    repo.git("add", "a.txt", "new.txt")


def finish(repo: Repository) -> str:
    """What is said by a sync that goes on to its end."""
    ended = run_here(repo, "sync", "--continue")
    assert (ended.status, ended.err) == (0, "")
    assert not (repo.runner.git_dir / "rebase-merge").exists()
    return short_ids(repo, ended.out)


def refusal(repo: Repository, *args: str) -> str:
    """What is said by a command that is refused and changes nothing."""
    before = repository_content(repo)
    ended = run_here(repo, *args)
    assert repository_content(repo) == before
    assert (ended.status, ended.out) == (1, "")
    return short_ids(repo, ended.err)


def test_a_sync_that_is_refused_names_it(team: Team) -> None:
    assert refusal(team.alice, "sync", "--no-fetch") == (
        'hookkit: commit 3 of 4, <Three> "Three", has a conflict with origin/main in a.txt,'
        " new.txt: nothing was changed\n"
        "  repair: hookkit sync --resolve\n"
    )


def test_it_stops_in_the_conflict_and_goes_on_to_the_end(team: Team) -> None:
    alice = team.alice
    old = {name: alice.git("rev-parse", name) for name in ("7-topic", "6-low")}
    assert stop(alice) == STOPPED
    assert own_refs(alice).count(old["7-topic"]) == 1
    resolve(alice)
    assert finish(alice) == (
        REBASED + '  <Three>  "Three"  its change came out different: look at it\n'
        "  note 6-low moved along\n"
        "look       git range-diff <On main> <Four> <Four>\n"
        "take back  hookkit undo\n"
    )
    assert subjects(alice) == ["base", "Begin", "On main", "One", "Two", "Three", "Four"]
    assert alice.git("rev-parse", "HEAD~4", "6-low").split() == [
        team.bob.head,
        alice.git("rev-parse", "HEAD~3"),
    ]
    assert (alice.status, alice.git("symbolic-ref", "HEAD")) == ("", "refs/heads/7-topic")
    assert alice.read("a.txt").decode() == RESOLVED
    assert alice.git("log", "-1", "--format=%B", "HEAD~1") + "\n" == MESSAGE
    backups = alice.git("for-each-ref", "--format=%(objectname)", "refs/hookkit/backup/")
    assert set(backups.split()) == set(old.values())


def test_undo_takes_all_of_it_back_and_redo_does_it_again(team: Team) -> None:
    alice = team.alice
    before = repository_content(alice)
    stop(alice)
    resolve(alice)
    finish(alice)
    after, done = repository_content(alice), own_refs(alice)
    assert run_here(alice, "undo").status == 0
    assert stand(repository_content(alice)) == stand(before)
    assert run_here(alice, "redo").status == 0
    assert (repository_content(alice).files, own_refs(alice)) == (after.files, done)


def test_where_git_is_killed_behind_the_rebase_the_sync_is_still_known(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = team.alice
    before = repository_content(alice)
    stop(alice)
    resolve(alice)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", killed_git(tmp_path / "killed", "merge-base"))
        ended = run_here(alice, "sync", "--continue")
    assert (ended.status, ended.out) == (3, "")
    assert "nothing was changed" not in ended.err
    assert subjects(alice)[-1] == "Four"
    assert run_here(alice, "undo").status == 0
    assert stand(repository_content(alice)) == stand(before)


def test_it_ends_as_git_itself_would(team: Team) -> None:
    plain = copy(team.alice, "plain")
    plain.attempt("rebase", "--merge", "--no-update-refs", "origin/main")
    resolve(plain)
    plain.git("-c", "core.commentChar=;", "rebase", "--continue", GIT_EDITOR=":")
    stop(team.alice)
    resolve(team.alice)
    finish(team.alice)
    form = "--format=%T %an %ae %at %cn %s"
    assert team.alice.git("log", form) == plain.git("log", form)


def test_abort_brings_back_exactly_what_was(team: Team) -> None:
    alice = team.alice
    alice.write("untracked.txt", "mine\n")
    before = repository_content(alice)
    stop(alice)
    ended = run_here(alice, "sync", "--abort")
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(alice, ended.out).startswith(
        "hookkit gave up the sync: 7-topic is at <Four> again, and all is as it was before\n"
    )
    assert stand(repository_content(alice)) == stand(before)
    assert alice.git("for-each-ref", "refs/hookkit/") == ""
    assert run_here(alice, "undo").err.startswith("hookkit: there is nothing to take back here\n")


def test_where_git_cannot_begin_the_files_are_as_before(team: Team) -> None:
    alice = team.alice
    before = repository_content(alice)
    with head_refused(alice):
        ended = run_here(alice, "sync", "--resolve", "--no-fetch")
    assert ended.status == 1
    assert "nothing was changed" in ended.err
    assert stand(repository_content(alice)) == stand(before)
    assert alice.git("for-each-ref", "refs/hookkit/") == ""


def test_where_git_cannot_begin_again_the_files_are_as_before(team: Team) -> None:
    alice = team.alice
    stop(alice)
    assert run_here(alice, "sync", "--abort").status == 0
    before = repository_content(alice)
    with head_refused(alice):
        ended = run_here(alice, "sync", "--resolve", "--no-fetch")
    assert (ended.status, "nothing was changed" in ended.err) == (1, True)
    assert stand(repository_content(alice)) == stand(before)


def test_a_move_of_head_that_is_only_in_the_log_is_taken_back(team: Team) -> None:
    alice = team.alice
    before = repository_content(alice)
    stop_before_it_begins(alice)
    old, new = alice.head, alice.git("rev-parse", "origin/main")
    log = alice.path / ".git/logs/HEAD"
    if alice.has_reftable:  # that writes a move and its log at once
        alice.git("reflog", "write", "HEAD", old, new, "rebase (start): checkout")
    else:
        line = f"{old} {new} A <a@b.invalid> 1750000000 +0000\trebase (start): checkout\n"
        log.write_text(log.read_text() + line)
    ended = run_here(alice, "undo")
    assert (ended.status, ended.err) == (0, "")
    assert stand(repository_content(alice)) == stand(before)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["undo"], "took back the sync of 7-topic, which had not begun: the files are as before"),
        (["sync", "--abort"], "gave up the sync: 7-topic is at"),
    ],
)
def test_one_that_was_killed_before_it_began_is_taken_back(
    command: list[str], says: str, team: Team
) -> None:
    alice = team.alice
    before = repository_content(alice)
    stop_before_it_begins(alice)
    assert alice.git("status", "--porcelain") != ""
    ended = run_here(alice, *command)
    assert (ended.status, ended.err) == (0, "")
    assert says in ended.out
    assert stand(repository_content(alice)) == stand(before)
    assert alice.git("for-each-ref", "refs/hookkit/") == ""


def test_an_edit_that_looks_like_the_target_stays_after_git_gave_up(team: Team) -> None:
    alice = team.alice
    stop(alice)
    alice.git("rebase", "--abort")
    alice.git("restore", "--source=origin/main", "a.txt")
    edit = alice.read("a.txt")
    assert run_here(alice, "undo").status == 1
    assert alice.read("a.txt") == edit


def test_what_was_resolved_is_not_lost_by_an_abort(team: Team) -> None:
    alice = team.alice
    stop(alice)
    alice.write("a.txt", RESOLVED)
    alice.write("b.txt", "elsewhere\n")
    ended = run_here(alice, "sync", "--abort")
    notes = [line for line in ended.out.splitlines() if "as you had edited it" in line]
    shown = [line.partition(": ")[2].removeprefix("git show ") for line in notes]
    assert [alice.blob(name).decode() for name in shown] == [RESOLVED, "elsewhere\n"]
    made = ended.out.partition("made already: git log ")[2].split()[0]
    assert subjects(alice, f"origin/main..{made}") == ["One", "Two"]


def test_each_conflict_is_a_stop_of_its_own(team: Team) -> None:
    alice = team.alice
    alice.commit("Five", {"a.txt": edited(LINES, _2="one", _20="again")})
    stop(alice)
    resolve(alice)
    ended = run_here(alice, "sync", "--continue")
    assert (ended.status, ended.err) == (1, "")
    assert short_ids(alice, ended.out).startswith(
        "hookkit stopped in the sync of 7-topic: 1 file in conflict with origin/main\n"
        '  commit 5 of 5, <Five> "Five"\n'
        "    a.txt\n"
        "look     git diff\n"
        "resolve  git add -- a.txt         once you have edited it\n"
    )
    alice.write("a.txt", edited(LINES, _2="one", _20="at last"))
    alice.git("add", "a.txt")
    assert finish(alice).startswith("hookkit rebased 5 commits of 7-topic on origin/main")


def test_without_a_conflict_it_is_a_sync_as_any(tmp_path: Path) -> None:
    alice = begin(tmp_path).alice
    ended = run_here(alice, "sync", "--resolve")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("hookkit rebased 2 commits of 7-topic on origin/main")


def test_what_is_not_resolved_yet_is_named(team: Team) -> None:
    alice = team.alice
    stop(alice)
    markers = (
        "hookkit: a.txt, new.txt still have conflict markers\n  repair: git diff --check HEAD\n"
    )
    assert refusal(alice, "sync", "--continue") == markers
    alice.git("add", "-A")
    assert refusal(alice, "sync", "--continue") == markers
    assert "leftover conflict marker" in alice.attempt("diff", "--check", "HEAD").stdout.decode()
    resolve(alice)
    alice.write("new.txt", "and once more\n")
    alice.write("b.txt", edited(LINES, _2="two", _3="edited"))
    repair = "git add -- b.txt new.txt && hookkit sync --continue"
    printed = refusal(alice, "sync", "--continue")
    assert printed == (
        "hookkit: what you have changed in b.txt, new.txt is not staged; b.txt had no conflict, and"
        f" would go into the commit as well\n  repair: {repair}\n"
    )
    do(alice, repair)
    assert alice.blob("HEAD~1:new.txt") == b"and once more\n"


def test_the_repair_can_be_typed_in_any_folder(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = team.alice
    stop(alice)
    alice.write("a.txt", RESOLVED)
    alice.write("new.txt", "ours\n")
    (alice.path / "sub").mkdir()
    monkeypatch.chdir(alice.path / "sub")
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit", "sync", "--continue"], capture_output=True, text=True
    )
    repair = "git add -- ../a.txt ../new.txt && hookkit sync --continue"
    assert ended.stderr.endswith(f"\n  repair: {repair}\n")


@pytest.mark.parametrize("name", ["about.txt", "about\nus.txt"])
def test_markers_that_a_file_had_before_are_none_of_the_conflict(team: Team, name: str) -> None:
    alice, text = team.alice, "<<<<<<< ours\n=======\n>>>>>>> theirs\n"
    push(team.bob, "About", {name: "bob\n"})
    alice.commit("About conflicts", {name: text})
    alice.git("fetch", "-q")
    stop(alice)
    resolve(alice)
    assert run_here(alice, "sync", "--continue").status == 1
    alice.write(name, f"bob\n{text}")
    alice.git("add", name)
    finish(alice)


def test_a_subject_that_is_not_utf_8_keeps_nobody_from_going_on(team: Team) -> None:
    alice = team.alice
    alice.git("config", "i18n.commitEncoding", "ISO-8859-1")
    alice.commit("Five", {"a.txt": edited(LINES, _2="one", _20="again")})
    alice.git("commit", "-q", "--amend", "-F", "-", data=b"Caf\xe9\n")
    stop(alice)
    resolve(alice)
    assert run_here(alice, "sync", "--continue").status == 1
    alice.write("a.txt", edited(LINES, _2="one", _20="at last"))
    alice.git("add", "a.txt")
    assert finish(alice).startswith("hookkit rebased 5 commits of 7-topic on origin/main")


def notes(repo: Repository, name: str) -> Path:
    """A file in which git notes where a rebase stands."""
    return repo.path / ".git/rebase-merge" / name


def test_a_commit_that_git_was_killed_over_is_not_left_out(team: Team) -> None:
    alice = team.alice
    stop(alice)
    resolve(alice)
    # A kill between two writes of git leaves the step in neither of its lists.
    todo = notes(alice, "git-rebase-todo")
    todo.write_text("".join(todo.read_text().splitlines(keepends=True)[1:]))
    ended = run_here(alice, "sync", "--continue")
    assert ended.status == 1
    assert '"Four" is missing from the todo list of the rebase' in ended.err
    assert "repair: hookkit sync --abort" in ended.err
    assert run_here(alice, "sync", "--abort").status == 0


def test_what_git_wrote_before_it_was_killed_is_not_in_the_way(team: Team) -> None:
    alice = team.alice
    before = repository_content(alice)
    stop(alice)
    resolve(alice)
    (alice.path / "four.txt").write_text("4\n")  # not yet in the index, as after a full disk
    finish(alice)
    assert run_here(alice, "undo").status == 0
    stop(alice)
    (alice.path / "four.txt").write_text("")
    assert run_here(alice, "sync", "--abort").status == 0
    assert stand(repository_content(alice)) == stand(before)


def test_a_commit_of_which_nothing_is_left_is_named(team: Team) -> None:
    alice = team.alice
    stop(alice)
    alice.git("checkout", "-q", "HEAD", "--", "a.txt", "new.txt")
    assert finish(alice).startswith(
        "hookkit rebased 3 commits of 7-topic on origin/main, which had 1 commit more\n"
        '  <Three>  "Three"  left out: there is no commit of it any more\n'
    )


def test_plain_git_may_go_on_and_undo_takes_it_back_all_the_same(team: Team) -> None:
    alice = team.alice
    before = repository_content(alice)
    stop(alice)
    resolve(alice)
    alice.git("rebase", "--continue", GIT_EDITOR=":")
    assert "  undo         the sync, just now\n" in run_here(alice, "status").out
    assert "sync  7-topic " in run_here(alice, "undo", "--list").out
    assert run_here(alice, "undo").status == 0
    assert stand(repository_content(alice)) == stand(before)


@pytest.mark.parametrize("command", ["--continue", "--abort"])
def test_what_only_looks_at_the_log_leaves_it_as_plain_git_left_it(
    team: Team, command: str
) -> None:
    alice = team.alice
    alice.commit("fixup! Four", {"four.txt": "four\n"})
    assert run_here(alice, "tidy").status == 0
    assert run_here(alice, "undo").status == 0
    stop(alice)
    resolve(alice)
    alice.git("add", "a.txt", "new.txt")
    alice.git("rebase", command, GIT_EDITOR=":")
    log = alice.path / ".git" / "hookkit" / "undo"

    def state() -> tuple[dict[str, bytes], str]:
        return {each.name: each.read_bytes() for each in log.iterdir()}, alice.git("show-ref")

    before = state()
    looks = [("undo", "--list"), ("undo", "--dry-run"), ("redo", "--dry-run")]
    ended = [run_here(alice, *args) for args in looks]
    listed, undo, redo = (each.out + each.err for each in ended)
    assert state() == before
    if command == "--continue":
        assert "in a conflict" not in listed
        assert undo.startswith("hookkit would undo: operation 2, the sync; nothing was changed\n")
        assert redo.startswith("hookkit: nothing was taken back that could be done again\n")
        assert run_here(alice, "undo").out.startswith("hookkit took back the sync\n")
    else:
        assert "sync" not in listed
        assert undo.startswith("hookkit: there is nothing to take back here\n")
        assert redo.startswith("hookkit would redo: operation 1,")


def test_after_plain_git_continue_tells_what_became_of_it(team: Team) -> None:
    alice = team.alice
    stop(alice)
    resolve(alice)
    alice.git("rebase", "--continue", GIT_EDITOR=":")
    assert finish(alice).startswith(REBASED)
    assert refusal(alice, "sync", "--continue") == (
        "hookkit: no sync is stopped here\n  repair: hookkit sync\n"
    )


def test_work_that_came_after_plain_git_stays_above_it_in_the_log(team: Team) -> None:
    alice = team.alice
    stop(alice)
    resolve(alice)
    alice.git("rebase", "--continue", GIT_EDITOR=":")
    alice.commit("fixup! Four", {"four.txt": "four\n"})
    tip = alice.head
    assert run_here(alice, "tidy").status == 0
    assert run_here(alice, "undo").out.startswith("hookkit took back the squash that made")
    assert alice.head == tip
    alice.git("reset", "-q", "--hard", "HEAD^")
    assert run_here(alice, "undo").out.startswith("hookkit took back the sync\n")


@pytest.mark.parametrize("command", ["--continue", "--abort"])
def test_plain_git_may_give_up(team: Team, command: str) -> None:
    alice = team.alice
    before = repository_content(alice)
    stop(alice)
    alice.git("rebase", "--abort")
    assert "undo" not in run_here(alice, "status").out
    ended = run_here(alice, "sync", command)
    assert (ended.status, ended.err) == (
        1,
        "hookkit: the sync of 7-topic was given up before: nothing is left of it\n"
        "  repair: hookkit sync\n",
    )
    assert stand(repository_content(alice)) == stand(before)
    assert alice.git("for-each-ref", "refs/hookkit/") == ""


def test_abort_leaves_what_has_come_to_its_end(team: Team) -> None:
    alice = team.alice
    stop(alice)
    resolve(alice)
    alice.git("rebase", "--continue", GIT_EDITOR=":")
    tip = alice.head
    ended = run_here(alice, "sync", "--abort")
    assert (ended.status, ended.err) == (
        1,
        "hookkit: the sync of 7-topic has ended already\n  repair: hookkit undo\n",
    )
    assert alice.head == tip


def test_a_rebase_of_plain_git_is_left_to_it(team: Team) -> None:
    alice = team.alice
    alice.attempt("rebase", "origin/main")
    for option in ("--continue", "--abort", "--resolve"):
        assert refusal(alice, "sync", option) == (
            "hookkit: a rebase is under way: finish it first, or take it back: git rebase --abort\n"
            "  repair: git rebase --continue\n"
        )


@pytest.mark.parametrize(
    ("args", "repair"),
    [
        (("sync",), "hookkit sync --continue"),
        (("sync", "--resolve"), "hookkit sync --continue"),
        (("tidy",), "hookkit sync --continue"),
        (("start", "9", "words"), "hookkit sync --continue"),
        (("merge",), "hookkit sync --continue"),
        (("push",), "hookkit sync --continue"),
        (("undo",), "hookkit sync --abort"),
        (("redo",), "hookkit sync --abort"),
    ],
)
def test_meanwhile_commands_say_what_comes_first(
    team: Team, args: tuple[str, ...], repair: str
) -> None:
    stop(team.alice)
    assert refusal(team.alice, *args) == (
        "hookkit: the sync of 7-topic is stopped in a conflict: finish it first\n"
        f"  repair: {repair}\n"
    )


def test_meanwhile_status_doctor_and_the_log_say_so(team: Team) -> None:
    alice = team.alice
    stop(alice)
    status = run_here(alice, "status").out
    assert status.startswith("7-topic: a sync that stopped in a conflict is under way\n")
    assert "  undo         the sync, just now: hookkit sync --abort takes it back\n" in status
    assert status.endswith("next  hookkit sync --continue  once the conflict is resolved\n")
    assert (
        "state: the sync of 7-topic is stopped in a conflict: until it ends corrections are only"
        " proposed\n      run: hookkit sync --continue\n"
    ) in run_here(alice, "doctor").out
    alice.git("config", "hookkit.branchPattern", "{type}/{slug}")
    checked = run_here(alice, "check").out
    assert "    repair: hookkit sync --continue && git branch -m 7-topic " in checked
    assert "is unknown\n    repair: hookkit sync --continue\n" in checked
    assert run_here(alice, "undo", "--list").out.splitlines()[1:3] == [
        "  1  sync  7-topic  just now",
        "      stopped in a conflict: hookkit sync --continue or --abort",
    ]


def staged(repo: Repository) -> None:
    repo.write("b.txt", edited(LINES, _2="two", _9="staged"))
    repo.git("add", "b.txt")


def unstaged(repo: Repository) -> None:
    repo.write("b.txt", edited(LINES, _2="two", _9="edited"))


@pytest.mark.parametrize(("edit", "commit"), [(staged, "git commit"), (unstaged, "git commit -a")])
@pytest.mark.parametrize("stash", ["false", "true"])
def test_uncommitted_edits_come_first(
    team: Team, edit: Callable[[Repository], None], commit: str, stash: str
) -> None:
    alice = team.alice
    alice.git("config", "rebase.autoStash", stash)
    edit(alice)
    printed = refusal(alice, "sync", "--resolve", "--no-fetch")
    repair = f"{commit} && hookkit sync --resolve"
    assert printed.endswith(
        ": nothing was changed; commit your edits, or take them back, first\n"
        f"  repair: {repair}\n"
    )
    alice.git(*shlex.split(commit)[1:], "-q", "-m", "Edits")
    assert "commit 3 of 5" in stop(alice)
    run_here(alice, "sync", "--abort")
    assert alice.git("stash", "list") == ""


def test_a_correction_in_the_files_comes_first_and_can_be_had_again(team: Team) -> None:
    alice = team.alice
    alice.commit("Sloppy", {"a.py": SLOPPY})
    assert run_here(alice, "run").status == 0
    printed = refusal(alice, "sync", "--resolve", "--no-fetch")
    assert printed.endswith(
        ": nothing was changed; take the correction out of the files first\n"
        "  repair: hookkit undo && hookkit sync --resolve\n"
    )
    assert run_here(alice, "undo").status == 0
    stop(alice)
    resolve(alice)
    finish(alice)
    assert alice.head in corrections(alice)
    assert run_here(alice, "accept").status == 0
    assert alice.status == ""


@pytest.mark.parametrize("name", ["new.txt", "four.txt"])
@pytest.mark.parametrize("is_ignored", [False, True])
def test_an_untracked_file_in_the_way_is_named(team: Team, name: str, is_ignored: bool) -> None:
    alice = team.alice
    alice.commit("Gone again", {"mark.txt": "m\n"})
    alice.git("rm", "-q", "new.txt", "four.txt")
    alice.git("commit", "-q", "-m", "Remove both")
    if is_ignored:
        alice.write(".git/info/exclude", f"{name}\n")
    alice.write(name, "mine\n")
    printed = refusal(alice, "sync", "--resolve", "--no-fetch")
    assert printed == (
        f"hookkit: {name} is in no commit here, and would be overwritten: move it away first\n"
        "  repair: git status --ignored\n"
    )


def test_one_that_comes_in_the_way_meanwhile_is_named(team: Team) -> None:
    alice = team.alice
    stop(alice)
    resolve(alice)
    alice.write("four.txt", "mine\n")
    for option in ("--continue", "--abort"):
        assert refusal(alice, "sync", option).startswith(
            "hookkit: four.txt is in no commit here, and would be overwritten"
        )
    (alice.path / "four.txt").unlink()
    finish(alice)


def test_other_branches_on_the_way_stay_as_in_any_sync(team: Team) -> None:
    alice = team.alice
    alice.git("branch", "copy")
    alice.git("branch", "release/1", "HEAD~2")
    other = alice.path.parent / "other"
    alice.git("branch", "5-used", "HEAD~3")
    alice.git("worktree", "add", "-q", str(other), "5-used")
    old = alice.git("rev-parse", "copy", "release/1", "5-used", "6-low").split()
    stop(alice)
    resolve(alice)
    printed = finish(alice)
    now = alice.git("rev-parse", "copy", "release/1", "5-used", "6-low").split()
    assert [before == after for before, after in zip(old, now, strict=True)] == [True] * 3 + [False]
    assert "  note 6-low moved along\n  note 5-used stays: another worktree is on it\n" in printed
    assert "  note copy still has the old commits\n" in printed
    assert "  note release/1 still has the old commits\n" in printed


def test_the_stack_stays_where_git_is_told_so(team: Team) -> None:
    alice = team.alice
    alice.git("config", "rebase.updateRefs", "false")
    low = alice.git("rev-parse", "6-low")
    stop(alice)
    resolve(alice)
    assert "note 6-low still has the old commits\n" in finish(alice)
    assert alice.git("rev-parse", "6-low") == low


def test_the_target_has_the_first_commits_as_one(tmp_path: Path) -> None:
    team = begin(tmp_path)
    conflict_above_a_squash(team)
    stopped = stop(team.alice)
    assert '  commit 4 of 4, <Above> "Above"\n    above.txt\n' in stopped
    team.alice.write("above.txt", "both\n")
    team.alice.git("add", "above.txt")
    by = '<Squashed (#1)> "Squashed (#1)"'
    assert finish(team.alice).startswith(
        "hookkit rebased 1 commit of 7-topic on origin/main, which had 3 commits more\n"
        f'  <One>  "One"  dropped: origin/main has its change in {by}\n'
        f'  <Two>  "Two"  dropped: origin/main has its change in {by}\n'
        f'  <One again>  "One again"  dropped: origin/main has its change in {by}\n'
    )
    assert subjects(team.alice, "origin/main..") == ["Above"]


def test_no_hook_runs(team: Team) -> None:
    ran = add_failing_hooks(team.alice)
    stop(team.alice)
    resolve(team.alice)
    finish(team.alice)
    assert not ran.exists() or set(ran.read_text().split()) <= {"post-index-change"}


def test_what_was_resolved_sloppily_is_corrected_as_after_any_rebase(team: Team) -> None:
    alice = team.alice
    push(team.bob, "Python", {"m.py": "x = 1\n"})
    alice.commit("Ours", {"m.py": "x = 2\n"})
    alice.git("fetch", "-q")
    install_hooks(alice)
    stop(alice)
    resolve(alice)
    run_here(alice, "sync", "--continue")
    alice.write("m.py", "x=3\n")
    alice.git("add", "m.py")
    printed = finish(alice)
    assert (
        'hookkit can correct 1 fault in 1 file of <Ours> "Ours": kept as a proposal, nothing was'
        " touched\n  not as uncommitted edits: a rebase has just ended\n"
    ) in printed
    assert alice.head in corrections(alice)
    assert (alice.status, alice.read("m.py")) == ("", b"x=3\n")


def test_in_a_linked_worktree(team: Team) -> None:
    team.alice.git("switch", "-q", "main")
    linked = Repository(team.alice.path.parent / "linked tree")
    team.alice.git("worktree", "add", "-q", str(linked.path), "7-topic")
    stop(linked)
    assert run_here(team.alice, "status").out.startswith("main\n")
    resolve(linked)
    finish(linked)
    assert run_here(linked, "undo").status == 0


def test_a_dry_run_does_not_stop(team: Team) -> None:
    both = (("--resolve", "--dry-run"), ("--continue", "--abort"), ("--abort", "--resolve"))
    for options in both:
        ended = run_here(team.alice, "sync", *options)
        assert (ended.status, ended.err) == (
            2,
            "hookkit: these options exclude each other\n  repair: hookkit sync --help\n",
        )


def test_files_with_odd_names_are_named_in_a_line_and_can_be_added(team: Team) -> None:
    alice = team.alice
    stop(alice)
    resolve(alice)
    odd = os.fsdecode(b"caf\xe9\n it's.txt")
    alice.write(odd, "one\n")
    alice.git("add", "--", odd)
    alice.write(odd, "two\n")
    printed = refusal(alice, "sync", "--continue")
    word = "$'caf\\xe9\\n it\\'s.txt'"
    name = "caf\\xe9\\n it's.txt"
    assert printed == (
        f"hookkit: what you have changed in {name} is not staged; {name} had no conflict, and would"
        " go into the commit as well\n"
        f"  repair: git add -- {word} && hookkit sync --continue\n"
    )
    command = f"git add -- {word}"
    assert subprocess.run(["bash", "-c", command], cwd=alice.path).returncode == 0
    assert alice.git("diff", "--name-only") == ""


def test_a_dry_run_after_plain_git_writes_nothing(team: Team) -> None:
    alice = team.alice
    stop(alice)
    resolve(alice)
    alice.git("rebase", "--continue", GIT_EDITOR=":")
    log = alice.path / ".git" / "hookkit" / "undo"
    before = repository_content(alice), {each.name: each.read_bytes() for each in log.iterdir()}
    ended = run_here(alice, "sync", "--dry-run")
    assert (ended.status, ended.err) == (0, "")
    assert (
        repository_content(alice),
        {each.name: each.read_bytes() for each in log.iterdir()},
    ) == before
    assert run_here(alice, "undo").out.startswith("hookkit took back the sync\n")
