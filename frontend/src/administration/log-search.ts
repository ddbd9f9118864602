/** What somebody looks for in the log, from the form to the API. */
import { addDays } from '../lib/days';
import type { LogSearch } from './api';

export interface Asked {
  subject: string;
  actor: string;
  act: string;
  purpose: string;
  service: string;
  /** Days, ISO 8601, both included. */
  since: string;
  until: string;
}

export const NOTHING_ASKED: Asked = {
  subject: '',
  actor: '',
  act: '',
  purpose: '',
  service: '',
  since: '',
  until: '',
};

/** How far Danish time is ahead of UTC on a day, as ISO 8601 writes it. */
function offsetOn(day: string): string {
  const name = new Intl.DateTimeFormat('en', {
    timeZone: 'Europe/Copenhagen',
    timeZoneName: 'longOffset',
  })
    .formatToParts(new Date(`${day}T00:00:00Z`))
    .find(({ type }) => type === 'timeZoneName')?.value;
  return (name ?? 'GMT+01:00').replace('GMT', '') || '+00:00';
}

/** The moment at which a day begins in Denmark. */
export function beginningOf(day: string): string {
  return `${day}T00:00:00${offsetOn(day)}`;
}

/** The search as the API takes it: what is left empty may be anything. */
export function searchOf(asked: Asked): LogSearch {
  const search: LogSearch = {};
  for (const name of ['subject', 'actor', 'act', 'purpose', 'service'] as const) {
    const value = asked[name].trim();
    if (value !== '') search[name] = value;
  }
  if (asked.since !== '') search.since = beginningOf(asked.since);
  if (asked.until !== '') search.until = beginningOf(addDays(asked.until, 1));
  return search;
}
