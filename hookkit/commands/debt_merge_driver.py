"""``hookkit debt merge-driver``: the command that git runs to merge two baselines."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path

import rich_click as click

from hookkit.commands.shared.output_options_and_files import write_output_file
from hookkit.debt.baseline import DamagedBaseline, format_baseline, merge_keys, parse_baseline
from hookkit.debt.finding import FindingKey
from hookkit.errors import EnvironmentFailed, WrongUsage, reason_of

_FILE = click.Path(path_type=Path)


@click.command("merge-driver")
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
def command(base: Path, ours: Path, theirs: Path) -> int:
    """Merge two baselines, for git: OURS becomes what both sides have left of BASE.

    What one side has repaid is taken out, what one side has accepted is in. The page about debt
    has the configuration for it. A file that is damaged or has conflict markers is not
    merged: OURS stays as it is, and the status is not 0.
    """
    base_data, our_data, their_data = _read_file(base), _read_file(ours), _read_file(theirs)
    try:
        # git gives an empty base if both sides have added the file.
        base_keys = _parse_without_conflict(base_data, base) if base_data else Counter[FindingKey]()
        keys = merge_keys(
            base_keys,
            _parse_without_conflict(our_data, ours),
            _parse_without_conflict(their_data, theirs),
        )
    except DamagedBaseline as error:
        by_lines = shlex.join(["git", "merge-file", *map(str, (ours, base, theirs))])
        raise WrongUsage(error.message, by_lines) from error
    write_output_file(ours, format_baseline(keys, our_data))
    return 0


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFailed(f"{path} cannot be read: {reason_of(error)}") from error


def _parse_without_conflict(data: bytes, path: Path) -> Counter[FindingKey]:
    baseline = parse_baseline(data, str(path))
    if baseline.has_conflict:
        raise DamagedBaseline(f"{path} has conflict markers of a merge")
    return baseline.keys
