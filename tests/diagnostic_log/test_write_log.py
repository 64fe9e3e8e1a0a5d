"""The log: where it is, that it never gets in the way, a person's own configuration, reading it."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from hookkit.diagnostic_log.read_log import follow, last_lines
from hookkit.diagnostic_log.record_bug import record_bug
from hookkit.diagnostic_log.write_log import MAX_BYTES, Logger, configure_log, log_path
from hookkit.errors import WrongUsage
from tests.repository import Repository
from tests.repository_with_hooks import close_log

LOGGER = Logger("hookkit")


@pytest.fixture(autouse=True)
def untouched_logging() -> Iterator[None]:
    """Begin without a log, and leave none to the other tests."""
    root = logging.getLogger()
    root_before = (root.level, list(root.handlers))
    close_log()
    yield
    close_log()
    for handler in set(root.handlers) - set(root_before[1]):
        handler.close()
    root.level, root.handlers[:] = root_before


def test_the_log_is_in_the_common_directory_of_all_worktrees(repo: Repository) -> None:
    repo.commit("first")
    repo.git("worktree", "add", "--quiet", "../other")
    other = Repository(repo.path.parent / "other")
    place = repo.path / ".git" / "hookkit" / "hookkit.log"
    assert log_path(repo.runner) == log_path(other.runner) == place


def test_a_line_has_time_level_process_name_and_message(repo: Repository) -> None:
    configure_log(repo.runner)
    Logger("hookkit.corrections.fix_files").info("corrected %d faults in %s", 3, "ä\udce9.py")
    Logger("hookkit.corrections.fix_files").debug("not shown")
    text = log_path(repo.runner).read_text(encoding="utf-8")
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000 INFO "
        rf"{os.getpid()} hookkit\.corrections\.fix_files: corrected 3 faults in ä\\udce9\.py\n",
        text,
    )


def test_nothing_is_made_before_the_first_line(repo: Repository) -> None:
    configure_log(repo.runner)
    assert not log_path(repo.runner).parent.exists()
    LOGGER.info("now")
    assert log_path(repo.runner).exists()


def test_configuring_twice_logs_once(repo: Repository) -> None:
    configure_log(repo.runner)
    configure_log(repo.runner)
    LOGGER.info("one")
    assert len(last_lines(log_path(repo.runner), 10)) == 1


def test_nothing_is_said_without_a_repository(capfd: pytest.CaptureFixture[str]) -> None:
    configure_log(None)
    LOGGER.warning("nobody hears this")
    assert capfd.readouterr() == ("", "")


def test_a_log_that_cannot_be_written_is_no_failure(
    repo: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.write(".git/hookkit", "a file where the folder would be")
    configure_log(repo.runner)
    LOGGER.warning("lost")
    assert capfd.readouterr() == ("", "")


def test_a_log_that_is_a_folder_is_no_failure(
    repo: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    log_path(repo.runner).mkdir(parents=True)
    configure_log(repo.runner)
    LOGGER.warning("lost")
    assert capfd.readouterr() == ("", "")


def test_the_log_is_rotated_at_a_megabyte_and_two_older_files_stay(repo: Repository) -> None:
    configure_log(repo.runner)
    for number in range(45):
        LOGGER.info("%d %s", number, "x" * 100_000)
    sizes = {path.name: path.stat().st_size for path in log_path(repo.runner).parent.iterdir()}
    assert sorted(sizes) == ["hookkit.log", "hookkit.log.1", "hookkit.log.2"]
    assert max(sizes.values()) <= MAX_BYTES
    assert [line.split()[4] for line in last_lines(log_path(repo.runner), 20)] == [
        str(number) for number in range(25, 45)
    ]


def own(path: Path, level: str = "DEBUG") -> dict[str, object]:
    """A logging configuration that writes to ``path``."""
    return {
        "version": 1,
        "handlers": {"file": {"class": "logging.FileHandler", "filename": str(path)}},
        "root": {"level": level, "handlers": ["file"]},
    }


def own_file(tmp_path: Path, name: str, content: object, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a configuration and have HOOKKIT_LOG_CFG name it."""
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    monkeypatch.setenv("HOOKKIT_LOG_CFG", str(path))
    return path


