"""The files with flake8's configuration: find the one that flake8 would take, and parse it."""

from __future__ import annotations

import configparser
from contextlib import suppress
from pathlib import Path

CONFIGURATION_NAMES = ("setup.cfg", "tox.ini", ".flake8")
"""Files in which flake8 looks for its configuration, in this order (flake8.options.config)."""

FLAKE8_SECTION, LOCAL_PLUGINS_SECTION = "flake8", "flake8:local-plugins"
"""The sections of flake8's configuration."""


def find_configuration(folder: Path) -> Path | None:
    """Give the first file in a folder that configures flake8; None if there is none."""
    for path in (folder / name for name in CONFIGURATION_NAMES):
        parser = read_configuration(path)
        if parser.has_section(FLAKE8_SECTION) or parser.has_section(LOCAL_PLUGINS_SECTION):
            return path
    return None


def read_configuration(config: Path | None) -> configparser.RawConfigParser:
    """Parse a file of flake8's configuration; the result is empty if that fails."""
    parser = configparser.RawConfigParser()
    with suppress(OSError, UnicodeDecodeError, configparser.Error):
        if config is not None:
            parser.read(config, encoding="utf-8")
        return parser
    return configparser.RawConfigParser()  # without the part that was read before the error
