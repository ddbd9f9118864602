/** A figure in a table's cell: number, bar with its interval, n, or why it is not there. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Figure } from '../../api/answers';
import { formatValue } from '../../lib/format';
import { markOf, type Axis } from './axis';
import { Drawing } from './drawing';
import { HiddenFigure } from './hidden-figure';
import { Interval } from './interval';
import { isShown } from './shown';

/** The figure on the scale that all rows of its column share (`axisOf` over their `markOf`). */
export function FigureLine({
  figure,
  axis,
}: {
  figure: Figure | undefined;
  axis: Axis | null;
}): JSX.Element {
  const { t } = useTranslation();
  if (!isShown(figure)) return <HiddenFigure figure={figure} />;
  const mark = markOf(figure);
  return (
    <div className="figure-line">
      <span className="figure-value">{formatValue(figure.value, figure.unit)}</span>
      {typeof figure.n === 'number' && (
        <span className="figure-n">{t('figure.n', { n: figure.n })}</span>
      )}
      {mark !== null && axis !== null && <Drawing mark={mark} axis={axis} />}
      {figure.interval && (
        <span className="figure-interval">
          <Interval interval={figure.interval} unit={figure.unit} />
        </span>
      )}
    </div>
  );
}
