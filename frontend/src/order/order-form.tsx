/** The form of an order: one draft, five steps, and each act of it once. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { citizenAtHand } from '../lib/citizen-at-hand';
import { useDraft } from '../lib/draft';
import { today } from '../lib/format';
import { problemOf, type Problem } from '../lib/problem';
import { useRight, useSession } from '../session/use-session';
import { Button } from '../ui/button';
import { StepLine } from '../ui/step-line';
import { newDraft, type Offer, type OrderDraft } from './draft';
import { choicesOptions, referralOptions, standingOptions, type Standing } from './fetch-order';
import { KeptNotice } from './kept-notice';
import { byStep, firstOpenStep, lacksOf } from './mistakes';
import { MistakesSummary } from './mistakes-summary';
import { Refusal } from './refusal';
import { draftOf } from './resume';
import { placeOrder, saveDraft, type Referral } from './send';
import { StepAlignment } from './step-alignment';
import { StepCitizen } from './step-citizen';
import { StepReason } from './step-reason';
import { StepSummary, subsidyWeeks } from './step-summary';
import { StepTargets } from './step-targets';
import { STEP_NAMES, type StepName } from './steps';

interface OrderFormProps {
  offer: Offer;
  resumed: Referral | null;
  weights: string;
}

/** What the guide showed when the offer was chosen, as the order keeps it. */
function withEvidence(draft: OrderDraft, standing: Standing | undefined): OrderDraft {
  if (standing?.card === null || standing === undefined) return draft;
  const { card, isRanked, better, weights, asOf } = standing;
  return {
    ...draft,
    evidence: {
      place: isRanked ? card.place : null,
      tied: isRanked ? card.tied : null,
      weights,
      as_of: asOf,
    },
    passed_over: better.map(({ id }) => id),
  };
}

