"""Which settings a server checks by, and what it does where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import WrongUsage
from hookkit.settings.definitions import Settings
from hookkit.settings.effective_settings import load_server_settings, load_settings
from tests.history.checks.scenarios import Team, branch, grow, merge
from tests.repository import Repository
from tests.server.scenario import push, push_settings, refs, served_team

NAMES = '[tool.hookkit]\nbranch_pattern = "{ticket}-{slug}"\nticket_pattern = "[0-9]+"\n'


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team whose server checks pushes."""
    return served_team(tmp_path)


def test_the_team_s_file_on_the_default_branch_is_in_force(team: Team) -> None:
    push_settings(team, NAMES)
    assert push(team.alice, "origin", "HEAD:refs/heads/mine") == (
        False,
        [
            "refused  HK101  mine  the name is not as agreed: {ticket}-{slug}, such as"
            " 12-short-words",
            "repair: git branch -m mine NEW-NAME",
            "hookkit refused mine: nothing of this push was taken",
        ],
    )
    for name in ("12-mine", "dependabot/pip/x", "release/1"):
        assert push(team.alice, "origin", f"HEAD:refs/heads/{name}") == (True, []), name


def test_the_name_of_a_branch_that_is_there_is_not_judged(team: Team) -> None:
    team.alice.git("push", "-q", "origin", "HEAD:refs/heads/mine")
    push_settings(team, NAMES)
    assert push(team.alice, "origin", "HEAD:refs/heads/mine") == (True, [])
    assert push(team.alice, "origin", ":mine") == (True, [])


def test_a_push_is_judged_by_the_settings_before_it(team: Team) -> None:
    team.alice.commit("settings", {"pyproject.toml": NAMES})
    assert push(team.alice, "origin", "main", "HEAD:refs/heads/mine").is_taken
    assert not push(team.alice, "origin", "HEAD:refs/heads/mine2").is_taken


def test_the_file_is_found_where_head_names_a_branch_that_is_not_there(team: Team) -> None:
    push_settings(team, "checks.history = 'off'\n", ".hookkit.toml")
    team.remote.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    assert load_settings(team.remote.runner).checks == {"history": "off"}
    push_settings(team, "checks.history = 'off'\n#\n", ".hookkit.toml")


def test_the_default_branch_is_the_one_that_head_names(team: Team) -> None:
    push_settings(team, "checks.history = 'off'\n", ".hookkit.toml")
    team.remote.git("update-ref", "refs/heads/trunk", "main~1")
    team.remote.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    assert load_settings(team.remote.runner) == Settings()


def test_the_repository_s_own_configuration_is_stronger(team: Team, tmp_path: Path) -> None:
    push_settings(team, "[checks]\nhistory = 'refuse'\nfixups = 'off'\n", ".hookkit.toml")
    included = tmp_path / "server.config"
    included.write_text("[hookkit]\n\tprotected = trunk\n")
    team.remote.git("config", "hookkit.checks", "history=warn")
    team.remote.git("config", "include.path", str(included))
    checks = {"history": "warn", "fixups": "off"}
    wanted = Settings(checks=checks, protected=("trunk",))  # type: ignore[arg-type]
    assert load_server_settings(team.remote.runner) == (wanted, None)


@pytest.mark.parametrize("how", ["HOOKKIT=0", "HOOKKIT_ENABLED=false", "HOOKKIT_NONSENSE=1"])
def test_the_environment_of_a_person_on_this_machine_has_no_say(team: Team, how: str) -> None:
    behind(team)
    name, _, value = how.partition("=")
    ended = push(team.alice, "origin", "main", **{name: value})
    assert ended.verdicts == [("refused", "HK403")]


def test_a_person_s_own_configuration_has_no_say(team: Team) -> None:
    behind(team)
    team.alice.git("config", "--global", "hookkit.enabled", "false")
    team.alice.git("config", "--global", "hookkit.checks", "history=off")
    given = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "hookkit.enabled"}
    assert not push(team.alice, "origin", "main", **given, GIT_CONFIG_VALUE_0="false").is_taken
    assert push(team.alice, "origin", "main").verdicts == [("refused", "HK403")]


def behind(team: Team) -> None:
    """Make a merge on main that the server does not take."""
    grow(team.alice, "m1")
    team.alice.git("push", "-q", "origin", "main")
    branch(team.alice, "topic", "main~1", "t1")
    merge(team.alice, "topic")


def test_a_server_is_switched_off_by_its_own_configuration(team: Team) -> None:
    behind(team)
    team.remote.git("config", "hookkit.enabled", "false")
    assert push(team.alice, "origin", "main") == (True, [])


