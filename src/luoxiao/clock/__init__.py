"""The door of time: what runs by itself, each job twice without harm."""
