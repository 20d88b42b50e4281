"""A notebook's exercises as a graded assignment: what nbgrader hands out, collects and grades."""
