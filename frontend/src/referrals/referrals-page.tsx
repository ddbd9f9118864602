/** The caseworker's referrals: own or all, one status or any, in the order asked for. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useOfferNames } from '../api/offers';
import { formatDate, formatNumber } from '../lib/format';
import { useRight } from '../session/use-session';
import { DataTable, type TableColumn } from '../ui/data-table';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { SelectField } from '../ui/select-field';
import { Empty, Failed, Loading, MoreButton } from '../ui/states';
import { StatusTag } from '../ui/status-tag';
import { SubNavigation } from '../ui/sub-navigation';
import {
  exportAddress,
  listOptions,
  namesOptions,
  SORTED_BY,
  STATUSES,
  type Referral,
  type Sort,
} from './fetch-referrals';
import './referrals.scss';
import type { ReferralsSearch } from './search';
import { KIND, NOT_STARTED } from './status';
import './texts';

function sortOf(asked: string | undefined): { sort: Sort; by: string; descending: boolean } {
  const descending = asked === undefined || asked.startsWith('-');
  const by = SORTED_BY.find((name) => name === asked?.replace(/^-/, '')) ?? 'updated_at';
  return { sort: descending ? `-${by}` : by, by, descending };
}

function withWhose({ status, sort }: ReferralsSearch, whose: 'me' | 'all'): ReferralsSearch {
  return {
    ...(whose === 'all' ? { whose } : {}),
    ...(status === undefined ? {} : { status }),
    ...(sort === undefined ? {} : { sort }),
  };
}

function useColumns(
  names: ReadonlyMap<string, string> | undefined,
  mayNames: boolean,
): TableColumn<Referral>[] {
  const { t } = useTranslation('referrals');
  const offerName = useOfferNames();
  return useMemo(() => {
    const day = (iso: string | null): string => (iso === null ? t('not_said') : formatDate(iso));
    return [
      {
        id: 'citizen',
        header: t('citizen'),
        cell: (row) => (
          <Link to="/referrals/$id" params={{ id: row.id }}>
            {names?.get(row.citizen_id) ??
              (mayNames && names === undefined ? '…' : t('citizen_gone'))}
          </Link>
        ),
      },
      { id: 'offer', header: t('offer'), cell: (row) => offerName(row.offer_id) },
      {
        id: 'status',
        header: t('state'),
        cell: (row) => (
          <>
            <StatusTag kind={KIND[row.status]}>{t(`status.${row.status}`)}</StatusTag>
            {row.aligned_at === null && NOT_STARTED.has(row.status) && (
              <span className="note">{t('unaligned')}</span>
            )}
          </>
        ),
      },
      {
        id: 'ordered_at',
        header: t('ordered'),
        cell: (row) => (row.ordered_at === null ? '–' : formatDate(row.ordered_at)),
        sortValue: (row) => row.ordered_at,
        descendingFirst: true,
      },
      {
        id: 'planned_ends_on',
        header: t('ends'),
        cell: (row) => day(row.ended_on ?? row.planned_ends_on),
        sortValue: (row) => row.planned_ends_on,
      },
      {
        id: 'updated_at',
        header: t('updated'),
        cell: (row) => formatDate(row.updated_at),
        sortValue: (row) => row.updated_at,
        descendingFirst: true,
      },
    ];
  }, [t, names, mayNames, offerName]);
}

/** The page; what is chosen stands in the address. */
export function ReferralsPage(): JSX.Element {
  const { t } = useTranslation('referrals');
  const navigate = useNavigate();
  const search = useSearch({ from: '/staff/referrals' });
  const isOwn = search.whose !== 'all';
  const status = STATUSES.find((each) => each === search.status);
  const { sort, by, descending } = sortOf(search.sort);
  const go = (changes: ReferralsSearch): void => {
    void navigate({ to: '/referrals', search: { ...search, ...changes } });
  };
  const mayNames = useRight('citizens.read');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    listOptions({ status, isOwn, sort }),
  );
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const people = useQuery({
    ...namesOptions(rows.map(({ citizen_id }) => citizen_id)),
    enabled: mayNames && rows.length > 0,
    placeholderData: (before) => before,
  });
  const count = data?.pages[0]?.count ?? rows.length;
  const columns = useColumns(people.data, mayNames && people.error === null);
  return (
    <div className="referrals">
      <PageHead title={t('title')} lead={t('lead')} />
      <SubNavigation label={t('whose')}>
        {(['me', 'all'] as const).map((whose) => (
          <Link
            key={whose}
            to="/referrals"
            search={withWhose(search, whose)}
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={(whose === 'me') === isOwn ? 'page' : undefined}
          >
            {t(`whose_${whose}`)}
          </Link>
        ))}
      </SubNavigation>
      <div className="list-line">
        <SelectField
          id="referrals-status"
          label={t('filter_status')}
          value={status ?? ''}
          choices={[
            { value: '', label: t('any_status') },
            ...STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
          ]}
          onChange={(value) => {
            go({ status: value });
          }}
        />
        <a className="tool" href={exportAddress({ status, isOwn })} download>
          <Icon name="download" />
          {t('export')}
        </a>
      </div>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {people.error !== null && <Failed error={people.error} />}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && rows.length === 0 && (
        <Empty heading={t(isOwn ? 'empty_own' : 'empty')}>
          <p>
            {t('empty_text')} <Link to="/guide">{t('to_guide')}</Link>
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <>
          <p className="list-total">{t('count', { count, value: formatNumber(count) })}</p>
          <DataTable
            caption={t('title')}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            sort={{ by, descending }}
            onSort={(next) => {
              go({ sort: `${next.descending ? '-' : ''}${next.by}` });
            }}
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
