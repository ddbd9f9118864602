/** All figures of an offer in one table: value, uncertainty, n, what it is held against, and when. */
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Figure, Indicator } from '../../api/answers';
import { codedText } from '../../lib/coded';
import { formatDate, formatNumber, formatRange, formatValue } from '../../lib/format';
import { Icon } from '../icon';
import { SumsDialog, WITH_SUMS } from '../sums-dialog';
import { HiddenFigure } from './hidden-figure';
import { isShown } from './shown';

function labelOf({ name, label }: Indicator): string {
  return codedText('indicator', name, label);
}

const COLUMNS = 7;
const UNMEASURED = 'not_measured';

interface RowProps {
  indicator: Indicator;
  figure: Figure | undefined;
}

/** A cell with nothing to say; on a phone the whole line is left out. */
function None(): JSX.Element {
  return <span className="none">–</span>;
}

/** The rest of what is said of a figure, in the order in which a reader asks for it. */
function Explanation({ figure, indicator }: RowProps): JSX.Element {
  const { t } = useTranslation();
  const shown = isShown(figure);
  const left = figure?.left_out;
  const adjusted = figure?.adjusted;
  return (
    <div className="explanation">
      {figure !== undefined &&
        figure.sentence !== '' &&
        figure.suppressed.reason !== UNMEASURED && <p lang="da">{figure.sentence}</p>}
      {figure?.caveats
        .filter((caveat) => caveat !== figure.sentence)
        .map((caveat) => (
          <p key={caveat} lang="da">
            {caveat}
          </p>
        ))}
      {shown && figure.carried_over_from && <p>{t('figure.carried_over')}</p>}
      {shown && adjusted && (
        <p>
          {t('figure.adjusted', {
            covariates: adjusted.covariates.join(', '),
            value: formatValue(adjusted.value, figure.unit),
            low: formatValue(adjusted.interval.low, figure.unit),
            high: formatValue(adjusted.interval.high, figure.unit),
          })}
        </p>
      )}
      <p className="explanation-definition">
        {t('figure.definition')} <span lang="da">{indicator.text}</span>
        {typeof indicator.definition === 'string' && (
          <code>
            {indicator.definition}
            {shown && typeof figure.definition_version === 'number'
              ? `, v${figure.definition_version}`
              : ''}
          </code>
        )}
        {shown && left && (
          <>
            <br />
            {t('figure.out_of_register', { number: left.outside_register })} ·{' '}
            {t('figure.left_the_count', { number: left.left_the_count })}
          </>
        )}
      </p>
    </div>
  );
}

function Numbers({ figure }: { figure: Figure }): JSX.Element {
  const { t } = useTranslation();
  if (!isShown(figure)) {
    return (
      <td className="figures-hidden" colSpan={COLUMNS - 1}>
        <HiddenFigure figure={figure} />
      </td>
    );
  }
  const { unit, interval, comparison, period } = figure;
  const against = comparison?.value ?? null;
  return (
    <>
      <td className="number strong" data-title={t('figure.value')}>
        {formatValue(figure.value, unit)}
      </td>
      <td className="number" data-title={t('figure.interval')}>
        {interval ? formatRange(interval.low, interval.high, unit) : <None />}
      </td>
      <td className="number" data-title={t('figure.courses')}>
        {typeof figure.n === 'number' ? formatNumber(figure.n, 0) : <None />}
      </td>
      <td className="number" data-title={t('figure.comparison')}>
        {against === null ? <None /> : formatValue(against, unit)}
      </td>
      <td data-title={t('figure.period')}>
        {period ? `${formatDate(period.start)}–${formatDate(period.end)}` : <None />}
      </td>
      <td data-title={t('figure.as_of')}>{figure.as_of ? formatDate(figure.as_of) : <None />}</td>
    </>
  );
}

interface FigureTableProps {
  indicators: readonly Indicator[];
  figures: Readonly<Record<string, Figure>>;
  offer: { id: string; name: string };
  targetGroup: string;
}

/** Every figure of an offer for a target group, with what is needed to judge each. */
export function FigureTable({
  indicators,
  figures,
  offer,
  targetGroup,
}: FigureTableProps): JSX.Element {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Indicator | null>(null);
  return (
    <>
      <table className="figures-table">
        <caption className="sr-only">{t('figure.all_figures_of', { name: offer.name })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('figure.indicator')}</th>
            <th scope="col" className="number">
              {t('figure.value')}
            </th>
            <th scope="col" className="number">
              {t('figure.interval')}
            </th>
            <th scope="col" className="number">
              {t('figure.courses')}
            </th>
            <th scope="col" className="number">
              {t('figure.comparison')}
            </th>
            <th scope="col">{t('figure.period')}</th>
            <th scope="col">{t('figure.as_of')}</th>
          </tr>
        </thead>
        {indicators.map((indicator) => {
          const figure = figures[indicator.name];
          return (
            <tbody key={indicator.name}>
              <tr>
                <th scope="row">{labelOf(indicator)}</th>
                {figure === undefined ? (
                  <td className="figures-hidden" colSpan={COLUMNS - 1}>
                    <HiddenFigure figure={figure} />
                  </td>
                ) : (
                  <Numbers figure={figure} />
                )}
              </tr>
              <tr>
                <td className="figures-explained" colSpan={COLUMNS}>
                  <Explanation figure={figure} indicator={indicator} />
                  {WITH_SUMS.has(indicator.name) && isShown(figure) && (
                    <button
                      type="button"
                      className="tool"
                      onClick={() => {
                        setOpened(indicator);
                      }}
                    >
                      <Icon name="info" />
                      {t('sums.show')} <span className="sr-only">{labelOf(indicator)}</span>
                    </button>
                  )}
                </td>
              </tr>
            </tbody>
          );
        })}
      </table>
      {opened !== null && (
        <SumsDialog
          name={`${labelOf(opened)}, ${offer.name}`}
          indicator={opened.name}
          offerId={offer.id}
          targetGroup={targetGroup}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}
