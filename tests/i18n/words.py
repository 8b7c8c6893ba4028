"""Words that the code keeps in tables and words only when shown, where the extraction of messages cannot see them.

``make i18n`` reads this file beside ``checker/``; ``test_catalogue.py`` holds it to what the tables really contain.
"""

from checker.messages import message

KINDS = (
    message("金额"),
    message("比率"),
    message("数量"),
    message("分数"),
    message("数"),
    message("文字"),
    message("选项"),
    message("日期"),
    message("季度"),
    message("是否"),
)
TENTHS = (message("上旬"), message("中旬"), message("下旬"))
HIDDEN = (message("建议"),)  # inside an f-string, which Babel cannot read before Python 3.12
