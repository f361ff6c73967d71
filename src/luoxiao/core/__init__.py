"""How are things kept? Trail, files, periods, office formats."""
