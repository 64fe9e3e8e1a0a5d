"""``hookkit install``: have git run hookkit in a repository, on a server, or in all clones."""

from __future__ import annotations

import os

import rich_click as click

from hookkit.commands.shared.output_options_and_files import plain_or_json_option
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.phrases import shell_word
from hookkit.settings.shell_command_of_hookkit import shell_command_of_hookkit


@click.command("install")
@click.option("--server", is_flag=True, help="Check what others push to this repository.")
@click.option("--policy", metavar="FILE", help="With --server: the policy, where it is elsewhere.")
@click.option("--global", "is_global", is_flag=True, help="For all your clones, once.")
@click.option(
    "--config-hooks",
    "with_config_hooks",
    is_flag=True,
    help="By git's configuration (git 2.54), no files.",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="With --global: change nothing, show it.")
@click.option("--downgrade", is_flag=True, help="Also in the place of a newer hookkit's hooks.")
@plain_or_json_option
def command(
    server: bool,
    policy: str | None,
    is_global: bool,
    with_config_hooks: bool,
    is_dry: bool,
    downgrade: bool,
    output_format: str,
) -> int:
    """Have git run hookkit in this repository.

    A hook that is there already is kept and runs first. Where .pre-commit-config.yaml lists a
    hook of hookkit, pre-commit or prek is installed instead. What the files of lefthook or husky
    run is left to them.

    With --config-hooks git runs hookkit beside the hooks folder, whoever that belongs to. With
    --global it does so in all your clones where something is configured for hookkit, and leaves
    a clone that has hookkit itself to that; before git 2.54 in new clones alone.

    A server has its policy in /etc/hookkit/policy.toml, or in the file that --policy names; a later
    install keeps what was named, --policy '' forgets it.

    --dry-run and --format json go with --global; for repositories hookkit fleet install has them.

    Hooks that a newer hookkit wrote are left as they are, unless --downgrade is given.
    """
    from hookkit.install.install_and_uninstall_report import install_rows
    from hookkit.shims.require_no_newer_shims import (
        require_no_newer_shims,
        require_no_newer_shims_for_all_clones,
    )
    from hookkit.terminal.output import print_rows

    if server + is_global + with_config_hooks > 1:
        sentence = "--server, --global and --config-hooks exclude each other"
        raise WrongUsage(sentence, "hookkit install --help")
    if policy is not None and not server:
        repair = f"hookkit install --server --policy {shell_word(policy)}"
        raise WrongUsage("--policy is for a server", repair)
    if is_global:
        if not downgrade:
            require_no_newer_shims_for_all_clones()
        return _install_for_all_clones(is_dry, output_format)
    if is_dry or output_format == "json":
        sentence = "--dry-run and --format json go with --global"
        raise WrongUsage(f"{sentence}; of a repository this shows it", "hookkit fleet install .")
    git = Git.discover()
    if git.top is None and not server:
        sentence = f"{git.git_dir} is a bare repository: nobody commits here, but others push to it"
        raise WrongUsage(sentence, "hookkit install --server")
    if not downgrade:
        require_no_newer_shims(git)
    if with_config_hooks:
        from hookkit.install.install_config_hooks import install_by_configuration

        outcome = install_by_configuration(git)
    else:
        from hookkit.hook_events import SERVER_EVENTS
        from hookkit.install.install import install

        policy_file = os.path.abspath(policy) if policy else policy
        outcome = install(git, SERVER_EVENTS if server else None, policy_file)
    print_rows(install_rows(outcome, shell_command_of_hookkit()))
    return 0


def _install_for_all_clones(is_dry: bool, output_format: str) -> int:
    from hookkit.install.global_install_and_uninstall import (
        install_for_all_clones,
        plan_install_for_all_clones,
    )
    from hookkit.install.global_install_and_uninstall_report import (
        installed_json,
        installed_rows,
        planned_installation_rows,
    )
    from hookkit.terminal.output import print_rows, write_raw

    git = Git.without_repository()
    outcome = plan_install_for_all_clones(git) if is_dry else install_for_all_clones(git)
    if output_format == "json":
        write_raw(installed_json(outcome))
    elif is_dry:
        print_rows(planned_installation_rows(outcome))
    else:
        print_rows(installed_rows(outcome))
    return 0
