"""The figures of four real notices, as printed: the one place of the tests where they are typed.

One module per document. Figures stay text as printed (`98,97`, `310.630`, `15,7/18 điểm`); an empty string is
a blank of the document. `figure` turns a printed figure into a Decimal.
"""

from decimal import Decimal


def figure(printed: str) -> Decimal:
    """The Decimal of a figure printed the Vietnamese way: comma before decimals, dot between thousands.

    A percent sign is dropped, not divided away: `87,3%` is 87.3.
    """
    return Decimal(printed.removesuffix("%").replace(".", "").replace(",", "."))
