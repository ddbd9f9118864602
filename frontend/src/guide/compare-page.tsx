/** Up to four offers side by side: what the figures can tell apart, and all of them on one scale. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '../api/answers';
import type { components } from '../api/visitation';
import { formatDate, formatNumber } from '../lib/format';
import { useRight } from '../session/use-session';
import { axisOf, markOf } from '../ui/figures/axis';
import { FigureLine } from '../ui/figures/figure-line';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { Empty, Failed, Loading } from '../ui/states';
import { CitizenBar, useCitizenProfile } from './citizen-bar';
import { indicatorLabel } from './columns';
import { comparedOptions } from './fetch-guide';
import { listed, withProfile, type GuideSearch } from './search';
import './texts';

type Compared = components['schemas']['Compared'];
type Difference = Compared['differences'][number];

const FIRST = 4;

function Sentences({
  items,
  heading,
}: {
  items: readonly Difference[];
  heading: string;
}): JSX.Element {
  const { t } = useTranslation('guide');
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, FIRST);
  return (
    <section>
      <h2 className="section-title">{heading}</h2>
      <ul className="compare-sentences no-max-width">
        {shown.map((one) => (
          <li key={`${one.indicator} ${one.first} ${one.second}`} lang="da">
            {one.sentence}
          </li>
        ))}
      </ul>
      {items.length > shown.length && (
        <button
          type="button"
          className="tool"
          onClick={() => {
            setAll(true);
          }}
        >
          <Icon name="chevron-down" />
          {t('comparing.show_all', { count: items.length })}
        </button>
      )}
    </section>
  );
}

function Head({ card, search }: { card: Card; search: GuideSearch }): JSX.Element {
  const { t } = useTranslation('guide');
  const mayOrder = useRight('referrals.write');
  const { offer } = card;
  const rest = listed(search.compare).filter((id) => id !== offer.id);
  return (
    <>
      <span className="compare-name" lang="da">
        <Link to="/offers/$offerId" params={{ offerId: offer.id }} search={search}>
          {offer.name}
        </Link>
      </span>
      <span className="compare-provider" lang="da">
        {offer.provider.name}
      </span>
      <span className="compare-acts">
        {mayOrder && (
          <Link
            className="button button-primary offer-order"
            to="/order/$offerId"
            params={{ offerId: offer.id }}
            search={{}}
          >
            {t('order.act')} <span className="sr-only">{offer.name}</span>
          </Link>
        )}
        <Link className="tool" to="/guide/compare" search={{ ...search, compare: rest.join(',') }}>
          {t('comparing.remove')} <span className="sr-only">{offer.name}</span>
        </Link>
      </span>
    </>
  );
}

function FactRows({ cards }: { cards: readonly Card[] }): JSX.Element {
  const { t } = useTranslation('guide');
  const rows: [string, (card: Card) => string][] = [
    [t('offer.kind'), ({ offer }) => offer.kind.label],
    [t('offer.duration'), ({ offer }) => t('offer.weeks', { count: offer.duration_weeks })],
    [
      t('offer.hours'),
      ({ offer }) => t('offer.hours_value', { hours: formatNumber(Number(offer.hours_per_week)) }),
    ],
    [t('offer.place'), ({ offer }) => offer.place?.city ?? t('offer.place_missing')],
    [t('offer.themes'), ({ offer }) => offer.themes.map(({ label }) => label).join(', ')],
    [
      t('offer.prerequisites'),
      ({ offer }) =>
        offer.prerequisites === '' ? t('offer.no_prerequisites') : offer.prerequisites,
    ],
  ];
  return (
    <>
      {rows.map(([name, cell]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {cards.map((card) => (
            <td key={card.offer.id} data-title={card.offer.name}>
              <div>{cell(card)}</div>
            </td>
          ))}
        </tr>
      ))}
    </>
  );
}

function FigureRows({ compared }: { compared: Compared }): JSX.Element {
  const { cards, indicators } = compared;
  return (
    <>
      {indicators
        .filter(({ measured }) => measured)
        .map(({ name, unit }) => {
          const axis = axisOf(
            cards.map((card) => markOf(card.figures[name])),
            unit === 'DKK' ? 2 : 4,
          );
          return (
            <tr key={name}>
              <th scope="row">{indicatorLabel(compared, name)}</th>
              {cards.map((card) => (
                <td key={card.offer.id} data-title={card.offer.name}>
                  <FigureLine figure={card.figures[name]} axis={axis} />
                </td>
              ))}
            </tr>
          );
        })}
    </>
  );
}

function SideBySide({
  compared,
  search,
}: {
  compared: Compared;
  search: GuideSearch;
}): JSX.Element {
  const { t } = useTranslation('guide');
  const { cards, differences, not_shown, as_of } = compared;
  const apart = differences.filter(({ told_apart }) => told_apart);
  const alike = differences.filter(({ told_apart }) => !told_apart);
  return (
    <>
      {apart.length > 0 ? (
        <Sentences items={apart} heading={t('comparing.told_apart')} />
      ) : (
        <p className="compare-nothing">{t('comparing.nothing')}</p>
      )}
      {not_shown.map(({ offer_id, detail }) => (
        <p key={offer_id} lang="da">
          {detail}
        </p>
      ))}
      <h2 className="section-title">{t('comparing.figures')}</h2>
      {as_of !== null && (
        <p className="form-hint">{t('guide.figures_from', { date: formatDate(as_of) })}</p>
      )}
      <table className={`compare compare--${cards.length}`}>
        <caption className="sr-only">{t('comparing.figures')}</caption>
        <thead>
          <tr>
            <td />
            {cards.map((card) => (
              <th key={card.offer.id} scope="col">
                <Head card={card} search={search} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('comparing.place')}</th>
            {cards.map((card) => (
              <td key={card.offer.id} data-title={card.offer.name}>
                <div>
                  {card.place ?? t('comparing.place_too_few')}
                  {card.tied && ` · ${t('list.tied_with', { count: card.tied_with })}`}
                </div>
              </td>
            ))}
          </tr>
          <FigureRows compared={compared} />
          <FactRows cards={cards} />
        </tbody>
      </table>
      {alike.length > 0 && <Sentences items={alike} heading={t('comparing.not_told_apart')} />}
      {compared.basis !== '' && (
        <p className="form-hint" lang="da">
          {compared.basis}
        </p>
      )}
    </>
  );
}

/** The page `/guide/compare`. */
export function ComparePage(): JSX.Element {
  const { t } = useTranslation('guide');
  const search = useSearch({ from: '/staff/guide/compare' });
  const profile = useCitizenProfile();
  const asked = withProfile(search, profile);
  const { data, error, refetch, isFetching } = useQuery(comparedOptions(asked));
  const enough = listed(search.compare).length > 1;
  return (
    <>
      <PageHead
        title={t('comparing.title')}
        lead={t('comparing.lead')}
        back={
          <Link to="/guide" search={search}>
            <Icon name="arrow-back" />
            {t('comparing.back')}
          </Link>
        }
      />
      {profile !== null && <CitizenBar />}
      {!enough && (
        <Empty heading={t('comparing.too_few_title')}>
          <p>{t('comparing.too_few_text')}</p>
        </Empty>
      )}
      {enough && error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {enough && data === undefined && isFetching && <Loading />}
      {enough && data !== undefined && <SideBySide compared={data} search={search} />}
    </>
  );
}
