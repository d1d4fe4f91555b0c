"""Community digital technology groups: who of a village helps, and by which decision."""
