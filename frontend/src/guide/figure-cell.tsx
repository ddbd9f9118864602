/** One key figure of an offer: its value, its drawing, and the few words needed to judge it. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Figure } from '../api/answers';
import { formatDate, formatValue } from '../lib/format';
import { markOf, type Axis, type Mark } from '../ui/figures/axis';
import { isShown } from '../ui/figures/shown';
import type { FigureColumn } from './columns';
import { HiddenFigure } from '../ui/figures/hidden-figure';
import { Drawing } from '../ui/figures/drawing';
import { Interval } from '../ui/figures/interval';
import { isStale } from './order';

function periodOf(figure: Figure): string | null {
  if (!figure.period) return null;
  return `${formatDate(figure.period.start)}–${formatDate(figure.period.end)}`;
}

function Notes({ figure, column }: { figure: Figure; column: FigureColumn }): JSX.Element | null {
  const { t } = useTranslation('guide');
  const period = periodOf(figure);
  const common = column.period;
  const other =
    period !== null &&
    common !== null &&
    common !== undefined &&
    (figure.period?.start !== common.start || figure.period.end !== common.end);
  const stale = isStale(figure, column.newest);
  if (!other && !stale && !figure.carried_over_from) return null;
  return (
    <dd className="figure-notes">
      {stale && figure.as_of && (
        <span className="badge badge-warning">
          {t('figure.stale', { date: formatDate(figure.as_of) })}
        </span>
      )}
      {figure.carried_over_from && <span>{t('figure.carried_over')}</span>}
      {other && <span>{period}</span>}
    </dd>
  );
}

/** A chosen figure in an offer's row. */
export function FigureCell({
  figure,
  column,
}: {
  figure: Figure | undefined;
  column: FigureColumn;
}): JSX.Element {
  const { t } = useTranslation('guide');
  if (!isShown(figure)) {
    return (
      <div className="figure">
        <dt className="figure-label">{column.label}</dt>
        <dd className="figure-value">
          <HiddenFigure figure={figure} />
        </dd>
      </div>
    );
  }
  const mark = markOf(figure);
  const against = figure.comparison?.value ?? null;
  return (
    <div className="figure">
      <dt className="figure-label">{column.label}</dt>
      {typeof figure.n === 'number' && (
        <dd className="figure-n">{t('figure.n', { n: figure.n })}</dd>
      )}
      <dd className="figure-value">{formatValue(figure.value, figure.unit)}</dd>
      {mark !== null && column.axis !== null && (
        <dd className="figure-drawing">
          <Drawing mark={mark} axis={column.axis} />
        </dd>
      )}
      {figure.interval && (
        <dd className="figure-interval">
          <Interval interval={figure.interval} unit={figure.unit} />
        </dd>
      )}
      {against !== null && (
        <dd className="figure-against">
          <span className="sr-only">
            {t('figure.all_spoken', { value: formatValue(against, figure.unit) })}
          </span>
          <span aria-hidden="true">
            {t('figure.all', { value: formatValue(against, figure.unit) })}
          </span>
        </dd>
      )}
      <Notes figure={figure} column={column} />
    </div>
  );
}

/** The ranking's own score: a place on a scale, because its number means nothing by itself. */
export function ScoreCell({ mark, axis }: { mark: Mark | null; axis: Axis }): JSX.Element {
  const { t } = useTranslation('guide');
  return (
    <div className="figure figure-score">
      <dt className="figure-label">{t('list.overall')}</dt>
      <dd className="figure-drawing">
        {mark === null ? (
          <HiddenFigure figure={undefined} />
        ) : (
          <>
            <span className="sr-only">
              {formatValue(mark.value, 'score')}
              {mark.low !== null &&
                mark.high !== null &&
                `, ${t('figure.interval_spoken', {
                  low: formatValue(mark.low, 'score'),
                  high: formatValue(mark.high, 'score'),
                })}`}
            </span>
            <Drawing mark={mark} axis={axis} />
          </>
        )}
      </dd>
    </div>
  );
}
