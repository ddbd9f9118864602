"""The statements by which a batch of attendance is checked and written, set by set."""

from sqlalchemy import text

from contracts.attendance.models import REASONS

CREATE = text(
    "CREATE TEMPORARY TABLE staged_attendance (place integer, call_off_id text, day date,"
    " planned double precision, attended double precision, reason text) ON COMMIT DROP"
)
DROP = text("DROP TABLE staged_attendance")
UNSTAGE = text("DELETE FROM staged_attendance WHERE place = ANY (CAST(:places AS integer[]))")

_AS_ARRAYS = (
    "unnest(CAST(:places AS integer[]), CAST(:call_off_ids AS text[]), CAST(:days AS date[]),"
    " CAST(:planned AS double precision[]), CAST(:attended AS double precision[]),"
    " CAST(:reasons AS text[])) AS s (place, call_off_id, day, planned, attended, reason)"
)
ARRAYS = ("places", "call_off_ids", "days", "planned", "attended", "reasons")
_AS_TABLE = "staged_attendance AS s"

# 1 January 1900 was a Monday; arithmetic on dates is many times quicker than the calendar's words.
_WEEKDAY = "((s.day - DATE '1900-01-01') % 7)"
_MONDAY = f"s.day - {_WEEKDAY}"

_FIND_REFUSED = """
    SELECT coalesce(array_agg(place ORDER BY place), '{{}}') AS places,
           coalesce(array_agg(fault ORDER BY place), '{{}}') AS faults
    FROM (
        SELECT s.place,
               CASE WHEN c.id IS NULL THEN 'call_off_unknown'
                    WHEN s.day > :today THEN 'day_in_the_future'
                    WHEN c.started_on IS NULL THEN 'call_off_not_started'
                    WHEN s.day < c.started_on THEN 'day_before_start'
                    ELSE 'day_after_end' END AS fault
        FROM {source}
        LEFT JOIN call_offs c ON c.municipality = :municipality AND c.id = s.call_off_id
            AND (CAST(:provider_id AS text) IS NULL OR c.provider_id = :provider_id)
        WHERE c.id IS NULL OR c.started_on IS NULL OR s.day < c.started_on
           OR s.day > c.ended_on OR s.day > :today
    ) AS refused
    """

_FIND_REPEATED = """
    SELECT place FROM (
        SELECT s.place, count(*) OVER (PARTITION BY s.call_off_id, s.day) AS times FROM {source}
    ) AS counted
    WHERE times > 1 ORDER BY place
    """

# A day of the week is a bit: where two rows speak of one, adding up and putting together differ.
_ANY_REPEATED = """
    SELECT coalesce(bool_or(added <> together), false) FROM (
        SELECT sum(1 << {weekday}) AS added, bit_or(1 << {weekday}) AS together
        FROM {source} GROUP BY s.call_off_id, {monday}
    ) AS weeks
    """

_ADD = """
    INSERT INTO attendance (
        municipality, call_off_id, day, version, planned_hours, attended_hours,
        absence_reason, is_late, reported_at, reported_by, updated_at, updated_by)
    SELECT :municipality, s.call_off_id, s.day, 1, s.planned, s.attended, s.reason,
           s.day <= :late_through, :reported_at, :by, :at, :by
    FROM {source}
    WHERE NOT EXISTS (
        SELECT FROM attendance a WHERE a.municipality = :municipality
           AND a.call_off_id = s.call_off_id AND a.day = s.day)
    """

_WEEKS = """
    SELECT coalesce(array_agg(call_off_id), '{{}}') AS call_off_ids,
           coalesce(array_agg(monday), '{{}}') AS mondays
    FROM (SELECT s.call_off_id, {monday} AS monday FROM {source} GROUP BY 1, 2) AS weeks
    """

_NEW_WEEKS = """
    SELECT coalesce(array_agg(call_off_id), '{{}}') AS call_off_ids,
           coalesce(array_agg(monday), '{{}}') AS mondays
    FROM (
        SELECT s.call_off_id, {monday} AS monday
        FROM {source}
        JOIN attendance a ON a.municipality = :municipality AND a.call_off_id = s.call_off_id
            AND a.day = s.day AND a.version = 1 AND a.updated_at = :at
        GROUP BY 1, 2
    ) AS weeks
    """

