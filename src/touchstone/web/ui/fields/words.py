"""The standard sentences about a field, made from its label."""

from __future__ import annotations

from typing import Any


def named(label: object) -> str:
    """The label as it stands inside a sentence: "Date of birth" -> "date of birth"; "ULN" and "K1" stay."""
    text = str(label or "answer")
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]


def missing(verb: str, label: object) -> str:
    """``Enter title``, ``Select employer``; a question is quoted: ``Answer “Was this session live?”``."""
    text = str(label or "")
    return f"Answer “{text}”" if text.endswith("?") else f"{verb} {named(label)}"


def standard_messages(verb: str, kwargs: dict[str, Any], *, max_length: int | None = None) -> dict[str, Any]:
    """Arguments of a Django field with our sentences under those its form gave itself."""
    label = kwargs.get("label")
    messages = {"required": missing(verb, label)}
    if max_length is not None:
        kwargs = {"max_length": max_length, **kwargs}
        limit = kwargs["max_length"]
        # Django fills in show_value
        messages["max_length"] = f"{label} must be {limit:,} characters or fewer. You have entered %(show_value)d"
    return {**kwargs, "error_messages": {**messages, **(kwargs.get("error_messages") or {})}}
