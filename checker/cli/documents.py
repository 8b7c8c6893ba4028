"""The commands that read and write workbooks and documents; each reads its words and hands over to one function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from checker.cli import words as w
from checker.cli.help import HelpedGroup
from checker.messages import tr

if TYPE_CHECKING:
    from collections.abc import Callable

_DEFAULT: Final = "write"


class _ReportGroup(HelpedGroup):
    """A group in which the word ``write`` may be left out: ``checker report FACTS -o report.docx``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the word in where the first one is neither a command nor a wish for help."""
        if args and args[0] not in self.commands and args[0] not in w.HELP:
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


def add_documents(app: typer.Typer) -> None:
    """Add the commands to the root."""
    report = w.group(tr("报告和评分表：写出 Word、Excel、网页等文件，或核对写好的报告"), cls=_ReportGroup)
    report.callback(invoke_without_command=True)(w.need_command)
    w.add(report, _DEFAULT, tr("写出报告、评分表或发现清单；write 一词可以省略"), _report())
    w.add(report, "verify", tr("核对写好的报告：找出与事实、规则和得分不一致的句子"), _verify())
    w.add(report, "template", tr("取出自带的 Word 模板，照它改成自己单位的"), _template())
    app.add_typer(report, name="report")
    facts = w.group(tr("事实：空白工作簿、核对、YAML 与 Excel 互换、资料需求清单、证据"))
    facts.callback(invoke_without_command=True)(w.need_command)
    w.add(facts, "new", tr("按规则包做一个待填写的工作簿"), _new())
    w.add(facts, "check", tr("核对事实：列出全部错误和还缺的资料，可写成带批注的副本"), _check())
    w.add(facts, "convert", tr("事实在 YAML 与 Excel 之间互换，不丢内容"), _convert())
    w.add(facts, "requests", tr("资料需求清单：还缺哪些材料，影响多少分"), _requests())
    w.add(facts, "seal", tr("记下证据文件的摘要，以后文件变了能发现"), _seal())
    app.add_typer(facts, name="facts")
    w.add(app, "pack-up", tr("把事实、规则、证据摘要和结果存成一个归档文件"), _pack_up())
    w.add(app, "replay", tr("按归档文件重新检查，逐字节核对结果"), _replay())


def _output(help_: str) -> Any:
    return w.option("--output", help_, "FILE", "-o")


def _report() -> Callable[..., int]:
    def write(
        facts: Annotated[str, w.facts(tr("事实文件或文件夹；- 为标准输入"))],
        output: Annotated[
            list[str] | None,
            _output(tr("写到文件，可写多次；看后缀决定格式：.docx .xlsx .html .md .csv .sarif .xml .json")),
        ] = None,
        format_: Annotated[
            str,
            w.option(
                "--format",
                tr("格式：docx、xlsx、html、markdown、csv、sarif、junit、oscal；省略则看后缀"),
                "FORMAT",
                "-f",
            ),
        ] = "",
        template: Annotated[str, w.option("--template", tr("用自己的 Word 模板（.docx）"), "FILE")] = "",
        section: Annotated[str, w.option("--section", tr("只要一部分：problems 为存在的问题"), "SECTION")] = "",
        rules: Annotated[str, w.rules()] = "",
        as_of: Annotated[str, w.as_of()] = "",
        known_on: Annotated[str, w.known_on()] = "",
    ) -> int:
        from checker.cli.report import run_report  # noqa: PLC0415 - help starts fast

        return run_report(
            facts, outputs=output or [], format_=format_, template=template, section=section, rules=rules, as_of=as_of,
            known_on=known_on,
        )  # fmt: skip

    return write


def _verify() -> Callable[..., int]:
    def verify(
        document: Annotated[
            str, typer.Argument(metavar="REPORT", help=tr("写好的报告：.docx、.md 或 .txt"), show_default=False)
        ],
        facts: Annotated[str, w.option("--facts", tr("事实文件或文件夹"), "FACTS")] = "",
        format_: Annotated[str, w.option("--format", tr("输出格式：text、json"), "FORMAT", "-f")] = "text",
        output: Annotated[str, _output(tr("写到文件；省略或 - 为标准输出"))] = "-",
        rules: Annotated[str, w.rules()] = "",
        as_of: Annotated[str, w.as_of()] = "",
    ) -> int:
        from checker.cli.verify import run_verify  # noqa: PLC0415

        return run_verify(document, facts=facts, format_=format_, output=output, rules=rules, as_of=as_of)

    return verify


def _template() -> Callable[..., int]:
    def template(output: Annotated[str, _output(tr("写到 .docx 文件"))] = "") -> int:
        from checker.cli.template import run_template  # noqa: PLC0415

        return run_template(output=output)

    return template


def _new() -> Callable[..., int]:
    def new(
        rules: Annotated[str, w.option("--rules", tr("规则包的编号或文件夹"), "PACK")] = "",
        output: Annotated[str, _output(tr("写到 .xlsx 文件"))] = "",
        as_of: Annotated[str, w.as_of()] = "",
    ) -> int:
        from checker.cli.facts_new import run_facts_new  # noqa: PLC0415

        return run_facts_new(rules=rules, output=output, as_of=as_of)

    return new


def _check() -> Callable[..., int]:
    def check(
        facts: Annotated[str, w.facts(tr("事实文件或文件夹"))],
        annotate: Annotated[str, w.option("--annotate", tr("把问题写成批注和颜色，存到工作簿的副本"), "FILE")] = "",
        strict: Annotated[bool, w.flag("--strict", tr("还缺资料时返回 3"))] = False,
        rules: Annotated[str, w.rules()] = "",
        as_of: Annotated[str, w.as_of()] = "",
    ) -> int:
        from checker.cli.facts_check import run_facts_check  # noqa: PLC0415

        return run_facts_check(facts, annotate=annotate, strict=strict, rules=rules, as_of=as_of)

    return check


def _convert() -> Callable[..., int]:
    def convert(
        facts: Annotated[str, w.facts(tr("事实文件或文件夹"))],
        output: Annotated[str, _output(tr("写到 .xlsx 文件、.yaml 文件或文件夹"))] = "",
        rules: Annotated[str, w.rules()] = "",
    ) -> int:
        from checker.cli.facts_convert import run_facts_convert  # noqa: PLC0415

        return run_facts_convert(facts, output=output, rules=rules)

    return convert


def _requests() -> Callable[..., int]:
    def requests(
        facts: Annotated[str, w.facts(tr("事实文件或文件夹"))],
        output: Annotated[str, _output(tr("写到 .xlsx 或 .docx 文件；省略或 - 为标准输出"))] = "-",
        rules: Annotated[str, w.rules()] = "",
        as_of: Annotated[str, w.as_of()] = "",
    ) -> int:
        from checker.cli.requests import run_requests  # noqa: PLC0415

        return run_requests(facts, output=output, rules=rules, as_of=as_of)

    return requests


def _seal() -> Callable[..., int]:
    def seal(
        facts: Annotated[str, w.facts(tr("事实文件夹"))],
        rules: Annotated[str, w.rules()] = "",
    ) -> int:
        from checker.cli.seal import run_seal  # noqa: PLC0415

        return run_seal(facts, rules=rules)

    return seal


def _pack_up() -> Callable[..., int]:
    def pack_up(
        facts: Annotated[str, w.facts(tr("事实文件或文件夹"))],
        output: Annotated[str, _output(tr("写到 .zip 文件"))] = "",
        rules: Annotated[str, w.rules()] = "",
        as_of: Annotated[str, w.as_of()] = "",
    ) -> int:
        from checker.cli.archive import run_pack_up  # noqa: PLC0415

        return run_pack_up(facts, output=output, rules=rules, as_of=as_of)

    return pack_up


def _replay() -> Callable[..., int]:
    def replay(
        archive: Annotated[
            str, typer.Argument(metavar="ARCHIVE", help=tr("pack-up 存下的 .zip 文件"), show_default=False)
        ],
    ) -> int:
        from checker.cli.archive import run_replay  # noqa: PLC0415

        return run_replay(archive)

    return replay
