"""Contents and names that would act on a terminal or a CI server are shown, and do nothing."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.history.checks.scenarios import Team
from tests.long_runs import some
from tests.repository import Repository
from tests.repository_with_hooks import install_hooks
from tests.server.scenario import served_team

ACTING = "\x1b]0;pwned\x07\x1b[31m\x9b2J\u202e\u2066\u200b\ue0001"
NAME = f"a{ACTING}\r::error::owned.py"
BRANCH = "b\u202e\x9bc"
HEBREW = "\u05e9\u05dc\u05d5\u05dd"  # a comment in it must stay readable
CODE = f"""import os,sys
x=1  # {HEBREW}
y = '''
::error::owned {ACTING}
##[error]o ##vso[x]
'''
z=2
"""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
BAR = re.compile(r"\r?\x1b\[(?:\?25[lh]|1A|2K)\r?")
"""What the bar of progress does to a terminal where the work takes long."""
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\u2028\u2029]")
COMMAND = re.compile(r"^\s*::\w|##\[|##vso\[", re.MULTILINE)

COMMANDS = [
    ["run", "--diff"],
    ["run", "--check"],
    ["run", "--all-files", "--check"],
    ["run", "--check", "--format", "json"],
    ["run", "--check", "--format", "github"],
    ["run", "--check", "--format", "sarif"],
    ["run", "--check", "--format", "junit"],
    ["review"],
    ["review", "--format", "json"],
    ["review", "--format", "github"],
    ["review", "--format", "sarif"],
    ["check"],
    ["check", "--format", "json"],
    ["check", "--format", "github"],
    ["check", "--format", "sarif"],
    ["check", "--format", "junit"],
    ["check", "main..HEAD"],
    ["why", "HEAD"],
    ["why", "HEAD", "--format", "json"],
    ["why-not", NAME],
    ["graph"],
    ["graph", "--unfold"],
    ["history-report"],
    ["history-report", "--format", "json"],
    ["debt", "log", "HEAD", "--by", "author"],
    ["debt", "log", "HEAD", "--by", "author", "--format", "csv"],
    ["corrections"],
    ["config"],
    ["doctor"],
    ["log"],
    ["undo", "--list"],
    ["refused"],
    ["tidy", "--dry-run"],
    ["sync", "--dry-run"],
    ["push", "--dry-run"],
    ["merge", "--dry-run"],
    ["start", NAME],
    [f"no{ACTING}"],
    ["run", f"no{ACTING}"],
    ["check", f"--branch=no{ACTING}"],
    ["accept", f"no{ACTING}"],
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository whose every name and content carries what acts."""
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        for who in ("AUTHOR", "COMMITTER"):
            patched.setenv(f"GIT_{who}_NAME", f"Mallory {ACTING}")
            patched.setenv(f"GIT_{who}_EMAIL", "m@example.com")
        repo = Repository.init(folder / "repo", "-b", "main")
        repo.commit("begin", {"README": "x\n"})
        repo.git("checkout", "-q", "-b", BRANCH)
        install_hooks(repo)
        repo.git("config", "hookkit.mode", "propose")
        repo.git("config", "hookkit.target", "main")
        repo.git("config", "hookkit.branchPattern", f"x{ACTING}|[a-z]+")
        repo.commit(f"fixup! ::error::subject {ACTING}", {NAME: CODE})
        repo.commit(f"::error::subject {ACTING}\n\n##[error]body", {NAME: CODE + "w=1\n"})
    return repo


def piped(repo: Repository, *args: str) -> str:
    """What a command prints into a pipe."""
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit", *args],
        cwd=repo.path,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return ended.stdout.decode("utf-8", "surrogateescape")


def shown(repo: Repository, *args: str) -> str:
    """What a command prints on a terminal."""
    return on_terminal(repo, [sys.executable, "-m", "hookkit", *args])


def on_terminal(repo: Repository, command: list[str]) -> str:
    """What a program prints on a terminal."""
    runner, terminal = pty.openpty()
    env = {**os.environ, "PYTHONUTF8": "1", "TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen(
        command, cwd=repo.path, env=env, stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal
    ):
        os.close(terminal)
        parts = []
        while True:
            try:
                part = os.read(runner, 65536)
            except OSError:  # Linux's way to say that nobody has the terminal any more
                break
            if not part:
                break
            parts.append(part)
    os.close(runner)
    return b"".join(parts).decode("utf-8", "surrogateescape").replace("\r\n", "\n")


