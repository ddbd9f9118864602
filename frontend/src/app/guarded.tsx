/** What stands before every page behind sign-in: who is it, for whom, and may they. */
import { Outlet, useMatches, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { loadSession, type Session } from '../api/session';
import { ChoosePage } from '../session/choose-page';
import { NoRight, type Right } from '../session/no-right';
import { useSession, useSessionState } from '../session/use-session';
import { Empty, Failed, Loading } from '../ui/states';
import { PageHead } from '../ui/page-head';
import { partsFor } from './navigation';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Any one of these is enough; without them every signed-in reader may see the page. */
    rights?: readonly Right[];
  }
}

function missingRight(rights: readonly Right[] | undefined, session: Session): Right | null {
  if (rights === undefined || rights.some((right) => session.rights.includes(right))) return null;
  return rights[0] ?? null;
}

/** Leads to the way in, and remembers where the reader was going. */
function ToSignIn(): JSX.Element {
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    const { pathname, searchStr } = router.latestLocation;
    const here = `${pathname}${searchStr}`;
    void navigate({
      to: '/sign-in',
      search: here === '/' ? {} : { return_to: here },
      replace: true,
    });
  }, [navigate, router]);
  return <Loading />;
}

/** The layout of all pages behind sign-in. */
export function Guarded(): JSX.Element {
  const state = useSessionState();
  const asked = useMatches().at(-1)?.staticData.rights;
  switch (state.kind) {
    case 'unknown':
      return <Loading />;
    case 'failed':
      return <Failed error={state.problem} onRetry={() => void loadSession()} />;
    case 'signed_out':
      return <ToSignIn />;
    case 'choosing':
      return <ChoosePage onChosen={() => undefined} />;
    case 'signed_in':
    case 'ended': {
      const { session } = state;
      const missing = missingRight(asked, session);
      if (missing !== null) return <NoRight right={missing} />;
      // Another role or municipality is another application: nothing of the last one stays.
      return (
        <Outlet key={`${session.municipality.code} ${session.role} ${session.provider?.id}`} />
      );
    }
  }
}

/** `/`: the first part that the reader may use. */
export function Start(): JSX.Element {
  const { t } = useTranslation();
  const { rights } = useSession();
  const navigate = useNavigate();
  const router = useRouter();
  const [first] = partsFor(rights);
  const to = first?.to;
  useEffect(() => {
    if (to === undefined) return;
    // An address of the guide from before it had a page of its own keeps its choices.
    const { search } = router.latestLocation;
    void navigate({ to, search: to === '/guide' ? search : {}, replace: true });
  }, [navigate, router, to]);
  if (to === undefined) {
    return (
      <>
        <PageHead title={t('app.name')} />
        <Empty heading={t('nav.nothing_title')}>
          <p>{t('nav.nothing_text')}</p>
        </Empty>
      </>
    );
  }
  return <Loading />;
}
