"""hookkit as a hook of pre-commit and of prek, with this tree as their source."""

from __future__ import annotations

import os
import sys

import pytest
import yaml

from hookkit.shims.read_pre_commit_config import HOOK_STAGES
from tests.documentation_pages import ROOT
from tests.frameworks.conftest import Tool
from tests.frameworks.setting_up import recipe as block
from tests.repository import Repository
from tests.repository_with_hooks import (
    FIXED,
    SLOPPY,
    corrections,
    install_starting_hooks,
    repository_content,
    said,
)

CONFIG = """\
default_install_hook_types: [pre-commit, post-commit]
repos:
- repo: {source}
  rev: {rev}
  hooks:
  - id: hookkit-post-commit
  - id: hookkit-check
"""
LOCAL = """\
repos:
- repo: local
  hooks:
  - id: hookkit
    name: hookkit
    entry: "'{python}' -m hookkit hook post-commit"
    language: system
    stages: [post-commit]
    always_run: true
    pass_filenames: false
    verbose: true
"""
BOTH = LOCAL.replace("hook post-commit", "hook --stage")
HIDES = "not as uncommitted edits: {} hides your other edits while it runs its hooks"


# The checks, from the environment that the tool has built for the hooks.
CHECKED = """\
default_install_hook_types: [pre-merge-commit, commit-msg, post-checkout]
repos:
- repo: {source}
  rev: {rev}
  hooks:
  - id: hookkit-branch-name
  - id: hookkit-rebase-before-merge
  - id: hookkit-ticket
"""


def configured(tool: Tool, repo: Repository, config: str) -> Repository:
    """Give a repository the configuration, committed, and have git run the tool."""
    repo.commit("begin", {".pre-commit-config.yaml": config, "other.txt": "1\n", "c.py": "c = 1\n"})
    ended = tool.run(repo, "install", "--hook-type", "pre-commit", "--hook-type", "post-commit")
    assert ended.returncode == 0, ended.stderr
    return repo


@pytest.fixture
def hooked(tool: Tool, source: Repository, repo: Repository) -> Repository:
    """A repository whose hooks are those of this tree, run by the tool."""
    config = CONFIG.format(source=source.path.as_posix(), rev=source.head)
    made = configured(tool, repo, config)
    ended = tool.run(made, "install-hooks")
    if ended.returncode != 0 and "CI" not in os.environ:
        pytest.skip(f"no environment could be built: {ended.stdout}{ended.stderr}")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return made


@pytest.mark.long
def test_a_sloppy_commit_is_reported_and_proposed(tool: Tool, hooked: Repository) -> None:
    hooked.write("a.py", SLOPPY)
    hooked.git("add", "a.py")
    hooked.write("c.py", "c = 1\nunstaged=2\n")
    hooked.write("new.py", SLOPPY)
    files = repository_content(hooked).files
    ended = hooked.attempt(
        "commit", "-q", "-m", "Add a", SKIP="hookkit-check", data=None, **tool.env
    )
    text = said(ended)
    assert ended.returncode == 0
    assert "hookkit proposes a PEP 8 correction......................................Passed" in text
    assert f'hookkit can correct 3 faults in 1 file of {hooked.head[:7]} "Add a"' in text
    assert HIDES.format(tool.name) in text
    assert repository_content(hooked).files == files
    assert hooked.status == " M c.py\n?? new.py"
    assert list(corrections(hooked)) == [hooked.head]


@pytest.mark.long
def test_a_check_refuses_and_changes_nothing(tool: Tool, hooked: Repository) -> None:
    hooked.write("a.py", SLOPPY)
    hooked.git("add", "a.py")
    before = repository_content(hooked)
    ended = hooked.attempt("commit", "-q", "-m", "Add a", data=None, **tool.env)
    assert ended.returncode == 1
    assert "Failed" in said(ended)
    assert "hookkit would correct 3 faults in 1 file of the worktree: nothing was changed" in said(
        ended
    )
    after = repository_content(hooked)
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)
    hooked.write("a.py", FIXED)
    hooked.git("add", "a.py")
    assert hooked.attempt("commit", "-q", "-m", "Add a", data=None, **tool.env).returncode == 0


@pytest.mark.long
def test_a_range_in_ci_is_only_reported(tool: Tool, hooked: Repository) -> None:
    hooked.commit("Add a", {"a.py": SLOPPY}, "--no-verify", "-q")
    for ref in hooked.git("for-each-ref", "--format=%(refname)", "refs/hookkit").splitlines():
        hooked.git("update-ref", "-d", ref)
    before = repository_content(hooked)
    stage = ("run", "--hook-stage", "post-commit", "--from-ref", "HEAD^", "--to-ref", "HEAD")
    ended = tool.run(hooked, *stage)
    assert ended.returncode == 0
    assert "hookkit would correct 3 faults in 1 file of " in ended.stdout
    assert "correct  hookkit run 'HEAD^..HEAD'" in ended.stdout
    assert repository_content(hooked) == before