/** The form. */
export function OrderForm({ offer, resumed, weights }: OrderFormProps): JSX.Element {
  const { t } = useTranslation('order');
  const queries = useQueryClient();
  const navigate = useNavigate({ from: '/order/$offerId' });
  const search = useSearch({ from: '/staff/order/$offerId' });
  const { person } = useSession();
  const mayApprove = useRight('referrals.approve');
  // An order is one citizen's: a draft for somebody else is never gone on with by accident.
  const [atHand] = useState(citizenAtHand);
  const thing = `order/${offer.id}/${resumed?.id ?? atHand?.id ?? ''}`;
  const [beginning] = useState(() => {
    if (resumed !== null) return draftOf(resumed);
    return { ...newDraft(), citizen_id: atHand?.id ?? '' };
  });
  const { draft, wasKept, put, drop } = useDraft(person.id, thing, beginning);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [isKept, setKept] = useState(wasKept);
  // A press while another is under way is the same press.
  const sending = useRef(false);
  const summary = useRef<HTMLDivElement>(null);
  const { data: choice } = useQuery(choicesOptions());
  const standing = useQuery({
    ...standingOptions(draft.citizen_id, offer.id, weights),
    enabled: draft.citizen_id !== '',
  });

  const open = firstOpenStep(draft, offer);
  const wanted = STEP_NAMES.find((name) => name === search.step) ?? 'citizen';
  // Nobody comes to a step past one that lacks something, by no address either.
  const step = STEP_NAMES.indexOf(wanted) > STEP_NAMES.indexOf(open) ? open : wanted;
  const place = STEP_NAMES.indexOf(step);
  const go = (to: StepName): void => {
    setAsked(false);
    void navigate({ search: (before) => ({ ...before, step: to }) });
  };
  useEffect(() => {
    // The address says where the reader is, or filling in a field would leap to the step it asks for.
    if (search.step !== undefined && search.step !== step) {
      void navigate({ search: (before) => ({ ...before, step }), replace: true });
    }
  }, [search.step, step, navigate]);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    setAsked(false);
    document.getElementById('step-title')?.focus();
  }, [step]);

  const lacks = isAsked ? lacksOf(step, draft, offer) : new Map();
  const mistakes = new Map<string, string>(
    refused === null ? [] : byStep(refused.errors).get(step),
  );
  for (const [path, lack] of lacksOf(step, draft, offer)) {
    if (lacks.has(path)) mistakes.set(path, t(`lack.${lack}`));
  }
  const change = (changes: Partial<OrderDraft>): void => {
    setRefused(null);
    put({ ...draft, ...changes });
  };
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    setRefused(null);
    try {
      await act();
    } catch (error) {
      const problem = problemOf(error);
      setRefused(problem);
      void queries.invalidateQueries({ queryKey: ['order', 'cohorts'] });
      requestAnimationFrame(() => summary.current?.focus());
    }
    sending.current = false;
    setBusy(false);
  };
  const next = (): void => {
    setAsked(true);
    if (lacksOf(step, draft, offer).size > 0) {
      requestAnimationFrame(() => summary.current?.focus());
      return;
    }
    const after = STEP_NAMES[place + 1];
    if (after === undefined) return;
    // What was agreed is sent with the order itself; all before it is a draft of the server's too.
    if (step === 'alignment') {
      go(after);
      return;
    }
    void attempt(async () => {
      await saveDraft(
        step === 'reason' ? withEvidence(draft, standing.data) : draft,
        offer.id,
        put,
      );
      go(after);
    });
  };
  const order = (): void => {
    void attempt(async () => {
      const referral = await placeOrder(draft, offer.id, put);
      drop();
      queries.setQueryData(referralOptions(referral.id).queryKey, referral);
      void queries.invalidateQueries({ queryKey: ['referrals'] });
      await navigate({ search: { step: 'receipt', referral: referral.id }, replace: true });
    });
  };
  /** The draft as the server has it, whatever was typed since. */
  const reload = async (id: string): Promise<void> => {
    put(draftOf(await queries.query(referralOptions(id))));
    setRefused(null);
  };
  const startOver = (): void => {
    setKept(false);
    if (resumed === null) {
      put({ ...newDraft(), citizen_id: atHand?.id ?? '' });
      setRefused(null);
      go('citizen');
    } else {
      void attempt(async () => {
        await reload(resumed.id);
        go('citizen');
      });
    }
  };

  const above = choice?.subsidy_weeks_without_approval ?? null;
  const approvalAbove =
    above !== null && !mayApprove && subsidyWeeks(offer, draft, today()) > above ? above : null;
  const props = { draft, mistakes, onChange: change };
  return (
    <>
      <StepLine
        steps={STEP_NAMES.map((name) => t(`step.${name}`))}
        current={place}
        onGo={(to) => {
          const name = STEP_NAMES[to];
          if (name !== undefined) go(name);
        }}
      />
      {isKept && draft.citizen_id !== '' && (
        <KeptNotice isResumed={resumed !== null} onStartOver={startOver} />
      )}
      <h2 className="section-title" id="step-title" tabIndex={-1}>
        {t(`step.${step}`)}
      </h2>
      <div ref={summary} tabIndex={-1} className="order-summary">
        <MistakesSummary mistakes={mistakes} />
        {refused !== null && (
          <Refusal
            problem={refused}
            step={step}
            onGo={go}
            onReload={() => {
              const id = draft.saved?.id;
              if (id === undefined) return;
              void attempt(async () => {
                await reload(id);
                go('targets');
              });
            }}
          />
        )}
      </div>
      <div className="fields order-fields">
        {step === 'citizen' && <StepCitizen offer={offer} {...props} />}
        {step === 'targets' && <StepTargets offer={offer} {...props} />}
        {step === 'reason' && <StepReason standing={standing} {...props} />}
        {step === 'alignment' && <StepAlignment offer={offer} {...props} />}
        {step === 'summary' && (
          <StepSummary draft={draft} offer={offer} approvalAbove={approvalAbove} onGo={go} />
        )}
      </div>
      <div className="form-actions button-group">
        {step === 'summary' ? (
          <Button kind="primary" busy={busy} onClick={order}>
            {t(approvalAbove === null ? 'order' : 'ask_approval')}
          </Button>
        ) : (
          <Button kind="primary" busy={busy} onClick={next}>
            {t('next')}
          </Button>
        )}
        {place > 0 && (
          <Button
            onClick={() => {
              go(STEP_NAMES[place - 1] ?? 'citizen');
            }}
          >
            {t('previous')}
          </Button>
        )}
      </div>
    </>
  );
}
