"""The fields of import files in words."""

from __future__ import annotations

from desktop.language import tr


def field_title(name: str) -> str:
    """A field as it is named to a person; the name itself where there is no better word."""
    return _titles().get(name, name)


def _titles() -> dict[str, str]:
    return {
        "account_number": tr("Account number"),
        "account_title": tr("Account title"),
        "account_type": tr("Account type"),
        "status": tr("Status"),
        "client_id": tr("Client"),
        "tax_id": tr("Tax ID"),
        "email": tr("E-mail address"),
        "phone": tr("Telephone"),
        "language": tr("Language"),
        "username": tr("User name"),
        "device_type": tr("Device"),
        "device_serial": tr("Serial number of the device"),
        "tws_access": tr("TWS access"),
        "address_line1": tr("Street address"),
        "city": tr("City"),
        "region": tr("Region"),
        "postal_code": tr("Postal code"),
        "country": tr("Country"),
        "opened_on": tr("Opened on"),
        "instruction_id": tr("Instruction"),
        "kind": tr("Type"),
        "direction": tr("Direction"),
        "bank_name": tr("Bank"),
        "account_ending": tr("Last digits of the bank account"),
        "currency": tr("Currency"),
        "nickname": tr("Nickname"),
        "user_id": tr("User ID"),
        "name": tr("Name"),
        "role": tr("Role"),
        "active": tr("Active"),
        "signature": tr("Signature"),
    }
