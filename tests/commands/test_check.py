"""``hookkit check``: every form of the command with its whole output."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from hookkit import __version__
from hookkit.formats.registry import CHECK_FORMATS
from hookkit.history.refs.ci_variables import BRANCH_VARIABLES
from tests.copied_scenarios import give_copy
from tests.repository import Repository
from tests.repository_with_hooks import Ended, run_here, short_ids

GITHUB = ("GITHUB_REF", "GITHUB_REF_NAME", "GITHUB_SHA", "GITHUB_BASE_REF")
TARGETS = ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET")


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server on which the tests run says nothing about the repositories in them."""
    for name in (*BRANCH_VARIABLES, *GITHUB, *TARGETS):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shared(tmp_path: Path) -> Repository:
    """A repository whose main is at origin too."""
    give_copy(_shared, tmp_path)
    return Repository(tmp_path / "repo")


def _shared(folder: Path) -> None:
    Repository.init(folder / "origin", "--bare")
    repo = Repository.init(folder / "repo")
    repo.commit("begin")
    repo.git("remote", "add", "origin", str(folder / "origin"))
    repo.git("push", "-q", "-u", "origin", "main")


@pytest.fixture
def topic(tmp_path: Path) -> Repository:
    """On a branch for ticket 12, with all that can be wrong with one."""
    give_copy(_topic, tmp_path)
    return Repository(tmp_path / "repo")


def _topic(folder: Path) -> None:
    _shared(folder)
    shared = Repository(folder / "repo")
    shared.git("config", "hookkit.branchPattern", "{ticket}-{slug}")
    shared.git("config", "hookkit.ticketPattern", "[0-9]+")
    shared.git("switch", "-q", "-c", "12-Topic")
    shared.commit("one, for #12")
    shared.commit("two")
    shared.commit("fixup! two")
    shared.commit("three, for #13")
    shared.git("switch", "-q", "main")
    shared.commit("theirs")
    shared.git("push", "-q", "origin", "main")
    shared.git("switch", "-q", "12-Topic")


def check(repo: Repository, *args: str) -> tuple[int, str]:
    """Run the command and give its status and output, with subjects for ids."""
    ended = run_here(repo, "check", *args)
    assert ended.err == ""
    return ended.status, short_ids(repo, ended.out)


def wrong(repo: Repository, *args: str) -> tuple[int, str]:
    """Run the command, which must print nothing but an error."""
    ended: Ended = run_here(repo, "check", *args)
    assert ended.out == ""
    return ended.status, ended.err


NAME = """\
refused  HK101  12-Topic  the name is not as agreed: {ticket}-{slug}
    repair: git branch -m 12-Topic 12-topic
"""
BEHIND = """\
refused  HK301  12-Topic  it is not rebased on origin/main: it lacks 1 commit
    repair: hookkit sync
    by git: git rebase origin/main
"""
FIXUP = """\
refused  HK601  main  main would get 1 commit that should be squashed before: <fixup! two> \
"fixup! two"
    repair: hookkit tidy
    by git: GIT_SEQUENCE_EDITOR=: git rebase -i --autosquash --keep-base origin/main
"""
OTHER = """\
warning  HK801  <three, for #13>  "three, for #13" is for 13, and the branch for 12
    repair: git rebase -i --keep-base origin/main
"""


def test_everything_that_can_be_judged_of_a_branch(topic: Repository) -> None:
    # The template has no match for the name, and so no ticket.
    assert check(topic) == (
        1,
        "refused  HK101  12-Topic  the name is not as agreed: {ticket}-{slug}\n"
        "    repair: git branch -m 12-Topic 12-topic\n"
        "refused  HK301  12-Topic  it is not rebased on origin/main: it lacks 1 commit\n"
        "    repair: hookkit sync\n"
        "    by git: git rebase origin/main\n"
        "refused  HK601  main      main would get 1 commit that should be squashed before: "
        '<fixup! two> "fixup! two"\n'
        "    repair: hookkit tidy\n"
        "    by git: GIT_SEQUENCE_EDITOR=: git rebase -i --autosquash --keep-base origin/main\n"
        "hookkit checked 12-Topic: 3 refused\n",
    )


@pytest.mark.parametrize(
    ("name", "printed", "status", "sum_"),
    [
        ("branch", NAME, 1, "1 refused"),
        ("rebase", BEHIND, 1, "1 refused"),
        ("fixups", FIXUP, 1, "1 refused"),
        ("ticket", "note  12-Topic names no ticket\n", 0, ""),
        ("topic", "note  12-Topic names no ticket\n", 0, ""),
        (
            "history",
            "note  12-Topic is not protected: its history is checked when it is merged\n",
            0,
            "",
        ),
    ],
)
def test_one_check_alone(
    topic: Repository, name: str, printed: str, status: int, sum_: str
) -> None:
    nothing = "hookkit found nothing to object to in 12-Topic\n"
    ending = f"hookkit checked 12-Topic: {sum_}\n" if sum_ else nothing
    assert check(topic, name) == (status, printed + ending)


