/** Starts the application: texts, cache, addresses, page. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createAppRouter } from './app/router';
import { startTexts } from './lib/i18n';
import './styles/index.scss';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no element to stand in.');

await startTexts();
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={createAppRouter()} />
    </QueryClientProvider>
  </StrictMode>,
);
