/** What is typed into a week and not sent: kept over a reload. */
import { useMemo } from 'react';
import { useDraft } from '../lib/draft';
import { keyOf, type Typed } from './grid';

/** As it is kept: ids stand alone, so that they are known for ids. */
type Kept = [course: string, day: string, text: string][];

/** What is typed, by cell, and whether some of it was kept from before. */
export function useTyped(
  person: string,
  thing: string,
): { typed: Typed; setTyped: (next: Typed) => void; wasKept: boolean } {
  const { draft, wasKept, put, drop } = useDraft<Kept>(person, thing, []);
  const typed = useMemo<Typed>(
    () => Object.fromEntries(draft.map(([course, day, text]) => [keyOf(course, day), text])),
    [draft],
  );
  const setTyped = (next: Typed): void => {
    const kept = Object.entries(next).map(([key, text]): Kept[number] => {
      const [course = '', day = ''] = key.split('|');
      return [course, day, text];
    });
    put(kept);
    if (kept.length === 0) drop();
  };
  return { typed, setTyped, wasKept: wasKept && draft.length > 0 };
}
