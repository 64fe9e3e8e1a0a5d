"""What the correction of a commit repays leaves the baseline, as a part of the correction."""

from __future__ import annotations

import pytest

from hookkit.settings.definitions import BASELINE_FILE
from tests.commands.review_scenario import reviewed
from tests.repository import Repository
from tests.repository_with_hooks import add, commit, corrections, install_hooks, run_here

OLD = "import os\nx=1\n"
NOTE = "the correction also takes 1 repaid finding out of .hookkit-debt.json"


@pytest.fixture
def team(repo: Repository) -> Repository:
    """A repository with the hooks, whose debt of two findings is accepted."""
    repo.commit("Begin", {"a.py": OLD, "b.py": "y=1\n"})
    assert run_here(repo, "debt", "accept").status == 0
    repo.git("add", BASELINE_FILE)
    repo.commit("Accept the debt")
    return install_hooks(repo)


def keys(repo: Repository, name: str = "") -> list[str]:
    """The files and rules of the baseline of a commit, or of the worktree."""
    data = (
        repo.git("show", f"{name}:{BASELINE_FILE}") if name else repo.read(BASELINE_FILE).decode()
    )
    return [" ".join(each.split('"')[1:4:2]) for each in data.splitlines()[1:-1]]


def change(repo: Repository, text: str = "z = 1\n") -> str:
    """Commit a change of the file with debt and give what the hook said."""
    add(repo, a_py=OLD + text)
    return commit(repo, "-m", "Change a")


def test_what_is_repaid_is_in_the_worktree_with_the_correction(team: Repository) -> None:
    text = change(team)
    assert NOTE in text
    assert keys(team) == ["a.py F401", "b.py E225"]
    assert team.status.splitlines() == [f" M {BASELINE_FILE}", " M a.py"]
    assert run_here(team, "debt", "check").status == 0
    assert run_here(team, "undo").status == 0
    assert team.status == ""


@pytest.mark.parametrize("mode", ["fixup", "commit"])
def test_what_is_repaid_is_in_the_commit_of_the_correction(team: Repository, mode: str) -> None:
    team.git("config", "hookkit.mode", mode)
    assert NOTE in change(team)
    assert team.status == ""
    assert keys(team, "HEAD") == ["a.py F401", "b.py E225"]
    assert len(keys(team, "HEAD~1")) == 3
    assert run_here(team, "debt", "check", "HEAD~2..HEAD").status == 0
    assert run_here(team, "undo").status == 0
    assert team.status == "" and len(keys(team)) == 3


@pytest.mark.parametrize("how", ["fixup", "commit", "amend"])
@pytest.mark.parametrize("mode", ["propose", "worktree"])
def test_it_is_taken_with_the_correction(team: Repository, mode: str, how: str) -> None:
    team.git("config", "hookkit.mode", mode)
    change(team)
    kept = corrections(team)[team.head]
    assert keys(team, kept) == ["a.py F401", "b.py E225"]
    assert run_here(team, "accept", "--as", how).status == 0
    assert team.status == ""
    assert keys(team, "HEAD") == ["a.py F401", "b.py E225"]


@pytest.mark.parametrize("answers", ["yn", "yr"])
def test_what_a_review_takes_back_is_not_repaid(
    team: Repository, monkeypatch: pytest.MonkeyPatch, answers: str
) -> None:
    change(team, "z = 1\nw=1\n")
    ended = reviewed(team, monkeypatch, answers, "--as", "worktree")
    assert f"taken back from a.py, {BASELINE_FILE}" in ended.out
    assert team.read("a.py") == OLD.encode() + b"z = 1\nw = 1\n"
    assert len(keys(team)) == 3
    assert run_here(team, "debt", "check").status == 0


