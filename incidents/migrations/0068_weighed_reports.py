"""How urgent a report is, noted on it; the desk's history leaves it out, for it changes by itself."""

from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION desk_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := '{}';
    after jsonb := '{}';
    diff jsonb;
BEGIN
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
    SELECT jsonb_object_agg(k.key, jsonb_build_array(before->k.key, after->k.key)) INTO diff
    FROM (SELECT DISTINCT jsonb_object_keys(before || after) AS key) k
    WHERE before->k.key IS DISTINCT FROM after->k.key AND k.key NOT IN (HIDDEN);
    IF diff IS NULL OR desk_is_demonstration(TG_TABLE_NAME, CASE TG_OP WHEN 'DELETE' THEN before ELSE after END) THEN
        RETURN NULL;
    END IF;
    INSERT INTO incidents_deskchange ("by", "table", "row", act, changed)
    VALUES (coalesce(current_setting('harmwatch.by', true), ''), TG_TABLE_NAME,
            coalesce((after->>'id')::bigint, (before->>'id')::bigint), TG_OP, diff);
    RETURN NULL;
END $$;
"""
BEFORE, AFTER = "'text', 'reply_to'", "'text', 'reply_to', 'ahead', 'contradicts'"
# What contradicts the record is told with the next reading, correction or publication.
WEIGH = """
UPDATE incidents_report r
SET ahead = least(g.killed, 25) * 12 + least(g.injured, 20) * 3 + least(g.children, 10) * 6
            + least(g.unclear, 1) * 12 + least(g.warnings, 4) * 3
FROM (SELECT DISTINCT ON (report_id) * FROM incidents_reading
      ORDER BY report_id, (parser_version <> 'by hand') DESC, read_at DESC, id DESC) g
WHERE g.report_id = r.id;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0067_taken_over")]

    operations = [
        migrations.AddField(
            "report",
            "ahead",
            models.IntegerField(db_default=0, default=0, editable=False, help_text="Hours that it counts for."),
        ),
        migrations.AddField(
            "report",
            "contradicts",
            models.BooleanField(
                db_default=False, default=False, editable=False, help_text="It gives another number than is public."
            ),
        ),
        migrations.RunSQL(FUNCTION.replace("HIDDEN", AFTER), FUNCTION.replace("HIDDEN", BEFORE)),
        migrations.RunSQL(WEIGH, migrations.RunSQL.noop),
    ]
