"""``hookkit merge``: a semi-linear history, or nothing has changed."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hookkit.git.commit_message import parse_message
from hookkit.history.checks.history_of_protected_branch import check_history
from hookkit.history.parse_merge_message import parse_merge_message
from tests.commands.repository_copies import copy, do
from tests.commands.sync_scenario import break_notes, stand, under_way
from tests.commands.test_push import hook
from tests.copied_scenarios import give_copy
from tests.history.checks.scenarios import (
    Team,
    branch,
    clone,
    found_team,
    grow,
    run_repair,
    team_in,
    tick,
)
from tests.random_examples import seeds
from tests.repository import Repository
from tests.repository_with_hooks import (
    FIXED,
    SLOPPY,
    corrections,
    repository_content,
    run_here,
    short_ids,
)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice is on a topic of two commits above main, which bob has as she has it."""
    give_copy(begun, tmp_path)
    return team_in(tmp_path)


def begun(folder: Path) -> None:
    made = found_team(folder)
    branch(made.alice, "t", "main", "t1", "t2")


@pytest.fixture
def alice(team: Team) -> Repository:
    """Her repository."""
    return team.alice


def main_goes_on(repo: Repository, *names: str) -> None:
    """Let main grow here and at the remote."""
    repo.git("checkout", "-q", "main")
    grow(repo, *(names or ("m1",)))
    repo.git("push", "-q", "origin", "main")
    repo.git("checkout", "-q", "t")


def picture(repo: Repository) -> str:
    """The history of main, merges with what they merge."""
    return repo.git("log", "--graph", "--format=%s", "main")


LEVELS: dict[str, Any] = {"level": "refuse", "direct_level": "refuse", "inner_level": "refuse"}


def check_semi_linear(repo: Repository, old: str) -> None:
    """What main got since ``old`` keeps the history readable, and each file is the topic's."""
    assert check_history(repo.runner, old, repo.head, branch="main", **LEVELS) == []
    assert repo.git("rev-parse", "HEAD^{tree}") == repo.git("rev-parse", "HEAD^2^{tree}")
    assert repo.git("fsck", "--strict", "--connectivity-only", "--no-dangling") == ""


# What is merged

MESSAGE = "  Merge branch 't'\n\n  * t1\n  * t2\n"
DONE = f"""\
hookkit merged t into main: 2 commits, as <Merge branch 't'>
{MESSAGE}look       hookkit graph --unfold <Merge branch 't'>^..<Merge branch 't'>
push       hookkit push
delete     git branch -d t
take back  hookkit undo
"""


def test_the_current_branch_is_merged(alice: Repository) -> None:
    old, tip = alice.git("rev-parse", "main"), alice.head
    ended = run_here(alice, "merge")
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(alice, ended.out) == DONE
    assert alice.git("log", "-1", "--format=%P") == f"{old} {tip}"
    assert alice.git("log", "-1", "--format=%B") == MESSAGE.replace("  ", "").rstrip()
    assert alice.git("symbolic-ref", "HEAD") == "refs/heads/main"
    assert (alice.status, alice.git("rev-parse", "t")) == ("", tip)
    assert alice.git("log", "-1", "--format=%an %ae") == "hookkit tests tests@hookkit.invalid"
    for ref in ("HEAD", "main"):
        assert alice.git("reflog", "-1", "--format=%gs", ref) == "hookkit: merge"
    check_semi_linear(alice, old)


def test_it_is_the_commit_that_git_makes(alice: Repository) -> None:
    plain = copy(alice, "plain")
    do(plain, "git switch -q main && git merge -q --no-ff t")
    run_here(alice, "merge")
    form = "--format=%T %P %an %ae %cn %ce %s"
    assert alice.git("log", "-1", form) == plain.git("log", "-1", form)


@pytest.mark.parametrize("suppressed", ["", "release/*"])
def test_the_bottom_of_a_stack_is_merged_from_its_top(alice: Repository, suppressed: str) -> None:
    """Where HEAD has the topic already, git itself would give the merge no title."""
    alice.git("config", "merge.suppressDest", suppressed)
    alice.git("branch", "release/1", "main")
    alice.git("config", "hookkit.target", "release/1")
    branch(alice, "on-top", "t", "t3")
    assert run_here(alice, "merge", "t").status == 0
    title = "Merge branch 't'" + ("" if suppressed else " into release/1")
    assert alice.git("log", "-1", "--format=%s", "release/1") == title
    assert alice.git("fsck", "--no-dangling", "--unreachable") == ""


def test_it_is_taken_back(alice: Repository) -> None:
    before = repository_content(alice)
    run_here(alice, "merge")
    assert run_here(alice, "undo").status == 0
    assert stand(repository_content(alice)) == stand(before)


def test_a_dry_run_changes_nothing(alice: Repository) -> None:
    before = repository_content(alice)
    ended = run_here(alice, "merge", "--dry-run", "-m", "it's time")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == (
        "hookkit would merge t into main: 2 commits; nothing was changed\n"
        + MESSAGE.replace("\n\n", "\n\n  it's time\n\n")
        + """do it  hookkit merge -m 'it'"'"'s time'\n"""
    )
    assert repository_content(alice) == before


@pytest.mark.parametrize("at", ["main", "other"])
def test_another_branch_is_merged_by_its_name(alice: Repository, at: str) -> None:
    alice.git("checkout", "-q", "-B", at, "main")
    tip = alice.git("rev-parse", "t")
    ended = run_here(alice, "merge", "t")
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(alice, ended.out) == DONE
    assert alice.git("rev-parse", "HEAD^2") == tip
    assert (alice.git("symbolic-ref", "HEAD"), alice.status) == ("refs/heads/main", "")
    assert alice.read("t2") == b"t2\n"


def test_uncommitted_work_goes_along(alice: Repository) -> None:
    alice.write("base", "base\nmine\n")
    alice.write("staged", "staged\n")
    alice.git("add", "staged")
    alice.write("untracked", "untracked\n")
    before = repository_content(alice)
    assert run_here(alice, "merge").status == 0
    after = repository_content(alice)
    assert (after.files, after.index) == (before.files, before.index)


