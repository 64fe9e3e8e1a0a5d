"""What is written by hand for an event is what the table of events says."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import yaml

from hookkit.history.check_runs import branch_checks, push_checks
from hookkit.history.checks.rules import RULES
from hookkit.hook_events import (
    CHECKS,
    EVENTS,
    OWN_SHIM_EVENTS,
    SERVER_EVENTS,
    WORKTREE_CHECKS,
    events_with_check,
)
from hookkit.shims.read_pre_commit_config import HOOK_STAGES

ROOT = Path(__file__).parents[1]
FRAME = (ROOT / "hooks" / "frame.sh").read_text(encoding="utf-8")


def test_the_files_of_the_hooks_are_the_events() -> None:
    names = {path.name for path in (ROOT / "hooks").iterdir()}
    parts = {"all-clones.sh", "config-hook.sh", "frame.sh", "functions.sh", "worker.sh"}
    assert names - parts == {each.name for each in EVENTS}


def test_the_frame_reads_the_lines_that_git_writes() -> None:
    found = re.search(r"^    ([a-z| -]+)\) has_lines=yes ;;$", FRAME, re.MULTILINE)
    assert found is not None
    assert {*found[1].split(" | ")} == {each.name for each in EVENTS if each.has_stdin}


def test_the_frame_lets_go_what_can_be_skipped() -> None:
    assert "pre-push:[234]" in FRAME and "git push --no-verify" in FRAME
    skipped = {each.name for each in EVENTS if each.skip_command}
    assert skipped == {
        each.name
        for each in EVENTS
        if each.name not in SERVER_EVENTS and not each.name.startswith("post-")
    }


def test_pre_commit_is_offered_each_hook_at_its_events_and_by_hand() -> None:
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    stages = {each["id"]: {*each["stages"]} for each in offered if each["id"] != "hookkit-check"}
    assert stages == {name: {*events} for name, events in HOOK_STAGES.items()}
    assert all("manual" in each["stages"] for each in offered)
    everywhere = {each.name for each in EVENTS} - {*SERVER_EVENTS}
    assert everywhere == stages["hookkit"] - {"manual"}
    assert stages["hookkit"] == {stage for each in stages.values() for stage in each}


def test_a_module_checks_each_event_and_no_other() -> None:
    for each in EVENTS:
        module = f"hookkit.history.events.{each.name.replace('-', '_')}"
        assert (find_spec(module) is not None) == (each.action == "check"), each.name


def test_each_check_is_in_the_table_and_has_rules() -> None:
    assert {check for each in EVENTS for check in each.checks} == {*CHECKS}
    assert {*CHECKS} - {*WORKTREE_CHECKS} == {"replace-refs"}
    assert {each.check for each in RULES} == {*CHECKS}


def test_what_is_asked_by_hand_and_of_a_push_is_in_the_table() -> None:
    words = {"branch": "branch-name", "rebase": "rebase-before-merge"}
    assert {words.get(each, each) for each in branch_checks.BRANCH_CHECKS} <= {*CHECKS}
    assert all("pre-push" in events_with_check(check) for check in push_checks.PUSH_CHECKS)


def test_only_at_a_push_does_hookkit_keep_a_shim_beside_pre_commit() -> None:
    assert (OWN_SHIM_EVENTS, SERVER_EVENTS) == (("pre-push",), ("pre-receive",))
