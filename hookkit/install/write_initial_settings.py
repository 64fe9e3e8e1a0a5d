"""``hookkit init``: write the first settings of a team, with a comment on each, and report them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from hookkit.errors import Refused, WrongUsage
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import is_tracked, require_worktree
from hookkit.history.documentation_links import DOCS_URL
from hookkit.install.detect_team_workflow import Workflow, WorkflowKind, find_workflow
from hookkit.install.reversible_file_changes import write_whole_file
from hookkit.phrases import plural
from hookkit.settings.definitions import TEAM_FILES, Settings
from hookkit.settings.settings_file import (
    decode_settings,
    edit_command,
    parse_toml,
    read_settings_file,
)
from hookkit.settings.team_files import read_team_files
from hookkit.terminal.rows import NextStep, Row, next_step_rows, row

_PYPROJECT_FILE, _HOOKKIT_FILE = TEAM_FILES
_FILE_MODE = 0o644

_WORKFLOW_DESCRIPTIONS: dict[WorkflowKind, str] = {
    "requests": "a team of {authors} whose server merges requests into {target}",
    "merges": "a team of {authors} that merges branches into {target}",
    "squashes": "a team of {authors} whose server squashes requests into {target}",
    "trunk": "a team of {authors} that commits to {target}",
    "alone": "one person who commits to {target}",
    "new": "no commits to learn from",
}
"""Each workflow in words."""

_DIRECT_COMMITS_COMMENT = 'commits that go to {target} directly get a warning; "refuse" stops them'

_CHECKS: dict[WorkflowKind, tuple[tuple[str, str, str], ...]] = {
    "requests": (
        ("protected-branch", "refuse", "no commit and no push goes to {target}: the server merges"),
        ("history", "refuse", "what {target} gets are merges of rebased branches"),
    ),
    "merges": (
        ("history", "refuse", "a push of commits that came to {target} without a merge is refused"),
        ("# protected-branch", "refuse", "no push to {target} at all, not of a merge either"),
    ),
    "squashes": (
        ("protected-branch", "refuse", "no commit and no push goes to {target}: the server does"),
        ("history", "off", "each commit of {target} is a squashed branch"),
    ),
    "trunk": (
        ("history", "warn", _DIRECT_COMMITS_COMMENT),
        ("# protected-branch", "refuse", "no commit and no push goes to {target} at all"),
    ),
    "alone": (
        ("history", "warn", _DIRECT_COMMITS_COMMENT),
        ("# protected-branch", "refuse", "no commit and no push goes to {target} at all"),
    ),
    "new": (
        ("# history", "refuse", "what a protected branch gets are merges of rebased branches"),
        ("# protected-branch", "refuse", "no commit and no push goes to a protected branch"),
    ),
}


class InitialSettings(NamedTuple):
    """The settings that were written, or in a dry run would be.

    ``path`` is their file, ``text`` its new lines, and ``workflow`` the reason for them.
    ``is_tracked`` says that git tracks the file, so that ``git diff`` shows the change.
    """

    path: Path
    text: str
    workflow: Workflow
    is_tracked: bool


def write_initial_settings(git: Git, is_dry_run: bool) -> InitialSettings:
    """Write the first settings, into pyproject.toml if there is one, else into .hookkit.toml.

    If ``is_dry_run``, nothing is written. A symbolic link is followed. Raises Refused if settings
    or an empty table for them exist already, WrongUsage if a file is not TOML, and
    EnvironmentFailed if the file cannot be written.
    """
    top = require_worktree(git).top
    assert top is not None
    settings, rejected = read_team_files(top)
    if rejected:
        raise rejected[0]
    if settings or (top / _HOOKKIT_FILE).exists():
        raise Refused("there are settings of hookkit here already", "hookkit config")
    workflow = find_workflow(git)
    has_pyproject = (top / _PYPROJECT_FILE).is_file()
    path = top / (_PYPROJECT_FILE if has_pyproject else _HOOKKIT_FILE)
    text = settings_text(workflow, "tool.hookkit" if has_pyproject else "")
    content = _append_settings(path, text)
    if not is_dry_run:
        mode = path.stat().st_mode & 0o777 if has_pyproject else _FILE_MODE
        # A symbolic link stays: the file that it leads to is written.
        write_whole_file(path.resolve(), content, mode, ExitStack())
    return InitialSettings(path, text, workflow, is_tracked(git, path.name))


def _append_settings(path: Path, text: str) -> bytes:
    """Give the content of a file with ``text`` at its end, and check that both are TOML."""
    old_content = read_settings_file(path) or b""
    parse_toml(decode_settings(old_content, path), path)
    line_end = b"\r\n" if b"\r\n" in old_content else b"\n"
    separator = (
        b"" if not old_content else line_end if old_content.endswith(b"\n") else line_end + line_end
    )
    content = old_content + separator + text.encode().replace(b"\n", line_end)
    try:
        parse_toml(decode_settings(content, path), path)
    except WrongUsage as error:
        message = f"no [tool.hookkit] fits into {path}: it is there, or tool is an inline table"
        raise Refused(message, edit_command(path)) from error
    return content


def settings_text(workflow: Workflow, table: str) -> str:
    """Give the lines of TOML; ``table`` is the table they go into, "" for the top level."""
    lines = [f"# {describe_workflow(workflow)}", f"# Who is stopped where: {DOCS_URL}/history.md"]
    lines.append(f"# All settings: {DOCS_URL}/settings.md")
    lines = ([f"[{table}]"] if table else []) + [*lines, *_branch_lines(workflow)]
    lines += ["", f"[{table}.checks]" if table else "[checks]"]
    target = workflow.target or "main"
    for key, level, comment in _CHECKS[workflow.kind]:
        lines += [f"# {comment.format(target=target)}", f'{key} = "{level}"']
    return "\n".join(lines) + "\n"


def _branch_lines(workflow: Workflow) -> Iterator[str]:
    protected = Settings().protected
    target = workflow.target
    if target and target not in protected:
        yield f"protected = {json.dumps([target, *protected], ensure_ascii=False)}"
        yield f"target = {json.dumps(target, ensure_ascii=False)}"
    else:
        yield f"# protected = {json.dumps(protected)}"
    key = workflow.project_key or "ABC"
    yield "# A ticket goes into each message, once there is a pattern; a branch is named for it."
    yield f'# ticket_pattern = "{key}-[0-9]+"'
    yield '# branch_pattern = "{type}/{ticket}-{slug}"'


def describe_workflow(workflow: Workflow) -> str:
    """Describe a workflow in a sentence."""
    words = _WORKFLOW_DESCRIPTIONS[workflow.kind].format(
        authors=workflow.author_count, target=workflow.target
    )
    if workflow.kind == "new":
        return f"hookkit found {words}."
    merges = plural(workflow.merge_count, "merge") if workflow.merge_count else "no merge"
    return (
        f"hookkit found {words}: {merges} in its newest {plural(workflow.commit_count, 'commit')}."
    )


def initial_settings_rows(settings: InitialSettings, is_dry_run: bool) -> list[Row]:
    """Give the lines that were written, or in a dry run would be."""
    verb = "would write" if is_dry_run else "wrote"
    is_linked, file = settings.path.is_symlink(), settings.path.resolve()
    link_text = f", which leads to {file}" if is_linked else ""
    title = row(("title", f"hookkit {verb}"), f" settings to {settings.path.name}{link_text}")
    lines = [row(each, indent=1) if each else row("") for each in settings.text.splitlines()]
    steps = [NextStep("do it", "hookkit init")] if is_dry_run else []
    if not is_dry_run:
        show_command = f"git diff {settings.path.name}" if settings.is_tracked else "git status"
        show_command = shlex.join(["cat", str(file)]) if is_linked else show_command
        steps = [NextStep("look", show_command), NextStep("in force", "hookkit config")]
        steps.append(NextStep("change", "hookkit config set --help"))
    return [title, *lines, *next_step_rows(steps)]
