/** The overview's table: what came of each offer, and how heavy its task is, on shared scales. */
import { Link } from '@tanstack/react-router';
import { useMemo, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate, formatNumber, formatShare } from '../lib/format';
import { Button } from '../ui/button';
import { DataTable, type TableColumn, type TableSort } from '../ui/data-table';
import { axisOf, markOf, type Axis } from '../ui/figures/axis';
import { FigureLine } from '../ui/figures/figure-line';
import { HiddenFigure } from '../ui/figures/hidden-figure';
import { isShown } from '../ui/figures/shown';
import { StatusTag } from '../ui/status-tag';
import type { Figure, Overview, Row } from './fetch-overview';
import { SORTED_BY, sortValue } from './sorting';

interface OverviewTableProps {
  overview: Overview;
  sort: TableSort;
  onSort: (sort: TableSort) => void;
  onSums: (row: Row) => void;
}

/** One scale for these measures of all rows. */
function axisFor(rows: readonly Row[], names: readonly string[]): Axis | null {
  return axisOf(rows.flatMap((row) => names.map((name) => markOf(row.figures[name]))));
}

/** The day of a figure that is older than the newest here. */
function Older({ figure, newest }: { figure: Figure | undefined; newest: string | null }) {
  const { t } = useTranslation('quality');
  if (!isShown(figure) || !figure.as_of || newest === null || figure.as_of >= newest) return null;
  return <span className="note">{t('as_of', { date: formatDate(figure.as_of) })}</span>;
}

function Plain({ figure, note }: { figure: Figure | undefined; note?: string }): JSX.Element {
  if (!isShown(figure)) return <HiddenFigure figure={figure} />;
  return (
    <>
      <strong>{formatNumber(Number(figure.value))}</strong>
      {note !== undefined && <span className="note">{note}</span>}
    </>
  );
}

function Offer({ row }: { row: Row }): JSX.Element {
  const { t } = useTranslation('quality');
  return (
    <>
      <Link to="/offers/$offerId" params={{ offerId: row.offer_id }}>
        {row.name}
      </Link>
      <span className="note">{row.provider_name ?? row.provider_id ?? t('no_provider')}</span>
      {row.status !== 'published' && <StatusTag>{t(`status.${row.status}`)}</StatusTag>}
    </>
  );
}

function Smiley({ figure }: { figure: Figure | undefined }): JSX.Element {
  const { t } = useTranslation('quality');
  if (!isShown(figure)) return <HiddenFigure figure={figure} />;
  return (
    <>
      <strong>{t('smiley_value', { value: figure.value })}</strong>
      {figure.period && (
        <span className="note">{t('smiley_day', { date: formatDate(figure.period.end) })}</span>
      )}
      {figure.caveats.length > 0 && <span className="note">{t('smiley_expired')}</span>}
    </>
  );
}

function Ages({ row }: { row: Row }): JSX.Element {
  const { t } = useTranslation('quality');
  const { under_30_share: under, from_30_share: from } = row.figures;
  if (!isShown(under) || !isShown(from)) return <HiddenFigure figure={under} />;
  return (
    <>
      <strong>{t('age_under', { share: formatShare(Number(under.value)) })}</strong>
      <span className="note">{t('age_from', { share: formatShare(Number(from.value)) })}</span>
    </>
  );
}

function Weeks({ row }: { row: Row }): JSX.Element {
  const { t } = useTranslation('quality');
  const { weeks_before_q1: low, weeks_before_median: middle, weeks_before_q3: high } = row.figures;
  if (!isShown(low) || !isShown(middle) || !isShown(high)) return <HiddenFigure figure={middle} />;
  const said = (figure: { value: number | string }) => formatNumber(Number(figure.value), 0);
  return (
    <>
      <strong>{t('weeks_value', { median: said(middle) })}</strong>
      <span className="note">{t('weeks_quartiles', { low: said(low), high: said(high) })}</span>
    </>
  );
}

/** The table; a column's header sorts by it, and on a phone each offer is a card. */
export function OverviewTable({ overview, sort, onSort, onSums }: OverviewTableProps): JSX.Element {
  const { t } = useTranslation('quality');
  const { items: rows, as_of: newest } = overview;
  const columns = useMemo((): TableColumn<Row>[] => {
    const effect = axisFor(rows, ['self_support_1m', 'self_support_3m']);
    const satisfaction = axisFor(rows, ['satisfaction']);
    const drawn = (
      name: 'self_support_1m' | 'self_support_3m' | 'satisfaction',
      axis: Axis | null,
    ) => ({
      id: name,
      header: t(`measure.${name}`),
      cell: (row: Row) => (
        <>
          <FigureLine figure={row.figures[name]} axis={axis} />
          {name !== 'satisfaction' && <Older figure={row.figures[name]} newest={newest} />}
        </>
      ),
    });
    const told: TableColumn<Row>[] = [
      { id: 'offer', header: t('offer'), cell: (row) => <Offer row={row} /> },
      drawn('self_support_1m', effect),
      drawn('self_support_3m', effect),
      drawn('satisfaction', satisfaction),
      {
        id: 'complaints',
        header: t('measure.complaints'),
        cell: ({ figures }) => (
          <Plain
            figure={figures['complaints']}
            note={t('complaints_n', { n: figures['complaints']?.n })}
          />
        ),
      },
      {
        id: 'smiley',
        header: t('measure.smiley'),
        cell: ({ figures }) => <Smiley figure={figures['smiley']} />,
      },
      {
        id: 'in_offer',
        header: t('measure.in_offer'),
        cell: ({ figures }) => (
          <>
            <Plain figure={figures['in_offer']} />
            <Older figure={figures['in_offer']} newest={newest} />
          </>
        ),
      },
      {
        id: 'finished',
        header: t('measure.finished'),
        cell: ({ figures }) => <Plain figure={figures['finished']} />,
      },
      { id: 'under_30_share', header: t('age'), cell: (row) => <Ages row={row} /> },
      { id: 'weeks_before_median', header: t('weeks_before'), cell: (row) => <Weeks row={row} /> },
    ];
    const sorted = told.map((column) => ({
      ...column,
      descendingFirst: SORTED_BY[column.id] === true,
      sortValue: (row: Row) =>
        column.id === 'offer' ? row.name : sortValue(row.figures[column.id]),
    }));
    return [
      ...sorted,
      {
        id: 'sums',
        header: t('sums_head'),
        cell: (row) => (
          <Button
            kind="quiet"
            aria-label={t('sums_of', { name: row.name })}
            onClick={() => {
              onSums(row);
            }}
          >
            {t('sums')}
          </Button>
        ),
      },
    ];
  }, [t, rows, newest, onSums]);
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={rows}
      rowKey={({ offer_id }) => offer_id}
      sort={sort}
      onSort={onSort}
    />
  );
}
