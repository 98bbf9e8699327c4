"""The words of a message as they are kept: without what nobody can have meant, and what some stores cannot hold."""

from __future__ import annotations

from dataclasses import replace

from desktop.content.cleaning import authored
from desktop.models.outgoing import MessageDraft


def as_kept(draft: MessageDraft) -> MessageDraft:
    """``draft`` in the very words that are made into messages, without NUL and halves of letters."""
    return replace(
        draft,
        subject=authored(draft.subject),
        content=authored(draft.content),
        template_name=authored(draft.template_name).strip(),
        variants=tuple(
            replace(each, subject=authored(each.subject), content=authored(each.content))
            for each in draft.variants
        ),
    )
