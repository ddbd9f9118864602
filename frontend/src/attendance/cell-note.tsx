/** What a cell says besides its text: late, corrected, missing or not saved. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { longDay } from './days';
import { isOpen, keyOf, textOf, type Course, type Reported, type Typed } from './grid';
import type { Letters } from './cell';

/** A week as it is shown: what it holds, and what is said of it. */
export interface Sheet {
  courses: readonly Course[];
  days: readonly string[];
  reported: Reported;
  typed: Typed;
  missing: ReadonlySet<string>;
  letters: Letters;
  today: string;
  /** What is wrong with a cell, in words. */
  mistakes: ReadonlyMap<string, string>;
  onType: (course: Course, day: string, text: string) => void;
  onHistory: (course: Course, day: string) => void;
}

/** The id of a cell's input. */
export function cellId(key: string): string {
  return `cell-${key.replace('|', '-')}`;
}

/** What a cell is, for its input. */
export function useCell(
  sheet: Sheet,
  course: Course,
  day: string,
): {
  key: string;
  text: string;
  label: string;
  mistake: string | undefined;
  open: boolean;
  state: 'typed' | 'missing' | 'told' | 'empty';
} {
  const { t } = useTranslation('attendance');
  const key = keyOf(course.id, day);
  const isMissing = sheet.missing.has(key) && sheet.typed[key] === undefined;
  const state =
    sheet.typed[key] !== undefined
      ? 'typed'
      : sheet.reported.has(key)
        ? 'told'
        : isMissing
          ? 'missing'
          : 'empty';
  const label = t('cell', { name: course.name, day: longDay(day) });
  return {
    key,
    text: textOf(course, day, sheet.reported, sheet.typed, sheet.letters),
    label: isMissing ? `${label}, ${t('cell_missing')}` : label,
    mistake: sheet.mistakes.get(key),
    open: isOpen(course, day, sheet.today),
    state,
  };
}

/** The small words under a cell. */
export function CellNote({
  sheet,
  course,
  day,
}: {
  sheet: Sheet;
  course: Course;
  day: string;
}): JSX.Element | null {
  const { t } = useTranslation('attendance');
  const key = keyOf(course.id, day);
  const told = sheet.reported.get(key);
  const mistake = sheet.mistakes.get(key);
  const words = [
    sheet.typed[key] === undefined ? '' : t('unsaved'),
    told?.isLate === true ? t('late') : '',
    told === undefined && sheet.missing.has(key) && sheet.typed[key] === undefined
      ? t('cell_missing')
      : '',
  ].filter((word) => word !== '');
  if (words.length === 0 && mistake === undefined && (told?.version ?? 1) < 2) return null;
  return (
    <div className="protocol-note" id={`${cellId(key)}-note`}>
      {words.join(', ')}
      {told !== undefined && told.version > 1 && (
        <button
          type="button"
          className="protocol-history"
          aria-label={t('history_title', { name: course.name, day: longDay(day) })}
          onClick={() => {
            sheet.onHistory(course, day);
          }}
        >
          {t('corrected')}
        </button>
      )}
    </div>
  );
}