def test_what_a_review_takes_back_alone_is_not_repaid(
    team: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(team)
    reviewed(team, monkeypatch, "nt")
    assert team.status == ""


@pytest.mark.parametrize("how", ["worktree", "fixup", "commit", "amend"])
def test_a_review_that_takes_all_of_it_takes_the_baseline(
    team: Repository, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    team.git("config", "hookkit.mode", "propose")
    change(team)
    kept = corrections(team)
    assert reviewed(team, monkeypatch, "a", "--as", how).status == 0
    assert keys(team) == ["a.py F401", "b.py E225"]
    assert how != "worktree" or corrections(team) == kept
    assert run_here(team, "undo").status == 0
    assert team.status == ""


def test_what_a_person_repays_in_the_commit_goes_with_it(team: Repository) -> None:
    add(team, a_py="print(1)\nx=1\n")
    text = commit(team, "-m", "Change a")
    assert "the correction also takes 2 repaid findings out of" in text
    assert keys(team) == ["b.py E225"]


def test_where_nothing_is_corrected_the_baseline_is_as_it_was(team: Repository) -> None:
    add(team, a_py="x = 1\n")
    assert commit(team, "-m", "Pay") == ""
    assert len(keys(team)) == 3


def test_a_finding_that_moves_to_another_file_stays(team: Repository) -> None:
    add(team, a_py="x=1\n", c_py="import os\nz=2\n")
    commit(team, "-m", "Move the import")
    assert keys(team) == ["b.py E225", "c.py F401"]
    assert run_here(team, "debt", "check").status == 0


def test_the_baseline_stays_where_a_line_is_dropped(team: Repository) -> None:
    add(team, a_py=OLD + "\n\nz=1\n")
    team.write("a.py", OLD + "\n\nz=2\n")
    text = commit(team, "-m", "Change a")
    assert "dropped" in text
    assert f"{BASELINE_FILE} is as it was: hookkit debt accept takes out what is repaid" in text
    assert team.status.splitlines() == [" M a.py"]


def test_edits_of_the_baseline_are_kept(team: Repository) -> None:
    mine = team.read(BASELINE_FILE).replace(b'["a.py","E225"', b'["a.py","E999"')
    team.write(BASELINE_FILE, mine)
    assert f"{BASELINE_FILE} is as it was" in change(team)
    assert team.read(BASELINE_FILE) == mine


@pytest.mark.parametrize(
    "damage", [b"no baseline\n", b"<<<<<<< one\n", b'[["hookkit debt",2],\n[]]\n']
)
def test_a_damaged_baseline_stops_nothing(team: Repository, damage: bytes) -> None:
    team.commit("Damage", {BASELINE_FILE: damage})
    text = change(team)
    assert "hookkit corrected 1 fault in 1 file" in text and "repaid" not in text
    assert team.read(BASELINE_FILE) == damage


def test_a_flake8_that_does_not_run_stops_nothing(team: Repository) -> None:
    team.commit("Configure", {"setup.cfg": "[flake8]\nrequire-plugins = nothing\n"})
    text = change(team)
    assert "hookkit corrected 1 fault in 1 file" in text and "repaid" not in text
    assert len(keys(team)) == 3
    assert "the baseline is as it was" in (team.path / ".git/hookkit/hookkit.log").read_text()


def test_a_file_that_does_not_parse_keeps_its_findings(team: Repository) -> None:
    add(team, a_py="import os\nx=1\ndef\n", c_py="z=1\n")
    commit(team, "-m", "Break a")
    assert keys(team) == ["a.py E225", "a.py F401", "b.py E225"]


def test_without_a_baseline_flake8_is_not_run(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hookkit.corrections.repaid_debt.shrunk_baseline", None)
    repo.commit("Begin", {"a.py": "x=1\n"})
    ended = run_here(repo, "run")
    assert ended.status == 0 and "repaid" not in ended.out
    assert repo.read("a.py") == b"x = 1\n"


def test_two_branches_that_both_repaid_merge_without_a_hand(team: Repository) -> None:
    start = team.head
    team.git("config", "hookkit.mode", "fixup")
    team.git("config", "hookkit.checks", "fixups=off")
    team.git("config", "--add", "hookkit.checks", "rebase-before-merge=off")
    team.git("switch", "-qc", "one")
    change(team)
    team.git("switch", "-qc", "two", start)
    add(team, b_py="y=1\nw = 1\n")
    commit(team, "-m", "Change b")
    team.git("merge", "-q", "-m", "Merge", "one")
    assert keys(team, "HEAD") == ["a.py F401"]
    assert (
        run_here(team, "debt", "accept").out == f"{BASELINE_FILE} is as it should be: 1 finding\n"
    )
