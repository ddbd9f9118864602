/** The days that are missing, by week; each leads to its week. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { missingOptions } from './fetch-week';
import { weekNumber } from './week';

/** The list; silent while it is not known. */
export function MissingDays({ week: shown }: { week: string }): JSX.Element | null {
  const { t } = useTranslation('attendance');
  const { data } = useQuery(missingOptions());
  if (data === undefined) return null;
  const weeks = new Map<string, { count: number; overdue: boolean }>();
  for (const { week, overdue } of data.items) {
    const known = weeks.get(week) ?? { count: 0, overdue: false };
    weeks.set(week, { count: known.count + 1, overdue: known.overdue || overdue });
  }
  return (
    <section className="protocol-missing" aria-labelledby="missing-title">
      <h2 className="h4" id="missing-title">
        {t('missing_title')}
      </h2>
      {weeks.size === 0 && <p>{t('missing_none')}</p>}
      <ul className="nobullet-list">
        {[...weeks].map(([week, { count, overdue }]) => (
          <li key={week}>
            <Link
              to="/attendance"
              search={{ week }}
              activeOptions={{ exact: true, includeSearch: true }}
              aria-current={week === shown ? 'page' : undefined}
            >
              {t('missing_week', { count, number: weekNumber(week) })}
            </Link>
            {overdue && <span className="protocol-overdue"> {t('missing_overdue')}</span>}
          </li>
        ))}
        {data.next !== null && data.next !== undefined && <li>{t('missing_more')}</li>}
      </ul>
    </section>
  );
}
