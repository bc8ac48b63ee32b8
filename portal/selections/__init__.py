"""What a reader selected, as pages and downloads read it from the same address."""
