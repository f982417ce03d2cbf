"""The list of a register: words, filters, columns, order, pages; the same question gives the workbook."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.core.registers import export as exporting
from nscl.apps.core.registers.listing import read
from nscl.apps.registry.models import Organisation
from tests.apps.core.conftest import organisation
from tests.world import World, at

pytestmark = pytest.mark.django_db
LIST = "/thu/to-chuc/"


def names(world: World, query: str, who: str = "an") -> list[str]:
    from tests.apps.core.trial_register import REGISTER

    return [row.name for row in read(REGISTER, world.actor(who), QueryDict(query)).rows]


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_words_are_found_without_accents_and_the_accented_match_comes_first(trial: World) -> None:
    for name in ("Hợp tác xã Mận An Sơn", "Công ty Mãn An Sơn", "Công ty Man An Son", "Chè Tân Sơn"):
        organisation(trial, name)
    assert set(names(trial, "tim=man an son")) == {
        "Hợp tác xã Mận An Sơn",
        "Công ty Mãn An Sơn",
        "Công ty Man An Son",
    }
    assert names(trial, "tim=mận an sơn")[0] == "Hợp tác xã Mận An Sơn"
    assert names(trial, "tim=MÃN AN SƠN")[0] == "Công ty Mãn An Sơn"
    assert names(trial, "tim=sơn+chè") == ["Chè Tân Sơn"], "every word counts, in any order"
    assert names(trial, "tim=%25") == [] == names(trial, "tim=!!!")


def test_the_order_is_vietnamese_and_a_column_sorts_both_ways_with_empty_values_last(trial: World) -> None:
    organisation(trial, "Đá Ong", established_on=date(2020, 5, 1))
    organisation(trial, "Dệt Lụa")
    organisation(trial, "Ấm Chén", established_on=date(2015, 5, 1))
    organisation(trial, "An Khang", established_on=date(2021, 5, 1))
    assert names(trial, "") == ["An Khang", "Ấm Chén", "Dệt Lụa", "Đá Ong"]
    assert names(trial, "sap=-ten") == ["Đá Ong", "Dệt Lụa", "Ấm Chén", "An Khang"]
    assert names(trial, "sap=lap") == ["Ấm Chén", "Đá Ong", "An Khang", "Dệt Lụa"]
    assert names(trial, "sap=-lap") == ["An Khang", "Đá Ong", "Ấm Chén", "Dệt Lụa"]
    assert names(trial, "sap=nu") == names(trial, "sap=khong-co") == names(trial, ""), "not sortable"


def test_every_kind_of_filter_filters(trial: World) -> None:
    organisation(
        trial, "A", kind="school", status="suspended", established_on=date(2019, 1, 1), source="Cục Thuế"
    )
    organisation(trial, "B", is_women_owned=True, established_on=date(2021, 1, 1))
    organisation(trial, "C", is_women_owned=False, status="dissolved")
    assert names(trial, "loai=school") == ["A"]
    assert names(trial, "tinh-trang=suspended&tinh-trang=dissolved") == ["A", "C"]
    assert (names(trial, "nu=co"), names(trial, "nu=khong")) == (["B"], ["C"])
    assert names(trial, "nam=2019") == ["A"]
    assert names(trial, "tu=01/02/2020") == ["B"]
    assert names(trial, "nguon=Thuế") == ["A"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("nam=hai nghìn", "Năm phải là bốn chữ số"),
        ("tu=31/02/2025", "Viết ngày/tháng/năm"),
        ("loai=khong-co", "Không có lựa chọn này"),
        ("nu=maybe", "Chỉ nhận “có” hoặc “không”"),
    ],
)
def test_a_filter_that_cannot_be_read_says_so_and_does_not_filter(
    trial: World, client: Client, query: str, sentence: str
) -> None:
    organisation(trial, "Hợp tác xã Mận")
    body = page(trial.login(client, "an"), query)
    assert sentence in body and "Hợp tác xã Mận" in body


def test_the_filters_in_use_stand_as_words_each_with_its_way_out(trial: World, client: Client) -> None:
    organisation(trial, "Trường Nghề", kind="school")
    body = page(trial.login(client, "an"), "loai=school&tim=nghề")
    assert "Loại: Trường" in body and "Tìm: “nghề”" in body
    assert 'href="?loai=school"' in body and 'href="?tim=ngh%E1%BB%81"' in body


def test_the_question_kept_for_later_is_the_whole_question_and_nothing_else(trial: World) -> None:
    from tests.apps.core.trial_register import REGISTER

    asked = "tim=chè&sap=-ten&cot=lap&cot=von&tinh-trang=operating&tinh-trang=suspended"
    kept = read(REGISTER, trial.actor("an"), QueryDict(f"{asked}&trang=3&la=1&nam=")).query()
    assert dict(QueryDict(kept).lists()) == dict(QueryDict(asked).lists())


def test_records_of_another_province_are_not_there(trial: World, client: Client) -> None:
    organisation(trial, "Của nhà")
    other = organisation(trial, "Của láng giềng", province=trial.neighbour)
    assert names(trial, "") == ["Của nhà"]
    assert "Của láng giềng" not in page(trial.login(client, "an"))
    for tail in ("", "lich-su/", "in/", "sua/"):
        assert client.get(f"{LIST}{other.pk}/{tail}").status_code == 404


def test_the_list_asks_for_login_and_role(trial: World, client: Client) -> None:
    assert client.get(LIST).status_code == 302
    from tests.apps.core.trial_register import REGISTER

    assert not trial.actor("dung").can(f"{REGISTER.deeds}.export")
    trial.login(client, "dung")
    assert "Xuất Excel" not in page(client)
    assert client.get(f"{LIST}xuat/").status_code == 403
    assert client.get(f"{LIST}them/").status_code == 403


def test_columns_are_chosen_in_the_url_and_personal_ones_need_their_deed(
    trial: World, client: Client
) -> None:
    organisation(trial, "Hợp tác xã Mận", phone="0900000001", source="Cục Thuế")
    body = page(trial.login(client, "an"))
    assert "0900000001" in body and "Cục Thuế" not in body
    chosen = page(client, "cot=nguon")
    assert "Cục Thuế" in chosen and "0900000001" not in chosen and "Hợp tác xã Mận" in chosen
    trial.login(client, "binh")
    assert "0900000001" not in page(client, "cot=dien-thoai") + page(client)


def test_what_is_missing_is_a_dash_and_money_is_grouped(trial: World, client: Client) -> None:
    organisation(trial, "Không rõ")
    organisation(trial, "Có vốn", revision=1)
    body = page(trial.login(client, "an"))
    assert '<td data-label="Vốn (đồng)" class="num">–</td>' in body
    assert '<td data-label="Vốn (đồng)" class="num">1.500.000.000</td>' in body


def test_a_page_holds_fifty_and_the_link_keeps_the_question(trial: World, client: Client) -> None:
    for number in range(51):
        organisation(trial, f"Hợp tác xã {number:02}", kind="cooperative")
    body = page(trial.login(client, "an"), "loai=cooperative")
    assert body.count('name="chon"') == 50 and "51 hồ sơ" in body
    assert "?loai=cooperative&amp;trang=2" in body
    assert page(client, "loai=cooperative&trang=2").count('name="chon"') == 1
    assert page(client, "trang=abc").count('name="chon"') == 50


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_the_list_costs_the_same_queries_for_three_records_and_for_fifty(
    trial: World, client: Client
) -> None:
    trial.login(client, "an")
    for number in range(3):
        organisation(trial, f"Hợp tác xã {number}")
    few = queries(client, f"{LIST}?tim=hop")
    for number in range(3, 50):
        organisation(trial, f"Hợp tác xã {number}")
    assert queries(client, f"{LIST}?tim=hop") == few < 15


def test_an_empty_list_says_how_to_fill_it_and_an_empty_answer_how_to_widen_it(
    trial: World, client: Client
) -> None:
    body = page(trial.login(client, "an"))
    assert "Chưa có hồ sơ nào." in body and "Thêm tổ chức" in body
    assert "Không có hồ sơ nào khớp bộ lọc." in page(client, "tim=zzz")


# The workbook ---------------------------------------------------------------------------------


def workbook(client: Client, query: str = "") -> Any:
    answer = client.get(f"{LIST}xuat/?{query}")
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    return load_workbook(io.BytesIO(answer.content)).active


def test_the_workbook_has_the_rows_order_and_columns_of_the_page_with_typed_cells(
    trial: World, client: Client
) -> None:
    organisation(trial, "Đá Ong", revision=2, established_on=date(2020, 5, 1), is_women_owned=False)
    organisation(trial, "An Khang")
    organisation(trial, "Trường Nghề", kind="school")
    sheet = workbook(trial.login(client, "an"), "loai=enterprise&sap=-ten&cot=lap&cot=von&cot=nu")
    assert sheet["A1"].value == "Sổ tổ chức" and sheet["A2"].value == "Loại: Doanh nghiệp"
    assert "2 dòng" in sheet["A3"].value
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows[0] == ["Tên", "Ngày thành lập", "Do phụ nữ làm chủ", "Vốn (đồng)"]
    assert [row[0] for row in rows[1:]] == ["Đá Ong", "An Khang"]
    assert (rows[1][1].date(), rows[1][2], rows[1][3]) == (date(2020, 5, 1), "không", 3_000_000_000)
    assert rows[2][1:] == [None, None, None], "missing stays empty, never 0"
    entry = AuditEntry.objects.get(deed="trial.export")
    assert entry.after["rows"] == 2 and entry.after["columns"] == ["ten", "lap", "nu", "von"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_is_never_a_formula(trial: World, client: Client, start: str) -> None:
    organisation(trial, f"{start}HYPERLINK(1)")
    cell = workbook(trial.login(client, "an"))["A6"]
    assert cell.data_type == "s" and cell.value.strip().endswith("HYPERLINK(1)")
    assert cell.quotePrefix


def test_too_long_a_list_is_refused_with_what_to_do(
    trial: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MAX_ROWS", 1)
    organisation(trial, "Một")
    from tests.apps.core.trial_register import REGISTER

    an = trial.actor("an")
    assert exporting.export(read(REGISTER, an, QueryDict("")), by=an, at=at())
    organisation(trial, "Hai")
    with pytest.raises(Refusal, match="lọc hẹp hơn"):
        exporting.export(read(REGISTER, an, QueryDict("")), by=an, at=at())
    answer = trial.login(client, "an").get(f"{LIST}xuat/?tim=hai", follow=True)
    assert answer.status_code == 200
    answer = client.get(f"{LIST}xuat/", follow=True)
    assert "lọc hẹp hơn" in answer.content.decode()


def test_a_long_text_is_cut_visibly_instead_of_dropped(trial: World, client: Client) -> None:
    organisation(trial, "Dài", source="x" * 200, note="")
    Organisation.objects.update(source="y" * 200)
    assert workbook(trial.login(client, "an"), "cot=nguon")["B6"].value == "y" * 200
