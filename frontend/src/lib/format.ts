/** Numbers, money and dates as people here read them: 1.234,56 kr., 38,2 %, 31.12.2026. */
import i18next from 'i18next';
import type { Figure } from '../api/answers';
import '../locales/pages';
import { currentLanguage } from './i18n';

export type Unit = Figure['unit'];

const TIME_ZONE = 'Europe/Copenhagen';
const formats = new Map<string, Intl.NumberFormat>();

function locale(): string {
  return currentLanguage() === 'en' ? 'en-GB' : 'da-DK';
}

/** A number with at most so many decimals, and at least so many. */
export function formatNumber(value: number, most = 1, least = 0): string {
  const key = `${locale()}/${most}/${least}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale(), {
      maximumFractionDigits: most,
      minimumFractionDigits: least,
    });
    formats.set(key, format);
  }
  return format.format(value);
}

/** A share 0–1 as per cent with one decimal at most. */
export function formatShare(share: number, least = 0): string {
  const per_cent = formatNumber(share * 100, 1, least);
  return currentLanguage() === 'en' ? `${per_cent}%` : `${per_cent}\u00a0%`;
}

/** Kroner, with two decimals unless told otherwise. */
export function formatMoney(amount: number | string, decimals = 2): string {
  return i18next.t('unit.money', { value: formatNumber(Number(amount), decimals, decimals) });
}

/** An ISO date as dd.mm.åååå, by its digits alone so that no time zone can move it. */
export function formatDate(iso: string): string {
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-');
  return `${day}.${month}.${year}`;
}

/** An instant as dd.mm.åååå kl. tt.mm in Danish time. */
export function formatInstant(instant: string | number): string {
  const parts = new Map(
    new Intl.DateTimeFormat('da-DK', {
      timeZone: TIME_ZONE,
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  const date = `${parts.get('day') ?? ''}.${parts.get('month') ?? ''}.${parts.get('year') ?? ''}`;
  const [hour, minute] = [parts.get('hour') ?? '', parts.get('minute') ?? ''];
  return currentLanguage() === 'en' ? `${date} ${hour}:${minute}` : `${date} kl. ${hour}.${minute}`;
}

/** Today's date in Denmark, ISO 8601. */
export function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE }).format(Date.now());
}

/** A figure's value in its unit, as written beside its drawing. */
export function formatValue(value: number | string, unit: Unit): string {
  if (unit === 'date') return formatDate(String(value));
  const number = Number(value);
  switch (unit) {
    case 'share':
      return formatShare(number, 1);
    case 'DKK':
      return formatMoney(number);
    case 'weeks':
      return i18next.t('unit.weeks_value', { count: number, value: formatNumber(number) });
    case 'days':
      return i18next.t('unit.days_value', { count: number, value: formatNumber(number) });
    case 'per_100':
      return i18next.t('unit.per_100_value', { value: formatNumber(number) });
    case 'count':
    case 'smiley':
      return formatNumber(number);
    case 'score':
      return formatNumber(number, 2);
  }
}

/** A range of a unit, the unit written once: 31,8–45,1 %. */
export function formatRange(low: number, high: number, unit: Unit, decimals = 1): string {
  if (unit === 'share') {
    return `${formatNumber(low * 100, decimals, decimals)}–${formatShare(high, decimals)}`;
  }
  if (unit === 'DKK') return `${formatNumber(low, 0)}–${formatMoney(high, 0)}`;
  return `${formatNumber(low)}–${formatNumber(high)}`;
}

/** A mark on an axis: as short as can be. */
export function formatTick(value: number, unit: Unit): string {
  if (unit === 'share') return formatNumber(value * 100, 0);
  if (unit === 'DKK') return formatNumber(value, 0);
  return formatNumber(value, 1);
}
