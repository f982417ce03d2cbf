"""Renders a draft as a saved page of a legal database: menus, scripts, advertisements, comments."""

from __future__ import annotations

from html import escape

from tests.plandoc.corpus.model import MARK, Columns, Draft, NewPage, Paragraph, Table

HEAD = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8">
<title>{title} | Thư viện văn bản Minh Họa</title>
<meta name="description" content="Tra cứu văn bản, hơn 320.000 văn bản">
<link rel="stylesheet" href="/css/site.css?v=2024">
<style>.vb-content p {{ text-align: justify; margin: 6pt 0 }} .ad {{ height: 250px }}</style>
<script>var dataLayer = [{{"trang": "van-ban", "luot": 4120}}]; function moTab(n) {{ return n < 5 && n > 0; }}</script>
</head><body class="trang-van-ban">
<!-- header -->
<div id="header"><a href="/"><img src="/logo.png" alt="Thư viện văn bản"></a>
<ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/moi">Văn bản mới</a></li>
<li><a href="/cong-van">Công văn</a></li><li><a href="/hoi-dap">Hỏi đáp pháp luật</a></li>
<li><a href="/dang-nhap">Đăng nhập</a> / <a href="/dang-ky">Đăng ký</a></li></ul>
<form action="/tim"><input name="q" placeholder="Nhập từ khóa, số hiệu"><button>Tìm kiếm</button></form></div>
<div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="/vb">Văn bản</a> » <span>{title}</span></div>
<div class="tabs"><a>Tóm tắt</a> <a class="active">Nội dung</a> <a>Lược đồ</a> <a>Tải về</a></div>
<div class="ad"><ins class="adsbygoogle"></ins>Quảng cáo: gói tra cứu 12 tháng chỉ 99.000 đồng</div>
<noscript>Vui lòng bật JavaScript để xem đầy đủ 100% nội dung.</noscript>
"""

FOOT = """
<div class="related"><h3>Văn bản liên quan</h3><ul>
<li><a href="/vb/1">Kế hoạch 999/KH-UBND năm 2019 về phát triển thương mại</a></li>
<li><a href="/vb/2">Quyết định 888/QĐ-UBND hỗ trợ 500 hộ kinh doanh chuyển đổi</a></li></ul></div>
<div class="comments"><h3>Bình luận (2)</h3>
<div class="comment"><b>ban_doc_01</b> <span>10:15 12/3/2024</span><p>Cho hỏi mức hỗ trợ 50 triệu đồng áp dụng từ khi nào?</p></div>
<div class="comment"><b>ban_doc_02</b> <span>08:02 13/3/2024</span><p>Cảm ơn trang đã chia sẻ!</p></div></div>
<div class="cookie-banner" style="display:none">Trang này dùng cookie. <button>Đồng ý</button></div>
<div id="footer"><p>© 2024 Thư viện văn bản Minh Họa. Giấy phép số 01/GP-TTĐT. Điện thoại: 1900 0000</p></div>
<script src="/js/site.js"></script></body></html>
"""

MIDDLE_AD = '<div class="ad"><script>hienQuangCao(7);</script><a href="/khuyen-mai">Khuyến mại 30% cho thành viên mới</a></div>'

TAGS = {"title": "strong", "h1": "b", "h2": "strong", "h3": "i"}


class _Writer:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.style = draft.styles["html"]
        self.footnotes: list[str] = []

    def write(self) -> bytes:
        body = [self._part(part) for part in self.draft.parts]
        middle = len(body) // 2
        while not isinstance(self.draft.parts[middle], Paragraph):
            middle += 1
        body.insert(middle, MIDDLE_AD)
        notes = "".join(
            f'<p><a name="_ftn{n}">[{n}]</a> {text}</p>' for n, text in enumerate(self.footnotes, 1)
        )
        title = escape("Kế hoạch " + self.draft.plan["title"][:60])
        page = HEAD.format(title=title) + self._frame("\n".join(body) + notes) + FOOT
        encoded = page.encode("utf-8")
        return b"\xef\xbb\xbf" + encoded if self.style.get("bom") else encoded

    def _frame(self, content: str) -> str:
        if self.style.get("old_site"):
            return f'<table width="980"><tr><td width="180">Danh mục<br>Năm 2024</td><td id="noidung">{content}</td></tr></table>'
        return f'<main><div class="vb-content" id="toanvancontent">{content}</div></main>'

    def _part(self, part: object) -> str:
        if isinstance(part, Columns):
            return self._columns(part)
        if isinstance(part, Table):
            return self._table(part)
        if isinstance(part, NewPage):
            return '<br clear="all" style="page-break-before:always">'
        assert isinstance(part, Paragraph)
        text = self._inline(part.text)
        tag = TAGS.get(part.style)
        if tag:
            text = f"<{tag}>{text}</{tag}>"
        align = ' align="center"' if part.style in ("title", "centre", "note") else ""
        return f"<p{align}>{text}</p>"

    def _inline(self, text: str) -> str:
        out, last = [], 0
        for mark in MARK.finditer(text):
            out.append(self._words(text[last : mark.start()]))
            if mark[1] == "ins":
                out.append(self._words(mark[2]))
            elif mark[1] == "fn":
                self.footnotes.append(self._words(mark[2]))
                n = len(self.footnotes)
                out.append(f'<a href="#_ftn{n}"><sup>[{n}]</sup></a>')
            last = mark.end()
        return "".join([*out, self._words(text[last:])])

    def _words(self, text: str) -> str:
        """Spans cut inside words, non-breaking spaces and source line breaks, as Word exports them."""
        if self.style.get("spans") and len(text) > 60:
            half = len(text) // 2
            return f'{escape(text[:half])}<span lang="VI" style="color:black">{escape(text[half:])}</span>'
        return escape(text).replace(" ", "&nbsp;", 1) if text.startswith(("- ", "a)", "b)")) else escape(text)

    def _columns(self, part: Columns) -> str:
        left, right = (
            "<br>".join(self._inline(line) if line else "&nbsp;" for line in side)
            for side in (part.left, part.right)
        )
        if part.kind == "head":
            left = f"<b>{left}</b>"
        return (
            f'<table border="0" width="100%"><tr><td valign="top">{left}</td>'
            f'<td valign="top" align="center">{right}</td></tr></table>'
        )

    def _table(self, part: Table) -> str:
        rows = []
        for n, cells in enumerate(part.rows):
            tag = "th" if n < part.header_rows and self.style.get("th") else "td"
            out = []
            for cell in cells:
                spans = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (
                    f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
                )
                text = self._inline(cell.text) or "&nbsp;"
                text = f"<b>{text}</b>" if cell.bold else text
                out.append(f"<{tag}{spans}><p>{text}</p></{tag}>")
            rows.append("<tr>" + "".join(out) + "</tr>")
        return '<table border="1" cellspacing="0">' + "\n".join(rows) + "</table>"


def write(draft: Draft) -> bytes:
    """The draft as a saved web page."""
    return _Writer(draft).write()
