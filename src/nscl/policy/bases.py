"""What a person can decide where the document leaves the base of a number open."""

from dataclasses import dataclass, replace
from typing import Literal

from nscl.policy.terms import Base, BaseKind, TargetTerms
from nscl.policy.timeline import first_year, last_year

Need = Literal["year", "period", "value"]


class InvalidBase(ValueError):
    """A decision that does not answer the question of this target; says which answers do."""


@dataclass(frozen=True)
class BaseChoice:
    """One admissible answer: the kind of base, how to say it, and what must be given with it.

    A `value` that approved observations already give may be left out of the decision.
    """

    kind: BaseKind
    label_vi: str
    needs: tuple[Need, ...] = ()


_GROWTH_CHOICES = (
    BaseChoice("year", "So với một năm gốc", ("year", "value")),
    BaseChoice("period", "So với một giai đoạn trước", ("period", "value")),
    BaseChoice("previous_year", "So với năm liền trước, mốc là năm ngay trước kỳ", ("value",)),
    BaseChoice("given", "So với một giá trị cho trước, có căn cứ", ("value",)),
)
_NESTED_CHOICES = (
    BaseChoice("parent", "Tính trên số đã đạt của mục tiêu chứa nó"),
    BaseChoice("register", "Tính trên toàn bộ danh mục, như mục tiêu chứa nó"),
)
_SHARE_CHOICES = (
    BaseChoice("register", "Tính trên toàn bộ số ghi trong mẫu số của từng kỳ"),
    BaseChoice("given", "Tính trên một mẫu số cho trước, có căn cứ", ("value",)),
)
_COUNT_CHOICES = (
    BaseChoice("period", "Lũy kế từ giai đoạn trước", ("period",)),
    BaseChoice("year", "Chỉ tính thêm, sau một năm mốc", ("year",)),
    BaseChoice("given", "Cộng với số đã có trước khi theo dõi", ("value",)),
)


def base_choices(terms: TargetTerms) -> tuple[BaseChoice, ...]:
    """The answers that fit the form of `terms`; none for a qualitative target.

    >>> from decimal import Decimal
    >>> child = TargetTerms(id="b", kind="percent_of", op="ge", value=Decimal(50), deadline=2025, parent="a")
    >>> [choice.kind for choice in base_choices(child)]
    ['parent', 'register']
    """
    if terms.kind == "growth_rate":
        return _GROWTH_CHOICES
    if terms.kind == "percent_of":
        return _NESTED_CHOICES if terms.parent else _SHARE_CHOICES
    return _COUNT_CHOICES if terms.counts_things else ()


def decide(terms: TargetTerms, base: Base, *, by: str) -> TargetTerms:
    """The terms with the base that the person `by` decided.

    Refuses a base of the wrong kind, and one whose years do not go with those of the target.

    >>> from decimal import Decimal
    >>> child = TargetTerms(id="b", kind="percent_of", op="ge", value=Decimal(50), deadline=2025, parent="a")
    >>> decide(child, Base("parent"), by="lãnh đạo").base
    Base(kind='parent', year=None, period=None, value=None, label='', decided_by='lãnh đạo')
    """
    choices = base_choices(terms)
    if not choices:
        raise InvalidBase(f"Mục tiêu {terms.id} không có gốc nào cần quyết định.")
    if base.kind not in [choice.kind for choice in choices]:
        labels = "; ".join(choice.label_vi for choice in choices)
        raise InvalidBase(f"Mục tiêu {terms.id}: gốc không phù hợp, đề nghị chọn một trong: {labels}.")
    decided = replace(terms, base=replace(base, decided_by=by))
    misfit = _misfit(decided)
    if misfit:
        raise InvalidBase(f"Mục tiêu {terms.id}: {misfit}")
    return decided


def _misfit(terms: TargetTerms) -> str | None:
    """Why the years of the base cannot go with the years of the target."""
    first, last, base = first_year(terms), last_year(terms), terms.base
    assert base is not None
    if first is not None and first > last:
        return f"kỳ tính theo gốc này bắt đầu năm {first}, sau hạn {last}; đề nghị chọn gốc sớm hơn."
    if terms.kind != "growth_rate":
        return None
    latest = base.year if base.kind == "year" else base.period.last if base.period else None
    if latest is not None and latest >= last:
        return f"mốc so sánh phải trước hạn {last}."
    if terms.per_year and base.kind == "year" and first is not None and base.year != first - 1:
        return f"mức tăng từng năm cần gốc là năm liền trước kỳ, tức năm {first - 1}."
    return None
