"""Which definitions are worth an analysis."""
