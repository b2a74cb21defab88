"""The unit's own page: its row and nobody else's, its one answer, and links that do not open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from scores import actions, confirmations
from scores.models import ConfirmationLink, Event, LinkOpening, Objection, Unit, UnitAnswer
from tests.confirming.conftest import OCTOBER, OWN, SEPTEMBER, Round, ask, publish, total, typed
from tests.people import People

AGREES = {"kind": "agrees", "name": "Người Xã", "position": "Chủ tịch UBND xã"}
OBJECTS = {**AGREES, "kind": "objects", "text": "Theo báo cáo của xã là 75,1 điểm."}
NEVER = "/xac-nhan/AAAAAAAAAAAAAAAAAAAAAA/"


def comma(points: str) -> str:
    return points.replace(".", ",")


def seen(asked: Round, slug: str) -> str:
    return confirmations.Figures(asked.release).digest(Unit.objects.get(slug=slug).pk)


def answered(client: Client, asked: Round, slug: str, given: dict[str, str]) -> int:
    return client.post(asked.address(slug), {**given, "seen": seen(asked, slug)}).status_code


@pytest.mark.parametrize("slug", OCTOBER)
def test_a_unit_sees_its_own_row_and_no_other(slug: str, asked: Round, client: Client) -> None:
    page = client.get(asked.address(slug)).content.decode()
    unit = Unit.objects.get(slug=slug)
    shown = [unit.name, comma(OCTOBER[slug]), comma(SEPTEMBER[slug]), asked.staff.enters.username]
    assert [text for text in shown if text not in page] == []
    for other in Unit.objects.filter(level="commune").exclude(pk=unit.pk):
        canaries = [
            OWN,
            comma(OWN),
            other.name,
            other.slug,
            comma(OCTOBER[other.slug]),
            comma(SEPTEMBER[other.slug]),
        ]
        canaries += [OCTOBER[other.slug], SEPTEMBER[other.slug], asked.tokens[other.slug]]
        assert [text for text in canaries if text in page] == []


def test_exchanged_figures_are_shown_to_both(asked: Round, client: Client) -> None:
    """Two units' figures exchanged throughout show in no file: each unit sees the other's in its own row."""
    for slug, other in (("xa-mot", "xa-ba"), ("xa-ba", "xa-mot")):
        typed(asked.release, slug, OCTOBER[other], asked.staff.enters)
    for slug, other, change in (("xa-mot", "xa-ba", "▲ 3,68"), ("xa-ba", "xa-mot", "▼ 0,96")):
        page = client.get(asked.address(slug)).content.decode()
        wanted = [comma(OCTOBER[other]), comma(SEPTEMBER[slug]), change]
        assert [text for text in wanted if text not in page] == []
        assert comma(OCTOBER[slug]) not in page


def test_a_private_page_is_kept_nowhere(asked: Round, client: Client) -> None:
    for address in (asked.address("xa-mot"), NEVER):
        answer = client.get(address)
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
        assert "<script" not in answer.content.decode()


def test_only_the_hash_of_a_token_is_stored(asked: Round) -> None:
    stored = repr([*ConfirmationLink.objects.values(), *Event.objects.values()])
    assert [token for token in asked.tokens.values() if token in stored] == []
    assert all(len(token) == 22 for token in asked.tokens.values())
    assert len(set(asked.tokens.values())) == 3


def test_looking_is_an_opening_and_never_an_answer(asked: Round, client: Client) -> None:
    for _ in range(2):
        client.get(asked.address("xa-mot"), REMOTE_ADDR="203.0.113.77")
    client.head(asked.address("xa-mot"))
    client.get(asked.address("xa-hai"), REMOTE_ADDR="2001:db8:1:2:3::4")
    networks = LinkOpening.objects.order_by("pk").values_list("link__unit__slug", "network")
    assert list(networks) == [
        ("xa-mot", "203.0.113.0/24"),
        ("xa-mot", "203.0.113.0/24"),
        ("xa-hai", "2001:db8:1::/48"),
    ]
    assert not UnitAnswer.objects.exists()
    assert [standing.key for standing in confirmations.standings(asked.release)] == [
        "opened",
        "opened",
        "unopened",
    ]


def test_agreeing(asked: Round, client: Client) -> None:
    sent = {**AGREES, "seen": seen(asked, "xa-mot")}
    csrf = Client(enforce_csrf_checks=True).post(asked.address("xa-mot"), sent)
    assert csrf.status_code == 200
    assert "Đã ghi nhận: đồng ý." in csrf.content.decode()
    again = client.post(asked.address("xa-mot"), sent)
    assert again.content == csrf.content
    answer = UnitAnswer.objects.get()
    assert (answer.name, answer.position, answer.kind) == ("Người Xã", "Chủ tịch UBND xã", "agrees")
    assert answer.figures_hash == seen(asked, "xa-mot")
    assert not Objection.objects.exists()


def test_objecting_makes_an_objection_for_each_indicator(asked: Round, client: Client) -> None:
    sent = {**OBJECTS, "indicators": [str(total().pk)], "seen": seen(asked, "xa-hai")}
    page = client.post(asked.address("xa-hai"), sent).content.decode()
    assert "Đã ghi nhận: có ý kiến." in page
    assert answered(client, asked, "xa-ba", OBJECTS) == 200
    made = Objection.objects.order_by("pk").values_list("unit__slug", "indicator__code", "text")
    assert list(made) == [("xa-hai", "total", OBJECTS["text"]), ("xa-ba", None, OBJECTS["text"])]
    assert confirmations.open_objections(asked.release) == list(Objection.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "A", "position": "B"}, "Chọn “Đồng ý” hoặc “Có ý kiến”."),
        ({"kind": "agrees", "position": "B"}, "Ghi họ tên người trả lời."),
        ({"kind": "agrees", "name": "A"}, "Ghi chức vụ"),
        ({**AGREES, "kind": "objects"}, "Ghi ý kiến: số nào sai"),
        ({**AGREES, "text": "Sai"}, "Đã chọn “Đồng ý” nhưng phần ý kiến có nội dung."),
    ],
)
def test_what_is_missing_is_asked_for_and_the_rest_kept(
    given: dict[str, str], said: str, asked: Round, client: Client
) -> None:
    sent = {**given, "seen": seen(asked, "xa-mot")}
    page = client.post(asked.address("xa-mot"), sent).content.decode()
    assert said in page
    assert [text for text in given.values() if text not in page] == []
    assert not UnitAnswer.objects.exists()


def test_an_indicator_of_another_is_no_choice(asked: Round, client: Client) -> None:
    foreign = total().version.indicators.get(code="CKMB")
    sent = {**OBJECTS, "indicators": [str(foreign.pk)], "seen": seen(asked, "xa-mot")}
    client.post(asked.address("xa-mot"), sent)
    assert not Objection.objects.exists()


def test_figures_that_change_while_one_looks_are_shown_again(asked: Round, client: Client) -> None:
    old = seen(asked, "xa-mot")
    typed(asked.release, "xa-mot", "70.01", asked.staff.enters)
    answer = client.post(asked.address("xa-mot"), {**AGREES, "seen": old})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Số liệu vừa được cơ quan sửa" in page
    assert "70,01" in page
    assert "Người Xã" in page
    assert not UnitAnswer.objects.exists()


def test_an_answer_counts_for_the_figures_it_was_given_to(asked: Round, client: Client) -> None:
    assert answered(client, asked, "xa-mot", AGREES) == 200
    assert [each.key for each in confirmations.standings(asked.release)] == ["agrees", "unopened", "unopened"]
    typed(asked.release, "xa-mot", "70.01", asked.staff.enters)
    typed(asked.release, "xa-hai", "70.02", asked.staff.enters)
    assert [each.key for each in confirmations.standings(asked.release)] == [
        "outdated",
        "unopened",
        "unopened",
    ]
    typed(asked.release, "xa-mot", OCTOBER["xa-mot"], asked.staff.enters)
    assert confirmations.standings(asked.release)[0].key == "agrees"


def never(asked: Round, staff: People) -> str:
    return NEVER


def used_up(asked: Round, staff: People) -> str:
    answered(Client(), asked, "xa-mot", AGREES)
    return asked.address("xa-mot")


def replaced(asked: Round, staff: People) -> str:
    ask(asked.release, staff.enters)
    return asked.address("xa-mot")


def withdrawn(asked: Round, staff: People) -> str:
    unit = Unit.objects.get(slug="xa-mot")
    actions.withdraw_links(release=asked.release, by=staff.approves, units=[unit])
    return asked.address("xa-mot")


def published(asked: Round, staff: People) -> str:
    publish(asked.release, staff)
    return asked.address("xa-mot")


def sent_back_and_changed(asked: Round, staff: People) -> str:
    release = actions.submit(release=asked.release, by=staff.enters)
    release = actions.send_back(release=release, by=staff.approves, comment="Sai")
    typed(release, "xa-mot", "70.01", staff.enters)
    return asked.address("xa-mot")


def figures_taken_out(asked: Round, staff: People) -> str:
    entry = asked.release.entries.get(unit__slug="xa-mot")
    actions.clear_entry(
        release=asked.release,
        unit=entry.unit,
        indicator=entry.indicator,
        by=staff.enters,
        seen_revision=entry.revision,
    )
    return asked.address("xa-mot")


ENDS = [used_up, replaced, withdrawn, published, sent_back_and_changed, figures_taken_out]


@pytest.mark.parametrize("end", ENDS)
def test_a_link_that_does_not_open_looks_like_one_that_never_was(
    end: object, asked: Round, staff: People, client: Client
) -> None:
    address = end(asked, staff)  # type: ignore[operator]  # one of those above
    before = UnitAnswer.objects.count()
    for method in (client.get, client.post):
        dead, unknown = method(address, {"kind": "x"}), method(NEVER, {"kind": "x"})
        assert (dead.status_code, unknown.status_code) == (404, 404)
        assert dead.content == unknown.content
        assert dead.headers == unknown.headers
    late = client.post(address, {**OBJECTS, "seen": seen(asked, "xa-mot")})
    assert late.status_code == 404
    assert late.content == client.get(NEVER).content
    assert UnitAnswer.objects.count() == before
    assert not LinkOpening.objects.exists()


def test_sent_back_unchanged_the_links_live_on(asked: Round, staff: People, client: Client) -> None:
    release = actions.submit(release=asked.release, by=staff.enters)
    actions.send_back(release=release, by=staff.approves, comment="Xem lại Xã Hai")
    typed(release, "xa-hai", "70.01", staff.enters)
    opens = {slug: client.get(asked.address(slug)).status_code for slug in OCTOBER}
    assert opens == {"xa-mot": 200, "xa-hai": 404, "xa-ba": 200}


def test_a_link_that_ran_out_says_so(asked: Round, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    link = ConfirmationLink.objects.get(unit__slug="xa-mot")
    later = link.until + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    sent = {**AGREES, "seen": seen(asked, "xa-mot")}
    for answer in (client.get(asked.address("xa-mot")), client.post(asked.address("xa-mot"), sent)):
        assert answer.status_code == 410
        assert "Đường dẫn này đã hết hạn." in answer.content.decode()
        assert comma(OCTOBER["xa-mot"]) not in answer.content.decode()
    assert not UnitAnswer.objects.exists()
    assert not LinkOpening.objects.exists()


def test_what_is_typed_is_shown_as_text(asked: Round, client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    sent = {"kind": "objects", "name": nasty, "position": nasty, "text": nasty}
    wrong = client.post(asked.address("xa-mot"), {**sent, "text": "", "seen": seen(asked, "xa-mot")})
    done = client.post(asked.address("xa-mot"), {**sent, "seen": seen(asked, "xa-mot")})
    for answer in (wrong, done):
        assert nasty not in answer.content.decode()
        assert "&lt;script&gt;" in answer.content.decode()


def test_a_changed_answer_is_found(asked: Round, client: Client) -> None:
    for slug in OCTOBER:
        answered(client, asked, slug, AGREES)
    assert list(confirmations.answer_faults(asked.release)) == []
    first, second, _ = UnitAnswer.objects.order_by("pk")
    first.name = "Người Khác"
    assert confirmations.answer_hash(first) != first.hash
    assert second.previous_hash == first.hash
