"""Draw docs/graph.svg: what ``hookkit graph --svg`` makes of a small history.

Run it from the top of the checkout: ``python -m scripts.render_graph``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from hookkit.commands.demo import init_scratch, temporary_folder
from hookkit.graph.build_picture import Picture, build_picture
from hookkit.graph.svg import render_svg
from hookkit.settings.definitions import Settings

PICTURE = Path(__file__).parents[1] / "docs" / "graph.svg"


class Scenario:
    """A history as it is made: verbs of git, each some hours after the one before."""

    def __init__(self, folder: Path) -> None:
        """Begin in a new repository."""
        self.folder = folder
        self.git = init_scratch(folder)
        self.times = _times()

    def commit(self, subject: str, author: str) -> None:
        """Commit a file of its own."""
        name = f"{self.git.run('rev-list', '--count', '--all').decode().strip()}.txt"
        (self.folder / name).write_text(f"{subject}\n", encoding="utf-8")
        self.git.run("add", name)
        person = f"{author} <{author.lower()}@hookkit.invalid>"
        self._dated("commit", "--quiet", "-m", subject, f"--author={person}")

    def branch(self, name: str, at: str = "main") -> None:
        """Begin a branch."""
        self.git.run("checkout", "--quiet", "-b", name, at)

    def merge(self, *branches: str, into: str = "main", by: str = "Ann") -> None:
        """Merge branches with a merge commit."""
        self.git.run("checkout", "--quiet", into)
        named = " and ".join(f"'{each}'" for each in branches)
        subject = f"Merge {'branch' if len(branches) == 1 else 'branches'} {named}"
        with_name = ("-c", f"user.name={by}")
        self._dated(*with_name, "merge", "--quiet", "--no-ff", "-m", subject, *branches)
        self.git.run("branch", "--quiet", "--delete", "--force", *branches)

    def _dated(self, *args: str) -> None:
        when = next(self.times)
        self.git.run(*args, env={"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when})


def _times() -> Iterator[str]:
    time = datetime(2026, 1, 5, 9, tzinfo=timezone.utc)
    while True:
        yield time.strftime("%Y-%m-%dT%H:%M:%S+0000")
        time += timedelta(hours=7)


def make_history(scenario: Scenario) -> None:
    """Make a main line with what teams have: good merges, and some that are not so good."""
    scenario.commit("Begin the shop", "Ann")
    scenario.git.run("tag", "v1.0")
    scenario.branch("11-prices")
    scenario.commit("Give each thing a price", "Bob")
    scenario.commit("Round prices half up", "Bob")
    scenario.merge("11-prices")
    scenario.branch("12-basket")
    scenario.commit("Put things into a basket", "Cleo")
    scenario.branch("13-tax", "main")
    scenario.commit("Put tax on books", "Ann")
    scenario.commit("Put less tax on food", "Bob")
    scenario.merge("13-tax", by="Bob")
    scenario.git.run("checkout", "--quiet", "12-basket")
    scenario.commit("fixup! Put things into a basket", "Cleo")
    scenario.merge("12-basket", by="Cleo")
    scenario.commit("Mend a typo", "Ann")
    scenario.branch("14-search")
    scenario.commit("Find things by their name", "Cleo")
    scenario.commit("Find things by their price", "Bob")
    scenario.merge("14-search")


def draw(folder: Path) -> Picture:
    """Make the history in a new repository, with a branch under way, and give its picture."""
    scenario = Scenario(folder)
    make_history(scenario)
    scenario.git.run("update-ref", "refs/remotes/origin/main", "main")
    scenario.branch("15-stock")
    scenario.commit("Count what is in stock", "Cleo")
    scenario.commit("fixup! Count what is in stock", "Cleo")
    scenario.commit("Warn when little is left", "Ann")
    return build_picture(scenario.git, Settings(), {})


def main() -> int:
    """Draw the picture."""
    with temporary_folder(is_kept=False) as folder:
        text = render_svg(draw(folder), True, [])
    PICTURE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
