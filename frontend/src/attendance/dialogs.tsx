/** The protocol's dialogs: rows from a spreadsheet, the reason for a correction, a day's history. */
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../lib/format';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { Dialog } from '../ui/dialog';
import { Failed, Loading } from '../ui/states';
import { TextArea } from '../ui/text-area';
import { REASONS, writeCell, type Letters, type Reason } from './cell';
import { longDay } from './days';
import { historyOptions } from './fetch-week';
import type { Course, Typed } from './grid';
import { readRows, type ReadRows } from './paste';

/** Takes rows with headings, tells what is wrong line by line, and hands on the others. */
export function PasteDialog({
  number,
  courses,
  days,
  today,
  letters,
  onTake,
  onClose,
}: {
  number: number;
  courses: readonly Course[];
  days: readonly string[];
  today: string;
  letters: Letters;
  onTake: (typed: Typed) => void;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation('attendance');
  const [text, setText] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const [read, setRead] = useState<ReadRows | null>(null);
  const take = (): void => {
    setEmpty(text.trim() === '');
    if (text.trim() === '') return;
    const names = Object.fromEntries(
      REASONS.map((reason) => [reason, t(`reason.${reason}`)]),
    ) as Record<Reason, string>;
    const found = readRows(text, courses, days, today, letters, names);
    if (Object.keys(found.typed).length > 0) onTake(found.typed);
    if (found.mistakes.length === 0) onClose();
    else setRead(found);
  };
  return (
    <Dialog
      heading={t('paste_title')}
      wide
      onClose={onClose}
      actions={
        <Button kind="primary" onClick={take}>
          {t('paste_act')}
        </Button>
      }
    >
      <p>{t('paste_text', { number })}</p>
      {read !== null && (
        <Alert kind="warning" heading={t('paste_mistakes', { count: read.mistakes.length })} urgent>
          {Object.keys(read.typed).length > 0 && (
            <p className="alert-text">
              {t('paste_done', { count: Object.keys(read.typed).length })}
            </p>
          )}
          <ul>
            {read.mistakes.map(({ line, fault }) => (
              <li key={line}>{t('paste_line', { line, fault: t(`fault.${fault}`) })}</li>
            ))}
          </ul>
        </Alert>
      )}
      <TextArea
        id="paste-rows"
        label={t('paste_label')}
        rows={8}
        spellCheck={false}
        error={isEmpty ? t('paste_empty') : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
    </Dialog>
  );
}

/** Asks why days that were reported before are corrected. */
export function CorrectDialog({
  count,
  busy,
  onSave,
  onClose,
}: {
  count: number;
  busy: boolean;
  onSave: (reason: string) => void;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation('attendance');
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  return (
    <Confirm
      heading={t('correct_title')}
      act={t('correct_act')}
      busy={busy}
      onConfirm={() => {
        setMissing(reason.trim() === '');
        if (reason.trim() !== '') onSave(reason.trim());
      }}
      onCancel={onClose}
    >
      <p>{t('correct_text', { count })}</p>
      <TextArea
        id="correct-reason"
        label={t('correct_reason')}
        rows={3}
        maxLength={500}
        error={isMissing ? t('correct_reason_missing') : undefined}
        value={reason}
        onChange={(event) => {
          setReason(event.target.value);
        }}
      />
    </Confirm>
  );
}

/** What a day was before each correction. */
export function HistoryDialog({
  course,
  day,
  letters,
  onClose,
}: {
  course: Course;
  day: string;
  letters: Letters;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation('attendance');
  const { data, error, refetch } = useQuery(historyOptions(course.id, day));
  const said = (row: {
    planned_hours: string;
    attended_hours: string;
    absence_reason: Reason | null;
  }): string =>
    writeCell(
      {
        planned: Number(row.planned_hours),
        attended: Number(row.attended_hours),
        reason: row.absence_reason,
      },
      course.usual,
      letters,
    );
  return (
    <Dialog
      heading={t('history_title', { name: course.name, day: longDay(day) })}
      wide
      onClose={onClose}
    >
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading rows={2} />}
      {data !== undefined && (
        <table className="protocol-versions">
          <thead>
            <tr>
              <th scope="col">{t('history_what')}</th>
              <th scope="col">{t('history_from')}</th>
              <th scope="col">{t('history_until')}</th>
              <th scope="col">{t('history_why')}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{said(data.now)}</th>
              <td>{formatInstant(data.now.updated_at)}</td>
              <td>{t('history_now')}</td>
              <td />
            </tr>
            {data.before.map((row) => (
              <tr key={row.version}>
                <th scope="row">{said(row)}</th>
                <td>{formatInstant(row.updated_at)}</td>
                <td>{formatInstant(row.replaced_at)}</td>
                <td>{row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
