/** One offer in the list: its place, what it is, why it stands here, and its key figures. */
import { Link } from '@tanstack/react-router';
import { useId, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, Guide } from '../api/answers';
import { formatDate, formatMoney, formatNumber, formatValue } from '../lib/format';
import { HiddenFigure } from '../ui/figures/hidden-figure';
import { isShown } from '../ui/figures/shown';
import { Icon } from '../ui/icon';
import { indicatorLabel, type Columns } from './columns';
import { FigureCell, ScoreCell } from './figure-cell';
import { OfferDetails } from './offer-details';
import { isStale } from './order';
import { scoreMark } from './score';

export interface RowActs {
  comparing: readonly string[];
  /** No more can be chosen. */
  full: boolean;
  mayOrder: boolean;
  onCompare: (offer: string, chosen: boolean) => void;
}

interface OfferRowProps {
  answer: Guide;
  card: Card;
  columns: Columns;
  acts: RowActs;
  /** The heading level of the offer's name, one below what stands above the list. */
  level: 3 | 4;
}

/** Kind, weeks, hours, price, and when one can begin: what is asked after the figures. */
function Facts({ card }: { card: Card }): JSX.Element {
  const { t } = useTranslation('guide');
  const { kind, duration_weeks: weeks, hours_per_week, price, provider } = card.offer;
  const start = card.figures['next_start'];
  const facts = [
    t('offer.weeks', { count: weeks }),
    t('offer.hours_value', { hours: formatNumber(Number(hours_per_week)) }),
    formatMoney(price.course_total, 0),
  ];
  if (isShown(start)) facts.push(t('list.starts', { date: formatDate(String(start.value)) }));
  return (
    <p className="offer-facts">
      <span lang="da">{provider.name}</span>
      <br />
      <span lang="da">{kind.label}</span> · {facts.join(' · ')}
    </p>
  );
}

function AlsoChosen({
  answer,
  card,
  columns,
}: Pick<OfferRowProps, 'answer' | 'card' | 'columns'>): JSX.Element | null {
  const { t } = useTranslation('guide');
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

function Acts({
  id,
  offer,
  acts,
}: {
  id: string;
  offer: Card['offer'];
  acts: RowActs;
}): JSX.Element {
  const { t } = useTranslation('guide');
  const chosen = acts.comparing.includes(offer.id);
  return (
    <div className="offer-acts">
      {acts.mayOrder && (
        <Link
          className="button button-primary offer-order"
          to="/order/$offerId"
          params={{ offerId: offer.id }}
          search={{}}
        >
          {t('order.act')} <span className="sr-only">{offer.name}</span>
        </Link>
      )}
      <span className="form-group-checkbox offer-compare">
        <input
          type="checkbox"
          className="form-checkbox"
          id={`${id}-compare`}
          checked={chosen}
          disabled={acts.full && !chosen}
          onChange={(event) => {
            acts.onCompare(offer.id, event.target.checked);
          }}
        />
        <label htmlFor={`${id}-compare`}>
          {t('comparing.add')} <span className="sr-only">{offer.name}</span>
        </label>
      </span>
    </div>
  );
}

/** A row of the list on a wide screen, a card on a phone. */
export function OfferRow({ answer, card, columns, acts, level }: OfferRowProps): JSX.Element {
  const { t } = useTranslation('guide');
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
            <Link
              from="/guide"
              to="/offers/$offerId"
              params={{ offerId: offer.id }}
              search={(before) => ({ ...before, target_group: answer.profile.target_group.code })}
            >
              {offer.name}
            </Link>
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
          <Acts id={id} offer={offer} acts={acts} />
        </div>
        <dl className="figures">
          {columns.score !== null && <ScoreCell mark={scoreMark(card)} axis={columns.score} />}
          {columns.drawn.map((column) => (
            <FigureCell key={column.name} figure={card.figures[column.name]} column={column} />
          ))}
        </dl>
        <div className="offer-foot">
          {card.reason !== '' && (
            <p className="offer-reason">
              <strong>{t('why.title')}:</strong> <span lang="da">{card.reason}</span>
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
          {open && <OfferDetails answer={answer} card={card} level={level} />}
        </div>
      </article>
    </li>
  );
}
