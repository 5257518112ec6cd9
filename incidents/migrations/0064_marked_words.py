"""Words that a reviewer marks for a date or a place, followed by the desk's history as figures are.

The history leaves out the words of a request's way to reply: what is to be erased must not stand in an append-only table.
"""

from django.db import migrations, models

HISTORY = """
CREATE TRIGGER desk_history AFTER UPDATE OR DELETE ON incidents_finding
    FOR EACH ROW EXECUTE FUNCTION desk_history();
CREATE TRIGGER desk_history_marked AFTER INSERT ON incidents_finding
    FOR EACH ROW WHEN (NEW."by" <> '') EXECUTE FUNCTION desk_history();
"""
UNDO = """
DROP TRIGGER desk_history_marked ON incidents_finding;
DROP TRIGGER desk_history ON incidents_finding;
"""
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


def by_hand(name: str, help_text: str) -> migrations.AddField:
    field = models.CharField(blank=True, default="", db_default="", max_length=150, help_text=help_text)
    return migrations.AddField("finding", name, field)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0041_record_changes")]

    operations = [
        by_hand("by", "The reviewer who marked it in the text; empty: the parser."),
        by_hand("set_aside_by", "The reviewer who does not count on it; empty: it stands."),
        migrations.RunSQL(HISTORY, UNDO),
        migrations.RunSQL(FUNCTION.replace("HIDDEN", "'text', 'reply_to'"), FUNCTION.replace("HIDDEN", "'text'")),
    ]
