"""Makes a draft a project to be read: what its message shows is filled in, values become the text people write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.values import Value
from checker.witness.draft import AS_OF, HEAD, Draft, DraftRow, Slot
from checker.witness.goals import Goal, slots
from checker.witness.project import Given, Witness
from checker.witness.stand import trees_of
from checker.witness.written import written

if TYPE_CHECKING:
    from checker.plan import PlannedRule
    from checker.witness.ground import Ground
    from checker.witness.stand import Stand

_JUDGEMENT = "judgement"


def completed(stand: Stand, rule: PlannedRule, draft: Draft) -> Draft | None:
    """Return the project with the fields its message shows, where they change nothing; None when it cannot be read."""
    ground = stand.ground
    goals = [Goal(tree, wanted=True, binding=stand.binding) for tree in trees_of(rule)]
    before = [goal.value(ground, draft) for goal in goals]
    shown = [part for part in rule.message if not isinstance(part, str)]
    reached = {slot for tree in trees_of(rule) for slot in slots(tree, stand.binding, ground, draft)}
    for tree in shown:
        for slot in slots(tree, stand.binding, ground, draft):
            if draft.get(slot) is None and slot.record != HEAD and slot not in reached:
                fuller = draft.put(slot, ground.usual(slot, draft))
                if [goal.value(ground, fuller) for goal in goals] == before and ground.allows(fuller):
                    draft = fuller
    return draft if ground.allows(draft) else None


def witness_of(ground: Ground, draft: Draft) -> Witness | None:
    """Return the project as a case writes it, in the order of the vocabulary; None for a value that no text gives."""
    given: dict[str, Given] = {}
    try:
        for name in draft.rows.get(HEAD, ({},))[0]:
            if name != AS_OF:
                given[name] = str(draft.rows[HEAD][0][name])
        for record, rule in ground.types.items():
            if record == HEAD or record not in draft.rows:
                continue
            rows = [_row(ground, record, row) for row in draft.rows[record]]
            name = "judgements" if ground.whole and record == _JUDGEMENT else record
            if rule.several:
                given[name] = rows
            elif rows and rows[0]:
                given[name] = rows[0]
    except ValueError:
        return None
    return Witness(draft.on, given)


def _row(ground: Ground, record: str, row: DraftRow) -> dict[str, str]:
    names = [name for name in ground.types[record].fields if name in row]
    found = {name: _text(ground, Slot(record, 0, name), row[name]) for name in names}
    return {name: text for name, text in found.items() if text}


def _text(ground: Ground, slot: Slot, value: Value) -> str:
    rule = ground.rule(slot)
    return written(value, rule.kind, rule.unit)
