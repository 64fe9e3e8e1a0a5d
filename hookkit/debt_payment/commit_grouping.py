"""The ways to group the parts of a payment into commits, apart from what groups them.

The command line imports this module, and not what a payment needs, until something is paid.
"""

from __future__ import annotations

from typing import Literal

CommitGrouping = Literal["rule", "folder"]
