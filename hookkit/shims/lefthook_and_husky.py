"""lefthook and husky: the events that they have hooks for, and those that run hookkit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from hookkit.git.runner import Git
from hookkit.hook_events import find_event
from hookkit.named_tuple import NamedTuple
from hookkit.shims.hooks_folder import active_hooks_folder
from hookkit.shims.other_hook_scripts import (
    husky_events,
    is_husky_folder,
    is_lefthook_script,
    read_text,
    starts_hookkit,
)
from hookkit.shims.shim_file import events_with_shim

_LEFTHOOK_STEMS = ("lefthook", ".lefthook", ".config/lefthook")
_LEFTHOOK_EXTENSIONS = ("yml", "yaml", "json", "jsonc", "toml")

_FILE_FILTERED_EVENTS = ("pre-commit", "pre-push")


class LefthookOrHusky(NamedTuple):
    """A framework that runs commands from its own files.

    ``path`` is the place for hookkit's lines: lefthook's configuration file, or husky's folder.
    ``events`` are the events that the framework has a hook for, and ``hookkit_events`` the events
    at which its files run hookkit.
    """

    name: str
    path: Path
    events: frozenset[str]
    hookkit_events: frozenset[str]

    @property
    def local_config(self) -> Path:
        """The personal configuration of lefthook (``lefthook-local.yml``)."""
        return self.path.with_name(f"{self.path.stem}-local{self.path.suffix}")


def find_lefthook_or_husky(git: Git) -> LefthookOrHusky | None:
    """Find husky, if git's hooks folder is husky's, or lefthook, if it has a configuration."""
    return None if git.top is None else lefthook_or_husky_in(git.top, active_hooks_folder(git))


def lefthook_or_husky_in(top: Path, folder: Path) -> LefthookOrHusky | None:
    """Find husky or lefthook, for the worktree ``top`` and the hooks folder that git uses."""
    if is_husky_folder(folder):
        return LefthookOrHusky(
            "husky", folder.parent, frozenset(events_with_shim()), husky_events(folder)
        )
    return _find_lefthook(top, folder)


def lefthook_and_husky_files(top: Path, folder: Path) -> list[Path]:
    """Give the files, also missing ones, that ``lefthook_or_husky_in`` reads besides hooks."""
    husky = [folder.parent / each for each in events_with_shim()] if is_husky_folder(folder) else []
    return [*_lefthook_files(top), *husky]


def lefthook_lines(config_path: str, event_names: Iterable[str]) -> list[str]:
    """Give the lines for lefthook's configuration, in YAML, that run hookkit at events.

    ``config_path`` is the path of the configuration. At a commit or a push lefthook skips a command
    if no file is affected, so the lines name the configuration as such a file
    (internal/run/controller/command/build_command.go).
    """
    lines = []
    for event in event_names:
        command = f"hookkit hook {event} {{0}}"
        lines += [f"{event}:", "  jobs:"]
        if event in _FILE_FILTERED_EVENTS:
            lines += [f'    - run: "{command} # {{files}}"', f"      files: echo {config_path}"]
        else:
            lines.append(f"    - run: {command}")
        definition = find_event(event)
        if definition is not None and definition.has_stdin:
            lines.append("      use_stdin: true")
    return lines


def _lefthook_files(top: Path) -> list[Path]:
    return [
        top / f"{name}{local}.{ending}"
        for name in _LEFTHOOK_STEMS
        for local in ("", "-local")
        for ending in _LEFTHOOK_EXTENSIONS
    ]


def _find_lefthook(top: Path, folder: Path) -> LefthookOrHusky | None:
    config_files = [each for each in _lefthook_files(top) if each.is_file()]
    if not config_files:
        return None
    text = "\n".join(map(read_text, config_files))
    hooked_events = frozenset(
        each
        for each in events_with_shim()
        if _has_section(text, each) or is_lefthook_script(folder / each)
    )
    hookkit_events = frozenset(each for each in events_with_shim() if starts_hookkit(text, each))
    file = next(
        (each for each in config_files if not each.stem.endswith("-local")), config_files[0]
    )
    return LefthookOrHusky("lefthook", file, hooked_events, hookkit_events)


def _has_section(text: str, event: str) -> bool:
    """Whether a configuration in YAML, JSON or TOML has a section with the name of an event."""
    key = rf"""^(?:\[+)?[ \t]*["']?{re.escape(event)}["']?[ \t]*[:\].=]"""
    return re.search(key, text, re.MULTILINE) is not None
