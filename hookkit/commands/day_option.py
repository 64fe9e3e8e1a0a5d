"""The day that an option such as ``--since`` names."""

from __future__ import annotations

from datetime import datetime, timezone

from hookkit.errors import WrongUsage


def seconds_of(day: str, command: str) -> int:
    """Give the beginning of a day in UTC in seconds since 1970.

    ``command`` is the command of hookkit that has the option. Raises WrongUsage for no day.
    """
    try:
        return int(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=timezone.utc).timestamp())
    except ValueError as error:
        raise WrongUsage(f"{day!r} is no day such as 2026-01-31", f"{command} --help") from error
