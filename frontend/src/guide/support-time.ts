/** Time on support as people say it, in months, and as the API asks for it, in weeks. */

export type SupportUnit = 'weeks' | 'months';

const WEEKS_A_MONTH = 365.25 / 12 / 7;

/** What was typed, in weeks; what is no number is left to the API to refuse. */
export function inWeeks(typed: string, unit: SupportUnit): string {
  if (unit === 'weeks' || !/^\d+$/.test(typed)) return typed;
  return String(Math.round(Number(typed) * WEEKS_A_MONTH));
}

/** Weeks as written in the unit on screen. */
export function asWritten(weeks: string, unit: SupportUnit): string {
  if (unit === 'weeks' || !/^\d+$/.test(weeks)) return weeks;
  return String(Math.round(Number(weeks) / WEEKS_A_MONTH));
}
