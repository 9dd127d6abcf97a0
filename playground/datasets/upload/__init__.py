"""Data that a visitor brings: a table as CSV, or pictures as ZIP. Hostile until checked."""
