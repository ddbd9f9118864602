/** Who is signed in and for whom, with the ways to switch and to leave. */
import { Link } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { endSession, type Session, type Unchosen } from '../api/session';
import { dropAllDrafts } from '../lib/draft';
import { problemOf, type Problem } from '../lib/problem';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { useAccount } from './use-session';

function Menu({ account }: { account: Session | Unchosen }): JSX.Element {
  const { t } = useTranslation();
  const { person, choices } = account;
  const acting = account.must_choose ? null : account;
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const id = useId();
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !place.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);

  const leave = async (everywhere: boolean): Promise<void> => {
    setProblem(null);
    try {
      const address = await endSession(everywhere);
      dropAllDrafts();
      location.assign(address);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <div
      className="account"
      ref={place}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        place.current?.querySelector('button')?.focus();
      }}
    >
      <button
        type="button"
        className="account-button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <Icon name="account" />
        <span className="account-who">
          <span className="sr-only">{t('session.menu')}</span>{' '}
          <span className="account-name">{person.name}</span>
        </span>
        <Icon name={open ? 'chevron-up' : 'chevron-down'} />
      </button>
      <div id={id} className="account-menu" hidden={!open}>
        <p className="account-line">
          <strong>{person.name}</strong>
          <br />
          {acting?.role_name}
          {acting?.provider && (
            <>
              <br />
              {acting.provider.name}
            </>
          )}
        </p>
        {acting !== null && choices.length > 1 && (
          <Link
            to="/choose"
            className="account-act"
            onClick={() => {
              setOpen(false);
            }}
          >
            {t('session.switch')}
          </Link>
        )}
        <button type="button" className="account-act" onClick={() => void leave(false)}>
          {t('session.sign_out')}
        </button>
        <button type="button" className="account-act" onClick={() => void leave(true)}>
          {t('session.sign_out_everywhere')}
        </button>
        {problem !== null && <ProblemNotice problem={problem} />}
      </div>
    </div>
  );
}

/** The menu at the right of the header; nothing for those who are not signed in. */
export function AccountMenu(): JSX.Element | null {
  const account = useAccount();
  return account === null ? null : <Menu account={account} />;
}
