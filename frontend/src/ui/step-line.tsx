/** How far a task of several steps has come. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';

/** The steps by name, the present one marked; steps behind are links where `onGo` is given. */
export function StepLine({
  steps,
  current,
  onGo,
}: {
  steps: readonly string[];
  /** From 0. */
  current: number;
  onGo?: (step: number) => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <nav className="step-line" aria-label={t('ui.steps')}>
      <p className="step-line-short">
        {t('ui.step_of', { step: current + 1, count: steps.length })}:{' '}
        <strong>{steps[current]}</strong>
      </p>
      <ol className="no-max-width">
        {steps.map((step, index) => (
          <li
            key={step}
            className={index < current ? 'is-done' : undefined}
            aria-current={index === current ? 'step' : undefined}
          >
            {index < current && onGo !== undefined ? (
              <button
                type="button"
                onClick={() => {
                  onGo(index);
                }}
              >
                {step}
              </button>
            ) : (
              <span>{step}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
