/** Whether the page is as narrow as a phone: the protocol then shows one day at a time. */
import { useSyncExternalStore } from 'react';

const NARROW = '(width < 768px)';

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener('change', changed);
  return () => {
    query.removeEventListener('change', changed);
  };
}

/** True on a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(NARROW).matches);
}
