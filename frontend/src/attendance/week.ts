/** ISO weeks and their days, by the calendar alone so that no time zone can move them. */

const DAY_MS = 86_400_000;
const WEEK = /^(\d{4})-W(\d{2})$/;

function utc(iso: string): Date {
  return new Date(`${iso}T00:00:00Z`);
}

/** A day so many days after another, ISO 8601. */
export function addDays(iso: string, days: number): string {
  return new Date(utc(iso).getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(iso: string): number {
  return utc(iso).getUTCDay() || 7;
}

/** The ISO week that holds a day: `2026-W46`. */
export function weekOf(iso: string): string {
  const thursday = addDays(iso, 4 - weekdayOf(iso));
  const year = thursday.slice(0, 4);
  const days = (utc(thursday).getTime() - utc(`${year}-01-01`).getTime()) / DAY_MS;
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

/** The first day of a week, or null where there is no such week. */
export function mondayOf(week: string): string | null {
  const [, year, number] = WEEK.exec(week) ?? [];
  if (year === undefined || number === undefined) return null;
  // The fourth of January lies in the first week of every year.
  const fourth = `${year}-01-04`;
  const monday = addDays(fourth, 1 - weekdayOf(fourth) + (Number(number) - 1) * 7);
  return weekOf(monday) === week ? monday : null;
}

/** Monday to Sunday of a week; empty where there is no such week. */
export function daysOf(week: string): string[] {
  const monday = mondayOf(week);
  return monday === null ? [] : [0, 1, 2, 3, 4, 5, 6].map((day) => addDays(monday, day));
}

/** The week so many weeks after another. */
export function addWeeks(week: string, weeks: number): string {
  const monday = mondayOf(week);
  return monday === null ? week : weekOf(addDays(monday, weeks * 7));
}

/** A week's number as people say it. */
export function weekNumber(week: string): number {
  return Number(week.slice(6));
}
