/** The quality overview: a target group's offers side by side, for those who answer for them. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { codedText } from '../lib/coded';
import { formatDate } from '../lib/format';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { SelectField } from '../ui/select-field';
import { Empty, Failed, Loading } from '../ui/states';
import {
  exportAddress,
  overviewOptions,
  useTargetGroups,
  type Overview,
  type Row,
} from './fetch-overview';
import { readSort, writeSort } from './sorting';
import './quality.scss';
import './texts';

const Table = lazy(async () => {
  const { OverviewTable } = await import('./overview-table');
  return { default: OverviewTable };
});
const Sums = lazy(async () => {
  const { SumsDialog } = await import('./sums-dialog');
  return { default: SumsDialog };
});

function Reading(): JSX.Element {
  const { t } = useTranslation('quality');
  const told = ['basis_rows', 'basis_hidden', 'basis_bar', 'basis_task', 'basis_dates'] as const;
  return (
    <section className="quality-basis">
      <h2 className="h4">{t('basis')}</h2>
      <ul>
        {told.map((name) => (
          <li key={name}>{t(name)}</li>
        ))}
      </ul>
    </section>
  );
}

function Tools({ group }: { group: string }): JSX.Element {
  const { t } = useTranslation('quality');
  return (
    <p className="tools">
      {(['csv', 'xlsx'] as const).map((format) => (
        <a key={format} className="tool" href={exportAddress(group, format)} download>
          <Icon name="download" />
          {t(format)}
        </a>
      ))}
      <button
        type="button"
        className="tool"
        onClick={() => {
          window.print();
        }}
      >
        <Icon name="print" />
        {t('print')}
      </button>
    </p>
  );
}

function Found({ overview, busy }: { overview: Overview; busy: boolean }): JSX.Element {
  const { t } = useTranslation('quality');
  const search = useSearch({ from: '/staff/quality' });
  const navigate = useNavigate({ from: '/quality' });
  const [shown, setShown] = useState<Row | null>(null);
  const show = useCallback((row: Row) => {
    setShown(row);
  }, []);
  const { items, as_of, target_group } = overview;
  return (
    <div aria-busy={busy}>
      <div className="quality-line">
        <p role="status">
          <strong>
            {codedText('target_group', target_group.code, target_group.label)}:{' '}
            {t('rows', { count: items.length })}
          </strong>
          {' · '}
          {as_of === null ? t('figures_none') : t('figures_from', { date: formatDate(as_of) })}
        </p>
        <Tools group={target_group.code} />
      </div>
      {items.length === 0 ? (
        <Empty heading={t('empty')}>
          <p>{t('empty_text')}</p>
        </Empty>
      ) : (
        <>
          <Suspense fallback={<Loading />}>
            <Table
              overview={overview}
              sort={readSort(search.sort)}
              onSort={(sort) => {
                void navigate({
                  search: (before) => ({ ...before, sort: writeSort(sort) }),
                  replace: true,
                  resetScroll: false,
                });
              }}
              onSums={show}
            />
          </Suspense>
          <Reading />
        </>
      )}
      {shown !== null && (
        <Suspense fallback={null}>
          <Sums
            overview={overview}
            row={shown}
            onClose={() => {
              setShown(null);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** The page at `/quality`; target group and sort stand in the address. */
export function QualityPage(): JSX.Element {
  const { t } = useTranslation('quality');
  const { target_group: group = '' } = useSearch({ from: '/staff/quality' });
  const navigate = useNavigate({ from: '/quality' });
  const groups = useTargetGroups();
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...overviewOptions(group),
    enabled: group !== '',
    placeholderData: keepPreviousData,
  });
  return (
    <div className="quality">
      <PageHead title={t('title')} lead={t('lead')} />
      <div className="quality-top">
        <SelectField
          id="target-group"
          label={t('target_group')}
          value={group}
          choices={[
            // A code that is not on today's list stands for itself, and not for the first that is.
            ...(groups.some(({ value }) => value === group)
              ? []
              : [{ value: group, label: group === '' ? t('choose') : group }]),
            ...groups,
          ]}
          onChange={(value) => {
            void navigate({ search: (before) => ({ ...before, target_group: value }) });
          }}
        />
        <div className="quality-effect">
          <h2 className="quality-effect-title">{t('effect_title')}</h2>
          <p>{t('effect_text')}</p>
        </div>
      </div>
      {group === '' && (
        <Empty heading={t('choose_first')}>
          <p>{t('choose_text')}</p>
        </Empty>
      )}
      {group !== '' && error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {group !== '' && error === null && data === undefined && <Loading />}
      {group !== '' && error === null && data !== undefined && (
        <Found overview={data} busy={isPlaceholderData} />
      )}
    </div>
  );
}
