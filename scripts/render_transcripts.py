"""Regenerate the transcripts of the pages: what the commands in them print today.

Run it from the top of the checkout: ``python -m scripts.render_transcripts``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from hookkit.commands.demo import temporary_folder
from scripts.example_repositories import PROGRAMS, Scenario, shop, shop_of_a_team, shop_with_hooks
from scripts.tutorial_scenario import messy_branch
from scripts.week_scenario import week

ROOT = Path(__file__).parents[1]
PAGES: Mapping[str, Callable[[Path], Scenario]] = {
    "README.md": shop,
    "docs/quick-start.md": shop,
    "docs/tutorial.md": messy_branch,
    "docs/review.md": shop_with_hooks,
    "docs/commands.md": shop_with_hooks,
    "docs/debt.md": shop,
    "docs/history.md": shop_of_a_team,
    "docs/week.md": week,
}
TRANSCRIPT = re.compile(r"(?<=^```console\n)(?:.*\n)*?(?=```$)", re.MULTILINE)


def replay(transcript: str, run: Callable[[str], str]) -> str:
    """Give a transcript with the commands it has and what ``run`` says that each prints."""
    commands = re.findall(r"^\$ (.*)\n", transcript, re.MULTILINE)
    return "".join(f"$ {command}\n{run(command)}" for command in commands)


def render(page: str, scenario: Scenario, home: Path) -> str:
    """Give a page with its transcripts, which begin in ``scenario``."""

    def run(command: str) -> str:
        shown = scenario.run(command).replace(str(home), "/home/you")
        return re.sub(rf"{re.escape(str(PROGRAMS))}\S+", "/home/you/.venv/bin/python", shown)

    return TRANSCRIPT.sub(lambda found: replay(found[0], run), page)


def main() -> int:
    """Write the pages."""
    for name, begin in PAGES.items():
        page = ROOT / name
        with temporary_folder(is_kept=False) as home:
            text = render(page.read_text(encoding="utf-8"), begin(home), home)
        page.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
