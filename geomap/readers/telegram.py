"""Telegram Desktop's result.json: one chat, or all chats of an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from geomap.errors import ReadError
from geomap.models import Locator, Report
from geomap.readers.fields import as_text, make_report
from geomap.readers.source import OnProblem, Source

# Fields that become report fields, or only repeat the text or the date.
USED = ("id", "text", "text_entities", "date", "date_unixtime", "edited_unixtime", "type")


def is_telegram(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a parsed JSON file is an export of Telegram Desktop."""
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("messages"), list):
        return "text" not in value
    return isinstance(value.get("chats"), dict) and isinstance(value["chats"].get("list"), list)


def read_export(export: Mapping[str, Any], source: Source, on_problem: OnProblem) -> Iterator[Report]:
    """Every message that has text; the id is chat/message, the source the chat's name."""
    chats = [export] if "messages" in export else export["chats"]["list"]
    row = found = 0
    for chat in chats:
        messages = chat.get("messages") if isinstance(chat, dict) else None
        for message in messages if isinstance(messages, list) else []:
            row += 1
            if not isinstance(message, dict):
                on_problem(
                    ReadError(
                        str(Locator(source.name, row)), "the message is not an object", "Export it again."
                    )
                )
                continue
            text = message_text(message.get("text"))
            if not text.strip():
                continue  # a picture without caption, somebody joined …
            found += 1
            name = as_text(chat.get("name"))
            chat_id = as_text(chat.get("id")) or name or source.stem
            message_id = as_text(message.get("id")) or str(row)
            yield make_report(
                {"id": f"{chat_id}/{message_id}", "text": text, "date": message.get("date"), "source": name},
                {key: value for key, value in message.items() if key not in USED},
                locator=Locator(source.name, row),
                default_id=f"{source.stem}-{row}",
            )
    if not found:
        raise ReadError(source.name, "no message in it has text", "Export the chat with its messages.")


def message_text(text: object) -> str:
    """The text of a message: a string, or pieces that are strings or {"type": …, "text": …}.

    >>> message_text(["قصف على ", {"type": "hashtag", "text": "#ريف_حماة"}])
    'قصف على #ريف_حماة'
    """
    if isinstance(text, list):
        return "".join(
            as_text(piece.get("text")) if isinstance(piece, dict) else as_text(piece) for piece in text
        )
    return as_text(text)
