/** What the offers must be: each filter of the API, folded away until it is wanted. */
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { codedText } from '../lib/coded';
import { Button } from '../ui/button';
import { CheckboxGroup } from '../ui/choice-groups';
import { DateField } from '../ui/date-field';
import { NumberField } from '../ui/number-field';
import { TypedField } from '../ui/typed-field';
import { useCodeList } from './code-list';
import { filterCount, FILTERS, listed, type Filter, type GuideSearch } from './search';

const SPOKEN = ['da', 'en', 'ar', 'uk', 'so'] as const;
const YES = 'true';

interface FiltersFormProps {
  search: GuideSearch;
  mistakes: ReadonlyMap<string, string>;
  onChange: (changes: GuideSearch) => void;
}

/** The id of a filter's input. */
export function filterId(filter: Filter): string {
  return `filter-${filter}`;
}

function Fields({ search, mistakes, onChange }: FiltersFormProps): JSX.Element {
  const { t } = useTranslation('guide');
  const kinds = useCodeList('kinds');
  const themes = useCodeList('themes');
  const list = (name: 'kind' | 'theme' | 'language', label: string, choices: typeof kinds) => (
    <CheckboxGroup
      id={filterId(name)}
      label={label}
      error={mistakes.get(name)}
      values={listed(search[name])}
      choices={choices}
      onChange={(values) => {
        onChange({ [name]: values.join(',') });
      }}
    />
  );
  const number = (
    name: 'hours_min' | 'hours_max' | 'price_max',
    label: string,
    unit: string,
  ): JSX.Element => (
    <NumberField
      id={filterId(name)}
      label={label}
      error={mistakes.get(name)}
      unit={unit}
      maxLength={7}
      value={search[name] ?? ''}
      onCommit={(value) => {
        onChange({ [name]: value });
      }}
    />
  );
  const yes = [
    { value: 'accessible', label: t('filters.accessible') },
    { value: 'free_seats', label: t('filters.free_seats') },
  ] as const;
  return (
    <>
      {list('kind', t('filters.kind'), kinds)}
      <CheckboxGroup
        id={filterId('accessible')}
        label={t('filters.needs')}
        values={yes.map(({ value }) => value).filter((name) => search[name] === YES)}
        choices={yes}
        onChange={(values) => {
          onChange(
            Object.fromEntries(yes.map(({ value }) => [value, values.includes(value) ? YES : ''])),
          );
        }}
      />
      <fieldset className="filter-pair">
        <legend className="form-label">{t('filters.hours')}</legend>
        {number('hours_min', t('filters.hours_min'), t('filters.hours_unit'))}
        {number('hours_max', t('filters.hours_max'), t('filters.hours_unit'))}
      </fieldset>
      <DateField
        id={filterId('starts_before')}
        label={t('filters.starts_before')}
        error={mistakes.get('starts_before')}
        value={search.starts_before ?? ''}
        onCommit={(value) => {
          onChange({ starts_before: value });
        }}
      />
      {number('price_max', t('filters.price_max'), t('filters.price_unit'))}
      <TypedField
        id={filterId('place')}
        label={t('filters.place')}
        hint={t('filters.place_hint')}
        error={mistakes.get('place')}
        value={search.place ?? ''}
        onCommit={(value) => {
          onChange({ place: value });
        }}
      />
      {list('theme', t('filters.theme'), themes)}
      {list(
        'language',
        t('filters.language'),
        SPOKEN.map((code) => ({ value: code, label: codedText('spoken_language', code) })),
      )}
    </>
  );
}

/** The filters, with how many are set; each change goes to the address at once. */
export function FiltersForm(props: FiltersFormProps): JSX.Element {
  const { t } = useTranslation('guide');
  const count = filterCount(props.search);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? count > 0;
  return (
    <details
      className="filters"
      open={open}
      onToggle={(event) => {
        setChosen(event.currentTarget.open);
      }}
    >
      <summary className="form-title">
        {count === 0 ? t('filters.title') : t('filters.title_count', { count })}
      </summary>
      {open && <Fields {...props} />}
      {count > 0 && (
        <Button
          kind="quiet"
          icon="close"
          onClick={() => {
            props.onChange(Object.fromEntries(FILTERS.map((name) => [name, ''])));
          }}
        >
          {t('filters.clear')}
        </Button>
      )}
    </details>
  );
}
