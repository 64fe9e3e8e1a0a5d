"""Replace refs and grafts are ignored by checks and corrections."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.history.checks.scenarios import Team
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, corrections, run_here
from tests.server.scenario import push, refs, team_with_a_merge

REFUSED = ("refused", "HK403")


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team whose server checks, and a merge on alice's main that it does not take."""
    return team_with_a_merge(tmp_path)


def plant(server: Repository, old: str, new: str) -> None:
    """Have a server hold a replacement, as if it had been there before hookkit."""
    server.git("update-ref", f"refs/replace/{old}", new)


def pretender(repo: Repository, like: str, files: dict[str, str], *parents: str) -> str:
    """Make a commit with the tree of ``like`` and ``files``, and with other parents."""
    repo.git("checkout", "-q", "--detach", like)
    for name, text in files.items():
        repo.write(name, text)
        repo.git("add", name)
    words = [word for parent in parents for word in ("-p", parent)]
    made = repo.git("commit-tree", repo.git("write-tree"), *words, "-m", "instead")
    repo.git("reset", "-q", "--hard")
    repo.git("checkout", "-q", "main")
    return made


@pytest.mark.parametrize("obeys", ["unset", "true"])
def test_a_replacement_of_the_tip_does_not_change_the_settings(team: Team, obeys: str) -> None:
    if obeys != "unset":
        # Before git 2.41 this outdoes the variable.
        team.remote.git("config", "core.useReplaceRefs", obeys)
    alice = team.alice
    off = {".hookkit.toml": "enabled = false\n"}
    tip = alice.git("rev-parse", "origin/main")
    instead = pretender(alice, tip, off, f"{tip}~1")
    alice.git("push", "-q", "origin", f"{instead}:refs/heads/other")
    plant(team.remote, tip, instead)
    assert push(alice, "origin", "main").verdicts == [REFUSED]


@pytest.mark.parametrize("obeys", ["unset", "true"])
def test_a_replacement_of_what_is_pushed_is_not_judged_in_its_place(team: Team, obeys: str) -> None:
    if obeys != "unset":
        team.remote.git("config", "core.useReplaceRefs", obeys)
    alice = team.alice
    bad = alice.git("rev-parse", "main")
    good = pretender(alice, bad, {}, "origin/main")
    alice.git("push", "-q", "origin", f"{good}:refs/heads/other")
    plant(team.remote, bad, good)
    assert push(alice, "origin", "main").verdicts == [REFUSED]


def test_a_graft_on_the_server_hides_nothing(team: Team) -> None:
    alice = team.alice
    alice.git("push", "-q", "origin", "topic")
    topic, tip = alice.git("rev-parse", "topic"), alice.git("rev-parse", "origin/main")
    (team.remote.path / "info").mkdir(exist_ok=True)
    (team.remote.path / "info/grafts").write_text(f"{topic} {tip}\n")
    assert push(alice, "origin", "main").verdicts == [REFUSED]


def test_a_pushed_replacement_is_refused_and_one_that_is_there_can_be_deleted(team: Team) -> None:
    alice = team.alice
    old, new = alice.git("rev-parse", "main"), alice.git("rev-parse", "main~1")
    before = refs(team.remote)
    assert push(alice, "origin", f"{new}:refs/replace/{old}") == (
        False,
        [
            f"refused  HK901  refs/replace/{'<Merge topic>'}  everybody who fetches it would see"
            " another object in the place of <Merge topic>",
            "hookkit refused refs/replace/<Merge topic>: nothing of this push was taken",
        ],
    )
    assert refs(team.remote) == before
    tip, base = alice.git("rev-parse", "origin/main"), alice.git("rev-parse", "origin/main~1")
    plant(team.remote, tip, base)
    gone = f"refs/replace/{tip}"
    alice.git("tag", "other", alice.git("commit-tree", "-m", "other", f"{base}^{{tree}}"))
    assert not push(alice, "--force", "origin", f"other:{gone}").is_taken
    assert push(alice, "origin", f":{gone}") == (True, [])


@pytest.mark.parametrize("level", ["off", "warn"])
def test_where_the_policy_allows_replacements_they_change_no_judgement(
    team: Team, level: str
) -> None:
    team.remote.git("config", "hookkit.checks", f"replace-refs={level}")
    alice = team.alice
    bad = alice.git("rev-parse", "main")
    good = pretender(alice, bad, {}, "origin/main")
    ended = push(alice, "origin", f"{good}:refs/replace/{bad}")
    assert ended.is_taken
    assert ended.verdicts == ([("warning", "HK901")] if level == "warn" else [])
    assert push(alice, "origin", "main").verdicts == [REFUSED]


@pytest.mark.parametrize("how", ["replace", "grafts"])
@pytest.mark.parametrize("obeys", ["unset", "true"])
def test_a_check_in_a_clone_sees_the_commits_that_are_pushed(
    team: Team, how: str, obeys: str
) -> None:
    alice = team.alice
    if obeys != "unset":
        alice.git("config", "core.useReplaceRefs", obeys)
    topic, tip = alice.git("rev-parse", "topic"), alice.git("rev-parse", "origin/main")
    if how == "replace":
        alice.git("replace", "--graft", topic, tip)
    else:
        (alice.path / ".git/info/grafts").write_text(f"{topic} {tip}\n")
    ended = run_here(alice, "check", "origin/main..main")
    assert (ended.status, "HK403" in ended.out) == (1, True)
    alice.git("branch", "behind", "topic")
    ended = run_here(alice, "check", "rebase", "behind")
    assert (ended.status, "HK301" in ended.out) == (1, True)


def test_a_correction_is_made_of_what_the_commit_really_has(repo: Repository) -> None:
    repo.commit("begin", {"a.py": "x = 1\n"})
    repo.commit("sloppy", {"b.py": SLOPPY})
    sloppy = repo.head
    clean = pretender(repo, sloppy, {"b.py": "y = 1\n"}, "main~1")
    repo.git("replace", sloppy, clean)
    ended = run_here(repo, "run", "HEAD", "--mode", "propose")
    assert "3 faults" in ended.out
    (correction,) = corrections(repo).values()
    assert repo.git("--no-replace-objects", "show", f"{correction}:b.py") == FIXED.rstrip("\n")
    assert repo.git("--no-replace-objects", "rev-parse", f"{correction}^") == sloppy
