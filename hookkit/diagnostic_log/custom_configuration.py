"""A logging configuration of the person's own: a ``dictConfig`` in a JSON or YAML file."""

from __future__ import annotations

from pathlib import Path

from hookkit.errors import WrongUsage
from hookkit.settings.settings_file import decode_settings, edit_command, read_settings_file

_VARIABLE = "HOOKKIT_LOG_CFG"
_UNSET_COMMAND = f"unset {_VARIABLE}"


def apply_config(path: Path) -> None:
    """Set up logging by the file ``path``. Existing loggers stay enabled by default.

    Raises WrongUsage, with the file and the line or the key, if the file is missing, cannot be
    parsed or is no logging configuration.
    """
    data = read_settings_file(path)
    if data is None:
        raise WrongUsage(f"{_VARIABLE} names {path}, which is no file", _UNSET_COMMAND)
    config = _parse(decode_settings(data, path), path)
    if not isinstance(config, dict):
        raise WrongUsage(
            f"{path} must be a mapping, as logging.config.dictConfig takes it", _UNSET_COMMAND
        )
    import logging.config

    try:
        logging.config.dictConfig({"disable_existing_loggers": False, **config})
    except (ValueError, TypeError, AttributeError, KeyError, ImportError) as error:
        raise WrongUsage(f"{path}: {_explain(error)}", edit_command(path)) from error


def _parse(text: str, path: Path) -> object:
    suffix = path.suffix.lower()
    if suffix == ".json":
        return _parse_json(text, path)
    if suffix in (".yaml", ".yml"):
        return _parse_yaml(text, path)
    raise WrongUsage(
        f"{_VARIABLE} names {path}; allowed: a .json, .yaml or .yml file", _UNSET_COMMAND
    )


def _parse_json(text: str, path: Path) -> object:
    import json

    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"{path}, line {error.lineno}: not valid JSON: {error.msg}"
        raise WrongUsage(message, edit_command(path, error.lineno)) from error
    return parsed


def _parse_yaml(text: str, path: Path) -> object:
    import yaml

    try:
        parsed: object = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        line = None if mark is None else mark.line + 1
        position = "" if line is None else f", line {line}"
        reason = error.problem if isinstance(error, yaml.MarkedYAMLError) else str(error)
        message = f"{path}{position}: not valid YAML: {reason}"
        raise WrongUsage(message, edit_command(path, line)) from error
    return parsed


def _explain(error: BaseException) -> str:
    """Give messages of an error and its causes: dictConfig names the key, causes the reason."""
    reasons: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        text = f"missing key {cause}" if isinstance(cause, KeyError) else str(cause)
        if text not in reasons:
            reasons.append(text)
        cause = cause.__cause__
    return ": ".join(reasons)
