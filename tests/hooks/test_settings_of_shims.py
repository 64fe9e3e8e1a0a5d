"""Where a shim looks for settings that enable a check, and its system calls without any."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest

from hookkit.shims.shim_file import events_with_shim
from tests.faults.ptrace_tracer import Stopped, Tracing, Watcher, become
from tests.faults.syscalls import ALL_CALLS
from tests.hooks.test_which_event import started
from tests.repository import Repository
from tests.test_hook_files import Recorder, put_shim

USUAL_GIT = ("/usr/lib/git-core", "/usr/libexec/git-core")
PATTERN = '[hookkit]\n\tticketPattern = "[0-9]+"\n'
ON_LINUX = pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"),
    reason="the tracer is for Linux alone",
)
COMMIT = ("commit", "-qm", "x", "--allow-empty")


@pytest.fixture
def python(tmp_path: Path) -> Recorder:
    """What stands for Python."""
    return Recorder.make(tmp_path / "bin" / "python")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that git reads the usual files of, and nothing that says to read others."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith(("GIT_CONFIG_", "HOOKKIT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "somebody@example.org")
    return home


@pytest.fixture
def topic(repo: Repository, python: Recorder, home: Path) -> Repository:
    """A topic branch with all shims, and no setting."""
    repo.commit("begin", {"a.txt": "0\n"})
    repo.git("checkout", "-q", "-b", "topic")
    for event in events_with_shim():
        put_shim(repo, event, python.path)
    return repo


PLACES = {
    "of the repository": ".git/config",
    "of the person": "~/.gitconfig",
    "of the person, elsewhere": "~/.config/git/config",
    "of the worktree": ".git/config.worktree",
}


def write_at(repo: Repository, home: Path, place: str, text: str) -> None:
    """Put text behind what a file of git's configuration has."""
    path = home / place[2:] if place.startswith("~/") else repo.path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(text)


@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
def test_a_setting_in_any_file_of_gits_configuration_wakes_its_check(
    topic: Repository, python: Recorder, home: Path, place: str
) -> None:
    topic.git("config", "extensions.worktreeConfig", "true")
    assert started(python, topic, *COMMIT) == []
    write_at(topic, home, place, PATTERN)
    assert started(python, topic, *COMMIT) == ["commit-msg"]


@pytest.mark.parametrize(
    "text", ["[include]\n\tpath = more\n", '[IncludeIf "gitdir:/"]\npath=more']
)
def test_a_setting_in_an_included_file_wakes_its_check(
    topic: Repository, python: Recorder, home: Path, text: str
) -> None:
    (home / "more").write_text(PATTERN)
    write_at(topic, home, "~/.gitconfig", text)
    assert started(python, topic, *COMMIT) == ["commit-msg"]


def test_a_setting_is_found_in_a_last_line_without_an_end(
    topic: Repository, python: Recorder, home: Path
) -> None:
    write_at(topic, home, "~/.gitconfig", "[HookKit] ticketpattern=x")
    assert started(python, topic, *COMMIT) == ["commit-msg"]


def test_a_setting_of_one_command_wakes_its_check(topic: Repository, python: Recorder) -> None:
    assert started(python, topic, "-c", "hookkit.ticketPattern=x", *COMMIT) == ["commit-msg"]


@pytest.mark.parametrize(
    ("level", "expected"),
    [("debt=warn", ["pre-commit"]), ("ticket=warn", []), ("ticket=.debt", ["pre-commit"])],
)
def test_of_the_checks_that_of_debt_wakes_every_commit(
    topic: Repository,
    python: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    level: str,
    expected: list[str],
) -> None:
    assert started(python, topic, "-c", f"hookkit.checks={level}", *COMMIT) == expected
    monkeypatch.setenv("HOOKKIT_CHECKS", level)
    assert started(python, topic, *COMMIT) == expected


@pytest.mark.parametrize("value", ["x.target", "(?:ticket)", "a:branch"])
def test_what_a_setting_says_wakes_no_other_check(
    topic: Repository, python: Recorder, value: str
) -> None:
    assert started(python, topic, "-c", f"hookkit.checks={value}", *COMMIT) == []


