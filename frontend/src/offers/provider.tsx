/** Who gives the offer; more than the name only to those who may see providers. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useRight } from '../session/use-session';
import { Failed, Loading } from '../ui/states';
import { SummaryList, SummaryRow } from '../ui/summary-list';
import { providerOptions, type OfferDetail } from './fetch-offer';

function ProviderFacts({ id }: { id: string }): JSX.Element {
  const { t } = useTranslation('offers');
  const { data, error, refetch } = useQuery(providerOptions(id));
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={2} />;
  return (
    <SummaryList>
      <SummaryRow name={t('provider')}>
        {data.name}
        {data.kind === 'internal' && ` (${t('internal')})`}
        {data.cvr !== null && `, CVR ${data.cvr}`}
      </SummaryRow>
      {data.sites.length > 0 && (
        <SummaryRow name={t('sites')}>
          {data.sites.map((site) => (
            <div key={site.p_number}>
              {site.address}, {site.postal_code} {site.city}
            </div>
          ))}
        </SummaryRow>
      )}
      {data.contacts.length > 0 && (
        <SummaryRow name={t('contact')}>
          {data.contacts.map(({ name, email, phone }) => (
            <div key={name}>{[name, email, phone].filter((part) => part).join(', ')}</div>
          ))}
        </SummaryRow>
      )}
    </SummaryList>
  );
}

/** The section. */
export function Provider({ offer }: { offer: OfferDetail }): JSX.Element {
  const { t } = useTranslation('offers');
  const maySee = useRight('providers.read');
  return (
    <section>
      <h2 className="section-title">{t('provider')}</h2>
      {maySee && offer.provider_id ? (
        <ProviderFacts id={offer.provider_id} />
      ) : (
        <p lang="da">{offer.provider_name}</p>
      )}
    </section>
  );
}
