"""Importing is whole or not at all, says what is wrong row by row, and updates when done again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from desktop.errors import Cancelled, Refused
from desktop.models.account import AccountStatus
from desktop.models.imports import ImportKind, ImportReport, Reading
from desktop.models.listing import Order
from desktop.models.office import Role, User
from desktop.services.importing import import_file, look_at, plan_for, preview_file, summary
from desktop.store.store import Store
from desktop.store.tables import banking_instruction
from tests.support.spreadsheets import row, xlsx

ADMIN = User(1, "ada", "Ada Admin", "ada@office.example", Role.ADMIN, active=True, signature="")
HEADER = (
    "account_number,account_title,account_type,status,client_id,tax_id,email,phone,language,username,"
    "device_type,device_serial,tws_access,address_line1,city,region,postal_code,country,opened_on"
)
FOWLER = (
    'U1831970,"Fowler, Watson ""& Kelley""",ORGANIZATION,open,C1,984-17-7499,f@clients.example,1,en,'
    "fowler,ib_key,,yes,093 Meadow,Stevenmouth,MN,39792,US,2024-04-18"
)
NAKAGAWA = "U1831971,中川 裕太,HOLDING_NEW,Pending,C2,,,,ja,naka,,,no,,,,,JP,"
BANKING = "account_number,instruction_id,kind,direction,bank_name,account_ending,currency,nickname"
STAFF = "user_id,name,email,role,active,signature"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, *lines: str) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def take(
    store: Store, path: Path, kind: ImportKind = ImportKind.ACCOUNTS, *, skip_faulty: bool = False
) -> ImportReport:
    return import_file(store, ADMIN, kind, path, skip_faulty=skip_faulty)


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.added, report.updated, report.unchanged


def found(report: ImportReport) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in report.faults]


def test_accounts_are_stored_as_they_stand(store: Store, folder: Path) -> None:
    report = take(store, written(folder, HEADER, FOWLER, NAKAGAWA))
    assert (report.rows, counts(report), len(report.faults), report.written) == (2, (2, 0, 0), 0, True)
    with store.read() as unit:
        known = unit.accounts.by_number(["U1831970", "U1831971"])
        assert [text for part in unit.accounts.open_lines() for _, text in part] == [
            'u1831970 fowler, watson "& kelley" f@clients.example fowler'
        ]
    fowler, nakagawa = known["U1831970"].details, known["U1831971"].details
    assert fowler.title == 'Fowler, Watson "& Kelley"'
    assert (fowler.tws_access, fowler.opened_on, fowler.device_serial) == (True, date(2024, 4, 18), "")
    assert (nakagawa.title, nakagawa.status) == ("中川 裕太", AccountStatus.PENDING)
    assert (nakagawa.account_type, nakagawa.tws_access, nakagawa.opened_on) == ("HOLDING_NEW", False, None)


def test_importing_again_updates_what_changed(store: Store, folder: Path) -> None:
    take(store, written(folder, HEADER, FOWLER, NAKAGAWA))
    report = take(store, written(folder, HEADER, FOWLER.replace("f@", "g@"), NAKAGAWA, "U2" + FOWLER[2:]))
    assert counts(report) == (1, 1, 1)
    with store.read() as unit:
        assert unit.accounts.by_number(["U1831970"])["U1831970"].details.email == "g@clients.example"
        assert unit.accounts.count() == 3


def test_columns_a_file_does_not_have_keep_their_values(store: Store, folder: Path) -> None:
    take(store, written(folder, HEADER, FOWLER))
    narrow = "status,account_number,client_id,account_title,account_type,colour"
    report = take(store, written(folder, narrow, "closed,U1831970,C1,Fowler,ORGANIZATION,red"))
    assert (counts(report), report.closed, report.unused_columns) == ((0, 0, 0), 1, ("colour",))
    with store.read() as unit:
        details = unit.accounts.by_number(["U1831970"])["U1831970"].details
    assert (details.title, details.status, details.email, details.tws_access) == (
        "Fowler", AccountStatus.CLOSED, "f@clients.example", True,
    )  # fmt: skip


