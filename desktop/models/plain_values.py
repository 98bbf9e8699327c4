"""Turns records into what JSON can hold and back, guided by their types, trusting nothing it reads."""

from __future__ import annotations

import base64
import dataclasses
import enum
import functools
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


def plain(value: Any) -> Any:
    """``value`` as texts, numbers, truths, lists and objects of these."""
    if isinstance(value, enum.Enum | date | bytes):
        return _text_of(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(each) for each in value)
    return [plain(each) for each in value] if isinstance(value, tuple | list) else value


def typed(kind: Any, value: Any) -> Any:
    """What ``plain`` made of a value of type ``kind``, as it was. Raises ValueError for anything else."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _one_of(parts, value)
    if origin in (tuple, frozenset):
        return _several(origin, parts, value)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {typed(parts[0], key): typed(parts[1], each) for key, each in _a(dict, value).items()}
    return _single(kind, value)


def typed_fields(record: Any, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields of the dataclass ``record`` that can be read, and the names of those that cannot.

    What is absent is in neither; what the record does not know is passed over.
    """
    read: dict[str, Any] = {}
    unreadable: list[str] = []
    for name, kind in _kinds_of(record).items():
        if name in values:
            try:
                read[name] = typed(kind, values[name])
            except ValueError:
                unreadable.append(name)
    return read, unreadable


@functools.cache
def _kinds_of(record: Any) -> dict[str, Any]:
    """The types of the dataclass's fields: to make them out takes longer than to read a record of them."""
    kinds = typing.get_type_hints(record)
    return {field.name: kinds[field.name] for field in dataclasses.fields(record)}


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    for kind in kinds:
        try:
            return typed(kind, value)
        except ValueError:
            continue
    raise ValueError("none of the possible types")


def _several(origin: type, parts: tuple[Any, ...], value: Any) -> Any:
    listed = _a(list, value)
    if origin is tuple and not (len(parts) == 2 and parts[1] is ...):
        if len(parts) != len(listed):
            raise ValueError("another number of values")
        return tuple(typed(kind, each) for kind, each in zip(parts, listed, strict=True))
    return origin(typed(parts[0], each) for each in listed)


def _text_of(value: enum.Enum | date | bytes) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else base64.b64encode(value).decode("ascii")


def _single(kind: Any, value: Any) -> Any:
    if kind in _FROM_TEXT:
        return _FROM_TEXT[kind](_a(str, value))
    if issubclass(kind, enum.Enum):
        return kind(value)
    return _record(kind, _a(dict, value)) if dataclasses.is_dataclass(kind) else _a(kind, value)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


_FROM_TEXT = {datetime: _moment, date: date.fromisoformat, bytes: _bytes}


def _record(kind: Any, values: dict[str, Any]) -> Any:
    read, unreadable = typed_fields(kind, values)
    if unreadable:
        raise ValueError("a part cannot be read")
    try:
        return kind(**read)
    except TypeError as error:
        raise ValueError("a part is missing") from error


def _a(kind: type, value: Any) -> Any:
    """``value``, which must be exactly of this type: a truth is no number here."""
    if type(value) is not kind:
        raise ValueError("another type")
    return value
