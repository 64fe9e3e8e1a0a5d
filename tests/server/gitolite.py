"""A gitolite with two users who push to it by ssh."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.history.checks.scenarios import clone
from tests.repository import Repository

PROGRAM = shutil.which("gitolite")

CONF = """\
repo gitolite-admin
    RW+ = admin

repo web/shop web/cart
    RW+ = alice
    RW  = bob
"""


class Gitolite(NamedTuple):
    """An account of gitolite, whose home is ``home``; ``url`` is what people push to."""

    home: Path

    def run(self, *words: str) -> str:
        """Run a command of gitolite as its account."""
        assert PROGRAM is not None
        ended = subprocess.run(
            [PROGRAM, *words],
            env={**os.environ, "HOME": str(self.home)},
            check=True,
            capture_output=True,
            text=True,
        )
        return ended.stdout.strip()

    def hookkit(self, *words: str) -> str:
        """Run hookkit as its account."""
        ended = subprocess.run(
            [sys.executable, "-m", "hookkit", *words],
            cwd=self.home,
            env={**os.environ, "HOME": str(self.home)},
            check=True,
            capture_output=True,
            text=True,
        )
        return ended.stdout

    def configure(self, conf: str) -> None:
        """Have gitolite work by a text of its configuration."""
        (self.home / ".gitolite" / "conf" / "gitolite.conf").write_text(conf)
        self.run("compile")
        self.run("trigger", "POST_COMPILE")

    def repository(self, name: str) -> Repository:
        """The repository of a name, as it is on the server."""
        return Repository(self.home / "repositories" / f"{name}.git")

    def person(self, name: str, repository: str, folder: Path) -> Repository:
        """A clone of somebody whom sshd takes to gitolite by the command of their key."""
        shell = Path(self.run("query-rc", "GL_BINDIR"), "gitolite-shell")
        ssh = folder / f"ssh-{name}"
        # What sshd does: the last word is the command that git asks for (sshd(8), command="…").
        ssh.write_text(
            "#!/bin/sh\nfor last; do :; done\n"
            f"exec env HOME='{self.home}' SSH_CONNECTION='192.0.2.1 1 192.0.2.2 22'"
            f' SSH_ORIGINAL_COMMAND="$last" \'{shell}\' {name}\n'
        )
        ssh.chmod(0o755)
        made = clone(self.repository(repository), folder / name, name)
        made.git("remote", "set-url", "origin", f"git@gitolite:{repository}")
        made.git("config", "core.sshCommand", str(ssh))
        return made


def gitolite_in(folder: Path) -> Gitolite:
    """Set gitolite up, with repositories and a place for hooks of one's own."""
    made = Gitolite(folder / "git")
    made.home.mkdir(mode=0o755)
    made.run("setup", "-a", "admin")
    place = made.home / ".gitolite.rc"
    text = re.sub(r"# (LOCAL_CODE +=> +.\$ENV.HOME)", r"\1", place.read_text())
    place.write_text(text.replace("# 'repo-specific-hooks'", "'repo-specific-hooks'"))
    for name in ("common", "repo-specific"):
        (made.home / "local" / "hooks" / name).mkdir(parents=True)
    made.configure(CONF)
    for name in ("web/shop", "web/cart"):
        made.repository(name).git("symbolic-ref", "HEAD", "refs/heads/main")
    return made
