"""The English catalogue is whole: every text of the interface, the same placeholders, compiled in step."""

from __future__ import annotations

import ast
import gettext
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
HOW = "run: .venv/bin/python locale/update.py, then give the new texts their English"
CONTEXT = "\x04"  # between a context and its text, as in a compiled catalogue

CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "lazy", "noop", "ngettext", "ngettext_lazy"}
QUOTED = r"""(?:"([^"]*)"|'([^']*)')"""
TRANSLATE = re.compile(r"\{%-?\s*translate\s+" + QUOTED + r"(?:\s+context\s+" + QUOTED + r")?")
BRACKETED = re.compile(r"[|:=\s]_\(" + QUOTED + r"\)")
BLOCK = re.compile(
    r"\{%\s*blocktranslate\b([^%]*)%\}(.*?)(?:\{%\s*plural\s*%\}(.*?))?\{%\s*endblocktranslate\s*%\}",
    re.DOTALL,
)
COMMENT = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}", re.DOTALL)
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd%]")
MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
MARKED += MARKED.upper()
VIETNAMESE = re.compile(f"[{MARKED}]")


# The catalogue as it is written ---------------------------------------------------------------


@dataclass
class Entry:
    """One text: its Vietnamese (with context, if any) and its English, one form or two."""

    key: str = ""
    plural: str | None = None
    forms: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False


def entries_of(text: str) -> list[Entry]:
    """The entries of a .po text, its header left out.

    >>> entries_of('msgctxt "x"\\nmsgid "a"\\nmsgstr ""\\n"b"\\n')[0].forms
    {0: 'b'}
    """
    found = []
    for block in re.split(r"\n\s*\n", text):
        entry, parts = Entry(fuzzy="#, fuzzy" in block or ", fuzzy" in block), dict[str, str]()
        name = ""
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith('"'):
                name, line = line.split(" ", 1)
            parts[name] = parts.get(name, "") + ast.literal_eval(line)
        if not parts.get("msgid"):
            continue
        context = parts.get("msgctxt")
        entry.key = f"{context}{CONTEXT}{parts['msgid']}" if context else parts["msgid"]
        entry.plural = parts.get("msgid_plural")
        for name, value in parts.items():
            if name.startswith("msgstr"):
                entry.forms[int(name[7:-1] or 0) if "[" in name else 0] = value
        found.append(entry)
    return found


@cache
def catalogue() -> dict[str, Entry]:
    return {entry.key: entry for entry in entries_of(CATALOGUE.read_text(encoding="utf-8"))}


# The texts as they stand in the source --------------------------------------------------------


def templates() -> list[Path]:
    return sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "src" / "nscl" / "apps").rglob("*.html")])


def texts_of_template(text: str) -> Iterator[str]:
    """The texts of a template as Django writes them in a catalogue: variables named, percents doubled."""
    for found in TRANSLATE.finditer(text):
        message = (found[1] or found[2] or "").replace("%", "%%")
        context = found[3] or found[4]
        yield f"{context}{CONTEXT}{message}" if context else message
    for found in BRACKETED.finditer(text):
        yield (found[1] or found[2] or "").replace("%", "%%")
    for found in BLOCK.finditer(text):
        for body in (found[2], found[3]):
            if body is not None:
                plain = VARIABLE.sub(r"%(\1)s", body.replace("%", "%%"))
                yield " ".join(plain.split()) if "trimmed" in found[1] else plain


