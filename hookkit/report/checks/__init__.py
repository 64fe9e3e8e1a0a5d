"""The reports of the checks: findings at an event, at a push, by hand."""
