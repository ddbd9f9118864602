/** Why an order was not taken, and the way on: the step with the mistake, another offer, or the draft anew. */
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../lib/problem';
import { Button } from '../ui/button';
import { ProblemNotice } from '../ui/problem-notice';
import { byStep } from './mistakes';
import type { StepName } from './steps';
import { da } from './texts';

type Remedied = keyof typeof da.remedy;

const TO_GUIDE = new Set(['no_free_seats', 'offer_not_published']);
const TO_REFERRALS = new Set([
  'referral_overlaps',
  'referral_repeated',
  'referral_act_not_possible',
]);

/** The problem with what can be done about it. */
export function Refusal({
  problem,
  step,
  onGo,
  onReload,
}: {
  problem: Problem;
  /** The step on screen, whose own mistakes stand at their fields. */
  step: StepName;
  onGo: (step: StepName) => void;
  onReload: () => void;
}): JSX.Element | null {
  const { t } = useTranslation('order');
  const steps = [...byStep(problem.errors).keys()];
  const elsewhere = steps.filter((each) => each !== step);
  const isKnown = problem.code in da.remedy;
  // What stands at its field, and in the summary above, needs no third telling.
  if (steps.length > 0 && elsewhere.length === 0 && !isKnown) return null;
  return (
    <div className="order-refusal">
      <ProblemNotice
        problem={problem}
        heading={t(step === 'summary' ? 'refused_title' : 'refused_draft')}
        next={isKnown ? t(`remedy.${problem.code as Remedied}`) : undefined}
      />
      <div className="button-group">
        {elsewhere.map((each) => (
          <Button
            key={each}
            onClick={() => {
              onGo(each);
            }}
          >
            {t('refused_step', { step: t(`step.${each}`) })}
          </Button>
        ))}
        {problem.code === 'edited_meanwhile' && <Button onClick={onReload}>{t('reload')}</Button>}
        {TO_GUIDE.has(problem.code) && (
          <Link to="/guide" className="button button-secondary">
            {t('to_guide')}
          </Link>
        )}
        {TO_REFERRALS.has(problem.code) && (
          <Link to="/referrals" className="button button-secondary">
            {t('to_referrals')}
          </Link>
        )}
      </div>
    </div>
  );
}
