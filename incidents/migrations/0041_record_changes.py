"""A journal of what changed in the record and the gazetteer, kept by triggers: one line a statement."""

from django.db import migrations, models

JOURNAL = """
CREATE FUNCTION record_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE own bigint := pg_current_xact_id()::text::bigint;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO record_change ("table", first, last, transaction)
        VALUES (TG_TABLE_NAME, 0, 9223372036854775807, own);
    ELSE
        INSERT INTO record_change ("table", first, last, transaction)
        SELECT TG_TABLE_NAME, min(id), max(id), own FROM touched HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER record_added AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION record_changed();
CREATE TRIGGER record_closed AFTER UPDATE ON {table}
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION record_changed();
CREATE TRIGGER record_deleted AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION record_changed();
CREATE TRIGGER record_emptied AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION record_changed();
"""
TABLES = ("record_incident", "record_claim", "incidents_place")
UNDO = "".join(
    f"DROP TRIGGER {name} ON {table};"
    for table in TABLES
    for name in ("record_added", "record_closed", "record_deleted", "record_emptied")
)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0063_urgency")]

    operations = [
        migrations.CreateModel(
            name="RecordChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=40)),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
            ],
            options={
                "db_table": "record_change",
                "indexes": [models.Index(fields=["table", "transaction"], name="record_change_of_table")],
            },
        ),
        migrations.RunSQL(
            JOURNAL + "".join(TRIGGERS.format(table=table) for table in TABLES),
            UNDO + "DROP FUNCTION record_changed();",
        ),
    ]
