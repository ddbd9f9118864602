/** What the offer is, and which offers it belongs together with. */
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { codedText } from '../lib/coded';
import { formatDate } from '../lib/format';
import { OfferFacts } from '../ui/offer-facts';
import { SummaryList, SummaryRow } from '../ui/summary-list';
import { offerOptions, type OfferDetail } from './fetch-offer';

function Links({ ids }: { ids: readonly string[] }): JSX.Element {
  const found = useQueries({ queries: ids.map(offerOptions) });
  return (
    <>
      {ids.map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Link to="/offers/$offerId" params={{ offerId: id }}>
            {found[index]?.data?.name ?? id}
          </Link>
        </span>
      ))}
    </>
  );
}

/** The section. */
export function OfferAbout({ offer }: { offer: OfferDetail }): JSX.Element {
  const { t } = useTranslation('offers');
  const related: [string, readonly string[]][] = [
    [t('package'), offer.package_of],
    [t('part_of'), offer.part_of],
    [t('predecessors'), offer.predecessors.map(({ offer_id }) => offer_id)],
    [t('successors'), offer.successors.map(({ offer_id }) => offer_id)],
  ];
  const shown = related.filter(([, ids]) => ids.length > 0);
  return (
    <section>
      <h2 className="section-title">{t('about')}</h2>
      <OfferFacts
        offer={{
          ...offer,
          kind: { label: codedText('offer_kind', offer.kind ?? '') },
          themes: offer.themes.map((code) => ({ code, label: codedText('theme', code) })),
        }}
      />
      {shown.length > 0 && (
        <SummaryList>
          {shown.map(([name, ids]) => (
            <SummaryRow key={name} name={name}>
              <Links ids={ids} />
            </SummaryRow>
          ))}
        </SummaryList>
      )}
      <p className="form-hint">
        {offer.freshness === 'stale'
          ? t('stale', { date: formatDate(offer.fresh_until) })
          : t('fresh', { date: formatDate(offer.fresh_until) })}
      </p>
    </section>
  );
}
