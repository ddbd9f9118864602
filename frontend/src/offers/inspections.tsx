/** The offer's published inspections, the newest first, each with its smiley in words. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../lib/format';
import { Failed, Loading } from '../ui/states';
import { inspectionsOptions } from './fetch-offer';

/** The section. */
export function Inspections({ offerId }: { offerId: string }): JSX.Element {
  const { t } = useTranslation('offers');
  const { data, error, refetch } = useQuery(inspectionsOptions(offerId));
  return (
    <section>
      <h2 className="section-title">{t('inspections')}</h2>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading rows={2} />}
      {data?.items.length === 0 && <p>{t('inspections_none')}</p>}
      <ul className="inspections no-max-width">
        {data?.items.map((inspection) => (
          <li key={inspection.id}>
            <h3 className="inspection-title">
              {inspection.smiley !== null && t('smiley', { value: inspection.smiley })}
              <span className="inspection-day">
                {formatDate(inspection.inspected_on)},{' '}
                {inspection.announced ? t('announced') : t('unannounced')}
              </span>
            </h3>
            <p lang="da">{inspection.findings === '' ? t('findings_none') : inspection.findings}</p>
            {inspection.provider_comment !== '' && (
              <p>
                {t('provider_comment')}: <span lang="da">{inspection.provider_comment}</span>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