def texts_of_module(text: str) -> Iterator[str]:
    """The constant texts given to gettext and its kin."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            count = 2 if node.func.id.startswith("ngettext") else 1
            for given in node.args[:count]:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value


@cache
def texts() -> dict[str, str]:
    """Every text of the interface and one file it stands in."""
    found = {}
    for path in templates():
        for message in texts_of_template(path.read_text(encoding="utf-8")):
            found[message] = str(path.relative_to(ROOT))
    for path in sorted((ROOT / "src" / "nscl").rglob("*.py")):
        for message in texts_of_module(path.read_text(encoding="utf-8")):
            found[message] = str(path.relative_to(ROOT))
    return found


def test_the_scan_sees_every_way_of_writing_a_text() -> None:
    page = """<p title="{% translate 'Một' %}">{{ a|default:_("Hai") }}{% translate "Ba" context "số" %}
    {% blocktranslate count n=rows|length %}{{ n }} mục, 5 %{% plural %}{{ n }} các mục{% endblocktranslate %}"""
    assert list(texts_of_template(page)) == [
        "Một",
        f"số{CONTEXT}Ba",
        "Hai",
        "%(n)s mục, 5 %%",
        "%(n)s các mục",
    ]
    module = '_("Một " "dòng"); ngettext("%(n)s mục", "%(n)s các mục", n); other("Không"); _(name)'
    assert list(texts_of_module(module)) == ["Một dòng", "%(n)s mục", "%(n)s các mục"]


def test_every_text_of_the_interface_has_english() -> None:
    assert len(texts()) > 500
    known = set(catalogue()) | {entry.plural for entry in catalogue().values()}
    assert {text: where for text, where in texts().items() if text not in known} == {}, HOW


def test_no_text_is_left_empty_or_guessed() -> None:
    bad = [e.key for e in catalogue().values() if e.fuzzy or not e.forms or not all(e.forms.values())]
    assert bad == [], HOW
    assert [e.key for e in catalogue().values() if (e.plural is not None) != (len(e.forms) == 2)] == []


def test_no_text_stands_in_the_catalogue_that_left_the_source() -> None:
    assert [key for key in catalogue() if key not in texts()] == [], HOW


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = [
        entry.key
        for entry in catalogue().values()
        for form in entry.forms.values()
        if sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(entry.key))
    ]
    assert wrong == []


def test_english_texts_are_english() -> None:
    """The name of the currency is the one Vietnamese word they keep."""
    forms = [form for entry in catalogue().values() for form in entry.forms.values()]
    assert [form for form in forms if VIETNAMESE.search(form.replace("đồng", ""))] == []


def test_the_compiled_catalogue_says_the_same() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    compiled.pop("", None)
    written: dict[str | tuple[str, int], str] = {}
    for entry in catalogue().values():
        if entry.plural is None:
            written[entry.key] = entry.forms[0]
        else:
            written |= {(entry.key, number): form for number, form in entry.forms.items()}
    assert compiled == written, "run: .venv/bin/python locale/update.py"


def test_no_template_holds_vietnamese_outside_translation() -> None:
    """The name of a language stands in that language; a unit of money is an argument."""
    bare = []
    for path in templates():
        text = path.read_text(encoding="utf-8")
        for wrapped in (BLOCK, TRANSLATE, COMMENT, re.compile(r"_\([^)]*\)")):
            text = wrapped.sub(" ", text)
        text = text.replace("Tiếng Việt", "").replace('money:"đồng"', "")
        bare += [(path.name, word) for word in re.findall(r"[^<>{}%\n]+", text) if VIETNAMESE.search(word)]
    assert bare == []


# The pages ------------------------------------------------------------------------------------


def visible(client: Client, url: str) -> str:
    """What a person reads on a page, without marks of the page's language."""
    body = client.get(url).content.decode()
    body = re.sub(r"<(script|style|head).*?</\1>", " ", body, flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " · ", body).split()))


def phrases(language: str) -> list[str]:
    """Texts of several words, which no name or number could hold by chance."""
    if language == "vi":
        found = [entry.key.split(CONTEXT)[-1] for entry in catalogue().values()]
    else:
        found = [form for entry in catalogue().values() for form in entry.forms.values()]
    return [text for text in found if text.count(" ") >= 1 and "%" not in text]


def in_english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.mark.django_db
def test_the_login_page_speaks_the_chosen_language(client: Client) -> None:
    url = reverse("account_login")
    vietnamese = visible(client, url)
    assert "Tên đăng nhập" in vietnamese and "Đến nội dung chính" in vietnamese
    assert [text for text in phrases("en") if text in vietnamese] == []
    english = visible(in_english(client), url)
    assert "User name" in english and "Skip to main content" in english
    assert [text for text in phrases("vi") if text in english] == []


@pytest.mark.django_db
def test_the_inbox_and_the_menu_speak_the_chosen_language(client: Client, world: World) -> None:
    world.login(client, "an")
    vietnamese = visible(client, "/")
    assert "Việc cần làm" in vietnamese and "Danh sách kế hoạch" in vietnamese
    assert [text for text in phrases("en") if text in vietnamese] == []
    english = visible(in_english(client), "/")
    assert "To do" in english and "List of plans" in english and "Nothing is waiting for you." in english
    assert [text for text in phrases("vi") if text in english] == []


@pytest.mark.django_db
def test_the_switch_in_the_menu_changes_the_language(client: Client, world: World) -> None:
    world.login(client, "an")
    client.post(reverse("core:language"), {"language": "en", "next": "/"})
    assert "To do" in visible(client, "/") and client.get("/").headers["Content-Language"] == "en"
    client.post(reverse("core:language"), {"language": "vi", "next": "/"})
    assert "Việc cần làm" in visible(client, "/")


@pytest.mark.django_db
def test_an_unknown_address_is_refused_in_the_chosen_language(client: Client) -> None:
    assert "Không tìm thấy trang" in visible(client, "/khong-co/")
    assert "Page not found" in visible(in_english(client), "/khong-co/")