def test_from_main_too(alice: Repository) -> None:
    alice.git("checkout", "-q", "main")
    alice.write("base", "mine\n")
    assert run_here(alice, "merge", "t").status == 0
    assert (alice.read("base"), alice.status) == (b"mine\n", " M base")


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_work_that_is_in_the_way_stays(alice: Repository, option: tuple[str, ...]) -> None:
    alice.git("checkout", "-q", "main")
    alice.write("t2", "mine\n")
    before = repository_content(alice)
    ended = run_here(alice, "merge", "t", *option)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        "hookkit: t2 is in no commit here, and would be overwritten: move it away first\n"
        "  repair: git status --ignored\n"
    )
    assert stand(repository_content(alice)) == stand(before)


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_a_correction_is_taken_before_its_commit_is_merged(
    alice: Repository, option: tuple[str, ...]
) -> None:
    tick(alice)
    alice.commit("t3", {"a.py": SLOPPY, "b.py": "x=1\n"})
    assert run_here(alice, "run").status == 0
    alice.write("b.py", "x=1\n")
    assert alice.status == " M a.py"
    before = repository_content(alice)
    ended = run_here(alice, "merge", *option)
    assert (ended.status, ended.out) == (1, "")
    name = alice.head[:7]
    assert short_ids(alice, ended.err) == (
        'hookkit: the correction of <t3> "t3" is not committed (a.py): take it before,'
        " or take it out with hookkit undo\n"
        "  repair: hookkit accept <t3> && hookkit tidy\n"
    )
    assert repository_content(alice) == before
    run_here(alice, "accept", name)
    assert run_here(alice, "tidy").status == 0
    assert run_here(alice, "merge").status == 0
    assert picture(alice) == "*   Merge branch 't'\n|\\  \n| * t3\n| * t2\n| * t1\n|/  \n* base"
    assert (alice.blob("main:a.py").decode(), alice.status) == (FIXED, "")


def undone(repo: Repository) -> None:
    run_here(repo, "undo")


def edited_by_hand(repo: Repository) -> None:
    run_here(repo, "undo")
    repo.write("a.py", SLOPPY + "y=2\n")


def committed_and_edited(repo: Repository) -> None:
    repo.git("commit", "-q", "-a", "--amend", "--no-edit")
    repo.write("a.py", FIXED + "y=2\n")


@pytest.mark.parametrize("settle", [undone, edited_by_hand, committed_and_edited])
def test_what_is_no_correction_goes_along(
    alice: Repository, settle: Callable[[Repository], None]
) -> None:
    tick(alice)
    alice.commit("t3", {"a.py": SLOPPY})
    assert run_here(alice, "run").status == 0
    settle(alice)
    before = repository_content(alice)
    ended = run_here(alice, "merge")
    assert (ended.status, ended.err) == (0, "")
    assert (repository_content(alice).files, repository_content(alice).index) == (
        before.files,
        before.index,
    )


def without_remote(repo: Repository) -> None:
    repo.git("remote", "remove", "origin")


def checked_out_beside(repo: Repository) -> None:
    repo.git("checkout", "-q", "main")
    repo.git("worktree", "add", "-q", str(repo.path.parent / "linked"), "t")


def protected(repo: Repository) -> None:
    repo.git("config", "--add", "hookkit.protected", "main")
    repo.git("config", "--add", "hookkit.protected", "t")


@pytest.mark.parametrize(
    ("begin", "step"),
    [
        (without_remote, "push       hookkit push\n"),
        (checked_out_beside, "delete     git branch -d t\n"),
        (protected, "delete     git branch -d t\n"),
    ],
)
def test_a_step_that_cannot_be_taken_is_not_told(
    alice: Repository, begin: Callable[[Repository], None], step: str
) -> None:
    begin(alice)
    ended = run_here(alice, "merge", "t")
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(alice, ended.out) == DONE.replace(step, "")


def on_top_of_what_is_pushed(repo: Repository) -> None:
    grow(repo, "t3")


def made_anew(repo: Repository) -> None:
    tick(repo)
    repo.git("commit", "-q", "--amend", "-m", "t2")


def as_it_is_pushed(repo: Repository) -> None:
    pass


def after_its_end_at_the_remote(repo: Repository) -> None:
    grow(repo, "t3")
    repo.git("push", "-q", "origin", ":t")


@pytest.mark.parametrize(
    ("begin", "step"),
    [
        (as_it_is_pushed, "git branch -d t"),
        (after_its_end_at_the_remote, "git branch -d t"),
        (on_top_of_what_is_pushed, "git branch -D t  origin/t does not have all its commits yet"),
        (made_anew, "git branch -D t  origin/t does not have all its commits yet"),
    ],
)
def test_the_step_that_deletes_the_topic_does(
    alice: Repository, begin: Callable[[Repository], None], step: str
) -> None:
    alice.git("push", "-q", "-u", "origin", "t")
    begin(alice)
    ended = run_here(alice, "merge")
    assert (ended.status, ended.err) == (0, "")
    printed = re.search("^delete +(.*)$", ended.out, re.M)
    assert printed is not None and re.sub(" {2,}", "  ", printed[1]) == step
    do(alice, printed[1].partition("  ")[0])
    assert alice.attempt("rev-parse", "--verify", "-q", "t").returncode == 1


@pytest.mark.parametrize("option", [(), ("--rebase",), ("--dry-run",)])
def test_the_history_of_something_else_takes_no_file_away(
    alice: Repository, option: tuple[str, ...]
) -> None:
    alice.git("switch", "-q", "--orphan", "other")
    alice.commit("Other", {"other.txt": "other\n"})
    before = repository_content(alice)
    ended = run_here(alice, "merge", *option)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        "hookkit: other does not descend from main, and nothing can rebase it: git can merge it\n"
        "  repair: git switch main && git merge --no-ff --allow-unrelated-histories other\n"
    )
    assert stand(repository_content(alice)) == stand(before)
    run_repair(alice, ended.err.partition("repair: ")[2], GIT_EDITOR=":")
    there = alice.git("ls-tree", "--name-only", "main").split()
    assert {"base", "other.txt"} <= set(there)


