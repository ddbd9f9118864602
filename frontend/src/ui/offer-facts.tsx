/** What an offer is: content, hours, price, place, access, and what it asks of the citizen. */
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../api/answers';
import { codedText } from '../lib/coded';
import { formatInstant, formatMoney, formatNumber } from '../lib/format';

type Told = Pick<
  Offer,
  | 'accessibility_note'
  | 'content_elements'
  | 'description'
  | 'languages'
  | 'prerequisites'
  | 'themes'
>;
type Untold = Pick<
  Offer,
  'accessible' | 'capacity' | 'duration_weeks' | 'hours_per_week' | 'intake' | 'place'
>;
/** What is shown of an offer; of a draft, much may not have been told yet. */
export type Facts = Told & { [Name in keyof Untold]?: Untold[Name] | null } & {
  kind: { label: string };
  price?: { amount: string; per: Offer['price']['per']; course_total?: string } | null;
  updated_at: string;
};

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** By the week, the hour or the course, and for the whole of it where that is known. */
export function Price({ price }: { price: Facts['price'] }): JSX.Element {
  const { t } = useTranslation();
  if (!price) return <>{t('offer.place_missing')}</>;
  const amount = formatMoney(price.amount);
  const per = {
    week: t('offer.price_week', { amount }),
    course: t('offer.price_course', { amount }),
    hour: t('offer.price_hour', { amount }),
  }[price.per];
  const total = price.per === 'course' ? null : (price.course_total ?? null);
  return (
    <>
      {per ?? amount}
      {total !== null && (
        <>
          <br />
          {t('offer.price_total', { amount: formatMoney(total) })}
        </>
      )}
    </>
  );
}

function Accessibility({ offer }: { offer: Facts }): JSX.Element {
  const { t } = useTranslation();
  const known =
    typeof offer.accessible !== 'boolean'
      ? t('offer.accessible_unknown')
      : offer.accessible
        ? t('offer.accessible')
        : t('offer.not_accessible');
  return (
    <>
      {known}
      {offer.accessibility_note !== '' && (
        <>
          <br />
          <span lang="da">{offer.accessibility_note}</span>
        </>
      )}
    </>
  );
}

/** The facts of an offer as the municipality has published them. */
export function OfferFacts({ offer }: { offer: Facts }): JSX.Element {
  const { t } = useTranslation();
  const { place, hours_per_week: hours, duration_weeks: weeks } = offer;
  const missing = t('offer.place_missing');
  return (
    <>
      {offer.description !== '' && <p lang="da">{offer.description}</p>}
      <dl className="facts">
        <Fact name={t('offer.kind')}>
          <span lang="da">{offer.kind.label}</span>
        </Fact>
        {offer.content_elements.length > 0 && (
          <Fact name={t('offer.content')}>
            {offer.content_elements.map((code) => codedText('content', code)).join(', ')}
          </Fact>
        )}
        {offer.themes.length > 0 && (
          <Fact name={t('offer.themes')}>
            <span lang="da">{offer.themes.map(({ label }) => label).join(', ')}</span>
          </Fact>
        )}
        <Fact name={t('offer.hours')}>
          {hours ? t('offer.hours_value', { hours: formatNumber(Number(hours)) }) : missing}
        </Fact>
        <Fact name={t('offer.duration')}>
          {weeks ? t('offer.weeks', { count: weeks }) : missing}
        </Fact>
        <Fact name={t('offer.price')}>
          <Price price={offer.price} />
        </Fact>
        <Fact name={t('offer.place')}>
          {!place ? missing : `${place.address}, ${place.postal_code} ${place.city}`}
        </Fact>
        <Fact name={t('offer.accessibility')}>
          <Accessibility offer={offer} />
        </Fact>
        <Fact name={t('offer.intake')}>
          {offer.intake === 'cohorts' ? t('offer.intake_cohorts') : t('offer.intake_continuous')}
        </Fact>
        {typeof offer.capacity === 'number' && (
          <Fact name={t('offer.capacity')}>{formatNumber(offer.capacity, 0)}</Fact>
        )}
        <Fact name={t('offer.prerequisites')}>
          {offer.prerequisites === '' ? (
            t('offer.no_prerequisites')
          ) : (
            <span lang="da">{offer.prerequisites}</span>
          )}
        </Fact>
        <Fact name={t('offer.languages')}>
          {offer.languages.map((code) => codedText('spoken_language', code)).join(', ')}
        </Fact>
        <Fact name={t('offer.updated')}>{formatInstant(offer.updated_at)}</Fact>
      </dl>
    </>
  );
}
