"""The files that go with an inquiry: checked before they are taken in, under names that can be trusted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from desktop.content.file_names import safe_name
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.inquiry_draft import InquiryAttachment
from desktop.services.enclosing import is_program, name_beside, size_words
from desktop.services.inquiry_policy import inquiry_policy

ABOUT_FILES = "attachments"


def attached(present: Sequence[InquiryAttachment], path: Path) -> tuple[InquiryAttachment, ...]:
    """``present`` and the file at ``path``. Raises Refused for what cannot be read or may not go with an inquiry."""
    title = _title(safe_name(path.name, tr("attachment")))
    try:
        with path.open("rb") as file:
            data = file.read(inquiry_policy().attachment_bytes + 1)
    except OSError as error:
        raise Refused(title, error.strerror or str(error), about=ABOUT_FILES) from error
    return with_file(present, path.name, data)


def with_file(present: Sequence[InquiryAttachment], name: str, data: bytes) -> tuple[InquiryAttachment, ...]:
    """``present`` and one more, under a safe name of its own. Raises Refused."""
    safe = safe_name(name, tr("attachment"))
    added = InquiryAttachment(safe, hashlib.sha256(data).hexdigest(), data)
    if any(each.digest == added.digest for each in present):
        return tuple(present)
    together = (*present, replace(added, name=name_beside([each.name for each in present], safe)))
    check_files(_title(safe), together)
    return together


def check_files(title: str, files: Sequence[InquiryAttachment]) -> None:
    """Raise Refused where these may not go together with one entry."""
    policy = inquiry_policy()
    for each in files:
        if each.name != safe_name(each.name, "") or is_program(each.name, each.data):
            raise Refused(
                title,
                tr("“{name}” is a program, or can start one.").format(name=safe_name(each.name, "")),
                tr("Send the document itself, as a PDF for example."),
                about=ABOUT_FILES,
            )
        if not each.data:
            raise Refused(title, tr("“{name}” is empty.").format(name=each.name), about=ABOUT_FILES)
    if len(files) > policy.attachments:
        words = trn("Only {n} file goes with it.", "Only {n} files go with it.", policy.attachments)
        raise Refused(title, words, tr("Take one away first."), about=ABOUT_FILES)
    size = sum(len(each.data) for each in files)
    if size > policy.attachment_bytes:
        raise Refused(
            title,
            tr("The files may have {most} together.").format(most=size_words(policy.attachment_bytes)),
            tr("Take one away, or make it smaller."),
            about=ABOUT_FILES,
        )


def _title(name: str) -> str:
    return tr("“{name}” was not attached").format(name=name)
