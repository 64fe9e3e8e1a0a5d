"""A server gets its hook, keeps the one that was there, and says what is wrong with it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.hook_events import SERVER_EVENTS
from hookkit.install.doctor import diagnose_repository, is_healthy
from hookkit.install.uninstall import uninstall
from hookkit.settings.effective_settings import load_server_settings
from hookkit.shims.shim_file import read_shim, render_shim
from tests.history.checks.scenarios import Team, branch, found_team, grow, merge
from tests.repository import Repository
from tests.repository_with_hooks import Ended, run_here
from tests.server.scenario import push, refs, serve, served_team


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team whose server checks nothing yet, and a merge that it will not take."""
    made = found_team(tmp_path)
    grow(made.alice, "m1")
    made.alice.git("push", "-q", "origin", "main")
    branch(made.alice, "topic", "main~1", "t1")
    merge(made.alice, "topic")
    return made


def hook_of(repo: Repository) -> Path:
    """The hook that git runs for a push."""
    return repo.path / "hooks" / "pre-receive"


def keep(repo: Repository, script: str) -> bytes:
    """Give a server a hook of its own, before hookkit."""
    hook_of(repo).write_text(f"#!/bin/sh\n{script}\n")
    hook_of(repo).chmod(0o755)
    return hook_of(repo).read_bytes()


def test_a_server_is_set_up_by_one_command_that_can_be_repeated(team: Team) -> None:
    hook = hook_of(team.remote)
    for title, done in (("is", "installed"), ("was", "unchanged")):
        ended = run_here(team.remote, "install", "--server")
        already = " already" if done == "unchanged" else ""
        assert ended == Ended(
            0,
            f"hookkit {title} installed{already}\n"
            f"  {done} in {hook.parent}:\n"
            "    pre-receive\n"
            f"  runs with {sys.executable}\n"
            "every push is checked from now on; to see that: hookkit doctor\n"
            "to uninstall it: hookkit uninstall\n",
            "",
        )
    assert hook.read_bytes() == render_shim("pre-receive", Path(sys.executable))
    assert not push(team.alice, "origin", "main").is_taken


def test_nothing_else_is_installed_and_all_of_it_goes_again(team: Team) -> None:
    before = {each.name: each.read_bytes() for each in hook_of(team.remote).parent.iterdir()}
    kept = keep(team.remote, "cat >/dev/null")
    run_here(team.remote, "install", "--server")
    names = {each.name for each in hook_of(team.remote).parent.iterdir()}
    assert names == {*before, "pre-receive", "pre-receive.before-hookkit"}
    ended = run_here(team.remote, "uninstall")
    assert (ended.status, ended.err) == (0, "")
    after = {each.name: each.read_bytes() for each in hook_of(team.remote).parent.iterdir()}
    assert after == before | {"pre-receive": kept}
    assert push(team.alice, "origin", "main").is_taken


def test_in_a_bare_repository_one_has_to_say_that_it_is_a_server(team: Team) -> None:
    ended = run_here(team.remote, "install")
    assert ended == Ended(
        2,
        "",
        f"hookkit: {team.remote.path} is a bare repository: nobody commits here, but others push"
        " to it\n"
        "  repair: hookkit install --server\n",
    )
    assert not hook_of(team.remote).exists()


def test_a_repository_with_a_worktree_can_be_a_server_too(team: Team, tmp_path: Path) -> None:
    team.bob.git("config", "receive.denyCurrentBranch", "ignore")
    team.bob.git("pull", "-q")
    assert run_here(team.bob, "install", "--server").status == 0
    assert read_shim(team.bob.path / ".git/hooks/pre-receive") is not None
    assert not (team.bob.path / ".git/hooks/post-commit").exists()
    ended = push(team.alice, str(team.bob.path), "main")
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK403")])
    assert push(team.alice, str(team.bob.path), "topic") == (True, [])
    uninstall(team.bob.runner)
    assert not (team.bob.path / ".git/hooks/pre-receive").exists()


