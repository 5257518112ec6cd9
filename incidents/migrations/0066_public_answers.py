"""Answers to requests for correction become public through the door; a request can be opened again."""

from django.db import migrations, models

APPEND_ONLY = """
CREATE FUNCTION answer_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.is_demonstration THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'a published answer stays as it is (% of % request %)', TG_OP, OLD.code, OLD.number
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER answer_append_only BEFORE UPDATE OR DELETE ON record_answer
    FOR EACH ROW EXECUTE FUNCTION answer_append_only();
"""
UNDO = "DROP TRIGGER answer_append_only ON record_answer; DROP FUNCTION answer_append_only();"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0065_none_reported")]

    operations = [
        migrations.CreateModel(
            name="PublishedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        db_index=True, help_text="The incident's code when it was asked.", max_length=30
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("accepted", "accepted"), ("declined", "declined"), ("reopened", "opened again")],
                        max_length=10,
                    ),
                ),
                ("decided_on", models.DateField()),
                ("published_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, help_text="Public: what was decided, and why.")),
                (
                    "summary",
                    models.TextField(blank=True, help_text="Public: what was asked, in the reviewer's own words."),
                ),
                (
                    "carried_in",
                    models.PositiveIntegerField(help_text="The version that brought an accepted one.", null=True),
                ),
                ("is_demonstration", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "record_answer",
                "ordering": ["code", "number", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        name="answer_says_why", condition=models.Q(kind="reopened") | ~models.Q(answer="")
                    ),
                    models.CheckConstraint(
                        name="answer_carried_if_accepted",
                        condition=models.Q(carried_in__isnull=True) | models.Q(kind="accepted"),
                    ),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, UNDO),
        migrations.AddField(
            "correctionrequest",
            "summary",
            models.TextField(
                blank=True, db_default="", default="", help_text="Public: what was asked, in the reviewer's own words."
            ),
        ),
        migrations.AddField(
            "correctionrequest", "public_number", models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            "correctionrequest", "answered_publicly_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddConstraint(
            "correctionrequest",
            models.CheckConstraint(
                name="correction_public_if_answered",
                condition=models.Q(answered_publicly_at__isnull=True)
                | (~models.Q(decision="pending") & models.Q(public_number__isnull=False)),
            ),
        ),
    ]
