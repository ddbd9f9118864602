/** The addresses of the application; what is chosen on a page stands in its address. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Outlet,
  useNavigate,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { readSearch } from '../guide/search';
import { parseAddress, writeAddress } from '../lib/address';
import { ChoosePage } from '../session/choose-page';
import { readSignInSearch, SignInPage } from '../session/sign-in-page';
import { SignedInPage } from '../session/signed-in-page';
import { Alert } from '../ui/alert';
import { PageHead } from '../ui/page-head';
import { Loading } from '../ui/states';
import { Guarded, Start } from './guarded';
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
    <div className="narrow">
      <PageHead title={t('state.not_found_title')} lead={t('state.not_found_text')} />
      <p>
        <Link to="/">{t('session.to_start')}</Link>
      </p>
    </div>
  );
}

function Crashed({ error }: ErrorComponentProps): JSX.Element {
  const { t } = useTranslation();
  return (
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
  );
}

function Choose(): JSX.Element {
  const navigate = useNavigate();
  return <ChoosePage onChosen={() => void navigate({ to: '/' })} />;
}

const root = createRootRoute({ component: Frame, notFoundComponent: Missing });

// Outside sign-in.
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: SignInPage,
});
const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in',
  component: SignedInPage,
});
const apiDocs = createRoute({
  getParentRoute: () => root,
  path: '/api-docs',
  component: lazyRouteComponent(() => import('../api-docs/api-docs-page'), 'ApiDocsPage'),
});

// Behind sign-in: `staticData.rights` says who may see a page, and its code comes when it is opened.
const staff = createRoute({ getParentRoute: () => root, id: 'staff', component: Guarded });
const start = createRoute({
  getParentRoute: () => staff,
  path: '/',
  validateSearch: readSearch,
  component: Start,
});
const choose = createRoute({ getParentRoute: () => staff, path: '/choose', component: Choose });
const guide = createRoute({
  getParentRoute: () => staff,
  path: '/guide',
  validateSearch: readSearch,
  staticData: { rights: ['guide.read'] },
  component: lazyRouteComponent(() => import('../guide/guide-page'), 'GuidePage'),
});

const routeTree = root.addChildren([
  signIn,
  signedIn,
  apiDocs,
  staff.addChildren([start, choose, guide]),
]);

/** All routes, with addresses that people can read. */
export function createAppRouter() {
  return createRouter({
    routeTree,
    parseSearch: parseAddress,
    stringifySearch: writeAddress,
    scrollRestoration: true,
    defaultPendingMs: 300,
    defaultPendingComponent: Loading,
    defaultErrorComponent: Crashed,
    // The code of a page that is pointed at is fetched before it is asked for.
    defaultPreload: 'intent',
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
