"""The check of a message that is being written."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.git.commit_message import Message, comment_character, parse_message
from hookkit.git.runner import Git
from hookkit.history.checks.ticket import check_ticket, is_writable, ticket_of
from hookkit.history.judging.judgement import Checked, Said, gather
from hookkit.history.judging.slow_pattern import attempted
from hookkit.history.judging.subject import Scene, look
from hookkit.settings.schema import Settings


def of_message(git: Git, settings: Settings, variables: Mapping[str, str], text: str) -> Checked:
    """Judge the message of a commit that is being made on the current branch."""
    message = parse_message(text, comment_character(git, text))
    subject = f'message "{message.subject}"' if message.subject else "an empty message"
    if not settings.ticket_pattern:
        return Checked(subject, notes=("tickets are not looked for: ticket_pattern is not set",))
    scene = look(git, settings, variables)
    return gather(subject, attempted("HK701", subject, lambda: _judge(scene, message)))


def _judge(scene: Scene, message: Message) -> list[Said]:
    git, settings, name = scene.git, scene.settings, scene.current.name
    if name is None:
        return [f"{scene.current.why_none}: there is no ticket to name"]
    ticket = None if scene.is_protected else ticket_of(name, scene.rule)
    if ticket is None:
        return [f"{name} names no ticket"]
    if not is_writable(git, message):
        return ["its ticket is that of the commit it comes from"]
    level = settings.level("ticket", "warn")
    return [*check_ticket(message, ticket, settings.ticket_pattern, level)]
