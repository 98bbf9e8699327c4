"""Taking part in message staging: how the office stands, in words, and the questions before an election."""
