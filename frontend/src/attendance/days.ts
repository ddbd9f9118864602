/** Days as the protocol writes them. */
import { formatDate } from '../lib/format';
import { currentLanguage } from '../lib/i18n';

function weekday(iso: string, length: 'long' | 'short'): string {
  const locale = currentLanguage() === 'en' ? 'en-GB' : 'da-DK';
  const name = new Intl.DateTimeFormat(locale, { weekday: length, timeZone: 'UTC' });
  return name.format(new Date(`${iso}T00:00:00Z`)).replace('.', '');
}

/** `mandag 16.11.2026` */
export function longDay(iso: string): string {
  return `${weekday(iso, 'long')} ${formatDate(iso)}`;
}

/** `man 16.11.` */
export function shortDay(iso: string): string {
  return `${weekday(iso, 'short')} ${formatDate(iso).slice(0, 6)}`;
}
