"""The debt of one repository, as facts that a store can hold."""

from __future__ import annotations

from hookkit.debt_log.tools import installed_tools
from hookkit.fleet.configuration_files import configuration_files
from hookkit.fleet.debt_facts import read_debt_facts
from hookkit.fleet.entry import Entry
from hookkit.fleet.guarded_git import open_repository
from hookkit.fleet.looking import Facts
from hookkit.settings.reader import OWN


def tools_in_words() -> str:
    """Give what finds debt: flake8, its plugins and Python, each with its version."""
    return installed_tools().words


def look_at_debt(entry: Entry, _: str) -> tuple[Facts, list[str]]:
    """Look at the debt of a repository."""
    git = open_repository(entry.path)
    return read_debt_facts(git, entry.branch)._asdict(), configuration_files(git, OWN)
