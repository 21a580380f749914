"""The resident's door: everything public, without an account."""
