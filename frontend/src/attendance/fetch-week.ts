/** A week's protocol from the API: courses, what is reported, and what is missing. */
import { queryOptions } from '@tanstack/react-query';
import { bodyOf, contracts } from '../api/client';
import type { components } from '../api/contracts';
import { fetchWhole } from '../api/pages';
import { fetchParticipants } from '../api/people';
import { usualHours, type Entry, type Reason } from './cell';
import { keyOf, type Change, type Course, type Reported, type Told } from './grid';

type Schemas = components['schemas'];
export type MissingDay = Schemas['MissingDay'];
export type Report = Schemas['Report'];
export type DayHistory = Schemas['AttendanceHistoryOfDay'];

const MOST = 200;

/** Courses under way in a week, by name; a name that cannot be had gives way to the order's number. */
export function coursesOptions(week: string) {
  return queryOptions({
    queryKey: ['attendance', 'courses', week],
    queryFn: async ({ signal }): Promise<{ courses: Course[]; hasNames: boolean }> => {
      const { items: callOffs } = await fetchWhole(async (at) =>
        bodyOf(
          await contracts.GET('/v1/call-offs', {
            params: { query: { under_way_in: week, limit: MOST, ...at } },
            signal,
          }),
        ),
      );
      const ids = callOffs.map(({ id }) => id);
      const people =
        ids.length === 0 ? new Map() : await fetchParticipants(ids, signal).catch(() => null);
      const courses = callOffs.flatMap((each): Course[] =>
        each.started_on === null
          ? []
          : [
              {
                id: each.id,
                name: (people?.get(each.id) as { name: string } | undefined)?.name ?? each.id,
                offer: each.offer_name ?? each.offer_id,
                startedOn: each.started_on,
                endedOn: each.ended_on,
                usual: usualHours(each.hours_per_week),
              },
            ],
      );
      courses.sort(
        (one, other) =>
          one.offer.localeCompare(other.offer, 'da') || one.name.localeCompare(other.name, 'da'),
      );
      return { courses, hasNames: people !== null };
    },
    // Opening the week is what is written down; going back and forth in it is the same look.
    staleTime: 5 * 60_000,
  });
}

/** What is reported of a week. */
export function reportedOptions(week: string) {
  return queryOptions({
    queryKey: ['attendance', 'reported', week],
    queryFn: async ({ signal }): Promise<Reported> => {
      const { items: days } = await fetchWhole(async (at) =>
        bodyOf(
          await contracts.GET('/v1/attendance', {
            params: { query: { week, limit: MOST, ...at } },
            signal,
          }),
        ),
      );
      return new Map(
        days.map((each): [string, Told] => [
          keyOf(each.call_off_id, each.day),
          {
            planned: Number(each.planned_hours),
            attended: Number(each.attended_hours),
            reason: each.absence_reason,
            version: each.version,
            isLate: each.is_late,
          },
        ]),
      );
    },
  });
}

/** The days that are missing in the last eight weeks, as many as one page holds. */
export function missingOptions() {
  return queryOptions({
    queryKey: ['attendance', 'missing'],
    queryFn: async ({ signal }) =>
      bodyOf(
        await contracts.GET('/v1/attendance/missing', {
          params: { query: { limit: MOST } },
          signal,
        }),
      ),
  });
}

/** The days that are missing in one week, working days up to yesterday. */
export function missingInOptions(week: string) {
  return queryOptions({
    queryKey: ['attendance', 'missing', week],
    queryFn: async ({ signal }) => {
      const { items } = await fetchWhole(async (at) =>
        bodyOf(
          await contracts.GET('/v1/attendance/missing', {
            params: { query: { week, limit: MOST, ...at } },
            signal,
          }),
        ),
      );
      return items;
    },
  });
}

/** One day before each correction. */
export function historyOptions(courseId: string, day: string) {
  return queryOptions({
    queryKey: ['attendance', 'history', courseId, day],
    queryFn: async ({ signal }) =>
      bodyOf(
        await contracts.GET('/v1/attendance/{call_off_id}/{day}/history', {
          params: { path: { call_off_id: courseId, day } },
          signal,
        }),
      ),
    staleTime: 0,
  });
}

function bodyOfEntry({ planned, attended, reason }: Entry) {
  return {
    planned_hours: planned.toFixed(2),
    attended_hours: attended.toFixed(2),
    absence_reason: reason satisfies Reason | null,
  };
}

/** Reports new days, each row judged by itself. */
export async function sendFresh(changes: readonly Change[]): Promise<Report> {
  const rows = changes.map(({ courseId, day, entry }) => ({
    call_off_id: courseId,
    day,
    ...bodyOfEntry(entry),
  }));
  const answer = bodyOf(
    await contracts.POST('/v1/attendance/batches', {
      params: { query: { on_error: 'skip_rows' } },
      body: rows,
    }),
  );
  return answer as Report;
}

/** Corrects one day that nobody else has corrected since it was read. */
export async function sendCorrection(change: Change, reason: string): Promise<void> {
  bodyOf(
    await contracts.PUT('/v1/attendance/{call_off_id}/{day}', {
      params: {
        path: { call_off_id: change.courseId, day: change.day },
        header: { 'if-match': `"${change.version ?? 0}"` },
      },
      body: { ...bodyOfEntry(change.entry), reason },
    }),
  );
}
