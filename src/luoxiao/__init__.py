"""Luoxiao runs a poverty-alleviation plan from its official text to its last fen."""

__version__ = "0.1.0"
