"""``hookkit completion``: the script with which a shell completes hookkit's command lines."""

from __future__ import annotations

import rich_click as click
from click.shell_completion import get_completion_class

from hookkit.errors import EnvironmentFailed
from hookkit.settings.environment_variables import COMPLETION_VARIABLE
from hookkit.terminal.output import write_raw

_ZSH_LINE = 'autoload -Uz compinit && compinit; eval "$(hookkit completion zsh)"'

INSTALL_LINES = {
    "bash": "echo 'eval \"$(hookkit completion bash)\"' >> ~/.bashrc",
    "zsh": f"echo '{_ZSH_LINE}' >> ~/.zshrc",
    "fish": "hookkit completion fish > ~/.config/fish/completions/hookkit.fish",
}
"""The command that a person runs once to install the completion, for each shell."""


@click.command()
@click.argument("shell", type=click.Choice(list(INSTALL_LINES)))
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """Print the completion script for SHELL: bash 4.4 or newer, zsh or fish.

    Its second line has the command that installs it. It completes commands, options and their
    values, and also commits, branches, remotes, checks and files.
    """
    completion_class = get_completion_class(shell)
    if completion_class is None:
        raise EnvironmentFailed(f"this click has no completion for {shell}")
    script = completion_class(context.find_root().command, {}, "hookkit", COMPLETION_VARIABLE)
    write_raw(with_install_line(script.source(), INSTALL_LINES[shell]).encode())
    return 0


def with_install_line(source: str, line: str) -> str:
    """Give a script with the line that installs it as a comment in its second line.

    zsh needs its ``#compdef`` line to stay the first.
    """
    first, _, rest = source.lstrip("\n").partition("\n")
    head = first if first.startswith("#") else "# The completion of hookkit's command lines."
    body = rest if first.startswith("#") else f"{first}\n{rest}"
    return f"{head}\n# To install it: {line}\n{body}"
