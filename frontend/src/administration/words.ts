/** The words for what the API names by codes; a code of tomorrow stands for itself. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Words {
  /** A right, an act of the log and a kind of job share their names. */
  right: (code: string, unknown?: string) => string;
  criterion: (code: string) => string;
  role: (code: string) => string;
  purpose: (code: string | null) => string;
  /** Who somebody is to the system: staff, a system, a service. */
  kind: (code: string) => string;
}

/** The words in the language on screen. */
export function useWords(): Words {
  const { t } = useTranslation('administration');
  return useMemo(
    () => ({
      right: (code, unknown = code) =>
        t(`right.${code.replace('.', '_')}` as 'right.codes_read', { defaultValue: unknown }),
      criterion: (code) => t(`criteria.${code}` as 'criteria.name', { defaultValue: code }),
      role: (code) => t(`roles.${code}` as 'roles.guide_reader', { defaultValue: code }),
      purpose: (code) =>
        code === null ? '–' : t(`purposes.${code}` as 'purposes.system', { defaultValue: code }),
      kind: (code) => t(`kind.${code}` as 'kind.staff', { defaultValue: code }),
    }),
    [t],
  );
}
