"""Reading source files: one module for each kind of file, one result for all."""
