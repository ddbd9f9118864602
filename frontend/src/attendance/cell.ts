/** One cell of the protocol: what is typed in it, and what that says of a day. */

export const REASONS = [
  'ill',
  'child_ill',
  'job_interview',
  'holiday',
  'unexcused',
  'late',
] as const;
export type Reason = (typeof REASONS)[number];
/** What each reason is written as, in the language on screen. */
export type Letters = Readonly<Record<Reason, string>>;

/** What is so of one person and day, in hours. */
export interface Entry {
  planned: number;
  attended: number;
  reason: Reason | null;
}

export type Fault = 'unreadable' | 'reason_unknown' | 'reason_missing' | 'too_many_hours';
export type Reading = { entry: Entry } | { fault: Fault } | null;

const NO_PLAN = /^[-–—]$/;
const PRESENT = /^[x+]$/i;
const SAID = /^(\d{1,2}(?:[.,:]\d{1,2})?)?\s*(?:\/\s*(\d{1,2}(?:[.,:]\d{1,2})?))?\s*(\p{L}+)?$/u;
const MOST_HOURS = 24;

/** Hours as typed: `7,4`, `7.4` or `7:24`. */
function hoursOf(text: string): number {
  const [whole = '', minutes] = text.split(':');
  if (minutes === undefined) return Number(whole.replace(',', '.'));
  return Math.round((Number(whole) + Number(minutes) / 60) * 100) / 100;
}

function reasonOf(letters: string, known: Letters): Reason | undefined {
  return REASONS.find((reason) => known[reason].toLowerCase() === letters.toLowerCase());
}

/**
 * What a cell says: hours attended, after `/` those planned, and the letter of a reason.
 *
 * A letter alone is a whole day's absence, `x` a whole day's presence, `-` a day without plan;
 * an empty cell says nothing, and null is the answer.
 */
export function readCell(text: string, usual: number, letters: Letters): Reading {
  const typed = text.trim();
  if (typed === '') return null;
  if (NO_PLAN.test(typed)) return { entry: { planned: 0, attended: 0, reason: null } };
  if (PRESENT.test(typed)) return { entry: { planned: usual, attended: usual, reason: null } };
  const parts = SAID.exec(typed);
  if (parts === null) return { fault: 'unreadable' };
  const [, attendedText, plannedText, reasonText] = parts;
  if (attendedText === undefined && plannedText !== undefined) return { fault: 'unreadable' };
  const reason = reasonText === undefined ? null : reasonOf(reasonText, letters);
  if (reason === undefined) return { fault: 'reason_unknown' };
  const planned = plannedText === undefined ? usual : hoursOf(plannedText);
  const attended = attendedText === undefined ? 0 : hoursOf(attendedText);
  if (planned > MOST_HOURS || attended > MOST_HOURS) return { fault: 'too_many_hours' };
  if (reason === null && attended < planned) return { fault: 'reason_missing' };
  return { entry: { planned, attended, reason } };
}

function hoursText(hours: number): string {
  return String(Math.round(hours * 100) / 100).replace('.', ',');
}

/** A day as its cell shows it, as short as can be typed again. */
export function writeCell(entry: Entry, usual: number, letters: Letters): string {
  const { planned, attended, reason } = entry;
  if (planned === 0 && attended === 0 && reason === null) return '-';
  const letter = reason === null ? '' : letters[reason];
  if (attended === 0 && planned === usual && letter !== '') return letter;
  const hours =
    planned === usual ? hoursText(attended) : `${hoursText(attended)}/${hoursText(planned)}`;
  return letter === '' ? hours : `${hours} ${letter}`;
}

/** Whether two entries say the same. */
export function isSame(one: Entry, other: Entry): boolean {
  return (
    one.planned === other.planned && one.attended === other.attended && one.reason === other.reason
  );
}

/** The usual hours of one day of five, rounded to a quarter of an hour. */
export function usualHours(hoursPerWeek: string | null): number {
  return Math.round((Number(hoursPerWeek ?? 0) / 5) * 4) / 4;
}
