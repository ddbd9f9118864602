/** The addresses of the application; what is chosen on a page stands in its address. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Outlet,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { GuidePage } from '../guide/guide-page';
import { parseAddress, readSearch, writeAddress } from '../guide/search';
import { Alert } from '../ui/alert';
import { PageFrame } from './page-frame';

function Frame(): JSX.Element {
  return (
    <PageFrame>
      <Outlet />
    </PageFrame>
  );
}

function Missing(): JSX.Element {
  const { t } = useTranslation();
  return (
    <Alert kind="info" heading={t('state.not_found_title')}>
      <p className="alert-text">
        <Link to="/" search={{}}>
          {t('state.not_found_link')}
        </Link>
      </p>
    </Alert>
  );
}

function Crashed({ error }: ErrorComponentProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <PageFrame>
      <Alert kind="error" heading={t('state.crash_title')} urgent>
        <p className="alert-text">{t('state.crash_text')}</p>
        <p className="trace">{error instanceof Error ? error.message : ''}</p>
        <button
          type="button"
          className="button button-secondary"
          onClick={() => {
            location.reload();
          }}
        >
          {t('state.reload')}
        </button>
      </Alert>
    </PageFrame>
  );
}

const root = createRootRoute({
  component: Frame,
  notFoundComponent: Missing,
  errorComponent: Crashed,
});
const guide = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readSearch,
  component: GuidePage,
});
const apiDocs = createRoute({
  getParentRoute: () => root,
  path: '/api-docs',
  component: lazyRouteComponent(() => import('../api-docs/api-docs-page'), 'ApiDocsPage'),
});

/** All routes, with addresses that people can read. */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([guide, apiDocs]),
    parseSearch: parseAddress,
    stringifySearch: writeAddress,
    scrollRestoration: true,
    defaultPendingMs: 0,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
