"""Write the transcripts of README.md anew: what the commands in them print today.

Run it from the top of the checkout: ``python -m scripts.render_readme``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from hookkit.doors.scratch import init_scratch, scratch_folder
from hookkit.story.demo import BEGIN, NAME, SLOPPY
from scripts.render_demo import DATES

README = Path(__file__).parents[1] / "README.md"
TRANSCRIPT = re.compile(r"(?<=^```console\n)(?:.*\n)*?(?=```$)", re.MULTILINE)


def replay(transcript: str, run: Callable[[str], str]) -> str:
    """Give a transcript with the commands it has and what ``run`` says that each prints."""
    commands = re.findall(r"^\$ (.*)\n", transcript, re.MULTILINE)
    return "".join(f"$ {command}\n{run(command)}" for command in commands)


def run_line(command: str, folder: Path, env: Mapping[str, str]) -> str:
    """Run a line of shell, which must end with 0, and give all that it printed."""
    ended = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert ended.returncode == 0, f"{command}: {ended.stdout}"
    return ended.stdout


def render(readme: str, home: Path) -> str:
    """Give the page with the transcripts of a repository ``shop`` in ``home``."""
    shop = home / "shop"
    shop.mkdir()
    git = init_scratch(shop)
    programs = Path(sys.executable).parent
    path = os.pathsep.join([str(programs), git.env["PATH"]])
    env = {**git.env, **DATES, "PATH": path, "HOOKKIT": ""}
    git.run(*BEGIN, env=DATES)
    (shop / NAME).write_text(SLOPPY)
    git.run("add", NAME)

    def run(command: str) -> str:
        shown = run_line(command, shop, env).replace(str(home), "/home/you")
        return re.sub(rf"{re.escape(str(programs))}\S+", "/home/you/.venv/bin/python", shown)

    return TRANSCRIPT.sub(lambda found: replay(found[0], run), readme)


def main() -> int:
    """Write the page anew."""
    with scratch_folder(is_kept=False) as home:
        page = render(README.read_text(encoding="utf-8"), home)
    README.write_text(page, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