_CORRECT = """
    WITH changed AS (
        SELECT a.*, CAST(s.planned AS numeric(4, 2)) AS planned,
               CAST(s.attended AS numeric(4, 2)) AS attended, s.reason, {monday} AS monday
        FROM {source}
        JOIN attendance a ON a.municipality = :municipality
            AND a.call_off_id = s.call_off_id AND a.day = s.day
        WHERE (a.planned_hours, a.attended_hours, a.absence_reason) IS DISTINCT FROM
              (CAST(s.planned AS numeric(4, 2)), CAST(s.attended AS numeric(4, 2)), s.reason)
    ), kept AS (
        INSERT INTO attendance_history (
            municipality, call_off_id, day, version, planned_hours, attended_hours,
            absence_reason, updated_at, updated_by, replaced_at, replaced_by, reason)
        SELECT municipality, call_off_id, day, version, planned_hours, attended_hours,
               absence_reason, updated_at, updated_by, :at, :by, :why
        FROM changed
    ), written AS (
        UPDATE attendance a
        SET version = a.version + 1, planned_hours = c.planned, attended_hours = c.attended,
            absence_reason = c.reason, updated_at = :at, updated_by = :by
        FROM changed c
        WHERE a.municipality = :municipality AND a.call_off_id = c.call_off_id AND a.day = c.day
    ), weeks AS (
        SELECT call_off_id, monday, count(*) AS days FROM changed GROUP BY 1, 2
    )
    SELECT coalesce(sum(days), 0) AS days, coalesce(array_agg(call_off_id), '{{}}') AS call_off_ids,
           coalesce(array_agg(monday), '{{}}') AS mondays
    FROM weeks
    """

_ABSENCES = ", ".join(
    f"'{reason}', CAST(sum(planned_hours - attended_hours)"
    f" FILTER (WHERE absence_reason = '{reason}' AND attended_hours < planned_hours) AS text)"
    for reason in REASONS
)

_TOLD = f"""
    SELECT c.id || '/' || said.week AS subject, c.provider_id,
           jsonb_build_object(
               'call_off_id', c.id, 'week', said.week, 'provider_id', c.provider_id,
               'offer_id', c.offer_id, 'citizen_id', c.citizen_id,
               'planned_hours', CAST(days.planned AS text),
               'attended_hours', CAST(days.attended AS text),
               'days_reported', days.reported, 'absence_hours', days.absences,
               'is_late', days.is_late, 'reported_at', days.reported_at, 'version', days.version
           ) AS data
    FROM unnest(CAST(:call_off_ids AS text[]), CAST(:mondays AS date[])) AS w (id, monday)
    JOIN call_offs c ON c.municipality = :municipality AND c.id = w.id
    CROSS JOIN LATERAL (SELECT to_char(w.monday, 'IYYY"-W"IW') AS week) AS said
    CROSS JOIN LATERAL (
        SELECT sum(planned_hours) AS planned, sum(attended_hours) AS attended,
               count(*) AS reported, bool_or(a.is_late) AS is_late, sum(a.version) AS version,
               max(a.updated_at) AS reported_at,
               jsonb_strip_nulls(jsonb_build_object({_ABSENCES})) AS absences
        FROM attendance a
        WHERE a.municipality = :municipality AND a.call_off_id = w.id
          AND a.day BETWEEN w.monday AND w.monday + 6
    ) AS days
    """  # noqa: S608 - names of our own

LIST_TOLD = text(_TOLD)

# As ``kit.outbox`` writes facts: under the lock that lets positions become visible in their order.
LOCK_OUTBOX = text("SELECT pg_advisory_xact_lock(hashtext('pejling.outbox'))")
PUBLISH = text(
    f"""
    INSERT INTO outbox (municipality, type, subject, provider_id, happened_at, data)
    SELECT :municipality, 'AttendanceWeekReported', subject, provider_id, :at, data
    FROM ({_TOLD}) AS told
    """  # noqa: S608 - as above
)

STATEMENTS = {
    is_table: {
        name: text(
            statement.format(
                source=_AS_TABLE if is_table else _AS_ARRAYS, monday=_MONDAY, weekday=_WEEKDAY
            )
        )
        for name, statement in (
            ("refused", _FIND_REFUSED),
            ("any_repeated", _ANY_REPEATED),
            ("repeated", _FIND_REPEATED),
            ("add", _ADD),
            ("weeks", _WEEKS),
            ("new_weeks", _NEW_WEEKS),
            ("correct", _CORRECT),
        )
    }
    for is_table in (True, False)
}
"""By whether the rows wait in the table or come as arrays, and by what is done."""
