"""Parse the day that an option such as ``--since`` names."""

from __future__ import annotations

from datetime import datetime, timezone

from hookkit.errors import WrongUsage


def parse_day(day: str, command: str) -> str:
    """Give a day in ISO 8601, so that days can be compared as text.

    ``day`` may be shorter, such as ``2026-1-3``. Takes ``command`` and raises as
    ``parse_day_as_seconds`` does.
    """
    seconds = parse_day_as_seconds(day, command)
    return datetime.fromtimestamp(seconds, timezone.utc).date().isoformat()


def parse_day_as_seconds(day: str, command: str) -> int:
    """Give the beginning of a day in UTC in seconds since 1970.

    ``command`` is the command of hookkit that has the option. Raises WrongUsage if ``day`` is no
    day such as ``2026-01-31``.
    """
    try:
        return int(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=timezone.utc).timestamp())
    except ValueError as error:
        raise WrongUsage(f"{day!r} is no day such as 2026-01-31", f"{command} --help") from error
