"""Measures ours beside the plain alternative, in one run on one machine. Figures are printed, never asserted."""
