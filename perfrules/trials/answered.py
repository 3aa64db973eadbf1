"""What the author of a policy has answered for: a comment above a rule or in it, with the reason.

`# 核 多做不少得: 超支要扣分` or `# checked more-done: overspending is punished`. An answer without a reason is none.
"""

from __future__ import annotations

import re

from perfrules.core import tree as core
from perfrules.trials.comments import comments

WORDS = {"more-done": "多做不少得", "bounds": "复核分不出界", "can-pass": "能符合", "can-fail": "能不符合"}


def answered(check: core.Check, law: str) -> str | None:
    """The reason why this law is not to be held against the rule, None where nothing is said."""
    pattern = re.compile(rf"#\s*(?:核|checked)\s+(?:{re.escape(law)}|{WORDS[law]})\s*[:：]\s*(\S.*)")
    for _, comment in comments(check):
        found = pattern.search(comment)
        if found is not None:
            return found[1].strip()
    return None
