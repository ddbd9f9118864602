/** ISO weeks and their days. */
import { addDays, daysBetween } from '../lib/days';

const WEEK = /^(\d{4})-W(\d{2})$/;

/** Monday is 1, Sunday is 7. */
export function weekdayOf(iso: string): number {
  return new Date(iso).getUTCDay() || 7;
}

/** The ISO week that holds a day: `2026-W46`. */
export function weekOf(iso: string): string {
  const thursday = addDays(iso, 4 - weekdayOf(iso));
  const year = thursday.slice(0, 4);
  const weeks = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7);
  return `${year}-W${String(weeks + 1).padStart(2, '0')}`;
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
