"""The opinion of another office: asked with a date, answered by people who see no more than is shared."""
