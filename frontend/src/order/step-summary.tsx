/** Step 5: the whole order once more, each part with a way back to it. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodes } from '../api/codes';
import { daysBetween } from '../lib/days';
import { formatDate, formatNumber } from '../lib/format';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { Price } from '../ui/offer-facts';
import { SummaryList, SummaryRow } from '../ui/summary-list';
import { decimalOf, type Offer, type OrderDraft } from './draft';
import { choicesOptions, nameOptions } from './fetch-order';
import type { StepName } from './steps';

/** How many weeks a wage subsidy is, begun weeks counted whole; 0 for what is none. */
export function subsidyWeeks(
  offer: Pick<Offer, 'kind'>,
  draft: Pick<OrderDraft, 'planned_starts_on' | 'planned_ends_on'>,
  today: string,
): number {
  if (offer.kind !== 'wage_subsidy_private' && offer.kind !== 'wage_subsidy_public') return 0;
  const days = daysBetween(draft.planned_starts_on || today, draft.planned_ends_on);
  return Number.isNaN(days) ? 0 : Math.floor((days + 7) / 7);
}

/** The summary. */
export function StepSummary({
  draft,
  offer,
  approvalAbove,
  onGo,
}: {
  draft: OrderDraft;
  offer: Offer;
  /** The weeks above which it waits for approval; null where it does not. */
  approvalAbove: number | null;
  onGo: (step: StepName) => void;
}): JSX.Element {
  const { t } = useTranslation('order');
  const { t: frame } = useTranslation();
  const themes = useCodes('themes');
  const reasons = useCodes('referral_reasons');
  const { data: choice } = useQuery(choicesOptions());
  const { data: name } = useQuery(nameOptions(draft.citizen_id));
  const change = (step: StepName, what: string): JSX.Element => (
    <Button
      kind="quiet"
      aria-label={`${t('change')}: ${what}`}
      onClick={() => {
        onGo(step);
      }}
    >
      {t('change')}
    </Button>
  );
  const hours = decimalOf(draft.hours_per_week) ?? offer.hours_per_week;
  return (
    <>
      <p>{t('summary_lead')}</p>
      {approvalAbove !== null && choice !== undefined && (
        <Alert kind="info" heading={t('approval')}>
          <p className="alert-text">{t('approval_text', { count: approvalAbove })}</p>
        </Alert>
      )}
      <SummaryList>
        <SummaryRow name={t('citizen')} change={change('citizen', t('citizen'))}>
          {name ?? '…'}
        </SummaryRow>
        <SummaryRow name={t('offer')}>{offer.name}</SummaryRow>
        {offer.provider_name !== null && (
          <SummaryRow name={t('provider')}>{offer.provider_name}</SummaryRow>
        )}
        <SummaryRow name={t('dates')} change={change('targets', t('dates'))}>
          {t('period', {
            from:
              draft.planned_starts_on === ''
                ? t('start_open')
                : formatDate(draft.planned_starts_on),
            to: formatDate(draft.planned_ends_on),
          })}
        </SummaryRow>
        {hours !== null && (
          <SummaryRow name={t('hours')} change={change('targets', t('hours'))}>
            {formatNumber(Number(hours))}
          </SummaryRow>
        )}
        <SummaryRow name={t('goals')} change={change('targets', t('goals'))}>
          <ul className="nobullet-list">
            {draft.targets.map((target, place) => (
              <li key={place}>
                {target.goal}
                <span className="note">
                  {target.kind === 'theme' ? themes.labelOf(target.theme) : target.words}
                </span>
              </li>
            ))}
          </ul>
        </SummaryRow>
        <SummaryRow name={t('reason')} change={change('reason', t('reason'))}>
          {reasons.labelOf(draft.reason_code)}
          {draft.reason_text !== '' && <p>{draft.reason_text}</p>}
        </SummaryRow>
        <SummaryRow name={t('alignment')} change={change('alignment', t('alignment'))}>
          {t(draft.alignment.when === 'now' ? 'alignment_now' : 'alignment_later')}
          {draft.alignment.when === 'now' && <p>{draft.alignment.purpose}</p>}
        </SummaryRow>
        {offer.price && (
          <SummaryRow name={frame('offer.price')}>
            <Price price={offer.price} />
          </SummaryRow>
        )}
      </SummaryList>
    </>
  );
}
