"""Settings: the office, its users, its mail, its branding, and this computer."""
