"""The settings in the environment: ``HOOKKIT_MAX_BYTES`` and the others, and ``HOOKKIT=0``."""

from __future__ import annotations

import os

from hookkit.errors import WrongUsage
from hookkit.settings.definitions import SETTINGS
from hookkit.settings.environment_variables import NON_SETTING_VARIABLES
from hookkit.settings.raw_setting import RawSetting, SettingSource, find_key
from hookkit.settings.value_conversion import parse_setting


def variable_name(key: str) -> str:
    """Write a setting as an environment variable: ``HOOKKIT_MAX_BYTES``."""
    return f"HOOKKIT_{key.upper()}"


def read_environment_settings() -> tuple[list[RawSetting], list[WrongUsage]]:
    """Return the settings of the environment, and an error for each wrong setting."""
    settings: list[RawSetting] = []
    rejected: list[WrongUsage] = []
    names = [name for name in sorted(os.environ) if name.startswith("HOOKKIT_")]
    # HOOKKIT is read last, after HOOKKIT_ENABLED, so that HOOKKIT=0 wins.
    for name in [*(each for each in names if each not in NON_SETTING_VARIABLES), "HOOKKIT"]:
        try:
            settings += _read_variable(name, os.environ.get(name, ""))
        except WrongUsage as error:
            rejected.append(error)
    return settings, rejected


def _read_variable(name: str, text: str) -> list[RawSetting]:
    if not text.strip():
        return []
    source = SettingSource(f"environment {name}", f"unset {name}")
    if name == "HOOKKIT":
        return [parse_setting("enabled", "enabled", [text], source)]
    key = find_key(name, variable_name, SettingSource("the environment", f"unset {name}"))
    texts = [text]
    if isinstance(SETTINGS[key].default, (tuple, dict)):
        texts = [part.strip() for part in text.split(",") if part.strip()]
    return [parse_setting(key, key, texts, source)]
