"""Edit one setting in the TOML of a settings file; comments, order and form of the rest stay.

tomlkit edits the text. The result is parsed again, and is returned only if that one setting is
different and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hookkit.settings.settings_file import parse_toml

Table = dict[str, Any]


class NotEditable(Exception):
    """The text is TOML, but written in a form in which the setting cannot be changed."""


def set_toml_value(text: str, path: Path, keys: Sequence[str], value: object) -> str:
    """Give TOML in which the key at ``keys`` has the value ``value``; a list keeps its form.

    ``text`` was read from ``path``; a missing table is added at the end of its parent. Raises
    WrongUsage if the text is not TOML, and NotEditable.
    """
    expected = parse_toml(text, path)
    table: Table = expected
    for key in keys[:-1]:
        table = table.setdefault(key, {})
        if not isinstance(table, dict):
            raise NotEditable(f"{key} is no table")
    table[keys[-1]] = value
    return _edit_and_compare(
        text, path, expected, lambda document: _set_value(document, keys, value)
    )


def remove_toml_value(text: str, path: Path, keys: Sequence[str]) -> str:
    """Give TOML without the key at ``keys``, which exists. Raises as ``set_toml_value`` does."""

    def remove(document: Any) -> None:
        for key in keys[:-1]:
            document = document[key]
        del document[keys[-1]]

    expected = parse_toml(text, path)
    remove(expected)
    return _edit_and_compare(text, path, expected, remove)


def _edit_and_compare(text: str, path: Path, expected: Table, edit: Callable[[Any], None]) -> str:
    """Edit a text and compare the result with ``expected``.

    New lines get the line ends of the text. Raises NotEditable if the two differ or tomlkit fails,
    and WrongUsage if the result is not TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    is_crlf = "\r\n" in text and "\n" not in text.replace("\r\n", "")
    try:
        document = tomlkit.parse(text.replace("\r\n", "\n") if is_crlf else text)
        edit(document)
        edited = tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotEditable(str(error)) from error
    if edited.endswith("\n\n") and not text.endswith(("\n\n", "\n\r\n")):
        edited = edited[:-1]
    edited = edited.replace("\n", "\r\n") if is_crlf else edited
    if parse_toml(edited, path) != expected:
        raise NotEditable("more than that would change")
    return edited


def _set_value(document: Any, keys: Sequence[str], value: object) -> None:
    *parents, last_key = keys
    table = document
    for depth, key in enumerate(parents):
        if key not in table:
            table[key] = _new_table(table, keys[depth + 1 :], value)
            return
        table = table[key]
    old_value = table.get(last_key)
    if not (
        isinstance(old_value, list) and isinstance(value, list) and _change_list(old_value, value)
    ):
        table[last_key] = _toml_item(value)


def _new_table(parent: Any, keys: Sequence[str], value: object) -> Any:
    """Give a table for ``parent`` with one value, on one line if the parent is on one line."""
    import tomlkit
    from tomlkit.items import InlineTable

    is_inline = isinstance(parent, InlineTable)
    table = tomlkit.inline_table() if is_inline else tomlkit.table(is_super_table=len(keys) > 1)
    table[keys[0]] = _toml_item(value) if len(keys) == 1 else _new_table(table, keys[1:], value)
    if not is_inline and len(keys) == 1:
        table.add(tomlkit.nl())
    return table


def _change_list(array: Any, elements: Sequence[object]) -> bool:
    """Change the elements that differ, so that the others keep their comments.

    Return whether the list now is ``elements``.
    """
    for index in reversed(range(len(array))):
        if array[index] not in elements:
            del array[index]
    for index, value in enumerate(elements):
        if index >= len(array) or array[index] != value:
            array.insert(index, value)
    return list(array) == list(elements)


def _toml_item(value: object) -> Any:
    """Give a value as an item of tomlkit; a text with backslashes is single-quoted if possible."""
    import tomlkit

    if isinstance(value, str) and "\\" in value and "'" not in value and value.isprintable():
        return tomlkit.string(value, literal=True)
    return tomlkit.item(dict(value) if isinstance(value, Mapping) else value)