BROKEN = {
    "no TOML": ("[tool.hookkit\n", "no valid TOML in pyproject.toml, line 1; ", 1),
    "no setting": (
        "[tool.hookkit]\nmodes = 1\n",
        "unknown setting modes in pyproject.toml [tool.hookkit], line 2; did you mean mode?",
        2,
    ),
    "no level": (
        "[tool.hookkit.checks]\nhistory = 'loud'\n",
        'checks.history is "loud" in pyproject.toml [tool.hookkit], line 1; allowed: off, ',
        1,
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_and_the_push_that_mends_it_gets_through(
    team: Team, name: str
) -> None:
    text, sentence, line = BROKEN[name]
    push_settings(team, text)
    team.alice.commit("mended", {"pyproject.toml": NAMES})
    ended = push(team.alice, "origin", "main")
    assert ended.is_taken
    assert ended.said[0].startswith(f"warning  the team's settings are not used: {sentence}")
    assert ended.said[1] == f"repair: ${{EDITOR:-vi}} +{line} pyproject.toml"
    assert push(team.alice, "origin", "HEAD:refs/heads/12-x") == (True, [])


def test_a_broken_file_leaves_the_defaults_and_the_repository_s_own_in_force(team: Team) -> None:
    push_settings(team, "[tool.hookkit]\nenabled = false\nprotected = []\nmodes = 1\n")
    team.remote.git("config", "hookkit.branchPattern", "{ticket}-{slug}")
    behind(team)
    before = refs(team.remote)
    ended = push(team.alice, "origin", "main", "topic")
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK403"), ("refused", "HK101")])
    assert refs(team.remote) == before


def test_a_wrong_configuration_of_the_server_is_for_who_looks_after_it(team: Team) -> None:
    team.remote.git("config", "hookkit.modes", "1")
    ended = push(team.alice, "origin", "HEAD:refs/heads/x")
    config = team.remote.path / "config"
    assert not ended.is_taken
    assert ended.said[0].startswith(
        f"hookkit: unknown setting hookkit.modes in git config ({config}); did you mean"
        " hookkit.mode?"
    )
    with pytest.raises(WrongUsage):
        load_server_settings(team.remote.runner)


def test_a_bare_repository_shows_what_its_default_branch_has(team: Team, tmp_path: Path) -> None:
    push_settings(team, "jobs = 3\n", ".hookkit.toml")
    clone = Repository(tmp_path / "again.git")
    team.remote.git("clone", "-q", "--bare", ".", str(clone.path))
    for repo in (team.remote, clone):
        assert "jobs" in repo.hookkit("config").stdout
        assert load_settings(repo.runner) == Settings(jobs=3)


TICKETS = "ticket_pattern = '[A-Z]+-[0-9]+'\n"


def test_what_names_no_ticket_is_told_where_tickets_are_looked_for(team: Team) -> None:
    push_settings(team, TICKETS, ".hookkit.toml")
    branch(team.alice, "ABC-1-words", "main", "a1", "ABC-1: a2")
    merge(team.alice, "ABC-1-words", title="Merge branch 'ABC-1-words'")
    branch(team.alice, "other", "main", "b1", "b2", "b3", "b4", "ABC-2: b5")
    merge(team.alice, "other", title="Merge branch 'other'")
    assert push(team.alice, "origin", "main") == (
        True,
        [
            'warning  HK701  main  4 commits without a ticket: <b4> "b4", <b3> "b3", <b2> "b2"'
            " and 1 more",
            "repair: git rebase --no-autostash -i --rebase-merges"
            " <settings for #1 in .hookkit.toml>",
            "hookkit lets this push through: 1 finding",
        ],
    )


TITLES = [
    "Merge branch 'ABC-1-words' into main",
    "Merge remote-tracking branch 'origin/feature/ABC-1'",
    "Merge pull request #4 from team/ABC-1-words",
    "Merge topic for ABC-1",
    "Merge topic\n\nTicket: ABC-1",
]


def test_a_merge_s_ticket_is_that_of_what_it_brings_in_and_of_nothing_else(team: Team) -> None:
    push_settings(
        team, TICKETS + "checks.ticket = 'refuse'\nchecks.history = 'off'\n", ".hookkit.toml"
    )
    for number, title in enumerate(TITLES):
        branch(team.alice, f"topic{number}", "main", f"t{number}", f"u{number}")
        merge(team.alice, f"topic{number}", title=title)
        assert push(team.alice, "origin", "main") == (True, []), title
    grow(team.alice, "d1")
    branch(team.alice, "topic", "main", "t")
    merge(team.alice, "topic", title=TITLES[0])
    ended = push(team.alice, "origin", "main")
    assert (ended.is_taken, ended.said[0]) == (
        False,
        'refused  HK701  main  1 commit without a ticket: <d1> "d1"',
    )


def test_a_push_itself_is_judged_where_that_is_asked_for(team: Team) -> None:
    push_settings(team, "checks.protected-branch = 'refuse'\n", ".hookkit.toml")
    grow(team.alice, "d1")
    assert push(team.alice, "origin", "main").said[:2] == [
        "refused  HK201  main     main on origin is protected: a push would go to it directly",
        "repair: git push origin <d1>:refs/heads/topic",
    ]
