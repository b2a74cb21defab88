"""The staff's rooms below /quan-tri/: reference data, and the way of a release from file to publication.

Nothing here writes figures or states; views call `scores.actions`.
"""

from scores.admin import accounts, indicators, offices, units

__all__ = ["accounts", "indicators", "offices", "units"]
