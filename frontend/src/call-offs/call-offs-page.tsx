/** A provider's orders, those that wait for an answer first. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useMemo, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../lib/format';
import { useRight } from '../session/use-session';
import { Button } from '../ui/button';
import { DataTable, type TableColumn } from '../ui/data-table';
import { PageHead } from '../ui/page-head';
import { Empty, Failed, Loading, MoreButton } from '../ui/states';
import { StatusTag } from '../ui/status-tag';
import { SubNavigation } from '../ui/sub-navigation';
import './call-offs.scss';
import {
  listOptions,
  participantsOptions,
  STATUSES,
  type CallOff,
  type Status,
} from './fetch-call-offs';
import { KIND } from './status';
import './texts';

const SORT = { by: 'received', descending: true };

function useColumns(
  names: ReadonlyMap<string, { name: string }> | undefined,
): TableColumn<CallOff>[] {
  const { t } = useTranslation('call_offs');
  return useMemo(
    () => [
      {
        id: 'offer',
        header: t('offer'),
        cell: (row) => (
          <Link to="/call-offs/$id" params={{ id: row.id }}>
            {row.offer_name ?? row.offer_id}
          </Link>
        ),
      },
      {
        id: 'who',
        header: t('participant'),
        cell: (row) => {
          if (names === undefined) return <span className="soft">{t('name_hidden')}</span>;
          return names.get(row.id)?.name ?? <span className="soft">{t('name_gone')}</span>;
        },
      },
      { id: 'received', header: t('received'), cell: (row) => formatDate(row.received_at) },
      {
        id: 'starts',
        header: t('starts'),
        cell: (row) => {
          const day = row.started_on ?? row.agreed_starts_on ?? row.planned_starts_on;
          return day === null ? t('not_said') : formatDate(day);
        },
      },
      {
        id: 'status',
        header: t('state'),
        cell: (row) => (
          <>
            <StatusTag kind={row.overdue ? 'error' : KIND[row.status]}>
              {t(`status.${row.status}`)}
            </StatusTag>
            {row.status === 'received' && (
              <span className="note">
                {t('answer_by')} {formatDate(row.answer_by)}
                {row.overdue && `, ${t('overdue')}`}
              </span>
            )}
            {row.status === 'accepted' && row.aligned_at === null && (
              <span className="note">{t('unaligned')}</span>
            )}
          </>
        ),
      },
    ],
    [t, names],
  );
}

/** The page; the status stands in the address. */
export function CallOffsPage(): JSX.Element {
  const { t } = useTranslation('call_offs');
  const asked = useSearch({ from: '/staff/call-offs' });
  const shown =
    asked.status === 'all'
      ? undefined
      : (STATUSES.find((status) => status === asked.status) ?? 'received');
  const mayNames = useRight('referrals.participants');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    listOptions(shown),
  );
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const [isNamed, setNamed] = useState(false);
  const people = useQuery({
    ...participantsOptions(rows.map(({ id }) => id)),
    enabled: isNamed && rows.length > 0,
    placeholderData: (before) => before,
  });
  const columns = useColumns(isNamed ? people.data : undefined);
  const tabs: readonly (Status | 'all')[] = [...STATUSES, 'all'];
  return (
    <div className="call-offs">
      <PageHead title={t('title')} lead={t('lead')} />
      <SubNavigation label={t('filter')}>
        {tabs.map((tab) => (
          <Link
            key={tab}
            to="/call-offs"
            search={tab === 'received' ? {} : { status: tab }}
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={tab === (shown ?? 'all') ? 'page' : undefined}
          >
            {t(`list.${tab}`)}
          </Link>
        ))}
      </SubNavigation>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && rows.length === 0 && (
        <Empty heading={t(shown === 'received' ? 'empty_received' : 'empty')}>
          <p>{t(shown === 'received' ? 'empty_received_text' : 'empty_text')}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <>
          <div className="list-line">
            <p>{t('count', { count: data?.pages[0]?.count ?? rows.length })}</p>
            {mayNames && !isNamed && (
              <p>
                <Button
                  kind="quiet"
                  onClick={() => {
                    setNamed(true);
                  }}
                >
                  {t('show_names')}
                </Button>{' '}
                <span className="soft">{t('show_names_hint')}</span>
              </p>
            )}
          </div>
          {people.error !== null && <Failed error={people.error} />}
          <DataTable
            caption={t('title')}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            sort={SORT}
            sorted
          />
          {hasNextPage && (
            <MoreButton busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />
          )}
        </>
      )}
    </div>
  );
}
