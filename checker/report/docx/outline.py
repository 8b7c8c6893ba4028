"""The outline and sentences of the default template: what stands where, with the names of ``content.py`` in it.

After 财预〔2020〕10号, 项目支出绩效评价报告 (参考提纲). What the result cannot know is left as a marked blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.report.docx.layout import LANDSCAPE_WIDTH, PORTRAIT_WIDTH
from checker.report.docx.writing import Blank, headings, paragraph, table, tag, text, to_fill

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE: Final = "＿＿＿＿＿＿"


def opening() -> Iterator[str]:
    """Yield title and chapters one to four."""
    yield paragraph("Title", "{{ title }}")
    yield paragraph("Title", "绩效评价报告")
    yield paragraph("Subtitle", "{% if kind %}（{{ kind }}）{% endif %}")
    yield from _project()
    yield from _work()
    yield from _conclusion()
    yield from _analysis()


def _project() -> Iterator[str]:
    yield headings("一、基本情况", "（一）项目概况")
    yield text("项目名称：{{ title }}。{% for row in project %}{{ row.label }}：{{ row.value }}。{% endfor %}")
    yield text(to_fill("项目立项背景、主要内容和实施情况"))
    yield headings(second="（二）项目资金投入和使用情况")
    yield tag("if money")
    yield text("项目资金情况见表1。")
    yield paragraph("TableTitle", "表1　项目资金情况")
    widths = (2400, 2200, PORTRAIT_WIDTH - 4600)
    yield table(widths, ("项目", "数额", "资料来源"), "for row in money",
                ("{{ row.label }}", "{{ row.value }}", "{{ row.source }}"))  # fmt: skip
    yield tag("else")
    yield text(to_fill("预算、到位和支出情况"))
    yield tag("endif")
    yield headings(second="（三）项目绩效目标")
    yield text(to_fill("项目绩效总体目标和阶段性目标"))


def _work() -> Iterator[str]:
    yield headings("二、绩效评价工作开展情况", "（一）评价目的、对象和范围")
    yield text(
        "{% if kind %}本次评价类型为{{ kind }}，{% endif %}评价基准日为{{ as_of }}。", to_fill("评价目的、对象和范围")
    )
    yield headings(second="（二）评价依据和评价指标体系")
    yield text(
        "评分标准采用规则包《{{ pack.title }}》（编号{{ pack.id }}，版本{{ pack.version }}）。"
        "指标体系设{% for level in levels %}{{ level.label }}{{ level.value }}个"
        "{% if not loop.last %}、{% endif %}{% endfor %}，其中直接计分的指标{{ scored }}个，满分{{ full_score }}分。"
        "各指标的权重和评分标准见附件1。"
    )
    yield text("{% if documents %}评价依据的文件：{{ documents }}。{% endif %}"
               "{% if sources %}评价使用的资料：{{ sources }}。{% endif %}")  # fmt: skip
    yield headings(second="（三）评价工作过程")
    yield text("按照评分标准对项目资料逐项检查，{{ checks }}。发现的问题及其依据、证据见附件2。")
    yield text(to_fill("评价组组成、现场核查和问卷调查等过程"))


def _conclusion() -> Iterator[str]:
    yield headings("三、综合评价情况及评价结论")
    yield text("经评价，该项目综合得分为{{ score }}分（满分{{ full_score }}分），评价等级为“{{ grade }}”。"
               "各部分得分见表2。")  # fmt: skip
    yield tag("if undecided")
    yield text("部分资料尚缺，以上得分、等级或检查结论中有待定事项，待补资料见第七部分；"
               "补齐后应当重新评价。")  # fmt: skip
    yield tag("endif")
    yield tag("for limit in limits")
    yield text("总分受限：{{ limit }}。")
    yield tag("endfor")
    yield paragraph("TableTitle", "表2　各部分得分")
    widths = (PORTRAIT_WIDTH - 4800, 1600, 1600, 1600)
    yield table(widths, ("一级指标", "权重", "得分", "扣分"), "for group in groups",
                ("{{ group.label }}", "{{ group.weight }}", "{{ group.score }}", "{{ group.lost or '—' }}"),
                ("合计", "{{ full_score }}", "{{ score }}", "{{ lost or '—' }}"))  # fmt: skip


def _analysis() -> Iterator[str]:
    yield headings("四、绩效评价指标分析")
    yield tag("for group in groups")
    yield headings(second="{{ group.number }}{{ group.label }}（{{ group.weight }}分，得{{ group.score }}分）")
    yield tag("for item in group.indicators")
    yield tag("if item.scored")
    yield text(
        "{{ item.number }}{{ item.label }}（{{ item.weight }}分，得{{ item.score }}分）。"
        "{% if item.criteria %}评分标准：{{ item.criteria }}{% endif %}"
        "{% if item.measure %}实际值为{{ item.measure }}。{% endif %}"
        "{% for words in item.found %}{{ words }}{% endfor %}"
        "{% if item.lost %}本项{% if item.undecided %}可能{% endif %}扣{{ item.lost }}分。{% endif %}",
        "{% if item.blank %}",
        Blank("【待填写：{{ item.blank }}】"),
        "{% endif %}",
    )
    yield tag("else")
    yield paragraph("Heading3", "{{ item.number }}{{ item.label }}（{{ item.weight }}分，得{{ item.score }}分）")
    yield tag("endif")
    yield tag("endfor")
    yield tag("endfor")


def problems() -> Iterator[str]:
    """Yield chapters five and six, which are also given alone."""
    yield headings("五、存在的问题")
    yield tag("for problem in problems")
    yield headings(second="{{ problem.number }}{{ problem.heading }}")
    yield text("{{ problem.text }}")
    yield text("{% if problem.basis %}依据：{{ problem.basis }}。{% endif %}扣分：{{ problem.lost }}。")
    yield tag("else")
    yield text("{{ nothing_found }}。")
    yield tag("endfor")
    yield headings("六、有关建议")
    yield tag("for item in advice")
    yield headings(second="{{ item.number }}{{ item.heading }}")
    yield text("{{ item.text }}")
    yield tag("else")
    yield text("无。")
    yield tag("endfor")


def closing(section: str) -> Iterator[str]:
    """Yield chapter seven, the list of annexes and the block that people sign; it ends the section."""
    yield headings("七、其他需要说明的问题")
    yield tag("if requests")
    yield text("以下资料尚未取得或不够确切，补齐后才能确定相应的检查和得分：")
    yield tag("for item in requests")
    ask = "{% if item.ask %}，来源为{{ item.ask }}{% endif %}"
    yield text("{{ item.number }}{{ item.name }}" + ask + "，用于{{ item.checks }}，{{ item.stake }}。")
    yield tag("endfor")
    yield tag("endif")
    yield text(to_fill("其他需要说明的问题，没有的写“无”"))
    yield paragraph("AnnexList", "附件：1.绩效评价指标评分表")
    yield paragraph("AnnexNext", "2.问题依据一览表")
    yield paragraph("SignatureTop", "评价组组长：（签字）", Blank(_LINE))
    yield paragraph("Signature", "评价组成员：（签字）", Blank(_LINE))
    yield paragraph("Signature", "评价机构：（盖章）", Blank(_LINE))
    yield paragraph("Signature", "日期：", Blank("＿＿＿＿年＿＿月＿＿日"), section=section)


def annexes() -> Iterator[str]:
    """Yield the score sheet and the list of findings, for wide pages."""
    yield paragraph("AnnexMark", "附件1")
    yield paragraph("AnnexTitle", "绩效评价指标评分表")
    widths = (1250, 1250, 1300, 700, 2700, 1300)
    yield table(
        (*widths, LANDSCAPE_WIDTH - sum(widths)),
        ("一级指标", "二级指标", "三级指标", "权重", "评分标准", "得分", "扣分理由和说明"),
        "for row in score_rows",
        ("{{ row.first }}", "{{ row.second }}", "{{ row.third }}", "{{ row.weight }}", "{{ row.criteria }}",
         "{{ row.score }}",
         ("{{ row.reason }}{% if row.blank %}", Blank("【待填写：{{ row.blank }}】"), "{% endif %}")),
        ("合计", None, None, "{{ full_score }}", "", "{{ score }}", "等级：{{ grade }}"),
    )  # fmt: skip
    yield paragraph("AnnexMark", "附件2", breaks=True)
    yield paragraph("AnnexTitle", "问题依据一览表")
    columns = (720, 1700, 2700, 1400, 2000)
    yield table(
        (*columns, LANDSCAPE_WIDTH - sum(columns)),
        ("序号", "事项", "事实", "指标和扣分", "依据", "证据"),
        "for item in findings",
        ("{{ item.number }}", "{{ item.title }}（{% if item.waived %}已豁免{% else %}{{ item.severity }}{% endif %}）",
         "{{ item.text }}{% if item.waived %}。豁免：{{ item.waived }}{% endif %}",
         "{% if item.indicator %}{{ item.indicator }}，{% endif %}{{ item.lost }}", "{{ item.basis or '—' }}",
         ("{{ item.evidence|join('；') }}{% if item.stale %}",
          Blank("证据已变动，需重新核对：{{ item.stale }}"), "{% endif %}")),
    )  # fmt: skip
    yield tag("if not findings")
    yield paragraph("TableText", "{{ nothing_found }}。")
    yield tag("endif")


def working_paper() -> Iterator[str]:
    """Yield the review notes and what the result was made from: for the evaluators, not for the reader."""
    yield paragraph("AnnexMark", Blank("内部工作底稿，不随报告报送"))
    yield paragraph("AnnexTitle", "复核提示")
    yield paragraph("Small", "以下是对评价工作本身的提示，不是项目的问题。逐条核对、处理以后，从报告中删去本部分。")
    yield tag("for note in notes")
    yield paragraph("Small", "{{ note.number }}{{ note.title }}。{{ note.text }}"
                    "{% if note.places %}（{{ note.places }}）{% endif %}")  # fmt: skip
    yield tag("else")
    yield paragraph("Small", "没有复核提示。")
    yield tag("endfor")
    yield paragraph("TableTitle", "检查记录")
    yield tag("for line in log")
    yield paragraph("Small", "{{ line }}")
    yield tag("endfor")
    yield paragraph("TableTitle", "结果的来源")
    yield table((1600, 2900, PORTRAIT_WIDTH - 4500), ("项目", "内容", "摘要（SHA-256）"), "for row in trace",
                ("{{ row.label }}", "{{ row.value }}", "{{ row.source }}"))  # fmt: skip