def test_tickets_of_a_branch(topic: Repository) -> None:
    topic.git("branch", "-m", "12-topic")
    assert check(topic, "ticket", "topic") == (
        0,
        "warning  HK701  <two>  the message does not name 12, which the branch is for\n"
        "    repair: hookkit ticket 12\n"
        "    by git: git rebase -i <two>^\n"
        'warning  HK801  <three, for #13>  "three, for #13" is for 13, and the branch for 12\n'
        "    repair: git rebase -i --keep-base origin/main\n"
        "hookkit checked 12-topic: 2 warnings\n",
    )


def test_levels_of_the_settings_are_respected(topic: Repository) -> None:
    topic.git("branch", "-m", "12-topic")
    for text in ("rebase-before-merge=warn", "fixups=off", "ticket=off", "topic=refuse"):
        topic.git("config", "--add", "hookkit.checks", text)
    assert check(topic) == (
        1,
        "warning  HK301  12-topic  it is not rebased on origin/main: it lacks 1 commit\n"
        "    repair: hookkit sync\n"
        "    by git: git rebase origin/main\n"
        'refused  HK801  <three, for #13>   "three, for #13" is for 13, and the branch for 12\n'
        "    repair: git rebase -i --keep-base origin/main\n"
        "hookkit checked 12-topic: 1 refused, 1 warning\n",
    )
    nothing = "hookkit found nothing to object to in 12-topic\n"
    assert check(topic, "fixups") == (0, "note  fixups is off\n" + nothing)
    topic.git("config", "hookkit.branchPattern", "")
    assert check(topic, "branch") == (
        0,
        "note  the names of branches are not checked: branch_pattern is not set\n" + nothing,
    )


def test_why_a_name_is_not_judged(topic: Repository) -> None:
    printed = {
        "main": "main is protected: its name is not checked",
        "Pushed": "a remote has Pushed already: its name is not checked",
        "dependabot/x": "dependabot/x is a name that Dependabot has: it is not checked",
    }
    topic.git("push", "-q", "origin", "HEAD:Pushed")
    for name, note in printed.items():
        topic.git("symbolic-ref", "HEAD", f"refs/heads/{name}")
        topic.git("read-tree", "--empty")
        nothing = f"hookkit found nothing to object to in {name}\n"
        assert check(topic, "branch") == (0, f"note  {note}\n{nothing}")
    topic.git("config", "hookkit.checks", "branch-name=off")
    assert check(topic, "branch")[1].startswith("note  branch-name is off\n")


def test_the_repairs_repair(topic: Repository) -> None:
    topic.git("branch", "-m", "12-topic")
    topic.git("rebase", "origin/main", "--keep-empty")
    topic.git(
        *("rebase", "-i", "--autosquash", "--keep-base", "--keep-empty", "origin/main"),
        GIT_SEQUENCE_EDITOR=":",
        GIT_EDITOR=":",
    )
    assert check(topic, "branch", "rebase", "fixups") == (
        0,
        "hookkit found nothing to object to in 12-topic\n",
    )


def test_a_branch_with_a_merge_in_it(topic: Repository) -> None:
    topic.git("merge", "-q", "--no-ff", "-m", "Merge main", "main")
    assert check(topic, "rebase") == (
        1,
        'refused  HK304  12-Topic  it has a merge in it: <Merge main> "Merge main"\n'
        "    repair: git rebase origin/main\n"
        "hookkit checked 12-Topic: 1 refused\n",
    )


def test_another_branch_is_judged_by_its_name(topic: Repository) -> None:
    topic.git("switch", "-q", "main")
    topic.git("tag", "12-Topic", "main")
    assert check(topic, "rebase", "12-Topic") == (
        1,
        "refused  HK301  12-Topic  it is not rebased on origin/main: it lacks 1 commit\n"
        "    repair: git switch 12-Topic && hookkit sync\n"
        "    by git: git rebase origin/main 12-Topic\n"
        "hookkit checked 12-Topic: 1 refused\n",
    )
    assert check(topic, "rebase", "main") == (
        0,
        "note  main is not merged into another branch\n"
        "hookkit found nothing to object to in main\n",
    )
    assert wrong(topic, "rebase", "nowhere") == (
        3,
        "hookkit: there is no branch 'nowhere' here\n  repair: git branch --all\n",
    )


def test_a_target_that_a_tag_shadows_is_named_so_that_git_finds_it(topic: Repository) -> None:
    topic.git("tag", "origin/main", "HEAD")
    assert check(topic, "rebase")[1].splitlines()[1] == ("    repair: hookkit sync")


