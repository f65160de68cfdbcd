"""The queries of the chapter that stand for themselves: three KPIs by seller, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["QUERIES"]

QUERIES: Mapping[str, str] = {
    "win_rate": """
SELECT staff_id,
       SUM(CASE WHEN stage = 'won' THEN 1 ELSE 0 END) AS won,
       COUNT(*) AS closed
FROM opportunities
WHERE stage IN ('won', 'lost')
  AND closed_at >= :first AND closed_at < :after
GROUP BY staff_id
""",
    "follow_up_timeliness": """
SELECT staff_id,
       SUM(CASE WHEN hours <= 24 THEN 1 ELSE 0 END) AS kept,
       COUNT(*) AS due
FROM lead_times
WHERE due_at >= :first AND due_at < :after
GROUP BY staff_id
""",
    "quota_attainment": """
SELECT q.staff_id, COALESCE(p.paid, 0) AS paid, q.quota
FROM (SELECT staff_id, SUM(quota_cents) AS quota FROM quotas
      WHERE month >= :first_month AND month < :after_month GROUP BY staff_id) q
LEFT JOIN (SELECT staff_id, SUM(paid_cents) AS paid FROM orders
           WHERE paid_at >= :first AND paid_at < :after GROUP BY staff_id) p
  ON p.staff_id = q.staff_id
""",
}
"""Each adds up before it joins; values are handed over by name."""
