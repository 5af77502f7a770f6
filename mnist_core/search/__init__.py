"""Searches: many trainings that differ in chosen settings, and what comes of it. By Optuna."""