def test_every_fault_is_listed_and_nothing_is_stored(store: Store, folder: Path) -> None:
    rows = [
        FOWLER,
        FOWLER.replace("U1831970", "1831970").replace("f@clients", "f@@clients"),
        NAKAGAWA.replace("Pending", "frozen"),
        FOWLER,
        NAKAGAWA.replace(",no,", ",perhaps,").replace("中川 裕太", " "),
        "U1831973,short",
        FOWLER.replace("U1831970", "U1831974").replace("2024-04-18", "2024-02-30"),
    ]
    report = take(store, written(folder, HEADER, *rows))
    assert found(report) == [
        (3, "account_number"), (3, "email"), (4, "status"), (5, "account_number"), (6, "account_title"),
        (6, "tws_access"), (7, ""), (8, "opened_on"),
    ]  # fmt: skip
    assert "already stands on line 2" in report.faults[3].reason
    assert (report.rows, report.written) == (7, False)
    with store.read() as unit:
        assert unit.accounts.count() == 0
        assert unit.notices.unread() == 0


def test_good_rows_alone_when_asked(store: Store, folder: Path) -> None:
    report = take(store, written(folder, HEADER, "x", NAKAGAWA), skip_faulty=True)
    assert (found(report), counts(report), report.written) == ([(2, "")], (1, 0, 0), True)
    with store.read() as unit:
        assert unit.accounts.count() == 1


def test_a_preview_writes_nothing(store: Store, folder: Path) -> None:
    take(store, written(folder, HEADER, FOWLER))
    path = written(folder, HEADER, FOWLER.replace("yes", "no"), NAKAGAWA, "x")
    report = preview_file(store, ADMIN, ImportKind.ACCOUNTS, path)
    assert (counts(report), found(report), report.written) == ((1, 1, 0), [(4, "")], False)
    with store.read() as unit:
        assert unit.accounts.by_number(["U1831970"])["U1831970"].details.tws_access
        assert unit.accounts.count() == 1


def test_calling_off_leaves_nothing(store: Store, folder: Path) -> None:
    lines = [FOWLER.replace("U1831970", f"U{1_000_000 + n}") for n in range(6_000)]
    path = written(folder, HEADER, *lines)
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if done > total / 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_file(store, ADMIN, ImportKind.ACCOUNTS, path, progress=progress)
    assert told[0][1] == path.stat().st_size
    with store.read() as unit:
        assert unit.accounts.count() == 0


def test_a_duplicate_far_down_names_the_first_line(store: Store, folder: Path) -> None:
    lines = [FOWLER.replace("U1831970", f"U{1_000_000 + n}") for n in range(4_500)]
    report = take(store, written(folder, HEADER, *lines, lines[7]))
    assert found(report) == [(4_502, "account_number")]
    assert "line 9." in report.faults[0].reason


def test_a_finished_import_is_told_in_my_message_center(store: Store, folder: Path) -> None:
    take(store, written(folder, HEADER, FOWLER))
    report = take(store, written(folder, HEADER, FOWLER.replace(",en,", ",fr,"), NAKAGAWA))
    assert summary(report) == "2 accounts imported: 1 new, 1 changed"
    with store.read() as unit:
        newest = unit.notices.listed(()).page(Order("at", descending=True), None, 1)[0]
    assert newest.subject == "2 accounts imported: 1 new, 1 changed"
    assert "list.csv" in newest.body
    assert "Ada Admin" in newest.body


@pytest.mark.parametrize(
    "email", ["jürgen@bücher.example", "o'neil+x@mail.clients.example", "用户@例子.公司"]
)
def test_rare_but_right_addresses_are_taken(store: Store, folder: Path, email: str) -> None:
    assert take(store, written(folder, HEADER, FOWLER.replace("f@clients.example", email))).written


