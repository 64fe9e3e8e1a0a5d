"""The settings as a JSON Schema, for editors: the table ``tool.hookkit``, or ``.hookkit.toml``.

It follows the rules of SchemaStore (its CONTRIBUTING.md): draft-07, a type and a description
everywhere, the address of the page below the description, no properties except the listed ones. The
hints for taplo follow taplo.tamasfe.dev, "Using schemas".
"""

from __future__ import annotations

import json
from typing import Any, Literal, get_args, get_origin, get_type_hints

from hookkit.hook_events import CHECKS
from hookkit.settings import choice_types
from hookkit.settings.definitions import LEVELS, SETTINGS, Settings
from hookkit.settings.descriptions import CHOICE_DESCRIPTIONS, DESCRIPTIONS

Schema = dict[str, Any]

SETTINGS_PAGE = "https://github.com/hookkit/hookkit/blob/main/docs/settings.md"

_SCHEMA_ADDRESS = "https://json.schemastore.org/hookkit.json"

# The characters at which Python splits a text into lines.
_LINE_BREAKS = r"\n\r\v\f\u001c-\u001e\u0085\u2028\u2029"

# In Python "$" matches before a line feed at the end as well.
_END_PATTERN = r"(?![\s\S])"

TEXT_PATTERNS = {
    "python_versions": rf"^[0-9]+\.[0-9]+{_END_PATTERN}",
    "ticket_prefix": rf"^([^{_LINE_BREAKS}]*\{{ticket\}}[^{_LINE_BREAKS}]*)?{_END_PATTERN}",
    "ticket_url": (
        r"^([hH][tT][tT][pP][sS]?://[^/@{}?#\\\u0000-\u0020\u007f]+"
        r"/[^\u0000-\u0020\u007f]*\{ticket\}[^\u0000-\u0020\u007f]*)?" + _END_PATTERN
    ),
}
"""The patterns of texts, or of the elements of a list. A schema cannot say that a text is a regular
expression of Python."""

_SEPARATORS = "[-_]*"

_TYPES: dict[object, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}


def settings_schema() -> Schema:
    """Give the schema of every setting, in the order of SETTINGS."""
    value_types = get_type_hints(Settings, vars(choice_types))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": _SCHEMA_ADDRESS,
        "title": "settings of hookkit",
        "description": (
            f"The table tool.hookkit of pyproject.toml, or all of .hookkit.toml\n{SETTINGS_PAGE}"
        ),
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _setting_schema(key, value_types[key]) for key in SETTINGS},
        "patternProperties": {
            _setting_spelling_pattern(key): {"$ref": f"#/properties/{key}"} for key in SETTINGS
        },
        "x-taplo": {"links": {"key": SETTINGS_PAGE}},
    }


def schema_text() -> str:
    """Give the schema as the text that is printed and stored, with a line feed at its end."""
    return json.dumps(settings_schema(), indent=2, ensure_ascii=False) + "\n"


def _setting_schema(key: str, value_type: object) -> Schema:
    default = SETTINGS[key].default
    return {
        "description": f"{_sentence(DESCRIPTIONS[key])}\n{SETTINGS_PAGE}",
        **_type_schema(key, value_type),
        "default": list(default) if isinstance(default, tuple) else default,
    }


def _sentence(meaning: str) -> str:
    return meaning[0].upper() + meaning[1:]


def _type_schema(key: str, value_type: object) -> Schema:
    """Give the keywords of the schema for a type, with the limits of the setting ``key``."""
    if get_origin(value_type) is Literal:
        return _choice_schema(key, get_args(value_type))
    pattern = {"pattern": TEXT_PATTERNS[key]} if key in TEXT_PATTERNS else {}
    if get_origin(value_type) is tuple:
        return {"type": "array", "items": {"type": "string", **pattern}}
    if value_type in (int, float):
        definition = SETTINGS[key]
        upper_limit = {} if definition.maximum is None else {"maximum": definition.maximum}
        return {"type": _TYPES[value_type], "minimum": definition.minimum, **upper_limit}
    if value_type in (bool, str):
        return {"type": _TYPES[value_type], **pattern}
    return _checks_schema()


def _choice_schema(key: str, words: tuple[str, ...]) -> Schema:
    documentation = {"enumValues": [_sentence(CHOICE_DESCRIPTIONS[key][each]) for each in words]}
    return {"type": "string", "enum": list(words), "x-taplo": {"docs": documentation}}


def _checks_schema() -> Schema:
    """Give the table of checks; its names can be spelled in other ways, as those of settings."""
    any_case_patterns = (f"^{''.join(map(_letter_pattern, each))}$" for each in LEVELS)
    level_schema = {
        "description": "What becomes of the findings of this check",
        "anyOf": [
            _choice_schema("checks", LEVELS),
            *({"type": "string", "pattern": each} for each in any_case_patterns),
        ],
    }
    first, *others = CHECKS
    reference = {"$ref": f"#/properties/checks/properties/{first}"}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {first: level_schema, **{each: reference for each in others}},
        "patternProperties": {_check_spelling_pattern(each): reference for each in CHECKS},
    }


def _setting_spelling_pattern(key: str) -> str:
    """Give the pattern of a setting's other spellings: capitals, - and _ are ignored."""
    letters = [_letter_pattern(each) for each in key if each != "_"]
    return f"^(?!{key}$){_SEPARATORS}{_SEPARATORS.join(letters)}{_SEPARATORS}$"


def _check_spelling_pattern(name: str) -> str:
    """Give the pattern of a check's other spellings: capitals are ignored, _ is the same as -."""
    patterns = ("[-_]" if each == "-" else _letter_pattern(each) for each in name)
    return f"^(?!{name}$){''.join(patterns)}$"


def _letter_pattern(letter: str) -> str:
    return f"[{letter}{letter.upper()}]"
