"""A configuration means the same for contents that are copied below numbered folders."""

from __future__ import annotations

import configparser

import pytest

from hookkit.debt_log.rewritten_flake8_configuration import (
    Configuration,
    configuration_for_contents,
    read_current_configuration,
)
from tests.repository import Repository

ANY = "=[0-9][0-9][0-9][0-9][0-9]"


def configured(text: str) -> Configuration:
    """What a configuration means."""
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    return configuration_for_contents("setup.cfg", parser)


def written(text: str) -> dict[str, str]:
    """The options as flake8 gets them."""
    parser = configparser.RawConfigParser()
    parser.read_string(configured(text).text.decode())
    return dict(parser.items("flake8"))


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("exclude = build, docs/conf.py", f"build, {ANY}/docs/conf.py"),
        ("extend_exclude = ./a/", f"{ANY}/a"),
        ("exclude = */migrations/*", f"{ANY}/*/migrations/*"),
        ("exclude = /abs/olute, ../above, .", "/abs/olute, ../above, ."),
        ("per-file-ignores = a/b.py:E501,W6 c.py : F401", f"{ANY}/a/b.py:E501,W6 c.py : F401"),
        ("filename = ./src/*.py, *.pyi", f"./{ANY}/src/*.py, *.pyi"),
        ("ignore = E1/2", "E1/2"),
    ],
)
def test_paths_are_below_the_folder_of_each_content(option: str, expected: str) -> None:
    assert [*written(f"[flake8]\n{option}\n").values()] == [expected]


def test_options_of_how_it_prints_do_not_count() -> None:
    quiet = configured("[flake8]\nquiet = 2\nshow_source = true\nmax-line-length = 99\n")
    assert quiet == configured("[flake8]\nmax-line-length = 99\n")
    assert not quiet.has_paths


def test_plugins_of_the_repository_are_left_out() -> None:
    text = "[flake8]\nselect = X\n[flake8:local-plugins]\nextension = X = evil:Plugin\n"
    assert configured(text).has_local_plugins
    assert b"local-plugins" not in configured(text).text


def test_a_bare_repository_has_that_of_its_commit(repo: Repository) -> None:
    commit = repo.commit("Begin", {"tox.ini": "[tox]\n", ".flake8": "[flake8]\nselect = E\n"})
    repo.write(".flake8", "[flake8]\nselect = W\n")
    here = read_current_configuration(repo.runner, commit)
    assert (here.source, here.options_text) == (".flake8", "{'select': 'W'}")
    repo.git("config", "core.bare", "true")
    bare = Repository(repo.path / ".git")
    there = read_current_configuration(bare.runner, commit)
    assert (there.source, there.options_text) == (".flake8", "{'select': 'E'}")


def test_without_one_flake8_has_its_defaults(repo: Repository) -> None:
    repo.write("setup.cfg", b"[flake8]\nselect = \xff\n")
    assert read_current_configuration(repo.runner, "").source == ""
