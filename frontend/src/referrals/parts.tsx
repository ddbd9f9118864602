/** The parts of a referral's page. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { PROSE } from '../api/alignment';
import { useCodes } from '../api/codes';
import { useOfferNames } from '../api/offers';
import { formatDate, formatInstant, formatMoney, formatNumber, formatShare } from '../lib/format';
import { useSession } from '../session/use-session';
import { SummaryList, SummaryRow } from '../ui/summary-list';
import { attendanceOptions, historyOptions, type Referral } from './fetch-referrals';
import { da } from './texts';

/** What is ordered, for what goals, and why. */
export function Ordered({ referral }: { referral: Referral }): JSX.Element {
  const { t } = useTranslation('referrals');
  const { person } = useSession();
  const themes = useCodes('themes');
  const reasons = useCodes('referral_reasons');
  const aborts = useCodes('abort_reasons');
  const offerName = useOfferNames();
  const day = (iso: string | null): string => (iso === null ? t('not_said') : formatDate(iso));
  const { evidence } = referral;
  return (
    <SummaryList>
      <SummaryRow name={t('period')}>
        {t('period_value', {
          from: day(referral.planned_starts_on),
          to: day(referral.planned_ends_on),
        })}
      </SummaryRow>
      {referral.hours_per_week !== null && (
        <SummaryRow name={t('hours')}>{formatNumber(Number(referral.hours_per_week))}</SummaryRow>
      )}
      {referral.price_dkk !== null && (
        <SummaryRow name={t('price')}>{formatMoney(referral.price_dkk)}</SummaryRow>
      )}
      {referral.started_on !== null && (
        <SummaryRow name={t('started_on')}>{formatDate(referral.started_on)}</SummaryRow>
      )}
      {referral.ended_on !== null && (
        <SummaryRow name={t('ended_on')}>{formatDate(referral.ended_on)}</SummaryRow>
      )}
      {referral.decline_reason !== null && (
        <SummaryRow name={t('declined_why')}>
          {referral.decline_reason in da.decline
            ? t(`decline.${referral.decline_reason as keyof typeof da.decline}`)
            : referral.decline_reason}
        </SummaryRow>
      )}
      {referral.abort_reason !== null && (
        <SummaryRow name={t('aborted_why')}>{aborts.labelOf(referral.abort_reason)}</SummaryRow>
      )}
      <SummaryRow name={t('goals')}>
        <ul className="nobullet-list">
          {referral.targets.map((target, place) => (
            <li key={place}>
              {target.goal}
              <span className="note">
                {target.theme === null
                  ? t('goal_condition', { words: target.words ?? '' })
                  : t('goal_theme', { theme: themes.labelOf(target.theme) })}
              </span>
            </li>
          ))}
        </ul>
      </SummaryRow>
      {referral.reason_code !== null && (
        <SummaryRow name={t('why')}>
          {reasons.labelOf(referral.reason_code)}
          {referral.reason_text !== '' && <p>{referral.reason_text}</p>}
          {typeof evidence?.place === 'number' && (
            <span className="note">
              {t(evidence.tied === true ? 'place_tied' : 'place', { place: evidence.place })}
            </span>
          )}
        </SummaryRow>
      )}
      {referral.passed_over.length > 0 && (
        <SummaryRow name={t('passed_over')}>
          {referral.passed_over.map(offerName).join(', ')}
        </SummaryRow>
      )}
      {referral.caseworker !== null && (
        <SummaryRow name={t('caseworker')}>
          {referral.caseworker === person.id ? t('caseworker_me') : referral.caseworker}
        </SummaryRow>
      )}
    </SummaryList>
  );
}

/** What citizen, caseworker and provider expect, and when it was acknowledged. */
export function Agreed({ referral }: { referral: Referral }): JSX.Element | null {
  const { t } = useTranslation('referrals');
  const { aligned_at, alignment } = referral;
  if (aligned_at === null) return null;
  return (
    <>
      <h2 className="h4">{t('alignment')}</h2>
      <p>
        {t('aligned', {
          when: formatInstant(aligned_at),
          how: alignment === null ? '' : t(`how.${alignment.how}`),
        })}
      </p>
      {alignment !== null && (
        <SummaryList>
          {PROSE.map(
            (name) =>
              alignment[name] !== '' && (
                <SummaryRow key={name} name={t(`prose.${name}`)}>
                  {alignment[name]}
                </SummaryRow>
              ),
          )}
        </SummaryList>
      )}
    </>
  );
}

/** Goal by goal what was reached, and the next step. */
export function Assessed({ referral }: { referral: Referral }): JSX.Element | null {
  const { t } = useTranslation('referrals');
  const steps = useCodes('next_steps');
  const { assessment, next_step, targets } = referral;
  if (assessment === null) return null;
  return (
    <>
      <h2 className="h4">{t('assessment')}</h2>
      <SummaryList>
        {assessment.map(({ result, note }, place) => (
          <SummaryRow key={place} name={targets[place]?.goal ?? ''}>
            {t(`result.${result}`)}
            {note !== '' && <p>{note}</p>}
          </SummaryRow>
        ))}
        {next_step !== null && (
          <SummaryRow name={t('next_step')}>{steps.labelOf(next_step)}</SummaryRow>
        )}
      </SummaryList>
    </>
  );
}

/** What the provider has reported. */
export function Attendance({ id }: { id: string }): JSX.Element | null {
  const { t } = useTranslation('referrals');
  const { data } = useQuery(attendanceOptions(id));
  if (data === undefined) return null;
  return (
    <>
      <h2 className="h4">{t('attendance')}</h2>
      <p>
        {data.rate === null
          ? t('attendance_none')
          : t('attendance_value', {
              rate: formatShare(data.rate),
              attended: formatNumber(Number(data.attended_hours)),
              planned: formatNumber(Number(data.planned_hours)),
            })}
      </p>
    </>
  );
}

/** What was done with it, and when. */
export function History({ id }: { id: string }): JSX.Element | null {
  const { t } = useTranslation('referrals');
  const { data } = useQuery(historyOptions(id));
  if (data === undefined) return null;
  return (
    <>
      <h2 className="h4">{t('history')}</h2>
      <ol className="history nobullet-list">
        {data.map(({ version, act, status, happened_at, registered_at }) => (
          <li key={version}>
            <span className="note">{formatInstant(happened_at)}</span>{' '}
            {t(`acts.${act in da.acts ? (act as keyof typeof da.acts) : 'change'}`, {
              status: t(`status.${status}`).toLowerCase(),
            })}
            {registered_at.slice(0, 10) !== happened_at.slice(0, 10) && (
              <span className="note">
                {' '}
                {t('registered', { when: formatInstant(registered_at) })}
              </span>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