def test_nothing_to_merge(alice: Repository) -> None:
    alice.git("checkout", "-q", "-b", "empty", "main")
    before = repository_content(alice)
    ended = run_here(alice, "merge")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "hookkit found nothing to merge: main has all of empty\n"
    assert repository_content(alice) == before


def test_a_branch_of_a_remote(team: Team, alice: Repository) -> None:
    branch(team.bob, "b", "main", "b1")
    team.bob.git("push", "-q", "origin", "b")
    alice.git("fetch", "-q")
    ended = run_here(alice, "merge", "origin/b")
    assert (ended.status, ended.err) == (0, "")
    assert alice.git("log", "-1", "--format=%s") == "Merge remote-tracking branch 'origin/b'"
    assert "\ndelete " not in ended.out


def test_into_a_branch_that_git_names_in_the_subject(alice: Repository) -> None:
    alice.git("branch", "release/1", "main")
    alice.git("config", "hookkit.target", "release/1")
    assert run_here(alice, "merge").status == 0
    assert alice.git("log", "-1", "--format=%s") == "Merge branch 't' into release/1"


def test_a_target_that_is_not_protected_is_judged_the_same(alice: Repository) -> None:
    alice.git("branch", "next", "main")
    alice.git("config", "hookkit.target", "next")
    alice.git("checkout", "-q", "next")
    grow(alice, "n1")
    alice.git("checkout", "-q", "t")
    ended = run_here(alice, "merge")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.startswith("refused  HK301  next  t is not rebased on next: ")


# The message


def test_the_ticket_of_the_branch_is_in_the_message(alice: Repository) -> None:
    alice.git("config", "hookkit.ticketPattern", "[A-Z]+-[0-9]+")
    alice.git("branch", "-q", "-m", "ABC-12-tax")
    tick(alice)
    alice.commit("ABC-12 Add tax", {"tax": "1\n"})
    ended = run_here(alice, "merge", "-m", "It was time.")
    assert (ended.status, ended.err) == (0, "")
    said = alice.git("log", "-1", "--format=%B")
    assert said == (
        "Merge branch 'ABC-12-tax'\n\nIt was time.\n\n"
        "* t1\n* t2\n* ABC-12 Add tax\n\nTicket: ABC-12"
    )
    title, _, body = said.partition("\n\n")
    read = parse_merge_message(title, body)
    assert read is not None and read.branch_of(1) == "ABC-12-tax"
    assert parse_message(said).trailers == (("Ticket", "ABC-12"),)
    printed = run_here(alice, "why", "HEAD^2~1").out
    assert "of ABC-12-tax into main" in printed
    assert "\n  ticket      ABC-12, from " in printed


def test_a_commit_msg_hook_of_the_team_has_a_say(alice: Repository) -> None:
    hook(alice, "commit-msg", "test $# = 1 && sed -i.bak 's/$/ [ok]/' \"$1\"")
    assert run_here(alice, "merge").status == 0
    said = "Merge branch 't' [ok]\n [ok]\n* t1 [ok]\n* t2 [ok]"
    assert alice.git("log", "-1", "--format=%B") == said


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (
            "echo 'No merges today.'; exit 1",
            "refuses the merge, nothing was changed: No merges today.",
        ),
        (': >"$1"', "left no message, nothing was changed"),
    ],
)
def test_a_commit_msg_hook_of_the_team_may_refuse(
    alice: Repository, script: str, sentence: str
) -> None:
    hook(alice, "commit-msg", script)
    before = repository_content(alice)
    assert run_here(alice, "merge", "--dry-run").status == 0
    ended = run_here(alice, "merge")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"hookkit: the hook commit-msg {sentence}\n"
    assert repository_content(alice) == before


