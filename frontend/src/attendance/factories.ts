/** Courses, reports and letters for tests. */
import type { Letters } from './cell';
import { keyOf, type Course, type Reported, type Told } from './grid';

export const LETTERS: Letters = {
  ill: 'S',
  child_ill: 'B',
  job_interview: 'J',
  holiday: 'F',
  unexcused: 'U',
  late: 'K',
};

export function course(id: string, changes: Partial<Course> = {}): Course {
  return {
    id,
    name: `Borger ${id}`,
    offer: 'Værksted',
    startedOn: '2026-11-02',
    endedOn: null,
    usual: 5,
    ...changes,
  };
}

export function reported(...days: [string, string, Partial<Told>?][]): Reported {
  return new Map(
    days.map(([id, day, changes]) => [
      keyOf(id, day),
      { planned: 5, attended: 5, reason: null, version: 1, isLate: false, ...changes },
    ]),
  );
}
