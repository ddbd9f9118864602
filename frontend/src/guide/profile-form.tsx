/** The citizen's profile: a target group, and three optional facts that make the figures closer. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { today } from '../lib/format';
import { NumberField } from '../ui/number-field';
import { SelectField } from '../ui/select-field';
import { useCodeList } from './code-list';
import type { GuideSearch, ProfileField } from './search';

interface ProfileFormProps {
  search: GuideSearch;
  mistakes: ReadonlyMap<string, string>;
  onChange: (field: ProfileField, value: string, asked: boolean) => void;
}

/** The id of a profile field's input. */
export function inputId(field: ProfileField): string {
  return `profile-${field}`;
}

/** The fields of the profile; each change goes to the address at once. */
export function ProfileForm({ search, mistakes, onChange }: ProfileFormProps): JSX.Element {
  const { t } = useTranslation();
  const targetGroups = useCodeList('target_groups', today());
  const matchGroups = useCodeList('match_groups', today());
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
        <NumberField
          id={inputId('weeks_on_support')}
          label={t('profile.weeks_on_support')}
          error={mistakes.get('weeks_on_support')}
          optional
          unit={t('profile.weeks')}
          maxLength={4}
          value={search.weeks_on_support ?? ''}
          onCommit={(value, asked) => {
            onChange('weeks_on_support', value, asked);
          }}
        />
      </div>
      <p className="form-hint">{t('profile.not_stored')}</p>
    </section>
  );
}
