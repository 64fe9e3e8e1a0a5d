"""hookkit as a hook of gitolite, by the real software: for all repositories, and for some."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.history.checks.scenarios import grow
from tests.server.gitolite import CONF, PROGRAM, Gitolite, gitolite_in
from tests.server.read_journal import lines_of
from tests.server.scenario import push, refs

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(PROGRAM is None, reason="gitolite is not installed"),
]

POLICY = """\
root = "{home}/repositories"

[journal]
file = "{home}/pushes.jsonl"

[[policy]]
repositories = "web/*"
checks.history = "refuse"
"""


@pytest.fixture
def host(tmp_path: Path) -> Gitolite:
    """A gitolite with a policy for what is below web."""
    made = gitolite_in(tmp_path)
    policy = made.home / "policy.toml"
    policy.write_text(POLICY.format(home=made.home))
    policy.chmod(0o644)
    return made


def judged(host: Gitolite, tmp_path: Path) -> None:
    """Have two people push: the beginning of main and a topic are taken, a direct commit is not."""
    journal = host.home / "pushes.jsonl"
    alice = host.person("alice", "web/shop", tmp_path)
    grow(alice, "a1")
    assert push(alice, "origin", "main").is_taken
    bob = host.person("bob", "web/shop", tmp_path)
    grow(bob, "b1")
    assert push(bob, "origin", "HEAD:refs/heads/topic") == (True, [])
    before = refs(host.repository("web/shop"))
    ended = push(bob, "origin", "HEAD:main")
    assert (ended.is_taken, ended.verdicts) == (False, [("refused", "HK401")])
    assert refs(host.repository("web/shop")) == before
    found = [(each["repository"], each["who"], each["verdict"]) for each in lines_of(journal)]
    assert found == [
        ("web/shop", "alice", "passed"),
        ("web/shop", "bob", "passed"),
        ("web/shop", "bob", "refused"),
    ]
    assert {each["told_by"] for each in lines_of(journal)} == {"GL_USER"}


def test_a_hook_for_all_repositories(host: Gitolite, tmp_path: Path) -> None:
    hook = host.home / "local" / "hooks" / "common" / "pre-receive"
    host.hookkit("server", "hook", str(hook), "--policy", str(host.home / "policy.toml"))
    host.run("setup", "--hooks-only")
    judged(host, tmp_path)
    # A repository that gitolite makes later has the hook too.
    host.configure(f"{CONF}\nrepo web/new\n    RW+ = alice\n")
    assert (host.repository("web/new").path / "hooks" / "pre-receive").resolve() == hook
    doctor = host.repository("web/new").hookkit("doctor")
    assert (doctor.returncode, "policy: " in doctor.stdout) == (0, True), doctor.stdout


def test_a_hook_for_those_that_the_configuration_names(host: Gitolite, tmp_path: Path) -> None:
    hook = host.home / "local" / "hooks" / "repo-specific" / "hookkit"
    host.hookkit("server", "hook", str(hook), "--policy", str(host.home / "policy.toml"))
    host.configure(CONF + "\nrepo web/shop\n    option hook.pre-receive = hookkit\n")
    judged(host, tmp_path)
    assert not (host.repository("web/cart").path / "hooks" / "pre-receive").exists()


def test_what_gitolite_denies_stays_denied(host: Gitolite, tmp_path: Path) -> None:
    hook = host.home / "local" / "hooks" / "common" / "pre-receive"
    host.hookkit("server", "hook", str(hook), "--policy", str(host.home / "policy.toml"))
    host.run("setup", "--hooks-only")
    alice = host.person("alice", "web/shop", tmp_path)
    grow(alice, "a1")
    mallory = host.person("mallory", "web/shop", tmp_path)
    grow(mallory, "m1")
    assert push(alice, "origin", "HEAD:refs/heads/topic").is_taken
    ended = push(mallory, "origin", "HEAD:refs/heads/other")
    assert (ended.is_taken, ended.verdicts) == (False, [])
    assert set(refs(host.repository("web/shop"))) == {"refs/heads/topic"}


def test_the_name_that_gitolite_tells(host: Gitolite, tmp_path: Path) -> None:
    policy = host.home / "policy.toml"
    policy.write_text('name_variable = "GL_REPO"\n' + policy.read_text())
    hook = host.home / "local" / "hooks" / "common" / "pre-receive"
    host.hookkit("server", "hook", str(hook), "--policy", str(policy))
    host.run("setup", "--hooks-only")
    judged(host, tmp_path)
