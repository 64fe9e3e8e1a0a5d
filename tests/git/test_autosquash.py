"""Which commit git squashes into which; against git itself in tests/corrections/test_stack.py."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hookkit.git.autosquash import (
    autosquash_command,
    bare_subject,
    is_fixup,
    is_unique_subject,
    squash_targets,
)
from hookkit.git.commits import read_commit
from tests.repository import Repository


def test_leads_of_nothing() -> None:
    assert squash_targets([]) == []


@pytest.mark.parametrize(
    ("subject", "bare", "is_one"),
    [
        ("one", "one", False),
        ("fixup! one", "one", True),
        ("fixup!  one", "one", True),
        ("fixup!one", "fixup!one", False),
        ("fixup! \t fixup!  one", "one", True),
        ("fixup! \u00a0one", "\u00a0one", True),
        ("squash! amend! one", "one", True),
    ],
)
def test_what_stands_behind_fixup(subject: str, bare: str, is_one: bool) -> None:
    assert (bare_subject(subject), is_fixup(subject)) == (bare, is_one)


def is_alone(repo: Repository, name: str) -> bool:
    """Whether no other unpushed commit has the subject of one."""
    subject = read_commit(repo.runner, name).decoded_bare_subject
    return is_unique_subject(repo.runner, subject, "HEAD")


def test_a_subject_is_unique_among_the_unpushed(repo: Repository, tmp_path: Path) -> None:
    repo.commit("Same")
    bare = Repository.init(tmp_path / "remote", "--bare")
    repo.git("remote", "add", "origin", str(bare.path))
    repo.git("push", "-q", "origin", "main")
    repo.commit("Same")
    assert is_alone(repo, "HEAD")
    repo.commit("Same")
    assert not is_alone(repo, "HEAD")
    repo.commit("Other")
    assert is_alone(repo, "HEAD")
    assert not is_alone(repo, "HEAD^")


def test_subjects_of_several_encodings_are_compared_as_text(repo: Repository) -> None:
    repo.commit("Größe")
    latin = "Größe".encode("latin-1")
    command = ("-c", "i18n.commitEncoding=latin-1", "commit", "-q", "--allow-empty", "-F", "-")
    repo.git(*command, data=latin)
    assert not is_alone(repo, "HEAD")


def test_signatures_that_git_log_shows_do_not_hide_a_subject(
    repo: Repository, sealed_home: Path
) -> None:
    key = sealed_home / "key"
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not installed")
    (sealed_home / "allowed").write_text("")
    for name, value in (
        ("gpg.format", "ssh"),
        ("user.signingKey", str(key)),
        ("gpg.ssh.allowedSignersFile", str(sealed_home / "allowed")),
        ("commit.gpgSign", "true"),
        ("log.showSignature", "true"),
    ):
        repo.git("config", name, value)
    repo.commit("Same")
    repo.commit("Same")
    assert not is_alone(repo, "HEAD")


@pytest.mark.parametrize(
    ("parents", "command"),
    [
        (0, "git rebase -i --autosquash --root"),
        (1, "git rebase -i --autosquash aaaaaaa^"),
        (2, "git rebase -i --autosquash --rebase-merges aaaaaaa^"),
    ],
)
def test_squash_commands(parents: int, command: str) -> None:
    assert autosquash_command("a" * 40, parents) == command
