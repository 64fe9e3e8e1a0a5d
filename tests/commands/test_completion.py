"""The completion of command lines: its script, what is offered, and the shells that use it."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hookkit.argument_completion import SOURCES, SOURCES_BY_NAME, Candidate, matching_candidates
from hookkit.commands.completion import INSTALL_LINES
from hookkit.commands.config.show import show
from scripts.render_man import commands
from tests.repository import Repository
from tests.repository_with_hooks import run_here

CONTROL = re.compile(r"\x1b(?:\[[0-9;?>=]*[A-Za-z]|[=>]|\][^\x07]*\x07)|\r")
TIMEOUT = 60.0

HERE = Path(sys.executable).parent
needs_script = pytest.mark.skipif(not (HERE / "hookkit").exists(), reason="no script is installed")


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A repository with a branch to complete and a file."""
    repo.commit("Begin", {"shop.py": "x = 1\n"})
    repo.git("branch", "12-cart")
    return repo


def environment(**more: str) -> dict[str, str]:
    path = f"{HERE}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "TERM": "xterm", "LC_ALL": "C.UTF-8", **more}


def asked(repo: Repository, line: str, shell: str = "bash") -> list[str]:
    """What the process that a shell starts for a line answers, with the last word begun."""
    words = line.split(" ")
    at = str(len(words) - 1) if shell != "fish" else words[-1]
    variables = {"COMP_WORDS": line, "COMP_CWORD": at, "_HOOKKIT_COMPLETE": f"{shell}_complete"}
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit"],
        cwd=repo.path,
        env=environment(**variables),
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.splitlines()


@pytest.mark.parametrize("shell", INSTALL_LINES)
def test_the_script_says_how_it_is_installed(shell: str, repo: Repository) -> None:
    ended = run_here(repo, "completion", shell)
    assert (ended.status, ended.err) == (0, "")
    first, second, *_ = ended.out.splitlines()
    assert first == ("#compdef hookkit" if shell == "zsh" else first)
    assert second == f"# To install it: {INSTALL_LINES[shell]}"
    assert f"_HOOKKIT_COMPLETE={shell}_complete" in ended.out


def test_another_shell_is_wrong_usage(repo: Repository) -> None:
    ended = run_here(repo, "completion", "tcsh")
    assert ended.status == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in ended.err


def test_the_source_that_click_prints_ends_well(repo: Repository) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit"],
        cwd=repo.path,
        env=environment(_HOOKKIT_COMPLETE="bash_source"),
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "_hookkit_completion()" in ended.stdout


def test_commands_options_and_their_values_are_offered(topic: Repository) -> None:
    assert asked(topic, "hookkit mer") == ["plain,merge"]
    assert asked(topic, "hookkit run --mode fix") == ["plain,fixup"]
    assert "plain,--spread" in asked(topic, "hookkit accept --")


def test_branches_commits_and_ranges_are_offered(topic: Repository) -> None:
    assert asked(topic, "hookkit merge 12") == ["plain,12-cart"]
    short = topic.git("rev-parse", "--short", "HEAD")
    assert f"plain,{short}" in asked(topic, "hookkit accept ")
    assert asked(topic, "hookkit graph main..12") == ["plain,main..12-cart"]
    assert asked(topic, "hookkit check fix") == ["plain,fixups"]


def test_remotes_and_their_branches_are_offered(topic: Repository) -> None:
    topic.git("remote", "add", "upstream", "nowhere")
    topic.git("update-ref", "refs/remotes/upstream/7-tax", "HEAD")
    assert asked(topic, "hookkit push up") == ["plain,upstream"]
    assert asked(topic, "hookkit merge up") == ["plain,upstream/7-tax"]


def test_every_argument_that_is_named_is_there() -> None:
    known = {**commands(), "config show": show}
    for name, argument in SOURCES:
        assert argument in {each.name for each in known[name].params}, (name, argument)
    assert SOURCES_BY_NAME.keys() <= {
        each.name for found in known.values() for each in found.params
    }


def test_settings_and_their_values_are_offered(topic: Repository) -> None:
    for line, offered in (
        ("hookkit config set mod", ["plain,mode"]),
        ("hookkit config set checks.h", ["plain,checks.history"]),
        ("hookkit config set mode f", ["plain,fixup"]),
        ("hookkit config set checks.history w", ["plain,warn"]),
        ("hookkit config set worker t", ["plain,true"]),
        ("hookkit config set target 12", ["plain,12-cart"]),
        ("hookkit config set jobs ", [""]),
        ("hookkit config unset mod", ["plain,mode"]),
        ("hookkit config uns", ["file,uns", "plain,unset"]),
        ("hookkit config --sch", ["plain,--schema"]),
    ):
        assert asked(topic, line) == offered, line
    assert "plain,mode" in asked(topic, "hookkit config mod")


