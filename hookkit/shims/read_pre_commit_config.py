"""The hooks that hookkit offers to pre-commit: their events, and which of them a repository lists.

A repository lists them in its ``.pre-commit-config.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.errors import WrongUsage
from hookkit.hook_events import (
    EVENTS,
    MANUAL_STAGE,
    OWN_SHIM_EVENTS,
    SERVER_EVENTS,
    WORKTREE_CHECKS,
)
from hookkit.shims.shim_file import events_with_shim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


COMBINED_HOOK = "hookkit"
"""The id of the pre-commit hook for all events of a worktree together."""

PRE_COMMIT_CONFIG = ".pre-commit-config.yaml"
"""The file that lists the hooks which pre-commit and prek run."""

_WORKTREE_EVENTS = tuple(each for each in EVENTS if each.name not in SERVER_EVENTS)

HOOK_STAGES = {
    name: (*(each.name for each in events), MANUAL_STAGE)
    for name, events in {
        COMBINED_HOOK: _WORKTREE_EVENTS,
        "hookkit-post-commit": tuple(each for each in _WORKTREE_EVENTS if each.action == "correct"),
        **{
            f"hookkit-{check}": tuple(each for each in _WORKTREE_EVENTS if check in each.checks)
            for check in WORKTREE_CHECKS
        },
    }.items()
}
"""The hooks that ``.pre-commit-hooks.yaml`` offers, by their ids, each with its stages."""


def events_run_by_pre_commit(top: Path | None) -> frozenset[str]:
    """Give the events at which pre-commit runs hookkit, by ``.pre-commit-config.yaml`` in ``top``.

    These are the events for which it lists a hook of hookkit, except events whose work pre-commit
    cannot do (``OWN_SHIM_EVENTS``). Raises WrongUsage, with the line, if the file is not YAML.
    """
    return events_in_pre_commit_config(top) - frozenset(OWN_SHIM_EVENTS)


def events_in_pre_commit_config(top: Path | None) -> frozenset[str]:
    """Give the events for which ``.pre-commit-config.yaml`` in ``top`` lists a hook of hookkit.

    Raises WrongUsage, with the line, if the file is not YAML.
    """
    config = _load_config(top)
    if not isinstance(config, dict):
        return frozenset()
    default_stages = _names(config.get("default_stages"))
    stages = (stage for hook in _hooks(config) for stage in _stages(hook, default_stages))
    return frozenset(stages) & frozenset(events_with_shim())


def _load_config(top: Path | None) -> object:
    path = None if top is None else top / PRE_COMMIT_CONFIG
    if path is None or not path.is_file():
        return None
    import yaml

    try:
        return yaml.safe_load(path.read_bytes())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        location = str(path) if mark is None else f"{path}, line {mark.line + 1}"
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        raise WrongUsage(
            f"{location}: {reason}", f"pre-commit validate-config {PRE_COMMIT_CONFIG}"
        ) from error


def redundant_hooks(top: Path | None) -> tuple[str, ...]:
    """Give the hooks in ``.pre-commit-config.yaml`` whose work the combined hook there does too.

    Raises WrongUsage, with the line, if the file is not YAML.
    """
    names = [hook.get("id") for hook in _hooks(_load_config(top))]
    single_check_hooks = [name for name in HOOK_STAGES if name in names and name != COMBINED_HOOK]
    return tuple(single_check_hooks) if COMBINED_HOOK in names else ()


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _names(value: object) -> list[str]:
    return [name for name in _list(value) if isinstance(name, str)]


def _hooks(config: object) -> Iterator[dict[object, object]]:
    repos = _list(config.get("repos")) if isinstance(config, dict) else []
    for repo in repos:
        hooks = _list(repo.get("hooks")) if isinstance(repo, dict) else []
        yield from (hook for hook in hooks if isinstance(hook, dict))


def _stages(hook: dict[object, object], default_stages: list[str]) -> list[str]:
    name = hook.get("id")
    if not isinstance(name, str) or not name.startswith("hookkit"):
        return []
    if name == "hookkit-check":  # it runs `hookkit run --check`, which is the work of no event
        return []
    if "stages" in hook:
        return _names(hook["stages"])
    event = name.removeprefix("hookkit-")
    return list(HOOK_STAGES.get(name, [event] if event in events_with_shim() else default_stages))
