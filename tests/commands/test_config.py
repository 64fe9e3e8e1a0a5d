"""``hookkit config``: all settings, one of them, or what autopep8 has for a file."""

from __future__ import annotations

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import run_here


def test_one_setting_is_shown_alone(repo: Repository) -> None:
    repo.git("config", "hookkit.mode", "propose")
    ended = run_here(repo, "config", "mode")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith('hookkit\n  mode = "propose"  ')
    assert len(ended.out.splitlines()) == 2


@pytest.mark.parametrize(
    ("word", "meant", "repair"),
    [
        ("nonsense", "", "hookkit config"),
        ("maode", "; did you mean mode?", "hookkit config mode"),
        ("a\nb", "", "hookkit config"),
    ],
)
def test_what_is_neither_a_setting_nor_a_file_is_wrong_usage(
    repo: Repository, word: str, meant: str, repair: str
) -> None:
    ended = run_here(repo, "config", word)
    assert (ended.status, ended.out) == (2, "")
    shown = "$'a\\nb'" if "\n" in word else word
    assert ended.err == (
        f"hookkit: {shown} is neither a setting nor a file{meant}\n  repair: {repair}\n"
    )


@pytest.mark.parametrize(
    ("words", "repair"),
    [
        (["mode", "fixup"], "hookkit config set mode fixup"),
        (["mode", "=", "fixup"], "hookkit config set mode fixup"),
        (["max-bytes", "=100"], "hookkit config set max_bytes 100"),
        (["protected", "v*"], "hookkit config set protected 'v*'"),
        (
            ["checks", "a=off", "b=warn"],
            "hookkit config set checks a=off b=warn",
        ),
        (["a/b.py", "c.py"], "hookkit config"),
        (["mode", "="], "hookkit config"),
    ],
)
def test_a_value_is_not_set_but_the_command_that_sets_it_is_named(
    repo: Repository, words: list[str], repair: str
) -> None:
    ended = run_here(repo, "config", *words)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "hookkit: hookkit config shows one setting or one file; hookkit config set sets one\n"
        f"  repair: {repair}\n"
    )


@pytest.mark.parametrize("name", ["new.py", "src", "setup.cfg"])
def test_a_file_that_is_there_or_could_be_is_shown_for(repo: Repository, name: str) -> None:
    repo.write("src/a.py", "")
    repo.write("setup.cfg", "")
    ended = run_here(repo, "config", name)
    assert (ended.status, ended.err) == (0, "")
    assert f"autopep8 for {name}\n" in ended.out


def test_a_file_of_the_name_of_a_setting_is_a_file(repo: Repository) -> None:
    repo.write("mode", "")
    assert "autopep8 for mode\n" in run_here(repo, "config", "mode").out