def test_a_merge_is_signed_where_commits_are(alice: Repository, tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("needs ssh-keygen")
    key = tmp_path / "key"
    do(alice, f"ssh-keygen -q -t ed25519 -N '' -f '{key}' && git status")
    alice.git("config", "gpg.format", "ssh")
    alice.git("config", "user.signingKey", str(key))
    alice.git("config", "commit.gpgSign", "true")
    assert run_here(alice, "merge").status == 0
    assert "\ngpgsig " in alice.git("cat-file", "commit", "HEAD")


# What the checks say


def behind(team: Team) -> None:
    """Main has gone on."""
    main_goes_on(team.alice)


def back_merged(team: Team) -> None:
    """Main was merged into the topic."""
    behind(team)
    tick(team.alice)
    team.alice.git("merge", "-q", "--no-ff", "-m", "Merge main", "main")


def with_a_fixup(team: Team) -> None:
    grow(team.alice, "fixup! t1")


def with_an_orphan(team: Team) -> None:
    grow(team.alice, "fixup! gone")


def stale(team: Team) -> None:
    """A colleague has pushed to main what is fetched, and main here has not."""
    grow(team.bob, "b1")
    team.bob.git("push", "-q", "origin", "main")
    team.alice.git("fetch", "-q")


def badly_named(team: Team) -> None:
    team.alice.git("config", "hookkit.branchPattern", "{ticket}-{slug}")


FOUND: list[tuple[Callable[[Team], None], list[str]]] = [
    (
        behind,
        [
            "refused  HK301  main  t is not rebased on main: it lacks 1 commit",
            "    repair: hookkit merge --rebase t",
            "    by git: git rebase main t && git switch main && git merge --no-ff t",
        ],
    ),
    (
        back_merged,
        [
            'refused  HK304  main  t has a merge in it: <Merge main> "Merge main"',
            "    repair: hookkit merge --rebase t",
            "    by git: git rebase main t && git switch main && git merge --no-ff t",
        ],
    ),
    (
        with_a_fixup,
        [
            "refused  HK601  main  main would get 1 commit that should be squashed before:"
            ' <fixup! t1> "fixup! t1"',
            "    repair: git switch t && hookkit tidy",
            "    by git: GIT_SEQUENCE_EDITOR=: git rebase -i --autosquash --keep-base"
            " origin/main t",
        ],
    ),
    (
        stale,
        [
            "refused  HK302  main  main is 1 commit behind origin/main",
            "    repair: git fetch . origin/main:main",
        ],
    ),
]


@pytest.mark.parametrize(("build", "rows"), FOUND)
def test_what_the_checks_refuse_is_not_merged(
    team: Team, build: Callable[[Team], None], rows: list[str]
) -> None:
    build(team)
    before = repository_content(team.alice)
    for option in ((), ("--dry-run",)):
        ended = run_here(team.alice, "merge", *option)
        assert (ended.status, ended.err) == (1, "")
        printed = short_ids(team.alice, ended.out).splitlines()
        assert printed[: len(rows)] == rows
        end = ["hookkit did not merge t: nothing was changed"]
        if "HK601" in ended.out:
            end.append("or  hookkit tidy  squashes it")
        if "HK301" in ended.out or "HK304" in ended.out:
            end.append("or  hookkit merge --rebase  rebases it first")
        assert printed[len(rows) :] == end
    assert repository_content(team.alice) == before


@pytest.mark.parametrize(("build", "rows"), FOUND)
def test_the_repair_lets_it_be_merged(
    team: Team, build: Callable[[Team], None], rows: list[str]
) -> None:
    build(team)
    old = team.alice.git("rev-parse", "origin/main")
    repair = rows[1].partition("repair: ")[2]
    repair = repair.replace("hookkit merge --rebase t", "hookkit sync --no-fetch")
    run_repair(team.alice, repair)
    if build is stale:
        run_repair(team.alice, "git rebase main t")
    ended = run_here(team.alice, "merge", "t")
    assert (ended.status, ended.err) == (0, "")
    check_semi_linear(team.alice, old)


@pytest.mark.parametrize(("build", "rule"), [(with_an_orphan, "HK602"), (badly_named, "HK101")])
def test_what_else_the_checks_refuse(team: Team, build: Callable[[Team], None], rule: str) -> None:
    build(team)
    before = repository_content(team.alice)
    ended = run_here(team.alice, "merge")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.startswith(f"refused  {rule}  ")
    assert repository_content(team.alice) == before


@pytest.mark.parametrize("option", [(), ("--rebase",)])
def test_a_release_that_main_is_ahead_of_is_left_to_git(
    team: Team, option: tuple[str, ...]
) -> None:
    behind(team)
    team.alice.git("branch", "-q", "-m", "release/1")
    before = repository_content(team.alice)
    ended = run_here(team.alice, "merge", *option)
    assert (ended.status, ended.out) == (1, "")
    repair = "git switch main && git merge --no-ff release/1"
    assert ended.err == (
        "hookkit: release/1 is protected and not rebased on main: git can merge it\n"
        f"  repair: {repair}\n"
    )
    assert repository_content(team.alice) == before
    do(team.alice, repair.replace("--no-ff", "--no-ff --no-edit"))


def test_settings_do_not_let_through_what_would_lose_files(team: Team) -> None:
    behind(team)
    team.alice.git("config", "hookkit.checks", "rebase-before-merge=off")
    before = repository_content(team.alice)
    ended = run_here(team.alice, "merge")
    assert ended.status == 1
    assert ended.out.startswith("refused  HK301  ")
    assert repository_content(team.alice) == before


def test_settings_may_let_a_merge_inside_through(team: Team) -> None:
    back_merged(team)
    team.alice.git("config", "hookkit.checks", "rebase-before-merge=warn")
    tree = team.alice.git("rev-parse", "HEAD^{tree}")
    ended = run_here(team.alice, "merge")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("warning  HK304  ")
    assert team.alice.git("rev-parse", "HEAD^{tree}") == tree


@pytest.mark.parametrize("option", [(), ("--rebase",), ("--dry-run",)])
@pytest.mark.parametrize(("at", "first"), [("t", ""), ("main", "git switch t && ")])
def test_what_a_colleague_pushed_to_the_topic_comes_first(
    team: Team, option: tuple[str, ...], at: str, first: str
) -> None:
    alice, bob = team.alice, team.bob
    alice.git("push", "-q", "-u", "origin", "t")
    bob.git("fetch", "-q")
    bob.git("switch", "-q", "t")
    grow(bob, "b1")
    bob.git("push", "-q")
    alice.git("fetch", "-q")
    alice.git("switch", "-q", at)
    before = repository_content(alice)
    ended = run_here(alice, "merge", "t", *option)
    assert (ended.status, ended.out) == (1, "")
    repair = f"{first}git rebase origin/t"
    sentence = "origin/t has 1 commit that is not here"
    assert ended.err == f"hookkit: {sentence}\n  repair: {repair}\n"
    assert repository_content(alice) == before
    run_repair(alice, repair)
    assert run_here(alice, "merge").status == 0
    assert picture(alice) == "*   Merge branch 't'\n|\\  \n| * b1\n| * t2\n| * t1\n|/  \n* base"


def test_what_a_colleague_pushed_is_taken_in_where_the_topic_is(
    team: Team, alice: Repository
) -> None:
    alice.git("push", "-q", "-u", "origin", "t")
    team.bob.git("fetch", "-q")
    team.bob.git("switch", "-q", "t")
    grow(team.bob, "b1")
    team.bob.git("push", "-q")
    alice.git("fetch", "-q")
    checked_out_beside(alice)
    linked = alice.path.parent / "linked"
    ended = run_here(alice, "merge", "t")
    repair = f"cd {linked} && git rebase origin/t"
    assert ended.err.endswith(f"  repair: {repair}\n")
    run_repair(alice, repair)
    assert run_here(alice, "merge", "t").status == 0


def test_own_commits_that_were_made_anew_are_not_missed(alice: Repository) -> None:
    alice.git("push", "-q", "-u", "origin", "t")
    tick(alice)
    alice.git("commit", "-q", "--amend", "-m", "t2, better")
    assert run_here(alice, "merge").status == 0


def test_the_target_as_a_remote_has_it_is_pulled_and_not_merged(team: Team) -> None:
    stale(team)
    before = repository_content(team.alice)
    ended = run_here(team.alice, "merge", "origin/main")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.startswith("refused  HK305  main  origin/main would be merged into main, ")
    assert repository_content(team.alice) == before


def test_a_release_that_began_at_main_gets_the_topic_alone(team: Team) -> None:
    team.alice.git("branch", "-q", "release/1", "origin/main")
    assert team.alice.git("config", "branch.release/1.merge") == "refs/heads/main"
    stale(team)
    team.alice.git("config", "hookkit.target", "release/1")
    old = team.alice.git("rev-parse", "release/1")
    ended = run_here(team.alice, "merge", "t")
    assert (ended.status, ended.err) == (0, "")
    assert team.alice.git("symbolic-ref", "--short", "HEAD") == "release/1"
    assert team.alice.git("rev-parse", "HEAD^1") == old
    assert team.alice.attempt("merge-base", "--is-ancestor", "origin/main", "HEAD").returncode == 1


def test_what_a_shallow_clone_cannot_tell_is_not_merged(team: Team, tmp_path: Path) -> None:
    main_goes_on(team.alice, "m1", "m2", "m3")
    team.alice.git("push", "-q", "origin", "t")
    shallow = clone(team.remote, tmp_path / "shallow", "alice", "--depth=1", "--no-single-branch")
    before = repository_content(shallow)
    ended = run_here(shallow, "merge", "origin/t")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.splitlines()[:2] == [
        "unknown  HK301  main  whether origin/t is rebased on main is unknown:"
        " this clone lacks commits",
        "    repair: git fetch --unshallow",
    ]
    assert repository_content(shallow) == before


# Rebased before


def test_a_topic_that_is_behind_is_rebased_before_if_asked(team: Team) -> None:
    alice = team.alice
    behind(team)
    alice.git("push", "-q", "origin", "t")
    alice.git("branch", "beside")
    alice.write("base", "mine\n")
    old, tip = alice.git("rev-parse", "main"), alice.head
    before = repository_content(alice)
    ended = run_here(alice, "merge", "--rebase")
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(alice, ended.out) == (
        DONE.replace("commits, as", "commits, rebased, as").replace(
            "look  ", "note  beside still has the old commits\nlook  "
        )
    ).replace(
        "delete ",
        "and        git push --force-with-lease origin t  its old commits are pushed\ndelete ",
    )
    assert picture(alice) == "*   Merge branch 't'\n|\\  \n| * t2\n| * t1\n|/  \n* m1\n* base"
    assert alice.git("rev-parse", "t") == alice.git("rev-parse", "HEAD^2") != tip
    assert (alice.status, alice.read("base")) == (" M base", b"mine\n")
    check_semi_linear(alice, old)
    backups = alice.git("for-each-ref", "--format=%(objectname)", "refs/hookkit/backup/").split()
    assert sorted(backups) == sorted([old, tip])
    assert run_here(alice, "undo").status == 0
    assert stand(repository_content(alice)) == stand(before)


def test_a_correction_follows_its_commit_when_it_is_rebased(team: Team) -> None:
    alice = team.alice
    behind(team)
    alice.commit("Sloppy", {"a.py": SLOPPY})
    assert run_here(alice, "run", "HEAD", "--mode", "propose").status == 0
    kept = corrections(alice)[alice.head]
    ended = run_here(alice, "merge", "--rebase")
    assert (ended.status, ended.err) == (0, "")
    made = corrections(alice)[alice.git("rev-parse", "HEAD^2")]
    assert made != kept
    assert alice.git("diff", "HEAD^2", made) == alice.git("diff", f"{kept}^", kept)


# A target that only lacks what others have merged

FORWARD = "note  main was fast-forwarded by 1 commit first, to origin/main\n"
CAUGHT_UP = DONE.replace("look  ", f"{FORWARD}look  ")


@pytest.mark.parametrize("is_rebased", [True, False])
def test_a_target_that_is_only_behind_is_brought_up(team: Team, is_rebased: bool) -> None:
    stale(team)
    alice = team.alice
    if is_rebased:
        alice.git("rebase", "-q", "origin/main")
    alice.write("base", "mine\n")
    before = repository_content(alice)
    ended = run_here(alice, "merge", *(() if is_rebased else ("--rebase",)))
    assert (ended.status, ended.err) == (0, "")
    printed = CAUGHT_UP if is_rebased else CAUGHT_UP.replace("commits, as", "commits, rebased, as")
    assert short_ids(alice, ended.out) == printed
    assert picture(alice) == "*   Merge branch 't'\n|\\  \n| * t2\n| * t1\n|/  \n* b1\n* base"
    assert (alice.status, alice.read("base")) == (" M base", b"mine\n")
    check_semi_linear(alice, alice.git("rev-parse", "origin/main"))
    assert run_here(alice, "undo").status == 0
    assert stand(repository_content(alice)) == stand(before)


def test_a_target_with_commits_of_its_own_is_not_brought_up(team: Team) -> None:
    stale(team)
    alice = team.alice
    alice.git("checkout", "-q", "main")
    grow(alice, "m1")
    alice.git("checkout", "-q", "-B", "t", "main")
    grow(alice, "t1")
    before = repository_content(alice)
    ended = run_here(alice, "merge", "--rebase")
    assert ended.status == 1
    assert ended.out.startswith("refused  HK302  main  main is 1 commit behind origin/main\n")
    assert repository_content(alice) == before


@pytest.mark.parametrize("option", [(), ("--rebase",)])
def test_a_target_that_follows_a_branch_of_another_name_gets_nothing_of_it(
    team: Team, option: tuple[str, ...]
) -> None:
    stale(team)
    alice = team.alice
    alice.git("branch", "release/1", "origin/main~1")
    alice.git("branch", "-q", "-u", "origin/main", "release/1")
    alice.git("config", "hookkit.target", "release/1")
    alice.git("checkout", "-q", "-B", "t", "release/1")
    grow(alice, "t1")
    ended = run_here(alice, "merge", *option)
    assert (ended.status, ended.err) == (0, "")
    assert alice.git("log", "--format=%s", "release/1").splitlines()[:2] == [
        "Merge branch 't' into release/1",
        "t1",
    ]
    assert "b1" not in alice.git("log", "--format=%s", "release/1").splitlines()


def test_what_others_have_merged_already_is_not_merged_again(team: Team) -> None:
    team.alice.git("push", "-q", "origin", "t:main")
    team.bob.git("pull", "-q", "origin", "main")
    stale(team)
    before = repository_content(team.alice)
    ended = run_here(team.alice, "merge", "--rebase")
    assert ended.status == 0
    assert ended.out == "hookkit found nothing to merge: origin/main has all of t\n"
    assert repository_content(team.alice) == before


# What a rebase before could cost


def test_a_rehearsed_rebase_changes_nothing(team: Team) -> None:
    behind(team)
    before = repository_content(team.alice)
    ended = run_here(team.alice, "merge", "--rebase", "--dry-run")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == (
        "hookkit would merge t into main: 2 commits, rebased; nothing was changed\n"
        + MESSAGE
        + "do it  hookkit merge --rebase\n"
    )
    assert repository_content(team.alice) == before


def test_a_merge_of_main_goes_by_the_rebase(team: Team) -> None:
    back_merged(team)
    old = team.alice.git("rev-parse", "main")
    assert run_here(team.alice, "merge", "--rebase").status == 0
    check_semi_linear(team.alice, old)
    assert picture(team.alice) == "*   Merge branch 't'\n|\\  \n| * t2\n| * t1\n|/  \n* m1\n* base"


def test_a_topic_that_is_not_behind_is_merged_as_it_is(alice: Repository) -> None:
    tip = alice.head
    assert run_here(alice, "merge", "--rebase").status == 0
    assert alice.git("rev-parse", "t") == alice.git("rev-parse", "HEAD^2") == tip


def in_conflict(team: Team) -> None:
    """Main has changed what the topic changes."""
    team.alice.git("checkout", "-q", "main")
    team.alice.commit("m1", {"t1": "of main\n"})
    team.alice.git("push", "-q", "origin", "main")
    team.alice.git("checkout", "-q", "t")


def of_a_remote(team: Team) -> None:
    team.alice.git("push", "-q", "origin", "t")
    behind(team)
    team.alice.git("checkout", "-q", "main")
    team.alice.git("branch", "-q", "-D", "t")


def checked_out(team: Team) -> None:
    behind(team)
    team.alice.git("checkout", "-q", "main")
    team.alice.git("worktree", "add", "-q", str(team.alice.path.parent / "linked"), "t")


def rebasing_elsewhere(repo: Repository, name: str) -> None:
    """Another worktree is in the middle of a rebase of a branch."""
    linked = Repository(repo.path.parent / "linked")
    repo.git("worktree", "add", "-q", str(linked.path), name)
    how = ("-c", "sequence.editor=sed -i.old 1s/pick/edit/", "rebase", "-q", "-i", "HEAD^")
    linked.git(*how)


def bisecting_elsewhere(repo: Repository, name: str) -> None:
    """Another worktree is in the middle of a bisect that comes back to a branch."""
    linked = Repository(repo.path.parent / "linked")
    repo.git("worktree", "add", "-q", str(linked.path), name)
    linked.git("bisect", "start")
    linked.git("checkout", "-q", "--detach")


def rebased_elsewhere(team: Team) -> None:
    behind(team)
    team.alice.git("checkout", "-q", "main")
    rebasing_elsewhere(team.alice, "t")


def bisected_elsewhere(team: Team) -> None:
    behind(team)
    team.alice.git("checkout", "-q", "main")
    bisecting_elsewhere(team.alice, "t")


def had_by_others(team: Team) -> None:
    team.alice.git("push", "-q", "origin", "t:next")
    behind(team)


@pytest.mark.parametrize(
    ("build", "name", "sentence", "repair"),
    [
        (
            in_conflict,
            "t",
            'commit 1 of 2, <t1> "t1", has a conflict with main in t1: nothing was changed',
            "git rebase main",
        ),
        (
            of_a_remote,
            "origin/t",
            "origin/t is of a remote: only a branch that is here can be rebased",
            "git branch --track t origin/t",
        ),
        (
            checked_out,
            "t",
            "t is checked out in FOLDER/linked: rebase it there",
            "(cd FOLDER/linked && hookkit sync)",
        ),
        (
            rebased_elsewhere,
            "t",
            "t is in use in FOLDER/linked too: leave it there first",
            "git -C FOLDER/linked status",
        ),
        (
            bisected_elsewhere,
            "t",
            "t is in use in FOLDER/linked too: leave it there first",
            "git -C FOLDER/linked status",
        ),
        (
            had_by_others,
            "t",
            "origin/next has <t1> too: others may build on it",
            "git branch --remotes --contains <t1>",
        ),
    ],
)
def test_what_is_not_rebased(
    team: Team, build: Callable[[Team], None], name: str, sentence: str, repair: str
) -> None:
    build(team)
    before = repository_content(team.alice)
    ended = run_here(team.alice, "merge", "--rebase", name)
    assert (ended.status, ended.out) == (1, "")
    said = re.sub(r"<t1>[0-9a-f]{3}", "<t1>", short_ids(team.alice, ended.err))
    said = said.replace(str(team.alice.path.parent), "FOLDER")
    assert said == f"hookkit: {sentence}\n  repair: {repair}\n"
    assert repository_content(team.alice) == before


def test_what_main_has_already_is_nothing_to_merge(team: Team) -> None:
    team.alice.git("checkout", "-q", "main")
    tick(team.alice)
    team.alice.git("cherry-pick", "t~1", "t")
    team.alice.git("push", "-q", "origin", "main")
    team.alice.git("commit", "-q", "--amend", "-m", "t2, said better")
    team.alice.git("push", "-q", "-f", "origin", "main")
    ended = run_here(team.alice, "merge", "--rebase", "t")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "hookkit found nothing to merge: main has all of t\n"


# Where nothing can be merged


def detached(repo: Repository) -> None:
    repo.git("checkout", "-q", "--detach")


def unborn(repo: Repository) -> None:
    repo.git("checkout", "-q", "--orphan", "empty")


def in_a_merge(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "side", "main")
    grow(repo, "s1")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "t")


