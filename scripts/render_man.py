"""Regenerate the manual pages from the text that ``--help`` shows: share/man/man1.

Run it from the top of the checkout: ``python -m scripts.render_man``. click-man would leave out the
examples, the exit status and what else is to be read.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from hookkit.cli import COMMANDS, group
from hookkit.help_groups_and_examples import COMMAND_GROUPS, EXAMPLES

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "share" / "man" / "man1"

FILES = {
    "pyproject.toml, .hookkit.toml": "the settings of the team",
    ".hookkit-debt.json": "the baseline of hookkit debt",
    ".git/hookkit/hookkit.log": "the log",
    "~/.local/share/hookkit": "the hooks for all clones (hookkit install --global)",
}
ENVIRONMENT = {
    "HOOKKIT": "0 turns all hooks off",
    "HOOKKIT_MODE, HOOKKIT_SCOPE, ...": "a setting by its name, over those of files and of git",
    "HOOKKIT_LOG_CFG": "the file of a logging configuration",
    "NO_COLOR, FORCE_COLOR": "no colours; the output of a terminal wherever it goes",
}
PAGE = "https://github.com/hookkit/hookkit"

_SIGNS = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}


def pages() -> dict[str, str]:
    """Give the text of each page by the name of its file."""
    made = {"hookkit.1": main_page()}
    for name, command in commands().items():
        made[f"hookkit-{name.replace(' ', '-')}.1"] = command_page(name, command)
    return made


def commands() -> dict[str, click.Command]:
    """Give each command by its name, and those below it by both names."""
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {below}": each for below, each in command.commands.items()}
    return found


def main_page() -> str:
    """Give the page of hookkit itself."""
    lines = [*head("hookkit", group), ".SH COMMANDS"]
    known = commands()
    for title, names in COMMAND_GROUPS.items():
        lines.append(f".SS {title}")
        for name in names:
            lines += [".TP", f".BR {roff(f'hookkit-{name}')} (1)", roff(short(known[name]))]
    lines += [*options(group), *exit_status()]
    lines += [".SH ENVIRONMENT", *terms(ENVIRONMENT), ".SH FILES", *terms(FILES)]
    return text_of([*lines, ".SH SEE ALSO", ".BR git (1), githooks (5)", ".PP", roff(PAGE)])


def command_page(name: str, command: click.Command) -> str:
    """Give the page of a command."""
    lines = head(f"hookkit {name}", command) + options(command)
    if isinstance(command, click.Group):
        lines.append(".SH COMMANDS")
        for below, each in command.commands.items():
            page = roff(f"hookkit-{name}-{below}")
            lines += [".TP", f".BR {page} (1)", roff(short(each))]
    lines += [".SH EXAMPLES", ".EX", *map(roff, EXAMPLES[name]), ".EE"]
    return text_of([*lines, *exit_status(), ".SH SEE ALSO", *see_also(name)])


def head(path: str, command: click.Command) -> list[str]:
    """Give the title, the name, the synopsis and the description."""
    page = path.replace(" ", "-")
    context = context_of(command, path)
    usage = " ".join(command.collect_usage_pieces(context))
    paragraphs = [" ".join(each.split()) for each in help_of(command).split("\n\n")]
    body = [line for each in paragraphs for line in (".PP", roff(each))]
    return [
        f'.TH {roff(page.upper())} 1 "" "hookkit" "Manual of hookkit"',
        *(".nh", ".ad l"),  # no word is cut: commands are to be found and copied
        *(".SH NAME", f"{roff(page)} \\- {roff(short(command))}"),
        *(".SH SYNOPSIS", f".B {roff(path)}", roff(usage)),
        *(".SH DESCRIPTION", *body[1:]),
    ]


def context_of(command: click.Command, path: str = "") -> click.Context:
    """Give the context in which click describes a command."""
    return click.Context(command, info_name=path, help_option_names=["--help", "-h"])


def help_of(command: click.Command) -> str:
    """Give the text that --help shows above the options."""
    return inspect.cleandoc(command.help or "")


def short(command: click.Command) -> str:
    """Give the first sentence in small letters, as lists of commands have it."""
    sentence = re.split(r"\.(?:\s|$)", " ".join(help_of(command).split()), maxsplit=1)[0]
    return sentence[:1].lower() + sentence[1:]


def options(command: click.Command) -> list[str]:
    """Give the options, each with its text."""
    context = context_of(command)
    lines = [".SH OPTIONS"]
    for each in command.get_params(context):
        record = each.get_help_record(context)
        if isinstance(each, click.Option) and record is not None:
            lines += [".TP", _option(each, context), roff(each.help or "")]
    return lines


def _option(option: click.Option, context: click.Context) -> str:
    """Give the names of an option, and the word for its value if it has one."""
    names = (f"\\fB{roff(name)}\\fR" for name in [*option.opts, *option.secondary_opts])
    value = "" if option.is_flag else f" \\fI{roff(metavar_of(option, context))}\\fR"
    return ", ".join(names) + value


def metavar_of(parameter: click.Parameter, context: click.Context) -> str:
    """Give the word for the value of a parameter; click asks for the context from 8.2 on."""
    asks = len(inspect.signature(parameter.make_metavar).parameters)
    return parameter.make_metavar(*[context][:asks])


def exit_status() -> list[str]:
    """Give the exit statuses of docs/commands.md."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", page, re.MULTILINE)
    return [".SH EXIT STATUS", *terms({name: text.replace("`", "") for name, text in rows})]


def terms(texts: Mapping[str, str]) -> list[str]:
    """Give words, each with what it means."""
    rows = ((".TP", f".B {roff(name)}", roff(text)) for name, text in texts.items())
    return [line for row in rows for line in row]


def see_also(name: str) -> Iterator[str]:
    """Give the pages of the same group, and the page above."""
    first, *below = name.split()
    others = next(names for names in COMMAND_GROUPS.values() if first in names)
    around = ["hookkit", *(f"hookkit-{each}" for each in others if below or each != first)]
    yield from (f".BR {roff(each)} (1)," for each in around[:-1])
    yield f".BR {roff(around[-1])} (1)"


def roff(text: str) -> str:
    """Write a text so that groff and mandoc show it as it is."""
    escaped = "".join(
        _SIGNS.get(each, each) if each.isascii() else f"\\[u{ord(each):04X}]" for each in text
    )
    return f"\\&{escaped}" if escaped.startswith((".", "\\(aq")) else escaped


def text_of(lines: Sequence[str]) -> str:
    """Give a page of lines."""
    source = '.\\" Written by scripts/render_man.py from the text of --help.'
    return "".join(f"{line}\n" for line in (source, *lines))


def main() -> int:
    """Write all pages, and remove those of commands that are no more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in FOLDER.iterdir():
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
