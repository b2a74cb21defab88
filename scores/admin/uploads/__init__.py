"""A file on its way into a draft: received, placed, read, its questions answered, accepted."""
