"""What are the figures? The data dictionary, values with their origin, targets, gaps and convergence."""
