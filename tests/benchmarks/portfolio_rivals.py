"""The five rules of ``portfolio_rows.py`` in engines that decide one project at a time, each tuned as far as it goes.

Every engine is given its rules compiled and its data in the form it likes best, outside the time that is measured.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import clips
import datalogic_py
import rule_engine
import zen
from baselines import TunedDurable
from cel_expr_python import cel
from portfolio_rows import CEILINGS, EXECUTION_FLOOR, ONLINE_FLOOR, Answer, Project, plain_loop


class Rival(Protocol):
    """An engine with the five rules compiled."""

    def prepare(self, project: Project) -> Any:
        """Return the data of a project in the form the engine likes best."""
        ...

    def decide(self, item: Any) -> Answer:
        """Decide the five rules for one project."""
        ...


class PlainPython:
    """A plain Python loop over typed integers."""

    decide = staticmethod(plain_loop)

    def prepare(self, project: Project) -> Project:
        """Return the project as it is."""
        return project


def as_context(project: Project) -> dict[str, Any]:
    """Return a project as plain data, which is what most engines read."""
    return {
        "budget": project.budget,
        "arrived": project.arrived,
        "spent": project.spent,
        "quarters": [{"key": key, "online": online} for key, online in project.quarters],
        "payments": [{"key": key, "paid": paid, "limit": limit} for key, paid, limit in project.payments],
        "prices": [{"key": key, "price": price, "ceiling": CEILINGS[key]} for key, price in project.prices],
    }


def _var(name: str) -> dict[str, str]:
    return {"var": name}


def _kept(name: str, condition: dict[str, Any]) -> dict[str, Any]:
    return {"map": [{"filter": [_var(name), condition]}, _var("key")]}


_LOGIC: Final = [
    {"<": [_var("arrived"), _var("budget")]},
    {"<": [{"*": [_var("spent"), 10_000]}, {"*": [_var("budget"), EXECUTION_FLOOR]}]},
    _kept("quarters", {"<": [_var("online"), ONLINE_FLOOR]}),
    _kept("payments", {">": [_var("paid"), _var("limit")]}),
    _kept("prices", {">": [_var("price"), _var("ceiling")]}),
]


class DataLogic:
    """datalogic-py: one compiled JSONLogic rule, a session, and documents that were parsed before."""

    def __init__(self) -> None:
        engine = datalogic_py.Engine()
        self._rule, self._session = engine.compile(_LOGIC), engine.session()

    def prepare(self, project: Project) -> datalogic_py.DataHandle:
        """Return the parsed document."""
        return datalogic_py.DataHandle(as_context(project))

    def decide(self, item: datalogic_py.DataHandle) -> Answer:
        """Decide one project."""
        return tuple(self._session.evaluate_data(self._rule, item))


class DataLogicObjects(DataLogic):
    """datalogic-py given Python dictionaries."""

    def prepare(self, project: Project) -> Any:
        """Return the project as a dictionary."""
        return as_context(project)

    def decide(self, item: Any) -> Answer:
        """Decide one project."""
        return tuple(self._session.evaluate(self._rule, item))


class DataLogicText(DataLogic):
    """datalogic-py given JSON text and giving JSON text."""

    def prepare(self, project: Project) -> Any:
        """Return the project as JSON text."""
        return json.dumps(as_context(project), ensure_ascii=False)

    def decide(self, item: Any) -> Answer:
        """Decide one project."""
        return tuple(json.loads(self._session.evaluate_str(self._rule, item)))


class Zen:
    """zen-engine: one compiled expression on a dictionary."""

    def __init__(self) -> None:
        self._rules = zen.compile_expression(
            f"[arrived < budget, spent * 10000 < {EXECUTION_FLOOR} * budget,"
            f" map(filter(quarters, #.online < {ONLINE_FLOOR}), #.key),"
            " map(filter(payments, #.paid > #.limit), #.key), map(filter(prices, #.price > #.ceiling), #.key)]"
        )

    prepare = staticmethod(as_context)

    def decide(self, item: dict[str, Any]) -> Answer:
        """Decide one project."""
        return tuple(self._rules.evaluate(item))


class Cel:
    """cel-expr-python: one checked expression on an activation made before."""

    def __init__(self) -> None:
        number, rows = cel.Type.INT, cel.Type.List(cel.Type.Map(cel.Type.STRING, cel.Type.DYN))
        numbers, lists = ("budget", "arrived", "spent"), ("quarters", "payments", "prices")
        types = dict.fromkeys(numbers, number) | dict.fromkeys(lists, rows)
        self._environment = cel.NewEnv(variables=types)
        self._rules = self._environment.compile(
            f"[dyn(arrived < budget), dyn(spent * 10000 < {EXECUTION_FLOOR} * budget),"
            f" dyn(quarters.map(x, x.online < {ONLINE_FLOOR}, x.key)),"
            " dyn(payments.map(x, x.paid > x.limit, x.key)), dyn(prices.map(x, x.price > x.ceiling, x.key))]"
        )

    def prepare(self, project: Project) -> Any:
        """Return the activation."""
        return self._environment.Activation(as_context(project))

    def decide(self, item: Any) -> Answer:
        """Decide one project."""
        return tuple(self._rules.eval(item).plain_value())


class RuleEngine:
    """rule-engine: five compiled rules, each matched against a dictionary of one fact."""

    def __init__(self) -> None:
        self._arrival = rule_engine.Rule("arrived < budget").matches
        self._execution = rule_engine.Rule(f"spent * 10000 < budget * {EXECUTION_FLOOR}").matches
        self._online = rule_engine.Rule(f"online < {ONLINE_FLOOR}").matches
        self._late = rule_engine.Rule("paid > limit").matches
        self._dear = rule_engine.Rule("price > ceiling").matches

    prepare = staticmethod(as_context)

    def decide(self, item: dict[str, Any]) -> Answer:
        """Decide one project."""
        return (
            self._arrival(item),
            self._execution(item),
            _keys(self._online, item["quarters"]),
            _keys(self._late, item["payments"]),
            _keys(self._dear, item["prices"]),
        )


def _keys(matches: Callable[[Any], bool], facts: Sequence[dict[str, Any]]) -> list[str]:
    return [fact["key"] for fact in facts if matches(fact)]


_CLIPS: Final = (
    "(deftemplate money (slot budget) (slot arrived) (slot spent))",
    "(deftemplate fact (slot kind) (slot place) (slot value) (slot limit))",
    "(deftemplate found (slot kind) (slot place))",
    "(defrule arrival (money (budget ?b) (arrived ?a&:(< ?a ?b))) => (assert (found (kind 0) (place 0))))",
    "(defrule execution (money (budget ?b) (spent ?s&:(< (* ?s 10000) (* ?b 8000))))"
    " => (assert (found (kind 1) (place 0))))",
    "(defrule beyond (fact (kind ?k) (place ?p) (value ?v) (limit ?l&:(> ?v ?l)))"
    " => (assert (found (kind ?k) (place ?p))))",
)  # fmt: skip


class Clips:
    """clipspy: three rules, the facts of a project asserted one by one (text takes ten times as long)."""

    def __init__(self) -> None:
        self._environment = clips.Environment()
        for construct in _CLIPS:
            self._environment.build(construct)
        templates = [self._environment.find_template(name) for name in ("money", "fact", "found")]
        self._money, self._fact, self._found = templates

    def prepare(self, project: Project) -> tuple[Project, dict[str, int], list[dict[str, int]]]:
        """Return the slots of every fact; a low online rate is a fault rate above the limit."""
        rows = [(2, place, -online, -ONLINE_FLOOR) for place, (_, online) in enumerate(project.quarters)]
        rows += [(3, place, paid, limit) for place, (_, paid, limit) in enumerate(project.payments)]
        rows += [(4, place, price, CEILINGS[key]) for place, (key, price) in enumerate(project.prices)]
        facts = [{"kind": kind, "place": place, "value": value, "limit": limit} for kind, place, value, limit in rows]
        return project, {name: getattr(project, name) for name in ("budget", "arrived", "spent")}, facts

    def decide(self, item: tuple[Project, dict[str, int], list[dict[str, int]]]) -> Answer:
        """Decide one project."""
        project, money, facts = item
        self._environment.reset()
        self._money.assert_fact(**money)
        for fact in facts:
            self._fact.assert_fact(**fact)
        self._environment.run()
        found = sorted((fact["kind"], fact["place"]) for fact in self._found.facts())
        kinds = {kind for kind, _ in found}
        return (
            0 in kinds,
            1 in kinds,
            [project.quarters[place][0] for kind, place in found if kind == 2],
            [project.payments[place][0] for kind, place in found if kind == 3],
            [project.prices[place][0] for kind, place in found if kind == 4],
        )


class Durable:
    """durable-rules by its C functions, one batch a project, as in ``baselines.py``."""

    def __init__(self) -> None:
        self._tuned = TunedDurable()

    def prepare(self, project: Project) -> Project:
        """Return the project as it is."""
        return project

    def decide(self, item: Project) -> Answer:
        """Decide one project."""
        found = self._tuned.find(_margins(item))
        kinds = {kind for kind, _ in found}
        return (
            0 in kinds,
            1 in kinds,
            [key for kind, key in found if kind == 2],
            [key for kind, key in found if kind == 3],
            [key for kind, key in found if kind == 4],
        )


def _margins(project: Project) -> list[tuple[int, str, int]]:
    return [
        (0, "", project.arrived - project.budget),
        (1, "", project.spent * 10_000 - EXECUTION_FLOOR * project.budget),
        *((2, key, online - ONLINE_FLOOR) for key, online in project.quarters),
        *((3, key, limit - paid) for key, paid, limit in project.payments),
        *((4, key, CEILINGS[key] - price) for key, price in project.prices),
    ]


RIVALS: Final[dict[str, Callable[[], Rival]]] = {
    "plain Python loop": PlainPython,
    "datalogic-py, parsed before": DataLogic,
    "datalogic-py, dictionaries": DataLogicObjects,
    "datalogic-py, JSON text": DataLogicText,
    "zen-engine": Zen,
    "cel-expr-python": Cel,
    "rule-engine": RuleEngine,
    "clipspy": Clips,
    "durable-rules, tuned": Durable,
}
