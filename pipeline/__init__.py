"""From a company's files to a published generation of its warehouse."""
