"""``demo``: makes the sample office."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from desktop import composition, paths
from desktop.commands.command import WELL, Command, ProgressLine, opened, store_address
from desktop.language import tr, trn
from desktop.late import late

if TYPE_CHECKING:
    from desktop.services.sample import filling, latest
else:
    filling = late("desktop.services.sample.filling")
    latest = late("desktop.services.sample.latest")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--accounts", type=int, default=2_000, metavar="N", help=tr("accounts to invent (default: 2000)")
    )
    parser.add_argument(
        "--messages", type=int, default=200, metavar="M", help=tr("messages already sent (default: 200)")
    )
    parser.add_argument(
        "--broker-messages", type=int, default=80, metavar="B", help=tr("messages of IB (default: 80)")
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=1,
        metavar="S",
        help=tr("the same seed makes the same office (default: 1)"),
    )


def _run(arguments: Namespace) -> int:
    address = store_address(arguments, paths.sample_store())
    line = ProgressLine(tr("Making the sample office:"))
    with opened(address, create=True) as store:
        try:
            made = filling.fill_sample_office(
                store,
                accounts=arguments.accounts,
                messages=arguments.messages,
                broker_messages=arguments.broker_messages,
                seed=arguments.seed,
                progress=line,
            )
            if made:
                latest.send_latest(store, composition.ways_for(address))
        finally:
            line.end()
    sizes = tr("{accounts}, {messages}, {received}").format(
        accounts=trn("{n} account", "{n} accounts", arguments.accounts),
        messages=trn("{n} sent message", "{n} sent messages", arguments.messages),
        received=trn("{n} message of IB", "{n} messages of IB", arguments.broker_messages),
    )
    if made:
        print(tr("The sample office is ready in {store}: {sizes}.").format(store=address.label, sizes=sizes))
    else:
        print(tr("The same sample office is already in {store}.").format(store=address.label))
    print(tr("Open it with: message-center gui --store {store}").format(store=address.argument))
    return WELL


DEMO = Command(
    "demo",
    lambda: tr("Make a sample office with invented clients, letters and a history."),
    ("message-center demo", "message-center demo --accounts 100000 --messages 1000000 --store big.db"),
    _add_arguments,
    _run,
)
