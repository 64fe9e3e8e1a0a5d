"""No variable of the person who pushes changes what a server says, whatever it is."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from hookkit.install.doctor import diagnose_repository, is_healthy
from hookkit.server.push_environment import (
    DRY_RUN_COMMITTER,
    remove_untrusted_variables,
)
from hookkit.shims.shim_file import render_shim
from tests.history.checks.scenarios import Team
from tests.repository import Repository
from tests.server.scenario import push, refs, serve, team_with_a_merge

REFUSED = [("refused", "HK403")]


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team whose server checks, and a merge on alice's main that it does not take."""
    return team_with_a_merge(tmp_path)


def is_refused(team: Team, **env: str) -> None:
    """Have alice push a topic, which is taken, and the merge, which is refused."""
    assert push(team.alice, "origin", "topic", **env) == (True, [])
    before = refs(team.remote)
    ended = push(team.alice, "origin", "main", **env)
    assert (ended.is_taken, ended.verdicts) == (False, REFUSED), ended.said
    assert refs(team.remote) == before


LEAVING = "import os\nos._exit(0)\n"
LOG = """\
{"version": 1, "handlers": {"h": {"()": "os._exit", "status": 0}}, "root": {"handlers": ["h"]}}
"""


@pytest.mark.parametrize("how", ["shim", "script"])
def test_a_configuration_of_the_log_is_not_the_pusher_s(
    team: Team, tmp_path: Path, how: str
) -> None:
    if how == "script":
        hook = team.remote.path / "hooks" / "pre-receive"
        hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' -I -m hookkit hook pre-receive\n")
    (tmp_path / "log.json").write_text(LOG)
    is_refused(team, HOOKKIT_LOG_CFG=str(tmp_path / "log.json"), HOOKKIT="0")


def test_no_module_of_the_pusher_is_imported(team: Team, tmp_path: Path) -> None:
    for name in ("sitecustomize", "usercustomize", "hookkit", "json"):
        (tmp_path / f"{name}.py").write_text(LEAVING)
    is_refused(team, PYTHONPATH=str(tmp_path))


def test_the_pusher_s_own_site_is_not_looked_at(team: Team, tmp_path: Path) -> None:
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for base in (tmp_path, Path(os.environ["HOME"]) / ".local"):
        site = base / "lib" / version / "site-packages"
        site.mkdir(parents=True)
        (site / "usercustomize.py").write_text(LEAVING)
        (site / "go.pth").write_text("import os; os._exit(0)\n")
    is_refused(team, PYTHONUSERBASE=str(tmp_path))


VARIABLES = {
    "PYTHONINSPECT": "1",
    "PYTHONHOME": "/nowhere",
    "PYTHONPLATLIBDIR": "x",
    "PYTHONOPTIMIZE": "2",
    "PYTHONWARNINGS": "error",
    "PYTHONIOENCODING": "ascii:strict",
    "GIT_EXTERNAL_DIFF": "true",
    "GIT_REPLACE_REF_BASE": "refs/heads/",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_SHALLOW_FILE": "/dev/null",
    "LC_ALL": "de_DE.UTF-8",
    "HOOKKIT_CHECKS": "history=off",
    "BASH_FUNC_cat%%": "() { return 0; }",
}


def test_no_variable_of_python_of_git_or_of_the_shell_has_a_say(team: Team) -> None:
    is_refused(team, **VARIABLES)


