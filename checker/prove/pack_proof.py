"""Turns a pack into verdicts: gathers the questions, has each decided, sets aside what the pack itself justifies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.messages import message
from checker.prove.firing import reached, trees_of
from checker.prove.formulas import fresh_context
from checker.prove.leaves import leaves, scored
from checker.prove.questions.bands import band_questions
from checker.prove.questions.conditions import condition_questions
from checker.prove.questions.pairs import pair_questions
from checker.prove.questions.parameters import parameter_questions
from checker.prove.questions.rules import rule_questions
from checker.prove.questions.scores import score_questions
from checker.prove.questions.tiers import tier_questions
from checker.prove.questions.totals import total_questions
from checker.prove.questions.versions import version_questions
from checker.prove.session import Session
from checker.prove.stopping import stoppable
from checker.prove.verdict import State, Verdict
from checker.source.directives import read_directives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checker.pack import Pack
    from checker.prove.questions.asking import Question
    from checker.source import Document
    from checker.source.directives import Directive

_EXCUSABLE = frozenset({State.BAD, State.OPEN, State.NOTE})


@dataclass(frozen=True, slots=True)
class Proof:
    """The questions about one pack, each with the session it is decided in."""

    pack: Pack
    questions: tuple[tuple[Session, Question], ...]

    def verdicts(self, advance: Callable[[], None] = lambda: None) -> tuple[Verdict, ...]:
        """Decide every question, calling ``advance`` after each; return the verdicts in the order of the questions.

        What a ``# prove: ignore`` comment of the pack justifies is marked so; a comment that justifies nothing gives a
        verdict of its own. Raises ``KeyboardInterrupt`` soon after Ctrl-C.
        """
        found = []
        with stoppable():
            for session, question in self.questions:
                with fresh_context():
                    found.append(question.decide(session))
                advance()
        return _justified(self.pack, found)


def prepare_proof(pack: Pack, *, seconds: float = 5.0, engine: str = "plain") -> Proof:
    """Return the questions about a pack; ``engine`` confirms the examples.

    Asked are the rules the pack writes or changes, those that read what it writes, and every indicator it scores.
    Raises ``InputError`` when the pack is wrong.
    """
    session = Session(pack, seconds, engine)
    sheet = scored(pack)
    scoring = session if sheet is pack else Session(sheet, seconds, engine)
    return Proof(pack, (*((session, q) for q in _of_rules(session)), *((scoring, q) for q in _of_scores(scoring))))


def prove_pack(pack: Pack, *, seconds: float = 5.0, engine: str = "plain") -> tuple[Verdict, ...]:
    """Return the verdicts on a pack, as ``prepare_proof`` asks for them."""
    return prepare_proof(pack, seconds=seconds, engine=engine).verdicts()


def _of_rules(session: Session) -> Iterator[Question]:
    planned = [name for name in sorted(session.pack.rules) if session.planned(name) is not None]
    own = [name for name in planned if _is_own(session, name)]
    yield from rule_questions(session.pack, own)
    yield from version_questions(session, own)
    yield from pair_questions(session, own, planned)
    yield from tier_questions(session, own, planned)
    yield from parameter_questions(session, own, ())


def _of_scores(session: Session) -> Iterator[Question]:
    found = list(leaves(session))
    latest = {leaf.planned.id: leaf for leaf in reversed(found)}
    for leaf in found:
        yield from score_questions(leaf, latest=latest[leaf.planned.id] is leaf)
        yield from band_questions(leaf)
    yield from condition_questions(session, found)
    yield from parameter_questions(session, (), found)
    yield from total_questions(session)


def _is_own(session: Session, name: str) -> bool:
    """Return whether a pack writes a rule, or a parameter or fact type the rule reads."""
    pack = session.pack
    if pack.rules[name].pack == pack.id:
        return True
    plan, rule = session.planned_or_fail(name)
    for node in reached(plan, list(trees_of(rule))):
        parameter = pack.parameters.get(getattr(node, "name", ""))
        record = pack.fact_types.get(getattr(node, "record", ""))
        if any(entry is not None and entry.pack == pack.id for entry in (parameter, record)):
            return True
    return False


def _justified(pack: Pack, verdicts: list[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts with those justified that a comment on their line speaks of, and the idle comments."""
    documents = _documents(pack)
    used: set[tuple[str, int]] = set()
    found = []
    for verdict in verdicts:
        directive = _directive(verdict, documents) if verdict.state in _EXCUSABLE else None
        if directive is None:
            found.append(verdict)
            continue
        used.add((verdict.place.file, directive.written))
        found.append(replace(verdict, state=State.JUSTIFIED, why=message("{why}", why=directive.reason)))
    own = _own_files(pack)
    return (*found, *(idle for name in own for idle in _idle(documents[name], used)))


def _directive(verdict: Verdict, documents: dict[str, Document]) -> Directive | None:
    document = documents.get(verdict.place.file)
    if document is None:
        return None
    lines = {verdict.place.line}
    above = document.text.split("\n")[verdict.place.line - 2] if verdict.place.line > 1 else ""
    if above.rstrip().endswith((">-", ">", "|", "|-")):
        lines.add(verdict.place.line - 1)  # the text begins below its name
    for directive in read_directives(document.text):
        if directive.tool == "prove" and directive.id == verdict.id and directive.line in lines and directive.reason:
            return directive
    return None


def _idle(document: Document, used: set[tuple[str, int]]) -> Iterator[Verdict]:
    for directive in read_directives(document.text):
        if directive.tool == "prove" and (document.name, directive.written) not in used:
            place = replace(document.place(), line=directive.written, column=directive.column)
            id_ = directive.id or "—"
            what = message("这条 prove: ignore 没有用：这一行没有“{id}”的结论要说明，或者没有写理由", id=id_)
            yield Verdict("idle-ignore", (), State.BAD, place, what, message("删去它，或者改正编号、写上理由"))


def _documents(pack: Pack) -> dict[str, Document]:
    """Return the files a pack and those it extends are written in, by name."""
    found: dict[str, Document] = {}
    for _, document in _entries(pack):
        found.setdefault(document.name, document)
    return found


def _own_files(pack: Pack) -> list[str]:
    return sorted({document.name for owner, document in _entries(pack) if owner == pack.id})


def _entries(pack: Pack) -> Iterator[tuple[str, Document]]:
    for entries in (pack.rules, pack.parameters, pack.fact_types):
        for entry in entries.values():
            origin = entry.origin
            yield entry.pack, origin.document
            if origin.inherited is not None:
                yield "", origin.inherited.document
    indicators = pack.indicators.origin
    yield pack.indicators.pack, indicators.document
    while indicators.inherited is not None:
        indicators = indicators.inherited
        yield "", indicators.document
    for part in pack.indicators.origin.parts.values():
        yield "", part.document
