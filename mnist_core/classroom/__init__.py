"""A class: a teacher, pupils with animals' names, votes, a pace and a wall, in one database."""
