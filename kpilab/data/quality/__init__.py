"""Data looked over as a manager would ask, what is wrong with them and what it costs, and a log of what was mended."""

from kpilab.data.quality.fix_log import Fix, FixLog, apply, undo
from kpilab.data.quality.own_rules import OwnRules, read_rules
from kpilab.data.quality.result import Quality, quality

__all__ = ["Fix", "FixLog", "OwnRules", "Quality", "apply", "quality", "read_rules", "undo"]
