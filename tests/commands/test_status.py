"""``hookkit status``: one screen in every state of a repository, and nothing is written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.sync_scenario import Team, begin, push_to_topic
from tests.history.checks.scenarios import branch, clone, grow, watched
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, run_here, short_ids

NO_HOOKS = "  hooks        not installed\n"


def status(repo: Repository, *args: str) -> str:
    """The screen, with subjects for ids."""
    ended = run_here(repo, "status", *args)
    assert (ended.status, ended.err) == (0, "")
    return re.sub(r"[0-9]+ \w+ ago|just now", "now", short_ids(repo, ended.out))


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice has two commits on a topic, and Bob has gone on with main; she has fetched that."""
    made = begin(tmp_path)
    made.alice.git("fetch", "-q")
    return made


def test_a_topic_behind_its_target(team: Team) -> None:
    assert status(team.alice) == (
        "7-topic\n"
        "  corrections  none waits\n"
        "  target       origin/main: 2 ahead, 1 behind\n"
        "  pushed       no\n"
        "  check        refused  HK301  it lacks 1 commit of origin/main\n"
        f"{NO_HOOKS}"
        "next  hookkit sync\n"
    )


def test_without_a_target_a_detached_head_is_told_the_usual_names(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "repo")
    repo.commit("Begin", {"a.txt": "a\n"})
    repo.git("branch", "-m", "7-topic")
    repo.git("switch", "-q", "--detach")
    found = "unknown: hookkit.target is not set, and no branch is called main or master"
    assert f"  target       {found}\n" in status(repo)
    repo.git("branch", "master")
    assert "  target       master: up to date\n" in status(repo)


def test_the_steps_of_a_topic_up_to_its_merge(team: Team) -> None:
    alice = team.alice
    alice.git("config", "hookkit.ticketPattern", "ABC-[0-9]+")
    alice.git("config", "hookkit.branchPattern", "{ticket}-{slug}")
    alice.git("branch", "-m", "ABC-7-topic")
    alice.commit("fixup! Two", {"b.txt": "b\n"})
    printed = status(alice)
    assert "  ticket       ABC-7, missing in 2 commits\n" in printed
    assert (
        "  check        refused  HK301  it lacks 1 commit of origin/main\n"
        "               refused  HK601  1 commit to squash first\n"
        "               warning  HK701  2 commits without a ticket\n"
    ) in printed
    assert printed.endswith("next  hookkit tidy\n")
    run_here(alice, "tidy")
    assert status(alice).endswith("next  hookkit ticket ABC-7\n")
    alice.git("config", "hookkit.checks", "ticket=off")
    alice.git("config", "--unset", "hookkit.ticketPattern")
    run_here(alice, "sync")
    printed = status(alice)
    assert printed.endswith("next  hookkit push\n") and "check" not in printed
    assert "  undo         the sync, now\n" in printed
    run_here(alice, "push")
    printed = status(alice)
    assert "  pushed       yes, as origin/ABC-7-topic\n" in printed
    assert "undo" not in printed
    assert printed.endswith("next  hookkit merge\n")
    run_here(alice, "merge")
    assert status(alice) == (
        "main\n"
        "  corrections  none waits\n"
        "  pushed       origin/main: 3 ahead\n"
        "  undo         the merge, now\n"
        f"{NO_HOOKS}"
        "next  hookkit push\n"
    )


def test_a_branch_that_a_colleague_and_i_have_pushed(team: Team) -> None:
    alice = team.alice
    push_to_topic(team)
    alice.git("fetch", "-q")
    grow(alice, "mine")
    assert "  pushed       origin/7-topic: 1 ahead, 1 behind\n" in status(alice)


def sloppy(repo: Repository) -> None:
    repo.commit("Sloppy", {"a.py": SLOPPY})


