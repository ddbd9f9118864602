/** One offer in the list: its place, what it is, why it stands here, and its key figures. */
import { lazy, Suspense, useId, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, Guide } from '../api/answers';
import { formatValue } from '../lib/format';
import { Icon } from '../ui/icon';
import { scoreMark } from './score';
import { isShown } from '../ui/figures/shown';
import { indicatorLabel, type Columns } from './columns';
import { HiddenFigure } from '../ui/figures/hidden-figure';
import { FigureCell, ScoreCell } from './figure-cell';
import { isStale } from './order';

const OfferDetails = lazy(async () => {
  const { OfferDetails: details } = await import('./offer-details');
  return { default: details };
});

interface OfferRowProps {
  answer: Guide;
  card: Card;
  columns: Columns;
  /** The heading level of the offer's name, one below what stands above the list. */
  level: 3 | 4;
}

/** Kind, weeks and hours in one line. */
function Facts({ card }: { card: Card }): JSX.Element {
  const { t } = useTranslation();
  const { kind, duration_weeks: weeks } = card.offer;
  return (
    <p className="offer-facts">
      <span lang="da">{card.offer.provider.name}</span>
      <br />
      <span lang="da">{kind.label}</span> · {t('offer.weeks', { count: weeks })}
    </p>
  );
}

function AlsoChosen({ answer, card, columns }: Omit<OfferRowProps, 'level'>): JSX.Element | null {
  const { t } = useTranslation();
  if (columns.written.length === 0) return null;
  return (
    <dl className="also">
      {columns.written.map((column) => {
        const figure = card.figures[column.name];
        return (
          <div key={column.name}>
            <dt>{indicatorLabel(answer, column.name)}</dt>
            <dd>
              {isShown(figure) ? (
                <>
                  {formatValue(figure.value, figure.unit)}
                  {typeof figure.n === 'number' && ` (${t('figure.n', { n: figure.n })})`}
                  {isStale(figure, column.newest) && ' *'}
                </>
              ) : (
                <HiddenFigure figure={figure} />
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** A row of the list on a wide screen, a card on a phone. */
export function OfferRow({ answer, card, columns, level }: OfferRowProps): JSX.Element {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { offer } = card;
  const Name = `h${level}` as const;
  return (
    <li className="offer">
      <article className="offer-body" aria-labelledby={`${id}-name`}>
        <p className="offer-place">
          {card.place === null ? (
            <span aria-hidden="true">–</span>
          ) : (
            <>
              <span className="sr-only">{t('list.place_number', { place: card.place })}</span>
              <span aria-hidden="true">{card.place}</span>
            </>
          )}
        </p>
        <div className="offer-head">
          <Name className="offer-name" id={`${id}-name`} lang="da">
            {offer.name}
          </Name>
          <Facts card={card} />
          {card.tied && card.tied_with > 0 && (
            <p className="offer-tied">{t('list.tied_with', { count: card.tied_with })}</p>
          )}
          {card.missing.length > 0 && (
            <p className="offer-tied">
              {t('list.missing', {
                names: card.missing.map((name) => indicatorLabel(answer, name)).join(', '),
              })}
            </p>
          )}
        </div>
        <dl className="figures">
          {columns.score !== null && <ScoreCell mark={scoreMark(card)} axis={columns.score} />}
          {columns.drawn.map((column) => (
            <FigureCell key={column.name} figure={card.figures[column.name]} column={column} />
          ))}
        </dl>
        <div className="offer-foot">
          {card.reason !== '' && (
            <p className="offer-reason" lang="da">
              {card.reason}
            </p>
          )}
          <AlsoChosen answer={answer} card={card} columns={columns} />
          <button
            type="button"
            className="offer-toggle"
            aria-expanded={open}
            aria-controls={`${id}-details`}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {open ? t('list.hide_details') : t('list.show_details')}{' '}
            <span className="sr-only">{t('list.details_of', { name: offer.name })}</span>
            <Icon name={open ? 'chevron-up' : 'chevron-down'} />
          </button>
        </div>
        <div id={`${id}-details`} className="offer-details" hidden={!open}>
          {open && (
            <Suspense fallback={<p className="offer-reason">{t('state.loading')}</p>}>
              <OfferDetails answer={answer} card={card} level={level} />
            </Suspense>
          )}
        </div>
      </article>
    </li>
  );
}
