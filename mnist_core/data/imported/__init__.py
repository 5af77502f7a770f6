"""Images that people bring: read without trusting a byte, made digits of, kept for all pages."""
