/** How a figure was worked out: its definition, the courses in and out, and what was known before. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { bodyOf, effects } from '../api/client';
import { formatInstant, formatNumber, formatRange, formatValue } from '../lib/format';
import { isPassing, problemOf } from '../lib/problem';
import { Dialog } from './dialog';
import { HiddenFigure } from './figures/hidden-figure';
import { isShown } from './figures/shown';
import { Failed, Loading } from './states';

/** The indicators that are worked out from registers, step by step; the rest are as told. */
export const WITH_SUMS: ReadonlySet<string> = new Set([
  'effect_3m',
  'effect_7m',
  'business_oriented_share',
  'effect_price',
  'self_support_1m',
  'self_support_3m',
]);

interface SumsDialogProps {
  /** The indicator's name for people. */
  name: string;
  indicator: string;
  offerId: string;
  targetGroup: string;
  onClose: () => void;
}

function Sums({ indicator, offerId, targetGroup }: SumsDialogProps): JSX.Element {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['sums', indicator, offerId, targetGroup],
    queryFn: async ({ signal }) =>
      bodyOf(
        await effects.GET('/v1/figures/sums', {
          params: {
            query: { definition: indicator, offer_id: offerId, target_group: targetGroup },
          },
          signal,
        }),
      ),
    retry: (failures, failure) => failures < 1 && isPassing(problemOf(failure)),
  });
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={3} />;
  const { definition, figure, steps, history } = data;
  return (
    <>
      <p lang="da">{figure.sentence}</p>
      <h3 className="details-title">{t('sums.steps')}</h3>
      <table className="sums-table">
        <thead>
          <tr>
            <th scope="col">{t('sums.step')}</th>
            <th scope="col" className="number">
              {t('sums.count')}
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ step, label, count }) => (
            <tr key={step}>
              <th scope="row" lang="da">
                {label}
              </th>
              <td className="number">
                {typeof count === 'number' ? formatNumber(count, 0) : count}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('sums.result')}</th>
            <td className="number">
              {isShown(figure) ? (
                formatValue(figure.value, figure.unit)
              ) : (
                <HiddenFigure figure={figure} />
              )}
              {figure.interval && (
                <>
                  <br />
                  <span className="sums-interval">
                    {formatRange(figure.interval.low, figure.interval.high, figure.unit)}
                  </span>
                </>
              )}
            </td>
          </tr>
        </tfoot>
      </table>
      <h3 className="details-title">{t('sums.formula')}</h3>
      <p lang="da">{definition.formula}</p>
      <p className="form-hint">
        {t('sums.version', { name: definition.name, version: definition.version })}
      </p>
      {history.length > 1 && (
        <>
          <h3 className="details-title">{t('sums.history')}</h3>
          <table className="sums-table">
            <thead>
              <tr>
                <th scope="col">{t('sums.released')}</th>
                <th scope="col" className="number">
                  {t('figure.value')}
                </th>
                <th scope="col" className="number">
                  {t('sums.count')}
                </th>
              </tr>
            </thead>
            <tbody>
              {history.map((known) => (
                <tr key={known.release_id}>
                  <th scope="row">{formatInstant(known.released_at)}</th>
                  <td className="number">
                    {isShown(known.figure) ? (
                      formatValue(known.figure.value, known.figure.unit)
                    ) : (
                      <HiddenFigure figure={known.figure} />
                    )}
                  </td>
                  <td className="number">
                    {typeof known.figure.n === 'number' ? formatNumber(known.figure.n, 0) : '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}

/** The dialog *vis regnestykket*. */
export function SumsDialog(props: SumsDialogProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <Dialog heading={t('sums.title', { name: props.name })} onClose={props.onClose} wide>
      <Sums {...props} />
    </Dialog>
  );
}
