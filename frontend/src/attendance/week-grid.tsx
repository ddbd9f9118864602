/** The week as a table that is typed in like a spreadsheet. */
import { useRef, type ClipboardEvent, type JSX, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../lib/format';
import { readCell } from './cell';
import { CellNote, cellId, useCell, type Sheet } from './cell-note';
import { shortDay } from './days';
import { keyOf, textOf, type Course } from './grid';

interface GridProps {
  sheet: Sheet;
  caption: string;
  /** Several cells at once, from the cell in which they were pasted. */
  onPaste: (text: string, at: { course: number; day: number }) => void;
}

const STEPS: Readonly<Record<string, [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Enter: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Whether an arrow leaves the cell: not while the caret still has somewhere to go in it. */
function leaves(input: HTMLInputElement, key: string): boolean {
  const { selectionStart: start, selectionEnd: end, value } = input;
  const isWhole = start === 0 && end === value.length;
  if (key === 'ArrowLeft') return isWhole || (start === 0 && end === 0);
  if (key === 'ArrowRight') return isWhole || (start === value.length && end === value.length);
  return true;
}

function Cell({
  sheet,
  course,
  day,
  place,
  onPaste,
}: {
  sheet: Sheet;
  course: Course;
  day: string;
  place: { course: number; day: number };
  onPaste: GridProps['onPaste'];
}): JSX.Element {
  const { key, text, label, mistake, open, state } = useCell(sheet, course, day);
  if (!open) return <td className="protocol-closed" />;
  return (
    <td className={`protocol-cell protocol-cell--${state}`}>
      <input
        id={cellId(key)}
        type="text"
        autoComplete="off"
        maxLength={20}
        data-place={`${place.course} ${place.day}`}
        aria-label={label}
        aria-invalid={mistake !== undefined}
        title={mistake}
        value={text}
        onFocus={(event) => {
          event.target.select();
        }}
        onChange={(event) => {
          sheet.onType(course, day, event.target.value);
        }}
        onPaste={(event: ClipboardEvent) => {
          const pasted = event.clipboardData.getData('text/plain');
          // One cell's worth is the browser's own matter.
          if (!/[\t\n]/.test(pasted.trim())) return;
          event.preventDefault();
          onPaste(pasted, place);
        }}
      />
      <CellNote sheet={sheet} course={course} day={day} />
    </td>
  );
}

function HoursOf({ sheet, course }: { sheet: Sheet; course: Course }): JSX.Element {
  const { t } = useTranslation('attendance');
  let [attended, planned] = [0, 0];
  for (const day of sheet.days) {
    const text = textOf(course, day, sheet.reported, sheet.typed, sheet.letters);
    const reading = readCell(text, course.usual, sheet.letters);
    if (reading === null || 'fault' in reading) continue;
    attended += reading.entry.attended;
    planned += reading.entry.planned;
  }
  return (
    <td className="protocol-sum">
      {t('of_planned', { attended: formatNumber(attended, 2), planned: formatNumber(planned, 2) })}
    </td>
  );
}

/** The table. Arrows and Enter move from cell to cell. */
export function WeekGrid({ sheet, caption, onPaste }: GridProps): JSX.Element {
  const { t } = useTranslation('attendance');
  const table = useRef<HTMLTableElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const from = event.target;
    if (step === undefined || !(from instanceof HTMLInputElement)) return;
    if (event.altKey || event.ctrlKey || event.metaKey || !leaves(from, event.key)) return;
    const [down, right] = event.shiftKey && event.key === 'Enter' ? [-1, 0] : step;
    let [course = 0, day = 0] = (from.dataset['place'] ?? '').split(' ').map(Number);
    // Days outside a course hold no cell: the next one in the same direction is meant.
    do {
      course += down;
      day += right;
      const next = table.current?.querySelector<HTMLInputElement>(
        `[data-place="${course} ${day}"]`,
      );
      if (next) {
        event.preventDefault();
        next.focus();
        return;
      }
    } while (sheet.courses[course] !== undefined && sheet.days[day] !== undefined);
  };
  return (
    <div className="protocol-place">
      <table className="protocol" ref={table} onKeyDown={move}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('participant')}</th>
            {sheet.days.map((day) => (
              <th scope="col" key={day} className={day === sheet.today ? 'is-today' : undefined}>
                {shortDay(day)}
              </th>
            ))}
            <th scope="col" className="protocol-sum">
              {t('sum')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sheet.courses.map((course, place) => (
            <tr key={course.id}>
              <th scope="row">
                <span className="protocol-name">{course.name}</span>
                <span className="protocol-offer">
                  {course.offer}, {t('usual', { hours: formatNumber(course.usual, 2) })}
                </span>
              </th>
              {sheet.days.map((day, column) => (
                <Cell
                  key={keyOf(course.id, day)}
                  sheet={sheet}
                  course={course}
                  day={day}
                  place={{ course: place, day: column }}
                  onPaste={onPaste}
                />
              ))}
              <HoursOf sheet={sheet} course={course} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
