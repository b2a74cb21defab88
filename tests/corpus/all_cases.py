"""All cases of the corpus, by the letters of the list of failures."""

from tests.corpus import cases_a, cases_b, cases_b_whose, cases_c, cases_c_sums, cases_d

CASES = (
    *cases_a.CASES,
    *cases_b.CASES,
    *cases_b_whose.CASES,
    *cases_c.CASES,
    *cases_c_sums.CASES,
    *cases_d.CASES,
)
