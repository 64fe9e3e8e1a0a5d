"""hookkit in a clone, by the recipe of docs/frameworks.md for each framework."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from hookkit import __version__
from tests.documentation_pages import ROOT, blocks
from tests.frameworks.conftest import Tool, program
from tests.repository import Repository

PUBLISHED = f"https://github.com/hookkit/hookkit\n    rev: v{__version__}"
PAGE = (ROOT / "docs" / "frameworks.md").read_text(encoding="utf-8")


def recipe(framework: str, language: str) -> str:
    """Give the text of the block that the page has under the name of a framework."""
    section = PAGE.split(f"\n## {framework}\n")[1].split("\n## ")[0]
    return next(block.text for block in blocks(section) if block.language == language)


def run(repo: Repository, *command: str) -> None:
    """Run a program in the repository, which must end with 0."""
    ended = subprocess.run(command, cwd=repo.path, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def native(repo: Repository, home: Path, source: Repository) -> None:
    """`hookkit install` alone."""
    run(repo, "hookkit", "install")


def all_clones(repo: Repository, home: Path, source: Repository) -> None:
    """`hookkit install --global`; with an older git a clone that was there gets it by git init."""
    run(repo, "hookkit", "install", "--global")
    repo.git("init", "--quiet")


def config_hooks(repo: Repository, home: Path, source: Repository) -> None:
    """`hookkit install --config-hooks`."""
    if repo.attempt("hook", "list", "pre-commit").returncode == 129:
        pytest.skip("this git runs no hooks that its configuration names")
    run(repo, "hookkit", "install", "--config-hooks")


def pre_commit(repo: Repository, home: Path, source: Repository) -> None:
    """`.pre-commit-config.yaml` alone."""
    _by_config(repo, Tool("pre-commit", home), source)


def no_environment(repo: Repository, home: Path, source: Repository) -> None:
    """`.pre-commit-config.yaml` with the hookkit that is on PATH."""
    repo.write(".pre-commit-config.yaml", recipe("Without an environment", "yaml"))
    repo.git("add", ".pre-commit-config.yaml")
    run(repo, program("pre-commit"), "install")


def prek(repo: Repository, home: Path, source: Repository) -> None:
    """The same with prek."""
    _by_config(repo, Tool("prek", home), source)


def _by_config(repo: Repository, tool: Tool, source: Repository) -> None:
    here = f"{source.path}\n    rev: {source.head}"
    repo.write(".pre-commit-config.yaml", recipe("pre-commit", "yaml").replace(PUBLISHED, here))
    repo.git("add", ".pre-commit-config.yaml")
    ended = tool.run(repo, "install", "--install-hooks")
    if ended.returncode != 0 and "CI" not in os.environ:
        pytest.skip(f"no environment could be built: {ended.stdout}{ended.stderr}")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def lefthook(repo: Repository, home: Path, source: Repository) -> None:
    """Lines of `lefthook.yml`."""
    repo.write("lefthook.yml", recipe("lefthook", "yaml"))
    repo.git("add", "lefthook.yml")
    run(repo, program("lefthook"), "install")


def husky(repo: Repository, home: Path, source: Repository) -> None:
    """Lines in the files of `.husky`."""
    repo.write("package.json", "{}\n")
    run(repo, "node", str(_unpacked_husky(home) / "bin.js"))
    run(repo, "sh", "-c", recipe("husky", "sh"))
    repo.git("add", "package.json", ".husky")


def _unpacked_husky(home: Path) -> Path:
    """Give the folder of husky's package, which npm fetches once for all tests of a session."""
    npm = program("npm")
    if not (home / "husky").exists():
        made = Path(tempfile.mkdtemp(dir=home))
        ended = subprocess.run([npm, "pack", "--silent", "husky@9"], cwd=made, capture_output=True)
        packed = next(made.glob("husky-*.tgz"), None)
        if ended.returncode != 0 or packed is None:
            pytest.skip(f"npm gives no husky: {ended.stderr!r}")
        shutil.unpack_archive(packed, made)
        with suppress(OSError):  # another test was there first
            (made / "package").rename(home / "husky")
    return home / "husky"


SET_UP: dict[str, Callable[[Repository, Path, Repository], None]] = {
    "hookkit install": native,
    "hookkit install --global": all_clones,
    "hookkit install --config-hooks": config_hooks,
    "pre-commit": pre_commit,
    "pre-commit without an environment": no_environment,
    "prek": prek,
    "lefthook": lefthook,
    "husky": husky,
}
"""What puts hookkit into a repository, the folder of environments and this tree given."""
