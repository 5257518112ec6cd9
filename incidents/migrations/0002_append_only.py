"""The database's own hold on what must never change: reports as received, the record, the audit trail.

Demonstration data may be deleted, and nothing else. Who may truncate or drop is a matter of the database's roles
(``docs/operations.md``).
"""

from django.db import migrations

REPORTS = """
CREATE FUNCTION report_as_received() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.is_demonstration THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'a report is never deleted (report %)', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.text, NEW.sha256, NEW.publisher, NEW.original_publisher, NEW.url, NEW.published_on, NEW.origin,
        NEW.is_demonstration, NEW.received_at)
       IS DISTINCT FROM
       (OLD.text, OLD.sha256, OLD.publisher, OLD.original_publisher, OLD.url, OLD.published_on, OLD.origin,
        OLD.is_demonstration, OLD.received_at) THEN
        RAISE EXCEPTION 'a report stays as it was received (report %)', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_as_received BEFORE UPDATE OR DELETE ON incidents_report
    FOR EACH ROW EXECUTE FUNCTION report_as_received();
"""

VERSIONS = """
CREATE FUNCTION record_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.is_demonstration THEN RETURN OLD; END IF;
    ELSIF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
          AND to_jsonb(NEW) - 'superseded_at' = to_jsonb(OLD) - 'superseded_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the record is append-only (% of %)', TG_OP, OLD.code USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_incident
    FOR EACH ROW EXECUTE FUNCTION record_append_only();
CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_claim
    FOR EACH ROW EXECUTE FUNCTION record_append_only();
"""

EVIDENCE = """
CREATE FUNCTION record_source_is_demonstration(source bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(i.is_demonstration, c.is_demonstration, false)
    FROM record_source s
    LEFT JOIN record_incident i ON i.id = s.incident_id
    LEFT JOIN record_claim c ON c.id = s.claim_id
    WHERE s.id = source
$$;
CREATE FUNCTION record_evidence_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE source bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF TG_TABLE_NAME = 'record_source' THEN source := OLD.id;
        ELSIF TG_TABLE_NAME = 'record_passage' THEN source := OLD.source_id;
        ELSE SELECT p.source_id INTO source FROM record_passage p WHERE p.id = OLD.passage_id;
        END IF;
        IF record_source_is_demonstration(source) THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION 'the record is append-only (% of %)', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_source
    FOR EACH ROW EXECUTE FUNCTION record_evidence_append_only();
CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_passage
    FOR EACH ROW EXECUTE FUNCTION record_evidence_append_only();
CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON record_evidence
    FOR EACH ROW EXECUTE FUNCTION record_evidence_append_only();
"""

AUDIT = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON incidents_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
"""

UNDO = """
DROP TRIGGER audit_append_only ON incidents_auditevent; DROP FUNCTION audit_append_only();
DROP TRIGGER record_append_only ON record_evidence; DROP TRIGGER record_append_only ON record_passage;
DROP TRIGGER record_append_only ON record_source; DROP FUNCTION record_evidence_append_only();
DROP FUNCTION record_source_is_demonstration(bigint);
DROP TRIGGER record_append_only ON record_claim; DROP TRIGGER record_append_only ON record_incident;
DROP FUNCTION record_append_only();
DROP TRIGGER report_as_received ON incidents_report; DROP FUNCTION report_as_received();
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_desk_and_record")]

    operations = [migrations.RunSQL(REPORTS + VERSIONS + EVIDENCE + AUDIT, UNDO)]
