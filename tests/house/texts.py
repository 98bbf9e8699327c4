"""Reads Python source and says where a text for people was written so that it cannot be translated."""

from __future__ import annotations

import ast
import re
from string import Formatter
from typing import NamedTuple

# Calls whose arguments a person reads, and how many leading arguments of it are text (None: all of them).
TEXT_CALLS: dict[str, int | None] = {
    **dict.fromkeys(
        (
            "QLabel", "QPushButton", "QToolButton", "QAction", "QCheckBox", "QRadioButton", "QGroupBox", "QMenu",
            "QDockWidget", "QCommandLinkButton", "QLineEdit", "QTableWidgetItem", "QTreeWidgetItem",
            "QListWidgetItem", "QStandardItem", "QErrorMessage", "QProgressDialog", "QToolBar", "QWizardPage",
            "setText", "setTitle", "setSubTitle", "setWindowTitle", "setToolTip", "setWhatsThis",
            "setPlaceholderText", "setStatusTip", "setAccessibleName", "setAccessibleDescription",
            "setInformativeText", "setDetailedText", "setLabelText", "setButtonText", "setTabText", "setTabToolTip",
            "setItemText", "setPrefix", "setSuffix", "setSpecialValueText", "setIconText", "setHeaderLabels",
            "setHorizontalHeaderLabels", "setVerticalHeaderLabels", "addAction", "addTab", "insertTab",
            "addMenu", "addSection", "addToolBar", "addRow", "addItems", "addButton", "showMessage", "information",
            "question", "warning", "critical", "about", "getText",
            "getOpenFileName", "getSaveFileName", "getExistingDirectory",
            "Refused", "StoreUnavailable", "Conflict", "print",
        ),
        None,
    ),
    "addItem": 2,
    "insertItem": 3,
}  # fmt: skip
# Names that Qt's message boxes share with a log, whose lines are not for translation.
LOGS = {"log", "_log", "logger", "_logger", "logging", "warnings"}
TEXT_KEYWORDS = {
    "text", "title", "toolTip", "statusTip", "placeholderText", "windowTitle", "accessibleName", "informativeText",
    "sentence", "remedy", "help", "description", "epilog", "tooltip", "placeholder",
}  # fmt: skip
# Calls of argparse, where only the keywords are read.
KEYWORD_CALLS = {"ArgumentParser", "add_argument", "add_parser", "add_subparsers", "add_argument_group"}
SHORTCUT = re.compile(
    r"((Ctrl|Alt|Shift|Meta)\+)*(F\d+|[A-Z0-9,./+-]|Esc|Escape|Del|Delete|Return|Enter|Space|Tab)"
)
STRING_METHODS = {"format", "join", "strip", "replace", "upper", "lower", "capitalize"}


class Fault(NamedTuple):
    """A line of source and what is wrong there."""

    line: int
    words: str


def faults(source: str) -> list[Fault]:
    """Every text in ``source`` that bypasses translation or cannot be translated, by line."""
    tree = ast.parse(source)
    found = [fault for node in ast.walk(tree) if isinstance(node, ast.Call) for fault in _of_call(node)]
    return sorted({*found, *_too_early(tree)})


def _of_call(call: ast.Call) -> list[Fault]:
    name = _name(call.func)
    if name == "tr":
        return _of_tr(call)
    if name == "trn":
        return _of_trn(call)
    return [*_untranslated(call, name), *_filled_wrongly(call)]


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _untranslated(call: ast.Call, name: str) -> list[Fault]:
    if name not in TEXT_CALLS and name not in KEYWORD_CALLS:
        return []
    if isinstance(call.func, ast.Attribute) and _name(call.func.value) in LOGS:
        return []
    read = call.args[: TEXT_CALLS[name]] if name in TEXT_CALLS else []
    named = [keyword.value for keyword in call.keywords if keyword.arg in TEXT_KEYWORDS]
    words = [(literal.lineno, text) for value in [*read, *named] for literal, text in _literals(value)]
    return [Fault(line, f"{name}({text!r}) bypasses tr()") for line, text in words if _is_language(text)]


def _literals(value: ast.expr) -> list[tuple[ast.expr, str]]:
    """The literal texts that ``value`` can become, not looking into the arguments of other calls."""
    match value:
        case ast.Constant(value=str() as text):
            return [(value, text)]
        case ast.JoinedStr(values=parts):
            return [
                (value, p.value) for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)
            ]
        case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
            return _literals(left) + _literals(right)
        case ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [literal for part in parts for literal in _literals(part)]
        case ast.Call(func=ast.Attribute(value=text_of, attr=method)) if method in STRING_METHODS:
            return _literals(text_of)
    return []


def _is_language(text: str) -> bool:
    return any(char.isalpha() for char in text) and not SHORTCUT.fullmatch(text)


def _text(value: ast.expr) -> str | None:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def placeholders(text: str) -> set[str] | None:
    """The names in braces in ``text``; None where the braces do not parse."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _of_tr(call: ast.Call) -> list[Fault]:
    text = _text(call.args[0]) if len(call.args) == 1 and not call.keywords else None
    if text is None:
        return [Fault(call.lineno, "tr() takes one literal text, so that it can be found and translated")]
    if placeholders(text) is None:
        return [Fault(call.lineno, f"tr({text!r}): the braces do not match")]
    return []


def _of_trn(call: ast.Call) -> list[Fault]:
    texts = [_text(value) for value in call.args[:2]]
    if len(call.args) != 3 or call.keywords or None in texts:
        return [Fault(call.lineno, "trn() takes two literal texts and a count")]
    one, many = (placeholders(text or "") for text in texts)
    if one is None or many is None:
        return [Fault(call.lineno, f"trn({texts[1]!r}): the braces do not match")]
    if "n" not in many:
        return [Fault(call.lineno, f"trn({texts[1]!r}): the plural does not say {{n}}")]
    if one - {"n"} != many - {"n"}:
        return [Fault(call.lineno, f"trn({texts[1]!r}): singular and plural name different things")]
    return []


def _filled_wrongly(call: ast.Call) -> list[Fault]:
    """``tr("{a}").format(b=1)`` would fail only when somebody sees it."""
    made = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "format" else None
    if not isinstance(made, ast.Call) or _name(made.func) not in {"tr", "trn"} or not made.args:
        return []
    given = {keyword.arg for keyword in call.keywords}
    text = _text(made.args[1] if _name(made.func) == "trn" and len(made.args) > 1 else made.args[0])
    asked = placeholders(text or "")
    if text is None or asked is None or None in given:
        return []
    wanted = asked - ({"n"} if _name(made.func) == "trn" else set())
    agrees = wanted == given and not call.args
    return (
        []
        if agrees
        else [Fault(call.lineno, f"{text!r} asks for {sorted(wanted)}, .format() gives other names")]
    )


def _too_early(tree: ast.Module) -> list[Fault]:
    """Calls of tr and trn that run on import, before the language is chosen."""
    seen: list[Fault] = []
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and _name(node.func) in {"tr", "trn"}:
            seen.append(
                Fault(node.lineno, f"{_name(node.func)}() runs on import, before the language is chosen")
            )
        waiting.extend(_run_on_import(node))
    return seen


def _run_on_import(node: ast.AST) -> list[ast.AST]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d)]
        case ast.Lambda():
            return [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]
    return list(ast.iter_child_nodes(node))