def test_the_target_of_the_settings(topic: Repository) -> None:
    topic.git("branch", "develop", "12-Topic")
    topic.git("config", "hookkit.target", "develop")
    assert check(topic, "rebase", "fixups") == (
        0,
        "hookkit found nothing to object to in 12-Topic\n",
    )
    topic.git("config", "hookkit.target", "gone")
    assert check(topic, "rebase", "topic") == (
        0,
        "unknown  HK301  12-Topic  the branch that it will be merged into is unknown: gone is "
        "not here\n"
        "    repair: git fetch origin gone:refs/remotes/origin/gone\n"
        "hookkit checked 12-Topic: 1 unknown\n",
    )


def test_a_target_that_is_not_here_names_only_what_there_is(topic: Repository) -> None:
    topic.git("config", "hookkit.target", "mian")
    beginning = "unknown  HK301  12-Topic  the branch that it will be merged into is unknown: "
    assert check(topic, "rebase")[1].splitlines()[:2] == [
        f"{beginning}mian is not here; did you mean main?",
        "    repair: hookkit config target",
    ]
    topic.git("config", "hookkit.target", "gone")
    topic.git("remote", "rename", "origin", "hub")
    assert "repair: git fetch hub gone:refs/remotes/hub/gone\n" in check(topic, "rebase")[1]
    assert run_here(topic, "sync").err.endswith("repair: git fetch hub gone\n")
    topic.git("remote", "remove", "hub")
    assert "repair: hookkit config target\n" in check(topic, "rebase")[1]
    assert run_here(topic, "sync").err.endswith("repair: hookkit config target\n")
    status = run_here(topic, "status").out
    assert "target       unknown: hookkit.target is gone, which is not here\n" in status
    assert status.endswith("next  hookkit config target\n")


@pytest.mark.parametrize("target", ["origin/gone", "refs/heads/gone"])
def test_a_target_that_is_named_in_full(topic: Repository, target: str) -> None:
    topic.git("config", "hookkit.target", target)
    assert check(topic, "rebase") == (
        0,
        f"unknown  HK301  12-Topic  the branch that it will be merged into is unknown: {target} is "
        "not here\n"
        "    repair: git fetch origin gone:refs/remotes/origin/gone\n"
        "hookkit checked 12-Topic: 1 unknown\n",
    )
    topic.git("config", "hookkit.target", target.replace("gone", "main"))
    assert check(topic, "rebase")[1].startswith(BEHIND)


def test_a_fix_of_a_release_is_judged_against_the_release(topic: Repository) -> None:
    topic.git("branch", "-q", "release/1", "main~1")
    topic.git("push", "-q", "origin", "release/1")
    topic.git("switch", "-q", "-c", "14-fix", "origin/release/1")
    topic.commit("four, for #14")
    assert check(topic, "rebase", "fixups", "topic") == (
        0,
        "hookkit found nothing to object to in 14-fix\n",
    )
    topic.git("branch", "-q", "--unset-upstream")
    assert check(topic, "rebase") == (
        1,
        "refused  HK301  14-fix  it is not rebased on origin/main: it lacks 1 commit\n"
        "    repair: hookkit sync\n"
        "    by git: git rebase origin/main\n"
        "hookkit checked 14-fix: 1 refused\n",
    )


def test_a_branch_that_is_kept_for_long_is_not_rebased(shared: Repository) -> None:
    shared.git("switch", "-q", "-c", "develop")
    shared.commit("one")
    shared.git("switch", "-q", "main")
    shared.commit("theirs")
    shared.git("push", "-q")
    shared.git("switch", "-q", "develop")
    nothing = (0, "hookkit found nothing to object to in develop\n")
    assert check(shared, "rebase") == nothing
    shared.git("merge", "-q", "--no-ff", "-m", "Merge main", "main")
    assert check(shared, "rebase") == nothing


def test_without_any_target(repo: Repository) -> None:
    repo.git("symbolic-ref", "HEAD", "refs/heads/topic")
    repo.commit("begin")
    assert check(repo) == (
        0,
        "unknown  HK301  topic  the branch that it will be merged into is unknown\n"
        "    repair: git config hookkit.target BRANCH\n"
        "hookkit checked topic: 1 unknown\n",
    )


# Protected branches


def test_a_protected_branch_is_compared_with_the_remote(shared: Repository) -> None:
    assert check(shared) == (0, "hookkit found nothing to object to in main\n")
    shared.commit("direct")
    status, out = check(shared)
    assert (status, out.splitlines()[0], out.splitlines()[-1]) == (
        0,
        'warning  HK401  <direct>  <direct> "direct" went to main without a merge',
        "hookkit checked main: 1 warning",
    )
    shared.git("config", "hookkit.checks", "history=refuse")
    assert check(shared, "history")[0] == 1


def test_what_another_remote_has_published_is_not_judged_again(shared: Repository) -> None:
    shared.git("switch", "-q", "-c", "theirs")
    shared.commit("fixup! begin")
    shared.git("switch", "-q", "main")
    shared.commit("mine")
    shared.git("push", "-q", "origin", "main")
    shared.git("merge", "-q", "--no-ff", "-m", "Merge theirs", "theirs")
    status, out = check(shared, "history", "fixups")
    assert (status, out.count("refused  ")) == (1, 2)
    shared.git("update-ref", "refs/remotes/company/main", "main")
    nothing = "hookkit found nothing to object to in main\n"
    assert check(shared, "history", "fixups") == (0, nothing)


