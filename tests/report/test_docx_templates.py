"""Templates that offices write: each way to get one wrong has its message, and nothing in one can do harm."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from docx import Document

from checker.cli import main
from checker.report.docx import TEMPLATE, render_docx
from checker.report.docx.content import Report
from checker.report.docx.grammar import item_of, members
from checker.report.docx.layout import DECLARATION, NAMESPACES, PORTRAIT
from checker.report.docx.package import package
from checker.report.docx.writing import paragraph, table, tag, text
from checker.run import open_project
from checker.source import InputError
from tests.report.docx_text import text_of

ROOT: Final = Path(__file__).parent.parent.parent
PAGE: Final = ROOT / "docs" / "reference" / "report-docx.md"
FORMS: Final = (
    "    建议：模板里可以用 {{ 名称 }}、for、if、and、or、not、==、!=、in，以及 default、first、join、last、length"
)
SAVE: Final = "    建议：在 Word 或 WPS 里另存为 .docx（Word 文档）再用"
PAIRS: Final = "    建议：检查 {{ }}、{% %} 是否成对，中间有没有多写"
LEVELS: Final = "    建议：整段用 {%p … %}，整行用 {%tr … %}，开头和结尾放在同一层"


def template(*parts: str) -> bytes:
    """Return a template with these paragraphs and tables."""
    document = f"{DECLARATION}<w:document {NAMESPACES}><w:body>{''.join(parts)}{PORTRAIT}</w:body></w:document>"
    return package(document, date(2020, 1, 1))


def changed(name: str, content: bytes | None, *, source: bytes = b"") -> bytes:
    """Return a template with one part put in, replaced, or, for None, taken away."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source or template(text("{{ title }}")))) as given:
        parts = {entry: given.read(entry) for entry in given.namelist()}
    parts.pop(name, None)
    if content is not None:
        parts[name] = content
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for entry, part in parts.items():
            made.writestr(entry, part)
    return stream.getvalue()


@pytest.fixture(scope="module")
def seed() -> Any:
    """Return the plan, the facts and the result of the seed."""
    checker, facts = open_project(ROOT / "facts" / "xinjian-2020")
    return checker.plan, facts, checker.check(facts)


def filled(seed: Any, content: bytes, folder: Path, section: str = "") -> str:
    """Return the text of a template filled in with the seed."""
    file = folder / "office.docx"
    file.write_bytes(content)
    return text_of(render_docx(*seed, template=file, section=section)).removesuffix("\n==== portrait")


def fault(seed: Any, content: bytes, folder: Path, section: str = "") -> str:
    """Return what is said about a template that cannot be used."""
    with pytest.raises(InputError) as caught:
        filled(seed, content, folder, section)
    return str(caught.value)


