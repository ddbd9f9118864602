/** When one can begin, and how many seats are left. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../lib/format';
import { Failed, Loading } from '../ui/states';
import { cohortsOptions, type Cohort, type OfferDetail } from './fetch-offer';

function CohortTable({ cohorts }: { cohorts: readonly Cohort[] }): JSX.Element {
  const { t } = useTranslation('offers');
  return (
    <table className="sums-table">
      <caption className="sr-only">{t('cohorts')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('cohort_starts')}</th>
          <th scope="col">{t('cohort_ends')}</th>
          <th scope="col">{t('cohort_sign_up')}</th>
          <th scope="col" className="number">
            {t('cohort_seats')}
          </th>
        </tr>
      </thead>
      <tbody>
        {cohorts.map((cohort) => (
          <tr key={cohort.id}>
            <th scope="row">{formatDate(cohort.starts_on)}</th>
            <td>{formatDate(cohort.ends_on)}</td>
            <td>{formatDate(cohort.sign_up_closes_on)}</td>
            <td className="number">
              {t('cohort_of', { free: cohort.free_seats, all: cohort.seats })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The section. */
export function Cohorts({ offer }: { offer: OfferDetail }): JSX.Element {
  const { t } = useTranslation('offers');
  const { data, error, refetch } = useQuery(cohortsOptions(offer.id));
  return (
    <section>
      <h2 className="section-title">{t('cohorts')}</h2>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading rows={2} />}
      {data?.length === 0 && (
        <p>{offer.intake === 'cohorts' ? t('cohorts_none') : t('cohorts_continuous')}</p>
      )}
      {data !== undefined && data.length > 0 && <CohortTable cohorts={data} />}
    </section>
  );
}
