/** An offer's own page: what it is, what is known of it, when one can begin, and who gives it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useRight } from '../session/use-session';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { Failed, Loading } from '../ui/states';
import { StatusTag, type StatusKind } from '../ui/status-tag';
import { Cohorts } from './cohorts';
import { offerOptions, type OfferDetail } from './fetch-offer';
import { Figures } from './figures';
import { Inspections } from './inspections';
import { OfferAbout } from './offer-about';
import { Provider } from './provider';
import './texts';
import { Versions } from './versions';

const KINDS: Record<OfferDetail['status'], StatusKind> = {
  draft: 'neutral',
  published: 'success',
  paused: 'warning',
  closed: 'error',
};

function Sections({ offer }: { offer: OfferDetail }): JSX.Element {
  const maySeeFigures = useRight('guide.read');
  const maySeeInspections = useRight('inspections.read');
  return (
    <>
      <OfferAbout offer={offer} />
      {maySeeFigures && <Figures offer={offer} />}
      <Cohorts offer={offer} />
      {maySeeInspections && <Inspections offerId={offer.id} />}
      <Provider offer={offer} />
      <Versions offer={offer} />
    </>
  );
}

/** The page `/offers/$offerId`. */
export function OfferPage(): JSX.Element {
  const { t } = useTranslation('offers');
  const { offerId } = useParams({ from: '/staff/offers/$offerId' });
  const search = useSearch({ from: '/staff/offers/$offerId' });
  const { data: offer, error, refetch } = useQuery(offerOptions(offerId));
  const mayOrder = useRight('referrals.write');
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  if (offer === undefined) return <Loading />;
  return (
    <div className="offer-page">
      <PageHead
        title={offer.name}
        back={
          <Link to="/guide" search={search}>
            <Icon name="arrow-back" />
            {t('back')}
          </Link>
        }
        lead={
          <>
            {offer.provider_name}{' '}
            <StatusTag kind={KINDS[offer.status]}>{t(`status.${offer.status}`)}</StatusTag>
          </>
        }
        actions={
          mayOrder && offer.status === 'published' ? (
            <Link
              className="button button-primary"
              to="/order/$offerId"
              params={{ offerId }}
              search={{}}
            >
              {t('order')}
            </Link>
          ) : undefined
        }
      />
      <Sections offer={offer} />
    </div>
  );
}
