"""What makes a reading urgent, noted on it; saved views keep the order that was the usual one when they were saved."""

from django.db import migrations, models

# As ``measure_reading`` counts, but for wholes that only their parts tell of: those follow with the next reading.
COUNT = """
WITH least AS (
    SELECT c.reading_id, c.id, f.outcome, f."group", min(f.low)::bigint AS low
    FROM incidents_reportedfigure f JOIN incidents_candidate c ON c.id = f.candidate_id
    WHERE f.set_aside_by = '' AND f.outcome IN ('killed', 'injured')
    GROUP BY c.reading_id, c.id, f.outcome, f."group"
), harm AS (
    SELECT reading_id, id, outcome, max(low) AS people, max(low) FILTER (WHERE "group" = 'children') AS children
    FROM least GROUP BY reading_id, id, outcome
), summed AS (
    SELECT reading_id, sum(people) FILTER (WHERE outcome = 'killed') AS killed,
           sum(people) FILTER (WHERE outcome = 'injured') AS injured, sum(children) AS children
    FROM harm GROUP BY reading_id
), vague AS (
    SELECT c.reading_id, count(*) AS unclear FROM incidents_candidate c
    WHERE c.place_id IS NULL OR c.date_start IS NULL OR NOT EXISTS (SELECT 1 FROM harm h WHERE h.id = c.id)
    GROUP BY c.reading_id
), flagged AS (SELECT reading_id, count(*) AS warnings FROM incidents_flag GROUP BY reading_id)
UPDATE incidents_reading r
SET killed = least(coalesce(s.killed, 0), 2147483647), injured = least(coalesce(s.injured, 0), 2147483647),
    children = least(coalesce(s.children, 0), 2147483647), unclear = coalesce(v.unclear, 0),
    warnings = coalesce(w.warnings, 0)
FROM incidents_reading o
LEFT JOIN summed s ON s.reading_id = o.id LEFT JOIN vague v ON v.reading_id = o.id
LEFT JOIN flagged w ON w.reading_id = o.id
WHERE o.id = r.id;
"""
VIEWS = """
UPDATE incidents_savedview SET query = CASE query WHEN '' THEN '?order=oldest' ELSE query || '&order=oldest' END
WHERE query NOT LIKE '%%order=%%';
"""


def number(name: str, **more: str) -> migrations.AddField:
    return migrations.AddField("reading", name, models.PositiveIntegerField(db_default=0, default=0, **more))


class Migration(migrations.Migration):
    dependencies = [("incidents", "0062_summary_jobs")]

    operations = [
        number("killed", help_text="People killed in all its candidates."),
        number("injured"),
        number("children", help_text="Children killed or injured."),
        number("unclear", help_text="Candidates without place, day or figure."),
        number("warnings"),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
        migrations.RunSQL(VIEWS, migrations.RunSQL.noop),
    ]
