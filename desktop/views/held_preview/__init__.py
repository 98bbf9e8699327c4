"""A held message looked at before it goes out, as each client would get it."""
