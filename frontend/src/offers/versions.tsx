/** What has happened to the offer; a referral stands by the version that it was made under. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../lib/format';
import { Failed, Loading } from '../ui/states';
import { da } from './texts';
import { versionsOptions, type OfferDetail } from './fetch-offer';

type Act = keyof typeof da.acts;

function isKnown(act: string): act is Act {
  return act in da.acts;
}

/** The section. */
export function Versions({ offer }: { offer: OfferDetail }): JSX.Element {
  const { t } = useTranslation('offers');
  const { data, error, refetch } = useQuery(versionsOptions(offer.id));
  return (
    <section>
      <h2 className="section-title">{t('versions')}</h2>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading rows={2} />}
      <ol className="versions no-max-width">
        {data?.items.map(({ version, act, changed_at }) => (
          <li key={version}>
            <strong>{t('version', { version })}</strong>
            {version === offer.version && ` (${t('newest')})`}:{' '}
            {isKnown(act) ? t(`acts.${act}`) : act} {formatInstant(changed_at)}
          </li>
        ))}
      </ol>
    </section>
  );
}