@pytest.mark.parametrize(
    "email",
    ["plain", "a@b", "a b@c.example", "a@b..example", "A <a@b.example>", ".a@b.example", "a@-b.example"],
)
def test_wrong_addresses_are_faults(store: Store, folder: Path, email: str) -> None:
    report = take(store, written(folder, HEADER, FOWLER.replace("f@clients.example", email)))
    assert found(report) == [(2, "email")]


def test_banking_needs_known_accounts(store: Store, folder: Path) -> None:
    take(store, written(folder, HEADER, FOWLER))
    good = "U1831970,B1,WIRE,deposit,Snyder Bank,9411,USD,Payroll"
    bad = "U1831971,B2,WIRE,deposit,Snyder Bank,9411,USD,"
    path = written(folder, BANKING, good, bad, good, "U1831970,B3,WIRE,sideways,,1,USD,")
    report = take(store, path, ImportKind.BANKING)
    assert found(report) == [(3, "account_number"), (4, "instruction_id"), (5, "direction"), (5, "bank_name")]
    assert not report.written
    assert counts(take(store, path, ImportKind.BANKING, skip_faulty=True)) == (1, 0, 0)
    again = written(folder, BANKING, good.replace("9411", "0001"))
    assert counts(take(store, again, ImportKind.BANKING)) == (0, 1, 0)
    assert counts(take(store, again, ImportKind.BANKING)) == (0, 0, 1)
    with store.engine.connect() as connection:
        assert list(connection.execute(select(banking_instruction.c.account_ending)).scalars()) == ["0001"]


def test_staff_bring_roles_and_signature_lines(store: Store, folder: Path) -> None:
    path = written(
        folder, STAFF, r"s0,Patricia  Burns,s0@office.example,admin,yes,Patricia\nClient Services",
        "s1,Jo,s1@office.example,Sender,no,",
    )  # fmt: skip
    assert counts(take(store, path, ImportKind.STAFF)) == (2, 0, 0)
    assert counts(take(store, path, ImportKind.STAFF)) == (0, 0, 2)
    with store.read() as unit:
        jo, patricia = unit.office.users()
    assert (patricia.name, patricia.signature) == ("Patricia Burns", "Patricia\nClient Services")
    assert (jo.role, jo.active) == (Role.SENDER, False)


def test_faulty_staff_rows(store: Store, folder: Path) -> None:
    path = written(folder, STAFF, "s0,,s0,boss,maybe,x")
    assert [column for _, column in found(take(store, path, ImportKind.STAFF))] == [
        "name", "email", "role", "active",
    ]  # fmt: skip


@pytest.mark.parametrize("change", [("admin", "sender"), (",yes,", ",no,")])
def test_the_last_administrator_stays(store: Store, folder: Path, change: tuple[str, str]) -> None:
    row = "s0,Patricia Burns,s0@office.example,admin,yes,x"
    take(store, written(folder, STAFF, row), ImportKind.STAFF)
    with pytest.raises(Refused, match="no administrator"):
        take(store, written(folder, STAFF, row.replace(*change)), ImportKind.STAFF)
    with store.read() as unit:
        assert unit.office.users()[0].may(Role.ADMIN)


def test_no_two_users_have_one_name(store: Store, folder: Path) -> None:
    rows = (
        "s0,Patricia Burns,s0@office.example,admin,yes,x",
        "s1,Patricia  burns,s1@office.example,sender,yes,x",
    )
    with pytest.raises(Refused, match="would be the name of s0, s1"):
        take(store, written(folder, STAFF, *rows), ImportKind.STAFF)


def test_only_an_administrator_imports(store: Store, folder: Path) -> None:
    sender = User(2, "sam", "Sam", "sam@office.example", Role.SENDER, active=True, signature="")
    with pytest.raises(Refused, match="takes an administrator"):
        import_file(store, sender, ImportKind.ACCOUNTS, written(folder, HEADER, FOWLER))


