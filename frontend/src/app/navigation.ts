/** The parts of the application, in the order of a working day; each is shown to who may use it. */
import type { ParseKeys } from 'i18next';
import type { Right } from '../session/no-right';

export interface Part {
  to: string;
  text: ParseKeys;
  /** Any one of these rights is enough. */
  rights: readonly Right[];
}

/** A new part is one line here, its texts under `nav` in the locales, and its route in router.tsx. */
export const PARTS: readonly Part[] = [
  { to: '/guide', text: 'nav.guide', rights: ['guide.read'] },
  { to: '/referrals', text: 'nav.referrals', rights: ['referrals.write'] },
  { to: '/call-offs', text: 'nav.call_offs', rights: ['call_offs.answer'] },
  { to: '/attendance', text: 'nav.attendance', rights: ['attendance.report'] },
  { to: '/quality', text: 'nav.quality', rights: ['quality.read'] },
  {
    to: '/administration',
    text: 'nav.administration',
    rights: ['clients.manage', 'audit.search', 'operations.read'],
  },
];

/** The parts that somebody with these rights may use. */
export function partsFor(rights: readonly string[]): Part[] {
  return PARTS.filter((part) => part.rights.some((right) => rights.includes(right)));
}
