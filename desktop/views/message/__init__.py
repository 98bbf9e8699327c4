"""What several screens show of a message: its forms, and a way through its recipients."""
