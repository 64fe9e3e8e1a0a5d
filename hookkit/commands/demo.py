"""``hookkit demo``: a sloppy file, its commit and its correction, in a scratch repository."""

from __future__ import annotations

import os
import shlex
import shutil
import site
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import rich_click as click

from hookkit.corrections.report.print_patch import print_patch
from hookkit.errors import EnvironmentFailed, GitFailed
from hookkit.git.process import FIXED_ENVIRONMENT
from hookkit.git.runner import Git
from hookkit.install.install import install
from hookkit.phrases import path_text
from hookkit.settings.environment_variables import gets_rich_output
from hookkit.settings.shell_command_of_hookkit import shell_command_of_hookkit
from hookkit.terminal.output import encoding_of, print_rows, stream_or_stdout, write
from hookkit.terminal.rows import NextStep, next_step_rows, row

FOLDER_PREFIX = "hookkit-demo-"
REMOVED_VARIABLE_PREFIXES = ("GIT_", "HOOKKIT", "PRE_COMMIT", "PREK")
KEPT_VARIABLES = ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE", "GIT_EXEC_PATH")
GIT_CONFIG = {
    "user.name": "hookkit demo",
    "user.email": "demo@hookkit.invalid",
    "commit.gpgSign": "false",
}


@contextmanager
def temporary_folder(is_kept: bool) -> Iterator[Path]:
    """Make an empty temporary folder, which is removed afterwards unless ``is_kept``.

    Raises EnvironmentFailed if it cannot be made.
    """
    try:
        # The real path, because git prints it.
        folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX)).resolve()
    except OSError as error:
        raise EnvironmentFailed(f"no temporary folder can be made: {error.strerror}") from error
    try:
        yield folder
    finally:
        if not is_kept:
            remove_folder(folder)


def remove_folder(folder: Path) -> None:
    """Remove a folder and its content, as far as possible."""
    for path in folder.rglob("*"):
        # Windows does not remove read-only files, and git's objects are read-only.
        if path.is_file() and not path.is_symlink():
            path.chmod(0o600)
    shutil.rmtree(folder, ignore_errors=True)


def init_scratch(folder: Path) -> Git:
    """Make a repository at ``folder`` in which git reads no other configuration."""
    git_dir = folder / ".git"
    git = Git(
        top=folder,
        git_dir=git_dir,
        common_dir=git_dir,
        index=git_dir / "index",
        null_id="0" * 40,
        is_shallow=False,
        env=_environment(folder),
    )
    # No template: it may have hooks of its own.
    git.run("init", "--quiet", "--initial-branch=main", "--object-format=sha1", "--template=")
    for key, value in GIT_CONFIG.items():
        git.run("config", key, value)
    return git


def _environment(home: Path) -> Mapping[str, str]:
    env = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT_VARIABLES or not name.startswith(REMOVED_VARIABLE_PREFIXES)
    }
    # git before 2.32 does not read GIT_CONFIG_GLOBAL, but every git reads HOME. If hookkit is in
    # the person's own site-packages, Python must still find it there.
    env |= {"PYTHONUSERBASE": site.getuserbase()} if site.ENABLE_USER_SITE else {}
    env |= {"HOME": str(home), "USERPROFILE": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
    return {**env, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull} | FIXED_ENVIRONMENT


SLOPPY_FILE = "shop.py"
SLOPPY_SOURCE = """\
import json,sys
def total(prices,tax):
    gross=lambda price: price + price*tax
    return sum(map(gross,prices))
"""
COMMIT_SUBJECT = "Add tax"

# The sloppy commit is not the root commit, which cannot be squashed as all others can.
FIRST_COMMIT = ("commit", "--quiet", "--allow-empty", "--message", "Begin")


class DemoStep(NamedTuple):
    """One command of the demo, and the bytes that the command printed."""

    command: str
    output: bytes
    is_patch: bool = False


def demonstrate(git: Git, env: Mapping[str, str]) -> Iterator[DemoStep]:
    """Play the demo in the empty repository ``git``, and give each step once it is done.

    ``env`` is added to the environment in which the hook runs. Raises as ``install`` does, and
    GitFailed if git cannot commit.
    """
    install(git)
    git.run(*FIRST_COMMIT)
    assert git.top is not None
    (git.top / SLOPPY_FILE).write_bytes(SLOPPY_SOURCE.encode())
    yield DemoStep(f"cat {SLOPPY_FILE}", SLOPPY_SOURCE.encode())
    git.run("add", SLOPPY_FILE)
    args = ("commit", "-q", "-m", COMMIT_SUBJECT)
    # Git.try_run sets HOOKKIT=0, so that the hook would do nothing.
    ended = git.try_run(*args, env={**env, "HOOKKIT": ""})
    if ended.code != 0:
        raise GitFailed(args, ended.code, ended.err)
    yield DemoStep(f"git {shlex.join(args)}", os.fsencode(ended.err))
    yield DemoStep("git diff", git.run("diff"), is_patch=True)


def hook_environment() -> Mapping[str, str]:
    """Give the variables that make the hook write to a pipe as it would to this terminal."""
    out = stream_or_stdout(None)
    if out is None:
        return {}
    env = {"PYTHONIOENCODING": f"{encoding_of(out)}:backslashreplace"}
    if gets_rich_output(out):
        env |= {"FORCE_COLOR": "1", "COLUMNS": str(shutil.get_terminal_size().columns)}
    return env


def print_step(step: DemoStep) -> None:
    """Print the command of a step and its output as on a terminal."""
    print_rows([row(""), row(("dim", "$ "), ("command", step.command))])
    out = stream_or_stdout(None)
    if step.is_patch:
        print_patch(path_text(step.output), keep_header=False)
    elif out is not None:
        text = step.output.decode(encoding_of(out), "backslashreplace")
        write("".join(f"{line}\n" for line in text.splitlines()), out)


def print_end(folder: Path, hookkit: str, is_kept: bool) -> None:
    """Print where the scratch repository is, and the next commands.

    ``hookkit`` is the command that starts hookkit in a shell.
    """
    here = NextStep("start", f"{hookkit} install", "in a clone of yours")
    removed = [row("The scratch repository is gone again; nothing else was touched.")]
    kept = [row("The scratch repository stays: ", ("path", str(folder)))]
    try_it = [
        NextStep("play", f"{hookkit} demo --keep", "leaves it there, to review, accept and undo")
    ]
    steps = [
        NextStep("play", f"cd {shlex.quote(str(folder))}"),
        NextStep("", f"{hookkit} review", "the correction with its rules"),
        NextStep("", f"{hookkit} accept", "keep it, as a fixup! commit"),
        NextStep("", f"{hookkit} undo", "take back what was done last"),
        NextStep("", f"rm -rf {shlex.quote(str(folder))}"),
    ]
    print_rows([row(""), *(kept if is_kept else removed)])
    print_rows(next_step_rows([*(steps if is_kept else try_it), here]))


@click.command()
@click.option("--keep", "is_kept", is_flag=True, help="Leave the repository there to play with.")
def command(is_kept: bool) -> int:
    """Commit a sloppy file in a scratch repository and show what hookkit makes of it.

    Nothing else is touched, and your git configuration is not read.
    """
    with temporary_folder(is_kept) as folder:
        where = " in a scratch repository where hookkit is installed"
        print_rows([row(("title", "A sloppy commit"), where)])
        for step in demonstrate(init_scratch(folder), hook_environment()):
            print_step(step)
    print_end(folder, shell_command_of_hookkit(), is_kept)
    return 0
