"""The reasons why faults of a file are not fixed, in the same cache as the fixes."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.fix_cache.record import (
    installed_versions,
    join_fields,
    key_of_values,
    line_with_checksum,
    parse_number,
    split_fields,
    verified_value,
)
from hookkit.fix_cache.records_file import append_records, read_records
from hookkit.git.runner import Git
from hookkit.pep8.decode_source import decode_source
from hookkit.pep8.fault_obstacles import FaultObstacles, faults_with_obstacles
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.settings.autopep8.options import Pep8Options

_NO_VALUE = "-"


def obstacles_of(git: Git, data: bytes, blob_id: str, options: Pep8Options) -> list[FaultObstacles]:
    """Give every fault of ``data`` (its blob id is ``blob_id``) as ``faults_with_obstacles`` does.

    Raises NotPythonSource, and Pep8Failed, which is not cached.
    """
    text = decode_source(data).text
    key = key_of_values(("obstacles", blob_id, installed_versions(), *options))
    checksum_and_value = read_records(git).get(key)
    obstacles = (
        None
        if checksum_and_value is None
        else _parse_value(verified_value(key, checksum_and_value))
    )
    if obstacles is None:
        obstacles = faults_with_obstacles(text, options)
        fields = [_field_text(field) for each in obstacles for field in (*each.fault, *each[1:])]
        append_records(
            git, [line_with_checksum(key, (join_fields(fields) or _NO_VALUE).encode("ascii"))]
        )
    return obstacles


def _field_text(field: object) -> object:
    return _NO_VALUE if field is None else int(field) if isinstance(field, bool) else field


def _parse_value(value: str | None) -> list[FaultObstacles] | None:
    if not value:
        return None
    try:
        return [
            _parse_obstacles(each) for each in split_fields(value if value != _NO_VALUE else "", 7)
        ]
    except ValueError:
        return None


def _parse_obstacles(fields: Sequence[str]) -> FaultObstacles:
    code, line, name, is_selected, *numbers = fields
    noqa_line, disabling_line, aggressiveness = (
        None if each == _NO_VALUE else parse_number(each) for each in numbers
    )
    fault = Fault(code, parse_number(line), name)
    return FaultObstacles(
        fault, bool(parse_number(is_selected)), noqa_line, disabling_line, aggressiveness
    )
