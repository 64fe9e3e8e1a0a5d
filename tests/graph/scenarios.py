"""Pictures of real histories that the tests of the page use."""

from __future__ import annotations

from pathlib import Path

from hookkit.commands.demo import init_scratch
from hookkit.graph.build_picture import Picture, build_picture
from hookkit.settings.definitions import Settings
from scripts.render_graph import Scenario, draw, make_history
from tests.corrections.page.example_reviews import BAD, TURNED

LONG = 420
"""Merges of the long history, each of one commit: more than twice what a page has at first."""


def usual(folder: Path) -> Picture:
    """A branch under way, and merges of all kinds below it."""
    scenario = Scenario(folder)
    make_history(scenario)
    for name in ("16-a", "17-b"):
        scenario.branch(name, "main")
        scenario.commit(f"Part {name}", "Bob")
    scenario.branch("18-whole", "main~1")
    scenario.commit("Whole", "Cleo")
    scenario.merge("17-b", into="18-whole")
    scenario.git.run("checkout", "--quiet", "main")
    scenario.commit("Mend it on main", "Ann")
    scenario.merge("16-a", "18-whole")
    scenario.branch("19-late", "main~3")
    scenario.commit(
        "A subject with very many words, as long as people write them, and yet longer", "Bo"
    )
    return build_picture(scenario.git, Settings(), {})


def pushed(folder: Path) -> Picture:
    """The history of the picture in the documentation, of which a remote has a part."""
    return draw(folder)


def hostile(folder: Path) -> Picture:
    """A history in which everything that a stranger can name or write is an attack."""
    scenario = Scenario(folder)
    scenario.commit(f"{BAD} {TURNED}", "Ann")
    name = "x\"'><img/src=x/onerror=alert(1)>"
    scenario.branch(name)
    scenario.commit(f"fixup! {BAD}", "A" * 200)
    scenario.commit("W" * 300, f'"{BAD.replace("<", "").replace(">", "")}')
    scenario.git.run("branch", "z" + TURNED + "y" * 150)
    scenario.merge(name, by=f"B{TURNED}b")
    return build_picture(scenario.git, Settings(), {}, include_all_refs=True)


def long(folder: Path) -> Picture:
    """A history of LONG merges."""
    git = init_scratch(folder)
    git.run("fast-import", "--quiet", data="".join(_merges()).encode())
    return build_picture(git, Settings(), {}, limit=LONG)


def _merges() -> list[str]:
    pieces = [_commit("main", 1, "Begin")]
    for number in range(LONG):
        base, topic, merged = 2 * number + 1, 2 * number + 2, 2 * number + 3
        pieces.append(_commit("topic", topic, f"Change {number:03}", f"from :{base}\n"))
        above = f"from :{base}\nmerge :{topic}\n"
        pieces.append(_commit("main", merged, f"Merge branch '{number:03}-topic'", above))
    return [*pieces, "reset refs/heads/topic\nfrom " + "0" * 40 + "\n"]


def _commit(ref: str, mark: int, subject: str, above: str = "") -> str:
    person = f"committer Ann <ann@hookkit.invalid> {1_700_000_000 + 60 * mark} +0000\n"
    data = f"data {len(subject)}\n{subject}\n"
    return f"commit refs/heads/{ref}\nmark :{mark}\n{person}{data}{above}\n"