def on_main(repo: Repository) -> None:
    repo.git("checkout", "-q", "main")


def main_elsewhere(repo: Repository) -> None:
    repo.git("worktree", "add", "-q", str(repo.path.parent / "its place"), "main")


def main_rebased_elsewhere(repo: Repository) -> None:
    main_goes_on(repo)
    rebasing_elsewhere(repo, "main")


def main_bisected_elsewhere(repo: Repository) -> None:
    bisecting_elsewhere(repo, "main")


def main_twice(repo: Repository) -> None:
    repo.git("checkout", "-q", "main")
    repo.git("worktree", "add", "-q", "--force", str(repo.path.parent / "its place"), "main")


def main_only_remote(repo: Repository) -> None:
    repo.git("branch", "-q", "-D", "main")


def without_target(repo: Repository) -> None:
    repo.git("config", "hookkit.target", "next")


def without_any_target(repo: Repository) -> None:
    repo.git("remote", "remove", "origin")
    repo.git("branch", "-q", "-m", "main", "trunk")


def nothing(repo: Repository) -> None:
    pass


@pytest.mark.parametrize(
    ("begin", "arguments", "status", "sentence", "repair"),
    [
        (
            detached,
            ("t",),
            1,
            "HEAD is on no branch: switch to one before a merge",
            "git switch -c topic",
        ),
        (unborn, ("t",), 3, "empty has no commit yet", "git commit"),
        (in_a_merge, ("t",), 1, *under_way("merge")),
        (
            on_main,
            (),
            2,
            "others are merged into main: name the branch to merge",
            "git branch --no-merged main",
        ),
        (
            main_elsewhere,
            (),
            1,
            "main is in use in FOLDER/its place",
            "cd 'FOLDER/its place' && hookkit merge t",
        ),
        (
            main_rebased_elsewhere,
            (),
            1,
            "main is in use in FOLDER/linked",
            "cd FOLDER/linked && hookkit merge t",
        ),
        (
            main_bisected_elsewhere,
            (),
            1,
            "main is in use in FOLDER/linked",
            "cd FOLDER/linked && hookkit merge t",
        ),
        (
            main_twice,
            ("t",),
            1,
            "main is in use in FOLDER/its place too: leave it there first",
            "git -C 'FOLDER/its place' status",
        ),
        (
            main_only_remote,
            (),
            1,
            "main is not a branch here, only origin/main is",
            "git branch --track main origin/main",
        ),
        (
            without_target,
            (),
            1,
            "the branch to merge into is unknown: next is not here",
            "git fetch origin next",
        ),
        (
            without_any_target,
            (),
            1,
            "the branch to merge into is unknown",
            "git config hookkit.target BRANCH",
        ),
        (nothing, ("gone",), 3, "there is no branch 'gone' here", "git branch --all"),
    ],
)
def test_where_nothing_can_be_merged(
    alice: Repository,
    begin: Callable[[Repository], None],
    arguments: tuple[str, ...],
    status: int,
    sentence: str,
    repair: str,
) -> None:
    begin(alice)
    before = repository_content(alice)
    ended = run_here(alice, "merge", *arguments)
    assert (ended.status, ended.out) == (status, "")
    said = ended.err.replace(str(alice.path.parent), "FOLDER")
    assert said == f"hookkit: {sentence}\n  repair: {repair}\n"
    assert repository_content(alice) == before