IN_EACH_RUN = COMMANDS[::2]


@pytest.mark.parametrize(
    "args", some(COMMANDS, IN_EACH_RUN), ids=lambda args: ascii(" ".join(args))
)
def test_no_output_acts_on_a_terminal_or_a_ci_server(hostile: Repository, args: list[str]) -> None:
    text = BAR.sub("", COLOUR.sub("", shown(hostile, *args)))
    assert not FORBIDDEN.findall(text), text
    if args == ["run", "--diff"]:
        return  # a patch is for git apply, byte for byte
    plain = piped(hostile, *args)
    assert not FORBIDDEN.findall(plain), plain
    if "github" not in args or args[0] == "review":
        assert not COMMAND.findall(plain), plain


def test_the_bar_of_progress_shows_a_name_that_does_not_act(hostile: Repository) -> None:
    code = (
        "import hookkit.terminal.progress as progress\n"
        "progress.DELAY_SECONDS = progress.REFRESH_SECONDS = 0.0\n"
        "from hookkit.__main__ import main\n"
        "main(['run', '--all-files', '--check'])\n"
    )
    text = COLOUR.sub("", on_terminal(hostile, [sys.executable, "-c", code]))
    assert BAR.search(text) and "pwned" in text
    text = BAR.sub("", text)
    assert not FORBIDDEN.findall(text), text


def test_an_annotation_is_one_line_whatever_is_in_it(hostile: Repository) -> None:
    for args in (["run", "--check"], ["check"]):
        lines = piped(hostile, *args, "--format", "github").splitlines()
        assert lines
        assert all(re.match(r"::(?:error|warning|notice) [a-zA-Z]+=", line) for line in lines)


def test_a_patch_into_a_pipe_is_byte_for_byte(hostile: Repository) -> None:
    patch = piped(hostile, "run", "--diff")
    assert ACTING in patch
    assert f" ::error::owned {ACTING}\n" in patch
    data = patch[patch.index("diff --git") :].rpartition("hookkit")[0] or patch
    assert hostile.attempt("apply", "--check", data=data.encode()).returncode == 0


def test_code_in_another_script_stays_readable(hostile: Repository) -> None:
    for text in (shown(hostile, "review"), piped(hostile, "review")):
        assert HEBREW in text


def test_formats_mean_what_was_there(hostile: Repository) -> None:
    review = json.loads(piped(hostile, "review", "--format", "json"))
    assert any(ACTING in each["path"] for each in review["files"])
    assert HEBREW in piped(hostile, "review", "--format", "json")
    ElementTree.fromstring(piped(hostile, "run", "--check", "--format", "junit"))


def test_what_a_hook_says_does_not_act(hostile: Repository) -> None:
    hostile.write(NAME, CODE + "v=1\n")
    hostile.git("add", "--all")
    who = {"GIT_AUTHOR_NAME": "m", "GIT_COMMITTER_NAME": "m", "EMAIL": "m@example.com"}
    ended = hostile.attempt("commit", "-q", "-m", f"::error:: {ACTING}", data=b"", **who)
    said = ended.stderr.decode("utf-8", "surrogateescape")
    assert "hookkit" in said
    assert not FORBIDDEN.findall(said), said
    assert not COMMAND.findall(said), said


def test_what_a_server_says_does_not_act(tmp_path: Path) -> None:
    team: Team = served_team(tmp_path)
    hook = team.remote.path / "hooks" / "post-receive"
    hook.write_text("#!/bin/sh\nprintf 'x\\033]0;y\\007\\033[31m \\342\\200\\256\\n' >&2\n")
    hook.chmod(0o755)
    team.alice.git("checkout", "-q", "-b", "topic")
    team.alice.commit("more", {"a.txt": "x\n"})
    for text in (piped(team.alice, "push"), COLOUR.sub("", shown(team.alice, "push"))):
        assert not FORBIDDEN.findall(text.replace("\r", "")), text
