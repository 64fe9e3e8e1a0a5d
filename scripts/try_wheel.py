"""The life of a branch with the hookkit that is installed beside this Python, on any system.

It needs nothing but git: ``python try_wheel.py``, from wherever the file was copied to. It works in
a temporary folder, says each command, and ends with 1 at the first that does something else.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SLOPPY = "import json,sys\ndef total(prices,tax):\n    return sum(prices)*(1+tax)\n"
TIDY = "import json\nimport sys\n\n\ndef total(prices, tax):\n    return sum(prices)*(1+tax)\n"
CONFIG = "[user]\nname = You\nemail = you@hookkit.invalid\n[init]\ndefaultBranch = main\n"


class Clone:
    """A clone, and the commands that are typed in it."""

    def __init__(self, home: Path) -> None:
        """Make a repository with a server, in a home of its own."""
        self.folder = home / "shop"
        (home / ".gitconfig").write_text(CONFIG, encoding="utf-8")
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        dropped = ("GIT_", "HOOKKIT", "PYTHONPATH")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
        place = {"HOME": str(home), "USERPROFILE": str(home), "PATH": programs, "PYTHONUTF8": "1"}
        self.env = {**kept, **place, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": ":"}
        self.folder.mkdir()
        self.type("git", "init", "-q", "--bare", str(home / "shop.git"))
        self.type("git", "init", "-q")
        self.type("git", "remote", "add", "origin", str(home / "shop.git"))

    def type(self, *command: str, expected: int = 0) -> str:
        """Run a command, which must end with ``expected``, and give all that it printed."""
        print("$", *command, flush=True)
        # Windows finds a program by the PATH of this process, not by that of the new one.
        if command[0] == "hookkit":
            command = (sys.executable, "-m", *command)
        ended = subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        print(ended.stdout, flush=True)
        assert ended.returncode == expected, f"ended with {ended.returncode}"
        return ended.stdout

    def read(self, name: str) -> str:
        """Give what is in a file, with the line ends of any system as one."""
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")


def correct(clone: Clone) -> None:
    """A sloppy commit is corrected; an accepted correction can be undone, to the byte."""
    clone.type("hookkit", "install")
    clone.write("notes.txt", "Prices are without tax.\n")
    clone.write("shop.py", SLOPPY)
    clone.type("git", "add", "shop.py")
    clone.type("git", "commit", "-q", "-m", "Add tax")
    assert clone.read("shop.py") == TIDY, "the hook has corrected the file"
    clone.type("hookkit", "undo")
    assert clone.read("shop.py") == SLOPPY, "undo gives back what was there"
    clone.type("hookkit", "redo")
    clone.type("hookkit", "accept", "--as", "amend")
    assert clone.type("git", "status", "--short") == "?? notes.txt\n", "all of it was taken"


def merge(clone: Clone) -> None:
    """A branch is begun, squashed, checked, merged and pushed."""
    clone.type("hookkit", "start", "7", "Round prices")
    branch = clone.type("git", "branch", "--show-current").strip()
    for text, options in (("DIGITS = 2\n", ("-m", "Round prices")), ("DIGITS = 3\n", ())):
        clone.write("rounded.py", text)
        clone.type("git", "add", "rounded.py")
        clone.type("git", "commit", "-q", *(options or ("--fixup", "HEAD")))
    assert "HK601" in clone.type("hookkit", "check", expected=1)
    clone.type("hookkit", "tidy")
    clone.type("hookkit", "check")
    clone.type("hookkit", "merge")
    clone.type("hookkit", "push")
    assert clone.type("git", "rev-list", "--count", "origin/main") == "4\n", "with the merge"
    assert branch in clone.type("hookkit", "why", "rounded.py:1"), "the line knows its branch"


def main() -> int:
    """Run all of it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a code page of Windows has not all signs
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        clone = Clone(Path(home).resolve())
        clone.write("README", "A shop.\n")
        clone.type("git", "add", "README")
        clone.type("git", "commit", "-q", "-m", "Begin")
        clone.type("git", "push", "-q", "-u", "origin", "main")
        correct(clone)
        clone.type("git", "push", "-q")
        merge(clone)
        clone.type("hookkit", "doctor")
        clone.type("hookkit", "uninstall")
    print("all of it works")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