def test_a_bare_repository(team: Team) -> None:
    ended = run_here(team.remote, "merge", "t")
    assert (ended.status, ended.out) == (3, "")
    assert ended.err.startswith("hookkit: this command needs a worktree, and ")


# Where it must work too


def test_in_a_linked_worktree(alice: Repository) -> None:
    alice.git("checkout", "-q", "-b", "other")
    linked = Repository(alice.path.parent / "linked")
    alice.git("worktree", "add", "-q", str(linked.path), "t")
    before = repository_content(alice).files, alice.head, alice.git("symbolic-ref", "HEAD")
    assert run_here(linked, "merge").status == 0
    assert linked.git("symbolic-ref", "HEAD") == "refs/heads/main"
    assert (
        repository_content(alice).files,
        alice.head,
        alice.git("symbolic-ref", "HEAD"),
    ) == before
    assert linked.status == ""


def test_tags_of_the_same_names_are_not_meant(alice: Repository) -> None:
    for name in ("main", "t"):
        alice.git("tag", name, "t~1")
    tip = alice.head
    ended = run_here(alice, "merge")
    assert (ended.status, ended.err) == (0, "")
    assert alice.git("rev-parse", "HEAD^2") == tip
    assert alice.git("log", "-1", "--format=%s") == "Merge branch 't'"