@pytest.mark.parametrize("name", ["log.json", "log.yaml", "log.YML"])
def test_a_configuration_of_the_persons_own(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    logging.getLogger("hookkit.early").disabled = False
    # JSON is YAML.
    own_file(tmp_path, name, own(tmp_path / "my.log"), monkeypatch)
    configure_log(repo.runner)
    Logger("hookkit.early").debug("heard")
    assert (tmp_path / "my.log").read_text() == "heard\n"
    assert not log_path(repo.runner).exists()
    assert record_bug(ValueError("x")) == tmp_path / "my.log"


@pytest.mark.parametrize(
    ("name", "content", "message", "line"),
    [
        pytest.param(
            "log.json",
            '{\n"version": 1\n"root": {}}',
            "{path}, line 3: not valid JSON: Expecting ',' delimiter",
            3,
            id="broken JSON",
        ),
        pytest.param(
            "log.yaml",
            "version: 1\nroot: [\n",
            "{path}, line 3: not valid YAML: expected the node content, but found '<stream end>'",
            3,
            id="broken YAML",
        ),
        pytest.param(
            "log.json",
            {"version": 1, "handlers": {"file": {"class": "logging.FileHandler"}}},
            "{path}: Unable to configure handler 'file': ",
            None,
            id="wrong handler",
        ),
        pytest.param(
            "log.json",
            {"version": 1, "handlers": {"file": {"class": "logging.NoHandler"}}},
            "{path}: Unable to configure handler 'file': Cannot resolve 'logging.NoHandler': "
            "No module named 'logging.NoHandler'",
            None,
            id="unknown class",
        ),
        pytest.param(
            "log.json",
            {"version": 1, "root": {"level": "LOUD"}},
            "{path}: Unable to configure root logger: Unknown level: 'LOUD'",
            None,
            id="unknown level",
        ),
        pytest.param(
            "log.json",
            {"root": {}},
            "{path}: dictionary doesn't specify a version",
            None,
            id="no version",
        ),
        pytest.param(
            "log.json",
            own(Path("/nowhere/at/all.log")),
            "{path}: Unable to configure handler 'file': "
            "[Errno 2] No such file or directory: '/nowhere/at/all.log'",
            None,
            id="no folder",
        ),
    ],
)
def test_a_bad_configuration_is_named(
    repo: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: object,
    message: str,
    line: int | None,
) -> None:
    path = own_file(tmp_path, name, content, monkeypatch)
    with pytest.raises(WrongUsage) as caught:
        configure_log(repo.runner)
    # Where a sentence of Python goes on, it differs between versions.
    assert caught.value.message.startswith(message.format(path=path))
    at = f"+{line} " if line else ""
    assert caught.value.repair == f"${{EDITOR:-vi}} {at}{path}"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("log.json", "[]", "{path} must be a mapping, as logging.config.dictConfig takes it"),
        ("log.yaml", "", "{path} must be a mapping, as logging.config.dictConfig takes it"),
        ("log.ini", "", "HOOKKIT_LOG_CFG names {path}; allowed: a .json, .yaml or .yml file"),
    ],
)
def test_what_is_no_configuration_is_named(
    repo: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: str,
    message: str,
) -> None:
    path = own_file(tmp_path, name, content, monkeypatch)
    with pytest.raises(WrongUsage) as caught:
        configure_log(repo.runner)
    assert caught.value.message == message.format(path=path)
    assert caught.value.repair == "unset HOOKKIT_LOG_CFG"


