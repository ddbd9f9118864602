/** How many figure columns the window has room for. */
import { useSyncExternalStore } from 'react';

// From these widths on, one more column; they match the list's own breakpoints in guide.scss.
const STEPS = [1200, 1440, 1700].map((width) => `(min-width: ${width}px)`);
const NARROW = '(max-width: 1023px)';
export const PHONE_ROOM = 12;

function count(): number {
  // On a phone the figures stand under each other, and there is room for all.
  if (matchMedia(NARROW).matches) return PHONE_ROOM;
  return 2 + STEPS.filter((query) => matchMedia(query).matches).length;
}

function subscribe(changed: () => void): () => void {
  const queries = [NARROW, ...STEPS].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
  };
}

/** The number of columns that fit, the combined score among them. */
export function useRoom(): number {
  return useSyncExternalStore(subscribe, count);
}
