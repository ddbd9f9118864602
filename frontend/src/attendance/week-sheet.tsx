/** One week's sheet: what is typed and kept, what is wrong with it, and sending it. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { ErrorSummary } from '../ui/error-summary';
import { Toast } from '../ui/receipt';
import { REASONS, type Letters, type Reason } from './cell';
import { cellId, type Sheet } from './cell-note';
import { DayList } from './day-list';
import { longDay } from './days';
import { CorrectDialog, HistoryDialog, PasteDialog } from './dialogs';
import { reportedOptions } from './fetch-week';
import {
  allPresent,
  changesOf,
  pasteBlock,
  shownDays,
  typeInto,
  type Course,
  type Reported,
  type Typed,
} from './grid';
import { SaveReport } from './save-report';
import { saveWeek, type Saved } from './save-week';
import { useNarrow } from './use-narrow';
import { useTyped } from './use-typed';
import { weekNumber } from './week';
import { WeekGrid } from './week-grid';

interface WeekSheetProps {
  person: string;
  thing: string;
  week: string;
  days: readonly string[];
  courses: readonly Course[];
  reported: Reported;
  missing: ReadonlySet<string>;
  today: string;
}

function HowTo({ letters }: { letters: Letters }): JSX.Element {
  const { t } = useTranslation('attendance');
  const all = REASONS.map((reason) => `${letters[reason]} ${t(`reason.${reason}`).toLowerCase()}`);
  return (
    <div className="protocol-how">
      <p>{t('how_letters', { letters: all.join(', ') })}</p>
      <details className="more">
        <summary>{t('how_title')}</summary>
        <p>{t('how_hours')}</p>
        <p>{t('how_both', { late: letters.late })}</p>
        <p>{t('how_plan')}</p>
        <p>{t('how_keys')}</p>
      </details>
    </div>
  );
}

/** The sheet with its tools. */
export function WeekSheet({
  person,
  thing,
  week,
  days: allDays,
  courses,
  reported,
  missing,
  today,
}: WeekSheetProps): JSX.Element {
  const { t } = useTranslation('attendance');
  const queries = useQueryClient();
  const isNarrow = useNarrow();
  const { typed, setTyped, wasKept } = useTyped(person, thing);
  const [withWeekend, setWithWeekend] = useState(false);
  const [open, setOpen] = useState<'paste' | 'correct' | 'discard' | null>(null);
  const [history, setHistory] = useState<{ course: Course; day: string } | null>(null);
  const [said, setSaid] = useState('');
  const [saved, setSaved] = useState<(Saved & { late: number }) | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const letters = Object.fromEntries(
    REASONS.map((reason) => [reason, t(`letter.${reason}`)]),
  ) as Record<Reason, string>;

  const days = shownDays(allDays, reported, typed, withWeekend);
  const changes = changesOf(typed, courses, reported, letters);
  const mistakes = new Map<string, string>(saved?.refused ?? []);
  if (isAsked) for (const [key, fault] of changes.faults) mistakes.set(key, t(`fault.${fault}`));
  const count = Object.keys(typed).length;
  const fillable =
    Object.keys(allPresent(typed, courses, missing, reported, letters)).length - count;

  const put = (next: Typed): void => {
    setTyped(next);
    setSaved(null);
  };
  const sheet: Sheet = {
    courses,
    days,
    reported,
    typed,
    missing,
    letters,
    today,
    mistakes,
    onType: (course, day, text) => {
      put(typeInto(typed, course, day, text, reported, letters));
    },
    onHistory: (course, day) => {
      setHistory({ course, day });
    },
  };

  const send = async (reason: string): Promise<void> => {
    setBusy(true);
    const done = await saveWeek(changes, reason, t('edited_meanwhile'));
    const left = Object.entries(typed).filter(([key]) => !done.taken.includes(key));
    await queries.invalidateQueries({ queryKey: ['attendance', 'missing'] });
    const now = await queries
      .query({ ...reportedOptions(week), staleTime: 0 })
      .catch(() => reported);
    setTyped(Object.fromEntries(left));
    setSaved({ ...done, late: done.taken.filter((key) => now.get(key)?.isLate).length });
    setBusy(false);
    setAsked(false);
    setOpen(null);
  };
  const save = (): void => {
    setAsked(true);
    setSaid('');
    if (changes.faults.size > 0) requestAnimationFrame(() => summary.current?.focus());
    else if (changes.corrections.length > 0) setOpen('correct');
    else void send('');
  };
  const nameOf = (key: string): string => {
    const [id, day = ''] = key.split('|');
    return t('cell', {
      name: courses.find((course) => course.id === id)?.name ?? id,
      day: longDay(day),
    });
  };

  return (
    <>
      {wasKept && saved === null && <p className="protocol-kept">{t('kept')}</p>}
      <div className="protocol-tools button-group">
        <Button
          kind="primary"
          disabled={fillable === 0}
          onClick={() => {
            put(allPresent(typed, courses, missing, reported, letters));
          }}
        >
          {t('all_present')}
        </Button>
        <Button
          onClick={() => {
            setOpen('paste');
          }}
        >
          {t('paste')}
        </Button>
        <Button
          kind="quiet"
          aria-pressed={withWeekend}
          onClick={() => {
            setWithWeekend(!withWeekend);
          }}
        >
          {t('weekend')}
        </Button>
        <span className="protocol-hint">
          {fillable > 0 && t('all_present_hint', { count: fillable })}
          {fillable === 0 && count === 0 && t('nothing_missing')}
        </span>
      </div>
      <HowTo letters={letters} />
      {mistakes.size > 0 && (
        <ErrorSummary
          ref={summary}
          items={[...mistakes].map(([key, detail]) => ({
            target: cellId(key),
            label: nameOf(key),
            detail,
          }))}
        />
      )}
      {saved !== null && <SaveReport saved={saved} />}
      {isNarrow ? (
        <DayList sheet={sheet} />
      ) : (
        <WeekGrid
          sheet={sheet}
          caption={t('table', { number: weekNumber(week) })}
          onPaste={(text, at) => {
            const pasted = pasteBlock(text, at, courses, days, typed, today);
            put(pasted.typed);
            const passed =
              pasted.passedOver > 0 ? ` ${t('paste_passed', { count: pasted.passedOver })}` : '';
            setSaid(`${t('paste_done', { count: pasted.filled })}${passed}`);
          }}
        />
      )}
      <div className="protocol-save">
        <p role="status">{count > 0 ? t('unsaved_count', { count }) : ''}</p>
        {count > 0 && (
          <div className="button-group">
            <Button kind="primary" busy={busy} onClick={save}>
              {t('save')}
            </Button>
            <Button
              onClick={() => {
                setOpen('discard');
              }}
            >
              {t('discard')}
            </Button>
          </div>
        )}
      </div>
      {said !== '' && (
        <Toast
          onClose={() => {
            setSaid('');
          }}
        >
          {said}
        </Toast>
      )}
      {open === 'paste' && (
        <PasteDialog
          number={weekNumber(week)}
          courses={courses}
          days={allDays}
          today={today}
          letters={letters}
          onTake={(found) => {
            put({ ...typed, ...found });
            setSaid(t('paste_done', { count: Object.keys(found).length }));
          }}
          onClose={() => {
            setOpen(null);
          }}
        />
      )}
      {open === 'correct' && (
        <CorrectDialog
          count={changes.corrections.length}
          busy={busy}
          onSave={(reason) => void send(reason)}
          onClose={() => {
            setOpen(null);
          }}
        />
      )}
      {open === 'discard' && (
        <Confirm
          heading={t('discard_title')}
          act={t('discard_act')}
          danger
          onConfirm={() => {
            put({});
            setOpen(null);
          }}
          onCancel={() => {
            setOpen(null);
          }}
        >
          <p>{t('discard_text', { count })}</p>
        </Confirm>
      )}
      {history !== null && (
        <HistoryDialog
          course={history.course}
          day={history.day}
          letters={letters}
          onClose={() => {
            setHistory(null);
          }}
        />
      )}
    </>
  );
}