def test_a_whole_list_closes_what_it_does_not_have(store: Store, folder: Path) -> None:
    third = FOWLER.replace("U1831970", "U1831972").replace(",open,", ",closed,")
    take(store, written(folder, HEADER, FOWLER, NAKAGAWA, third))
    path = written(folder, HEADER, FOWLER)
    report = preview_file(store, ADMIN, ImportKind.ACCOUNTS, path, is_whole=True)
    assert (report.missing, report.written) == (1, False)
    report = import_file(store, ADMIN, ImportKind.ACCOUNTS, path, is_whole=True)
    assert (counts(report), report.missing) == ((0, 0, 1), 1)
    assert summary(report) == "0 accounts imported; 1 closed; 1 unchanged"
    with store.read() as unit:
        known = unit.accounts.by_number(["U1831970", "U1831971"])
    assert [known[number].details.status for number in sorted(known)] == ["open", "closed"]


def test_a_preview_names_each_account_that_would_be_closed(store: Store, folder: Path) -> None:
    third = FOWLER.replace("U1831970", "U1831972")
    take(store, written(folder, HEADER, FOWLER, NAKAGAWA, third))
    path = written(folder, HEADER, FOWLER.replace(",open,", ",closed,"), NAKAGAWA)
    report = preview_file(store, ADMIN, ImportKind.ACCOUNTS, path)
    assert [(one.number, one.is_listed) for one in report.closing] == [("U1831970", True)]
    assert not report.closes_most
    report = preview_file(store, ADMIN, ImportKind.ACCOUNTS, path, is_whole=True)
    assert [(one.number, one.is_listed) for one in report.closing] == [
        ("U1831970", True),
        ("U1831972", False),
    ]
    assert report.closing[1].title == 'Fowler, Watson "& Kelley"'
    assert (report.not_closed, report.closes_most) == (3, True)


def test_with_a_faulty_row_nothing_is_closed_for_being_missing(store: Store, folder: Path) -> None:
    take(store, written(folder, HEADER, FOWLER, NAKAGAWA))
    path = written(folder, HEADER, FOWLER, NAKAGAWA.replace("U1831971", "U183197l"))
    report = import_file(store, ADMIN, ImportKind.ACCOUNTS, path, skip_faulty=True, is_whole=True)
    assert (report.missing, report.written) == (0, True)
    with store.read() as unit:
        assert unit.accounts.by_number(["U1831971"])["U1831971"].details.status is AccountStatus.PENDING


def test_what_a_file_closes_is_counted(store: Store, folder: Path) -> None:
    take(store, written(folder, HEADER, FOWLER))
    report = take(store, written(folder, HEADER, FOWLER.replace(",open,", ",closed,")))
    assert (counts(report), report.closed) == ((0, 0, 0), 1)


def test_each_row_is_counted_once(store: Store, folder: Path) -> None:
    third, fourth = (FOWLER.replace("U1831970", f"U{number}") for number in (1831972, 1831973))
    take(store, written(folder, HEADER, FOWLER, NAKAGAWA, third))
    rows = (FOWLER.replace(",open,", ",closed,"), NAKAGAWA, third.replace(",MN,", ",WI,"), fourth, "x")
    report = preview_file(store, ADMIN, ImportKind.ACCOUNTS, written(folder, HEADER, *rows))
    assert (counts(report), report.closed, report.faulty) == ((1, 1, 1), 1, 1)
    assert report.rows == report.good + report.faulty
    assert summary(report) == "2 accounts imported: 1 new, 1 changed; 1 closed; 1 unchanged"


