"""``hookkit server policy``: show the policy of a repository, or check the whole file."""

from __future__ import annotations

import os
import sys
from datetime import date

import rich_click as click

from hookkit.commands.shared.output_options_and_files import plain_or_json_option
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.phrases import shell_word
from hookkit.server.parse_policy import parse_policy, require_valid_setting_values
from hookkit.server.policy import DEFAULT_POLICY_FILE, Policy, RepositoryPolicy
from hookkit.server.policy_report import (
    policy_file_rows,
    repository_policy_json,
    repository_policy_rows,
)
from hookkit.server.push_environment import REPOSITORY_VARIABLES, host_variables
from hookkit.server.read_policy import UnknownRepositoryName, read_policy, read_repository_policy
from hookkit.settings.effective_settings import server_settings_in_force
from hookkit.shims.hooks_folder import shim_policy_path
from hookkit.terminal.load_settings_with_warnings import print_rejected_settings
from hookkit.terminal.output import print_rows, write_raw

_INPUT = "-"


@click.command("policy")
@click.argument("repository", required=False, metavar="[REPOSITORY]")
@click.option("--policy", "policy_file", metavar="FILE", help=f"Instead of {DEFAULT_POLICY_FILE}.")
@click.option("--check", "is_check", is_flag=True, help="Look at the whole file.")
@click.option("--name", metavar="NAME", help="What GitLab or gitolite calls the repository.")
@plain_or_json_option
def command(
    repository: str | None,
    policy_file: str | None,
    is_check: bool,
    name: str | None,
    output_format: str,
) -> int:
    """Show by which settings pushes to REPOSITORY are checked, and where each is from.

    REPOSITORY is its folder, the current one if not given. The policy is the file that its hook
    names, else the usual one.

    --check looks at all entries of the file instead, and ends with 2 where one is wrong. With
    `--policy -` it reads the text of a policy from the input, before it is in its place: then it
    does not matter whose it is.
    """
    if is_check:
        if repository is not None or name is not None or output_format == "json":
            sentence = "--check takes no REPOSITORY, no --name and no --format json"
            raise WrongUsage(sentence, "hookkit server policy --check")
        policy = _read_whole_policy(policy_file)
        require_valid_setting_values(policy)
        print_rows(policy_file_rows(policy, date.today()))
        return 0
    git = Git.discover(repository)
    named_policy = shim_policy_path(git)
    repository_policy = _read_policy_of_repository(
        git, (named_policy or "") if policy_file is None else os.path.abspath(policy_file), name
    )
    settings, problem = server_settings_in_force(git, policy=repository_policy.settings)
    print_rejected_settings([problem] if problem else [])
    if output_format == "json":
        write_raw(repository_policy_json(repository_policy, settings))
    else:
        print_rows(repository_policy_rows(repository_policy, settings, named_policy is not None))
    return 0


def _read_policy_of_repository(git: Git, policy_file: str, name: str | None) -> RepositoryPolicy:
    """Read the policy of a repository.

    ``name`` is what the software of the host (GitLab, gitolite) calls it, None to read it from the
    environment.
    """
    name_variables = dict.fromkeys(REPOSITORY_VARIABLES, name or "")
    try:
        return read_repository_policy(
            git, policy_file, host_variables(os.environ) if name is None else name_variables
        )
    except UnknownRepositoryName as error:
        folder = shell_word(git.paths.folder)
        error.repair = f"hookkit server policy {folder} --name NAME"
        raise


def _read_whole_policy(policy_file: str | None) -> Policy:
    """Read the whole policy; the account that runs this is trusted. Raises WrongUsage if none."""
    if policy_file == _INPUT:
        return parse_policy(sys.stdin.buffer.read(), "the input")
    owner = os.geteuid() if hasattr(os, "geteuid") else 0
    policy = read_policy("" if policy_file is None else os.path.abspath(policy_file), owner)
    if policy is None:
        repair = "hookkit server policy --check --policy FILE"
        raise WrongUsage(f"there is no {DEFAULT_POLICY_FILE}", repair)
    return policy
