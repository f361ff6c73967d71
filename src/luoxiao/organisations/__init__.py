"""Who and where? Regions, areas, units, bodies, posts, people, roles."""
