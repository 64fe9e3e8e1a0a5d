"""``hookkit config set`` and ``unset``: in the team's file, and in git's configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.git.runner import Git
from hookkit.settings.effective_settings import load_settings
from hookkit.settings.setting_argument import parse_setting_name, parse_setting_value
from tests.repository import Repository
from tests.repository_with_hooks import run_here

TEXT = """\
[project]
name = "x"

[tool.hookkit]
# why
mode = "propose"  # for now
"""


@pytest.fixture
def project(repo: Repository) -> Repository:
    """A repository with settings in pyproject.toml."""
    repo.write("pyproject.toml", TEXT)
    repo.git("add", "pyproject.toml")
    return repo


def ran(repo: Repository, line: str) -> str:
    """Run ``hookkit config`` with words and give what it says; it must do it."""
    ended = run_here(repo, "config", *line.split())
    assert (ended.status, ended.err) == (0, "")
    return ended.out


def test_a_setting_is_set_and_taken_back_as_is_said(project: Repository) -> None:
    assert ran(project, "set mode fixup") == (
        'hookkit set mode to "fixup" in pyproject.toml; it was "propose"\n'
        "look       git diff pyproject.toml\n"
        "take back  hookkit config set mode propose\n"
    )
    assert project.read("pyproject.toml").decode() == TEXT.replace("propose", "fixup")
    assert ran(project, "set mode=fixup") == (
        'mode is already "fixup" in pyproject.toml: nothing to do\n'
    )
    ran(project, "set mode propose")
    assert project.read("pyproject.toml").decode() == TEXT


def test_a_setting_is_unset(project: Repository) -> None:
    assert ran(project, "unset mode") == (
        'hookkit unset mode in pyproject.toml; it was "propose"\n'
        '  in force here is "worktree"  default\n'
        "look       git diff pyproject.toml\n"
        "take back  hookkit config set mode propose\n"
    )
    assert ran(project, "unset mode").startswith("mode is not set in pyproject.toml: nothing to")
    assert project.read("pyproject.toml").decode() == "".join(TEXT.splitlines(True)[:-1])


def test_checks_are_set_one_by_one_and_together(project: Repository) -> None:
    project.write("pyproject.toml", TEXT + 'checks = { force_push = "warn" }\n')
    ran(project, "set checks.force-push off")
    printed = ran(project, "set checks history=refuse force-push=Warn")
    assert printed.splitlines()[-1] == (
        "take back  hookkit config set checks.force_push off && hookkit config unset checks.history"
    )
    assert load_settings(Git.discover(project.path)).checks == {
        "history": "refuse",
        "force-push": "warn",
    }
    ran(project, "unset checks.force-push")
    assert load_settings(Git.discover(project.path)).checks == {"history": "refuse"}


def test_what_holds_here_is_told_where_it_is_something_else(project: Repository) -> None:
    project.git("config", "hookkit.mode", "commit")
    assert '  in force here is "commit"  git config (' in ran(project, "set mode fixup")


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        ({}, ".hookkit.toml"),
        ({"pyproject.toml": "[project]\n"}, "pyproject.toml"),
        ({"pyproject.toml": "[project]\n", ".hookkit.toml": "# ours\n"}, ".hookkit.toml"),
        ({"pyproject.toml": "[tool.hookkit]\njobs = 1\n", ".hookkit.toml": ""}, "pyproject.toml"),
    ],
    ids=["none", "shared", "own", "both"],
)
def test_the_file_is_the_one_with_settings(
    files: dict[str, str], chosen: str, repo: Repository
) -> None:
    for name, text in files.items():
        repo.write(name, text)
    printed = ran(repo, "set mode fixup")
    assert f"in {chosen}" in printed and ("git status" in printed) == (not files)
    assert load_settings(Git.discover(repo.path)).mode == "fixup"
    assert [name for name in files if repo.read(name).decode() != files[name]] == [chosen] * (
        len(files) > 0
    )


def test_a_link_mode_bom_and_line_ends_stay(repo: Repository, tmp_path: Path) -> None:
    there = tmp_path / "shared.toml"
    there.write_bytes(b"\xef\xbb\xbf# \xc3\xa4\r\nmode = 'propose'\r\n")
    there.chmod(0o640)
    (repo.path / ".hookkit.toml").symlink_to(there)
    assert f"look       cat {there}\n" in ran(repo, "set checks.history warn")
    assert (repo.path / ".hookkit.toml").readlink() == there
    assert there.stat().st_mode & 0o777 == 0o640
    assert there.read_bytes() == (
        b"\xef\xbb\xbf# \xc3\xa4\r\nmode = 'propose'\r\n\r\n[checks]\r\nhistory = \"warn\"\r\n"
    )


def test_git_has_the_settings_of_a_person(project: Repository) -> None:
    assert ran(project, "set exclude a* b --local") == (
        'hookkit set exclude to ["a*", "b"] by git config --local\n'
        "take back  hookkit config unset exclude --local\n"
    )
    assert project.git("config", "--get-all", "hookkit.exclude") == "a*\nb"
    assert ran(project, "set exclude c --local").splitlines()[-1] == (
        "take back  hookkit config set exclude 'a*' b --local"
    )
    ran(project, "set checks history=off topic=warn --local")
    ran(project, "set checks.history warn --local")
    assert sorted(project.git("config", "--get-all", "hookkit.checks").split()) == [
        *("history=warn", "topic=warn")
    ]
    ran(project, "unset checks.topic --local")
    ran(project, "unset exclude --local")
    assert project.git("config", "--get-regexp", "hookkit") == "hookkit.checks history=warn"
    assert project.read("pyproject.toml").decode() == TEXT
    assert "nothing to do" in ran(project, "unset jobs --user")
    ran(project, "set worker true --user")
    assert project.git("config", "--global", "hookkit.worker") == "true"


@pytest.mark.parametrize(
    ("words", "said", "repair"),
    [
        (["set", "maode", "fixup"], "did you mean mode?", "hookkit config set mode fixup"),
        (["unset", "maode"], "did you mean mode?", "hookkit config unset mode"),
        (["set", "zzz", "1"], "hookkit config shows every setting", "hookkit config set --help"),
        (
            ["set", "mode", "fixpu"],
            "allowed: propose, worktree, fixup or commit; did you mean",
            "hookkit config set mode fixup",
        ),
        (
            ["set", "jobs"],
            "jobs is given no value; allowed: a whole number of processes, 0 for",
            "hookkit config set --help",
        ),
        (["set", "jobs", "x"], "allowed: a whole number of proc", "hookkit config set --help"),
        (["set", "target", "a", "b"], "takes one value", "hookkit config set target 'a b'"),
        (
            ["set", "checks.histroy", "off"],
            "there is no check histroy",
            "hookkit config set checks.history off",
        ),
        (
            ["set", "checks.history", "of"],
            "allowed: off, warn or refuse; did you mean off?",
            "hookkit config set checks.history off",
        ),
        (["set", "branch_pattern", "("], "not a regular expression", "hookkit config set --help"),
        (
            ["set", "exclude", "[]", "--local"],
            "no empty list",
            "hookkit config unset exclude --local",
        ),
        (
            ["set", "mode", "fixup", "--local", "--user"],
            "exclude each other",
            "hookkit config set --help",
        ),
        (["set", "target", "\udcff"], "is no UTF-8", "hookkit config set --help"),
    ],
    ids=lambda each: ascii(" ".join(each)) if isinstance(each, list) else "",
)
def test_what_is_wrong_changes_nothing(
    words: list[str], said: str, repair: str, project: Repository
) -> None:
    ended = run_here(project, "config", *words)
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err and ended.err.endswith(f"  repair: {repair}\n")
    assert project.read("pyproject.toml").decode() == TEXT


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("[tool.hookkit]\nmode\n", 2, "pyproject.toml, line 2"),
        ("[tool]\nhookkit = 1\n", 2, "tool.hookkit must be a table of settings"),
        ("[tool.hookkit]\nchecks = 1\n", 1, "is written in a way in which this cannot be changed"),
    ],
)
def test_a_file_that_cannot_be_edited_stays(
    text: str, status: int, said: str, repo: Repository
) -> None:
    repo.write("pyproject.toml", text)
    ended = run_here(repo, "config", "set", "checks.history", "off")
    assert (ended.status, ended.out, said in ended.err) == (status, "", True)
    assert "repair: ${EDITOR:-vi} " in ended.err
    assert repo.read("pyproject.toml").decode() == text


def test_settings_in_both_files_are_refused(repo: Repository) -> None:
    repo.write("pyproject.toml", "[tool.hookkit]\njobs = 1\n")
    repo.write(".hookkit.toml", "jobs = 1\n")
    ended = run_here(repo, "config", "set", "jobs", "2")
    assert (ended.status, "git rm" in ended.err) == (2, True)


def test_a_list_is_typed_as_words_or_as_toml() -> None:
    key = parse_setting_name("exclude", "set")
    assert parse_setting_value(key, ["a", "b"], "set") == ("a", "b")
    assert parse_setting_value(key, ['["a", "b"]'], "set") == ("a", "b")
    assert parse_setting_value(key, ["[ab].py"], "set") == ("[ab].py",)
    assert parse_setting_value(key, ["[1]"], "set") == ("[1]",)
    assert parse_setting_value(key, ["[]"], "set") == ()


def test_a_file_in_which_nothing_is_left_is_removed(repo: Repository) -> None:
    ran(repo, "set mode fixup")
    assert "look       cat .hookkit.toml\n" in ran(repo, "set mode propose")
    printed = ran(repo, "unset mode")
    assert printed.splitlines()[0].endswith('"propose"; the file has nothing else and is removed')
    assert "look" not in printed and not (repo.path / ".hookkit.toml").exists()
    repo.commit("settings", {".hookkit.toml": "\nmode = 'fixup'\n"})
    assert "look       git diff -- .hookkit.toml\n" in ran(repo, "unset mode")
    assert repo.status == " D .hookkit.toml" or repo.status == "D .hookkit.toml"
    repo.write(".hookkit.toml", "# ours\nmode = 'fixup'\n")
    ran(repo, "unset mode")
    assert repo.read(".hookkit.toml") == b"# ours\n"


def test_what_is_no_setting_is_taken_out_where_it_is_written(project: Repository) -> None:
    project.write("pyproject.toml", TEXT + "moed = 1\nchecks = { histry = 'off' }\n")
    assert ran(project, "unset moed") == (
        "hookkit unset moed in pyproject.toml; it was 1\nlook  git diff pyproject.toml\n"
    )
    ran(project, "unset checks.histry")
    assert "histry" not in project.read("pyproject.toml").decode()
    project.git("config", "hookkit.moed", "1")
    printed = ran(project, "unset moed --local")
    assert printed == "hookkit unset moed by git config --local; it was 1\n"
    for words in (("moed",), ("moed", "--local"), ("checks.histry",), ("a.b",), ("a b", "--local")):
        ended = run_here(project, "config", "unset", *words)
        assert ended.status == 2 and "EDITOR" not in ended.err
    assert "did you mean mode?" in run_here(project, "config", "unset", "moed").err
