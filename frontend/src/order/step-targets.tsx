/** Step 2: what the course is to bring about, for how many hours, and until when. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodes } from '../api/codes';
import { addDays } from '../lib/days';
import { formatDate, formatNumber, today } from '../lib/format';
import { parseDate } from '../lib/typed-date';
import { Button } from '../ui/button';
import { RadioGroup } from '../ui/choice-groups';
import { DateField } from '../ui/date-field';
import { SelectField } from '../ui/select-field';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import { NO_TARGET, type Offer, type TargetDraft } from './draft';
import { choicesOptions } from './fetch-order';
import { idOf, type StepProps } from './field-props';

function Target({
  place,
  target,
  offer,
  mistakes,
  onChange,
  onRemove,
}: {
  place: number;
  target: TargetDraft;
  offer: Offer;
  mistakes: StepProps['mistakes'];
  onChange: (target: TargetDraft) => void;
  onRemove: (() => void) | undefined;
}): JSX.Element {
  const { t } = useTranslation('order');
  const themes = useCodes('themes');
  const own = new Set(offer.themes);
  const path = `targets.${place}`;
  // What the offer works on comes first; the others are not closed to the citizen.
  const choices = [
    ...themes.choices.filter(({ value }) => own.has(value)),
    ...themes.choices.filter(({ value }) => !own.has(value)),
  ];
  return (
    <fieldset className="order-target">
      <legend className="h4">{t('target', { number: place + 1 })}</legend>
      <RadioGroup
        id={idOf(`${path}.kind`)}
        name={`${path}.kind`}
        label={t('target_kind')}
        value={target.kind}
        choices={[
          { value: 'theme', label: t('target_theme') },
          { value: 'condition', label: t('target_condition') },
        ]}
        onChange={(kind) => {
          onChange({ ...target, kind: kind === 'theme' ? 'theme' : 'condition' });
        }}
      />
      {target.kind === 'theme' ? (
        <SelectField
          id={idOf(`${path}.theme`)}
          label={t('theme')}
          error={mistakes.get(`${path}.theme`)}
          value={target.theme}
          choices={[{ value: '', label: t('choose') }, ...choices]}
          onChange={(theme) => {
            onChange({ ...target, theme });
          }}
        />
      ) : (
        <TextField
          id={idOf(`${path}.words`)}
          label={t('words')}
          hint={t('words_hint')}
          error={mistakes.get(`${path}.words`)}
          maxLength={200}
          value={target.words}
          onChange={(event) => {
            onChange({ ...target, words: event.target.value });
          }}
        />
      )}
      <TextArea
        id={idOf(`${path}.goal`)}
        label={t('goal')}
        hint={t('goal_hint')}
        rows={2}
        error={mistakes.get(`${path}.goal`)}
        value={target.goal}
        onChange={(event) => {
          onChange({ ...target, goal: event.target.value });
        }}
      />
      {onRemove !== undefined && (
        <Button kind="quiet" onClick={onRemove}>
          {t('remove_target', { number: place + 1 })}
        </Button>
      )}
    </fieldset>
  );
}

/** The step. */
export function StepTargets({
  offer,
  draft,
  mistakes,
  onChange,
}: StepProps & { offer: Offer }): JSX.Element {
  const { t } = useTranslation('order');
  const { data: choice } = useQuery(choicesOptions());
  const most = choice?.max_targets ?? 3;
  const { targets } = draft;
  const lastDay = (weeks: number): string => {
    const from = parseDate(draft.planned_starts_on) ?? today();
    const to = addDays(from, weeks * 7 - 1);
    const days = { from: formatDate(from), to: formatDate(to) };
    return `${t('ends_hint', { count: weeks })} ${t('ends_latest', days)}`;
  };
  return (
    <>
      {targets.map((target, place) => (
        <Target
          key={place}
          place={place}
          target={target}
          offer={offer}
          mistakes={mistakes}
          onChange={(changed) => {
            onChange({ targets: targets.with(place, changed) });
          }}
          onRemove={
            targets.length === 1
              ? undefined
              : () => {
                  onChange({ targets: targets.toSpliced(place, 1) });
                }
          }
        />
      ))}
      {targets.length < most ? (
        <Button
          onClick={() => {
            onChange({ targets: [...targets, NO_TARGET] });
          }}
        >
          {t('add_target')}
        </Button>
      ) : (
        <p className="note">{t('targets_most', { count: most })}</p>
      )}
      <TextField
        id={idOf('hours_per_week')}
        label={t('hours')}
        hint={
          offer.hours_per_week === null
            ? undefined
            : t('hours_hint', { hours: formatNumber(Number(offer.hours_per_week)) })
        }
        optional
        inputMode="decimal"
        className="input-char-11"
        error={mistakes.get('hours_per_week')}
        value={draft.hours_per_week}
        onChange={(event) => {
          onChange({ hours_per_week: event.target.value });
        }}
      />
      <DateField
        id={idOf('planned_ends_on')}
        label={t('ends')}
        hint={offer.duration_weeks == null ? undefined : lastDay(offer.duration_weeks)}
        error={mistakes.get('planned_ends_on')}
        value={draft.planned_ends_on}
        onChange={(value) => {
          onChange({ planned_ends_on: value });
        }}
      />
    </>
  );
}
