/** Days by the calendar alone, so that no time zone can move them. */

const DAY_MS = 86_400_000;

/** A day so many days after another, ISO 8601. */
export function addDays(iso: string, days: number): string {
  return new Date(Date.parse(iso) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days lie between two; NaN where one is no day. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