def test_a_missing_configuration_is_named(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOKKIT_LOG_CFG", "/nowhere/log.json")
    with pytest.raises(WrongUsage) as caught:
        configure_log(repo.runner)
    assert caught.value.message == "HOOKKIT_LOG_CFG names /nowhere/log.json, which is no file"


def a_bug() -> BaseException:
    """An error with a traceback."""
    try:
        raise KeyError("boom")
    except KeyError as error:
        return error


def test_a_bug_is_logged_with_its_traceback(repo: Repository) -> None:
    configure_log(repo.runner)
    assert record_bug(a_bug()) == log_path(repo.runner)
    text = log_path(repo.runner).read_text()
    assert " CRITICAL " in text and "a bug in hookkit 0." in text
    assert "Traceback (most recent call last):" in text and text.endswith("KeyError: 'boom'\n")


def test_a_bug_before_any_set_up_finds_the_log_of_the_repository(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.path)
    assert record_bug(a_bug()) == log_path(repo.runner)
    assert log_path(repo.runner).read_text().endswith("KeyError: 'boom'\n")


@pytest.mark.parametrize("is_configured", [True, False])
def test_a_bug_without_a_place_goes_to_a_temporary_file(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_configured: bool
) -> None:
    repo.write(".git/hookkit", "a file where the folder would be")
    monkeypatch.chdir(repo.path)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    if is_configured:
        configure_log(repo.runner)
    place = record_bug(a_bug())
    assert place is not None and place.parent == tmp_path / "temporary"
    assert place.read_text().endswith("KeyError: 'boom'\n")


def test_a_bug_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    place = record_bug(a_bug())
    assert place is not None and place.parent == tmp_path


def test_a_bug_with_no_place_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert record_bug(a_bug()) is None


def write_lines(path: Path, *lines: str) -> None:
    """Append ``lines`` to the log at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in lines)


def test_last_lines(tmp_path: Path) -> None:
    path = tmp_path / "hookkit.log"
    assert last_lines(path, 5) == []
    write_lines(path, "c", "d")
    write_lines(tmp_path / "hookkit.log.1", "b")
    write_lines(tmp_path / "hookkit.log.2", "a")
    assert last_lines(path, 1) == ["d"]
    assert last_lines(path, 3) == ["b", "c", "d"]
    assert last_lines(path, 9) == ["a", "b", "c", "d"]
    assert last_lines(path, 0) == []


def test_follow_survives_half_lines_rotation_and_a_log_that_is_not_there_yet(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hookkit.log"
    lines = follow(path)
    request.addfinalizer(lines.close)

    # Who finds no log waits for a moment: it is written then.
    with monkeypatch.context() as patched:
        patched.setattr(
            "hookkit.diagnostic_log.read_log.time.sleep", lambda _: write_lines(path, "one")
        )
        assert next(lines) == "one"
    with path.open("a") as stream:
        stream.write("tw")
        stream.flush()
        stream.write("o\nthree\n")
    assert list(islice(lines, 2)) == ["two", "three"]
    write_lines(path, "last of the old")
    path.rename(tmp_path / "hookkit.log.1")
    write_lines(path, "first of the new", "second")
    assert list(islice(lines, 3)) == ["last of the old", "first of the new", "second"]


def test_the_command_says_where_the_log_would_be(repo: Repository) -> None:
    ended = repo.hookkit("log")
    place = repo.path / ".git" / "hookkit" / "hookkit.log"
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f"there is no log yet; it would be {place}\n"


def test_the_command_shows_the_last_lines(repo: Repository) -> None:
    write_lines(log_path(repo.runner), *(f"line {number}" for number in range(1, 31)))
    assert repo.hookkit("log").stdout.splitlines() == [f"line {n}" for n in range(11, 31)]
    assert repo.hookkit("log", "-n", "2").stdout == "line 29\nline 30\n"
    ended = repo.hookkit("log", "-n", "1", HOOKKIT_LOG_CFG="/my/log.json")
    assert ended.stdout == ("HOOKKIT_LOG_CFG is set: the log is where /my/log.json says\nline 30\n")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_the_command_follows_until_it_is_interrupted(repo: Repository) -> None:
    write_lines(log_path(repo.runner), "old", "newest")
    following = subprocess.Popen(
        [sys.executable, "-m", "hookkit", "log", "-n", "1", "--follow"],
        cwd=repo.path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert following.stdout is not None
    assert following.stdout.readline() == "newest\n"
    write_lines(log_path(repo.runner), "new")
    assert following.stdout.readline() == "new\n"
    following.send_signal(signal.SIGINT)
    out, err = following.communicate(timeout=10)
    assert (following.returncode, out) == (130, "")
    # click ends the line of the terminal's ^C.
    assert err == "\nhookkit: interrupted\n"
