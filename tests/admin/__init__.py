"""The staff's rooms below /quan-tri/."""
