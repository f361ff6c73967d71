"""How do files from outside become text safely? Checked before they are parsed, parsed in a child with limits. Pure."""
