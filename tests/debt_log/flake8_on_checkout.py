"""Run flake8 on a checkout of a commit, with the configuration of the worktree."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from hookkit.debt.finding import UNPARSED_CODES
from hookkit.debt.flake8_config_files import CONFIGURATION_NAMES
from tests.forked_flake8 import run_flake8
from tests.repository import Repository


class CheckoutFindings(NamedTuple):
    """Findings by rule and by folder, and how many files could not be read."""

    by_rule: dict[str, int]
    by_folder: dict[str, int]
    unchecked_files: int


def lint_checkout(repo: Repository, commit: str, folder: Path) -> CheckoutFindings:
    """Check a commit out into a new folder, and run flake8 there on what git tracks."""
    repo.git("worktree", "add", "--quiet", "--detach", str(folder), commit)
    for name in CONFIGURATION_NAMES:
        (folder / name).unlink(missing_ok=True)
        if (repo.path / name).is_file():
            text = (repo.path / name).read_text()
            (folder / name).write_text(text.replace("quiet = 1\n", ""))
    for link in folder.rglob("*.py"):
        if link.is_symlink():
            link.unlink()
    ended = run_flake8(folder, "--format=%(path)s\x1f%(code)s")
    assert ended.stderr == b""
    rules, folders = Counter[str](), Counter[str]()
    unchecked_files = 0
    for line in ended.stdout.decode().splitlines():
        path, code = line.split("\x1f")
        if code in UNPARSED_CODES:
            unchecked_files += 1
            continue
        rules[code] += 1
        folders["/".join(path.removeprefix("./").split("/")[:-1][:2])] += 1
    repo.git("worktree", "remove", "--force", str(folder))
    return CheckoutFindings(dict(rules), dict(folders), unchecked_files)
