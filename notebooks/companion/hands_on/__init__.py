"""What is done with the hands: things of the page that do more than a slider."""
