/** What the shapes of the drawings mean. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRange } from '../lib/format';
import { LegendShape } from '../ui/figures/drawing';
import type { Columns } from './columns';

/** The reading aid; where the scales have no head of their own, as on a phone, their ends too. */
export function Legend({ columns }: { columns: Columns }): JSX.Element {
  const { t } = useTranslation('guide');
  const scales = columns.drawn.flatMap(({ label, axis, unit }) =>
    axis === null ? [] : [`${label} ${formatRange(axis.low, axis.high, unit, 0)}`],
  );
  return (
    <div className="legend" role="note" aria-label={t('list.legend')}>
      <span>
        <LegendShape shape="value" />
        {t('list.legend_value')}
      </span>
      <span>
        <LegendShape shape="interval" />
        {t('list.legend_interval')}
      </span>
      <span>
        <LegendShape shape="reference" />
        {t('list.legend_reference')}
      </span>
      <span>{t('list.legend_scale')}</span>
      {scales.length > 0 && (
        <span className="legend-scales">
          {t('list.legend_scales', { scales: scales.join(' · ') })}
        </span>
      )}
    </div>
  );
}
