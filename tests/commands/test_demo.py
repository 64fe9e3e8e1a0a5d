"""The demo: its output, its isolation from the user's configuration, its files."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from hookkit.commands import demo
from hookkit.commands.demo import init_scratch, temporary_folder
from hookkit.errors import EnvironmentFailed, GitFailed
from tests.repository import Repository

SHOWN = """\
A sloppy commit in a scratch repository where hookkit is installed

$ cat shop.py
import json,sys
def total(prices,tax):
    gross=lambda price: price + price*tax
    return sum(map(gross,prices))

$ git commit -q -m 'Add tax'
hookkit corrected 6 faults in 1 file of ID "Add tax" as uncommitted edits
  shop.py
    E225  1×  missing whitespace around operator  line 3
    E231  3×  missing whitespace after ','        lines 1-2, 4
    E302  1×  expected 2 blank lines, found 0     line 2
    E401  1×  multiple imports on one line        line 1
    withheld E731 at line 3: a def is not the lambda that was assigned
look       git diff        or hookkit review -i
keep       hookkit accept  as a fixup! commit, --as amend or --as commit
take back  hookkit undo

$ git diff
diff --git a/shop.py b/shop.py
index f5b2a8e..ae11bb9 100644
--- a/shop.py
+++ b/shop.py
@@ -1,4 +1,7 @@
-import json,sys
-def total(prices,tax):
-    gross=lambda price: price + price*tax
-    return sum(map(gross,prices))
+import json
+import sys
+
+
+def total(prices, tax):
+    gross = lambda price: price + price*tax
+    return sum(map(gross, prices))

The scratch repository is gone again; nothing else was touched.
play   hookkit demo --keep  leaves it there, to review, accept and undo
start  hookkit install      in a clone of yours
"""

# What a machine may have set that would stop a commit, or change who makes it and what it runs.
HOSTILE = """\
[core]
    hooksPath = /nowhere
    autocrlf = true
[commit]
    gpgSign = true
    template = /nowhere
[user]
    useConfigOnly = true
[init]
    templateDir = /nowhere
    defaultBranch = trunk
[hookkit]
    enabled = false
[diff]
    noprefix = true
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty."""
    place = tmp_path / "temp orary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return place


@pytest.fixture
def on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have hookkit on PATH."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)


def masked(text: str) -> str:
    """Take out the id of the commit, which depends on when it was made."""
    return re.sub(r"of [0-9a-f]{7} ", "of ID ", text)


@pytest.mark.usefixtures("on_path")
def test_it_shows_the_main_job_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    ended = Repository(tmp_path).hookkit("demo")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert masked(ended.stdout) == SHOWN
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("on_path", "folder")
def test_no_configuration_of_the_person_disturbs_it(sealed_home: Path, repo: Repository) -> None:
    (sealed_home / ".gitconfig").write_text(HOSTILE)
    (sealed_home / ".config").mkdir()
    (sealed_home / ".config" / "pep8").write_text("[pep8]\nignore = E2\n")
    hostile = {"GIT_DIR": str(repo.path / ".git"), "GIT_INDEX_FILE": "/nowhere", "HOOKKIT": "0"}
    hostile |= {"HOOKKIT_MODE": "propose", "GIT_CONFIG_COUNT": "x", "PRE_COMMIT": "1"}
    hostile |= {"PRE_COMMIT_FROM_REF": "HEAD", "PRE_COMMIT_TO_REF": "HEAD"}
    ended = repo.hookkit("demo", **hostile)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert masked(ended.stdout) == SHOWN
    assert repo.status == ""


def test_kept_it_can_be_played_with_by_the_commands_it_names(folder: Path, tmp_path: Path) -> None:
    shown = Repository(tmp_path).hookkit("demo", "--keep").stdout
    (kept,) = folder.iterdir()
    assert f"The scratch repository stays: {kept}\n" in shown
    play = shown[shown.index("\nplay  ") :]
    commands = [line[6:].split("  ")[0] for line in play.splitlines()[1:-1]]
    assert [words.split()[-1] for words in commands[1:4]] == ["review", "accept", "undo"]
    assert shlex.split(commands[0]) == ["cd", str(kept)]
    assert shlex.split(commands[4]) == ["rm", "-rf", str(kept)]
    ended = subprocess.run(["sh", "-euc", "\n".join(commands)], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "hookkit took the correction of" in ended.stdout
    assert "hookkit took back the fixup! commit" in ended.stdout
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("folder")
def test_the_hook_has_the_colours_and_the_width_of_the_screen(tmp_path: Path) -> None:
    env = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "60"}
    shown = Repository(tmp_path).hookkit("demo", **env).stdout
    assert "\x1b[1mhookkit corrected 6 faults in 1 file\x1b[0m" in shown
    assert "\x1b[1;36mshop.py\x1b[0m" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    report = plain[plain.index("\nhookkit corrected") : plain.index("\n$ git diff")]
    assert max(map(len, report.splitlines())) <= 60
    assert "diff --git" not in plain


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("encoding", "sign"), [("ascii", "3x"), ("latin-1", "3×")])
def test_it_says_what_the_encoding_can_hold(tmp_path: Path, encoding: str, sign: str) -> None:
    command = [sys.executable, "-m", "hookkit", "demo"]
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    ended = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert f"E231  {sign}  missing" in ended.stdout.decode(encoding)


@pytest.mark.usefixtures("folder")
def test_what_stops_the_commit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "COMMIT_SUBJECT", "")
    with temporary_folder(is_kept=False) as place, pytest.raises(GitFailed, match="git commit"):
        list(demo.demonstrate(init_scratch(place), {}))
    assert not place.exists()


def test_no_temporary_folder_is_no_bug(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(EnvironmentFailed, match="No such file"), temporary_folder(is_kept=True):
        pass
