"""What a user runs to see quality and speed; every input is drawn from a seed."""
