/**
 * Unsaved work, kept in this browser window over a reload or a session that ran out.
 *
 * A draft belongs to one person and one thing. It may hold ids and what was typed about an order or
 * a day; never a CPR number or a citizen's name, which stay in memory alone.
 */
import { useCallback, useState } from 'react';

const PREFIX = 'pejling.draft';
const CPR_SHAPED = /(?<!\d)\d{6}[- ]?\d{4}(?!\d)/;

function keyOf(person: string, thing: string): string {
  return `${PREFIX}/${person}/${thing}`;
}

/** The draft, or null where there is none that can be read. */
export function readDraft(person: string, thing: string): unknown {
  try {
    const kept = sessionStorage.getItem(keyOf(person, thing));
    return kept === null ? null : JSON.parse(kept);
  } catch {
    return null; // Forbidden or spoiled: the reader begins with an empty page.
  }
}

/** Keeps the draft; one with a CPR-shaped number in it is not kept, and the answer says so. */
export function keepDraft(person: string, thing: string, draft: unknown): boolean {
  const written = JSON.stringify(draft);
  if (CPR_SHAPED.test(written.replaceAll(/"[0-9a-f]{8}-[0-9a-f-]{27}"/g, '""'))) return false;
  try {
    sessionStorage.setItem(keyOf(person, thing), written);
    return true;
  } catch {
    return false;
  }
}

/** Forgets a draft whose work has been saved or given up. */
export function dropDraft(person: string, thing: string): void {
  try {
    sessionStorage.removeItem(keyOf(person, thing));
  } catch {
    // Nothing could be kept either.
  }
}

/** Forgets all drafts of this window; done at sign-out. */
export function dropAllDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
    }
  } catch {
    // As above.
  }
}

/** State that outlives a reload: the draft where there is one, otherwise the beginning given. */
export function useDraft<Draft>(
  person: string,
  thing: string,
  beginning: Draft,
): { draft: Draft; wasKept: boolean; put: (draft: Draft) => void; drop: () => void } {
  const [kept] = useState(() => readDraft(person, thing) as Draft | null);
  const [draft, setDraft] = useState(kept ?? beginning);
  const put = useCallback(
    (next: Draft) => {
      setDraft(next);
      keepDraft(person, thing, next);
    },
    [person, thing],
  );
  const drop = useCallback(() => {
    dropDraft(person, thing);
  }, [person, thing]);
  return { draft, wasKept: kept !== null, put, drop };
}