def test_a_branch_is_not_judged_for_what_it_is_stacked_on(topic: Repository) -> None:
    topic.git("branch", "-m", "12-topic")
    topic.git("switch", "-q", "-c", "14-more")
    topic.commit("four, for #14")
    nothing = "hookkit found nothing to object to in 14-more\n"
    assert check(topic, "ticket", "topic") == (0, nothing)
    topic.commit("five, for #15")
    assert check(topic, "topic") == (
        0,
        'warning  HK801  <five, for #15>  "five, for #15" is for 15, and the branch for 14\n'
        "    repair: git rebase -i --keep-base origin/main\n"
        "hookkit checked 14-more: 1 warning\n",
    )


def test_what_is_staged_on_a_protected_branch(shared: Repository) -> None:
    shared.write("a", "1\n")
    shared.git("add", "a")
    shared.git("config", "hookkit.branchPattern", "{type}/{slug}")
    assert check(shared, "branch") == (
        0,
        "warning  HK201  main  main is protected: a commit would go to it directly\n"
        "    repair: git switch -c feature/short-words\n"
        "note  main is protected: its name is not checked\n"
        "hookkit checked main: 1 warning\n",
    )


def test_a_merge_under_way_is_judged(topic: Repository) -> None:
    topic.git("switch", "-q", "main")
    topic.git("merge", "-q", "--no-ff", "--no-commit", "12-Topic")
    status, out = check(topic, "rebase")
    assert (status, out.splitlines()[0]) == (
        1,
        "refused  HK301  main  12-Topic is not rebased on main: it lacks 1 commit",
    )
    assert "git merge --abort && " in out


# Where there is no branch, no commit, no rest


def test_an_unborn_branch(repo: Repository) -> None:
    repo.git("config", "hookkit.branchPattern", "{type}/{slug}")
    assert check(repo) == (0, "hookkit found nothing to object to in main\n")
    assert check(repo, "rebase") == (
        0,
        "note  main has no commit yet\nhookkit found nothing to object to in main\n",
    )
    repo.git("symbolic-ref", "HEAD", "refs/heads/Topic")
    assert check(repo) == (
        1,
        "refused  HK101  Topic  the name is not as agreed: {type}/{slug}, such as "
        "feature/short-words\n"
        "    repair: git branch -m Topic NEW-NAME\n"
        "hookkit checked Topic: 1 refused\n",
    )


def test_a_detached_head(topic: Repository) -> None:
    topic.git("checkout", "-q", "--detach")
    assert check(topic, "branch", "rebase") == (
        1,
        "refused  HK301  HEAD  it is not rebased on origin/main: it lacks 1 commit\n"
        "    repair: hookkit sync\n"
        "    by git: git rebase origin/main\n"
        "note  HEAD is on no branch: there is no name to check\n"
        "hookkit checked HEAD: 1 refused\n",
    )


@pytest.mark.parametrize("backend", ["--merge", "--apply"])
def test_under_a_rebase_only_the_name_is_judged(shared: Repository, backend: str) -> None:
    shared.git("config", "hookkit.branchPattern", "{type}/{slug}")
    shared.commit("theirs", {"a": "1\n"})
    shared.git("push", "-q", "origin", "main")
    shared.git("switch", "-q", "-c", "fix/Words", "HEAD^")
    shared.commit("mine", {"a": "2\n"})
    assert shared.attempt("rebase", backend, "main").returncode == 1
    assert check(shared) == (
        1,
        "refused  HK101  fix/Words  the name is not as agreed: {type}/{slug}\n"
        "    repair: git rebase --continue && git branch -m fix/Words fix/words\n"
        "unknown  HK301  fix/Words  a rebase is under way: its result is unknown\n"
        "    repair: git rebase --continue\n"
        "hookkit checked fix/Words: 1 refused, 1 unknown\n",
    )


def test_a_shallow_clone_is_unknown(topic: Repository, tmp_path: Path) -> None:
    topic.git("push", "-q", "origin", "12-Topic")
    url = f"file://{tmp_path / 'origin'}"
    topic.git("clone", "-q", "--depth=1", "--no-single-branch", "-b", "12-Topic", url, "../shallow")
    assert check(Repository(tmp_path / "shallow"), "rebase") == (
        0,
        "unknown  HK301  12-Topic  whether it is rebased on origin/main is unknown: this clone "
        "lacks commits\n"
        "    repair: git fetch --unshallow\n"
        "hookkit checked 12-Topic: 1 unknown\n",
    )


# On a CI server


