"""Regenerate docs/rules.md: the catalogue of rules as a page.

Run it from the top of the checkout: ``python -m scripts.render_rules``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from hookkit.history.checks.rules import RULES, Rule
from hookkit.history.documentation_links import anchor_of
from hookkit.history.refs.well_known_branch_names import WELL_KNOWN_NAMES
from hookkit.hook_events import events_with_check
from hookkit.settings.branch_and_ticket_patterns import PLACEHOLDERS

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"

HEAD = """\
# Rules

What hookkit checks, rule by rule. `hookkit check` tells the findings of the branch that you are on:

| word | meaning |
|---|---|
| `refused` | a rule is broken; the command ends with 1 |
| `warning` | a rule is broken; the command ends with 0 |
| `unknown` | it cannot be found out here, in a shallow clone for example: nobody's fault |

A level for a check, which its rules share, goes to the settings:

```toml
[tool.hookkit.checks]
history = "warn"
ticket = "off"
```

For yourself it is `git config --add hookkit.checks history=warn`, for one command
`HOOKKIT_CHECKS=history=warn`. The levels are `off`, `warn` and `refuse`.

Protected branches are those that the setting `protected` names, and the target: the one of the
setting `target`, else the default branch of the remote. On a server its HEAD names that one.

[Ways round the checks](walk-rounds.md) tells where each of them ends.

A repair is a command of hookkit where there is one, which takes uncommitted edits and the branches
below along. A second line, `by git`, has the same for git alone, where a dry run of it stops
nowhere, loses nothing and leaves no branch behind; at a push it is not looked for.
"""


def render() -> str:
    """Give the page."""
    parts = [HEAD, *_overview()]
    parts += [_section(each) for each in RULES]
    parts += [_names(), _parts()]
    return "\n".join(parts)


def _overview() -> Iterator[str]:
    rows = [
        f"| `{check}` | {', '.join(f'[{each.id}](#{anchor_of(each)})' for each in rules)} "
        f"| {', '.join(f'`{event}`' for event in events_with_check(check))} |"
        for check, rules in groupby(RULES, key=lambda each: each.check)
    ]
    yield "| check | rules | asked at |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _title(rule: Rule) -> str:
    return f"{rule.id}: {rule.name}"


def _section(rule: Rule) -> str:
    return f"""\
## {_title(rule)}

{rule.fault}

| | |
|---|---|
| why | {rule.reason} |
| exceptions | {rule.exceptions} |
| repair | {rule.repair} |
| without settings | {rule.level} |
| switch off | `checks.{rule.check} = "off"` |
"""


def _names() -> str:
    rows = [f"| `{_cell(each.pattern)}` | {each.owner} |" for each in WELL_KNOWN_NAMES]
    table = "\n".join(["| name, as a regular expression | who makes it |", "|---|---|", *rows])
    return f"## Names that are not checked\n\nBeside the protected branches:\n\n{table}\n"


def _parts() -> str:
    rows = [f"| `{{{name}}}` | `{_cell(pattern)}` |" for name, pattern in PLACEHOLDERS.items()]
    table = "\n".join(["| part | stands for |", "|---|---|", *rows])
    return f"""\
## Parts of `branch_pattern`

`branch_pattern` is a regular expression for the whole name, in which these parts have a meaning.
With `ticket_pattern` set, `{{ticket}}` is that.

Both are at most 1,000 characters, look at the first 1,000 characters of a text, and may take half a
second of CPU time. One that takes longer, such as `([A-Za-z]+)+-[0-9]+`, is told with its
place, and what it was asked about is unknown; a server takes it as not as agreed, unless the push
changes it.
Windows has no timer that could end it.

{table}
"""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
