"""Builds the workbooks of tests/data as the offices would have written them, and one answer of the portal.

    python -m tests.build_data

The figures come from tests/notices and from the committed crawled files; tests/data/SOURCES.md says what is
open. Which cell is text and which a number is varied on purpose, and always the same.
"""

import csv
import json
from pathlib import Path

from tests.office import components, district, national, province, quarter
from tests.workbooks import workbook

DATA = Path(__file__).parent / "data"
CRAWLED_MONTH = "gia-lai-2026-02"
CRAWLED_COUNTRY = "national-2026-09-27"


def workbooks() -> dict[str, bytes]:
    """Every workbook of tests/data by its file name."""
    books = {
        "2023-11-chi-so-thanh-phan": {"Chỉ số thành phần": components.components()},
        "2024-07-huyen-tien-lu": {"Phụ lục": district.communes_july()},
        "2024-08-huyen-tien-lu": {
            "Huyện": district.results(),
            "Phụ lục": district.communes(),
            "Hồ sơ chưa số hóa": district.undigitised(),
        },
        "2024-10-tinh-hung-yen": {
            "Chỉ số nhóm": province.groups(),
            "Phụ lục I": province.units(),
            "Phụ lục II": province.districts(),
        },
        "2025-07-tinh-hung-yen": {"Chỉ số nhóm": quarter.month_total("2025-07")},
        "2025-08-tinh-hung-yen": {"Chỉ số nhóm": quarter.month_total("2025-08")},
        "2025-09-tinh-hung-yen": {"Chỉ số nhóm": quarter.month_total("2025-09")},
        "2025-q3-tinh-hung-yen": {"Biểu mẫu thống kê": quarter.form()},
        CRAWLED_COUNTRY: {"Cả nước": national.provinces(crawled_rows(CRAWLED_COUNTRY))},
    }
    return {f"{name}.xlsx": workbook(sheets) for name, sheets in books.items()}


def crawled_rows(name: str) -> list[dict[str, str]]:
    """The rows of a crawled table, every value text."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def portal_answer() -> str:
    """The portal's JSON answer for Gia Lai, month 2/2026, put together again from its two crawled files.

    The units' ids and changes are not among the crawled data: the ids are left out, the changes are null.
    """
    kept = json.loads((DATA / f"{CRAWLED_MONTH}.overview.json").read_text(encoding="utf-8"))
    evaluation = [
        {
            "departmentName": row["name"],
            "departmentCode": row["code"],
            "totalScore": json.loads(row["total_score"]),
            "ratio": json.loads(row["ratio"]),
            "scoreDelta": None,
            "childGroup": row["child_group"],
        }
        for row in crawled_rows(CRAWLED_MONTH)
    ]
    data = {
        "overview": kept["overview"],
        "growthPercent": kept["growthPercent"],
        "radar": kept["radar"],
        "donuts": kept["donuts"],
        "evaluation": evaluation,
        "monthlyChart": kept["monthlyChart"],
        "dossierChart": kept["dossierChart"],
    }
    answer = {"code": "OK", "data": data, "message": "OK"}
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    for name, content in workbooks().items():
        (DATA / name).write_bytes(content)
    (DATA / f"{CRAWLED_MONTH}.json").write_text(portal_answer(), encoding="utf-8")


if __name__ == "__main__":
    main()
