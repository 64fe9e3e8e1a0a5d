"""A worktree with modules named like those that hookkit imports: none of them is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.cli import COMMANDS
from hookkit.install.hook_interpreter import can_import_hookkit
from hookkit.install.install_pre_commit_or_prek import install_scripts
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, install_starting_hooks

NAMES = (
    *(name for name in sys.stdlib_module_names if not name.startswith("_")),
    *("autopep8", "pycodestyle", "flake8", "click", "rich", "rich_click", "jinja2", "markupsafe"),
    *("msgspec", "pygments", "yaml", "_yaml", "tomli", "pre_commit", "prek", "git", "gitdb"),
    *("cfgv", "identify", "nodeenv", "virtualenv", "mdurl", "markdown_it", "typing_extensions"),
    *("hookkit", "sitecustomize", "usercustomize", "__main__", "startup"),
)

MARK = "import os; open(os.environ['HOSTILE_MARK'], 'a').write(__name__ + chr(10))\n"

PATHS = {"": "", "empty": ":/opt/x", "dot": ".", "relative": "lib:./lib", "last": "/opt/x:"}


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with the hooks, whose files take the place of whatever is imported."""
    repo = Repository.init(tmp_path / "hostile")
    repo.commit("begin", {"README": "x\n"})
    install_starting_hooks(repo)
    for name in NAMES:
        for file in (f"{name}.py", f"lib/{name}.py"):
            repo.write(file, MARK)
    for name in ("rich", "hookkit", "click", "pre_commit", "encodings", "multiprocessing"):
        repo.write(f"{name}/__init__.py", MARK)
        repo.write(f"{name}/__main__.py", MARK)
    repo.write("evil.pth", f"import os; {MARK}")
    repo.write("noise.py", SLOPPY)
    repo.git("add", "noise.py")
    monkeypatch.setenv("HOSTILE_MARK", str(tmp_path / "mark"))
    return repo


def imported(repo: Repository) -> list[str]:
    """The modules of the worktree that were imported."""
    mark = repo.path.parent / "mark"
    return sorted({*mark.read_text().split()}) if mark.exists() else []


@pytest.mark.parametrize("given", PATHS.values(), ids=list(PATHS))
def test_no_hook_imports_anything_of_the_worktree(
    hostile: Repository, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", given)
    monkeypatch.setenv("PYTHONSTARTUP", "startup.py")
    hostile.git("checkout", "-q", "-b", "topic")
    hostile.git("config", "hookkit.ticketPattern", "[A-Z]+-[0-9]+")
    hostile.git("commit", "-q", "-m", "ABC-1 noise")
    assert imported(hostile) == []
    assert hostile.read("noise.py") != SLOPPY.encode()
    hostile.git("commit", "-q", "-a", "--amend", "-m", "noise")
    hostile.git("checkout", "-q", "main")
    hostile.git("merge", "-q", "--no-ff", "--no-edit", "topic")
    Repository.init(hostile.path.parent / "remote", "--bare")
    hostile.git("push", "-q", str(hostile.path.parent / "remote"), "main")
    assert imported(hostile) == []


def test_a_part_of_pythonpath_inside_of_the_worktree_is_not_imported_from(
    hostile: Repository, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(hostile.path)
    for given in (hostile.path, hostile.path / "lib", tmp_path / "link"):
        hostile.git("commit", "-q", "-m", "noise", "--allow-empty", PYTHONPATH=str(given))
        hostile.write("noise.py", SLOPPY)
        hostile.git("add", "noise.py")
    assert imported(hostile) == []


def test_a_part_of_pythonpath_outside_of_the_worktree_still_counts(
    hostile: Repository, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "autopep8.py").write_text(MARK)
    hostile.git("commit", "-q", "-m", "noise", PYTHONPATH=str(tmp_path / "mine"))
    assert imported(hostile) == ["autopep8"]


STARTED = ("sitecustomize", "usercustomize", "hookkit")
"""What Python itself imports before a line of hookkit runs; see docs/hostile.md."""


@pytest.mark.parametrize("first", range(8))
def test_no_command_imports_anything_of_the_worktree(hostile: Repository, first: int) -> None:
    hostile.git("commit", "-q", "-m", "noise")
    program = str(Path(sys.executable).with_name("hookkit"))
    for number, name in enumerate(COMMANDS[first::8]):
        attempt(hostile, (".", "lib")[number % 2], program, name)
    assert imported(hostile) == []


@pytest.mark.parametrize("given", [":/opt/x", ".", "lib"])
def test_behind_its_start_no_command_imports_anything_of_a_path_that_is_set(
    hostile: Repository, given: str
) -> None:
    for name in STARTED:
        for file in (f"{name}.py", f"lib/{name}.py", f"{name}/__init__.py", f"{name}/__main__.py"):
            (hostile.path / file).unlink(missing_ok=True)
    (hostile.path / "hookkit").rmdir()
    for name in sys.stdlib_module_names:  # what Python imports of those is its own affair
        for file in (f"{name}.py", f"lib/{name}.py", f"{name}/__init__.py", f"{name}/__main__.py"):
            (hostile.path / file).unlink(missing_ok=True)
    hostile.git("commit", "-q", "-m", "noise")
    program = str(Path(sys.executable).with_name("hookkit"))
    for words in (["run", "--all-files"], ["review"], ["check"], ["graph"], ["config"], ["doctor"]):
        attempt(hostile, ".", program, *words, PYTHONPATH=given)
    assert imported(hostile) == []


def attempt(repo: Repository, folder: str, *args: str, **env: str) -> None:
    """Run a program in a folder of the repository, whatever comes of it."""
    subprocess.run(
        args,
        cwd=repo.path / folder,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
    )


def test_no_python_that_is_started_by_a_command_imports_anything_of_the_worktree(
    hostile: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hostile.path)
    assert can_import_hookkit(Path(sys.executable))
    install_scripts(hostile.runner, "pre-commit", ["post-commit"])
    assert (hostile.path / ".git/hooks/post-commit.legacy").exists()
    assert imported(hostile) == []


def test_a_worker_that_is_started_anew_imports_nothing_of_the_worktree(
    hostile: Repository, tmp_path: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys, types\n"
        "from hookkit.__main__ import main\n"
        "if __name__ == '__main__':\n"
        "    from hookkit.pep8 import fix_processes, process_pool\n"
        "    process_pool.sys = types.SimpleNamespace(platform='darwin')\n"
        "    fix_processes.POOL_MIN_BYTES = 0\n"
        "    sys.exit(main(['run', '--all-files', '--check']))\n"
    )
    for name in ("a.py", "b.py"):
        hostile.write(name, SLOPPY)
        hostile.git("add", name)
    hostile.git("commit", "-q", "--no-verify", "-m", "noise", HOOKKIT="0")
    ended = subprocess.run(
        [sys.executable, str(script)],
        cwd=hostile.path,
        env={**os.environ, "HOOKKIT_JOBS": "2"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert "a.py" in ended.stdout, ended
    assert imported(hostile) == []
