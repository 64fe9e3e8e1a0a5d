"""The report of the demo: each command with its output, and the next commands."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from hookkit.corrections.report.review import say_patch
from hookkit.demo.demo import Step
from hookkit.phrases import path_text
from hookkit.settings.environment import wants_terminal
from hookkit.terminal.next_commands import Next, next_rows
from hookkit.terminal.output import encoding_of, say, screen, write
from hookkit.terminal.rows import row


def hook_environment() -> Mapping[str, str]:
    """Give the variables with which the hook writes into a pipe as to this terminal."""
    out = screen(None)
    if out is None:
        return {}
    env = {"PYTHONIOENCODING": f"{encoding_of(out)}:backslashreplace"}
    if wants_terminal(out):
        env |= {"FORCE_COLOR": "1", "COLUMNS": str(shutil.get_terminal_size().columns)}
    return env


def say_step(step: Step) -> None:
    """Print a step as a person who types it sees it."""
    say([row(""), row(("dim", "$ "), ("command", step.command))])
    out = screen(None)
    if step.is_patch:
        say_patch(path_text(step.output), has_header=False)
    elif out is not None:
        text = step.output.decode(encoding_of(out), "backslashreplace")
        write("".join(f"{line}\n" for line in text.splitlines()), out)


def say_beginning() -> None:
    """Print what the demo shows."""
    say([row(("title", "A sloppy commit"), " in a scratch repository where hookkit is installed")])


def say_end(folder: Path, hookkit: str, is_kept: bool) -> None:
    """Print where the scratch repository is, and the next commands.

    ``hookkit`` is what starts hookkit in a shell.
    """
    here = Next("start", f"{hookkit} install", "in a clone of yours")
    away = [row("The scratch repository is gone again; nothing else was touched.")]
    stays = [row("The scratch repository stays: ", ("path", str(folder)))]
    play = [Next("play", f"{hookkit} demo --keep", "leaves it there, to review, accept and undo")]
    steps = [
        Next("play", f"cd {shlex.quote(str(folder))}"),
        Next("", f"{hookkit} review", "the correction with its rules"),
        Next("", f"{hookkit} accept", "keep it, as a fixup! commit"),
        Next("", f"{hookkit} undo", "take back what was done last"),
        Next("", f"rm -rf {shlex.quote(str(folder))}"),
    ]
    say([row(""), *(stays if is_kept else away)])
    say(next_rows([*(steps if is_kept else play), here]))
