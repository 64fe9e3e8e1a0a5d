"""The peers: each is installed so that post-commit fixes the files of the commit."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.environments import Programs
from benchmarks.measure_in_turn import NotMeasured
from benchmarks.repeated_commit import Repository

NO_HOOK = "no hook"
SCRIPT = "script"
HOOKKIT = "hookkit"
WORKER = "hookkit, worker"
BEFORE = "hookkit before"
BEFORE_WORKER = "hookkit before, worker"

CHANGED = "git diff HEAD^ HEAD --name-only --diff-filter=ACM | grep -e '\\.py$'"
IGNORE = "--ignore=E309,E501,W293"
RUFF = "check --quiet --no-cache --preview --select E,W --ignore E501,W293 --fix"

CONFIG = """\
repos:
  - repo: local
    hooks:
      - id: fix
        name: fix
        entry: sh .git/fix-changed
        language: system
        stages: [post-commit]
        always_run: true
        pass_filenames: false
"""
LEFTHOOK = "post-commit:\n  commands:\n    fix:\n      run: sh .git/fix-changed\n"


class Peer(NamedTuple):
    """A peer: the files that the repository needs from the start, and how to install it."""

    install: Callable[[Repository, Programs, Mapping[str, str]], None]
    files: Mapping[str, str] = {}


def _nothing(repository: Repository, programs: Programs, settings: Mapping[str, str]) -> None:
    """Install no hook."""


def _script(repository: Repository, programs: Programs, settings: Mapping[str, str]) -> None:
    """Install the script that hookkit is compared with: one autopep8 for each file."""
    autopep8 = _program(programs, "autopep8")
    body = f"for f in $({CHANGED}); do\n    {autopep8} --in-place {IGNORE} $f\ndone\n"
    _write_hook(repository.folder / ".git" / "hooks" / "post-commit", body)


def _ruff(repository: Repository, programs: Programs, settings: Mapping[str, str]) -> None:
    """Install the same hook with ruff for all files at once, which fixes less."""
    ruff = _program(programs, "ruff")
    body = f'FILES=$({CHANGED})\n[ -z "$FILES" ] || {ruff} {RUFF} $FILES\n'
    _write_hook(repository.folder / ".git" / "hooks" / "post-commit", body)


def _framework(name: str, *install: str) -> Callable[..., None]:
    """Give the installer of a framework, which runs one autopep8 with a job for each processor."""

    def installed(repository: Repository, programs: Programs, settings: object) -> None:
        autopep8 = _program(programs, "autopep8")
        fix = f"{autopep8} -j 0 --in-place {IGNORE} $FILES"
        body = f'FILES=$({CHANGED})\n[ -z "$FILES" ] || {fix}\n'
        _write_hook(repository.folder / ".git" / "fix-changed", body)
        repository.run(str(_program(programs, name)), *install)

    return installed


def _hookkit(name: str, *, has_worker: bool) -> Callable[..., None]:
    """Give the installer of hookkit, with or without its worker, and the settings of the case."""

    def installed(repository: Repository, programs: Programs, settings: Mapping[str, str]) -> None:
        python = _program(programs, name)
        if has_worker:
            require_setting(python, "worker")
        for key, value in {**settings, **({"worker": "true"} if has_worker else {})}.items():
            repository.git("config", f"hookkit.{key}", value)
        repository.run(str(python), "-m", "hookkit", "install")

    return installed


PEERS = {
    NO_HOOK: Peer(_nothing),
    SCRIPT: Peer(_script),
    HOOKKIT: Peer(_hookkit(HOOKKIT, has_worker=False)),
    WORKER: Peer(_hookkit(HOOKKIT, has_worker=True)),
    BEFORE: Peer(_hookkit(BEFORE, has_worker=False)),
    BEFORE_WORKER: Peer(_hookkit(BEFORE, has_worker=True)),
    "ruff": Peer(_ruff),
    "prek": Peer(
        _framework("prek", "install", "-t", "post-commit"), {".pre-commit-config.yaml": CONFIG}
    ),
    "lefthook": Peer(_framework("lefthook", "install"), {"lefthook.yml": LEFTHOOK}),
    "pre-commit": Peer(
        _framework("pre-commit", "install", "-t", "post-commit"),
        {".pre-commit-config.yaml": CONFIG},
    ),
}
"""All peers by their names, in the order in which they are shown."""


def require_setting(python: Path, name: str) -> None:
    """Raise NotMeasured where the hookkit of a Python has no such setting."""
    parsed = "from hookkit.settings.definitions import SETTINGS as known; exit(%r not in known)"
    # Isolated: the folder around may be a checkout with another hookkit in it.
    if subprocess.run([str(python), "-I", "-c", parsed % name], check=False).returncode:
        raise NotMeasured(f"this hookkit has no setting {name!r}")


def worker_problem(python: Path, repository: Repository) -> str | None:
    """Wait for the worker that a first commit has started; say why if there is none."""
    command = [str(python), "-m", "hookkit", "worker", "status"]
    for _ in range(20):
        printed = subprocess.run(
            command,
            cwd=repository.folder,
            env=dict(repository.environment),
            check=False,
            capture_output=True,
            text=True,
        ).stdout
        if "process" in printed and "not ready" not in printed:
            return None
        time.sleep(0.25)
    return f"no worker came up: {printed.strip()}"


def stop_workers(programs: Programs, environment: Mapping[str, str], folder: Path) -> None:
    """Stop the workers that the commits in ``folder`` have started."""
    for name in (HOOKKIT, BEFORE):
        if name in programs.paths:
            command = [str(programs.paths[name]), "-m", "hookkit", "worker", "stop"]
            subprocess.run(
                command, cwd=folder, env=dict(environment), check=False, capture_output=True
            )


def _program(programs: Programs, name: str) -> Path:
    if name not in programs.paths:
        raise NotMeasured(programs.missing.get(name, "not asked for"))
    return programs.paths[name]


def _write_hook(path: Path, body: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}exit 0\n")
    path.chmod(0o755)
