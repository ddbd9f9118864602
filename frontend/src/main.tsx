/** Starts the application: texts, session, cache, addresses, page. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadSession, sessionState, subscribeToSession, watchSession } from './api/session';
import { createAppRouter } from './app/router';
import { putCitizenAway } from './lib/citizen-at-hand';
import { startTexts } from './lib/i18n';
import { isPassing, problemOf } from './lib/problem';
import './styles/index.scss';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no element to stand in.');

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 1 && isPassing(problemOf(error)),
      refetchOnWindowFocus: false,
    },
  },
});

function actingFor(): string {
  const state = sessionState();
  if (state.kind !== 'signed_in' && state.kind !== 'ended') return '';
  const { person, municipality, role, provider } = state.session;
  return [person.id, municipality.code, role, provider?.id].join(' ');
}

// What one role has read is not shown to another.
let before = actingFor();
subscribeToSession(() => {
  const now = actingFor();
  if (now !== before) {
    queries.clear();
    if (before !== '') putCitizenAway();
  }
  before = now;
});

watchSession();
void loadSession();
const router = createAppRouter();
await startTexts();
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
