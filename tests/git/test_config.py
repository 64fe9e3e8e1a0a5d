"""git's configuration read at once, and its values read as git reads them."""

from __future__ import annotations

import pytest

from hookkit.errors import GitFailed
from hookkit.git.config import config_values, has_autostash, parse_bool, parse_int, read_config
from hookkit.git.write_blob_tree_commit import signs_commits
from tests.repository import Repository


def test_entries_have_origin_key_and_value(repo: Repository) -> None:
    config = repo.path / ".git" / "config"
    with config.open("a") as file:
        file.write('[X "Sub.Part"]\n\tKey = one\\ntwo\n\tkey\n[hookkit]\n\tmaxBytes = 1k\n')
    found = [each for each in read_config(repo.runner) if each.key[0] in "xh"]
    own = [each[1:] for each in found if each.origin == f"file:{config}"]
    assert own == [
        *[("x.Sub.Part.key", "one\ntwo"), ("x.Sub.Part.key", None)],
        ("hookkit.maxbytes", "1k"),
    ]
    assert config_values(repo.runner, "x.Sub.Part.key") == ["one\ntwo", None]
    git = repo.runner
    config.write_text("[core\n")
    with pytest.raises(GitFailed, match="bad config"):
        list(read_config(git))
    assert has_autostash(git)


VALUES = ["true", "yes", "on", "1", "2", "1k", "0", "no", "off", "", "false", "maybe", "TRUE"]


@pytest.mark.parametrize("value", VALUES)
def test_a_boolean_is_what_git_takes_it_for(repo: Repository, value: str) -> None:
    repo.git("config", "commit.gpgSign", value)
    repo.git("config", "rebase.autoStash", value)
    ended = repo.attempt("config", "--type=bool", "--get", "commit.gpgSign")
    said = ended.stdout.strip()
    assert signs_commits(repo.runner) == (said == b"true")
    assert has_autostash(repo.runner) == (said != b"false")
    if ended.returncode == 0:
        assert parse_bool(value) == (said == b"true")


NUMBERS = (
    *("0", "5", "+5", "-5", " 5", "5k", "5K", "2m", "1g", "010", "0x10", "0k", "-1k", "0X1F"),
    *("", " ", "-", "+", "k", "--5", "+-5", "1_000", "1.5", "5 ", "5kb", "08", "0x", "five"),
    *("\u0663", "\u00b2", "5\u00a0", "0o7", "0b1"),
)


@pytest.mark.parametrize("value", NUMBERS)
def test_a_number_is_what_git_takes_it_for(repo: Repository, value: str) -> None:
    ended = repo.attempt("-c", f"a.b={value}", "config", "--type=int", "--get", "a.b")
    if ended.returncode == 0:
        assert parse_int(value) == int(ended.stdout)
    else:
        with pytest.raises(ValueError):
            parse_int(value)


def test_a_key_without_a_value_is_true(repo: Repository) -> None:
    assert not signs_commits(repo.runner) and not has_autostash(repo.runner)
    with (repo.path / ".git" / "config").open("a") as file:
        file.write("[commit]\n\tgpgSign\n[merge]\n\tautoStash\n")
    assert signs_commits(repo.runner) and has_autostash(repo.runner)
