"""The lines of the page about upgrades do what it says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.repository import Repository
from tests.upgrade.environments import ROOT, make_environment

PAGE = ROOT / "docs" / "upgrade.md"


def test_a_server_is_set_up_upgraded_and_taken_back_as_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    bare = Repository.init(tmp_path / "git" / "shop.git", "--bare")
    text = PAGE.read_text("utf-8").partition("### How")[0].replace("/opt/hookkit", str(tmp_path))
    text = text.replace("/srv/git", str(tmp_path / "git"))
    first, *blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    assert first == "pip install --upgrade hookkit\nhookkit install\n"
    hook = bare.path / "hooks" / "pre-receive"
    written = []
    for block in blocks:
        for line in block.splitlines():
            play(line)
        written.append(hook.read_bytes())
    assert len(written) == 3 and written[0] == written[2] != written[1]
    assert all(f"python={tmp_path}/current/bin/python\n".encode() in each for each in written)
    assert (tmp_path / "current").resolve() == tmp_path / "versions" / "1"


def play(line: str) -> None:
    """Run a line; a new environment has this hookkit already, with hooks of its own form."""
    made = line.removeprefix("python3 -m venv ")
    if made != line:
        environment = make_environment(Path(made), f"for {Path(made).name}")
        script = environment.path / "bin" / "hookkit"
        start = "from hookkit.__main__ import run; run()"
        script.write_text(f'#!/bin/sh\nexec "{environment.python}" -I -c "{start}" "$@"\n')
        script.chmod(0o755)
    elif not line.endswith("/pip install hookkit"):
        subprocess.run(["sh", "-c", line], check=True, capture_output=True)
