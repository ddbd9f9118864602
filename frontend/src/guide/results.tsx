/** The ranked list with its tools, its reading aid, and the offers that have too few figures. */
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, Guide } from '../api/answers';
import { downloadCsv, toCsv } from '../lib/csv';
import { Icon } from '../ui/icon';
import { SelectField } from '../ui/select-field';
import { ColumnHeads } from './column-heads';
import { columnsOf, indicatorLabel, type Columns } from './columns';
import { guideFileName, guideRows } from './export-guide';
import { Legend } from './legend';
import { OfferRow, type RowActs } from './offer-row';
import { activeSort, placeGroups, sortCards, type PlaceGroup } from './order';
import { PHONE_ROOM, useRoom } from './room';
import { BY_NAME, GUIDE_ORDER, MOST_COMPARED } from './search';
import './texts';

interface ResultsProps {
  answer: Guide;
  sort: string | undefined;
  /** Filters stand in the way of offers that the profile alone would show. */
  filtered: boolean;
  comparing: readonly string[];
  mayOrder: boolean;
  onSort: (sort: string) => void;
  onCompare: (offers: string[]) => void;
  /** What is to be known of the figures, folded into one line under the list's head. */
  children?: ReactNode;
}

interface ListProps {
  answer: Guide;
  columns: Columns;
  acts: RowActs;
}

function Rows({
  cards,
  ...list
}: ListProps & { cards: readonly Card[]; level: 3 | 4 }): JSX.Element {
  return (
    <ol className="offers no-max-width">
      {cards.map((card) => (
        <OfferRow key={card.offer.id} card={card} {...list} />
      ))}
    </ol>
  );
}

function Group({ group, ...list }: ListProps & { group: PlaceGroup }): JSX.Element {
  const { t } = useTranslation('guide');
  const { place, cards } = group;
  const shared = cards.length > 1;
  return (
    <section className={`place-group ${shared ? 'place-group--shared' : ''}`}>
      <h3 className={shared ? 'place-title' : 'sr-only'}>
        {shared
          ? t('list.group_tied', { place: place ?? '', count: cards.length })
          : t('list.group_single', { place: place ?? '' })}
      </h3>
      {shared && <p className="place-hint">{t('list.group_tied_hint')}</p>}
      <Rows cards={cards} level={4} {...list} />
    </section>
  );
}

function Tools({
  answer,
  sort,
  shown,
  onSort,
}: {
  answer: Guide;
  sort: string;
  shown: readonly Card[];
  onSort: (sort: string) => void;
}): JSX.Element {
  const { t } = useTranslation('guide');
  const choices = [
    { value: GUIDE_ORDER, label: t('sort.guide') },
    ...answer.indicators
      .filter((indicator) => indicator.measured)
      .map(({ name }) => ({ value: name, label: indicatorLabel(answer, name) })),
    { value: BY_NAME, label: t('sort.name') },
  ];
  const save = (): void => {
    downloadCsv(guideFileName(answer, t), toCsv(guideRows(answer, shown, t)));
  };
  return (
    <div className="tools">
      <SelectField
        id="sort"
        label={t('sort.label')}
        value={sort}
        choices={choices}
        onChange={onSort}
      />
      <div className="tools-buttons">
        <button type="button" className="tool" onClick={save}>
          <Icon name="download" />
          <span>{t('guide.export')}</span>
        </button>
        <button
          type="button"
          className="tool"
          onClick={() => {
            window.print();
          }}
        >
          <Icon name="print" />
          <span>{t('guide.print')}</span>
        </button>
      </div>
    </div>
  );
}

/** The answer of the guide as a list. */
export function Results({
  answer,
  sort: asked,
  filtered,
  comparing,
  mayOrder,
  onSort,
  onCompare,
  children,
}: ResultsProps): JSX.Element {
  const { t } = useTranslation('guide');
  const sort = activeSort(asked, answer.indicators);
  const room = useRoom();
  const columns = columnsOf(answer, room, sort);
  const inGuideOrder = sort === GUIDE_ORDER;
  const shown = sortCards(answer.ranked, sort, answer.indicators);
  const acts: RowActs = {
    comparing,
    full: comparing.length >= MOST_COMPARED,
    mayOrder,
    onCompare: (offer, chosen) => {
      onCompare(chosen ? [...comparing, offer] : comparing.filter((id) => id !== offer));
    },
  };
  const list = { answer, columns, acts };
  const width = columns.drawn.length + (columns.score === null ? 0 : 1);

  if (answer.ranked.length + answer.too_few.length === 0) {
    return (
      <div className="empty">
        <h2 className="h3">{filtered ? t('filters.none_title') : t('guide.none_title')}</h2>
        <p>{filtered ? t('filters.none_text') : t('guide.none_text')}</p>
        {filtered && (
          <ul>
            {answer.filters.map(({ filter, label, left_without }) => (
              <li key={filter}>
                <span lang="da">{label}</span>: {t('filters.taken', { count: left_without })}
              </li>
            ))}
          </ul>
        )}
        <div className="about">{children}</div>
      </div>
    );
  }
  return (
    <div className={`list list--${width}`}>
      {answer.ranked.length > 0 && (
        <section aria-labelledby="ranked-title">
          <div className="list-top">
            <h2 className="list-title" id="ranked-title" tabIndex={-1}>
              {t('guide.results')}{' '}
              <span className="list-count">{t('guide.count', { count: shown.length })}</span>
            </h2>
            <Tools answer={answer} sort={sort} shown={shown} onSort={onSort} />
          </div>
          <div className="about">
            {children}
            {room === PHONE_ROOM && (
              <details className="more">
                <summary>{t('list.legend')}</summary>
                <Legend columns={columns} />
              </details>
            )}
          </div>
          {room !== PHONE_ROOM && <Legend columns={columns} />}
          <ColumnHeads columns={columns} sort={sort} onSort={onSort} />
          {inGuideOrder ? (
            placeGroups(shown).map((group) => (
              <Group key={group.cards[0]?.offer.id ?? ''} group={group} {...list} />
            ))
          ) : (
            <>
              <p className="place-hint">{t('sort.hidden_last')}</p>
              <Rows cards={shown} level={3} {...list} />
            </>
          )}
        </section>
      )}
      {answer.too_few.length > 0 && (
        <section className="too-few" aria-labelledby="too-few-title">
          <h2 className="list-title" id="too-few-title">
            {t('list.too_few_title')}{' '}
            <span className="list-count">{t('guide.count', { count: answer.too_few.length })}</span>
          </h2>
          {answer.ranked.length === 0 && <div className="about">{children}</div>}
          <p className="too-few-text">{t('list.too_few_text')}</p>
          <Rows cards={sortCards(answer.too_few, sort, answer.indicators)} level={3} {...list} />
        </section>
      )}
    </div>
  );
}
