"""What was issued? Numbered official papers, every figure frozen with its source."""
