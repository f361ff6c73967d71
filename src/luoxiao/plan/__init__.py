"""What was promised? Official text, clause tree, measures, duties."""
