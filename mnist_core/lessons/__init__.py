"""Lessons: what the pages explain, computed on the digit and the network in view."""
