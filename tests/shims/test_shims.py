"""Finding, filling in and recognising the shims; whose the hooks folder and an event are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from hookkit.errors import Refused
from hookkit.hook_events import EVENTS, SERVER_EVENTS, SHIM_VERSION
from hookkit.install.hook_interpreter import can_import_hookkit
from hookkit.shims.hooks_folder import (
    HookFiles,
    active_hooks_folder,
    hooks_path_setting,
    writable_hooks_folder,
)
from hookkit.shims.shim_file import events_with_shim, parse_shim, render_shim
from tests.repository import Repository


def test_there_is_a_shim_for_each_event_of_a_worktree() -> None:
    assert events_with_shim() == (
        "commit-msg",
        "post-checkout",
        "post-commit",
        "post-merge",
        "post-rewrite",
        "pre-commit",
        "pre-merge-commit",
        "pre-push",
    )
    assert set(events_with_shim()) | {*SERVER_EVENTS} == {each.name for each in EVENTS}


@pytest.mark.parametrize("event", events_with_shim())
@pytest.mark.parametrize(
    "python", ["/usr/bin/python3", '/a b/it\'s/"py"', "/ünï/py", "/-x/$HOME/`x`/py\\"]
)
def test_the_interpreter_of_a_shim_is_read_back(event: str, python: str) -> None:
    content = render_shim(event, Path(python))
    shim = parse_shim(content)
    assert shim is not None
    assert shim.python == Path(python)
    assert (shim.version, shim.is_edited) == (SHIM_VERSION, False)
    line = next(part for part in content.decode().splitlines() if part.startswith("python="))
    read = subprocess.run(
        ["sh", "-c", f'{line}\nprintf %s "$python"'], capture_output=True, check=True
    )
    assert read.stdout.decode() == python


def test_a_path_that_is_no_utf8_is_read_back() -> None:
    python = Path("/caf\udce9/python")
    assert b"/caf\xe9/python" in render_shim("post-commit", python)
    shim = parse_shim(render_shim("post-commit", python))
    assert shim is not None and shim.python == python


def test_a_shim_is_the_frame_with_the_decision_of_its_event() -> None:
    hooks = Path(__file__).parents[2] / "hooks"
    decision = (hooks / "pre-push").read_text().rstrip()
    before, _, after = (hooks / "frame.sh").read_text().partition("\n#: decision\n")
    shim = render_shim("pre-push", None).decode()
    assert f"\n{decision}\n{after.partition('#: functions')[0]}" in shim
    assert before.partition("\nevent=''\n")[0] in shim
    assert "\nevent=pre-push\n" in shim
    assert "\n#:" not in shim


@pytest.mark.parametrize("event", events_with_shim())
def test_a_shim_has_each_function_once_and_before_it_is_called(event: str) -> None:
    text = render_shim(event, None).decode()
    functions = (Path(__file__).parents[2] / "hooks" / "functions.sh").read_text()
    for name in re.findall(r"^(\w+)\(\) \{$", functions, re.MULTILINE):
        definitions = [
            each.start() for each in re.finditer(rf"^{name}\(\) \{{$", text, re.MULTILINE)
        ]
        code = re.sub(r"^ *#.*$", lambda line: " " * len(line[0]), text, flags=re.MULTILINE)
        calls = [each.start() for each in re.finditer(rf"\b{name}\b(?!\(\))", code)]
        assert len(definitions) == (1 if calls else 0), name
        top_level = text.index("\ndecide() {")
        assert not [at for at in calls if at < top_level and definitions[0] > top_level], name


def test_what_decides_without_functions_stands_in_front_of_them_too() -> None:
    text = render_shim("commit-msg", None).decode()
    assert text.count('hookkit/no-ticket" ]') == 2
    assert text.index("hookkit/no-ticket") < text.index("is_replayed() {")


def test_a_shim_of_the_first_version_is_recognised() -> None:
    body = b"#!/bin/sh --\n# hookkit shim 1\nevent=post-commit\npython=/x/py\nexit 0\n"
    shim = parse_shim(body + b"# hookkit sum " + sha256(body).hexdigest().encode() + b"\n")
    assert shim is not None
    assert (shim.version, shim.python, shim.is_edited) == (1, Path("/x/py"), False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"exit 0\n", b"exit 1\n"),
        (b"python='/x/py'", b"python='/y/py'"),
        (b"# hookkit sum", b"echo more\n# hookkit sum"),
    ],
)
def test_an_edit_is_recognised(old: bytes, new: bytes) -> None:
    edited = render_shim("post-commit", Path("/x/py")).replace(b"python=/x/py", b"python='/x/py'")
    shim = parse_shim(edited.replace(old, new))
    assert shim is not None and shim.is_edited


def test_a_line_added_at_the_end_is_an_edit() -> None:
    shim = parse_shim(render_shim("post-commit", None) + b"echo more\n")
    assert shim is not None and shim.is_edited


def test_broken_quotes_of_an_edit_give_no_interpreter() -> None:
    shim = parse_shim(b"#!/bin/sh\n# hookkit shim 1\npython='/x\n")
    assert shim is not None
    assert (shim.python, shim.is_edited) == (None, True)


@pytest.mark.parametrize(
    "content",
    [b"", b"#!/bin/sh\necho '# hookkit shim 1'\n", b"#!/bin/sh\nhookkit hook post-commit\n"],
)
def test_other_hooks_are_not_ours(content: bytes) -> None:
    assert parse_shim(content) is None


def test_the_hooks_folder_of_every_kind_of_repository(repo: Repository, tmp_path: Path) -> None:
    repo.commit("first", {"a.txt": "1\n"})
    hooks = repo.path / ".git" / "hooks"
    assert writable_hooks_folder(repo.runner) == hooks
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    assert writable_hooks_folder(Repository(tmp_path / "linked").runner) == hooks
    repo.git("submodule", "add", "-q", str(repo.path), "sub")
    submodule = Repository(repo.path / "sub")
    assert writable_hooks_folder(submodule.runner) == repo.path / ".git/modules/sub/hooks"
    apart = Repository.init(tmp_path / "apart", "--separate-git-dir", str(tmp_path / "git dir"))
    assert writable_hooks_folder(apart.runner) == tmp_path / "git dir" / "hooks"
    bare = Repository.init(tmp_path / "bare.git", "--bare")
    assert writable_hooks_folder(bare.runner) == tmp_path / "bare.git" / "hooks"


def test_a_relative_hooks_path_belongs_to_the_worktree(repo: Repository) -> None:
    repo.git("config", "core.hooksPath", "my hooks")
    repo.write("sub/a", "")
    assert writable_hooks_folder(Repository(repo.path / "sub").runner) == repo.path / "my hooks"
    assert hooks_path_setting(repo.runner) == ("local", "my hooks")


def test_a_relative_hooks_path_in_a_bare_repository(tmp_path: Path) -> None:
    bare = Repository.init(tmp_path / "bare.git", "--bare")
    bare.git("config", "core.hooksPath", "other")
    assert writable_hooks_folder(bare.runner) == tmp_path / "bare.git" / "other"


def test_a_hooks_path_of_one_worktree_is_honoured(repo: Repository, tmp_path: Path) -> None:
    repo.git("config", "extensions.worktreeConfig", "true")
    (tmp_path / "hooks").mkdir()
    repo.git("config", "--worktree", "core.hooksPath", str(tmp_path / "hooks"))
    assert writable_hooks_folder(repo.runner) == tmp_path / "hooks"


def test_a_global_hooks_path_is_refused_with_both_ways_out(repo: Repository) -> None:
    repo.git("config", "--global", "core.hooksPath", "~/hooks")
    with pytest.raises(Refused) as refusal:
        writable_hooks_folder(repo.runner)
    assert "git config --global --unset-all core.hooksPath" in refusal.value.message
    assert refusal.value.repair is not None
    assert refusal.value.repair in refusal.value.message
    subprocess.run(refusal.value.repair, shell=True, cwd=repo.path, check=True)
    assert writable_hooks_folder(repo.runner) == repo.path / ".git" / "hooks"


def test_a_hooks_path_of_the_command_line_is_refused(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.hooksPath")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "/tmp/hooks")
    with pytest.raises(Refused, match="by command configuration"):
        writable_hooks_folder(repo.runner)


def test_an_empty_hooks_path_is_refused_with_its_repair(repo: Repository) -> None:
    repo.git("config", "core.hooksPath", "")
    with pytest.raises(Refused, match="set to nothing") as refusal:
        writable_hooks_folder(repo.runner)
    assert refusal.value.repair is not None
    subprocess.run(refusal.value.repair, shell=True, cwd=repo.path, check=True)
    assert writable_hooks_folder(repo.runner) == repo.path / ".git" / "hooks"


def test_huskys_folder_is_refused_with_the_lines_to_add(repo: Repository) -> None:
    repo.write(".husky/_/h", "")
    repo.git("config", "core.hooksPath", ".husky/_")
    with pytest.raises(Refused, match="husky") as refusal:
        writable_hooks_folder(repo.runner)
    assert refusal.value.repair is not None
    subprocess.run(refusal.value.repair, shell=True, cwd=repo.path, check=True)
    for event in events_with_shim():
        assert repo.read(f".husky/{event}") == f'hookkit hook {event} "$@"\n'.encode()
    assert sorted(path.name for path in (repo.path / ".husky/_").iterdir()) == ["h"]


def test_an_interpreter_is_tried(tmp_path: Path) -> None:
    assert can_import_hookkit(Path(sys.executable))
    assert not can_import_hookkit(tmp_path / "gone")
    bare = tmp_path / "bare"
    bare.write_text(f"#!/bin/sh\nexec '{sys.executable}' -I -S \"$@\"\n")
    bare.chmod(0o755)
    assert not can_import_hookkit(bare)


def test_the_shim_is_found_where_it_runs(tmp_path: Path) -> None:
    files = HookFiles("post-commit", tmp_path)
    found = [files.shim]
    files.pre_commit_legacy_hook.write_bytes(render_shim("post-commit", None))
    # Nobody runs a .legacy without pre-commit's script.
    found.append(files.shim)
    files.hook.write_text("#!/bin/sh\n# File generated by pre-commit: https://pre-commit.com\n")
    found.append(files.shim)
    files.hook.write_bytes(render_shim("post-commit", None))
    found.append(files.shim)
    assert found == [None, None, files.pre_commit_legacy_hook, files.hook]


@pytest.mark.parametrize("path", [":(optional)gone", ":(optional)here", "~/here", "here", ""])
def test_hooks_are_looked_for_where_git_does(repo: Repository, path: str) -> None:
    (repo.path / "here").mkdir()
    repo.git("config", "core.hooksPath", path)
    place = repo.git("rev-parse", "--git-path", "hooks").strip()
    assert active_hooks_folder(repo.runner) == Path(os.path.normpath(repo.path / place))
