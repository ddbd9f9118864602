/** What an offer is: content, hours, price, place, access, and what it asks of the citizen. */
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../api/answers';
import { codedText } from '../lib/coded';
import { formatInstant, formatMoney, formatNumber } from '../lib/format';

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Price({ price }: { price: Offer['price'] }): JSX.Element {
  const { t } = useTranslation();
  const amount = formatMoney(price.amount);
  const per = {
    week: t('offer.price_week', { amount }),
    course: t('offer.price_course', { amount }),
    hour: t('offer.price_hour', { amount }),
  }[price.per];
  const total = price.per === 'course' ? null : price.course_total;
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

function Accessibility({ offer }: { offer: Offer }): JSX.Element {
  const { t } = useTranslation();
  const known =
    offer.accessible === null
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
export function OfferFacts({ offer }: { offer: Offer }): JSX.Element {
  const { t } = useTranslation();
  const { place } = offer;
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
          {t('offer.hours_value', { hours: formatNumber(Number(offer.hours_per_week)) })}
        </Fact>
        <Fact name={t('offer.duration')}>{t('offer.weeks', { count: offer.duration_weeks })}</Fact>
        <Fact name={t('offer.price')}>
          <Price price={offer.price} />
        </Fact>
        <Fact name={t('offer.place')}>
          {place === null
            ? t('offer.place_missing')
            : `${place.address}, ${place.postal_code} ${place.city}`}
        </Fact>
        <Fact name={t('offer.accessibility')}>
          <Accessibility offer={offer} />
        </Fact>
        <Fact name={t('offer.intake')}>
          {offer.intake === 'cohorts' ? t('offer.intake_cohorts') : t('offer.intake_continuous')}
        </Fact>
        {offer.capacity !== null && (
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
