"""``hookkit config set`` and ``unset``: change a setting in its file or in git's configuration."""

from __future__ import annotations

from collections.abc import Callable

import rich_click as click

from hookkit.commands.config.changed_setting_report import (
    SET_COMMAND,
    UNSET_COMMAND,
    file_change_report,
    git_config_change_report,
    value_in_force_rows,
)
from hookkit.errors import WrongUsage
from hookkit.git.config import ConfigScope
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_current_folder
from hookkit.install.change_setting_in_team_file import (
    SettingChange,
    has_team_value,
    set_team_value,
    unset_team_value,
)
from hookkit.settings.effective_settings import valid_settings
from hookkit.settings.git_config_edit import (
    has_git_value,
    read_git_values,
    set_git_value,
    unset_git_value,
)
from hookkit.settings.setting_argument import SettingName, parse_setting_name, parse_setting_value
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import NextStep, Row, next_step_rows

Command = Callable[..., int]


def _with_scope_options(command: Command) -> Command:
    """Add the options for a place other than the team's file."""
    local = click.option("--local", is_flag=True, help="For yourself in this clone (git config).")
    user = click.option("--user", is_flag=True, help="For yourself in all clones (git config).")
    return local(user(command))


@click.command("set")
@click.argument("key", metavar="SETTING")
@click.argument("values", nargs=-1, metavar="VALUE...")
@_with_scope_options
def set_command(key: str, values: tuple[str, ...], local: bool, user: bool) -> int:
    """Give SETTING its value, for the team: in pyproject.toml, or in .hookkit.toml.

    The file is the one that has settings of hookkit already, else pyproject.toml where there is
    one. Comments, order and line ends stay. A list takes several values, or one such as '[]';
    checks.NAME is the level of one check.
    """
    name, equals, first_value = key.partition("=")
    texts = [each for each in ((first_value,) if equals else ()) + values if each != "="]
    setting = parse_setting_name(name, SET_COMMAND, texts)
    value = parse_setting_value(setting, texts, SET_COMMAND)
    shown = value[setting.check] if setting.check and isinstance(value, dict) else value
    git, scope = Git.discover(), _scope(local, user)
    if scope is not None:
        before = read_git_values(git, scope, setting)
        set_git_value(git, scope, setting, value)
        _report_change(git_config_change_report(setting, scope, before, shown), setting, shown)
    else:
        change = set_team_value(git, setting, value)
        _report_change(_report_of_file_change(git, change), setting, change.new_value)
    return 0


@click.command("unset")
@click.argument("key", metavar="SETTING")
@_with_scope_options
def unset_command(key: str, local: bool, user: bool) -> int:
    """Take SETTING out of the settings of the team, so that its default holds.

    checks.NAME is the level of one check. Comments, order and line ends stay. A name that is no
    setting, such as one that is misspelled, is taken out as well where it is written.
    """
    git, scope = Git.discover(), _scope(local, user)
    setting = _parse_written_name(git, scope, key)
    if scope is not None:
        before = read_git_values(git, scope, setting)
        unset_git_value(git, scope, setting)
        _report_change(git_config_change_report(setting, scope, before, None), setting, None)
    else:
        _report_change(_report_of_file_change(git, unset_team_value(git, setting)), setting, None)
    return 0


def _parse_written_name(git: Git, scope: ConfigScope | None, name: str) -> SettingName:
    """Read the name of a setting, or of an unknown key that is set at the place to change.

    ``scope`` is None for the team's file. Raises WrongUsage for any other name, with the nearest
    setting.
    """
    try:
        return parse_setting_name(name, UNSET_COMMAND)
    except WrongUsage:
        first, _, check = name.partition(".")
        written = SettingName(first, check)
        is_there = (
            has_team_value(git, written) if scope is None else has_git_value(git, scope, written)
        )
        if not is_there:
            raise
        return written


def _report_of_file_change(git: Git, change: SettingChange) -> tuple[Row, list[NextStep]]:
    return file_change_report(change, path_from_current_folder(git, change.file.path.name))


def _report_change(report: tuple[Row, list[NextStep]], setting: SettingName, value: object) -> None:
    """Report the change, the value in force here if it differs, and the next command."""
    title, steps = report
    # A new Git, because the first one keeps what it read before the change.
    settings, _ = valid_settings(Git.discover())
    print_rows([title, *value_in_force_rows(settings, setting, value), *next_step_rows(steps)])


def _scope(local: bool, user: bool) -> ConfigScope | None:
    if local and user:
        raise WrongUsage("--local and --user exclude each other", f"{SET_COMMAND} --help")
    return "--local" if local else "--global" if user else None
