"""Every public page the browser looks at; `test_pages` fails when an address of the portal is missing."""

RANKING = "/xep-hang/hung-yen/2024-10/district/"
EXPLAINED = "/don-vi/huyen-van-giang/"
"""A unit whose newest change is taken apart by group."""
LARGEST = 100_000
"""Bytes of a page as sent, with all it asks for."""
KEPT = 63_000
"""Of these at most so many for styles, script and fonts, which are asked for once."""
PAGES = [
    "/",
    "/xep-hang/",
    RANKING,
    f"{RANKING}?chi-so=TDGQ&sap-xep=-rate",
    f"{RANKING}?tim=khong-co",
    "/xep-hang/hung-yen/2024-11/department/",
    "/xep-hang/hung-yen/2024-11/department/?lan=1",
    "/ky/",
    "/ky/hung-yen/",
    "/ky/hung-yen/2024-10/",
    "/ky/hung-yen/2024-11/",
    "/ky/hung-yen/2024-11/?lan=1",
    "/ky/hung-yen/2025-01/",
    "/ky/hung-yen/2030-01/",
    "/ky/kim-dong/2024-10/",
    "/don-vi/?tim=huyen",
    "/don-vi/tinh-hung-yen/",
    "/don-vi/huyen-kim-dong/",
    EXPLAINED,
    "/so-sanh/",
    "/so-sanh/?don-vi=huyen-kim-dong&don-vi=thi-xa-my-hao&don-vi=huyen-tien-lu",
    "/so-sanh/?don-vi=huyen-kim-dong&don-vi=so-y-te",
    "/so-sanh/?don-vi=huyen-kim-dong&tim=huyen",
    "/ban-do/",
    "/ban-do/ca-nuoc/2025-07/",
    "/lich/",
    "/van-ban/",
    "/chi-so/",
    "/du-lieu/",
    "/api/v1/",
    "/dinh-chinh/",
    "/xac-minh/",
    "/xac-minh/?ma=7F3K-9QXM-2HTD",
    "/xac-minh/?ma=2222-2222-2222",
    "/nothing/",
    f"{RANKING}?sap-xep=nonsense",
]
ELSEWHERE = {"confirm", "rankings-of", "rankings-in"}
"""The page of a unit behind its link is looked at with the staff's pages; the others only lead on."""
