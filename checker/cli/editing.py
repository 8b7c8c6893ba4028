"""The commands that write and rewrite the files of a pack; each hands over to one function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from checker.cli import words as w
from checker.cli.workbench import packs
from checker.messages import tr

if TYPE_CHECKING:
    from collections.abc import Callable


def add_editing(app: typer.Typer, rules: typer.Typer) -> None:
    """Add the commands to the program and to the group ``rules``."""
    w.add(rules, "fmt", tr("把规则包的文件整理成统一的写法，注释保留"), _fmt())
    w.add(rules, "new", tr("问几个问题，写出一条规则和它的用例"), _new())
    w.add(rules, "rename", tr("换一个编号或名称，用到的地方都换"), _rename())
    w.add(rules, "doc", tr("规则手册：每条规则的意思、依据、参数、用例和变更"), _doc())
    w.add(rules, "export", tr("把参数和权重写进 Excel 工作簿"), _export())
    w.add(rules, "import", tr("把改过的工作簿写回规则包，没有改的一字不动"), _import())
    w.add(rules, "new-pack", tr("由 Excel 指标表搭起一个新的规则包"), _new_pack())
    w.add(app, "lsp", tr("编辑器用的语言服务（标准输入输出）"), _lsp())


def _pack() -> Any:
    return typer.Argument(metavar="PACK", help=tr("规则包的编号或文件夹"), show_default=False)


def _fmt() -> Callable[..., int]:
    def fmt(
        packs_: Annotated[list[str] | None, packs()] = None,
        check: Annotated[bool, w.flag("--check", tr("只看，不改；有要改的返回 1"))] = False,
        diff: Annotated[bool, w.flag("--diff", tr("显示会怎样改，不改文件"))] = False,
    ) -> int:
        from checker.cli.fmt import run_fmt  # noqa: PLC0415 - help starts fast

        return run_fmt(packs_ or [], check=check, diff=diff)

    return fmt


def _new() -> Callable[..., int]:
    def new(
        pack: Annotated[str, _pack()],
        rule: Annotated[str, typer.Argument(metavar="[RULE]", help=tr("新规则的编号；省略则询问"))] = "",
        answer: Annotated[
            list[str] | None, w.option("--answer", tr("不询问，直接给出：问题=回答；可以写几次"), "NAME=VALUE")
        ] = None,
    ) -> int:
        from checker.cli.new_rule import run_new  # noqa: PLC0415

        return run_new(pack, rule, answer or [])

    return new


def _rename() -> Callable[..., int]:
    def rename(
        pack: Annotated[str, _pack()],
        old: Annotated[str, typer.Argument(metavar="OLD", help=tr("原来的编号或名称"), show_default=False)],
        new: Annotated[str, typer.Argument(metavar="NEW", help=tr("新的编号或名称"), show_default=False)],
        dry_run: Annotated[bool, w.flag("--dry-run", tr("只显示会改哪些地方"))] = False,
    ) -> int:
        from checker.cli.rename import run_rename  # noqa: PLC0415

        return run_rename(pack, old, new, dry_run=dry_run)

    return rename


def _doc() -> Callable[..., int]:
    def doc(
        pack: Annotated[str, _pack()],
        output: Annotated[
            list[str] | None, w.option("--output", tr("写到文件，按扩展名 .html 或 .docx；可以写几次"), "FILE", "-o")
        ] = None,
        as_of: Annotated[str, w.option("--as-of", tr("参数和规则按哪一天，缺省今天"), "DATE")] = "",
    ) -> int:
        from checker.cli.handbook import run_doc  # noqa: PLC0415

        return run_doc(pack, output or [], as_of=as_of)

    return doc


def _export() -> Callable[..., int]:
    def export(
        pack: Annotated[str, _pack()],
        output: Annotated[str, w.option("--output", tr("写到这个 .xlsx 文件"), "FILE", "-o")] = "",
    ) -> int:
        from checker.cli.pack_book import run_export  # noqa: PLC0415

        return run_export(pack, output=output)

    return export


def _import() -> Callable[..., int]:
    def import_(
        pack: Annotated[str, _pack()],
        book: Annotated[str, typer.Argument(metavar="BOOK", help=tr("改过的工作簿"), show_default=False)],
        dry_run: Annotated[bool, w.flag("--dry-run", tr("只显示会改哪些地方"))] = False,
    ) -> int:
        from checker.cli.pack_book import run_import  # noqa: PLC0415

        return run_import(pack, book, dry_run=dry_run)

    return import_


def _new_pack() -> Callable[..., int]:
    def new_pack(
        table: Annotated[
            str, typer.Argument(metavar="TABLE", help=tr("指标表：.xlsx、.xls、.ods 或 .csv"), show_default=False)
        ],
        output: Annotated[str, w.option("--output", tr("新规则包的文件夹，如 rules/roads-2026"), "FOLDER", "-o")] = "",
        title: Annotated[str, w.option("--title", tr("规则包的名称；省略则用表的标题"), "TITLE")] = "",
        extends: Annotated[str, w.option("--extends", tr("上级规则包的编号；省略则为 national-2020"), "PACK")] = "",
    ) -> int:
        from checker.cli.new_pack import run_new_pack  # noqa: PLC0415

        return run_new_pack(table, output=output, title=title, extends=extends)

    return new_pack


def _lsp() -> Callable[..., int]:
    def lsp() -> int:
        from checker.cli.lsp import run_lsp  # noqa: PLC0415

        return run_lsp()

    return lsp
