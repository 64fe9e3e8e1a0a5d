"""A push is checked by one version of hookkit, even if another is installed meanwhile."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tests.history.checks.scenarios import Team, found_team
from tests.server.scenario import Push, push
from tests.upgrade.environments import make_environment, replace_as_pip_does, serve_with, turn
from tests.worker.installation import Installation

JUDGE = Path("history", "check_runs", "receive_checks.py")
"""Imported when the push was read already."""

LETTING_THROUGH = "def check_receive(*_):\n    return []\n"

ANEW = "hookkit: it was installed anew while it worked, and did not come to its end"
WAITING = "hookkit: trying again in 1 s, in case it is being installed"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team whose server takes only branches that begin with ``good-``, once it checks."""
    made = found_team(tmp_path / "team")
    made.remote.git("config", "hookkit.branchPattern", "good-.*")
    made.remote.git("config", "hookkit.checks", "branch-name=refuse")
    return made


@pytest.fixture
def environment(tmp_path: Path) -> Installation:
    """An environment with hookkit."""
    return make_environment(tmp_path / "env")


def push_good_and_bad(team: Team) -> tuple[Push, Push]:
    """Push a branch that is to be taken and one that is to be refused."""
    return (
        push(team.alice, "origin", "HEAD:refs/heads/good-1"),
        push(team.alice, "origin", "HEAD:refs/heads/bad-1"),
    )


def is_judged(team: Team, first: list[str]) -> None:
    """The good push comes in, after these lines, and the bad one does not."""
    good, bad = push_good_and_bad(team)
    assert good == (True, first)
    assert (bad.is_taken, bad.verdicts) == (False, [("refused", "HK101")])


def do_first(installed: Installation, statement: str) -> None:
    """Have hookkit run a statement once, when it has begun to judge a push."""
    place = installed.library / "hookkit" / "commands" / "hook" / "pre_receive.py"
    once = f"    once = {str(installed.path / 'once')!r}\n"
    once += f"    if not os.path.exists(once):\n        open(once, 'w').close(); {statement}\n"
    text = place.read_text()
    begin = "    remove_untrusted_variables(os.environ)\n"
    assert begin in text
    place.write_text(text.replace(begin, begin + once))


def test_a_link_that_is_turned_meanwhile_brings_no_module_of_the_other(
    team: Team, environment: Installation, tmp_path: Path
) -> None:
    other = make_environment(tmp_path / "other")
    (other.library / "hookkit" / JUDGE).write_text(LETTING_THROUGH)
    link = tmp_path / "current"
    turn(link, environment.path)
    serve_with(link, team.remote)
    (tmp_path / "new").symlink_to(other.path)
    do_first(environment, f"os.replace({str(tmp_path / 'new')!r}, {str(link)!r})")
    bad = push(team.alice, "origin", "HEAD:refs/heads/bad-1")
    assert (bad.is_taken, bad.verdicts) == (False, [("refused", "HK101")])
    assert link.readlink() == other.path
    assert push(team.alice, "origin", "HEAD:refs/heads/bad-1").is_taken  # this one lets through


def test_a_module_that_is_replaced_meanwhile_judges_nothing(
    team: Team, environment: Installation, tmp_path: Path
) -> None:
    judge = environment.library / "hookkit" / JUDGE
    (tmp_path / "whole").write_bytes(judge.read_bytes())
    serve_with(environment.path, team.remote)
    # It lets through, and is the right one again when it was imported.
    again = f"import os\nos.replace({str(tmp_path / 'whole')!r}, __file__)\n"
    (tmp_path / "part").write_text(LETTING_THROUGH + again)
    do_first(environment, f"os.replace({str(tmp_path / 'part')!r}, {str(judge)!r})")
    bad = push(team.alice, "origin", "HEAD:refs/heads/bad-1")
    assert not bad.is_taken
    assert bad.said[:2] == [ANEW, WAITING]
    assert bad.verdicts == [("refused", "HK101")]


def test_what_cannot_be_imported_meanwhile_is_no_bug(
    team: Team, environment: Installation, tmp_path: Path
) -> None:
    serve_with(environment.path, team.remote)
    package, away = environment.library / "hookkit", tmp_path / "away"
    do_first(environment, f"os.rename({str(package)!r}, {str(away)!r})")

    def bring_back() -> None:
        while not away.exists():
            time.sleep(0.01)
        time.sleep(0.5)
        away.rename(package)

    back = threading.Thread(target=bring_back)
    back.start()
    good = push(team.alice, "origin", "HEAD:refs/heads/good-1")
    back.join()
    assert good == (True, [ANEW, WAITING])


def test_a_push_waits_while_pip_has_taken_hookkit_away(
    team: Team, environment: Installation, tmp_path: Path
) -> None:
    serve_with(environment.path, team.remote)
    package = environment.library / "hookkit"
    copy = make_environment(tmp_path / "copy").library / "hookkit"
    tried = tmp_path / "tried"
    (environment.library / "sitecustomize.py").write_text(
        f"import atexit, pathlib\natexit.register(pathlib.Path({str(tried)!r}).touch)\n"
    )

    def wait_until_tried() -> None:
        while not tried.exists():
            time.sleep(0.01)

    pip = threading.Thread(target=replace_as_pip_does, args=(package, copy, wait_until_tried))
    pip.start()
    while package.exists():
        pass
    good, bad = push_good_and_bad(team)
    pip.join()
    assert (good.is_taken, bad.verdicts) == (True, [("refused", "HK101")])
    assert good.said[1] == WAITING
    assert good.said[0].endswith("cannot start hookkit: No module named 'hookkit'")


def test_where_hookkit_does_not_come_back_the_push_is_refused_with_what_to_do(
    team: Team, environment: Installation, tmp_path: Path
) -> None:
    serve_with(environment.path, team.remote)
    hook = team.remote.path / "hooks" / "pre-receive"
    hook.write_bytes(hook.read_bytes().replace(b"in 1 2 4;", b"in 0 0;"))
    (environment.library / "hookkit").rename(tmp_path / "gone")
    python = environment.python
    cannot = f"hookkit: {python} cannot start hookkit: No module named 'hookkit'"
    waiting = WAITING.replace("1 s", "0 s")
    assert push(team.alice, "origin", "HEAD:refs/heads/good-1") == (
        False,
        [
            *(cannot, waiting, cannot, waiting, cannot),
            f"hookkit: nothing of this push was taken. Who looks after {team.remote.path}",
            "hookkit: runs there: pip install hookkit && hookkit install --server; or: git config"
            " hookkit.enabled false",
        ],
    )


def test_a_link_is_kept_in_the_hook_whoever_renews_it(
    team: Team, environment: Installation, tmp_path: Path
) -> None:
    other = make_environment(tmp_path / "other", "another form")
    link = tmp_path / "current"
    turn(link, environment.path)
    serve_with(link, team.remote)
    hook = team.remote.path / "hooks" / "pre-receive"
    first = hook.read_bytes()
    named = f"\npython={link}/bin/python\n".encode()
    assert named in first
    serve_with(environment.path, team.remote)  # by the name that the link leads to
    assert hook.read_bytes() == first
    turn(link, other.path)
    serve_with(other.path, team.remote)
    assert named in hook.read_bytes() and hook.read_bytes() != first
    is_judged(team, [])
