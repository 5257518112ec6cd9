"""Let a version with a month be closed: in a BEFORE trigger, PostgreSQL has not yet computed NEW's generated columns.

So ``NEW.month`` is null there and the row looked changed; the month follows from the dates and needs no guard of its own.
"""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION record_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.is_demonstration THEN RETURN OLD; END IF;
    ELSIF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
          AND to_jsonb(NEW) - '{superseded_at,month}'::text[] = to_jsonb(OLD) - '{superseded_at,month}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the record is append-only (% of %)', TG_OP, OLD.code USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0020_set_aside_and_restricted")]

    operations = [migrations.RunSQL(GUARD, migrations.RunSQL.noop)]
