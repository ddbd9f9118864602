/** Aligning expectations of what is ordered already, before it starts. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useRef, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { bodyOf, visitation } from '../api/client';
import { useDraft } from '../lib/draft';
import { problemOf, type Problem } from '../lib/problem';
import { useSession } from '../session/use-session';
import { Button } from '../ui/button';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem-notice';
import { Failed, Loading } from '../ui/states';
import { AlignmentFields } from './alignment-fields';
import { aligningOf, termsOf, type OrderDraft } from './draft';
import { offerOptions, referralOptions } from './fetch-order';
import { byStep, isMetFirst, lacksOf } from './mistakes';
import { MistakesSummary } from './mistakes-summary';
import { draftOf } from './resume';
import type { Referral } from './send';
import { withNow } from './step-alignment';
import './order.scss';
import './texts';

function AlignForm({ referral }: { referral: Referral }): JSX.Element {
  const { t } = useTranslation('order');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { person } = useSession();
  const [beginning] = useState((): OrderDraft => {
    const draft = draftOf(referral);
    return { ...draft, alignment: withNow(draft.alignment) };
  });
  const { draft, put, drop } = useDraft(person.id, `align/${referral.id}`, beginning);
  const [isAsked, setAsked] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const offer = {
    kind: referral.offer_kind,
    intake: null,
    duration_weeks: null,
    hours_per_week: null,
    themes: [],
  };
  const lacks = lacksOf('alignment', draft, offer);
  const mistakes = new Map<string, string>(
    refused === null ? [] : byStep(refused.errors).get('alignment'),
  );
  if (isAsked) for (const [path, lack] of lacks) mistakes.set(path, t(`lack.${lack}`));
  const save = async (): Promise<void> => {
    setAsked(true);
    if (lacks.size > 0) {
      requestAnimationFrame(() => summary.current?.focus());
      return;
    }
    setBusy(true);
    setRefused(null);
    try {
      bodyOf(
        await visitation.POST('/v1/referrals/{referral_id}/align', {
          params: {
            path: { referral_id: referral.id },
            header: { 'idempotency-key': draft.keys.align },
          },
          body: aligningOf(draft),
        }),
      );
      drop();
      await queries.invalidateQueries({ queryKey: ['referrals'] });
      await navigate({ to: '/referrals/$id', params: { id: referral.id } });
    } catch (error) {
      setRefused(problemOf(error));
      // Other words are another act: it gets a key of its own.
      put({ ...draft, keys: { ...draft.keys, align: crypto.randomUUID() } });
      setBusy(false);
      requestAnimationFrame(() => summary.current?.focus());
    }
  };
  return (
    <>
      <div ref={summary} tabIndex={-1} className="order-summary">
        <MistakesSummary mistakes={mistakes} />
        {refused !== null && mistakes.size === 0 && <ProblemNotice problem={refused} />}
      </div>
      <div className="fields order-fields">
        <AlignmentFields
          alignment={draft.alignment}
          mistakes={mistakes}
          isMetFirst={isMetFirst(offer)}
          terms={termsOf(draft)}
          onChange={(alignment) => {
            setRefused(null);
            put({ ...draft, alignment });
          }}
        />
      </div>
      <div className="form-actions button-group">
        <Button kind="primary" busy={busy} onClick={() => void save()}>
          {t('align_save')}
        </Button>
      </div>
    </>
  );
}

/** The page. */
export function AlignPage(): JSX.Element {
  const { t } = useTranslation('order');
  const { id } = useParams({ from: '/staff/referrals/$id/align' });
  const { data: referral, error, refetch } = useQuery(referralOptions(id));
  const offer = useQuery({
    ...offerOptions(referral?.offer_id ?? ''),
    enabled: referral !== undefined,
  });
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  if (referral === undefined) return <Loading />;
  return (
    <div className="order">
      <PageHead
        title={t('align_title')}
        lead={offer.data?.name}
        back={
          <Link to="/referrals/$id" params={{ id }}>
            {t('align_back')}
          </Link>
        }
      />
      <p>{t('align_lead')}</p>
      <AlignForm referral={referral} />
    </div>
  );
}
