/** How the services do, as they say themselves. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInstant, formatNumber } from '../lib/format';
import { Alert } from '../ui/alert';
import type { TableColumn } from '../ui/data-table';
import { Failed, Loading } from '../ui/states';
import { StatusTag, type StatusKind } from '../ui/status-tag';
import { operationsOptions, type ServiceState } from './api';

const DataTable = lazy(async () => {
  const { DataTable: table } = await import('../ui/data-table');
  return { default: table<ServiceState> };
});

const KIND: Readonly<Record<ServiceState['state'], StatusKind>> = {
  ready: 'success',
  not_ready: 'warning',
  silent: 'error',
};

function Heard({ seconds, late }: { seconds: number | null; late: boolean }): JSX.Element {
  const { t } = useTranslation('administration');
  return (
    <>
      {seconds === null ? t('worker_never') : t('heard', { seconds: formatNumber(seconds, 0) })}
      {late && (
        <>
          {' '}
          <StatusTag kind="warning">{t('late')}</StatusTag>
        </>
      )}
    </>
  );
}

/** The part of the administration. */
export function Operations(): JSX.Element {
  const { t } = useTranslation('administration');
  const { data, error, refetch } = useQuery(operationsOptions());
  const columns = useMemo(
    (): TableColumn<ServiceState>[] => [
      { id: 'service', header: t('service'), cell: ({ service }) => service },
      {
        id: 'state',
        header: t('state_title'),
        cell: ({ state, detail }) => (
          <>
            <StatusTag kind={KIND[state]}>{t(`operation.${state}`)}</StatusTag>
            {detail !== null && (
              <span className="note" lang="da">
                {detail}
              </span>
            )}
          </>
        ),
      },
      {
        id: 'worker',
        header: t('worker'),
        cell: ({ worker }) =>
          worker === null ? '–' : <Heard seconds={worker.heard_seconds} late={worker.is_late} />,
      },
      {
        id: 'feeds',
        header: t('feeds'),
        cell: ({ feeds }) =>
          feeds.length === 0 ? (
            t('feeds_none')
          ) : (
            <ul className="feeds nobullet-list">
              {feeds.map(({ feed, heard_seconds, is_late }) => (
                <li key={feed}>
                  {feed}: <Heard seconds={heard_seconds} late={is_late} />
                </li>
              ))}
            </ul>
          ),
      },
      { id: 'schema', header: t('schema'), cell: ({ migration }) => migration ?? '–' },
      {
        id: 'answered',
        header: t('answered'),
        numeric: true,
        cell: ({ answered_ms: ms }) =>
          ms === null ? '–' : t('answered_ms', { ms: formatNumber(ms, 0) }),
      },
    ],
    [t],
  );
  return (
    <>
      <p>{t('operations_lead')}</p>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading rows={5} />}
      {data !== undefined && (
        <>
          {data.is_well ? (
            <p role="status">
              <strong>{t('well')}</strong> {t('asked_at', { when: formatInstant(data.asked_at) })}
            </p>
          ) : (
            <Alert kind="warning" heading={t('not_well')} urgent>
              <p className="alert-text">{t('asked_at', { when: formatInstant(data.asked_at) })}</p>
            </Alert>
          )}
          <Suspense fallback={<Loading rows={5} />}>
            <DataTable
              caption={t('part.operations')}
              columns={columns}
              rows={data.services}
              rowKey={({ service }) => service}
              sort={{ by: 'service', descending: false }}
              sorted
            />
          </Suspense>
          <p className="note">{t('stuck')}</p>
        </>
      )}
    </>
  );
}
