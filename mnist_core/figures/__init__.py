"""Plotly figures and composed images: arrays in, a picture out."""