def test_a_correction_waits(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main")
    sloppy(repo)
    run_here(repo, "run", "--mode", "propose")
    printed = status(repo)
    assert '  corrections  <Sloppy> "Sloppy"  ' in printed and " faults, can be taken\n" in printed
    assert printed.endswith("next  hookkit review <Sloppy>\n")
    number = json.loads(status(repo, "--format", "json"))["corrections"][0]["faults"]
    assert status(repo, "--short") == f"pep8:{number}\n"
    repo.commit("Again", {"a.py": SLOPPY.replace("=", " = ")})
    assert '<Sloppy> "Sloppy"' in status(repo)
    repo.commit("Fixed", {"a.py": FIXED})
    assert "  corrections  none waits\n" in status(repo)
    assert status(repo, "--short") == ""


@pytest.mark.parametrize("committed", [True, False])
def test_a_correction_that_was_taken_does_not_wait_when_the_file_goes_on(
    repo: Repository, committed: bool
) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main")
    sloppy(repo)
    run_here(repo, "run", "--mode", "propose")
    run_here(repo, "accept", "--as", "commit")
    more = FIXED + "y = 2\n"
    if committed:
        repo.commit("More", {"a.py": more})
    else:
        repo.write("a.py", more)
    assert "  corrections  none waits\n" in status(repo)
    # A line of the correction itself was written anew: nothing is left that could be taken.
    repo.commit("Other", {"a.py": more.replace("x = 1", "x = 3")})
    assert "  corrections  none waits\n" in status(repo)


def test_what_is_left_of_a_correction_waits(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main")
    repo.commit("Sloppy", {"a.py": "x=1\n\ny = 0\n\nz=2\n"})
    run_here(repo, "run", "--mode", "propose")
    repo.commit("Half", {"a.py": "x = 1\n\ny = 0\n\nz=2\n"})
    assert "can be taken" in status(repo)
    repo.write("a.py", "x = 1\n\ny = 0\n\nz = 2\n")
    assert "in the files, not committed" in status(repo)


def test_a_correction_lies_in_the_files(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main")
    sloppy(repo)
    run_here(repo, "run")
    printed = status(repo)
    assert " in the files, not committed\n" in printed
    assert "  undo         the correction of <Sloppy>, now\n" in printed
    assert printed.endswith("next  git diff  the correction lies in the files\n")


def test_a_correction_that_no_longer_fits(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main")
    sloppy(repo)
    run_here(repo, "run", "--mode", "propose")
    repo.commit("Other", {"a.py": "other = 1\n"})
    assert " faults, no longer applicable\n" in status(repo)
    assert status(repo, "--short") == ""


def unborn(team: Team) -> Repository:
    return Repository.init(team.alice.path.parent / "new")


def detached(team: Team) -> Repository:
    team.alice.git("switch", "-q", "--detach")
    return team.alice


def bare(team: Team) -> Repository:
    return team.remote


def in_a_rebase(team: Team) -> Repository:
    alice = team.alice
    alice.commit("Same", {"new.txt": "mine\n"})
    assert alice.attempt("rebase", "origin/main").returncode == 1
    return alice


def in_a_merge(team: Team) -> Repository:
    alice = team.alice
    alice.git("merge", "-q", "--no-commit", "--no-ff", "origin/main")
    return alice


def shallow(team: Team) -> Repository:
    alice = team.alice
    alice.git("push", "-q", "origin", "7-topic")
    return clone(team.remote, alice.path.parent / "s", "carol", "--depth=1", "--branch=7-topic")


def linked(team: Team) -> Repository:
    team.alice.git("worktree", "add", "-q", "../linked", "-b", "8-linked", "7-topic")
    return Repository(team.alice.path.parent / "linked")


def on_main(team: Team) -> Repository:
    team.alice.git("switch", "-q", "main")
    return team.alice


def without_remote(team: Team) -> Repository:
    team.alice.git("remote", "remove", "origin")
    return team.alice


def no_main(team: Team) -> Repository:
    made = Repository.init(team.alice.path.parent / "odd", "-b", "odd")
    grow(made, "one")
    branch(made, "topic", "odd", "two")
    return made


STATES: dict[Callable[[Team], Repository], tuple[str, str]] = {
    unborn: ("main: has no commit yet", "git commit"),
    detached: ("HEAD at <Two>", "git switch -c topic  HEAD is on no branch"),
    bare: ("main", "hookkit install --server"),
    in_a_rebase: (
        "7-topic: a rebase is under way",
        "git rebase --continue  a rebase is under way, or git rebase --abort",
    ),
    in_a_merge: (
        "7-topic: a merge is under way",
        "git merge --continue  a merge is under way, or git merge --abort",
    ),
    shallow: ("7-topic", "hookkit sync"),
    linked: ("8-linked", "hookkit sync"),
    on_main: ("main", "hookkit sync"),
    without_remote: ("7-topic", "hookkit merge"),
    no_main: ("topic", "hookkit install"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_screen_and_a_next_command(
    team: Team, state: Callable[[Team], Repository]
) -> None:
    repo = state(team)
    printed = status(repo).splitlines()
    title, step = STATES[state]
    assert printed[0] == title
    if state is not shallow:
        assert printed[-1] == f"next  {step}"
    assert len(printed) <= 24
    json.loads(run_here(repo, "status", "--format", "json").out)


def stand(repo: Repository) -> dict[str, tuple[int, int, int]]:
    """Every file of the repository, with its time, size and number."""
    found = {}
    for folder, _, names in os.walk(repo.path):
        for name in names:
            seen = os.lstat(os.path.join(folder, name))
            found[os.path.join(folder, name)] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
    return found


@pytest.mark.parametrize("options", [(), ("--short",), ("--format", "json")])
def test_it_writes_nothing_and_waits_for_no_lock(
    team: Team, tmp_path: Path, options: tuple[str, ...]
) -> None:
    alice = team.alice
    sloppy(alice)
    run_here(alice, "run")
    alice.write("a.txt", "edited\n")
    os.utime(alice.path / "b.txt")
    if not alice.has_reftable:
        (alice.path / ".git" / "HEAD.lock").write_text("")
    (alice.path / ".git" / "index.lock").write_text("")
    before = stand(alice)
    ended = run_here(alice, "status", *options)
    assert (ended.status, ended.err) == (0, "")
    assert stand(alice) == before


def test_the_target_is_the_default_branch_of_the_remote(team: Team) -> None:
    alice = team.alice
    alice.git("push", "-q", "origin", "HEAD:refs/heads/develop")
    alice.git("remote", "set-head", "origin", "develop")
    alice.git("switch", "-qc", "topic")
    alice.commit("Three", {"c.txt": "c\n"})
    assert "origin/develop" in run_here(alice, "status").out


def test_it_takes_three_git_processes(team: Team, tmp_path: Path) -> None:
    from hookkit.settings.effective_settings import load_settings
    from hookkit.status.read_status import read_status
    from hookkit.status.report import status_rows

    alice = team.alice
    sloppy(alice)
    run_here(alice, "run", "--mode", "propose")
    seen = watched(alice, tmp_path)
    git = seen.runner
    with git.batch_session():
        found = read_status(git, load_settings(git))
    assert len(status_rows(found, 0)) < 24
    more = ["for-each-ref", "symbolic-ref"] if alice.has_reftable else []
    heads = ["for-each-ref"] if alice.has_reftable else []  # of the remotes
    # The first one is rev-parse, by which the repository is found.
    assert seen.commands == ["config", *more, "cat-file", *heads]


def fixup(team: Team) -> None:
    team.alice.commit("fixup! Two", {"b.txt": "b\n"})


def orphan(team: Team) -> None:
    team.alice.commit("fixup! Nobody's", {"b.txt": "b\n"})


def merge_in_it(team: Team) -> None:
    team.alice.git("merge", "-q", "--no-edit", "origin/main")


def wrong_name(team: Team) -> None:
    team.alice.git("config", "hookkit.branchPattern", "feature/{slug}")


def no_tickets(team: Team) -> None:
    team.alice.git("config", "hookkit.ticketPattern", "ABC-[0-9]+")
    team.alice.git("branch", "-m", "ABC-7-topic")


def up_to_date(team: Team) -> None:
    assert run_here(team.alice, "sync").status == 0


def wrong_name_that_is_pushed(team: Team) -> None:
    team.alice.git("push", "-q", "origin", "7-topic")
    wrong_name(team)


NAMES = (wrong_name, wrong_name_that_is_pushed)
SCENES = (fixup, orphan, merge_in_it, *NAMES, no_tickets, up_to_date)


@pytest.mark.parametrize("prepare", SCENES)
def test_status_and_check_find_the_same(team: Team, prepare: Callable[[Team], None]) -> None:
    prepare(team)
    shown = json.loads(status(team.alice, "--format", "json"))
    printed = {(each["rule"], each["level"]) for each in shown["findings"]}
    document = json.loads(run_here(team.alice, "check", "--format", "json").out)
    found = {(each["rule"], each["level"]) for each in document["findings"]}
    assert printed == found


def test_the_document_has_the_keys_that_programs_read(team: Team) -> None:
    fixup(team)
    document = json.loads(status(team.alice, "--format", "json"))
    assert {*document} == {
        *("branch", "commit", "operation", "is_protected", "corrections", "target", "pushed"),
        *("ticket", "without_ticket", "fixups", "targetless_fixups", "merges"),
        *("findings", "undo", "hooks", "next"),
    }
    assert document["fixups"] == 1
    assert {*document["hooks"]} == {"state", "installed", "wanted", "reason"}
    assert {*document["target"]} == {"name", "ahead", "behind", "is_whole"}
    assert all({*each} == {"rule", "level", "sentence"} for each in document["findings"])


def test_the_document_has_the_keys_of_a_correction(repo: Repository) -> None:
    repo.git("config", "hookkit.mode", "propose")
    repo.commit("Add a", {"a.py": "a=1\n"})
    run_here(repo, "run")
    (correction,) = json.loads(status(repo, "--format", "json"))["corrections"]
    assert {*correction} == {"commit", "subject", "faults", "applicability"}


def test_a_message_in_an_encoding_that_nobody_knows(team: Team) -> None:
    team.alice.git("config", "hookkit.ticketPattern", "ABC-[0-9]+")
    team.alice.git("config", "i18n.commitEncoding", "klingon")
    team.alice.commit("Three", {"c.txt": "c\n"})
    assert "7-topic\n" in status(team.alice)


def test_a_correction_in_the_files_is_next_behind_one_that_fits_no_more() -> None:
    from hookkit.corrections.waiting_corrections import WaitingCorrection
    from hookkit.shims.hooks_status import HooksStatus
    from hookkit.status.head_and_target import HeadState
    from hookkit.status.next_command import next_command
    from hookkit.status.read_status import Status

    newest = WaitingCorrection("a" * 40, "Newest", 1, "not")
    older = WaitingCorrection("b" * 40, "Older", 1, "in the files")
    status = Status(
        HeadState("topic", "a" * 40), HooksStatus("alive"), waiting_corrections=(newest, older)
    )
    assert next_command(status).command == "git diff"


def of_others(team: Team) -> None:
    up_to_date(team)
    push_to_topic(team)
    team.alice.git("fetch", "-q")


def of_both(team: Team) -> None:
    of_others(team)
    grow(team.alice, "mine")


def of_both_with_a_merge(team: Team) -> None:
    of_both(team)
    branch(team.alice, "side", "7-topic~1", "side")
    team.alice.git("switch", "-q", "7-topic")
    team.alice.git("merge", "-q", "--no-ff", "--no-edit", "side")


def rebased_since(team: Team) -> None:
    team.alice.git("push", "-q", "-u", "origin", "7-topic")
    up_to_date(team)


def direct(team: Team) -> None:
    on_main(team)
    team.alice.git("merge", "-q", "--ff-only", "origin/main")
    grow(team.alice, "direct")


def direct_refused(team: Team) -> None:
    direct(team)
    team.alice.git("config", "hookkit.checks", "history=refuse")


def push_refused(team: Team) -> None:
    direct(team)
    team.alice.git("config", "hookkit.checks", "protected-branch=refuse")


def merged_without_rebase(team: Team) -> None:
    on_main(team)
    team.alice.git("merge", "-q", "--ff-only", "origin/main")
    team.alice.git("merge", "-q", "--no-ff", "--no-edit", "7-topic")


def diverged(team: Team) -> None:
    on_main(team)
    grow(team.alice, "direct")


STEPS: dict[Callable[[Team], None], str] = {
    orphan: "hookkit check  has the repair of HK602",
    merge_in_it: "hookkit check  has the repair of HK304",
    wrong_name: "hookkit check  has the repair of HK101",
    of_others: "git merge --ff-only origin/7-topic  origin/7-topic has commits of others",
    of_both: "git rebase origin/7-topic  origin/7-topic has commits of others",
    of_both_with_a_merge: "git rebase --rebase-merges origin/7-topic"
    "  origin/7-topic has commits of others",
    rebased_since: "hookkit push",
    direct: "hookkit push",
    direct_refused: "hookkit check  has the repair of HK401",
    push_refused: "hookkit push --dry-run  has the repair of HK201",
    merged_without_rebase: "hookkit check  a merge is not that of a rebased branch",
    diverged: "hookkit check  the branch and origin/main have diverged",
}


@pytest.mark.parametrize("prepare", STEPS)
def test_the_next_command_works_in_that_state(team: Team, prepare: Callable[[Team], None]) -> None:
    prepare(team)
    alice = team.alice
    assert status(alice).splitlines()[-1] == f"next  {STEPS[prepare]}"
    command, _, remark = STEPS[prepare].partition("  ")
    if command.startswith("git "):
        alice.git(*command.split()[1:])
        return
    ended = run_here(alice, *command.split()[1:])
    if not remark:
        assert (ended.status, ended.err) == (0, "")
    else:  # what would have stopped a merge or a push, with its repair
        assert ended.status == 1
        assert remark.removeprefix("has the repair of ") in ended.out or "repair: " in ended.out


def test_undo_is_told_only_where_it_would_do_something(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main")
    sloppy(repo)
    run_here(repo, "run")
    offered = "  undo         the correction of <Sloppy>, now\n"
    assert offered in status(repo)
    repo.write("a.py", FIXED + "y = 2\n")
    assert offered in status(repo)
    repo.git("add", "a.py")
    assert "undo" not in status(repo)  # the correction is staged, and stays
    assert run_here(repo, "undo").status == 1
    repo.git("checkout", "-q", "HEAD", "a.py")
    assert "undo" not in status(repo)
    assert "changed nothing" in run_here(repo, "undo").out
    assert json.loads(status(repo, "--format", "json"))["undo"] is None


def test_undo_is_not_told_of_what_is_under_later_commits(repo: Repository) -> None:
    grow(repo, "base")
    branch(repo, "topic", "main")
    sloppy(repo)
    run_here(repo, "run", "--mode", "fixup")
    offered = "  undo         the fixup! commit, now\n"
    assert offered in status(repo)
    repo.git("switch", "-q", "main")
    assert "undo" not in status(repo)
    assert run_here(repo, "undo").status == 1
    repo.git("switch", "-q", "topic")
    grow(repo, "more")
    assert "undo" not in status(repo)
    assert run_here(repo, "undo").status == 1


def test_undo_is_not_told_of_a_merge_that_is_pushed(team: Team) -> None:
    alice = team.alice
    up_to_date(team)
    run_here(alice, "merge")
    assert "  undo         the merge, now\n" in status(alice)
    alice.git("push", "-q", "origin", "main")
    assert "undo" not in status(alice)
    assert run_here(alice, "undo").status == 1


NOT_NEEDED = {
    *("click", "rich", "rich_click", "msgspec", "jinja2", "yaml", "dataclasses", "inspect"),
    *("hashlib", "json", "logging", "pathlib", "shutil", "tempfile", "tomllib", "typing"),
}
MAX_MODULES = 66
"""Modules of hookkit; each costs a quarter of a millisecond."""


@pytest.mark.parametrize("options", [(), ("--short",)])
def test_a_plain_status_imports_little(team: Team, options: tuple[str, ...]) -> None:
    alice = team.alice
    assert run_here(alice, "install").status == 0
    code = "import sys; from hookkit.__main__ import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", code, "status", *options]
    ended = subprocess.run(command, cwd=alice.path, capture_output=True, text=True, check=True)
    modules = ended.stdout.splitlines()[-1].split()
    assert NOT_NEEDED.isdisjoint(modules), NOT_NEEDED.intersection(modules)
    assert len([each for each in modules if each.startswith("hookkit")]) <= MAX_MODULES


def test_a_server_tells_of_its_own_hooks(team: Team) -> None:
    server = team.remote
    assert run_here(server, "install", "--server").status == 0
    assert status(server).endswith("  hooks        installed, 1 of 1\nnext  hookkit graph\n")
    server.git("symbolic-ref", "HEAD", "refs/heads/gone")
    assert status(server) == (
        "gone: has no commit yet\n"
        "  hooks  installed, 1 of 1\n"
        "next  git branch --all  gone is not here\n"
    )
