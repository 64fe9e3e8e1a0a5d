"""The settings as a JSON Schema, for editors: the table ``tool.hookkit``, or ``.hookkit.toml``.

It follows the rules of SchemaStore (its CONTRIBUTING.md): draft-07, a type and a description
everywhere, the address of the page below the description, no properties except the listed ones. The
hints for taplo follow taplo.tamasfe.dev, "Using schemas".
"""

from __future__ import annotations

import json
from typing import Any, Literal, get_args, get_origin, get_type_hints

from hookkit.settings import choices
from hookkit.settings.descriptions import MEANINGS, WORDS
from hookkit.settings.events import CHECKS
from hookkit.settings.schema import LEVELS, SETTINGS, Settings

Schema = dict[str, Any]

PAGE = "https://github.com/hookkit/hookkit/blob/main/docs/settings.md"

_ID = "https://json.schemastore.org/hookkit.json"

# The characters at which Python splits a text into lines.
_BREAKS = r"\n\r\v\f\u001c-\u001e\u0085\u2028\u2029"

# In Python "$" matches before a line feed at the end as well.
_END = r"(?![\s\S])"

PATTERNS = {
    "python_versions": rf"^[0-9]+\.[0-9]+{_END}",
    "ticket_prefix": rf"^([^{_BREAKS}]*\{{ticket\}}[^{_BREAKS}]*)?{_END}",
    "ticket_url": (
        r"^([hH][tT][tT][pP][sS]?://[^/@{}?#\\\u0000-\u0020\u007f]+"
        r"/[^\u0000-\u0020\u007f]*\{ticket\}[^\u0000-\u0020\u007f]*)?"
        + _END
    ),
}
"""The patterns of texts, or of the elements of a list. A schema cannot say that a text is a regular
expression."""

_SEPARATORS = "[-_]*"

_TYPES: dict[object, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}


def settings_schema() -> Schema:
    """Give the schema of every setting, in the order of SETTINGS."""
    kinds = get_type_hints(Settings, vars(choices))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": _ID,
        "title": "settings of hookkit",
        "description": f"The table tool.hookkit of pyproject.toml, or all of .hookkit.toml\n{PAGE}",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _setting(key, kinds[key]) for key in SETTINGS},
        "patternProperties": {
            _other_setting(key): {"$ref": f"#/properties/{key}"} for key in SETTINGS
        },
        "x-taplo": {"links": {"key": PAGE}},
    }


def schema_text() -> str:
    """Give the schema as the text that is printed and stored, with a line feed at its end."""
    return json.dumps(settings_schema(), indent=2, ensure_ascii=False) + "\n"


def _setting(key: str, kind: object) -> Schema:
    default = SETTINGS[key].default
    return {
        "description": f"{_sentence(MEANINGS[key])}\n{PAGE}",
        **_type(key, kind),
        "default": list(default) if isinstance(default, tuple) else default,
    }


def _sentence(meaning: str) -> str:
    return meaning[0].upper() + meaning[1:]


def _type(key: str, kind: object) -> Schema:
    """Give the keywords of the schema for a type, with the limits of the setting ``key``."""
    if get_origin(kind) is Literal:
        return _words(key, get_args(kind))
    matching = {"pattern": PATTERNS[key]} if key in PATTERNS else {}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": {"type": "string", **matching}}
    if kind in (int, float):
        limits = SETTINGS[key]
        most = {} if limits.maximum is None else {"maximum": limits.maximum}
        return {"type": _TYPES[kind], "minimum": limits.minimum, **most}
    if kind in (bool, str):
        return {"type": _TYPES[kind], **matching}
    return _levels()


def _words(key: str, words: tuple[str, ...]) -> Schema:
    meant = {"enumValues": [_sentence(WORDS[key][each]) for each in words]}
    return {"type": "string", "enum": list(words), "x-taplo": {"docs": meant}}


def _levels() -> Schema:
    """Give the table of checks; its names can be spelled in other ways, as those of settings."""
    level = {
        "description": "What becomes of the findings of this check",
        "anyOf": [_words("checks", LEVELS), *map(_in_any_case, LEVELS)],
    }
    first, *others = CHECKS
    same = {"$ref": f"#/properties/checks/properties/{first}"}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {first: level, **{each: same for each in others}},
        "patternProperties": {_other_check(each): same for each in CHECKS},
    }


def _in_any_case(word: str) -> Schema:
    return {"type": "string", "pattern": f"^{''.join(map(_either, word))}$"}


def _other_setting(key: str) -> str:
    """Give the pattern of a setting's other spellings: capitals, - and _ are ignored."""
    letters = [_either(each) for each in key if each != "_"]
    return f"^(?!{key}$){_SEPARATORS}{_SEPARATORS.join(letters)}{_SEPARATORS}$"


def _other_check(name: str) -> str:
    """Give the pattern of a check's other spellings: capitals are ignored, _ is the same as -."""
    patterns = ("[-_]" if each == "-" else _either(each) for each in name)
    return f"^(?!{name}$){''.join(patterns)}$"


def _either(letter: str) -> str:
    return f"[{letter}{letter.upper()}]"