def test_a_topic_that_another_worktree_rebases_is_merged_as_it_is(alice: Repository) -> None:
    alice.git("checkout", "-q", "main")
    rebasing_elsewhere(alice, "t")
    tip = alice.git("rev-parse", "t")
    ended = run_here(alice, "merge", "t")
    assert (ended.status, ended.err) == (0, "")
    assert short_ids(alice, ended.out) == DONE.replace("delete     git branch -d t\n", "")
    assert alice.git("rev-parse", "t") == alice.git("rev-parse", "HEAD^2") == tip


def test_a_name_for_a_shell(alice: Repository) -> None:
    alice.git("branch", "-q", "-m", "it's$ABC;ü")
    ended = run_here(alice, "merge")
    assert (ended.status, ended.err) == (0, "")
    assert alice.git("log", "-1", "--format=%s") == "Merge branch 'it's$ABC;ü'"
    do(alice, re.search("^delete +(.*)$", ended.out, re.M)[1])  # type: ignore[index]


def test_long_ids(tmp_path: Path) -> None:
    team = found_team(tmp_path, "--object-format=sha256")
    branch(team.alice, "t", "main", "t1")
    main_goes_on(team.alice)
    before = repository_content(team.alice)
    ended = run_here(team.alice, "merge", "--rebase")
    assert (ended.status, ended.err) == (0, "")
    check_semi_linear(team.alice, team.alice.git("rev-parse", "origin/main"))
    assert run_here(team.alice, "undo").status == 0
    assert stand(repository_content(team.alice)) == stand(before)


