/** Rows of a spreadsheet with a heading: who, which day, hours and reason, one line each. */
import { readCell, type Fault, type Letters, type Reason } from './cell';
import { isOpen, keyOf, type Course, type Typed } from './grid';

export type RowFault =
  | Fault
  | 'heading_missing'
  | 'person_unknown'
  | 'person_several'
  | 'day_unreadable'
  | 'day_outside'
  | 'repeated';

export interface RowMistake {
  /** As a spreadsheet counts it: the heading is line 1. */
  line: number;
  fault: RowFault;
}

export interface ReadRows {
  typed: Typed;
  rows: number;
  mistakes: RowMistake[];
}

type Column = 'id' | 'person' | 'day' | 'planned' | 'attended' | 'reason';

/** Headings as our own exports write them, in either language, and as people do. */
const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  id: ['call_off_id', 'bestilling', 'bestillingsnr', 'order', 'order no'],
  person: ['navn', 'deltager', 'borger', 'name', 'participant'],
  day: ['day', 'dato', 'dag', 'date'],
  planned: ['planned_hours', 'planlagte timer', 'planlagt', 'planned hours', 'planned'],
  attended: [
    'attended_hours',
    'fremmødte timer',
    'fremmødt',
    'fremmøde',
    'timer',
    'attended hours',
    'attended',
    'hours',
  ],
  reason: ['absence_reason', 'fraværsårsag', 'årsag', 'fravær', 'absence reason', 'reason'],
};

function delimiterOf(line: string): string {
  return (
    ['\t', ';', ','].reduce((best, one) =>
      line.split(one).length > line.split(best).length ? one : best,
    ) || '\t'
  );
}

function cellsOf(line: string, delimiter: string): string[] {
  // A cell with the delimiter in it stands in quotes.
  const cells = ['']; // the last is the one being read
  let quoted = false;
  for (const sign of line) {
    if (sign === '"') quoted = !quoted;
    else if (sign === delimiter && !quoted) cells.push('');
    else cells.push(`${cells.pop() ?? ''}${sign}`);
  }
  return cells.map((cell) => cell.trim());
}

/** A day as people and machines write it, ISO 8601; null where it is none. */
export function dayOf(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const danish = /^(\d{1,2})[.\-/](\d{1,2})[.\-/](\d{4})$/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : [danish?.[3], danish?.[2]?.padStart(2, '0'), danish?.[1]?.padStart(2, '0')];
  const written = `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
  const parsed = new Date(`${written}T00:00:00Z`);
  const isThere = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(written);
  return isThere ? written : null;
}

function reasonLetter(
  text: string,
  letters: Letters,
  names: Readonly<Record<Reason, string>>,
): string {
  const said = text.toLowerCase();
  const found = Object.keys(letters).find(
    (reason) => reason === said || names[reason as Reason].toLowerCase() === said,
  );
  return found === undefined ? text : letters[found as Reason];
}

function personOf(courses: readonly Course[], id: string, name: string): Course | RowFault {
  const found = courses.filter((course) =>
    id !== '' ? course.id === id : course.name.toLowerCase() === name.toLowerCase(),
  );
  if (found.length > 1) return 'person_several';
  return found[0] ?? 'person_unknown';
}

/** What pasted rows say of a week's courses, and what is wrong with the others, line by line. */
export function readRows(
  text: string,
  courses: readonly Course[],
  days: readonly string[],
  today: string,
  letters: Letters,
  names: Readonly<Record<Reason, string>>,
): ReadRows {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const first = lines[0] ?? '';
  const delimiter = delimiterOf(first);
  const heads = cellsOf(first, delimiter).map((head) => head.toLowerCase());
  const place = (column: Column): number =>
    heads.findIndex((head) => HEADINGS[column].includes(head));
  const at = {
    id: place('id'),
    person: place('person'),
    day: place('day'),
    planned: place('planned'),
    attended: place('attended'),
    reason: place('reason'),
  };
  const found: ReadRows = { typed: {}, rows: 0, mistakes: [] };
  if ((at.id < 0 && at.person < 0) || at.day < 0 || at.attended < 0) {
    return { ...found, mistakes: [{ line: 1, fault: 'heading_missing' }] };
  }
  const typed: Record<string, string> = {};
  lines.slice(1).forEach((line, index) => {
    if (line.trim() === '') return;
    found.rows += 1;
    const cells = cellsOf(line, delimiter);
    const cell = (column: Column): string => cells[at[column]] ?? '';
    const refuse = (fault: RowFault): void => {
      found.mistakes.push({ line: index + 2, fault });
    };
    const course = personOf(courses, cell('id'), cell('person'));
    if (typeof course === 'string') {
      refuse(course);
      return;
    }
    const day = dayOf(cell('day'));
    if (day === null) {
      refuse('day_unreadable');
      return;
    }
    if (!days.includes(day) || !isOpen(course, day, today)) {
      refuse('day_outside');
      return;
    }
    const planned = cell('planned');
    const reason = reasonLetter(cell('reason'), letters, names);
    const said =
      `${cell('attended') || '0'}${planned === '' ? '' : `/${planned}`} ${reason}`.trim();
    const reading = readCell(said, course.usual, letters);
    const key = keyOf(course.id, day);
    if (reading === null) refuse('unreadable');
    else if ('fault' in reading) refuse(reading.fault);
    else if (key in typed) refuse('repeated');
    else typed[key] = said;
  });
  return { ...found, typed };
}