def test_a_setting_in_the_environment_wakes_its_check(
    topic: Repository, python: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = {"COUNT": "1", "KEY_0": "hookkit.ticketPattern", "VALUE_0": "x"}
    for name, value in counted.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert started(python, topic, *COMMIT) == ["commit-msg"]


def test_a_setting_in_a_linked_worktree_is_that_of_the_repository(
    topic: Repository, python: Recorder
) -> None:
    topic.git("worktree", "add", "-q", "-b", "linked", "../linked")
    linked = Repository(topic.path.parent / "linked")
    assert started(python, linked, *COMMIT) == []
    topic.git("config", "hookkit.ticketPattern", "x")
    assert started(python, linked, *COMMIT) == ["commit-msg"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (".hookkit.toml", 'mode = "propose"\n', []),
        (".hookkit.toml", 'ticket_pattern = "[0-9]+"\n', ["commit-msg"]),
        (".hookkit.toml", '"branch_pattern" = "{ticket}"\n', ["pre-commit"]),
        (".hookkit.toml", 'Ticket-Pattern = "x"', ["commit-msg"]),
        (".hookkit.toml", "# more\n" * 60 + 'TICKET_PATTERN = "x"', ["commit-msg"]),
        (".hookkit.toml", 'checks = {ticket = "off"}\n', []),
        (".hookkit.toml", 'checks = {ticket = "off", debt = "warn"}\n', ["pre-commit"]),
        (".hookkit.toml", '[checks]\ndebt = "refuse"\n', ["pre-commit"]),
        ("pyproject.toml", '[tool.hookkit]\nchecks.debt="warn"\n', ["pre-commit"]),
        ("pyproject.toml", '[tool.other]\ndebt="warn"\n', []),
        ("pyproject.toml", '[tool.hookkit]\nmode = "propose"\n', []),
        ("pyproject.toml", '[tool.hookkit]\nticket_pattern="x"\n', ["commit-msg"]),
        ("pyproject.toml", '[tool.other]\nticket_pattern="x"\n', []),
    ],
)
def test_a_file_of_settings_wakes_a_check_only_by_the_setting_of_that_check(
    topic: Repository, python: Recorder, name: str, text: str, expected: list[str]
) -> None:
    topic.write(name, text)
    assert started(python, topic, *COMMIT) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("HOOKKIT_MODE", []),
        ("HOOKKIT_TICKET_PATTERN", ["commit-msg"]),
        ("HOOKKIT_BRANCH_PATTERN", ["pre-commit"]),
        ("HOOKKIT_PROTECTED", ["pre-commit"]),
        ("HOOKKIT_TARGET", ["pre-commit"]),
    ],
)
def test_a_variable_wakes_only_its_check(
    topic: Repository,
    python: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    expected: list[str],
) -> None:
    monkeypatch.setenv(name, "propose")
    assert started(python, topic, *COMMIT) == expected


@ON_LINUX
def test_without_settings_neither_pre_commit_nor_commit_msg_starts_a_program(
    topic: Repository,
) -> None:
    assert programs_at_a_commit(topic) == ["pre-commit", "commit-msg", "post-commit", "git"]


@ON_LINUX
@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".hookkit.toml", "# target of all\n"),
        (".hookkit.toml", "# more\n" * 60),
        ("pyproject.toml", "[tool.black]\ntarget-version = ['py310']\n"),
        ("pyproject.toml", '[tool.hookkit]\nmode = "propose"\n'),
    ],
)
def test_a_file_of_settings_is_looked_at_once_for_both(
    topic: Repository, name: str, text: str
) -> None:
    topic.write(name, text)
    (topic.path / ".git" / "hookkit").mkdir()
    expected = ["pre-commit", "grep", "commit-msg", "post-commit", "git"]
    assert programs_at_a_commit(topic) == expected


@ON_LINUX
def test_a_short_file_of_other_settings_starts_no_program(topic: Repository) -> None:
    topic.write(".hookkit.toml", 'mode = "propose"\nscope = "lines"')
    assert programs_at_a_commit(topic) == ["pre-commit", "commit-msg", "post-commit", "git"]


@ON_LINUX
def test_on_a_protected_branch_of_which_nothing_is_elsewhere_no_program_is_started(
    topic: Repository,
) -> None:
    if topic.has_reftable:
        pytest.skip("git alone knows the refs")
    topic.git("checkout", "-q", "main")
    assert programs_at_a_commit(topic) == ["pre-commit", "commit-msg", "post-commit", "git"]


def test_what_another_commit_has_looked_up_is_not_believed(
    topic: Repository, python: Recorder
) -> None:
    (topic.path / ".git" / "hookkit").mkdir()
    assert started(python, topic, *COMMIT) == []
    asked = topic.path / ".git" / "hookkit" / "no-ticket"
    assert asked.read_text().strip().isdigit() or topic.git("--exec-path") not in USUAL_GIT
    topic.git("config", "hookkit.ticketPattern", "x")
    (topic.path / ".git" / "hooks" / "pre-commit").unlink()
    assert started(python, topic, *COMMIT) == ["commit-msg"]


def programs_at_a_commit(repo: Repository) -> list[str]:
    """Give the programs that a commit of nothing starts, from its first hook on."""
    if repo.git("--exec-path") not in USUAL_GIT:
        pytest.skip("this git is at a place of its own")
    repo.git("config", "maintenance.auto", "false")
    programs: list[str] = []

    def watch(stopped: Stopped) -> None:
        if stopped.event.call.startswith("execve"):
            programs.append(Path(stopped.event.path).name)

    assert traced(["git", *COMMIT], repo.path, watch) == 0
    return programs[programs.index("pre-commit") :]


def traced(command: list[str], folder: Path, watch: Watcher) -> int:
    """Run a command under the tracer; give its exit status."""
    tracing = Tracing(str(folder), watch)
    nothing = os.open(os.devnull, os.O_RDWR)
    child = os.fork()
    if child == 0:
        become(command, str(folder), dict(os.environ), [nothing] * 3, ALL_CALLS)
    os.close(nothing)
    return tracing.run(child)


def test_a_merge_is_not_taken_for_a_commit_by_what_was_looked_up(
    topic: Repository, python: Recorder
) -> None:
    (topic.path / ".git" / "hookkit").mkdir()
    topic.commit("Topic", {"t.py": "x = 1\n"})
    topic.git("checkout", "-q", "-b", "other", "HEAD^")
    topic.commit("Other", {"o.py": "x = 1\n"})
    topic.git("merge", "-q", "--no-commit", "--no-ff", "topic")
    assert "post-commit" not in started(python, topic, "commit", "-qm", "merge")
    assert "post-commit" in started(python, topic, "commit", "-q", "--amend", "-m", "merged")
