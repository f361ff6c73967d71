"""The officials' door: pages by room, forms, locks."""
