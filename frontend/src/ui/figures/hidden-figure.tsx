/** What stands where a figure may not, or cannot, be shown. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Figure } from '../../api/answers';
import '../../locales/pages';

/** Why a figure is not on the page, in words; never a zero. */
export function HiddenFigure({ figure }: { figure: Figure | undefined }): JSX.Element {
  const { t } = useTranslation();
  const unmeasured = figure === undefined || figure.suppressed.reason === 'not_measured';
  return (
    <span className="figure-hidden">
      {unmeasured ? t('figure.not_measured') : t('figure.too_few')}
    </span>
  );
}
