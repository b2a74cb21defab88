"""Which office and period a file is of: asked large, with what the file says, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from scores import actions, permissions
from scores.admin import next_step, period_words
from scores.admin.access import page, person, release_for, sent
from scores.admin.forms import StartForm, refusals_shown
from scores.admin.uploads import held
from scores.admin.uploads.receive import receive
from scores.intake import guarded
from scores.intake.guess import Guess, KnownOffice
from scores.models import Office, Release, Unit
from scores.period import Period
from scores.permissions import Act

_GONE = "Tệp này không còn chờ ở đây: đã được đọc, hoặc đã quá một ngày. Chọn lại tệp để tải lên."


@dataclass(frozen=True)
class Place:
    """An office and a period a file may be of, as one button offers it, and where the file says so."""

    office: Office
    period: Period
    partial: bool
    as_of: str
    where: str

    @property
    def label(self) -> str:
        return f"{self.period.label[0].upper()}{self.period.label[1:]}"

    @property
    def typed(self) -> str:
        return period_words.typed(self.period)


def offices_to_enter(user: User) -> list[Office]:
    return [o for o in permissions.offices_of(user) if permissions.may(user, Act.ENTER, o)]


def known(offices: list[Office]) -> list[KnownOffice]:
    """The offices with every name their units have or had."""
    return [
        KnownOffice(
            office.slug,
            tuple({office.name, *(name for unit in _own_units(office) for name in _names(unit))}),
            tuple(unit.code for unit in _own_units(office) if unit.code),
        )
        for office in offices
    ]


def _own_units(office: Office) -> list[Unit]:
    return list(office.units.order_by("pk").prefetch_related("names", "aliases"))


def _names(unit: Unit) -> list[str]:
    former, aliases = unit.names.all(), unit.aliases.all()
    return [unit.name, *(row.name for row in former), *(alias.text for alias in aliases)]


def guessed(data: bytes, name: str, offices: list[Office]) -> Guess:
    return guarded.guess(data, name, known(offices), guarded.allowed())


def against(release: Release, said: Guess, offices: list[Office]) -> str:
    """How a file speaks of another period or office than its release; empty if it does not."""
    periods = [mention for mention in said.periods if mention.what != str(release.period)]
    if periods and len(periods) == len(said.periods):
        named = Period.parse(periods[0].what)
        return f"Tệp ghi {named.label} ({periods[0].where}), còn đợt này là {release.label}."
    others = [mention for mention in said.offices if mention.what != release.office.slug]
    if others and len(others) == len(said.offices):
        name = next(office.name for office in offices if office.slug == others[0].what)
        return f"Tệp ghi {name} ({others[0].where}), còn đợt này là của {release.office}."
    return ""


def place(request: HttpRequest, held_pk: UUID) -> HttpResponse:
    """Ask which office and period a held file is of; with the answer it is stored and read."""
    waiting = held.find(request, held_pk)
    if waiting is None:
        return page(request, "staff/upload_gone.html", "Chọn lại tệp", {"sentence": _GONE}, status=404)
    if waiting.result:
        return redirect(waiting.result)
    user, data = person(request), waiting.data()
    offices = offices_to_enter(user)
    given = _release_given(request)
    said = guessed(data, waiting.name, offices)
    places = _places(said, offices, given)
    first = places[0] if places else None
    form = StartForm(sent(request), user=user, initial=_initial(said, offices, first))
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            release = actions.start(by=user, **form.cleaned_data)
            answer = receive(request, release, data, waiting.name)
            held.let_go(request, waiting, answer["Location"])
            return answer
    context = {
        "waiting": waiting,
        "form": form,
        "places": places,
        "offices": offices,
        "given": given,
        "why_asked": against(given, said, offices) if given else "",
    }
    return page(request, "staff/upload_place.html", "Số liệu này là của kỳ nào", context)


def _release_given(request: HttpRequest) -> Release | None:
    """The release from whose page the file was brought, if it was."""
    number = request.GET.get("dot", "")
    if not number.isdecimal():
        return None
    try:
        release = release_for(request, int(number))
    except Http404:
        return None
    return None if next_step.why_not(release, person(request), "upload") else release


def _places(said: Guess, offices: list[Office], given: Release | None) -> list[Place]:
    """A place for each period the file speaks of, in the likeliest office; then the release it came to."""
    office = _office(said, offices)
    found = []
    if office is not None:
        as_of = said.as_of.strftime("%d/%m/%Y") if said.as_of else ""
        found = [
            Place(
                office,
                Period.parse(mention.what),
                said.partial and not at,
                as_of if not at else "",
                mention.where,
            )
            for at, mention in enumerate(said.periods)
        ]
    if given is not None:
        as_of = given.as_of.strftime("%d/%m/%Y") if given.as_of else ""
        found.append(Place(given.office, given.period, given.partial, as_of, "đợt bạn đang làm"))
    return list({(place.office.pk, place.period): place for place in reversed(found)}.values())[::-1]


def _office(said: Guess, offices: list[Office]) -> Office | None:
    by_slug = {office.slug: office for office in offices}
    if said.office in by_slug:
        return by_slug[said.office]
    return offices[0] if len(offices) == 1 else None


def _initial(said: Guess, offices: list[Office], first: Place | None) -> dict[str, object]:
    office = first.office if first else _office(said, offices)
    return {
        "office": office.slug if office else None,
        "period": period_words.typed(said.period) if said.period else "",
        "partial": said.partial,
        "as_of": said.as_of,
    }
