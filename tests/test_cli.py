"""The command line: lazy, and with errors in one style."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from hookkit.cli import COMMANDS, group, run
from hookkit.errors import WrongUsage
from hookkit.help_groups_and_examples import COMMAND_GROUPS, EXAMPLES
from scripts.render_man import metavar_of
from tests.repository import Repository
from tests.repository_with_hooks import run_here

FOLDER = Path(__file__).parents[1] / "hookkit" / "commands"


def test_every_command_is_listed() -> None:
    # `hook` is for the shims: it is found without the command line's libraries.
    names = {each.replace("-", "_") for each in COMMANDS}
    there = {path.stem for path in FOLDER.iterdir()} - {"__pycache__"}
    below = {"debt_check_staged", "debt_log", "debt_merge_driver", "debt_pay", "run_stdin"}
    assert there == names | below | {"hook", "__init__", "shared"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, repo: Repository) -> None:
    for word in ("-h", "--help"):
        ended = run_here(repo, name, word)
        assert (ended.status, ended.err) == (0, "")
        assert f"Usage: hookkit {name}" in ended.out


@pytest.mark.parametrize(
    ("words", "message", "repair"),
    [
        (["rnu", "HEAD^"], "there is no command 'rnu'; did you mean run?", "hookkit run 'HEAD^'"),
        (["acept"], "there is no command 'acept'; did you mean accept?", "hookkit accept"),
        (["zzz"], "there is no command 'zzz'", "hookkit --help"),
        (["hok"], "there is no command 'hok'", "hookkit --help"),
        (["--zzz"], "there is no option '--zzz'", "hookkit --help"),
        (
            ["run", "--chek"],
            "there is no option '--chek'; did you mean --check?",
            "hookkit run --help",
        ),
        (
            ["run", "--mode", "x"],
            "invalid value for '--mode': 'x' is not one of 'propose', 'worktree', 'fixup',"
            " 'commit'",
            "hookkit run --help",
        ),
        (["run", "--mode"], "option '--mode' requires an argument", "hookkit run --help"),
        (
            ["completion"],
            "missing argument '{bash|zsh|fish}'. Choose from: bash, zsh, fish",
            "hookkit completion --help",
        ),
        (["drop", "a", "b"], "got unexpected extra argument (b)", "hookkit drop --help"),
        (["redo", "1", "x"], "got unexpected extra argument (x)", "hookkit redo --help"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_wrong_usage(words: list[str], message: str, repair: str, repo: Repository) -> None:
    ended = run_here(repo, *words)
    assert ended.err == f"hookkit: {message}\n  repair: {repair}\n"
    assert (ended.status, ended.out) == (2, "")


def test_wrong_usage_as_an_error() -> None:
    with pytest.raises(WrongUsage) as caught:
        run(["zzz"])
    assert caught.value.repair == "hookkit --help"


def test_a_command_is_imported_when_it_is_called(repo: Repository) -> None:
    code = "import sys; from hookkit.cli import run; run(['corrections']); print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=repo.path, capture_output=True, text=True, check=True
    )
    loaded = {name for name in ended.stdout.split() if name.startswith("hookkit.commands.")}
    shared = "hookkit.commands.shared"
    assert loaded == {"hookkit.commands.corrections", shared, f"{shared}.open_repository"}
    assert "autopep8" not in ended.stdout.split()


def test_help_for_a_reader_that_goes_away(repo: Repository) -> None:
    command = f"'{sys.executable}' -m hookkit --help; echo $? >&2"
    with subprocess.Popen(
        ["sh", "-c", command], cwd=repo.path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout and child.stderr
        child.stdout.close()
        assert child.stderr.read().endswith(b"0\n")


def test_the_help_names_each_command(repo: Repository) -> None:
    said = repo.hookkit("--help", COLUMNS="100").stdout
    assert all(re.search(rf"^\W*{name} ", said, re.MULTILINE) for name in COMMANDS), said


def test_every_command_is_in_one_group_and_has_examples() -> None:
    grouped = [name for names in COMMAND_GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(COMMANDS)
    assert EXAMPLES.keys() == set(every_command())


def every_command() -> dict[str, click.Command]:
    """Give each command by its name, and those below it with both names."""
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        below = command.commands if isinstance(command, click.Group) else {}
        found |= {name: command} | {f"{name} {each}": below[each] for each in below}
    return found


def _protected(context: click.Context) -> list[str]:
    """The words behind a command of a group; click 8.1 has them under a public name."""
    name = "_protected_args" if hasattr(context, "_protected_args") else "protected_args"
    found: list[str] = getattr(context, name)
    return found


@pytest.mark.parametrize(
    ("name", "example"), [(name, each) for name, some in EXAMPLES.items() for each in some]
)
def test_each_example_is_understood(name: str, example: str) -> None:
    assert example == f"hookkit {name}" or example.startswith(f"hookkit {name} ")
    args, context = shlex.split(example)[1:], click.Context(group, info_name="hookkit")
    command: click.Command | None = group
    while isinstance(command, click.Group) and args:
        called, command, args = command.resolve_command(context, args)
        assert command is not None
        context = command.make_context(called, args, parent=context)
        args = [*_protected(context), *context.args]


@pytest.mark.parametrize("columns", ["80", "120"])
def test_the_help_shows_groups_and_examples(columns: str, repo: Repository) -> None:
    said = repo.hookkit("--help", COLUMNS=columns).stdout
    assert [name for name in COMMAND_GROUPS if f"─ {name} ─" in said] == list(COMMAND_GROUPS)
    review = repo.hookkit("review", "--help", COLUMNS=columns).stdout
    assert "Examples:" in review and "hookkit review --only E2 src" in review


def test_no_help_breaks_a_choice_in_its_middle() -> None:
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        context = click.Context(command, info_name=name)
        for each in command.params:
            assert len(metavar_of(each, context)) <= 32 or isinstance(each, click.Argument)
