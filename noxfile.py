"""The checks of this repository, each in an environment of its own."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

import nox

nox.needs_version = ">=2025.2"
nox.options.sessions = ["tests", "types", "lint"]
nox.options.error_on_missing_interpreters = False
nox.options.reuse_existing_virtualenvs = True

PYTHONS = ["3.10", "3.11", "3.12", "3.13", "3.14"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests. What follows -- goes to pytest."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "-q", "-n", "auto", *session.posargs)


# The tests of what the libraries are used for, one or more for each of them.
LIBRARY_TESTS = [
    "tests/test_cli.py",  # click, rich-click
    "tests/test_packaging.py",
    "tests/settings",  # msgspec, tomli, tomlkit
    "tests/cluster",  # distributed
    "tests/pep8/test_checker.py",  # autopep8, pycodestyle
    "tests/pep8/test_fix_text.py",
    "tests/pep8/test_safety.py",
    "tests/terminal",  # rich
    "tests/tui/test_app.py",  # textual
    "tests/corrections/page",  # jinja2, markupsafe, pygments
    "tests/formats",
    "tests/log",  # pyyaml
    "tests/site/test_site.py",  # sphinx, furo, myst-parser
    "tests/test_demo.py",
]


@nox.session(python="3.10")
def lowest(session: nox.Session) -> None:
    """Run tests of what each library is used for with the lowest versions that are declared.

    Drawn cases are left out: which they are depends on the version of hypothesis. What follows --
    goes to pytest.
    """
    session.install("uv")
    session.run("uv", "pip", "install", "-q", "--resolution", "lowest-direct", "-e", ".[test]")
    chosen = ["-m", "not long and not hypothesis", *LIBRARY_TESTS]
    session.run("python", "-m", "pytest", "-q", "-n", "auto", *chosen, *session.posargs)


@nox.session
def random(session: nox.Session) -> None:
    """Run the tests that draw their cases, with ten times as many and others than usual.

    A number behind ``--`` is the seed of an earlier run, to draw the same again.
    """
    session.install("-e", ".[test]")
    seed = session.posargs[0] if session.posargs else str(1 + secrets.randbelow(2**31))
    chosen = ["-m", "hypothesis or seeded", "--hypothesis-seed", seed]
    session.run("python", "-m", "pytest", "-q", "-n", "auto", *chosen, env={"TESTS_SEED": seed})


@nox.session
def long(session: nox.Session) -> None:
    """Run the tests that take minutes each. What follows -- goes to pytest."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "-q", "-n", "auto", "-m", "long", *session.posargs)


@nox.session
def deploy(session: nox.Session) -> None:
    """Check the Ansible role, and as root roll it out to two hosts.

    What follows -- goes to pytest.
    """
    session.install("-e", ".[test]", "ansible-core>=2.17", "ansible-lint>=25")
    chosen = ["-m", "long or not long", "tests/deploy", *session.posargs]
    session.run("python", "-m", "pytest", "-q", "-rA", *chosen)


@nox.session
@nox.parametrize("refs", ["files", "reftable"])
def other_git(session: nox.Session, refs: str) -> None:
    """Run the tests with the git of the folder TESTS_GIT. What follows -- goes to pytest.

    It is 2.45 or newer for reftable: ``scripts/build_git TARBALL FOLDER`` builds one.
    """
    if "TESTS_GIT" not in os.environ:
        session.skip("TESTS_GIT names no folder with bin/git")
    session.install("-e", ".[test]")
    command = ["python", "-m", "pytest", "-q", "-n", "auto", *session.posargs]
    session.run(*command, env={"GIT_DEFAULT_REF_FORMAT": refs})


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the package, the tests and the scripts."""
    session.install("-e", ".[dev]")
    session.run("mypy", "--strict")


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style of everything by flake8, and of what is committed by hookkit itself."""
    session.install("-e", ".")
    session.run("flake8")
    session.run("hookkit", "run", "--all-files", "--check")
    session.run("hookkit", "debt", "check")
    session.run("pre-commit", "validate-config", ".pre-commit-config.yaml")
    session.run("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")


@nox.session
def coverage(session: nox.Session) -> None:
    """Report which lines and branches no test reaches, hooks and other processes included."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "-q", "-n", "auto", "--cov", "--cov-report=term")


@nox.session
def readme(session: nox.Session) -> None:
    """Run the examples of README.md and compare its picture with the demo of today."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "-q", "tests/test_readme.py", "tests/test_picture.py")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site of the documentation; a warning is an error."""
    session.install("-e", ".[docs]")
    session.run("python", "-m", "sphinx", "-W", "-n", "docs", "build/site", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """Change modules in small ways and list the changes that the tests do not notice.

    The arguments are modules (hookkit/corrections/fit.py) or folders, each checked by the tests
    that mirror it (tests/corrections/test_fit.py), and further test files. Without any it is
    MUTATED.
    """
    session.install("-e", ".[dev]")
    named = session.posargs or MUTATED
    modules = [name for name in named if not name.startswith("tests/")]
    tests = [name for name in named if name.startswith("tests/")] + [*map(mirror, modules)]
    copy = Path(session.create_tmp()) / "copy"
    copy_tracked(session, copy)
    configure(copy / "pyproject.toml", modules, tests)
    # It must be there when Python starts: a folder that is missing then is never looked at again.
    (copy / "mutants").mkdir()
    session.chdir(copy)
    # Also the processes that a test starts have the changed modules.
    env = {"PYTHONPATH": str(copy / "mutants")}
    session.run("mutmut", "run", env=env)
    session.run("mutmut", "results", env=env)


MUTATED = [
    "hookkit/pep8/safety.py",
    "hookkit/pep8/safe_hunks.py",
    "hookkit/corrections/fit.py",
    "hookkit/pep8/parts.py",
]
"""The modules on which it hangs that nothing is lost; docs/mutation.md has what is left of them."""


def mirror(module: str) -> str:
    """Give the tests of a module or folder: ``hookkit/a/b.py`` has ``tests/a/test_b.py``."""
    path = Path("tests", *Path(module).parts[1:])
    return path.as_posix() if not path.suffix else path.with_name(f"test_{path.name}").as_posix()


def copy_tracked(session: nox.Session, folder: Path) -> None:
    """Copy the files of the repository as they are in the worktree."""
    shutil.rmtree(folder, ignore_errors=True)
    listed = session.run("git", "ls-files", "-z", external=True, silent=True)
    for name in str(listed or "").split("\0"):
        if name and os.path.isfile(name):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(name, folder / name)


def configure(pyproject: Path, modules: Sequence[str], tests: Sequence[str]) -> None:
    """Tell mutmut what to change and which tests are to notice; a folder stands for its modules."""
    patterns = [name if name.endswith(".py") else f"{name.rstrip('/')}/*" for name in modules]
    lines = {"only_mutate": patterns, "pytest_add_cli_args_test_selection": tests}
    said = "".join(f"{key} = {json.dumps(value)}\n" for key, value in lines.items())
    text = pyproject.read_text()
    pyproject.write_text(text.replace("[tool.mutmut]\n", f"[tool.mutmut]\n{said}", 1))
