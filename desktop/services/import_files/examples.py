"""An example of each kind of import file, so that nobody has to guess the columns."""

from __future__ import annotations

from desktop.models.imports import ImportKind

_ACCOUNTS = """\
account_number,account_title,account_type,status,client_id,tax_id,email,phone,language,username,\
device_type,device_serial,tws_access,address_line1,city,region,postal_code,country,opened_on
U1000001,Maria Example,INDIVIDUAL,open,C1,000-00-0001,maria@clients.example,+1-212-555-0101,en,maria1,\
ib_key,,yes,1 Example Street,New York,NY,10001,US,2024-01-15
U1000002,"Example, Sons and Partners",ORGANIZATION,open,C2,,office@partners.example,,en,partners2,\
,,no,,,,,US,
"""
_BANKING = """\
instruction_id,account_number,kind,direction,bank_name,account_ending,currency,nickname
B00001,U1000001,WIRE,deposit,Example Bank,1234,USD,Main
B00002,U1000002,EFT,both,Example Savings,5678,USD,
"""
_STAFF = """\
user_id,name,email,role,active,signature
maria,Maria Example,maria@office.example,sender,yes,Maria Example\\nClient Services
john,John Example,john@office.example,viewer,yes,John Example
"""
_EXAMPLES = {ImportKind.ACCOUNTS: _ACCOUNTS, ImportKind.BANKING: _BANKING, ImportKind.STAFF: _STAFF}


def example_of(kind: ImportKind) -> str:
    """A CSV file with every column of its kind and two rows that can be imported."""
    return _EXAMPLES[kind]
