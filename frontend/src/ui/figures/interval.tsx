/** The ends of an interval: short on screen, in whole words to a screen reader. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRange, formatValue, type Unit } from '../../lib/format';

export function Interval({
  interval: { low, high },
  unit,
}: {
  interval: { low: number; high: number };
  unit: Unit;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <span className="sr-only">
        {t('figure.interval_spoken', {
          low: formatValue(low, unit),
          high: formatValue(high, unit),
        })}
      </span>
      <span aria-hidden="true">{formatRange(low, high, unit)}</span>
    </>
  );
}
