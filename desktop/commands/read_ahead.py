"""``read-ahead``: what the window starts beside itself to read a shared store. No person calls it."""

from __future__ import annotations

import importlib
import sys
from argparse import ArgumentParser, Namespace

from desktop import paths
from desktop.commands.command import WELL, Command, store_address
from desktop.composition import store_password
from desktop.language import tr
from desktop.store.ahead import answer_all, greet_back
from desktop.store.early import connected

NAME = "read-ahead"


def _add_arguments(_parser: ArgumentParser) -> None:
    """It takes the store only."""


def _run(arguments: Namespace) -> int:
    address = store_address(arguments, paths.default_store())
    password = store_password(address)
    # What a library prints must not get between the answers.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    driver = importlib.import_module("psycopg")
    try:
        connection = connected(driver, address.url, password)
    except driver.Error as error:
        words = str(error) if isinstance(error, driver.OperationalError) else ""
        greet_back(answers, password, words, is_connected=False)
        return WELL
    greet_back(answers, password, "", is_connected=True)
    try:
        answer_all(connection, driver.Error, sys.stdin.buffer, answers)
    finally:
        connection.close()
    return WELL


READ_AHEAD = Command(
    NAME,
    lambda: tr("Read a shared store for a window that is being opened."),
    ("message-center",),
    _add_arguments,
    _run,
)
