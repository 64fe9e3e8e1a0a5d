"""The repair that an event prints is run as it is printed; then there is no finding left."""

from __future__ import annotations

import re

import pytest

from tests.hooks.conftest import MakeTeam
from tests.hooks.event_cases import BOBS, MERGES, NAMED, PUSHES, REWRITE, TICKETS, Row
from tests.hooks.team import Team

WARNING = """\
printf '[checks]\\nrebase-before-merge = "warn"\\n' >.hookkit.toml
printf 'fixups = "warn"\\nhistory = "off"\\n' >>.hookkit.toml
"""
REFUSING = "printf '[checks]\\nprotected-branch = \"refuse\"\\n' >.hookkit.toml\n"
ADD = "echo x >x && git add x && git commit -qm x"
PULLED = MERGES["by a pull of the same branch"]
BEHIND = MERGES["of a branch that is behind"]
GLUE = (
    "git merge -q --no-ff --no-commit topic; echo g >glue && git add glue;"
    " git commit -q --no-edit"
)
FIXUP = MERGES["of a branch with a fixup"]._replace(does="git merge -q --no-ff --no-edit topic")

EDITED = "export GIT_EDITOR='sed -i.bak s/ABC-2/ABC-1/'; "

# The second word of each is what holds after the repair, on whatever branch that leaves.
CASES: dict[str, tuple[Row, str]] = {
    "a commit on main": (
        Row(ADD, "0 warning HK201"),
        "topic-2: x; main: m2",
    ),
    "a commit on main, refused": (
        Row(ADD, "1 refused HK201", REFUSING),
        "topic-2: m2; main: m2",
    ),
    "a merge, refused": (BEHIND, "main: Merge branch 'behind'; main^2^: m2"),
    "a merge, warned of": (
        BEHIND._replace(before=WARNING, ends="0 warning HK301"),
        "main: Merge branch 'behind'; main^2^: m2",
    ),
    "two branches in one merge": (
        MERGES["of two branches"],
        "main~2: m2",
    ),
    "a merge of a branch that took main in": (
        MERGES["of a branch that took main in by a merge"],
        "main: Merge branch 'behind'; main^2: b1; main^2^: m2",
    ),
    "a merge of a branch with a merge inside": (
        MERGES["of a branch with a merge inside"],
        "main: Merge branch 'nested'; main^2^^: m2",
    ),
    "a pull, refused": (PULLED, "main: mine; main^: bobs"),
    "a pull, warned of": (
        PULLED._replace(before=f"{WARNING}{PULLED.before}", ends="0 warning HK305"),
        "main: mine; main^: bobs",
    ),
    "a merge of main into a topic": (MERGES["of main into a topic"], "behind: b1; behind^: m2"),
    "a fixup, refused": (FIXUP, "topic: t1; topic^: m2; main: m2"),
    "a fixup, in a merge with work of its own": (
        FIXUP._replace(does=GLUE),
        "topic-merged: Merge branch 'topic'; main: m2",
    ),
    "a fixup, warned of": (
        FIXUP._replace(before=f"{WARNING}{FIXUP.before}", ends="0 warning HK601"),
        "topic: t1; topic^: m2; main: m2",
    ),
    "a topic that is behind": (PUSHES["of a topic that is behind"], "behind: b1; behind^: m2"),
    "the name of a branch": (
        Row("git switch -q -c fix-ABC-1-words topic", "0 warning HK101", NAMED),
        "fix/ABC-1-words: t1",
    ),
    "what I fetched and never had": (
        Row("git push -q -f", "1 refused HK506", BOBS + REWRITE + "q fetch -q"),
        "topic: bobs; topic^: again",
    ),
    "another ticket": (
        Row(
            "echo x >x && git add x && git commit -qm 'ABC-2: x'",
            "0 warning HK702",
            TICKETS,
        ),
        "HEAD: ABC-1: x",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_repair_works_as_it_is_told(team_of: MakeTeam, name: str) -> None:
    row, then = CASES[name]
    team = team_of("native")
    team.prepare(row.before)
    result = team.run(row.does)
    assert " ".join([str(result.status), *result.rules]) == row.ends, result.text
    (repair,) = re.findall(r"^ *repair: (.*)$", result.text, re.MULTILINE)
    mended = team.run(EDITED + repair)
    assert (mended.status, mended.rules) == (0, []), f"{repair}\n{mended.text}"
    assert_stands(team, then)


def assert_stands(team: Team, then: str) -> None:
    """Each place has the commit that is said, and no merge is under way."""
    places = dict(each.split(": ", 1) for each in then.split("; "))
    found = {ref: team.mine.git("log", "-1", "--format=%s", ref) for ref in places}
    assert found == places
    assert team.mine.attempt("rev-parse", "--verify", "-q", "MERGE_HEAD").returncode


BY_GIT = (
    "a merge, refused",
    "a merge, warned of",
    "two branches in one merge",
    "a merge of a branch that took main in",
    "a merge of main into a topic",
    "a fixup, refused",
    "a fixup, warned of",
)


@pytest.mark.parametrize("name", CASES)
def test_what_is_told_by_git_alone_ends_in_the_same(team_of: MakeTeam, name: str) -> None:
    row, then = CASES[name]
    team = team_of("native")
    team.prepare(row.before)
    result = team.run(row.does)
    by_git = re.findall(r"^ *by git: (.*)$", result.text, re.MULTILINE)
    assert len(by_git) == (name in BY_GIT), result.text
    for command in by_git:
        mended = team.run(command)
        assert (mended.status, mended.rules) == (0, []), f"{command}\n{mended.text}"
        assert_stands(team, then)


def test_a_branch_that_lies_below_is_not_left_behind_by_git(team_of: MakeTeam) -> None:
    row = MERGES["of a branch that is behind"]
    team = team_of("native")
    team.prepare(f"{row.before}\ntopic higher behind h1 && q checkout -q main")
    result = team.run(row.does.replace("behind", "higher"))
    assert "repair: git merge --abort && hookkit merge --rebase higher" in result.text
    assert "by git:" not in result.text


@pytest.mark.parametrize(
    ("words", "title"), [(" -m 'My words'", "My words"), ("", "Merge branch 'behind-merged'")]
)
def test_a_merge_with_work_of_its_own_keeps_its_message(
    team_of: MakeTeam, words: str, title: str
) -> None:
    team = team_of("native")
    team.prepare(BEHIND.before)
    result = team.run(GLUE.replace("--no-commit topic", f"--no-commit{words} behind"))
    assert (result.status, result.rules) == (1, ["refused HK301"])
    (repair,) = re.findall(r"^ *repair: (.*)$", result.text, re.MULTILINE)
    mended = team.run(f"export GIT_EDITOR=:; {repair}")
    # The merge inside has what was added by hand, which is why it stays.
    assert (mended.status, mended.rules) == (0, ["warning HK304", "warning HK404"]), mended.text
    inner = "My words" if words else "Merge branch 'behind'"
    assert_stands(team, f"behind-merged: {inner}; main: {title}; main^2^2: b1")


def test_what_main_has_by_then_is_not_to_be_made_anew(team_of: MakeTeam) -> None:
    team = team_of("native")
    team.prepare("grow direct")
    result = team.run("git push -q")
    assert (result.status, result.rules) == (0, ["warning HK401"])
    assert "repair" not in result.text


def test_a_message_that_was_refused_is_kept_to_be_mended(team_of: MakeTeam) -> None:
    team = team_of("native")
    team.prepare(TICKETS + "printf '[checks]\\nticket = \"refuse\"\\n' >.hookkit.toml")
    result = team.run("git commit -q --allow-empty -m 'ABC-2: x' -m body")
    assert (result.status, result.rules) == (1, ["refused HK702"])
    (repair,) = re.findall(r"^ *repair: (.*)$", result.text, re.MULTILINE)
    mended = team.run(f"{EDITED}{repair} --allow-empty")
    assert mended.status == 0, mended.text
    assert team.mine.git("log", "-1", "--format=%B") == "ABC-1: x\n\nbody"