BAD: Final = {
    "unknown name": (
        template(text("项目：{{ titel }}"), text("{{ pack.nam }}")),
        "office.docx: 错误 [template-name] 正文“{{ pack.nam }}”：模板里没有名为“pack.nam”的内容\n"
        "    建议：可以写：id、title、version\n"
        "office.docx: 错误 [template-name] 正文“项目：{{ titel }}”：模板里没有名为“titel”的内容\n"
        "    建议：你是不是要写“title”？",
    ),
    "unknown name in a list that is empty": (
        template(tag("for item in requests"), text("{{ item.what }}"), tag("endfor")),
        "office.docx: 错误 [template-name] 正文“{{ item.what }}{% endfor %}”：模板里没有名为“item.what”的内容\n"
        "    建议：可以写：ask、checks、name、number、stake",
    ),
    "name of a loop outside of it": (
        template(tag("for row in money"), tag("endfor"), text("甲{{ row.label }}")),
        "office.docx: 错误 [template-name] 正文“甲{{ row.label }}”：模板里没有名为“row”的内容",
    ),
    "unfinished name": (
        template(text("甲"), text("项目：{{ title "), text("乙")),
        f"office.docx: 错误 [template-syntax] 正文“项目：{{{{ title 乙”：看不懂这里的“乙”\n{PAIRS}",
    ),
    "unfinished loop": (
        template(tag("for item in findings"), text("{{ item.title }}")),
        "office.docx: 错误 [template-syntax] 正文“{{ item.title }}”：前面的 for 还没有写完\n"
        "    建议：补上 {% endfor %}；整段、整行的标签要同样写成 {%p %}、{%tr %}",
    ),
    "loop over nothing": (
        template(text("{% for item in %}")),
        f"office.docx: 错误 [template-syntax] 正文“{{% for item in %}}”：标签里少写了名称\n{FORMS}",
    ),
    "a list written as it is": (
        template(text("{{ findings }}")),
        "office.docx: 错误 [template-list] 正文“{{ findings }}”：“findings”是一个清单，不能直接写出\n"
        "    建议：用 for 逐个写出，或写“findings|join('、')”",
    ),
    "parts written as one": (
        template(text("{{ pack }}")),
        "office.docx: 错误 [template-list] 正文“{{ pack }}”：“pack”有几个部分，要写哪一个\n"
        "    建议：可以写：pack.id、pack.title、pack.version",
    ),
    "loop over text": (
        template(text("{% for item in title %}{% endfor %}")),
        "office.docx: 错误 [template-list] 正文“{% for item in title %}{% endfor %}”：for 后面要写一个清单",
    ),
    "two names in a loop": (
        template(text("{% for a, b in money %}{% endfor %}")),
        "office.docx: 错误 [template-form] 正文“{% for a, b in money %}{% endfor %}”：for 后面要写“一个名称 in 清单”",
    ),
    "unknown filter": (
        template(text("{{ title|upper }}")),
        "office.docx: 错误 [template-form] 正文“{{ title|upper }}”：没有名为“upper”的过滤器\n"
        "    建议：可以写：default、first、join、last、length",
    ),
    "numbers compared": (
        template(text("{% if score > 90 %}优{% endif %}")),
        "office.docx: 错误 [template-form] 正文“{% if score > 90 %}优{% endif %}”：模板里的数都是文字，不能比大小\n"
        "    建议：用 == 或 !=",
    ),
    "secret attributes": (
        template(text("{{ title.__class__.__mro__ }}")),
        "office.docx: 错误 [template-form] 正文“{{ title.__class__.__mro__ }}”：“__class__”不能在模板里用",
    ),
    "a call": (
        template(text("{{ ''.join(title) }}")),
        f"office.docx: 错误 [template-form] 正文“{{{{ ''.join(title) }}}}”：模板不能这样写：调用函数\n{FORMS}",
    ),
    "a huge range": (
        template(text("{% for i in range(10000000000) %}x{% endfor %}")),
        "office.docx: 错误 [template-form] 正文“{% for i in range(10000000000) %}x{% end…”：模板不能这样写：调用函数\n"
        f"{FORMS}\n"
        "office.docx: 错误 [template-list] 正文“{% for i in range(10000000000) %}x{% end…”：for 后面要写一个清单",
    ),
    "a long text": (
        template(text("{{ 'x' * 10000000000 }}")),
        f"office.docx: 错误 [template-form] 正文“{{{{ 'x' * 10000000000 }}}}”：模板不能这样写：计算\n{FORMS}",
    ),
    "text grown by joining": (
        template(text("{{ title|join(title)|join(title) }}")),
        "office.docx: 错误 [template-form] 正文“{{ title|join(title)|join(title) }}”："
        "join 括号里要写连接用的文字，如 join('、')\n"
        "office.docx: 错误 [template-list] 正文“{{ title|join(title)|join(title) }}”：“join”前面要写一个清单",
    ),
    "a variable": (
        template(text("{% set x = title ~ title %}")),
        "office.docx: 错误 [template-form] 正文“{% set x = title ~ title %}”：模板不能这样写：计算\n"
        f"{FORMS}\n"
        f"office.docx: 错误 [template-form] 正文“{{% set x = title ~ title %}}”：模板不能这样写：设变量\n{FORMS}",
    ),
    "another file": (
        template(text("{% include 'x' %}")),
        f"office.docx: 错误 [template-form] 正文“{{% include 'x' %}}”：模板不能这样写：引用别的文件\n{FORMS}",
    ),
    "loops without end": (
        template(*[tag(f"for {name} in score_rows") for name in "abcdefgh"], text("x"), *[tag("endfor")] * 8),
        "office.docx: 错误 [template-too-much] 模板写出的内容太多，或循环套得太深\n    建议：减少嵌套的 for",
    ),
    "an end in a table": (
        template(text("甲{% if undecided %}"), f"<w:tbl><w:tr><w:tc>{text('{% endif %}乙')}</w:tc></w:tr></w:tbl>"),
        "office.docx: 错误 [template-structure] 标签跨越了段落或表格的边界，写出的不是完整的文件：在“甲乙”附近\n"
        + LEVELS,
    ),
    "text outside of a paragraph": (
        template(text("甲{{r score }}")),
        "office.docx: 错误 [template-structure] 标签跨越了段落或表格的边界，写出的不是完整的文件：在“93.07”附近\n"
        + LEVELS,
    ),
    "a word in a truth": (
        template(text("{% if title in undecided %}x{% endif %}")),
        "office.docx: 错误 [template-failed] “{% if title in undecided %}x{% endif %}”填写失败："
        "argument of type 'bool' is not iterable",
    ),
    "a foot with an unknown name": (
        changed("word/footer1.xml", f"<w:ftr {NAMESPACES}>{paragraph('FootOdd', '{{ page }}')}</w:ftr>".encode()),
        "office.docx: 错误 [template-name] 页脚“{{ page }}”：模板里没有名为“page”的内容\n"
        "    建议：你是不是要写“pack”？",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_mistake_in_a_template(seed: Any, tmp_path: Path, name: str) -> None:
    """A mistake in what a template says is told with its place and a way to put it right."""
    content, expected = BAD[name]
    assert fault(seed, content, tmp_path) == expected


_RELATION: Final = '<Relationship Id="rId9" Type="{type}" Target="{target}" TargetMode="External"/></Relationships>'
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def linked(kind: str, target: str) -> bytes:
    """Return a template that refers to something outside of it."""
    name = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(template(text("{{ title }}")))) as given:
        relations = given.read(name).decode()
    more = _RELATION.format(type=f"{_RELATIONS}/{kind}", target=target)
    return changed(name, relations.replace("</Relationships>", more).encode())


UNUSABLE: Final = {
    "not a package": (b"hello", f"office.docx: 错误 [template-not-docx] 这不是完好的 Word 文件\n{SAVE}"),
    "empty": (b"", f"office.docx: 错误 [template-not-docx] 这不是完好的 Word 文件\n{SAVE}"),
    "an old or encrypted file": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        f"office.docx: 错误 [template-not-docx] 这是旧的 .doc 文件，或加了密码的文件\n{SAVE}",
    ),
    "cut off": (template(text("x"))[:3000], f"office.docx: 错误 [template-not-docx] 这不是完好的 Word 文件\n{SAVE}"),
    "another kind of package": (
        changed("word/document.xml", None),
        f"office.docx: 错误 [template-not-docx] 这不是 Word 文件：里面没有 word/document.xml\n{SAVE}",
    ),
    "a document that is no XML": (
        changed("word/document.xml", b"<w:document>"),
        "office.docx: 错误 [template-not-docx] 这不是完好的 Word 文件",
    ),
    "macros": (
        changed("word/vbaProject.bin", b"x"),
        "office.docx: 错误 [template-macros] 模板里有宏，不能使用\n    建议：另存为不含宏的 .docx 再用",
    ),
    "embedded objects": (
        changed("word/embeddings/oleObject1.bin", b"x"),
        "office.docx: 错误 [template-embedded] 模板里嵌有对象或控件，不能使用\n    建议：删去嵌入的对象，或改成图片",
    ),
    "a template from elsewhere": (
        linked("attachedTemplate", "http://example.org/x.dotm"),
        "office.docx: 错误 [template-external] 模板引用了外部的文件：http://example.org/x.dotm\n"
        "    建议：断开链接，把图片和模板存进文件里",
    ),
    "a bomb": (
        changed("word/header9.xml", b" " * 70_000_000),
        "office.docx: 错误 [template-too-big] 模板展开以后太大（70 MB）\n"
        "    建议：模板只要版式和标签，正文内容由程序填写",
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_file_that_is_no_template(seed: Any, tmp_path: Path, name: str) -> None:
    """A file that is not a plain Word document, or holds what could do harm, is refused before it is filled in."""
    content, expected = UNUSABLE[name]
    assert fault(seed, content, tmp_path) == expected


def test_macros_by_type(seed: Any, tmp_path: Path) -> None:
    """A .docm is refused whatever its name, since its type says that it may hold macros."""
    plain = template(text("x"))
    with zipfile.ZipFile(io.BytesIO(plain)) as given:
        types = given.read("[Content_Types].xml").decode()
    types = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert "[template-macros]" in fault(seed, changed("[Content_Types].xml", types.encode()), tmp_path)


def test_template_that_is_not_there(seed: Any, tmp_path: Path) -> None:
    """A template that cannot be read is named, without its folder."""
    with pytest.raises(
        InputError, match=r"^none\.docx: 错误 \[template-unreadable\] 读不了模板 none\.docx："
    ) as caught:
        render_docx(*seed, template=tmp_path / "none.docx")
    assert str(tmp_path) not in str(caught.value)


def test_links_to_pages_are_harmless(seed: Any, tmp_path: Path) -> None:
    """A link that people may click is kept."""
    assert filled(seed, linked("hyperlink", "http://example.org/"), tmp_path) == seed[2].header.title


def test_section_needs_a_template_that_sets_it_apart(seed: Any, tmp_path: Path) -> None:
    """With --section problems, a template that would write everything all the same is refused."""
    assert fault(seed, template(text("{{ title }}")), tmp_path, "problems") == (
        "office.docx: 错误 [template-section] 模板没有分出单独写的部分，不能用 --section problems\n"
        "    建议：只在整份报告里要的内容，前后加上 {%p if whole %} 和 {%p endif %}"
    )
    parts = (tag("if whole"), text("{{ score }}"), tag("endif"), text("问题{{ problems|length }}个"))
    assert filled(seed, template(*parts), tmp_path, "problems") == "问题2个"
    assert filled(seed, template(*parts), tmp_path) == "93.07\n问题2个"


def test_nothing_is_written_for_a_bad_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad template ends with code 2 and leaves the old file as it was, and no other beside it."""
    monkeypatch.chdir(ROOT)
    (tmp_path / "office.docx").write_bytes(template(text("{{ titel }}")))
    (tmp_path / "report.docx").write_text("old", "utf-8")
    output, chosen = str(tmp_path / "report.docx"), str(tmp_path / "office.docx")
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["report", "facts/xinjian-2020", "-o", output, "--template", chosen])
    assert (tmp_path / "report.docx").read_text("utf-8") == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["office.docx", "report.docx"]


# ---------------------------------------------------------------- what a template may do


def test_everything_a_template_may_do(seed: Any, tmp_path: Path) -> None:
    """Names split by Word, curly quotes in tags, conditions, loops over rows, joins and merged cells all work."""
    rows = table((100, 100, 100), ("一", "二", "三"), "for row in score_rows",
                 ("{{ row.first }}", "{{ row.second }}", "{{ row.third }}"))  # fmt: skip
    parts = (
        paragraph("BodyText", "{{ pack", ".id }}"),
        text("{% if kind == “部门评价” and not undecided %}是{% elif whole %}二{% else %}否{% endif %}"),
        text("{{ limits|join('；')|default('无', true) }}{{ groups|length }}{{ (groups|first).label }}"),
        tag("for item in requests"), text("x"), tag("else"), text("没有"), tag("endfor"),
        rows,
        text("{{ (score_rows|last).third }}。"),
    )  # fmt: skip
    shown = filled(seed, template(*parts), tmp_path).splitlines()
    assert shown[:4] == ["xueliang-2020", "是", "无4项目决策", "没有"]
    assert shown[5:9] == [
        "| 项目决策（18分） | 项目立项→ |",
        "| ↑ | 绩效目标→ |",
        "| ↑ | 资金投入→ |",
        "| 项目过程（22分） | 资金管理（16分） | 资金到位率 |",
    ]
    assert shown[-1] == "。"


def test_cells_keep_a_paragraph(seed: Any, tmp_path: Path) -> None:
    """A cell whose only paragraph is left out is given an empty one: Word refuses a cell without any."""
    cell = "{%p if undecided %}</w:t></w:r></w:p><w:p><w:r><w:t>x</w:t></w:r></w:p><w:p><w:r><w:t>{%p endif %}"
    rows = table((100, 100), ("甲", "乙"), "for row in money", ("MARK", "{{ row.label }}")).replace("MARK", cell)
    file = tmp_path / "office.docx"
    file.write_bytes(template(rows))
    made = Document(io.BytesIO(render_docx(*seed, template=file)))
    assert [cell.text for cell in made.tables[0].columns[0].cells] == ["甲"] + [""] * 6
    assert all(len(cell.paragraphs) == 1 for cell in made.tables[0].columns[0].cells)


def test_default_template_is_a_good_template(seed: Any, tmp_path: Path) -> None:
    """The template that comes with the checker may be handed in as an office's own."""
    assert filled(seed, TEMPLATE.read_bytes(), tmp_path) == text_of(render_docx(*seed)).removesuffix("\n==== portrait")


# ---------------------------------------------------------------- its documentation


def documented() -> dict[str, set[str]]:
    """Return the names in each table of the section on names, by the names in its heading."""
    section = PAGE.read_text("utf-8").split("\n## 可以用的名称\n")[1]
    found: dict[str, set[str]] = {}
    for part in section.split("\n### ")[1:]:
        heading, _, rest = part.partition("\n")
        names = set(re.findall(r"^\| `(\w+)` \|", rest, flags=re.MULTILINE))
        for name in re.findall(r"`(\w+)`", heading.split("，")[0]) or [""]:
            found[name] = names
    return found


def nameable() -> dict[str, set[str]]:
    """Return the names there are, by the name under which they are found."""
    found: dict[str, set[str]] = {"": {field.name for field in fields(Report)}}

    def below(kind: type) -> None:
        for name, type_ in members(kind).items():
            inner = item_of(type_) or type_
            if is_dataclass(inner):
                found[name] = set(members(inner))  # type: ignore[arg-type]  # a dataclass, and not an instance
                below(inner)  # type: ignore[arg-type]  # the same

    below(Report)
    return found


def test_every_name_is_documented() -> None:
    """docs/reference/report-docx.md lists each name that a template may use, and no other."""
    assert documented() == nameable()


def test_every_fault_is_documented() -> None:
    """The page lists the code of each fault of a template, and no other."""
    source = "".join(file.read_text("utf-8") for file in (ROOT / "checker" / "report" / "docx").glob("*.py"))
    codes = set(re.findall(r'"(template-[a-z-]+)"', source))
    assert set(re.findall(r"^\| `(template-[a-z-]+)` \|", PAGE.read_text("utf-8"), flags=re.MULTILINE)) == codes


def test_example_of_the_page_works(seed: Any, tmp_path: Path) -> None:
    """The example of a chapter in the page, typed into a template line by line, fills in."""
    example = PAGE.read_text("utf-8").split("每行是一段：")[1].split("```")[1].removeprefix("text\n").strip()
    shown = filled(seed, template(*map(text, example.splitlines())), tmp_path)
    assert "（一）部分季度探头在线率不达标" in shown
    assert "扣分：产出时效扣1分。" in shown