# Races, and what comes after


def test_a_target_that_moves_meanwhile_stays_where_it_went(alice: Repository) -> None:
    hook(alice, "commit-msg", "git update-ref refs/heads/main refs/heads/t~1")
    before = repository_content(alice)
    ended = run_here(alice, "merge")
    assert (ended.status, ended.out) == (3, "")
    assert "cannot lock ref 'refs/heads/main'" in ended.err
    after = repository_content(alice)
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)
    assert alice.git("rev-parse", "main") == alice.git("rev-parse", "t~1")
    assert alice.git("for-each-ref", "refs/hookkit") == ""


def test_a_merge_that_others_have_is_not_taken_back(alice: Repository) -> None:
    run_here(alice, "merge")
    alice.git("push", "-q", "origin", "main")
    before = repository_content(alice)
    ended = run_here(alice, "undo")
    assert (ended.status, ended.out) == (1, "")
    assert short_ids(alice, ended.err).startswith("hookkit: the merge <Merge branch 't'>")
    assert repository_content(alice) == before


def test_a_merge_with_commits_on_top_is_not_taken_back(alice: Repository) -> None:
    run_here(alice, "merge")
    grow(alice, "m1")
    before = repository_content(alice)
    ended = run_here(alice, "undo")
    assert (ended.status, ended.out) == (1, "")
    assert repository_content(alice) == before


def test_merge_and_push_leave_nothing_to_do(team: Team) -> None:
    assert run_here(team.alice, "merge").status == 0
    assert run_here(team.alice, "push").status == 0
    assert team.remote.git("rev-parse", "main") == team.alice.head


def random_history(repo: Repository, seed: int) -> None:
    """Let main and a topic grow by random edits of a few files, the topic with merges of main."""
    chosen = random.Random(seed)
    names = ("a", "b", "c d", "sub/e")
    repo.commit("Begin", {name: "".join(f"{n}\n" for n in range(20)) for name in names})
    repo.git("push", "-q", "origin", "main")
    repo.git("checkout", "-q", "-b", "topic")
    for number in range(chosen.randint(3, 9)):
        repo.git("checkout", "-q", chosen.choice(["main", "topic", "topic"]))
        tick(repo)
        if chosen.random() < 0.2:
            repo.attempt("merge", "-q", "-m", "Merge", "main")
            repo.attempt("merge", "--abort")
            continue
        name = chosen.choice(names)
        if not (repo.path / name).exists() or chosen.random() < 0.15:
            repo.commit(f"Add {number}", {f"new{number}": f"{number}\n"})
            continue
        lines = repo.read(name).splitlines(keepends=True)
        at = chosen.randrange(len(lines) or 1)
        lines[at : at + chosen.randint(0, 2)] = [b"line %d\n" % number]
        repo.commit(f"Edit {number}", {name: b"".join(lines)})
    repo.git("push", "-q", "origin", "main")
    repo.git("checkout", "-q", chosen.choice(["main", "topic"]))


@pytest.mark.parametrize("seed", seeds(8))
def test_any_topic_leaves_a_semi_linear_history_or_nothing_has_changed(
    tmp_path: Path, seed: int
) -> None:
    alice = found_team(tmp_path).alice
    random_history(alice, seed)
    alice.write("untracked", "mine\n")
    old, tip = alice.git("rev-parse", "main", "topic").split()
    before = repository_content(alice)
    for option in ((), ("--rebase",)):
        ended = run_here(alice, "merge", "topic", *option)
        if ended.status == 0 and "hookkit merged" in ended.out:
            assert alice.git("symbolic-ref", "HEAD") == "refs/heads/main"
            assert alice.status == "?? untracked"
            check_semi_linear(alice, old)
            merged = alice.attempt("merge-tree", "--write-tree", old, tip)
            if merged.returncode == 0:
                assert merged.stdout.decode().strip() == alice.git("rev-parse", "HEAD^{tree}")
            assert run_here(alice, "undo").status == 0
        assert stand(repository_content(alice)) == stand(before)


@pytest.mark.parametrize("is_broken", [False, True])
def test_notes_of_commits_that_a_merge_rebases(alice: Repository, is_broken: bool) -> None:
    alice.git("config", "notes.rewriteRef", "refs/notes/commits")
    alice.git("notes", "add", "-m", "seen", "HEAD")
    if is_broken:
        break_notes(alice)
    main_goes_on(alice)
    ended = run_here(alice, "merge", "--rebase")
    assert ended.status == 0
    is_told = "note  the notes of the old commits could not be copied\n" in ended.out
    is_copied = alice.attempt("notes", "show", "HEAD^2").returncode == 0
    assert (is_told, is_copied) == (is_broken, not is_broken)
