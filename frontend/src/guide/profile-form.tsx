/** The citizen's profile: a target group, and three optional facts that make the figures closer. */
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../ui/number-field';
import { SelectField } from '../ui/select-field';
import { useCodeList } from './code-list';
import type { GuideSearch, ProfileField } from './search';
import { asWritten, inWeeks, type SupportUnit } from './support-time';

interface ProfileFormProps {
  search: GuideSearch;
  mistakes: ReadonlyMap<string, string>;
  onChange: (field: ProfileField, value: string, asked: boolean) => void;
}

/** The id of a profile field's input. */
export function inputId(field: ProfileField): string {
  return `profile-${field}`;
}

function SupportTime({
  value,
  error,
  onCommit,
}: {
  value: string;
  error: string | undefined;
  onCommit: (weeks: string, asked: boolean) => void;
}): JSX.Element {
  const { t } = useTranslation('guide');
  const [unit, setUnit] = useState<SupportUnit>('weeks');
  return (
    <div className="support-time">
      <NumberField
        id={inputId('weeks_on_support')}
        label={t('profile.support')}
        error={error}
        optional
        maxLength={4}
        value={asWritten(value, unit)}
        onCommit={(typed, asked) => {
          onCommit(inWeeks(typed, unit), asked);
        }}
      >
        <select
          className="form-select"
          aria-label={t('profile.support_unit')}
          value={unit}
          onChange={(event) => {
            const chosen = event.target.value === 'months' ? 'months' : 'weeks';
            // What is typed stays; it is what it counts that was chosen anew.
            onCommit(inWeeks(asWritten(value, unit), chosen), false);
            setUnit(chosen);
          }}
        >
          <option value="weeks">{t('profile.weeks')}</option>
          <option value="months">{t('profile.months')}</option>
        </select>
      </NumberField>
    </div>
  );
}

/** The fields of the profile; each change goes to the address at once. */
export function ProfileForm({ search, mistakes, onChange }: ProfileFormProps): JSX.Element {
  const { t } = useTranslation('guide');
  const targetGroups = useCodeList('target_groups');
  const matchGroups = useCodeList('match_groups');
  return (
    <section className="profile" aria-labelledby="profile-title">
      <h2 className="form-title" id="profile-title">
        {t('profile.title')}
      </h2>
      <SelectField
        id={inputId('target_group')}
        label={t('profile.target_group')}
        error={mistakes.get('target_group')}
        value={search.target_group ?? ''}
        choices={[{ value: '', label: t('profile.choose_target_group') }, ...targetGroups]}
        onChange={(value) => {
          onChange('target_group', value, false);
        }}
      />
      <SelectField
        id={inputId('match_group')}
        label={t('profile.match_group')}
        error={mistakes.get('match_group')}
        optional
        value={search.match_group ?? ''}
        choices={[{ value: '', label: t('profile.all_match_groups') }, ...matchGroups]}
        onChange={(value) => {
          onChange('match_group', value, false);
        }}
      />
      <div className="profile-pair">
        <NumberField
          id={inputId('age')}
          label={t('profile.age')}
          error={mistakes.get('age')}
          optional
          unit={t('profile.years')}
          maxLength={3}
          value={search.age ?? ''}
          onCommit={(value, asked) => {
            onChange('age', value, asked);
          }}
        />
        <SupportTime
          value={search.weeks_on_support ?? ''}
          error={mistakes.get('weeks_on_support')}
          onCommit={(value, asked) => {
            onChange('weeks_on_support', value, asked);
          }}
        />
      </div>
      <p className="form-hint">{t('profile.not_stored')}</p>
    </section>
  );
}
