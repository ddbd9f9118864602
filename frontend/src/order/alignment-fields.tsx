/** What citizen, caseworker and provider expect of each other, and how the citizen acknowledged it. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { PROSE } from '../api/alignment';
import { Checkbox, CheckboxGroup, RadioGroup } from '../ui/choice-groups';
import { DateField } from '../ui/date-field';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import type { How } from './draft';
import { idOf, type AlignmentProps } from './field-props';

const HOWS = ['meeting', 'phone', 'digital', 'letter'] as const satisfies readonly How[];
const WAYS = ['oral', 'written'] as const;

/** The fields; shared by a new order and by one that is aligned afterwards. */
export function AlignmentFields({
  alignment,
  mistakes,
  isMetFirst,
  terms,
  onChange,
}: AlignmentProps): JSX.Element {
  const { t } = useTranslation('order');
  const names = PROSE.filter((name) => isMetFirst || name !== 'expected_of_workplace');
  return (
    <>
      {names.map((name) => (
        <TextArea
          key={name}
          id={idOf(name)}
          label={t(`prose.${name}`)}
          optional={name !== 'purpose'}
          rows={2}
          error={mistakes.get(name)}
          value={alignment[name]}
          onChange={(event) => {
            onChange({ ...alignment, [name]: event.target.value });
          }}
        />
      ))}
      {isMetFirst && (
        <DateField
          id={idOf('workplace_met_on')}
          label={t('workplace')}
          error={mistakes.get('workplace_met_on')}
          value={alignment.workplace_met_on}
          onChange={(workplace_met_on) => {
            onChange({ ...alignment, workplace_met_on });
          }}
        />
      )}
      <CheckboxGroup
        id={idOf('complaint_guidance')}
        label={t('guidance')}
        error={mistakes.get('complaint_guidance')}
        values={alignment.guidance}
        choices={WAYS.map((value) => ({ value, label: t(`guidance_${value}`) }))}
        onChange={(guidance) => {
          onChange({ ...alignment, guidance });
        }}
      />
      <TextField
        id={idOf('complaint_guidance.version')}
        label={t('guidance_version')}
        hint={t('guidance_version_hint')}
        className="input-char-11"
        maxLength={200}
        error={mistakes.get('complaint_guidance.version')}
        value={alignment.guidance_version}
        onChange={(event) => {
          onChange({ ...alignment, guidance_version: event.target.value });
        }}
      />
      <RadioGroup
        id={idOf('how')}
        name="how"
        label={t('how')}
        error={mistakes.get('how')}
        value={alignment.how}
        choices={HOWS.map((value) => ({ value, label: t(`how_${value}`) }))}
        onChange={(how) => {
          onChange({ ...alignment, how: HOWS.find((each) => each === how) ?? '' });
        }}
      />
      <div className="order-pair">
        <DateField
          id={idOf('acknowledged_on')}
          label={t('acknowledged_on')}
          hint={t('acknowledged_hint')}
          error={mistakes.get('acknowledged_on')}
          value={alignment.acknowledged_on}
          onChange={(acknowledged_on) => {
            onChange({ ...alignment, acknowledged_on });
          }}
        />
        <TextField
          id={idOf('acknowledged_time')}
          label={t('acknowledged_time')}
          className="input-char-11"
          placeholder="tt.mm"
          maxLength={5}
          error={mistakes.get('acknowledged_time')}
          value={alignment.acknowledged_time}
          onChange={(event) => {
            onChange({ ...alignment, acknowledged_time: event.target.value });
          }}
        />
      </div>
      <Checkbox
        id={idOf('acknowledged')}
        label={t('acknowledged')}
        error={mistakes.get('acknowledged')}
        checked={alignment.acknowledged && alignment.acknowledged_terms === terms}
        onChange={(event) => {
          onChange({
            ...alignment,
            acknowledged: event.target.checked,
            acknowledged_terms: event.target.checked ? terms : '',
          });
        }}
      />
    </>
  );
}
