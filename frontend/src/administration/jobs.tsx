/** Long work of all services, the newest first. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInstant, formatNumber } from '../lib/format';
import type { TableColumn } from '../ui/data-table';
import { Empty, Failed, Loading } from '../ui/states';
import { StatusTag, type StatusKind } from '../ui/status-tag';
import { jobsOptions, type Job } from './api';
import { useWords } from './words';

const DataTable = lazy(async () => {
  const { DataTable: table } = await import('../ui/data-table');
  return { default: table<Job> };
});

const KIND: Readonly<Record<Job['state'], StatusKind>> = {
  waiting: 'neutral',
  running: 'info',
  done: 'success',
  failed: 'error',
};

/** The part of the administration. */
export function Jobs(): JSX.Element {
  const { t } = useTranslation('administration');
  const { data, error, refetch } = useQuery(jobsOptions());
  const words = useWords();
  const columns = useMemo(
    (): TableColumn<Job>[] => [
      {
        id: 'kind',
        header: t('job'),
        sortValue: ({ kind }) => kind,
        cell: ({ kind, service }) => (
          <>
            {words.right(kind)}
            <span className="note">
              <code>{kind}</code> · {service}
            </span>
          </>
        ),
      },
      {
        id: 'state',
        header: t('state_title'),
        sortValue: ({ state }) => state,
        cell: ({ state, problem }) => (
          <>
            <StatusTag kind={KIND[state]}>{t(`job_state.${state}`)}</StatusTag>
            {problem !== null && (
              <span className="note" lang="da">
                {problem.title}. {problem.detail}
              </span>
            )}
          </>
        ),
      },
      {
        id: 'asked',
        header: t('asked'),
        sortValue: ({ asked_at }) => asked_at,
        descendingFirst: true,
        cell: ({ asked_at }) => formatInstant(asked_at),
      },
      {
        id: 'progress',
        header: t('progress'),
        numeric: true,
        cell: ({ done, total }) =>
          total === null
            ? '–'
            : t('progress_of', { done: formatNumber(done, 0), total: formatNumber(total, 0) }),
      },
    ],
    [t, words],
  );
  return (
    <>
      <p>{t('jobs_lead')}</p>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && data.silent.length > 0 && (
        <p role="status">{t('jobs_silent', { services: data.silent.join(', ') })}</p>
      )}
      {data?.jobs.length === 0 && (
        <Empty heading={t('jobs_none')}>
          <p>{t('jobs_none_text')}</p>
        </Empty>
      )}
      {data !== undefined && data.jobs.length > 0 && (
        <Suspense fallback={<Loading />}>
          <DataTable
            caption={t('part.jobs')}
            columns={columns}
            rows={data.jobs}
            rowKey={({ service, id }) => `${service} ${id}`}
            sort={{ by: 'asked', descending: true }}
          />
        </Suspense>
      )}
    </>
  );
}
