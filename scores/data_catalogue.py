"""The open data described for programs: after DCAT for other portals, as schema.org for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from scores import queries
from scores.addresses import absolute, absolute_to
from scores.exports import FORMATS
from scores.models import Office, Release, State

UNDECIDED = "Cơ quan công bố chưa quyết định giấy phép cho dữ liệu mở."
TITLE = "Dữ liệu mở của Chỉ số 766"
ABOUT = (
    "Điểm, tỷ lệ, số lượng, hạng, thay đổi và xếp loại theo kỳ của các đơn vị, theo Bộ chỉ số phục vụ người "
    "dân, doanh nghiệp ban hành tại Quyết định số 766/QĐ-TTg ngày 23/6/2022. Số đã công bố không sửa; kỳ đã "
    "đính chính lấy lần đang có hiệu lực."
)
KEYWORDS = ["Bộ chỉ số 766", "thủ tục hành chính", "dịch vụ công trực tuyến", "cải cách hành chính"]
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types"


@dataclass(frozen=True)
class Dataset:
    """All that an office has in force, as one set of data."""

    office: Office
    in_force: list[Release]
    issued: date
    modified: date

    @property
    def title(self) -> str:
        return f"{self.office.name}: kết quả Bộ chỉ số 766"

    @property
    def address(self) -> str:
        return absolute_to("office-releases", self.office.slug)

    @property
    def first_day(self) -> date:
        return min(release.period.first_day for release in self.in_force)

    @property
    def last_day(self) -> date:
        return max(release.as_of or release.period.last_day for release in self.in_force)

    @property
    def files(self) -> list[tuple[str, str, str]]:
        """(ending, media type, address) of the whole history in each format."""
        return [
            (ending, content_type.partition(";")[0], absolute_to("history", self.office.slug, ending))
            for ending, (_, content_type) in FORMATS.items()
        ]


def datasets() -> list[Dataset]:
    """One an office that has something in force, the leading one first; in one query."""
    by_office: dict[Office, list[Release]] = {}
    for release in queries.on_record().order_by("office__order", "office__slug", "pk"):
        by_office.setdefault(release.office, []).append(release)
    found = []
    for office, known in by_office.items():
        in_force = [release for release in known if release.state == State.PUBLISHED]
        days = [timezone.localdate(release.published_at) for release in known]
        if in_force:
            found.append(Dataset(office, in_force, min(days), max(days)))
    return found


def dcat(found: Iterable[Dataset]) -> dict[str, Any]:
    """The catalogue as JSON-LD; texts without another language are Vietnamese."""
    found = list(found)
    publishers = [_agent(dataset.office) for dataset in found[:1]]
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "@language": "vi",
        },
        "@id": absolute_to("dcat"),
        "@type": "dcat:Catalog",
        "dct:title": TITLE,
        "dct:description": ABOUT,
        **({"dct:publisher": publishers[0]} if publishers else {}),
        "dct:language": _language(),
        "foaf:homepage": {"@id": absolute_to("data")},
        "dcat:service": {
            "@id": absolute("/api/v1/"),
            "@type": "dcat:DataService",
            "dct:title": "API của Chỉ số 766",
            "dcat:endpointURL": {"@id": absolute("/api/v1/")},
            "dcat:endpointDescription": {"@id": absolute_to("api-openapi")},
            "dcat:servesDataset": [{"@id": dataset.address} for dataset in found],
        },
        "dcat:dataset": [_dcat_dataset(dataset) for dataset in found],
    }


def _dcat_dataset(dataset: Dataset) -> dict[str, Any]:
    return {
        "@id": dataset.address,
        "@type": "dcat:Dataset",
        "dct:identifier": {"@value": dataset.office.slug, "@type": "xsd:string"},
        "dct:title": dataset.title,
        "dct:description": ABOUT,
        "dct:publisher": _agent(dataset.office),
        "dct:issued": _day(dataset.issued),
        "dct:modified": _day(dataset.modified),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(dataset.first_day),
            "dcat:endDate": _day(dataset.last_day),
        },
        "dct:language": _language(),
        "dct:accrualPeriodicity": {"@id": f"{_AUTHORITY}/frequency/MONTHLY"},
        "dcat:keyword": KEYWORDS,
        "dcat:landingPage": {"@id": dataset.address},
        "foaf:page": {"@id": absolute_to("dictionary")},
        **_rights(dataset.office),
        "dcat:distribution": [
            {
                "@id": address,
                "@type": "dcat:Distribution",
                "dct:title": f"Mọi kết quả ({ending})",
                "dcat:accessURL": {"@id": dataset.address},
                "dcat:downloadURL": {"@id": address},
                "dcat:mediaType": {"@id": f"{_MEDIA_TYPES}/{media_type}"},
                **_rights(dataset.office),
            }
            for ending, media_type, address in dataset.files
        ],
    }


def _agent(office: Office) -> dict[str, Any]:
    return {"@type": "foaf:Agent", "foaf:name": office.name}


def _language() -> dict[str, str]:
    return {"@id": f"{_AUTHORITY}/language/VIE"}


def _day(value: date) -> dict[str, str]:
    return {"@value": value.isoformat(), "@type": "xsd:date"}


def _rights(office: Office) -> dict[str, Any]:
    """The licence where it has an address; else what the office says, or that it has not decided."""
    said = {"dct:rights": office.data_licence or UNDECIDED}
    return said | ({"dct:license": {"@id": office.data_licence_url}} if office.data_licence_url else {})


def schema_org(found: Iterable[Dataset]) -> list[dict[str, Any]]:
    """The same data sets in the words search engines read."""
    return [
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": dataset.address,
            "name": dataset.title,
            "description": ABOUT,
            "url": dataset.address,
            "identifier": dataset.office.slug,
            "keywords": KEYWORDS,
            "inLanguage": "vi",
            "isAccessibleForFree": True,
            "creator": {"@type": "GovernmentOrganization", "name": dataset.office.name},
            "datePublished": dataset.issued.isoformat(),
            "dateModified": dataset.modified.isoformat(),
            "temporalCoverage": f"{dataset.first_day.isoformat()}/{dataset.last_day.isoformat()}",
            "spatialCoverage": dataset.office.name,
            "includedInDataCatalog": {"@type": "DataCatalog", "name": TITLE, "url": absolute_to("data")},
            **_license(dataset.office),
            "distribution": [
                {"@type": "DataDownload", "name": ending, "encodingFormat": media_type, "contentUrl": address}
                for ending, media_type, address in dataset.files
            ],
        }
        for dataset in found
    ]


def _license(office: Office) -> dict[str, Any]:
    if office.data_licence_url:
        return {"license": office.data_licence_url}
    named = {"@type": "CreativeWork", "name": office.data_licence}
    return {"license": named} if office.data_licence else {}
