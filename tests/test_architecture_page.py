"""Each module and each name of a module that docs/architecture.md mentions exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"

FILE_ENDINGS = ("md", "sh")
"""The endings of files that the page mentions beside modules."""


def mentioned_names() -> set[str]:
    """The dotted names on the page that begin with a folder or a module of the package."""
    dotted = re.findall(r"(?<![\w./*-])[a-z_0-9]+(?:\.[A-Za-z_0-9]+)+", PAGE.read_text("utf-8"))
    return {each for each in dotted if exists(each.split(".")[0]) and is_no_file(each)}


def exists(module: str) -> bool:
    """Whether the package has a module or a folder of a dotted name."""
    path = ROOT.joinpath("hookkit", *module.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def is_no_file(name: str) -> bool:
    """Whether a dotted name is none of a file such as ``worker.sh``."""
    return name.rsplit(".", 1)[1] not in FILE_ENDINGS


def is_defined(name: str) -> bool:
    """Whether a module defines what a dotted name ends with, or a class in it has that."""
    module, _, attribute = name.rpartition(".")
    path = ROOT.joinpath("hookkit", *module.split(".")).with_suffix(".py")
    if not path.is_file():
        return False
    return re.search(rf"\b{re.escape(attribute)}\b", path.read_text("utf-8")) is not None


def test_what_the_page_mentions_is_there() -> None:
    names = mentioned_names()
    assert len(names) > 100
    assert [each for each in sorted(names) if not exists(each) and not is_defined(each)] == []


def short_names() -> list[tuple[str, str]]:
    """The folders of the table with each single word that their row has in code font."""
    table = PAGE.read_text("utf-8").partition("| folder | own |")[2].partition("\n\n")[0]
    rows = [row.split("|")[1:3] for row in table.splitlines()[2:]]
    return [
        (folders, name) for folders, own in rows for name in re.findall(r"`([a-z_0-9]+)`", own)
    ]


def is_below(folders: str, name: str) -> bool:
    """Whether one of some folders of the table has a module or a folder of this name."""
    found = (
        path
        for folder in re.findall(r"`(\w+)`", folders)
        for path in (ROOT / "hookkit" / folder).rglob(f"{name}*")
    )
    return any(path.name in (name, f"{name}.py") for path in found)


def test_the_row_of_a_folder_names_what_is_in_it() -> None:
    names = short_names()
    assert len(names) > 15
    assert [each for each in names if not is_below(*each)] == []
