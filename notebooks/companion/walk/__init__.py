"""A training step to walk through, edge by edge: lines of formulas that Python and the page both run."""
