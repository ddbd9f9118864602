/** A week's protocol: who is in it, which days can be told of, and what is typed and not sent. */
import { isSame, readCell, writeCell, type Entry, type Fault, type Letters } from './cell';
import { weekdayOf } from './week';

/** A course under way in the week. */
export interface Course {
  id: string;
  name: string;
  offer: string;
  startedOn: string;
  endedOn: string | null;
  /** Hours of an ordinary day. */
  usual: number;
}

/** What is reported of a day. */
export interface Told extends Entry {
  version: number;
  isLate: boolean;
}

/** By `keyOf`. */
export type Typed = Readonly<Record<string, string>>;
export type Reported = ReadonlyMap<string, Told>;

export interface Change {
  key: string;
  courseId: string;
  day: string;
  entry: Entry;
  /** The version that is corrected; null where nothing is reported yet. */
  version: number | null;
}

export interface Changes {
  fresh: Change[];
  corrections: Change[];
  /** Cells that cannot be read. */
  faults: ReadonlyMap<string, Fault>;
}

/** A course and a day, as one word. */
export function keyOf(courseId: string, day: string): string {
  return `${courseId}|${day}`;
}

/** Whether a day of a course can be told of by now. */
export function isOpen(course: Course, day: string, today: string): boolean {
  return (
    day >= course.startedOn && day <= today && (course.endedOn === null || day <= course.endedOn)
  );
}

/** The days shown: the working days, and of the weekend those that something is said of. */
export function shownDays(
  days: readonly string[],
  reported: Reported,
  typed: Typed,
  withWeekend: boolean,
): string[] {
  const told = new Set([...reported.keys(), ...Object.keys(typed)].map((key) => key.slice(-10)));
  return days.filter((day) => withWeekend || weekdayOf(day) <= 5 || told.has(day));
}

/** What a cell shows: what is typed, else what is reported. */
export function textOf(
  course: Course,
  day: string,
  reported: Reported,
  typed: Typed,
  letters: Letters,
): string {
  const key = keyOf(course.id, day);
  const own = typed[key];
  if (own !== undefined) return own;
  const told = reported.get(key);
  return told === undefined ? '' : writeCell(told, course.usual, letters);
}

/** What was typed, one cell more; one that says again what is reported is forgotten. */
export function typeInto(
  typed: Typed,
  course: Course,
  day: string,
  text: string,
  reported: Reported,
  letters: Letters,
): Typed {
  const key = keyOf(course.id, day);
  const rest = Object.fromEntries(Object.entries(typed).filter(([other]) => other !== key));
  const told = reported.get(key);
  const known = told === undefined ? '' : writeCell(told, course.usual, letters);
  return text.trim() === known ? rest : { ...rest, [key]: text };
}

/** Everybody there on each day that is missing; what is typed or reported stays. */
export function allPresent(
  typed: Typed,
  courses: readonly Course[],
  missing: ReadonlySet<string>,
  reported: Reported,
  letters: Letters,
): Typed {
  const filled: Record<string, string> = { ...typed };
  for (const course of courses) {
    for (const key of missing) {
      if (!key.startsWith(`${course.id}|`) || reported.has(key)) continue;
      if ((filled[key] ?? '').trim() !== '') continue;
      const there: Entry = { planned: course.usual, attended: course.usual, reason: null };
      filled[key] = writeCell(there, course.usual, letters);
    }
  }
  return filled;
}

/** What is to be sent of what is typed: new days, corrections, and what cannot be read. */
export function changesOf(
  typed: Typed,
  courses: readonly Course[],
  reported: Reported,
  letters: Letters,
): Changes {
  const changes: Changes = { fresh: [], corrections: [], faults: new Map() };
  const faults = new Map<string, Fault>();
  for (const [key, text] of Object.entries(typed)) {
    const [courseId = '', day = ''] = key.split('|');
    const course = courses.find((each) => each.id === courseId);
    if (course === undefined) continue;
    const reading = readCell(text, course.usual, letters);
    const told = reported.get(key);
    if (reading === null) {
      // What was reported is corrected, never taken back.
      if (told !== undefined) faults.set(key, 'unreadable');
    } else if ('fault' in reading) {
      faults.set(key, reading.fault);
    } else if (told === undefined) {
      changes.fresh.push({ key, courseId, day, entry: reading.entry, version: null });
    } else if (!isSame(reading.entry, told)) {
      const { entry } = reading;
      changes.corrections.push({ key, courseId, day, entry, version: told.version });
    }
  }
  return { ...changes, faults };
}

export interface Pasted {
  typed: Typed;
  /** How many cells took something. */
  filled: number;
  /** How many could not: outside the week's table, or days that cannot be told of. */
  passedOver: number;
}

/** Cells copied from a spreadsheet, laid over the table from one cell on. */
export function pasteBlock(
  text: string,
  at: { course: number; day: number },
  courses: readonly Course[],
  days: readonly string[],
  typed: Typed,
  today: string,
): Pasted {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const filled: Record<string, string> = { ...typed };
  let [count, passedOver] = [0, 0];
  lines.forEach((line, down) => {
    line.split('\t').forEach((cell, right) => {
      if (cell.trim() === '') return;
      const course = courses[at.course + down];
      const day = days[at.day + right];
      if (course === undefined || day === undefined || !isOpen(course, day, today)) {
        passedOver += 1;
        return;
      }
      filled[keyOf(course.id, day)] = cell.trim();
      count += 1;
    });
  });
  return { typed: filled, filled: count, passedOver };
}