def test_no_program_on_the_path_of_the_pusher_is_run(team: Team, tmp_path: Path) -> None:
    real = shutil.which("git")
    # git is started by the person too: only for what hookkit asks it says nothing.
    other = 'case " $* " in *" push "*|*receive-pack*|*" log -1"*) exec {real} "$@" ;; esac\n'
    text = f"#!/bin/sh\n{other.format(real=real)}exit 0\n"
    for name in ("cat", "env", "git", "grep", "hookkit", "python3"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    is_refused(team, PATH=f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("where", ["HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL"])
def test_a_configuration_in_the_pusher_s_home_has_no_say(
    team: Team, tmp_path: Path, where: str
) -> None:
    texts = [
        "[hookkit]\n\tenabled = false\n\tchecks = history=off\n",
        "[log]\n\tshowSignature = true\n\tfollow = true\n[i18n]\n\tlogOutputEncoding = UTF-16\n",
        "[core]\n\tuseReplaceRefs = true\n\tcommentChar = x\n[format]\n\tpretty = %%s\n",
    ]
    file = {"HOME": ".gitconfig", "XDG_CONFIG_HOME": "git/config", "GIT_CONFIG_GLOBAL": "g"}[where]
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(
        "[user]\n\tname = x\n\temail = x@hookkit.invalid\n" + "".join(texts)
    )
    is_refused(team, **{where: str(tmp_path / file if where == "GIT_CONFIG_GLOBAL" else tmp_path)})


def test_who_says_that_the_kept_hook_has_called_is_not_believed(team: Team) -> None:
    hooks = team.remote.path / "hooks"
    kept = hooks / "pre-receive.before-hookkit"
    kept.write_text("#!/bin/sh\ncat >/dev/null\n")
    kept.chmod(0o755)
    ended = push(team.alice, "origin", "main", HOOKKIT_CHAIN=str(hooks / "pre-receive"))
    assert not ended.is_taken
    kept.write_text("#!/bin/sh\n# hook-impl\nexit 1\n")
    for name in ("PRE_COMMIT_RUNNING_LEGACY", "PREK_RUNNING_LEGACY"):
        assert not push(team.alice, "origin", "topic", **{name: "1"}).is_taken


def test_a_kept_hook_that_calls_back_takes_nothing_and_ends(team: Team) -> None:
    hook = team.remote.path / "hooks" / "pre-receive"
    kept = hook.with_name("pre-receive.before-hookkit")
    kept.write_text(f"#!/bin/sh\nexec '{hook}'\n")
    kept.chmod(0o755)
    ended = push(team.alice, "origin", "topic")
    assert not ended.is_taken
    assert ended.said[0] == f"hookkit: {kept} calls {hook} again"


def test_the_kept_hook_has_the_environment_that_git_gave_it(team: Team, tmp_path: Path) -> None:
    kept = team.remote.path / "hooks" / "pre-receive.before-hookkit"
    kept.write_text(f"#!/bin/sh\nenv >'{tmp_path}/env'\n")
    kept.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    assert push(team.alice, "origin", "topic", GL_USER="alice", PATH=path).is_taken
    env = (tmp_path / "env").read_text().splitlines()
    assert "GL_USER=alice" in env
    assert any(line.startswith("PATH=") and f"{tmp_path}:" in line for line in env)


def test_the_git_that_judges_is_the_one_with_which_it_was_installed(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = (team.remote.path / "hooks" / "pre-receive").read_text()
    folder = os.path.dirname(shutil.which("git") or "")
    assert f"\npath={folder}:" in hook or f"\npath='{folder}:" in hook
    # Whoever examines it later may have another one.
    (tmp_path / "git").symlink_to(shutil.which("git") or "")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert is_healthy(diagnose_repository(team.remote.runner))
    assert not any(
        "another version" in each.sentence for each in diagnose_repository(team.remote.runner)
    )


def test_what_git_itself_sets_for_the_hook_stays() -> None:
    environ = {"GIT_DIR": ".", "GIT_QUARANTINE_PATH": "q", "PATH": "p", "HOOKKIT_X": "1"}
    environ |= {"GIT_CONFIG_COUNT": "1", "HOME": "h", "PYTHONPATH": "x", "LANG": "C"}
    remove_untrusted_variables(environ)
    home = environ.pop("HOME")
    assert environ == {
        "GIT_DIR": ".",
        "GIT_QUARANTINE_PATH": "q",
        "PATH": "p",
        "GIT_CONFIG_GLOBAL": os.devnull,
        **DRY_RUN_COMMITTER,
    }
    assert home != "h" and os.path.isabs(home)


def test_only_the_shallow_file_that_git_made_for_the_push_counts(repo: Repository) -> None:
    git_dir = repo.path / ".git"
    for file, is_kept in (
        (f"{git_dir}/shallow_abc", True),
        ("shallow_abc", True),
        (f"{git_dir}/shallow", False),
        ("../shallow_abc", False),
        (f"{repo.path}/shallow_abc", False),
    ):
        environ = {"GIT_DIR": str(git_dir), "GIT_SHALLOW_FILE": file}
        remove_untrusted_variables(environ)
        assert ("GIT_SHALLOW_FILE" in environ) == is_kept, file


def test_a_shim_of_another_event_has_no_path_of_its_own() -> None:
    assert b"\npath=''\n" in render_shim("pre-push", None)
    assert b"\npath=/x:/y\n" in render_shim("pre-receive", None, "/x:/y")


def test_a_server_whose_python_is_gone_asks_no_hookkit_of_the_pusher(
    team: Team, tmp_path: Path
) -> None:
    hook = team.remote.path / "hooks" / "pre-receive"
    hook.write_bytes(render_shim("pre-receive", tmp_path / "gone").replace(b"in 1 2 4;", b"in 0;"))
    (tmp_path / "hookkit").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "hookkit").chmod(0o755)
    if shutil.which("hookkit", path="/usr/local/bin:/usr/bin:/bin"):
        pytest.skip("this machine has hookkit for everybody")
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    assert not push(team.alice, "origin", "topic", PATH=path).is_taken
    serve(team.remote)
