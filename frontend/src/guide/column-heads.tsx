/** The head of the list on wide screens: each figure's name, direction, period and scale. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate, formatNumber } from '../lib/format';
import { Icon } from '../ui/icon';
import type { Columns, FigureColumn } from './columns';
import { AxisNumbers } from '../ui/figures/drawing';

interface ColumnHeadsProps {
  columns: Columns;
  sort: string;
  onSort: (sort: string) => void;
}

function Head({
  column,
  sort,
  onSort,
}: Pick<ColumnHeadsProps, 'sort' | 'onSort'> & { column: FigureColumn }): JSX.Element {
  const { t } = useTranslation('guide');
  const active = sort === column.name;
  return (
    <div className="head">
      <button
        type="button"
        className="head-name"
        aria-pressed={active}
        onClick={() => {
          onSort(column.name);
        }}
      >
        <span className="sr-only">{t('sort.by')}</span> {column.label}
        {active && <Icon name="chevron-down" />}
      </button>
      <p className="head-note">
        {column.weight > 0
          ? t('list.weight', { weight: formatNumber(column.weight, 2) })
          : t('list.no_weight')}
      </p>
      <p className="head-note">
        {column.higherIsBetter ? t('list.higher_is_better') : t('list.lower_is_better')}
        {column.unit === 'share' && ', %'}
        {column.unit === 'DKK' && ', kr.'}
      </p>
      {column.period && (
        <p className="head-note">
          {formatDate(column.period.start)}–{formatDate(column.period.end)}
        </p>
      )}
      {column.axis !== null && <AxisNumbers axis={column.axis} unit={column.unit} />}
    </div>
  );
}

/** Names and scales of the columns. Each row names its figures to screen readers by itself. */
export function ColumnHeads({ columns, sort, onSort }: ColumnHeadsProps): JSX.Element {
  const { t } = useTranslation('guide');
  return (
    <div className="heads">
      <p className="heads-place">{t('list.place')}</p>
      <p className="heads-offer">{t('list.offer')}</p>
      <div className="figures">
        {columns.score !== null && (
          <div className="head">
            <p className="head-name">{t('list.overall')}</p>
            <p className="head-note">{t('list.overall_hint')}</p>
          </div>
        )}
        {columns.drawn.map((column) => (
          <Head key={column.name} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
    </div>
  );
}
