"""Names the sheets and columns of a pack's workbook, for who writes it and who reads it; knows nothing about packs."""

from __future__ import annotations

from typing import Final

GUIDE: Final = "说明"
PARAMETERS: Final = "参数"
WEIGHTS: Final = "权重"
SCORING: Final = "计分"
GRADES: Final = "等级"
ORIGINAL: Final = "原值"
OPTIONS: Final = "选项"
"""Two sheets nobody sees: what every cell said when the workbook was made, and what the drop-downs offer."""

ID: Final = "编号"
NAME: Final = "名称"
KIND: Final = "类型"
KEY: Final = "键"
SINCE: Final = "生效日"
VALUE: Final = "值"
UNIT: Final = "单位"
DOCUMENT: Final = "文件"
CLAUSE: Final = "条款"
QUOTE: Final = "原文"
NOTE: Final = "备注"
PACK: Final = "所属规则包"
INDICATOR: Final = "指标"
WEIGHT: Final = "权重"
CHILDREN: Final = "下级合计"
AGREES: Final = "核对"
METHOD: Final = "计分方法"
CRITERIA: Final = "评分标准"
ITEM: Final = "项目"
WHERE: Final = "位置"
NUMBER: Final = "次序"
GRADE: Final = "等级"
BOUNDS: Final = {
    "at_least": "下限（含）",
    "above": "下限（不含）",
    "at_most": "上限（含）",
    "below": "上限（不含）",
}

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    PARAMETERS: (ID, NAME, KIND, KEY, SINCE, VALUE, UNIT, DOCUMENT, CLAUSE, QUOTE, NOTE, PACK),
    WEIGHTS: (ID, INDICATOR, WEIGHT, CHILDREN, AGREES, METHOD, CRITERIA, PACK),
    SCORING: (ID, INDICATOR, METHOD, ITEM, VALUE, UNIT, WHERE, PACK),
    GRADES: (NUMBER, GRADE, *BOUNDS.values(), PACK),
}
"""The columns of each sheet that is read back, in their order."""
KEYS: Final[dict[str, tuple[str, ...]]] = {
    PARAMETERS: (ID, SINCE, KEY),
    WEIGHTS: (ID,),
    SCORING: (ID, WHERE),
    GRADES: (NUMBER,),
}
"""The columns by which a row is known again, whatever the order of the rows."""
COMPUTED: Final = frozenset({CHILDREN, AGREES})
"""Columns of formulas; they are not read back."""
TOTAL: Final = "（总分）"
"""Stands for the total where rows are otherwise about an indicator."""
FORM: Final = "1"
"""The form of the workbook; one of another form is not read."""
EMPTY_ROWS: Final = 40
"""Rows below the parameters that are left for new values."""
