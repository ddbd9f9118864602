/** Everything about one offer: all twelve figures with what is needed to judge them, and its facts. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, Figure, Guide, Indicator } from '../api/answers';
import { formatDate, formatNumber, formatRange, formatValue } from '../lib/format';
import { isShown } from '../ui/figures/shown';
import { indicatorLabel } from './columns';
import { HiddenFigure } from '../ui/figures/hidden-figure';
import { OfferFacts } from './offer-facts';

const COLUMNS = 7;
const UNMEASURED = 'not_measured';

interface RowProps {
  answer: Guide;
  indicator: Indicator;
  figure: Figure | undefined;
}

/** A cell with nothing to say; on a phone the whole line is left out. */
function None(): JSX.Element {
  return <span className="none">–</span>;
}

/** The rest of what is said of a figure, in the order in which a reader asks for it. */
function Explanation({ figure, indicator }: Omit<RowProps, 'answer'>): JSX.Element {
  const { t } = useTranslation();
  const shown = isShown(figure);
  const left = figure?.left_out;
  const adjusted = figure?.adjusted;
  return (
    <div className="explanation">
      {figure !== undefined &&
        figure.sentence !== '' &&
        figure.suppressed.reason !== UNMEASURED && <p lang="da">{figure.sentence}</p>}
      {figure?.caveats.map((caveat) => (
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

function FigureTable({ answer, card }: { answer: Guide; card: Card }): JSX.Element {
  const { t } = useTranslation();
  return (
    <table className="figures-table">
      <caption className="sr-only">
        {t('details.figures')} {t('list.details_of', { name: card.offer.name })}
      </caption>
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
      {answer.indicators.map((indicator) => {
        const figure = card.figures[indicator.name];
        return (
          <tbody key={indicator.name}>
            <tr>
              <th scope="row">{indicatorLabel(answer, indicator.name)}</th>
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
              </td>
            </tr>
          </tbody>
        );
      })}
    </table>
  );
}

function Score({ card }: { card: Card }): JSX.Element | null {
  const { t } = useTranslation();
  if (card.score === null) return null;
  const score = formatNumber(card.score, 2, 2);
  return (
    <p>
      <strong>{t('details.score')}:</strong>{' '}
      {card.score_interval
        ? t('details.score_text', {
            score,
            low: formatNumber(card.score_interval.low, 2, 2),
            high: formatNumber(card.score_interval.high, 2, 2),
          })
        : t('details.score_plain', { score })}
    </p>
  );
}

/** The opened part of an offer. */
export function OfferDetails({
  answer,
  card,
  level,
}: {
  answer: Guide;
  card: Card;
  /** The heading level of the offer's name; the titles here stand one below. */
  level: 3 | 4;
}): JSX.Element {
  const { t } = useTranslation();
  const Title = level === 3 ? 'h4' : 'h5';
  return (
    <>
      <Title className="details-title">{t('details.figures')}</Title>
      <Score card={card} />
      <FigureTable answer={answer} card={card} />
      <Title className="details-title">{t('details.offer')}</Title>
      <OfferFacts offer={card.offer} />
    </>
  );
}
