"""Who owes what, by when? Tasks, steps, progress, closure."""
