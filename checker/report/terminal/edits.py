"""Prints what was, or would be, rewritten in the files of a pack; knows nothing about why."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from rich.text import Text

from checker.messages import tr
from checker.report.terminal.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from checker.edit.formatting import Formatted
    from checker.edit.rename import Renaming


def print_formatted(files: Sequence[Formatted], screen: Console, *, written: bool, diff: bool) -> None:
    """Print which files are not in their canonical form, with the lines that change where a ``diff`` is wanted."""
    changed = [file for file in files if file.changed]
    for file in changed:
        if diff:
            print_diff(file.name, file.before, file.after, screen)
            continue
        screen.print(Text(file.name), soft_wrap=True)
    if not changed:
        screen.print(tr("{count} 个文件都已是统一的写法", count=len(files)))
    elif written and len(files) == len(changed):
        screen.print(tr("整理了 {changed} 个文件", changed=len(changed)))
    elif written:
        screen.print(
            tr("整理了 {changed} 个文件，其余 {rest} 个没有变", changed=len(changed), rest=len(files) - len(changed))
        )
    else:
        screen.print(tr("{changed} 个文件要整理，没有改动", changed=len(changed)))


def print_diff(name: str, before: str, after: str, screen: Console) -> None:
    """Print the lines of a file that change, as a unified diff."""
    if before == after:
        screen.print(tr("{name}：只去掉文件开头的标记，或换成 UTF-8 编码", name=name))
    for line in unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="", n=2):
        style = {"+": "green", "-": "red", "@": "cyan"}.get(line[0], "")
        screen.print(Text(line, style="bold" if line.startswith(("+++", "---")) else style), soft_wrap=True)


def print_renaming(renaming: Renaming, names: tuple[str, str], screen: Console, *, written: bool) -> None:
    """Print every line in which a name was, or would be, changed: the line before and after, and files renamed."""
    lines = _changed_lines(renaming)
    for (file, number), (before, after) in lines.items():
        screen.print(Text(f"{file}:{number}", style="bold"), soft_wrap=True)
        screen.print(Text.assemble(("- ", "red"), before.strip()), soft_wrap=True)
        screen.print(Text.assemble(("+ ", "green"), after.strip()), soft_wrap=True)
    for old, new in renaming.moves:
        screen.print(Text(tr("{old} → {new}（文件改名）", old=old, new=new)), soft_wrap=True)
    screen.print()
    files = len({file for file, _ in lines} | {old for old, _ in renaming.moves})
    old, new = names
    values = {"old": old, "new": new, "places": len(renaming.edits), "files": files}
    if written:
        said = tr("“{old}”改名为“{new}”：{files} 个文件里的 {places} 处", **values)
    else:
        said = tr("“{old}”改名为“{new}”会改 {files} 个文件里的 {places} 处；没有改动", **values)
    print_lines(said, screen)
    print_lines(tr("改名以后规则包能读入，意思不变，用例的结果都和以前一样（已在副本上试过）。"), screen)
    print_lines(tr("项目的事实文件不在此列：用到这个名称的要自己改，检查时会指出。"), screen)


def print_new_rule(files: Sequence[str], turned: Sequence[str], screen: Console, *, cases: bool) -> None:
    """Print the files written for a new rule, what is to be done with its cases, and which others it turned."""
    for name in files:
        screen.print(Text(tr("写好了 {path}", path=name)), soft_wrap=True)
    if cases:
        print_lines(tr("用例的预期由程序算出，标着 to_confirm：逐条对照文件核对，对的删去那一行。"), screen)
    else:
        print_lines(tr("没有能生成的用例：条件也许永远不成立。用 checker rules prove 看一看，再自己写用例。"), screen)
    if turned:
        print_lines(tr("加了这条规则，已有的用例有 {count} 条结果不同：", count=len(turned)), screen)
        for name in turned:
            print_lines(f"  {name}", screen)


def print_lines(text: str, screen: Console) -> None:
    """Print a sentence in as many lines as it needs."""
    for line in wrap(text, screen.width):
        screen.print(Text(line), soft_wrap=True)


def _changed_lines(renaming: Renaming) -> dict[tuple[str, int], tuple[str, str]]:
    """Return each line that changes before and after, by file and number; names never hold line breaks."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    after = {name: text.split("\n") for name, text in renaming.new_texts.items()}
    before = {name: renaming.texts[name].split("\n") for name in after}
    for edit in renaming.edits:
        number = renaming.texts[edit.file].count("\n", 0, edit.start)
        if edit.file in after:
            found[edit.file, number + 1] = before[edit.file][number], after[edit.file][number]
    return found
