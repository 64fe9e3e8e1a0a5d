"""An isolated home for every test: no configuration of the machine, no file outside the test."""

from __future__ import annotations

import compileall
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import hookkit
from hookkit.git import index
from tests.browser import axe, browser, open_window, tabs
from tests.copied_scenarios import MODELS
from tests.forked_flake8 import warm_flake8
from tests.forked_hooks import forked_hooks, forked_program
from tests.forked_python import warm_pythons
from tests.long_runs import leave_the_rest_to_the_night
from tests.random_examples import SEED, register_profiles
from tests.repository import Repository

__all__ = [
    "axe",
    "browser",
    "forked_hooks",
    "forked_program",
    "open_window",
    "tabs",
    "warm_flake8",
    "warm_pythons",
]

register_profiles()

GLOBAL_CONFIG = """\
[user]
    name = hookkit tests
    email = tests@hookkit.invalid
[init]
    defaultBranch = main
[advice]
    detachedHead = false
[protocol "file"]
    allow = always
"""

# What only takes time in a repository that lasts for one test: a process after each commit,
# merge and push that looks whether to repack, and the wait for the disk.
WITHOUT_CARE = """\
[maintenance]
    auto = false
[receive]
    autogc = false
[core]
    fsync = none
"""

UNSEAL = (
    *("HOOKKIT", "GIT_", "PRE_COMMIT", "PREK", "XDG_", "NO_COLOR", "FORCE_COLOR", "COLUMNS"),
    # What CI servers say of the branch that they build.
    *("GITHUB_", "CI_", "BITBUCKET_", "CHANGE_", "SYSTEM_", "BUILDKITE_", "CIRCLE_"),
)

TAKE_LONG = tuple(f"tests/{each}/" for each in ("cluster", "frameworks", "site", "worker"))

# The whole suite can be run for repositories whose refs are kept in another way.
REF_FORMAT = "GIT_DEFAULT_REF_FORMAT"

# And with another git than the one on PATH: the folder that has its bin/git.
if "TESTS_GIT" in os.environ:
    OTHER_GIT = Path(os.environ["TESTS_GIT"], "bin")
    assert OTHER_GIT.joinpath("git").exists(), f"TESTS_GIT: there is no {OTHER_GIT}/git"
    os.environ["PATH"] = f"{OTHER_GIT}{os.pathsep}{os.environ['PATH']}"


def pytest_configure(config: pytest.Config) -> None:
    """Compile hookkit once, also where PYTHONDONTWRITEBYTECODE keeps its processes from doing so.

    Otherwise each of the thousands that the tests start compiles what it imports.
    """
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(Path(hookkit.__file__).parent, quiet=2)


@pytest.hookimpl(tryfirst=True)  # before -m is looked at
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave most of what is tried in many places to the night, and begin with what takes long.

    Where several processes share the tests, none then has a long one left when the others end.
    """
    leave_the_rest_to_the_night(items)
    items.sort(key=lambda item: not item.nodeid.startswith(TAKE_LONG))


def pytest_report_header() -> list[str]:
    """Say how to draw the same random examples again, and which git is tried."""
    version = subprocess.run(["git", "version"], capture_output=True, text=True).stdout.strip()
    refs = os.environ.get(REF_FORMAT, "files")
    return [f"random examples: TESTS_SEED={SEED}", f"git: {version}, refs as {refs}"]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Half as many processes again as there are cores: most tests wait for programs they start."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    cores = os.cpu_count() or 1
    return cores + (cores + 1) // 2


@pytest.fixture(scope="session", autouse=True)
def scenario_models(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give the scenarios that are copied a folder."""
    MODELS.append(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """New folders. ``mktemp`` would look at each that there is already, for each of 9,000 tests."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def sealed_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a home of its own and an environment without settings."""
    home = next(homes)
    home.mkdir(mode=0o700)
    for name in list(os.environ):
        if name.startswith(UNSEAL) and name != REF_FORMAT:
            monkeypatch.delenv(name)
    (home / ".gitconfig").write_text(GLOBAL_CONFIG + WITHOUT_CARE)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_EDITOR", "false")
    # As in an environment that is activated: what is printed can be typed.
    programs = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", programs + os.pathsep + os.environ["PATH"])
    monkeypatch.setenv("TZ", "UTC")
    # Where a test holds the index, nobody lets go of it.
    monkeypatch.setattr(index, "LOCK_TIMEOUT", 0.05)
    yield home
    # The scenarios set the dates of their commits; what a module makes before its first test is
    # not to have them.
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        os.environ.pop(name, None)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository.init(tmp_path / "repo")
