/** What has been ordered, and what happens next. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../lib/format';
import { Receipt } from '../ui/receipt';
import { Failed, Loading } from '../ui/states';
import type { Offer } from './draft';
import { referralOptions } from './fetch-order';

/** The receipt of a referral that was ordered a moment ago. */
export function OrderReceipt({ id, offer }: { id: string; offer: Offer }): JSX.Element {
  const { t } = useTranslation('order');
  const { data: referral, error, refetch } = useQuery(referralOptions(id));
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  if (referral === undefined) return <Loading rows={2} />;
  const awaits = referral.status === 'awaiting_approval';
  return (
    <div className="order-receipt">
      <Receipt heading={t(awaits ? 'receipt_approval' : 'receipt_ordered')}>
        <p className="alert-text">{offer.name}</p>
      </Receipt>
      <h2 className="h4">{t('receipt_next')}</h2>
      <ol>
        {awaits && <li>{t('receipt_leader')}</li>}
        <li>{t('receipt_provider', { provider: offer.provider_name ?? t('provider') })}</li>
        <li>{t(referral.aligned_at === null ? 'receipt_align' : 'receipt_aligned')}</li>
        {referral.planned_ends_on !== null && (
          <li>{t('receipt_end', { date: formatDate(referral.planned_ends_on) })}</li>
        )}
      </ol>
      <p>
        <Link to="/referrals/$id" params={{ id }} className="button button-primary">
          {t('receipt_see')}
        </Link>
      </p>
      <p>
        <Link to="/guide">{t('receipt_another')}</Link>
      </p>
    </div>
  );
}
