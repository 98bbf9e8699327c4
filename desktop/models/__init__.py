"""Data and rules of the domain: frozen records, closed vocabularies, state machines. Standard library only."""
