"""What docs/prompt.md gives for prompts, in the real shells."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hookkit.settings.settings_file import parse_toml
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, run_here

PAGE = Path(__file__).parents[1] / "docs" / "prompt.md"
BLOCKS = dict(re.findall(r"^```(bash|zsh|fish|toml)\n(.*?)^```$", PAGE.read_text(), re.M | re.S))
CALLS = {
    "bash": ("bash", "--norc", "-c", "{}\nprintf '%s' \"${{PS1@P}}\""),
    "zsh": ("zsh", "-f", "-c", "{}\nprint -nP -- $RPROMPT"),
    "fish": ("fish", "--no-config", "-c", "{}\nfish_right_prompt"),
    "toml": ("sh", "-c", "if {when} >/dev/null; then {command}; fi"),
}


def shown(shell: str, repo: Repository, folder: Path) -> tuple[str, bool]:
    """What the prompt shows, and whether hookkit was started for it."""
    started = folder / "started"
    started.unlink(missing_ok=True)
    stub = folder / "bin" / "hookkit"
    stub.parent.mkdir(exist_ok=True)
    real = shutil.which("hookkit")
    assert real is not None
    stub.write_text(f"#!/bin/sh\n: >{shlex.quote(str(started))}\nexec {shlex.quote(real)} \"$@\"\n")
    stub.chmod(0o755)
    *command, form = CALLS[shell]
    if shell == "toml":
        tables: Any = parse_toml(BLOCKS[shell], PAGE)
        custom = tables["custom"]["hookkit"]
        text = form.format(when=custom["when"], command=custom["command"])
    else:
        text = form.format(BLOCKS[shell])
    path = os.pathsep.join([str(stub.parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "PS1": "", "TERM": "dumb"}
    ended = subprocess.run(
        [*command, text], cwd=repo.path, env=env, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.strip(), started.exists()


@pytest.mark.parametrize("shell", CALLS)
def test_a_prompt_shows_what_waits(repo: Repository, tmp_path: Path, shell: str) -> None:
    if shutil.which(CALLS[shell][0]) is None:
        pytest.skip(f"{shell} is not here")
    assert shown(shell, repo, tmp_path) == ("", False)
    repo.commit("base", {"base.txt": "base\n"})
    assert shown(shell, repo, tmp_path) == ("", False)
    repo.commit("Sloppy", {"a.py": SLOPPY})
    run_here(repo, "run", "--mode", "propose")
    assert shown(shell, repo, tmp_path) == ("pep8:3", True)
    repo.git("pack-refs", "--all")
    assert shown(shell, repo, tmp_path) == ("pep8:3", True)
    repo.commit("On", {"b.txt": "b\n"})
    assert shown(shell, repo, tmp_path) == ("", False)
