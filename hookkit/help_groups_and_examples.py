"""Additions to click's help pages: groups of commands, and examples of each command."""

from __future__ import annotations

import rich_click as click

COMMAND_GROUPS = {
    "Correct": ("run", "status", "why-not"),
    "Review": ("review", "accept", "drop", "refused", "corrections", "undo", "redo"),
    "History": (
        *("start", "sync", "tidy", "ticket", "merge", "push"),
        *("check", "ci", "why", "graph", "history-report"),
    ),
    "Debt": ("debt", "trust"),
    "Many repositories": ("fleet", "server"),
    "Set up": (
        *("install", "uninstall", "init", "config", "doctor"),
        *("worker", "log", "completion", "demo"),
    ),
}
"""The commands by their purpose."""

EXAMPLES = {
    "run": (
        "hookkit run",
        "hookkit run --check main..HEAD",
        "hookkit run --staged --diff",
        "hookkit run --all-files --mode propose",
        "hookkit run --scope file src/shop.py",
    ),
    "status": ("hookkit status", "hookkit status --short", "hookkit status --format json"),
    "why-not": ("hookkit why-not src/shop.py:3", "hookkit why-not src/shop.py"),
    "review": (
        "hookkit review -i",
        "hookkit review --tui",
        "hookkit review --only E2 src",
        "hookkit review main..HEAD --html review.html",
        "hookkit review --open",
    ),
    "accept": (
        "hookkit accept",
        "hookkit accept --as amend",
        "hookkit accept --spread",
        "hookkit accept --only E2 src",
        "hookkit accept --hunk 3f2a9c1",
    ),
    "drop": ("hookkit drop HEAD^",),
    "refused": ("hookkit refused", "hookkit refused --forget-all src"),
    "corrections": ("hookkit corrections",),
    "undo": ("hookkit undo --list", "hookkit undo --dry-run", "hookkit undo"),
    "redo": ("hookkit redo",),
    "start": ("hookkit start SHOP-12", "hookkit start SHOP-12 smaller cart --type fix"),
    "sync": ("hookkit sync --dry-run", "hookkit sync", "hookkit sync --resolve"),
    "tidy": ("hookkit tidy --dry-run", "hookkit tidy"),
    "ticket": ("hookkit ticket SHOP-12",),
    "merge": ("hookkit merge --dry-run", "hookkit merge --rebase"),
    "push": ("hookkit push --dry-run", "hookkit push origin --yes"),
    "check": ("hookkit check", "hookkit check fixups", "hookkit check main..HEAD --format json"),
    "ci": (
        "hookkit ci",
        "hookkit ci --from-ref main --output sarif=hookkit.sarif --propose hookkit.patch",
        "hookkit ci --shard 1/4 --output json=hookkit-1.json",
    ),
    "ci merge": ("hookkit ci merge hookkit-1.json hookkit-2.json --output sarif=hookkit.sarif",),
    "why": ("hookkit why HEAD", "hookkit why src/shop.py:3"),
    "graph": ("hookkit graph --all", "hookkit graph main --unfold --svg history.svg"),
    "history-report": (
        "hookkit history-report",
        "hookkit history-report --by month --html report.html",
    ),
    "debt": ("hookkit debt", "hookkit debt accept", "hookkit debt check main..HEAD"),
    "debt accept": ("hookkit debt accept", "hookkit debt accept --new"),
    "debt log": (
        "hookkit debt log --by folder --html debt.html",
        "hookkit debt log --every release --format csv",
    ),
    "debt check": ("hookkit debt check --staged", "hookkit debt check main..HEAD"),
    "debt merge-driver": ("hookkit debt merge-driver base.json ours.json theirs.json",),
    "debt pay": (
        "hookkit debt pay --dry-run",
        "hookkit debt pay --budget 100 src",
        "hookkit debt pay --rule E2 --by folder",
    ),
    "trust": ("hookkit trust", "hookkit trust --list", "hookkit trust --forget"),
    "fleet": (
        "hookkit fleet status ~/src --store fleet.sqlite",
        "hookkit fleet status --store fleet.sqlite --format csv",
    ),
    "fleet check": (
        "hookkit fleet check ~/src --store fleet.sqlite",
        "hookkit fleet check ~/src --since 2026-01-31 --output csv=fleet.csv",
    ),
    "fleet debt": (
        "hookkit fleet debt ~/src --store fleet.sqlite",
        "hookkit fleet debt ~/src --output csv=debt.csv",
    ),
    "fleet install": (
        "hookkit fleet install ~/src",
        "hookkit fleet install repositories.txt --yes",
        "hookkit fleet install ~/src --server --yes",
    ),
    "fleet upgrade": ("hookkit fleet upgrade ~/src", "hookkit fleet upgrade ~/src --yes"),
    "fleet uninstall": ("hookkit fleet uninstall ~/src", "hookkit fleet uninstall ~/src --yes"),
    "fleet run": ("hookkit fleet run ~/src", "hookkit fleet run ~/src --mode propose"),
    "fleet page": (
        "hookkit fleet page fleet.html --store fleet.sqlite",
        "hookkit fleet page fleet.html --store fleet.sqlite --title Shop --open",
    ),
    "server": ("hookkit server policy", "hookkit server policy --check --policy policy.toml"),
    "server hook": ("hookkit server hook custom_hooks/pre-receive.d/hookkit",),
    "server policy": (
        "hookkit server policy",
        "hookkit server policy ~/src/shop",
        "hookkit server policy --check --policy policy.toml",
    ),
    "server report": (
        "hookkit server report --journal pushes.jsonl",
        "hookkit server report --journal pushes.jsonl --by person --since 2026-01-31",
        "hookkit server report --journal pushes.jsonl --output csv=pushes.csv",
    ),
    "fleet status": (
        "hookkit fleet status ~/src",
        "hookkit fleet status repositories.txt --store fleet.sqlite --output csv=fleet.csv",
        "hookkit fleet status github.json --root /srv/git --store fleet.sqlite",
    ),
    "install": (
        "hookkit install",
        "hookkit install --global",
        "hookkit install --server",
    ),
    "uninstall": ("hookkit uninstall", "hookkit uninstall --global"),
    "init": ("hookkit init --dry-run", "hookkit init"),
    "config": (
        "hookkit config",
        "hookkit config mode",
        "hookkit config src/shop.py",
        "hookkit config --schema",
        "hookkit config set mode propose",
    ),
    "config set": (
        "hookkit config set mode propose",
        "hookkit config set exclude 'migrations/*' '*_pb2.py'",
        "hookkit config set checks.history refuse",
        "hookkit config set worker true --user",
    ),
    "config unset": ("hookkit config unset mode", "hookkit config unset checks.history --local"),
    "doctor": ("hookkit doctor", "hookkit doctor --clean"),
    "worker": ("hookkit worker", "hookkit worker stop"),
    "log": ("hookkit log -n 50", "hookkit log -f"),
    "completion": ("hookkit completion bash",),
    "demo": ("hookkit demo", "hookkit demo --keep"),
}
"""Examples of each command."""

MAX_CHOICES_WIDTH = 20
"""The width of a list of choices up to which a help page does not break a line within a choice."""


def group_commands() -> None:
    """Configure the help to list the commands in groups."""
    click.rich_click.COMMAND_GROUPS["hookkit"] = [
        {"name": name, "commands": list(commands)} for name, commands in COMMAND_GROUPS.items()
    ]


def add_examples(name: str, command: click.Command) -> click.Command:
    """Add examples to the help of a command and of its subcommands, and list long choices there."""
    # rich_click prints each paragraph as one line.
    command.epilog = "\n\n".join(["Examples:", *EXAMPLES[name]])
    for option in command.params:
        if isinstance(option, click.Option) and isinstance(option.type, click.Choice):
            choices = [str(choice) for choice in option.type.choices]
            if len("|".join(choices)) > MAX_CHOICES_WIDTH and option.metavar is None:
                option.metavar = "WORD"  # a line break would be in the middle of a choice
                option.help = f"{(option.help or '').rstrip('.')}: {', '.join(choices)}."
    if isinstance(command, click.Group):
        for subname, subcommand in command.commands.items():
            add_examples(f"{name} {subname}", subcommand)
    return command
