/** Step 3: why this offer, with what is known of it beside the question. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodes } from '../api/codes';
import { formatDate } from '../lib/format';
import { RadioGroup } from '../ui/choice-groups';
import { Failed, Loading } from '../ui/states';
import { TextArea } from '../ui/text-area';
import type { Standing } from './fetch-order';
import { idOf, type StepProps } from './field-props';

const SHOWN_BETTER = 5;
const FIGURES = ['effect_3m', 'effect_7m', 'satisfaction', 'price', 'waiting_days'] as const;

function PassedOver({ better }: { better: Standing['better'] }): JSX.Element {
  const { t } = useTranslation('order');
  if (better.length === 0) return <p>{t('passed_over_none')}</p>;
  return (
    <>
      <p>{t('passed_over', { count: better.length })}</p>
      <ul>
        {better.slice(0, SHOWN_BETTER).map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
        {better.length > SHOWN_BETTER && (
          <li>{t('passed_over_more', { count: better.length - SHOWN_BETTER })}</li>
        )}
      </ul>
      <p className="note">{t('passed_over_note')}</p>
    </>
  );
}

function Evidence({ standing }: { standing: Standing }): JSX.Element {
  const { t } = useTranslation('order');
  const { t: frame } = useTranslation();
  const { card, isRanked, count, better, asOf, profile } = standing;
  if (profile.target_group === null) return <p>{t('evidence_no_group')}</p>;
  if (card === null) return <p>{t('evidence_absent')}</p>;
  const place = card.place ?? 0;
  return (
    <>
      <p className="evidence-place">
        {isRanked
          ? t(card.tied ? 'evidence_tied' : 'evidence_place', { place, count })
          : t('evidence_too_few')}
      </p>
      <p lang="da">{card.reason}</p>
      <ul className="evidence-figures">
        {FIGURES.map((name) => {
          const figure = card.figures[name];
          if (figure === undefined) return null;
          // The sentence of a hidden one says why, and not of what.
          return (
            <li key={name}>
              {figure.suppressed.yes && `${frame(`indicator.${name}`)}: `}
              <span lang="da">{figure.sentence}</span>
            </li>
          );
        })}
      </ul>
      {isRanked && <PassedOver better={better} />}
      {asOf !== null && <p className="note">{t('evidence_as_of', { date: formatDate(asOf) })}</p>}
    </>
  );
}

/** The step. */
export function StepReason({
  draft,
  mistakes,
  onChange,
  standing,
}: StepProps & { standing: UseQueryResult<Standing> }): JSX.Element {
  const { t } = useTranslation('order');
  const reasons = useCodes('referral_reasons');
  return (
    <div className="order-beside">
      <div>
        <RadioGroup
          id={idOf('reason_code')}
          name="reason_code"
          label={t('reason')}
          error={mistakes.get('reason_code')}
          value={draft.reason_code}
          choices={reasons.choices}
          onChange={(reason_code) => {
            onChange({ reason_code });
          }}
        />
        <TextArea
          id={idOf('reason_text')}
          label={t('reason_text')}
          hint={t('reason_text_hint')}
          optional={draft.reason_code !== 'other'}
          rows={3}
          error={mistakes.get('reason_text')}
          value={draft.reason_text}
          onChange={(event) => {
            onChange({ reason_text: event.target.value });
          }}
        />
      </div>
      <section className="evidence" aria-labelledby="evidence-title">
        <h2 className="h4" id="evidence-title">
          {t('evidence')}
        </h2>
        {standing.error !== null && (
          <Failed error={standing.error} onRetry={() => void standing.refetch()} />
        )}
        {standing.isLoading && <Loading rows={2} />}
        {standing.data !== undefined && <Evidence standing={standing.data} />}
      </section>
    </div>
  );
}
