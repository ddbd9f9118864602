/** Step 4: whether expectations are aligned, and what was agreed. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { today } from '../lib/format';
import { RadioGroup } from '../ui/choice-groups';
import { AlignmentFields } from './alignment-fields';
import { termsOf, type AlignmentDraft, type Offer } from './draft';
import { idOf, type StepProps } from './field-props';
import { isMetFirst } from './mistakes';

/** The time in Denmark, `tt.mm`. */
function timeNow(): string {
  return new Intl.DateTimeFormat('da-DK', {
    timeZone: 'Europe/Copenhagen',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date());
}

/** An alignment that begins now, unless its moment has been typed. */
export function withNow(alignment: AlignmentDraft): AlignmentDraft {
  return {
    ...alignment,
    when: 'now',
    acknowledged_on: alignment.acknowledged_on || today(),
    acknowledged_time: alignment.acknowledged_time || timeNow(),
  };
}

/** The step. */
export function StepAlignment({
  draft,
  offer,
  mistakes,
  onChange,
}: StepProps & { offer: Offer }): JSX.Element {
  const { t } = useTranslation('order');
  const { alignment } = draft;
  return (
    <>
      <RadioGroup
        id={idOf('when')}
        name="when"
        label={t('when')}
        error={mistakes.get('when')}
        value={alignment.when}
        choices={[
          { value: 'now', label: t('when_now') },
          { value: 'later', label: t('when_later'), hint: t('when_later_hint') },
        ]}
        onChange={(when) => {
          onChange({
            alignment: when === 'now' ? withNow(alignment) : { ...alignment, when: 'later' },
          });
        }}
      />
      {alignment.when === 'now' && (
        <AlignmentFields
          alignment={alignment}
          mistakes={mistakes}
          isMetFirst={isMetFirst(offer)}
          terms={termsOf(draft)}
          onChange={(changed) => {
            onChange({ alignment: changed });
          }}
        />
      )}
    </>
  );
}
