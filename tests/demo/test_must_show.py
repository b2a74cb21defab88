"""What the demonstration must show: the figures of the documents, equal in page, API and letter."""

from __future__ import annotations

import re
import subprocess
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from scores import public_check, vietnamese
from scores.models import Finding, Letter, Level, Release, Result, State


class TableRows(HTMLParser):
    """The text of every table cell of a page, row by row."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


def api(client: Client, office: str, period: str, level: str, indicator: str = "") -> dict[str, Any]:
    query = {"office": office, "period": period, "level": level} | (
        {"indicator": indicator} if indicator else {}
    )
    answer = client.get("/api/v1/rankings/", query)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def letter_words(release: Release) -> list[str]:
    """The letter's text as words, from the PDF itself."""
    letter = Letter.objects.get(release=release)
    done = subprocess.run(["pdftotext", "-layout", letter.pdf.path, "-"], capture_output=True, check=True)
    return done.stdout.decode().split()


def test_districts_of_october(client: Client) -> None:
    rows = api(client, "hung-yen", "2024-10", "district")["results"]
    assert [(row["rank"], row["tied"], row["unit"]["name"], row["points"]) for row in rows[:4]] == [
        (1, False, "Huyện Kim Động", 88.68),
        (2, True, "Thị xã Mỹ Hào", 88.64),
        (2, True, "Huyện Văn Giang", 88.64),
        (4, False, "Huyện Tiên Lữ", 88.29),
    ]
    page = client.get("/ky/hung-yen/2024-10/").content.decode()
    link = re.search(r'href="(/van-ban/\d+\.pdf)"', page)
    assert link
    answer = client.get(link[1])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_departments_of_october_have_rates_only(client: Client) -> None:
    answer = api(client, "hung-yen", "2024-10", "department")
    assert answer["indicator"] == "TDGQ"
    assert len(answer["results"]) == 16
    assert answer["results"][-1]["rate"] == 90.05


def test_changes_of_august_are_computed(client: Client) -> None:
    changes = {
        row["unit"]["name"]: row["change"] for row in api(client, "tien-lu", "2024-08", "commune")["results"]
    }
    assert (changes["Xã Thủ Sỹ"], changes["Xã Nhật Tân"], changes["Xã Hải Triều"]) == (6.96, -0.8, 6.6)
    typed = Result.objects.filter(release__period="2024-07", release__office__slug="tien-lu")
    assert {row.change for row in typed} == {None}


def test_levels_of_the_component_table_are_computed_and_contradictions_reported(client: Client) -> None:
    findings = Finding.objects.filter(upload__office__slug="tinh-khong-neu-ten")
    assert [(f.cell, f.code) for f in findings] == [("E7", "printed-level"), ("E8", "printed-level")]
    assert all("49,22" in f.message and "90%" in f.message for f in findings)
    results = Result.objects.filter(release__office__slug="tinh-khong-neu-ten")
    levels = {row.indicator.code: row.target_met for row in results.select_related("indicator")}
    assert (levels["1.1"], levels["1.2"], levels["1.3"], levels["1.4"]) == (False, False, True, False)
    assert (levels["4.3"], levels["3.5.1"], levels["3.5.3"]) == (False, True, False)


def test_missing_and_counted_figures_survive_to_page_api_and_letter(client: Client) -> None:
    of = ("tinh-khong-neu-ten", "2023-11", "province")
    missing = api(client, *of, "5.5")["results"][0]
    assert (missing["points"], missing["rate"], missing["count"]) == (None, None, None)
    assert missing["no_data_reason"] == "Không có số liệu"
    counted = api(client, *of, "5.4")["results"][0]
    assert (counted["count"], counted["count_of"]) == (86, 90)
    average = api(client, *of, "5.3")["results"][0]
    assert (average["no_data_reason"], average["national_average"]) == ("Không có số liệu", 10.53)
    page = client.get("/ky/tinh-khong-neu-ten/2023-11/").content.decode()
    words = " ".join(letter_words(Release.objects.get(office__slug=of[0])))
    for text in ("Không có số", "86/90"):
        assert text in page
        assert text in words
    assert "Chưa đạt" in page


def test_gia_lai_ranks_communes_and_departments_apart(client: Client) -> None:
    communes = api(client, "gia-lai", "2026-02", "commune")["results"]
    departments = api(client, "gia-lai", "2026-02", "department")["results"]
    assert (len(communes), len(departments)) == (135, 14)
    for rows in (communes, departments):
        at_sixteen = [row for row in rows if row["points"] == 16]
        assert len(at_sixteen) > 10
        assert len({row["rank"] for row in at_sixteen}) == 1
        assert all(row["tied"] for row in at_sixteen)
        assert [row["line"] for row in rows] == list(range(1, len(rows) + 1))


def test_a_part_of_a_period_is_labelled_and_not_compared(client: Client) -> None:
    year = api(client, "ca-nuoc", "2026", "province")
    assert (year["as_of"], len(year["results"])) == ("2026-09-27", 34)
    assert {row["change"] for row in year["results"]} == {None}
    assert "27/9/2026" in client.get("/xep-hang/ca-nuoc/2026/province/").content.decode()
    month = api(client, "hung-yen", "2025-09", "province")
    assert (month["partial"], month["as_of"]) == (True, None)


RANKINGS = [
    ("hung-yen", "2024-10", "district"),
    ("hung-yen", "2024-10", "department"),
    ("tien-lu", "2024-07", "commune"),
    ("tien-lu", "2024-08", "commune"),
    ("gia-lai", "2026-02", "commune"),
    ("gia-lai", "2026-02", "department"),
    ("ca-nuoc", "2026", "province"),
]


@pytest.mark.parametrize(("office", "period", "level"), RANKINGS)
def test_page_api_and_letter_say_the_same(client: Client, office: str, period: str, level: str) -> None:
    answer = api(client, office, period, level)
    page = client.get(f"/xep-hang/{office}/{period}/{level}/").content.decode()
    rows = [[cell.strip() for cell in row] for row in TableRows(page).rows[1:]]
    assert len(rows) == len(answer["results"])
    release = Release.objects.get(office__slug=office, period=period, state=State.PUBLISHED)
    words = letter_words(release) if office != "ca-nuoc" else []
    for row, said in zip(rows, answer["results"], strict=True):
        figure = said["points"] if said["points"] is not None else said["rate"]
        written = vietnamese.decimal(Decimal(str(figure)))
        assert said["unit"]["name"] in " ".join(row)
        assert written in " ".join(row).split()
        assert f"{said['rank']}{'=' if said['tied'] else ''}" in row
        if words:
            assert written in words
            words = words if level == Level.DEPARTMENT else words[words.index(written) + 1 :]


def test_every_ranking_of_the_demo_is_compared() -> None:
    lists = (
        Result.objects.filter(rank__isnull=False).values_list("office__slug", "period", "level").distinct()
    )
    assert {(office, str(period), level) for office, period, level in lists} == set(RANKINGS)


@pytest.mark.parametrize("period", ["2025-07", "2025-Q3"])
def test_all_that_became_public_reads_back_as_frozen(period: str) -> None:
    """Real months have what small worlds lack: a unit that took over another's, a quarter's form."""
    release = Release.objects.get(state=State.PUBLISHED, office__slug="hung-yen", period=period)
    assert public_check.compare(release).differences == []
