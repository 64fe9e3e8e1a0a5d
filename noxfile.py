"""The checks of this repository, each in an environment of its own."""

from __future__ import annotations

import os
import secrets

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
    "tests/pep8/test_check_logical_lines.py",  # autopep8, pycodestyle
    "tests/pep8/test_autopep8_options_and_errors.py",
    "tests/pep8/test_fix_text.py",
    "tests/pep8/test_fixable_faults.py",
    "tests/pep8/test_program_difference.py",
    "tests/terminal",  # rich
    "tests/tui/test_app.py",  # textual
    "tests/corrections/page",  # jinja2, markupsafe, pygments
    "tests/formats",
    "tests/diagnostic_log",  # pyyaml
    "tests/commands/test_demo.py",
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
    # sphinx, furo, myst-parser: all that has the site built is long.
    session.run("python", "-m", "pytest", "-q", "-m", "long", "tests/site/test_site.py")


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

    The arguments are those of ``scripts.mutation``: modules (hookkit/corrections/accept.py) or
    folders, further tests, and ``--sample 40 --seed 1`` to draw some of the changes.
    """
    session.install("-e", ".[dev]")
    session.run("python", "-m", "scripts.mutation", *session.posargs)
