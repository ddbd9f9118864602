/** What a field is called, for the summary of mistakes. */
import type { TFunction } from 'i18next';
import { PROSE } from '../api/alignment';

/** The label of the field at a path of the API. */
export function labelOf(path: string, t: TFunction<'order'>): string {
  const [first = '', place = '', part = ''] = path.split('.');
  if (first === 'targets') {
    const names = { theme: t('theme'), words: t('words'), goal: t('goal') };
    const name = part in names ? names[part as keyof typeof names] : '';
    return `${t('target', { number: Number(place) + 1 })}, ${name.toLowerCase()}`;
  }
  const prose = PROSE.find((name) => name === first);
  if (prose !== undefined) return t(`prose.${prose}`);
  const names: Readonly<Record<string, string>> = {
    citizen_id: t('citizen'),
    cohort_id: t('cohort'),
    planned_starts_on: t('starts'),
    hours_per_week: t('hours'),
    planned_ends_on: t('ends'),
    reason_code: t('reason'),
    reason_text: t('reason_text'),
    when: t('alignment'),
    workplace_met_on: t('workplace'),
    complaint_guidance: place === 'version' ? t('guidance_version') : t('guidance'),
    how: t('how'),
    acknowledged_on: t('acknowledged_on'),
    acknowledged_time: t('acknowledged_time'),
    acknowledged: t('step.alignment'),
  };
  return names[first] ?? path;
}
