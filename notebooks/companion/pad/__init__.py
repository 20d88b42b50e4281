"""A pad to write digits on: what a trained network reads there, stroke by stroke."""