def test_a_preview_lists_what_becomes_of_each_row(store: Store, folder: Path) -> None:
    third, fourth = (FOWLER.replace("U1831970", f"U{number}") for number in (1831972, 1831973))
    take(store, written(folder, HEADER, FOWLER, NAKAGAWA, third))
    rows = (
        FOWLER.replace(",open,", ",closed,").replace("f@", "g@"), NAKAGAWA, "x",
        third.replace(",yes,", ",no,").replace(",2024-04-18", ","), fourth,
    )  # fmt: skip
    report = preview_file(store, ADMIN, ImportKind.ACCOUNTS, written(folder, HEADER, *rows))
    title = 'Fowler, Watson "& Kelley"'
    assert [*report.new] == [(6, "U1831973", title)]
    assert [*report.same] == [(3, "U1831971", "中川 裕太")]
    assert [*report.changes] == [
        (5, "U1831972", title, "tws_access", "yes", "no"),
        (5, "U1831972", title, "opened_on", "2024-04-18", ""),
    ]
    [closing] = report.closing
    assert (closing.number, closing.line, closing.also) == (
        "U1831970", 2, (("email", "f@clients.example", "g@clients.example"),),
    )  # fmt: skip
    assert found(report) == [(4, "")]


def test_what_a_file_has_no_column_for_does_not_change(store: Store, folder: Path) -> None:
    take(store, written(folder, HEADER, FOWLER))
    narrow = "account_number,account_title,account_type,status,client_id"
    path = written(folder, narrow, "U1831970,Fowler,ORGANIZATION,open,C1")
    report = preview_file(store, ADMIN, ImportKind.ACCOUNTS, path)
    assert [(one.field, one.after) for one in report.changes] == [("account_title", "Fowler")]


def test_a_first_list_is_listed_as_new_in_the_order_of_its_lines(store: Store, folder: Path) -> None:
    lines = [FOWLER.replace("U1831970", f"U{1_000_000 + n}") for n in range(1_500)]
    report = preview_file(store, ADMIN, ImportKind.ACCOUNTS, written(folder, HEADER, *lines))
    assert [(one.line, one.key) for one in report.new] == [(n + 2, f"U{1_000_000 + n}") for n in range(1_500)]
    assert report.new[1_499].line == report.new[-1].line == 1_501
    assert [one.line for one in report.new[498:503]] == [500, 501, 502, 503, 504]


def test_changed_banking_instructions_are_listed_with_the_accounts_they_go_to(
    store: Store, folder: Path
) -> None:
    take(store, written(folder, HEADER, FOWLER, NAKAGAWA))
    first = "U1831970,B1,WIRE,deposit,Snyder Bank,9411,USD,Payroll"
    same = "U1831971,B2,WIRE,deposit,Snyder Bank,9411,USD,"
    take(store, written(folder, BANKING, first, same), ImportKind.BANKING)
    new = same.replace("B2", "B3")
    path = written(folder, BANKING, first.replace("U1831970", "U1831971").replace("9411", "1"), same, new)
    report = preview_file(store, ADMIN, ImportKind.BANKING, path)
    assert [*report.changes] == [
        (2, "B1", "U1831971", "account_number", "U1831970", "U1831971"),
        (2, "B1", "U1831971", "account_ending", "9411", "1"),
    ]
    assert ([*report.same], [*report.new]) == ([(3, "B2", "U1831971")], [(4, "B3", "U1831971")])


def test_changed_users_are_listed(store: Store, folder: Path) -> None:
    rows = ("s0,Patricia Burns,s0@office.example,admin,yes,x", "s1,Jo,s1@office.example,sender,yes,x")
    take(store, written(folder, STAFF, *rows), ImportKind.STAFF)
    again = (rows[0], rows[1].replace("sender", "viewer").replace("yes", "no"), rows[1].replace("s1", "s2"))
    path = written(folder, STAFF, *again[:2], again[2].replace("Jo", "Jim"))
    report = preview_file(store, ADMIN, ImportKind.STAFF, path)
    assert [*report.changes] == [
        (3, "s1", "Jo", "role", "sender", "viewer"),
        (3, "s1", "Jo", "active", "yes", "no"),
    ]
    assert ([*report.same], [*report.new]) == ([(2, "s0", "Patricia Burns")], [(4, "s2", "Jim")])


