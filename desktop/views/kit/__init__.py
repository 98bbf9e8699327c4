"""Small widgets of one kind each, from which the screens are made."""
