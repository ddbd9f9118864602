/** Reading a date as people here type it. */
import { today } from './format';

const TYPED = /^(\d{1,2})[.\-/ ](\d{1,2})(?:[.\-/ ](\d{4}|\d{2}))?$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const TOGETHER = /^(\d{2})(\d{2})(\d{4})$/;

function isoOf(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : null;
}

/** ISO 8601 of a typed date; this year where none was typed; null where it is no date. */
export function parseDate(typed: string): string | null {
  const text = typed.trim().replace(/[.\-/]$/, '');
  const iso = ISO.exec(text);
  if (iso !== null) return isoOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const found = TYPED.exec(text) ?? TOGETHER.exec(text);
  if (found === null) return null;
  const [, day, month, year = today().slice(0, 4)] = found;
  return isoOf(year.length === 2 ? 2000 + Number(year) : Number(year), Number(month), Number(day));
}
