"""The journal of a server: what is written down of each push, and what happens where it cannot."""

from __future__ import annotations

import getpass
import os
import re
import subprocess
from pathlib import Path

import pytest

from hookkit import __version__
from hookkit.commands.hook import pre_receive
from hookkit.errors import InstallationChanged
from hookkit.server.policy import Journal, RepositoryName, RepositoryPolicy
from hookkit.server.record_push import ReceivedPush
from tests.history.checks.scenarios import Team, clone, grow
from tests.server.read_journal import lines_of
from tests.server.scenario import STRICT, push, refs, served_team, write_policy

NULL = "0" * 40


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team whose server checks pushes, with a direct commit on alice's main."""
    made = served_team(tmp_path)
    grow(made.alice, "d1")
    return made


def journal_of(team: Team, text: str = STRICT, top: str = "") -> Path:
    """Have the server check by a policy that has a journal."""
    folder = team.remote.path.parent / "log"
    folder.mkdir(exist_ok=True)
    journal = folder / "pushes.jsonl"
    write_policy(team, f"[journal]\nfile = '{journal}'\n{text}", top)
    return journal


def test_a_push_is_written_down_with_who_what_verdict_and_rule(team: Team) -> None:
    journal = journal_of(team)
    before, after = team.alice.git("rev-parse", "origin/main"), team.alice.head
    printed = {"GL_USERNAME": "alice", "GL_ID": "user-3", "REMOTE_USER": "other"}
    words = ("origin", "main:refs/heads/topic", "main")
    assert not push(team.alice, *words, **printed).is_taken
    assert push(team.alice, "origin", "main:refs/heads/topic", GL_ID="key-4").is_taken
    first, second = lines_of(journal)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first.pop("time"))
    common = {
        "version": 1,
        "repository": "remote",
        "path": str(team.remote.path),
        "hookkit": __version__,
    }
    assert first == {
        **common,
        "who": "alice",
        "told_by": "GL_USERNAME",
        "verdict": "refused",
        "refused": ["HK401"],
        "refs": [
            {"ref": "refs/heads/main", "old": before, "new": after, "refused": ["HK401"]},
            {"ref": "refs/heads/topic", "old": NULL, "new": after},
        ],
    }
    del second["time"]
    assert second == {
        **common,
        "who": "key-4",
        "told_by": "GL_ID",
        "verdict": "passed",
        "refs": [{"ref": "refs/heads/topic", "old": NULL, "new": after}],
    }


@pytest.mark.parametrize("variable", ["GL_USER", "GITEA_PUSHER_NAME", "REMOTE_USER", ""])
def test_who_pushes_is_as_the_software_of_the_host_tells(team: Team, variable: str) -> None:
    journal = journal_of(team)
    printed = {variable: "ann"} if variable else {}
    assert push(team.alice, "origin", "main:refs/heads/topic", **printed).is_taken
    (line,) = lines_of(journal)
    login = (getpass.getuser(), "login")
    assert (line["who"], line["told_by"]) == (("ann", variable) if variable else login)


def test_nothing_of_what_is_pushed_is_in_it_but_names_of_refs(team: Team) -> None:
    journal = journal_of(team, STRICT.replace("refuse", "warn") + "checks.fixups = 'warn'\n")
    team.alice.commit("fixup! secret-subject", {"secret-name.py": "secret_content = 1\n"})
    assert push(team.alice, "origin", "main").is_taken
    text = journal.read_text()
    assert "secret" not in text and "alice" not in text.replace(str(team.remote.path), "")
    (line,) = lines_of(journal)
    assert (line["verdict"], line["warning"]) == ("passed", ["HK401", "HK602"])


def test_exceptions_in_force_and_pushes_that_are_not_checked_are_in_it(team: Team) -> None:
    allowed = "[[exception]]\nrepositories = '*'\nuntil = 2999-12-31\nreason = 'move'\n"
    journal = journal_of(team, f"{STRICT}{allowed}checks.history = 'off'\n")
    assert push(team.alice, "origin", "main") == (True, [])
    journal_of(team, f"{STRICT}{allowed}enabled = false\n")
    assert push(team.alice, "origin", "main:refs/heads/topic") == (True, [])
    first, second = lines_of(journal)
    assert (first["verdict"], first["exceptions"]) == ("passed", ["2999-12-31: move"])
    assert (second["verdict"], second["exceptions"]) == ("unchecked", ["2999-12-31: move"])


