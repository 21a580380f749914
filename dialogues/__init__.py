"""The conversation: what to ask, and what a text means. Never sees the web or a database."""
