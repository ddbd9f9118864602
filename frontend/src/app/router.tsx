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
import { readAttendanceSearch } from '../attendance/search';
import { readCallOffsSearch } from '../call-offs/search';
import { readAdministrationSearch } from '../administration/search';
import { readSearch } from '../guide/search';
import { parseAddress, writeAddress } from '../lib/address';
import { readQualitySearch } from '../quality/search';
import { readOrderSearch } from '../order/search';
import { readReferralsSearch } from '../referrals/search';
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
const compare = createRoute({
  getParentRoute: () => staff,
  path: '/guide/compare',
  validateSearch: readSearch,
  staticData: { rights: ['guide.read'] },
  component: lazyRouteComponent(() => import('../guide/compare-page'), 'ComparePage'),
});
const offer = createRoute({
  getParentRoute: () => staff,
  path: '/offers/$offerId',
  // The guide's own choices, so that the way back finds the list as it was.
  validateSearch: readSearch,
  staticData: { rights: ['offers.read'] },
  component: lazyRouteComponent(() => import('../offers/offer-page'), 'OfferPage'),
});
const quality = createRoute({
  getParentRoute: () => staff,
  path: '/quality',
  validateSearch: readQualitySearch,
  staticData: { rights: ['quality.read'] },
  component: lazyRouteComponent(() => import('../quality/quality-page'), 'QualityPage'),
});

const order = createRoute({
  getParentRoute: () => staff,
  path: '/order/$offerId',
  validateSearch: readOrderSearch,
  staticData: { rights: ['referrals.order'] },
  component: lazyRouteComponent(() => import('../order/order-page'), 'OrderPage'),
});
const referrals = createRoute({
  getParentRoute: () => staff,
  path: '/referrals',
  validateSearch: readReferralsSearch,
  staticData: { rights: ['referrals.write'] },
  component: lazyRouteComponent(() => import('../referrals/referrals-page'), 'ReferralsPage'),
});
const referral = createRoute({
  getParentRoute: () => staff,
  path: '/referrals/$id',
  staticData: { rights: ['referrals.read'] },
  component: lazyRouteComponent(() => import('../referrals/referral-page'), 'ReferralPage'),
});
const align = createRoute({
  getParentRoute: () => staff,
  path: '/referrals/$id/align',
  staticData: { rights: ['referrals.order'] },
  component: lazyRouteComponent(() => import('../order/align-page'), 'AlignPage'),
});
const callOffs = createRoute({
  getParentRoute: () => staff,
  path: '/call-offs',
  validateSearch: readCallOffsSearch,
  staticData: { rights: ['call_offs.read'] },
  component: lazyRouteComponent(() => import('../call-offs/call-offs-page'), 'CallOffsPage'),
});
const callOff = createRoute({
  getParentRoute: () => staff,
  path: '/call-offs/$id',
  staticData: { rights: ['call_offs.read'] },
  component: lazyRouteComponent(() => import('../call-offs/call-off-page'), 'CallOffPage'),
});
const attendance = createRoute({
  getParentRoute: () => staff,
  path: '/attendance',
  validateSearch: readAttendanceSearch,
  staticData: { rights: ['attendance.report'] },
  component: lazyRouteComponent(() => import('../attendance/attendance-page'), 'AttendancePage'),
});
const administration = createRoute({
  getParentRoute: () => staff,
  path: '/administration',
  validateSearch: readAdministrationSearch,
  staticData: {
    rights: ['clients.manage', 'audit.search', 'audit.extract', 'operations.read', 'jobs.read'],
  },
  component: lazyRouteComponent(
    () => import('../administration/administration-page'),
    'AdministrationPage',
  ),
});

const routeTree = root.addChildren([
  signIn,
  signedIn,
  apiDocs,
  staff.addChildren([
    start,
    choose,
    guide,
    compare,
    offer,
    quality,
    administration,
    ...[order, referrals, referral, align],
    ...[callOffs, callOff, attendance],
  ]),
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
