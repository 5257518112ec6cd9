"""Signing off, merging, taking a report to work on; and the desk's history, written by triggers on every table it has.

Demonstration data leaves no lines, so that it can be removed without a trace. What the parser writes first is not a
change and is not logged; what a reviewer marks by hand is.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

HISTORY = """
CREATE FUNCTION desk_is_demonstration(name text, held jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE owner jsonb;
BEGIN
    IF name IN ('incidents_incident', 'incidents_report') THEN
        RETURN coalesce((held->>'is_demonstration')::boolean, false);
    ELSIF name IN ('incidents_candidate', 'incidents_reportedclaim') THEN
        RETURN coalesce((SELECT r.is_demonstration FROM incidents_reading g JOIN incidents_report r ON r.id = g.report_id
                         WHERE g.id = (held->>'reading_id')::bigint), false);
    ELSIF name = 'incidents_acceptedfigure_basis' THEN
        SELECT to_jsonb(f) INTO owner FROM incidents_acceptedfigure f WHERE f.id = (held->>'acceptedfigure_id')::bigint;
        RETURN owner IS NOT NULL AND desk_is_demonstration('incidents_acceptedfigure', owner);
    ELSIF held->>'incident_id' IS NOT NULL THEN
        RETURN coalesce((SELECT i.is_demonstration FROM incidents_incident i
                         WHERE i.id = (held->>'incident_id')::bigint), false);
    ELSIF held->>'candidate_id' IS NOT NULL THEN
        SELECT to_jsonb(c) INTO owner FROM incidents_candidate c WHERE c.id = (held->>'candidate_id')::bigint;
        RETURN owner IS NOT NULL AND desk_is_demonstration('incidents_candidate', owner);
    ELSIF held->>'claim_id' IS NOT NULL THEN
        SELECT to_jsonb(c) INTO owner FROM incidents_reportedclaim c WHERE c.id = (held->>'claim_id')::bigint;
        RETURN owner IS NOT NULL AND desk_is_demonstration('incidents_reportedclaim', owner);
    END IF;
    RETURN false;
END $$;

CREATE FUNCTION desk_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := '{}';
    after jsonb := '{}';
    diff jsonb;
BEGIN
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
    SELECT jsonb_object_agg(k.key, jsonb_build_array(before->k.key, after->k.key)) INTO diff
    FROM (SELECT DISTINCT jsonb_object_keys(before || after) AS key) k
    WHERE before->k.key IS DISTINCT FROM after->k.key AND k.key <> 'text';
    IF diff IS NULL OR desk_is_demonstration(TG_TABLE_NAME, CASE TG_OP WHEN 'DELETE' THEN before ELSE after END) THEN
        RETURN NULL;
    END IF;
    INSERT INTO incidents_deskchange ("by", "table", "row", act, changed)
    VALUES (coalesce(current_setting('harmwatch.by', true), ''), TG_TABLE_NAME,
            coalesce((after->>'id')::bigint, (before->>'id')::bigint), TG_OP, diff);
    RETURN NULL;
END $$;

CREATE TRIGGER desk_history AFTER INSERT OR UPDATE OR DELETE ON incidents_incident
    FOR EACH ROW EXECUTE FUNCTION desk_history();
CREATE TRIGGER desk_history AFTER INSERT OR UPDATE OR DELETE ON incidents_acceptedfigure
    FOR EACH ROW EXECUTE FUNCTION desk_history();
CREATE TRIGGER desk_history AFTER INSERT OR UPDATE OR DELETE ON incidents_acceptedfigure_basis
    FOR EACH ROW EXECUTE FUNCTION desk_history();
CREATE TRIGGER desk_history AFTER UPDATE OR DELETE ON incidents_candidate
    FOR EACH ROW EXECUTE FUNCTION desk_history();
CREATE TRIGGER desk_history AFTER UPDATE OR DELETE ON incidents_reportedclaim
    FOR EACH ROW EXECUTE FUNCTION desk_history();
CREATE TRIGGER desk_history AFTER UPDATE OR DELETE ON incidents_reportedfigure
    FOR EACH ROW EXECUTE FUNCTION desk_history();
CREATE TRIGGER desk_history_marked AFTER INSERT ON incidents_reportedfigure
    FOR EACH ROW WHEN (NEW."by" <> '') EXECUTE FUNCTION desk_history();
CREATE TRIGGER desk_history AFTER UPDATE OR DELETE ON incidents_report
    FOR EACH ROW EXECUTE FUNCTION desk_history();
CREATE TRIGGER desk_change_append_only BEFORE UPDATE OR DELETE ON incidents_deskchange
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
"""

UNDO = """
DROP TRIGGER desk_change_append_only ON incidents_deskchange;
DROP TRIGGER desk_history ON incidents_report;
DROP TRIGGER desk_history_marked ON incidents_reportedfigure;
DROP TRIGGER desk_history ON incidents_reportedfigure;
DROP TRIGGER desk_history ON incidents_reportedclaim;
DROP TRIGGER desk_history ON incidents_candidate;
DROP TRIGGER desk_history ON incidents_acceptedfigure_basis;
DROP TRIGGER desk_history ON incidents_acceptedfigure;
DROP TRIGGER desk_history ON incidents_incident;
DROP FUNCTION desk_history();
DROP FUNCTION desk_is_demonstration(text, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0050_issues")]

    operations = [
        migrations.CreateModel(
            name="DeskChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
                ("by", models.CharField(blank=True, max_length=150)),
                ("table", models.CharField(max_length=60)),
                ("row", models.BigIntegerField()),
                ("act", models.CharField(help_text="INSERT, UPDATE or DELETE", max_length=6)),
                ("changed", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["table", "row"], name="desk_change_row")],
            },
        ),
        migrations.AddField(
            model_name="incident",
            name="changed_by",
            field=models.CharField(blank=True, default="", help_text="Who last changed what it says.", max_length=150),
        ),
        migrations.AddField(
            model_name="incident",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="merged",
                to="incidents.incident",
            ),
        ),
        migrations.AddField(
            model_name="incident", name="signed_off_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="incident",
            name="signed_off_by",
            field=models.CharField(
                blank=True,
                default="",
                help_text="A second person who agrees; any change takes it back.",
                max_length=150,
            ),
        ),
        migrations.AddField(model_name="report", name="taken_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            model_name="report",
            name="taken_by",
            field=models.CharField(
                blank=True, default="", help_text="The reviewer who works on it now.", max_length=150
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_off_at__isnull", True), ("signed_off_by", "")),
                    models.Q(models.Q(("signed_off_by", ""), _negated=True), ("signed_off_at__isnull", False)),
                    _connector="OR",
                ),
                name="incident_signed_off_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="incident_not_into_itself",
            ),
        ),
        migrations.RunSQL(HISTORY, UNDO),
    ]