def test_families_of_rules_are_offered(topic: Repository) -> None:
    assert asked(topic, "hookkit accept --only E4") == ["plain,E4"]


def test_files_are_left_to_the_shell(topic: Repository) -> None:
    assert asked(topic, "hookkit run sho") == ["file,sho"]
    assert asked(topic, "hookkit why-not ") == ["file,"]


def test_outside_a_repository_nothing_is_said(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit"],
        cwd=tmp_path,
        env=environment(
            COMP_WORDS="hookkit merge ",
            COMP_CWORD="2",
            _HOOKKIT_COMPLETE="bash_complete",
            GIT_CEILING_DIRECTORIES=str(tmp_path),
        ),
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "", "")


def test_what_a_shell_would_take_apart_is_not_offered() -> None:
    offers = [Candidate(name) for name in ("a,b", "a b", "$(a)", "a'b", "a\nb", "ä-b", "a/b")]
    assert [each.value for each in matching_candidates(offers, "")] == ["ä-b", "a/b"]
    assert (
        matching_candidates([Candidate("a", "red \x1b[31m")], "")[0].description == r"red \x1b[31m"
    )


class Shell:
    """A shell in a terminal of its own, to which lines and tabs are typed."""

    def __init__(self, master: int) -> None:
        self.master = master
        self.read = ""

    def type(self, keys: str) -> None:
        """Type keys."""
        os.write(self.master, keys.encode())

    def expect(self, text: str) -> None:
        """Wait until a text was printed."""
        begin = time.monotonic()
        while text not in CONTROL.sub("", self.read):
            if time.monotonic() - begin > TIMEOUT:
                raise AssertionError(f"no {text!r} in {CONTROL.sub('', self.read)!r}")
            if select.select([self.master], [], [], 0.2)[0]:
                self.read += os.read(self.master, 65536).decode("utf-8", "replace")


@contextmanager
def started(words: list[str], repo: Repository, home: Path) -> Iterator[Shell]:
    """Start a shell in a repository, in an empty home, and end it."""
    home.mkdir()
    master, terminal = os.openpty()
    process = subprocess.Popen(
        words,
        cwd=repo.path,
        env=environment(HOME=str(home), PS1="> ", COLUMNS="200"),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    try:
        yield Shell(master)
    finally:
        process.kill()
        process.wait()
        os.close(master)


@needs_script
@pytest.mark.parametrize(
    ("words", "before"),
    [
        (["bash", "--norc", "--noprofile", "-i"], ""),
        (["zsh", "-f", "-i"], "autoload -Uz compinit; compinit -u; "),
    ],
    ids=["bash", "zsh"],
)
def test_a_tab_completes(
    words: list[str], before: str, topic: Repository, tmp_path: Path
) -> None:
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not here")
    with started(words, topic, tmp_path / "home") as shell:
        shell.type(f'{before}eval "$(hookkit completion {words[0]})"; echo rea""dy\r')
        shell.expect("ready")
        for begun, whole in (
            ("hookkit mer\t", "hookkit merge"),
            ("hookkit merge 12\t", "hookkit merge 12-cart"),
            ("hookkit graph main..12\t", "hookkit graph main..12-cart"),
            ("hookkit run sh\t", "hookkit run shop.py"),
            ("hookkit config set mode fix\t", "hookkit config set mode fixup"),
        ):
            shell.type(begun)
            shell.expect(whole)
            shell.type("\x01echo whole: \r")
            shell.expect(f"\nwhole: {whole}")
            shell.read = ""


@needs_script
@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not here")
def test_fish_completes(topic: Repository, tmp_path: Path) -> None:
    for begun, whole in (
        ("hookkit mer", "merge"),
        ("hookkit merge 12", "12-cart"),
        ("hookkit graph main..12", "main..12-cart"),
        ("hookkit run sh", "shop.py"),
        ("hookkit config set mode fix", "fixup"),
    ):
        ended = subprocess.run(
            ["fish", "-N", "-c", f"hookkit completion fish | source; complete -C '{begun}'"],
            cwd=topic.path,
            env=environment(HOME=str(tmp_path)),
            capture_output=True,
            text=True,
        )
        offered = [line.partition("\t")[0] for line in ended.stdout.splitlines()]
        assert offered == [whole], ended.stderr


def test_a_tab_in_a_subject_is_a_blank(topic: Repository) -> None:
    topic.commit("Add\ta  column")
    topic.git("branch", "7-tab")
    assert asked(topic, "hookkit merge 7-t", "fish") == ["plain,7-tab\tAdd a column"]