@pytest.mark.long
def test_the_checks_run_from_the_environment(
    tool: Tool, hooked: Repository, source: Repository
) -> None:
    config = CHECKED.format(source=source.path.as_posix(), rev=source.head)
    hooked.commit("checks", {".pre-commit-config.yaml": config}, "--no-verify")
    assert tool.run(hooked, "install").returncode == 0
    hooked.git("config", "hookkit.ticketPattern", "ABC-[0-9]+")
    hooked.git("config", "hookkit.branchPattern", "{ticket}-{slug}")

    named = hooked.attempt("checkout", "-b", "wrong", data=None, **tool.env)
    assert "warning  HK101  wrong  the name is not as agreed" in said(named)
    hooked.git("branch", "-m", "ABC-1-x")
    hooked.git("commit", "-q", "--allow-empty", "-m", "x", data=None, **tool.env)
    assert hooked.git("log", "-1", "--format=%B") == "x\n\nTicket: ABC-1"

    hooked.git("checkout", "-q", "main", data=None, **tool.env)
    hooked.commit("main", {"m.txt": "m\n"}, "--no-verify")
    merged = hooked.attempt("merge", "--no-edit", "ABC-1-x", data=None, **tool.env)
    assert merged.returncode == 1
    assert "refused  HK301  main  ABC-1-x is not rebased on main: it lacks 1 commit" in said(merged)


@pytest.mark.long
def test_a_repository_is_tried_as_it_is(tool: Tool, repo: Repository, source: Repository) -> None:
    repo.commit("begin", {"other.txt": "1\n"})
    repo.commit("Add a", {"a.py": SLOPPY})
    before = repository_content(repo)
    words = ("try-repo", str(source.path), "hookkit", "--hook-stage", "post-commit")
    ended = tool.run(repo, *words, "--from-ref", "HEAD^", "--to-ref", "HEAD")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "hookkit would correct 3 faults in 1 file of " in ended.stdout
    ended = tool.run(repo, *words, "--from-ref", "HEAD", "--to-ref", "HEAD")
    assert "hookkit would correct" not in ended.stdout
    assert repository_content(repo) == before


@pytest.fixture
def local(tool: Tool, repo: Repository) -> Repository:
    """A repository whose hook is the Python of the tests, without an environment."""
    return configured(tool, repo, LOCAL.format(python=sys.executable))


def test_a_broken_configuration_does_not_look_like_a_failure(tool: Tool, local: Repository) -> None:
    local.write("pyproject.toml", '[tool.hookkit]\nmode = "x"\n')
    local.write("a.py", SLOPPY)
    local.git("add", "-A")
    ended = local.attempt("commit", "-q", "-m", "Add a", data=None, **tool.env)
    assert ended.returncode == 0
    assert "Passed" in said(ended)
    assert "hookkit: mode " in said(ended) and "  repair: " in said(ended)


def test_a_rebase_is_left_alone(tool: Tool, local: Repository) -> None:
    local.git("checkout", "-q", "-b", "topic")
    for name in ("a.py", "b.py"):
        local.commit(name, {name: SLOPPY}, "--no-verify")
    local.git("checkout", "-q", "main")
    local.commit("main", {"m.txt": "m\n"})
    before = corrections(local)
    ended = local.attempt("rebase", "main", "topic", data=None, **tool.env)
    assert ended.returncode == 0, said(ended)
    assert "hookkit can correct" not in said(ended)
    assert corrections(local) == before
    assert local.status == ""


def test_beside_a_hook_of_hookkit_nothing_is_told_twice(tool: Tool, repo: Repository) -> None:
    install_starting_hooks(repo)
    configured(tool, repo, BOTH.format(python=sys.executable))
    repo.write("a.py", SLOPPY)
    repo.git("add", "-A")
    ended = repo.attempt("commit", "-q", "-m", "Add a", data=None, **tool.env)
    assert ended.returncode == 0
    assert said(ended).count("hookkit corrected 3 faults") == 1
    assert "hookkit can correct" not in said(ended)


def test_what_is_written_down_is_what_is_offered() -> None:
    import yaml

    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    hooks = {each["id"]: each for each in offered}
    assert hooks.keys() == {"hookkit-check", *HOOK_STAGES}
    entries = {"hookkit": "--stage", "hookkit-post-commit": "post-commit"}
    for name in HOOK_STAGES:
        hook, check = hooks[name], name.removeprefix("hookkit-")
        how = entries.get(name, f"--check {check}")
        assert hook["entry"] == f"python -I -m hookkit hook {how}"
        assert ({*hook["stages"]}, hook["language"]) == ({*HOOK_STAGES[name]}, "python")
        assert [hook[key] for key in ("always_run", "require_serial", "verbose")] == [True] * 3
        # The message of a commit comes as a file, by the names that git gives it.
        has_message = name in ("hookkit", "hookkit-ticket")
        assert hook.get("pass_filenames", True) == has_message
        assert hook.get("files") == (r"(^|/)([A-Z_]*MSG|final-commit)$" if has_message else None)


def test_the_recipe_without_an_environment_is_the_hook_that_is_offered() -> None:
    (recipe,) = yaml.safe_load(block("Without an environment", "yaml"))["repos"][0]["hooks"]
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hook = next(each for each in offered if each["id"] == "hookkit")
    assert recipe == {**hook, "entry": "hookkit hook --stage", "language": "system"}
