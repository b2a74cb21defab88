"""The notices' figures as sheets of workbooks, laid out as the offices would have sent them."""
