/** Warns before a session runs out, and lets the reader in again without losing the page. */
import { useEffect, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { loadSession, renewSession, serverNow, signInAddress, type Session } from '../api/session';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { useSessionState } from './use-session';

const WARNING_MS = 5 * 60 * 1000;
const LOOK_EVERY_MS = 10_000;

function endOf(session: Session): { at: number; final: boolean } {
  const [idle, end] = [Date.parse(session.idle_expires_at), Date.parse(session.ends_at)];
  return idle < end ? { at: idle, final: false } : { at: end, final: true };
}

function useMillisecondsLeft(session: Session | null): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (session === null) return undefined;
    const timer = setInterval(() => {
      setNow(serverNow());
      // The gateway knows best; it says so, and the page learns that the session has ended.
      if (serverNow() >= endOf(session).at) void loadSession();
    }, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, [session]);
  return session === null ? Infinity : endOf(session).at - now;
}

function here(): string {
  return location.pathname + location.search;
}

function Ended(): JSX.Element {
  const { t } = useTranslation();
  return (
    <Dialog
      heading={t('session.ended_title')}
      actions={
        <>
          <Button
            kind="primary"
            onClick={() => {
              window.open(signInAddress('/signed-in'), '_blank');
            }}
          >
            {t('session.ended_act')}
          </Button>
          <a className="button button-secondary" href={signInAddress(here())}>
            {t('session.ended_here')}
          </a>
        </>
      }
    >
      <p>{t('session.ended_text')}</p>
    </Dialog>
  );
}

function Warning({ session, left }: { session: Session; left: number }): JSX.Element {
  const { t } = useTranslation();
  const { final } = endOf(session);
  const count = Math.max(1, Math.ceil(left / 60_000));
  return (
    <div className="expiry" role="alert">
      <p>{final ? t('session.ends_soon', { count }) : t('session.idle_soon', { count })}</p>
      {final ? (
        <Button
          onClick={() => {
            window.open(signInAddress('/signed-in'), '_blank');
          }}
        >
          {t('session.ended_act')}
        </Button>
      ) : (
        <Button onClick={() => void renewSession({ active: true })}>{t('session.stay')}</Button>
      )}
    </div>
  );
}

/** The warning and the dialog, each when its time has come. */
export function Expiry(): JSX.Element | null {
  const state = useSessionState();
  const session = state.kind === 'signed_in' ? state.session : null;
  const left = useMillisecondsLeft(session);
  if (state.kind === 'ended') return <Ended />;
  if (session === null || left > WARNING_MS) return null;
  return <Warning session={session} left={left} />;
}