def test_a_plan_is_remembered_for_files_of_the_same_columns(store: Store, folder: Path) -> None:
    header = "Konto;Inhaber;Art;Stand;Kunde"
    path = folder / "list.csv"
    path.write_bytes(f"{header}\nU1831970;Łódź;JOINT;open;C1\n".encode("cp1250"))
    look = look_at(store, ADMIN, ImportKind.ACCOUNTS, path)
    assert (look.certain, look.remembered, look.plan.reading.delimiter) == (False, False, ";")
    look = look_at(store, ADMIN, ImportKind.ACCOUNTS, path, replace(look.plan.reading, encoding="cp1250"))
    places = (0, 1, 2, 3, 4, *look.plan.places[5:])
    plan = replace(look.plan, places=places)
    assert import_file(store, ADMIN, ImportKind.ACCOUNTS, path, plan=plan).written
    again = look_at(store, ADMIN, ImportKind.ACCOUNTS, path)
    assert again.remembered
    assert (again.plan.places, again.plan.reading.encoding) == (places, "cp1250")
    assert counts(take(store, path)) == (0, 0, 1)


def test_other_delimiters_than_last_time_are_seen(store: Store, folder: Path) -> None:
    tabs = folder / "list.tsv"
    tabs.write_text(f"{HEADER}\n{NAKAGAWA}\n".replace(",", "\t"), "utf-8")
    take(store, tabs)
    assert look_at(store, ADMIN, ImportKind.ACCOUNTS, tabs).remembered
    look = look_at(store, ADMIN, ImportKind.ACCOUNTS, written(folder, HEADER, FOWLER))
    assert (look.plan.reading.delimiter, look.remembered) == (",", False)
    assert look.plan.places[:3] == (0, 1, 2)


def test_what_is_not_in_its_likely_encoding_is_read_in_another(store: Store, folder: Path) -> None:
    path = folder / "list.csv"
    path.write_bytes(f"{HEADER}\n{FOWLER.replace('Kelley', 'Müller')}\n".encode() + b"\xfc")
    with pytest.raises(Refused, match="0xFC"):
        look_at(store, ADMIN, ImportKind.ACCOUNTS, path)
    wanted = Reading(encoding="cp1252", delimiter="")
    look = look_at(store, ADMIN, ImportKind.ACCOUNTS, path, wanted)
    assert look.plan.reading == Reading(encoding="cp1252", delimiter=",")


def test_where_nobody_looks_a_guess_is_refused(store: Store, folder: Path) -> None:
    path = folder / "list.csv"
    path.write_bytes(f"{HEADER}\n{FOWLER.replace('Kelley', 'Müller')}\n".encode("cp1252"))
    with pytest.raises(Refused, match=r"--encoding cp1252"):
        take(store, path)
    plan = plan_for(store, ADMIN, ImportKind.ACCOUNTS, path, "cp1252")
    assert import_file(store, ADMIN, ImportKind.ACCOUNTS, path, plan=plan).written


def test_missing_and_doubled_columns_are_named(store: Store, folder: Path) -> None:
    with pytest.raises(Refused, match=r"missing: account_title, status, client_id"):
        take(store, written(folder, "account_number,account_type", "U1831970,JOINT"))
    with pytest.raises(Refused, match=r"named twice: status"):
        take(store, written(folder, f"{HEADER},Status", f"{FOWLER},open"))


def test_an_index_is_whole_after_a_first_import(store: Store, folder: Path) -> None:
    take(store, written(folder, HEADER, FOWLER, NAKAGAWA))
    with store.engine.connect() as connection:
        names = {index["name"] for index in inspect(connection).get_indexes("account")}
    assert {"ix_account_status_number", "ix_account_client_id"} <= names


def test_a_spreadsheet_is_imported(store: Store, folder: Path) -> None:
    cells = ("U1831970", "Zoë", "JOINT", "open", "C1")
    path = xlsx(folder / "list.xlsx", row(1, *HEADER.split(",")[:5]) + row(2, *cells))
    assert counts(take(store, path)) == (1, 0, 0)