def test_a_push_that_could_not_be_judged_is_in_it(team: Team) -> None:
    journal = journal_of(team)
    team.remote.git("config", "hookkit.modes", "1")
    assert not push(team.alice, "origin", "main").is_taken
    (line,) = lines_of(journal)
    assert (line["verdict"], line["reason"], len(line["refs"])) == ("failed", "configuration", 1)


def test_a_push_that_is_tried_again_is_written_down_once(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = journal_of(team)

    def is_replaced() -> None:
        raise InstallationChanged("it was installed anew")

    monkeypatch.setattr(pre_receive, "require_unreplaced_modules", is_replaced)
    push_to_judge = ReceivedPush(
        RepositoryPolicy(RepositoryName("x", "/x"), journal=Journal(str(journal))), {}, b""
    )
    with pytest.raises(InstallationChanged):
        pre_receive._check_push(team.remote.runner, push_to_judge)
    assert not journal.exists()


def test_of_many_refs_the_refused_ones_are_written_down(team: Team) -> None:
    journal = journal_of(team)
    names = [f"HEAD:refs/heads/a{number:03}" for number in range(120)]
    assert not push(team.alice, "origin", *names, "main").is_taken
    (line,) = lines_of(journal)
    assert (len(line["refs"]), line["more_refs"]) == (100, 21)
    assert line["refs"][0]["ref"] == "refs/heads/main"


def test_where_it_cannot_be_written_nothing_is_taken_and_nothing_is_lost(team: Team) -> None:
    journal = journal_of(team)
    journal.parent.rmdir()
    before = refs(team.remote)
    ended = push(team.alice, "origin", "main:refs/heads/topic")
    folder = journal.parent
    assert (ended.is_taken, refs(team.remote)) == (False, before)
    assert ended.said[:3] == [
        f"hookkit: the journal {journal} cannot be written: No such file or directory",
        f"repair: ls -ld {folder}; df {folder}",
        f"hookkit: nothing of this push was taken. Who looks after {team.remote.path}",
    ]
    ended = push(team.alice, "origin", "main")
    assert ended.verdicts == [("refused", "HK401")]  # whoever is refused is told why
    assert f"hookkit: the journal {journal} cannot be written" in "\n".join(ended.said)
    folder.mkdir()
    assert push(team.alice, "origin", "main:refs/heads/topic").is_taken
    assert len(lines_of(journal)) == 1


def test_pushes_at_once_have_a_line_each(team: Team, tmp_path: Path) -> None:
    journal = journal_of(team)
    people = [clone(team.remote, tmp_path / f"p{number}", f"p{number}") for number in range(4)]
    for each in people:
        grow(each, each.path.name)
    running = [
        subprocess.Popen(
            ["git", "push", "-q", "origin", f"main:refs/heads/{each.path.name}"],
            cwd=each.path,
            env={**os.environ, "GL_USER": each.path.name},
            stderr=-1,
        )
        for each in people
    ]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    assert sorted(each["who"] for each in lines_of(journal)) == ["p0", "p1", "p2", "p3"]


def test_names_that_act_on_a_terminal_stay_one_line_of_ascii(team: Team) -> None:
    journal = journal_of(team)
    name = b"refs/heads/\xff\xe2\x80\xa8x"
    words = [b"push", b"--no-verify", b"-q", b"origin", b"HEAD:" + name]
    env = {**os.environ, "GL_USER": "a\x1b[31m\nb" + "x" * 500}
    subprocess.run([b"git", *words], cwd=team.alice.path, env=env, check=True)
    (line,) = lines_of(journal)
    assert line["refs"][0]["ref"] == os.fsdecode(name)
    assert line["who"].startswith("a\x1b[31m\nbxx") and len(line["who"]) == 200
