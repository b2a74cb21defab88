"""What readers are given, fetched back after publication and compared with the frozen results by figure.

Nothing of `columns`, `exports` or `api` is asked what a form should say: each is read as a stranger's program
would read it, by the titles and keys that stand in it, and held against the rows of `Result`.
"""

from scores.public_check.compare import Comparison, compare
from scores.public_check.forms import Difference

__all__ = ["Comparison", "Difference", "compare"]
