"""What the company board says: periods, readings, changes and goals as plain values."""