def test_a_hook_that_was_there_runs_first_and_gets_every_line(team: Team, tmp_path: Path) -> None:
    keep(team.remote, f"cat >'{tmp_path}/lines'; echo kept; env >'{tmp_path}/env'")
    serve(team.remote)
    old, new, tip = (team.alice.git("rev-parse", each) for each in ("main^1", "main", "topic"))
    ended = push(team.alice, "origin", "main", "topic")
    assert ended.said[0] == "kept"
    assert ended.verdicts == [("refused", "HK403")]
    zeros = "0" * len(old)
    lines = f"{old} {new} refs/heads/main\n{zeros} {tip} refs/heads/topic\n"
    assert (tmp_path / "lines").read_text() == lines
    assert "GIT_QUARANTINE_PATH=" in (tmp_path / "env").read_text()


def test_a_hook_that_was_there_and_does_not_read_its_lines_breaks_nothing(team: Team) -> None:
    keep(team.remote, "exit 0")
    serve(team.remote)
    names = [f"main:refs/heads/{'long-' * 20}{number}" for number in range(600)]
    assert push(team.alice, "origin", *names).is_taken


def test_two_hooks_that_were_there_are_not_chosen_from(team: Team) -> None:
    hook = keep(team.remote, "exit 0")
    kept = hook_of(team.remote).with_name("pre-receive.before-hookkit")
    kept.write_text("#!/bin/sh\nexit 1\n")
    ended = run_here(team.remote, "install", "--server")
    assert (ended.status, hook_of(team.remote).read_bytes()) == (1, hook)
    repair = f"mv {kept} {kept}.old && hookkit install --server"
    assert ended.err.endswith(f"  repair: {repair}\n")
    kept.rename(f"{kept}.old")
    assert run_here(team.remote, "install", "--server").status == 0


def test_a_hook_that_was_there_and_refuses_ends_it(team: Team) -> None:
    keep(team.remote, "cat >/dev/null; echo no; exit 3")
    serve(team.remote)
    before = refs(team.remote)
    assert push(team.alice, "origin", "main") == (False, ["no"])
    assert refs(team.remote) == before


def test_a_server_that_runs_hooks_of_its_own_calls_hookkit_by_one_line(team: Team) -> None:
    keep(team.remote, f"exec '{sys.executable}' -m hookkit hook pre-receive")
    assert push(team.alice, "origin", "main").verdicts == [("refused", "HK403")]
    assert push(team.alice, "origin", "topic") == (True, [])


def test_the_doctor_knows_a_server(team: Team) -> None:
    (missing,) = (each for each in diagnose_repository(team.remote.runner) if each.state != "ok")
    assert (missing.name, missing.repair) == ("pre-receive", "hookkit install --server")
    serve(team.remote)
    assert is_healthy(diagnose_repository(team.remote.runner))
    assert [each.name for each in diagnose_repository(team.remote.runner)] == [
        "git",
        *(["refs"] if team.remote.has_reftable else []),
        "hooks folder",
        "pre-receive",
        "Python",
        "configuration",
    ]


def test_the_doctor_looks_at_the_hook_of_a_server_beside_those_of_a_worktree(
    repo: Repository,
) -> None:
    assert "pre-receive" not in {each.name for each in diagnose_repository(repo.runner)}
    serve(repo)
    assert "pre-receive" in {each.name for each in diagnose_repository(repo.runner)}


CANNOT = [
    "hookkit: nothing of this push was taken. Who looks after {path}",
    "hookkit: runs there: hookkit doctor; or: git config hookkit.enabled false",
]


