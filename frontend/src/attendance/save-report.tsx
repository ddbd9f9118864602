/** What became of a save, as a box that takes focus. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../ui/problem-notice';
import { Receipt } from '../ui/receipt';
import type { Saved } from './save-week';

/** Days saved, corrected among them, and left; those refused stand in the summary above the table. */
export function SaveReport({ saved }: { saved: Saved & { late: number } }): JSX.Element {
  const { t } = useTranslation('attendance');
  const { corrected, unchanged, taken, refused, late, problem } = saved;
  return (
    <>
      {problem !== null && <ProblemNotice problem={problem} />}
      {taken.length > 0 && (
        <Receipt heading={t('report_title', { count: taken.length })}>
          {corrected > 0 && (
            <p className="alert-text">{t('report_corrected', { count: corrected })}</p>
          )}
          {unchanged > 0 && (
            <p className="alert-text">{t('report_unchanged', { count: unchanged })}</p>
          )}
          {late > 0 && <p className="alert-text">{t('report_late', { count: late })}</p>}
          {refused.size > 0 && (
            <p className="alert-text">{t('report_refused', { count: refused.size })}</p>
          )}
        </Receipt>
      )}
    </>
  );
}
