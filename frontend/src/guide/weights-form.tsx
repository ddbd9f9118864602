/** What should count, and how much: one small row of steps for each indicator. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Indicator } from '../api/answers';
import { codedText } from '../lib/coded';
import { Steps } from '../ui/steps';
import { MOST_WEIGHT, type Weights } from './search';

/** The twelve indicators in the guide's order; the answer says which of them are measured. */
const INDICATORS = [
  'effect_3m',
  'effect_7m',
  'business_oriented_share',
  'satisfaction',
  'closeness',
  'price',
  'effect_price',
  'complaints_per_100',
  'smiley',
  'waiting_days',
  'seats',
  'next_start',
] as const;
const COMMON: ReadonlySet<string> = new Set([
  'effect_3m',
  'effect_7m',
  'business_oriented_share',
  'price',
  'effect_price',
]);

interface WeightsFormProps {
  weights: Weights;
  /** Whether the weights are the reader's own rather than the guide's. */
  own: boolean;
  indicators: readonly Indicator[];
  onChange: (weights: Weights) => void;
  onReset: () => void;
}

/** Steps 0–3 for each indicator, the most used ones in sight. */
export function WeightsForm({
  weights,
  own,
  indicators,
  onChange,
  onReset,
}: WeightsFormProps): JSX.Element {
  const { t } = useTranslation('guide');
  const meanings = [
    t('weights.weight_0'),
    t('weights.weight_1'),
    t('weights.weight_2'),
    t('weights.weight_3'),
  ];
  const row = (name: string): JSX.Element => {
    const known = indicators.find((indicator) => indicator.name === name);
    return (
      <Steps
        key={name}
        name={`weight-${name}`}
        label={codedText('indicator', name, known?.label)}
        meanings={meanings}
        value={Math.min(MOST_WEIGHT, Math.round(weights[name] ?? 0))}
        disabled={known?.measured === false ? t('weights.not_measured') : undefined}
        onChange={(weight) => {
          onChange({ ...weights, [name]: weight });
        }}
      />
    );
  };
  const rest = INDICATORS.filter((name) => !COMMON.has(name));
  return (
    <section className="weights" aria-labelledby="weights-title">
      <h2 className="form-title" id="weights-title">
        {t('weights.title')}
      </h2>
      <p className="form-hint">{t('weights.hint')}</p>
      {INDICATORS.filter((name) => COMMON.has(name)).map(row)}
      <details className="more" open={rest.some((name) => (weights[name] ?? 0) > 0) || undefined}>
        <summary>{t('weights.more')}</summary>
        {rest.map(row)}
      </details>
      {own && (
        <button type="button" className="tool" onClick={onReset}>
          {t('weights.reset')}
        </button>
      )}
    </section>
  );
}