def test_ci_names_the_branch_and_github_the_merge(
    topic: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic.git("push", "-q", "origin", "12-Topic")
    topic.git("switch", "-q", "--detach", "main")
    topic.git("merge", "-q", "--no-ff", "-m", "Merge 12-Topic into main", "12-Topic")
    topic.git("branch", "-q", "-D", "12-Topic", "main")
    monkeypatch.setenv("GITHUB_REF", "refs/pull/1/merge")
    monkeypatch.setenv("GITHUB_REF_NAME", "1/merge")
    monkeypatch.setenv("GITHUB_HEAD_REF", "12-Topic")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    monkeypatch.setenv("GITHUB_SHA", topic.head)
    # The remote has the branch, and it is checked all the same.
    assert check(topic, "branch", "rebase") == (
        1,
        NAME + BEHIND + "hookkit checked 12-Topic: 2 refused\n",
    )


def test_the_merge_of_github_alone_is_unknown(
    topic: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic.git("switch", "-q", "main")
    topic.git("merge", "-q", "--no-ff", "-m", "Merge", "12-Topic")
    topic.git("push", "-q", "origin", "HEAD:refs/pull/1/merge")
    here = Repository.init(tmp_path / "runner")
    url = f"file://{tmp_path / 'origin'}"
    here.git("fetch", "-q", "--depth=1", url, "refs/pull/1/merge")
    here.git("checkout", "-q", "--detach", "FETCH_HEAD")
    monkeypatch.setenv("GITHUB_REF", "refs/pull/1/merge")
    monkeypatch.setenv("GITHUB_HEAD_REF", "12-Topic")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    monkeypatch.setenv("GITHUB_SHA", here.head)
    assert check(here) == (
        0,
        "unknown  HK301  12-Topic  what the merge that GitHub made merges is unknown: this clone "
        "lacks it\n"
        "    repair: git fetch --unshallow\n"
        "hookkit checked 12-Topic: 1 unknown\n",
    )


def test_the_branch_of_a_fork_is_not_judged_by_its_name(
    topic: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic.git("checkout", "-q", "--detach")
    ours = {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "1", "CI_MERGE_REQUEST_PROJECT_ID": "1"}
    for name, value in {**ours, "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "12-Topic"}.items():
        monkeypatch.setenv(name, value)
    assert check(topic, "branch") == (1, NAME + "hookkit checked 12-Topic: 1 refused\n")
    monkeypatch.setenv("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "7")
    assert check(topic, "branch", "ticket") == (
        0,
        "note  the branch comes from a fork: there is no name to check\n"
        "note  HEAD is for no ticket\n"
        "hookkit found nothing to object to in HEAD\n",
    )
    # Its commits are.
    judged = BEHIND.replace("12-Topic", "HEAD") + FIXUP
    assert check(topic, "rebase", "fixups") == (1, judged + "hookkit checked HEAD: 2 refused\n")


def test_the_main_of_a_fork_is_a_topic_here(
    topic: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic.git("checkout", "-q", "--detach")
    monkeypatch.setenv("CI_COMMIT_BRANCH", "main")
    note = "note  main is not merged into another branch\n"
    nothing = "hookkit found nothing to object to in main\n"
    assert check(topic, "rebase") == (0, note + nothing)
    monkeypatch.setenv("CHANGE_FORK", "ann")
    judged = BEHIND.replace("12-Topic", "HEAD")
    assert check(topic, "rebase") == (1, judged + "hookkit checked HEAD: 1 refused\n")


# A range


def test_a_range_is_judged_as_what_a_protected_branch_gets(topic: Repository) -> None:
    topic.git("switch", "-q", "main")
    topic.git("merge", "-q", "--no-ff", "-m", "Merge 12-Topic", "12-Topic")
    status, out = check(topic, "origin/main..main")
    assert (status, [line for line in out.splitlines() if "repair:" not in line]) == (
        1,
        [
            "refused  HK403  <Merge 12-Topic>  <Merge 12-Topic> "
            '"Merge 12-Topic" merges a branch that is not rebased on <theirs>; what is to be'
            " squashed comes first",
            "refused  HK601  main     main would get 1 commit that should be squashed before: "
            '<fixup! two> "fixup! two"',
            "hookkit checked origin/main..main: 2 refused",
        ],
    )
    assert check(topic, "HEAD~1..")[0] == 1
    assert check(topic, "main..main") == (
        0,
        "hookkit found nothing to object to in main..main\n",
    )


def test_a_range_that_begins_above_what_its_fixup_is_for(topic: Repository) -> None:
    topic.git("switch", "-q", "main")
    topic.commit("direct", {"d.txt": "d\n"})
    topic.commit("fixup! direct", {"d.txt": "e\n"})
    squash = "GIT_SEQUENCE_EDITOR=: git rebase -i --autosquash --keep-base '<direct>^'"
    assert check(topic, "HEAD~1..HEAD") == (
        1,
        'warning  HK401  <fixup! direct>  <fixup! direct> "fixup! direct" went to main without a'
        " merge; what is to be squashed comes first\n"
        f"    repair: {squash}\n"
        'refused  HK601  <fixup! direct>  <fixup! direct> "fixup! direct" is to be squashed into'
        ' <direct> "direct", which main has below the range\n'
        f"    repair: {squash}\n"
        "hookkit checked HEAD~1..HEAD: 1 refused, 1 warning\n",
    )
    # What a remote has on main is not made anew.
    topic.git("push", "-q", "--no-verify", "origin", "main~1:main")
    status, out = check(topic, "HEAD~1..HEAD")
    assert status == 1
    assert "is to be squashed, but into no commit that main would get\n" in out


def test_a_range_that_ends_below_the_tip_has_no_repair(topic: Repository) -> None:
    topic.git("switch", "-q", "main")
    topic.commit("direct")
    topic.commit("above")
    status, out = check(topic, "HEAD~2..HEAD~1")
    assert "HK401" in out
    assert "repair" not in out


def test_a_rewind_of_a_protected_branch(topic: Repository) -> None:
    first = topic.git("rev-parse", "main^")
    topic.git("update-ref", "refs/heads/main", first)
    assert check(topic, "origin/main..main") == (
        1,
        "refused  HK501  main  main is protected: <begin> does not descend from <theirs>\n"
        "    repair: git rebase <theirs> main\n"
        "hookkit checked origin/main..main: 1 refused\n",
    )


def test_a_branch_that_was_not_there_is_judged_above_what_is_protected(topic: Repository) -> None:
    topic.git("push", "-q", "origin", "12-Topic")  # a topic at the remote hides nothing
    zeros = "0" * 40
    status, out = check(topic, f"{zeros}..12-Topic")
    assert (status, out) == (
        1,
        "warning  HK401  <three, for #13>   "
        '<one, for #12> "one, for #12", <two> "two", <fixup! two> "fixup! two" and 1 more went to'
        " 12-Topic without a merge; what is to be squashed comes first\n"
        "    repair: GIT_SEQUENCE_EDITOR=:"
        " git rebase -i --autosquash --keep-base <begin>\n"
        "refused  HK601  12-Topic  12-Topic would get 1 commit that should be squashed before:"
        ' <fixup! two> "fixup! two"\n'
        "    repair: GIT_SEQUENCE_EDITOR=:"
        " git rebase -i --autosquash --keep-base <begin>\n"
        f"hookkit checked {zeros}..12-Topic: 1 refused, 1 warning\n",
    )


def test_what_a_remote_has_on_main_is_not_to_be_made_anew(topic: Repository) -> None:
    topic.git("push", "-q", "origin", "main")
    topic.git("switch", "-q", "main")
    topic.git("merge", "-q", "--no-ff", "-m", "Merge 12-Topic", "12-Topic")
    new = topic.commit("direct")

    def repairs() -> list[bool]:
        ended = json.loads(run_here(topic, "check", "main~2..main", "--format", "json").out)
        return [bool(each["repair"]) for each in ended["findings"]]

    assert repairs() == [True, True, True]
    topic.git("push", "-q", "origin", "main~1:main")
    assert repairs() == [False, True, True]
    topic.git("push", "-q", "origin", f"{new}:main")
    assert repairs() == [False, False, False]


def test_what_is_not_here_is_unknown_and_what_was_not_there_is_new(shared: Repository) -> None:
    gone, zeros = "f" * 40, "0" * 40
    status, out = check(shared, f"{gone}..main")
    assert (status, out.splitlines()[0]) == (
        0,
        "unknown  HK402  main  fffffff is not here: what is new on main is unknown",
    )
    nothing = f"hookkit found nothing to object to in {zeros}..main\n"
    assert short_ids(shared, run_here(shared, "check", f"{zeros}..main").out) == (
        f"note  nothing is new on main\n{nothing}"
    )
    shared.git("remote", "remove", "origin")
    assert run_here(shared, "check", f"{zeros}..main").out == (
        f"note  main begins here: there is nothing to compare its commits with\n{nothing}"
    )
    assert wrong(shared, "nowhere..main") == (
        3,
        "hookkit: there is no commit 'nowhere' here\n  repair: git branch --all\n",
    )


# A message


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (
            "Keep\n# comment\n",
            'warning  HK701  message "Keep"  the message does not name 12, which the branch is '
            "for\n"
            "    repair: git commit --amend --no-edit --trailer 'Ticket: 12'\n"
            'hookkit checked message "Keep": 1 warning\n',
        ),
        (
            "Keep #13\r\n",
            'warning  HK702  message "Keep #13"  the message names 13, and the branch is for 12\n'
            "    repair: git commit --amend\n"
            'hookkit checked message "Keep #13": 1 warning\n',
        ),
        ("Keep (#12)\n", 'hookkit found nothing to object to in message "Keep (#12)"\n'),
        (
            "fixup! Keep\n",
            "note  its ticket is that of the commit it comes from\n"
            'hookkit found nothing to object to in message "fixup! Keep"\n',
        ),
        (
            "# comment\n",
            "note  its ticket is that of the commit it comes from\n"
            "hookkit found nothing to object to in an empty message\n",
        ),
    ],
)
def test_a_message(topic: Repository, text: str, printed: str) -> None:
    topic.git("branch", "-m", "12-topic")
    file = topic.path / ".git" / "COMMIT_EDITMSG"
    file.write_bytes(text.encode())
    assert check(topic, "message", ".git/COMMIT_EDITMSG") == (0, printed)
    assert file.read_bytes() == text.encode()


def test_a_message_where_there_is_no_ticket(shared: Repository) -> None:
    shared.write("m", "Keep\n")
    nothing = 'hookkit found nothing to object to in message "Keep"\n'
    assert check(shared, "message", "m") == (
        0,
        "note  tickets are not looked for: ticket_pattern is not set\n" + nothing,
    )
    shared.git("config", "hookkit.ticketPattern", "[0-9]+")
    assert check(shared, "message", "m") == (0, "note  main names no ticket\n" + nothing)
    shared.git("checkout", "-q", "--detach")
    assert check(shared, "message", "m") == (
        0,
        "note  HEAD is on no branch: there is no ticket to name\n" + nothing,
    )


def test_a_message_that_is_refused(topic: Repository) -> None:
    topic.git("branch", "-m", "12-topic")
    topic.git("config", "hookkit.checks", "ticket=refuse")
    topic.write("m", "Keep\n")
    assert check(topic, "message", "m") == (
        1,
        'refused  HK701  message "Keep"  the message does not name 12, which the branch is for\n'
        "    repair: git commit --trailer 'Ticket: 12'\n"
        'hookkit checked message "Keep": 1 refused\n',
    )


# A push


class Terminal(io.StringIO):
    """An input that a person types."""

    def isatty(self) -> bool:
        return True


def push(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, lines: str | None, *args: str
) -> tuple[int, str]:
    """Check a push, of which git tells ``lines``; None is a terminal."""
    monkeypatch.setattr("sys.stdin", Terminal() if lines is None else io.StringIO(lines))
    return check(repo, "push", *args)


def test_a_push_is_judged_ref_by_ref(topic: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, theirs, zero = topic.head, topic.git("rev-parse", "main"), "0" * 40
    lines = (
        f"refs/heads/12-Topic {mine} refs/heads/main {theirs}\n"
        f"refs/heads/12-Topic {mine} refs/heads/Words {zero}\n"
        f"refs/heads/12-Topic {mine} refs/heads/dependabot/x {zero}\n"
        f"refs/tags/v1 {mine} refs/tags/v1 {zero}\n"
        f"(delete) {zero} refs/heads/release/1 {theirs}\n"
    )
    assert push(topic, monkeypatch, lines, "origin") == (
        1,
        "refused  HK501  main       main is protected: <three, for #13> does not descend from "
        "<theirs>\n"
        "    repair: git rebase <theirs> main\n"
        "refused  HK601  main       main would get 1 commit that should be squashed before: "
        '<fixup! two> "fixup! two"\n'
        "    repair: GIT_SEQUENCE_EDITOR=: git rebase -i --autosquash"
        " --keep-base <theirs>\n"
        "refused  HK101  Words      the name is not as agreed: {ticket}-{slug}, such as "
        "12-short-words\n"
        "    repair: git branch -m Words NEW-NAME\n"
        "refused  HK502  release/1  release/1 on origin is protected: it would be deleted\n"
        "hookkit checked a push to origin: 4 refused\n",
    )


def test_a_push_of_nothing(topic: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    assert push(topic, monkeypatch, "", "origin") == (
        0,
        "note  nothing is pushed\nhookkit found nothing to object to in a push to origin\n",
    )


def test_a_push_that_a_person_asks_about_is_that_of_the_branch(
    topic: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = NAME + "hookkit checked a push to origin: 1 refused\n"
    assert push(topic, monkeypatch, None) == (1, printed)
    assert push(topic, monkeypatch, None, "origin") == (1, printed)
    topic.git("push", "-q", "-u", "origin", "12-Topic")
    nothing = "hookkit found nothing to object to in a push to origin\n"
    assert push(topic, monkeypatch, None) == (0, nothing)
    topic.git("checkout", "-q", "--detach")
    assert push(topic, monkeypatch, None) == (
        0,
        "note  HEAD is on no branch: there is no branch to push\n" + nothing,
    )


def test_a_push_of_a_direct_commit_to_a_protected_branch(
    shared: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.commit("direct")
    status, out = push(shared, monkeypatch, None)
    assert (status, out.splitlines()[0]) == (
        0,
        'warning  HK401  <direct>  <direct> "direct" went to main without a merge',
    )
    shared.git("config", "hookkit.checks", "protected-branch=refuse")
    status, out = push(shared, monkeypatch, None)
    assert (status, out.splitlines()[0]) == (
        1,
        "refused  HK201  main     main on origin is protected: a push would go to it directly",
    )


def test_lines_that_git_does_not_write(topic: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("one two\n"))
    assert wrong(topic, "push")[0] == 2


# For programs


def test_json(topic: Repository) -> None:
    ended = run_here(topic, "check", "branch", "ticket", "--format", "json")
    assert ended.status == 1
    assert json.loads(ended.out) == {
        "version": 1,
        "tool": {"name": "hookkit", "version": __version__},
        "subject": "12-Topic",
        "findings": [
            {
                "kind": "refused",
                "rule": "HK101",
                "answer": "no",
                "level": "refuse",
                "place": "12-Topic",
                "sentence": "the name is not as agreed: {ticket}-{slug}",
                "repair": "git branch -m 12-Topic 12-topic",
                "by_git": None,
                "link": "https://github.com/hookkit/hookkit/blob/main/docs/rules.md"
                "#hk101-branch-name",
            }
        ],
        "notes": ["12-Topic names no ticket"],
    }


def test_annotations_of_github(topic: Repository) -> None:
    topic.git("branch", "-m", "12-topic")
    topic.git("config", "hookkit.target", "gone")
    assert check(topic, "rebase", "--format=github") == (
        0,
        "::notice title=HK301 12-topic::the branch that it will be merged into is unknown: gone "
        "is not here%0Arepair: git fetch origin gone:refs/remotes/origin/gone\n",
    )
    topic.git("config", "--unset", "hookkit.target")
    topic.git("branch", "-m", "12-100%,x")
    assert check(topic, "branch", "--format=github") == (
        1,
        "::error title=HK101 12-100%25%2Cx::the name is not as agreed: {ticket}-{slug}"
        "%0Arepair: git branch -m 12-100%25,x 12-100-x\n",
    )


@pytest.mark.parametrize("name", CHECK_FORMATS)
@pytest.mark.parametrize(("what", "status"), [("branch", 1), ("ticket", 0)])
def test_a_format_changes_no_status(topic: Repository, name: str, what: str, status: int) -> None:
    ended = run_here(topic, "check", what, "--format", name)
    assert (ended.status, ended.err) == (status, "")
    assert ended.out.endswith("\n") or name == "github"


def test_the_look_can_be_asked_for(topic: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = NAME + "hookkit checked 12-Topic: 1 refused\n"
    assert check(topic, "branch", "--format=plain") == (1, printed)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert check(topic, "branch", "--format=plain") == (1, printed)
    coloured = check(topic, "branch")
    monkeypatch.delenv("FORCE_COLOR")
    assert check(topic, "branch", "--format=rich") == coloured
    assert "\x1b[1;31mrefused\x1b[0m" in coloured[1]


# Wrong usage

NAMES = "branch, rebase, history, fixups, ticket, topic, message, push"


@pytest.mark.parametrize(
    ("args", "message", "repair"),
    [
        (
            ["brnch"],
            f"there is no check 'brnch'; did you mean branch? (checks: {NAMES})",
            "hookkit check branch",
        ),
        (["HEAD"], f"there is no check 'HEAD' (checks: {NAMES})", "hookkit check --help"),
        (["branch", "x"], f"there is no check 'x' (checks: {NAMES})", "hookkit check --help"),
        (["message"], "check message needs the file of the message", "hookkit check --help"),
        (
            ["message", "a", "b"],
            "check message takes one FILE, not 2",
            "hookkit check message a",
        ),
        (["push", "a", "b"], "check push takes one REMOTE, not 2", "hookkit check push a"),
        (
            ["--format", "xml"],
            "invalid value for '--format': 'xml' is not one of 'rich', 'plain', 'json', 'github', "
            "'sarif', 'junit'",
            "hookkit check --help",
        ),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_wrong_usage(repo: Repository, args: list[str], message: str, repair: str) -> None:
    assert wrong(repo, *args) == (2, f"hookkit: {message}\n  repair: {repair}\n")


def test_a_message_file_that_is_not_there(repo: Repository) -> None:
    status, text = wrong(repo, "message", "nowhere")
    assert status == 3
    assert text.startswith("hookkit: No such file or directory: nowhere\n")


def test_patterns_that_do_not_go_together(topic: Repository) -> None:
    topic.git("config", "hookkit.branchPattern", "(?P<n>x)/{ticket}")
    topic.git("config", "hookkit.ticketPattern", "(?P<n>[0-9]+)")
    status, text = wrong(topic, "branch")
    assert status == 2
    assert text.startswith("hookkit: branch_pattern and ticket_pattern do not go together: ")


def test_nothing_is_changed_by_looking(topic: Repository) -> None:
    before = topic.status, topic.git("for-each-ref"), topic.head
    check(topic)
    assert (topic.status, topic.git("for-each-ref"), topic.head) == before
