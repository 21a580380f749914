"""The web: the only room that knows people, HTTP and HTML."""
