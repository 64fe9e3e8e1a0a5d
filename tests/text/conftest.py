"""Random examples take as long as they take: how fast the machine is does not matter."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
