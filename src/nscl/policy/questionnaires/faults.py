"""What is wrong with a definition, all at once: where it stands in the file and what to do."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from nscl.policy.questionnaires.texts import in_lines, is_printable, one_line, printable
from nscl.vietnamese.errors import quoted

CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
# In its shortest form, so that `1.000` is not taken for one.
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,5}[1-9])?")


@dataclass(frozen=True)
class Fault:
    """`path` as in "sections[2].questions[4].choices", counted from 0; the sentence counts from 1."""

    path: str
    sentence: str


class DefinitionError(ValueError):
    """A definition that cannot be used; `faults` are all that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.sentence for fault in self.faults))


@dataclass
class Book:
    """Where the faults are written down while a definition is read."""

    faults: list[Fault] = field(default_factory=list)

    def note(self, path: str, place: str, advice: str) -> None:
        said = f"{place}: {advice}" if place else advice[:1].upper() + advice[1:]
        self.faults.append(Fault(path, printable(said)))


@dataclass(frozen=True)
class Node:
    """One object of the file: its values, its path, how a person would name its place."""

    book: Book
    value: Mapping[object, object]
    path: str = ""
    place: str = ""

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def note(self, key: str, advice: str) -> None:
        self.book.note(self.at(key) if key else self.path, self.place, advice)

    def refuse_unknown(self, known: Collection[str]) -> None:
        for key in self.value:
            if not isinstance(key, str) or key not in known:
                name = quoted(key[:80]) if isinstance(key, str) else "không phải là chữ"
                self.note("", f"không có mục tên {name}; hãy bỏ mục này.")

    def text(self, key: str, name: str, limit: int, *, needed: bool = False, lines: bool = False) -> str:
        """The text under a key, "" where there is none or a faulty one."""
        value = self.value.get(key, "")
        if not isinstance(value, str):
            self.note(key, f"{name} phải là chữ; hãy ghi lại.")
            return ""
        if not is_printable(value):
            self.note(key, f"{name} có ký tự không in được; hãy gõ lại.")
            return ""
        text = in_lines(value) if lines else one_line(value)
        if len(text) > limit:
            self.note(key, f"{name} dài {len(text)} ký tự; hãy viết gọn trong {limit} ký tự.")
            return ""
        if needed and not text:
            self.note(key, f"chưa có {name}; hãy ghi {name}.")
        return text

    def code(self, key: str, name: str, taken: set[str], reserved: Collection[str] = ()) -> str:
        """A code that is not among those `taken`; it is added to them."""
        code = self.text(key, name, 60, needed=True)
        if not code:
            return ""
        if not CODE.fullmatch(code) or "__" in code:
            self.note(
                key,
                f"{name} {quoted(code)} không dùng được; hãy dùng chữ thường không dấu, số và gạch dưới đơn, "
                "bắt đầu bằng chữ, ví dụ “doanh_thu”.",
            )
            return ""
        if code in reserved:
            self.note(key, f"{name} “{code}” hệ thống đã dùng vào việc khác; hãy đặt mã khác.")
            return ""
        if code in taken:
            self.note(key, f"{name} “{code}” đã dùng ở chỗ khác; mỗi mã chỉ dùng một lần.")
        taken.add(code)
        return code

    def flag(self, key: str, name: str, default: bool = False) -> bool:
        value = self.value.get(key, default)
        if not isinstance(value, bool):
            self.note(key, f"{name} chỉ nhận có hoặc không; hãy chọn lại.")
            return default
        return value

    def whole(self, key: str, name: str, default: int, low: int, high: int) -> int:
        value = self.value.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.note(key, f"{name} phải là số nguyên từ {low} đến {high}; hãy ghi lại.")
            return default
        return value

    def one_of(self, key: str, name: str, allowed: Collection[str], default: str | None) -> str:
        """One of the words allowed; "" where it is another, or missing and without a default."""
        value = self.value.get(key, default)
        if isinstance(value, str) and value in allowed:
            return value
        if value is None or value == "":
            self.note(key, f"chưa chọn {name}; hãy chọn {name}.")
            return ""
        said = f" {quoted(value)}" if isinstance(value, str) else ""
        names = ", ".join(word for word in allowed if word)
        self.note(key, f"{name}{said} không có; hãy chọn một trong: {names}.")
        return ""

    def decimal(self, key: str, name: str) -> str:
        value = self.text(key, name, 30)
        if value and not DECIMAL.fullmatch(value):
            self.note(key, f"{name} {quoted(value)} không phải là số; hãy ghi số, ví dụ 10 hoặc 2.5.")
            return ""
        return value

    def texts(self, key: str, name: str, limit: int) -> tuple[str, ...]:
        """A list of short texts."""
        found = []
        for index, value in enumerate(self._list(key, name, limit)):
            if isinstance(value, str) and is_printable(value) and 0 < len(one_line(value)) <= 60:
                found.append(one_line(value))
            else:
                self.note(f"{key}[{index}]", f"{name}, mục {index + 1} không đọc được; hãy ghi lại.")
        return tuple(found)

    def nodes(self, key: str, name: str, limit: int, item: str) -> list["Node"]:
        """The objects of a list; one that is no object is read as an empty one, so that places stay."""
        found = []
        for index, value in enumerate(self._list(key, name, limit)):
            path = f"{self.at(key)}[{index}]"
            place = f"{self.place}, {item} {index + 1}" if self.place else f"{item} {index + 1}".capitalize()
            if not isinstance(value, Mapping):
                self.book.note(path, place, "không đọc được; hãy lập lại mục này.")
                value = {}
            found.append(Node(self.book, value, path, place))
        return found

    def _list(self, key: str, name: str, limit: int) -> list[object]:
        value = self.value.get(key, [])
        if not isinstance(value, list | tuple):
            self.note(key, f"{name} phải là một danh sách; hãy lập lại.")
            return []
        if len(value) > limit:
            self.note(key, f"có {len(value)} {name}; hãy giữ nhiều nhất {limit}.")
        return list(value[:limit])