def test_a_hook_that_cannot_run_refuses_and_tells_who_can_help(team: Team, tmp_path: Path) -> None:
    gone = tmp_path / "gone" / "python"
    (tmp_path / "sleep").write_text("#!/bin/sh\n")
    (tmp_path / "sleep").chmod(0o755)
    path = f"{tmp_path}:/usr/bin:/bin"
    hook_of(team.remote).write_bytes(render_shim("pre-receive", gone, path))
    hook_of(team.remote).chmod(0o755)
    shutil.copy(shutil.which("git") or "", tmp_path / "git")
    before = refs(team.remote)
    if shutil.which("hookkit", path=path):
        pytest.skip("this machine has hookkit for everybody")
    not_found = f"hookkit: not found: neither {gone} nor hookkit on PATH"
    wait = "hookkit: trying again in {} s, in case it is being installed"
    install = "pip install hookkit && hookkit install --server"
    cannot = [each.format(path=team.remote.path) for each in CANNOT]
    assert push(team.alice, "origin", "topic", PATH=path) == (
        False,
        [
            *(not_found, wait.format(1), not_found, wait.format(2), not_found, wait.format(4)),
            not_found,
            *(each.replace("hookkit doctor", install) for each in cannot),
        ],
    )
    assert refs(team.remote) == before
    team.remote.git("config", "hookkit.enabled", "false")
    assert push(team.alice, "origin", "topic", PATH=path) == (True, [])


def test_a_bug_of_hookkit_takes_nothing_and_tells_who_can_help(team: Team, tmp_path: Path) -> None:
    serve(team.remote)
    before = refs(team.remote)
    broken = tmp_path / "broken.py"
    broken.write_text(
        "import hookkit.history.check_runs.receive_checks as checks\n"
        "def fail(*_):\n    raise RuntimeError('oops')\n"
        "checks.check_receive = fail\n"
        "from hookkit.__main__ import main\n"
        "raise SystemExit(main(['hook', 'pre-receive']))\n"
    )
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\ncd \"$4\" && exec '{sys.executable}' '{broken}'\n")
    python.chmod(0o755)
    hook_of(team.remote).write_bytes(render_shim("pre-receive", python))
    ended = push(team.alice, "origin", "topic")
    assert not ended.is_taken
    assert ended.said[0].startswith("hookkit: a bug in hookkit: RuntimeError: oops; its traceback")
    assert ended.said[-2:] == [line.format(path=team.remote.path) for line in CANNOT]
    assert "RuntimeError: oops" in (team.remote.path / "hookkit/hookkit.log").read_text()
    assert refs(team.remote) == before


def test_a_wrong_configuration_takes_nothing_and_tells_who_can_help(team: Team) -> None:
    serve(team.remote)
    team.remote.git("config", "hookkit.checks", "history=loud")
    config = team.remote.path / "config"
    assert push(team.alice, "origin", "topic") == (
        False,
        [
            f'hookkit: hookkit.checks.history is "loud" in git config ({config}); allowed: off,'
            " warn or refuse",
            "repair: git config --unset-all hookkit.checks",
            *(line.format(path=team.remote.path) for line in CANNOT),
        ],
    )


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_the_hook_is_plain_sh(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    path = tmp_path / "pre-receive"
    path.write_bytes(render_shim("pre-receive", None))
    subprocess.run([shell, "-n", str(path)], check=True)
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", "-s", "sh", str(path)], check=True)


def test_the_only_event_of_a_server_is_the_one_that_takes_all_or_nothing() -> None:
    assert SERVER_EVENTS == ("pre-receive",)


def test_hookkit_that_pushes_by_itself_is_judged_like_anybody(tmp_path: Path) -> None:
    team = served_team(tmp_path)
    team.alice.runner.try_run("push", "origin", "HEAD:refs/heads/release/1")
    answer = team.alice.runner.try_run("push", "origin", ":refs/heads/release/1")
    assert answer.code == 1
    assert "HK502" in answer.err
    assert os.environ.get("HOOKKIT") is None and team.alice.runner.env["HOOKKIT"] == "0"


def test_the_page_about_servers_says_what_works(team: Team) -> None:
    page = Path(__file__).parents[2] / "docs" / "server.md"
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    for line in "".join(blocks).splitlines():
        program, *words = shlex.split(line)
        if program == "git":
            team.remote.git(*words)
        else:
            assert (program, run_here(team.remote, *words).status) == ("hookkit", 0), line
    settings, problem = load_server_settings(team.remote.runner)
    assert problem is None
    assert settings.protected == ("main", "release/*")
    assert settings.checks == {"history": "refuse", "force-push": "refuse"}
    assert push(team.alice, "origin", "main").verdicts == [("refused", "HK403")]
