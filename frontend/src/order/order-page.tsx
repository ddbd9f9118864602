/** Ordering an offer in five steps; the step stands in the address, so that Back goes a step back. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert } from '../ui/alert';
import { FailedPage } from '../ui/failed-page';
import { PageHead } from '../ui/page-head';
import { Loading } from '../ui/states';
import { offerOptions, referralOptions } from './fetch-order';
import { OrderForm } from './order-form';
import { OrderReceipt } from './order-receipt';
import './order.scss';
import './texts';

/** The page: the offer, then the form or the receipt. */
export function OrderPage(): JSX.Element {
  const { t } = useTranslation('order');
  const { offerId } = useParams({ from: '/staff/order/$offerId' });
  const { step, referral, weights } = useSearch({ from: '/staff/order/$offerId' });
  const offer = useQuery(offerOptions(offerId));
  const isDone = step === 'receipt' && referral !== undefined;
  const resumed = useQuery({
    ...referralOptions(referral ?? ''),
    enabled: referral !== undefined && !isDone,
  });
  const error = offer.error ?? resumed.error;
  const back = <Link to="/guide">{t('back')}</Link>;
  if (error !== null) {
    return (
      <FailedPage
        title={t('window')}
        back={back}
        error={error}
        onRetry={() => {
          void offer.refetch();
          if (referral !== undefined) void resumed.refetch();
        }}
      />
    );
  }
  if (offer.data === undefined || resumed.isLoading) return <Loading />;
  return (
    <div className="order">
      <PageHead
        title={t('title', { offer: offer.data.name })}
        windowTitle={t('window')}
        back={back}
      />
      {isDone && <OrderReceipt id={referral} offer={offer.data} />}
      {!isDone && offer.data.status !== 'published' && (
        <Alert kind="warning" heading={t('not_orderable')}>
          <p className="alert-text">
            {t('not_orderable_text')} <Link to="/guide">{t('to_guide')}</Link>
          </p>
        </Alert>
      )}
      {!isDone && offer.data.status === 'published' && (
        <OrderForm
          key={`${offerId} ${referral ?? ''}`}
          offer={offer.data}
          resumed={resumed.data ?? null}
          weights={weights ?? ''}
        />
      )}
    </div>
  );
}
