"""The events that a `.pre-commit-config.yaml` gives to pre-commit, and what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import WrongUsage
from hookkit.shims.read_pre_commit_config import (
    HOOK_STAGES,
    events_in_pre_commit_config,
    events_run_by_pre_commit,
)
from hookkit.shims.shim_file import events_with_shim
from tests.repository import Repository

LISTED = """\
repos:
-   repo: local
    hooks:
    -   id: {id}
        name: hookkit
        entry: "true"
        language: system
{more}"""


def listed(repo: Repository, name: str = "hookkit-post-commit", more: str = "") -> None:
    """Write a `.pre-commit-config.yaml` with one hook."""
    repo.write(".pre-commit-config.yaml", LISTED.format(id=name, more=more))


@pytest.mark.parametrize(
    ("name", "more", "owned"),
    [
        ("hookkit-post-commit", "", {"post-commit", "post-rewrite"}),
        ("hookkit", "", {*events_with_shim()} - {"pre-push"}),
        ("hookkit", "        stages: [post-merge]\n", {"post-merge"}),
        ("hookkit-post-rewrite", "", {"post-rewrite"}),
        ("hookkit-post-commit", "        stages: [manual]\n", set()),
        ("hookkit-mine", "        stages: [post-merge, x]\n", {"post-merge"}),
        ("hookkit-check", "", set()),
        ("hookkit-check", "        stages: [pre-commit]\n", set()),
        ("hookkit-ticket", "default_stages: [post-commit]\n", {"commit-msg"}),
        ("hookkit-fixups", "", {"pre-commit", "pre-merge-commit"}),
        ("hookkit-history", "        stages: [pre-push]\n", set()),
        ("hookkit-mine", "default_stages: [post-commit]\n", {"post-commit"}),
        ("hookkit-mine", "", set()),
        ("other", "        stages: [post-commit]\n", set()),
    ],
)
def test_pre_commit_owns_an_event_that_has_a_hook_of_ours(
    repo: Repository, name: str, more: str, owned: set[str]
) -> None:
    listed(repo, name, more)
    assert events_run_by_pre_commit(repo.path) == owned


def test_a_push_is_listed_but_never_owned_by_pre_commit(repo: Repository) -> None:
    listed(repo, "hookkit-history")
    assert events_in_pre_commit_config(repo.path) == {"post-merge", "pre-push"}
    assert events_run_by_pre_commit(repo.path) == {"post-merge"}


def test_the_hooks_that_are_offered_have_the_stages_that_are_known() -> None:
    import yaml

    offered = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text())
    stages = {each["id"]: set(each["stages"]) for each in offered if each["id"] != "hookkit-check"}
    assert stages == {name: set(events) for name, events in HOOK_STAGES.items()}


@pytest.mark.parametrize(
    "text", ["", "[]\n", "repos: 3\n", "repos: [1, {hooks: 2}, {hooks: [3, {id: 4}]}]\n"]
)
def test_a_configuration_of_another_shape_owns_nothing(repo: Repository, text: str) -> None:
    repo.write(".pre-commit-config.yaml", text)
    assert events_run_by_pre_commit(repo.path) == frozenset()


def test_no_configuration_owns_nothing(repo: Repository) -> None:
    assert events_run_by_pre_commit(repo.path) == frozenset()
    assert events_run_by_pre_commit(None) == frozenset()


def test_broken_yaml_is_named_with_its_line(repo: Repository) -> None:
    repo.write(".pre-commit-config.yaml", "repos:\n- a\n  b: [\n")
    with pytest.raises(WrongUsage, match=r"\.pre-commit-config\.yaml, line 3: "):
        events_run_by_pre_commit(repo.path)


def test_yaml_in_a_wrong_encoding_is_named(repo: Repository) -> None:
    repo.write(".pre-commit-config.yaml", b"repos: caf\xe9\n")
    with pytest.raises(WrongUsage, match=r"\.pre-commit-config\.yaml: "):
        events_run_by_pre_commit(repo.path)
