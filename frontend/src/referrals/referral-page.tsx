/** One referral: what is ordered and why, what was agreed, how it went, and what comes next. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useOfferNames } from '../api/offers';
import { useRight } from '../session/use-session';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { FailedPage } from '../ui/failed-page';
import { focusTitle, PageHead } from '../ui/page-head';
import { Toast } from '../ui/receipt';
import { Failed, Loading } from '../ui/states';
import { StatusTag } from '../ui/status-tag';
import { ActDialog, type Asked } from './act-dialog';
import { namesOptions, referralOptions, type Referral } from './fetch-referrals';
import { Agreed, Assessed, Attendance, History, Ordered } from './parts';
import './referrals.scss';
import { KIND, NOT_STARTED } from './status';

/** The acts of the API that are one press and a word; the others have pages of their own. */
function buttonsOf({ status, actions }: Referral): Asked[] {
  return actions.flatMap((act): Asked[] => {
    if (act === 'approve' || act === 'assess') return [act];
    if (act !== 'abort') return [];
    if (status === 'draft') return ['withdraw'];
    return actions.includes('approve') ? ['refuse'] : ['abort'];
  });
}

function Acts({
  referral,
  onAsk,
}: {
  referral: Referral;
  onAsk: (asked: Asked) => void;
}): JSX.Element | null {
  const { t } = useTranslation('referrals');
  const { id, actions, offer_id } = referral;
  const buttons = buttonsOf(referral);
  const mayRevise = actions.includes('revise');
  const mayAlign = actions.includes('align') && referral.ordered_at !== null;
  if (buttons.length === 0 && !mayRevise && !mayAlign) return null;
  return (
    <div className="button-group acts">
      {mayRevise && (
        <Link
          to="/order/$offerId"
          params={{ offerId: offer_id }}
          search={{ referral: id }}
          className={`button ${buttons.includes('approve') ? 'button-secondary' : 'button-primary'}`}
        >
          {t('act.revise')}
        </Link>
      )}
      {mayAlign && (
        <Link
          to="/referrals/$id/align"
          params={{ id }}
          className={`button ${referral.aligned_at === null ? 'button-primary' : 'button-secondary'}`}
        >
          {t('act.align')}
        </Link>
      )}
      {buttons.map((asked) => (
        <Button
          key={asked}
          kind={asked === 'approve' || asked === 'assess' ? 'primary' : 'secondary'}
          onClick={() => {
            onAsk(asked);
          }}
        >
          {t(`act.${asked}`)}
        </Button>
      ))}
    </div>
  );
}

/** The page. */
export function ReferralPage(): JSX.Element {
  const { t } = useTranslation('referrals');
  const queries = useQueryClient();
  const { id } = useParams({ from: '/staff/referrals/$id' });
  const mayNames = useRight('citizens.read');
  const maySeeAttendance = useRight('attendance.read');
  const offerName = useOfferNames();
  const { data: referral, error, refetch } = useQuery(referralOptions(id));
  const names = useQuery({
    ...namesOptions(referral === undefined ? [] : [referral.citizen_id]),
    enabled: mayNames && referral !== undefined,
  });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [done, setDone] = useState<Asked | null>(null);
  const back = <Link to="/referrals">{t('back')}</Link>;
  if (error !== null) {
    return <FailedPage title={t('one')} back={back} error={error} onRetry={() => void refetch()} />;
  }
  if (referral === undefined) return <Loading />;
  const isUnaligned = referral.aligned_at === null && NOT_STARTED.has(referral.status);
  return (
    <div className="referral narrow">
      <PageHead
        title={names.data?.get(referral.citizen_id) ?? t('who')}
        windowTitle={t('window', { id })}
        back={back}
        lead={
          <>
            {offerName(referral.offer_id)}{' '}
            <StatusTag kind={KIND[referral.status]}>{t(`status.${referral.status}`)}</StatusTag>
          </>
        }
      />
      {names.error !== null && <Failed error={names.error} />}
      {isUnaligned && referral.ordered_at !== null && (
        <Alert kind="warning" heading={t('aligned_not')} />
      )}
      {referral.new_referral_proposed && (
        <Alert kind="info" heading={t('propose_title')}>
          <p className="alert-text">
            {t('propose_text')} <Link to="/guide">{t('to_guide')}</Link>
          </p>
        </Alert>
      )}
      <Acts
        referral={referral}
        onAsk={(next) => {
          setAsked(next);
          setDone(null);
        }}
      />
      <Ordered referral={referral} />
      <Agreed referral={referral} />
      <Assessed referral={referral} />
      {maySeeAttendance && referral.started_on !== null && <Attendance id={id} />}
      <History id={id} />
      {asked !== null && (
        <ActDialog
          asked={asked}
          referral={referral}
          onClose={() => {
            setAsked(null);
            void refetch();
          }}
          onDone={(changed) => {
            queries.setQueryData(referralOptions(id).queryKey, changed);
            setAsked(null);
            setDone(asked);
            focusTitle();
            void queries.invalidateQueries({ queryKey: ['referrals', 'list'] });
            void queries.invalidateQueries({ queryKey: ['referrals', 'history', id] });
          }}
        />
      )}
      {done !== null && (
        <Toast
          onClose={() => {
            setDone(null);
          }}
        >
          {t(`done.${done}`)}
        </Toast>
      )}
    </div>
  );
}
