/** The frame of every page: skip link, header with the municipality, parts, language, footer. */
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, currentLanguage, LANGUAGES } from '../lib/i18n';
import { AccountMenu } from '../session/account-menu';
import { Expiry } from '../session/expiry';
import { useSessionState } from '../session/use-session';
import mark from '../styles/pejling.svg';
import { Icon } from '../ui/icon';
import { partsFor } from './navigation';

function LanguageSwitch(): JSX.Element {
  const { t } = useTranslation();
  const current = currentLanguage();
  return (
    <nav className="language" aria-label={t('app.language')}>
      <ul className="no-max-width">
        {LANGUAGES.map(({ code, name }) => (
          <li key={code}>
            <button
              type="button"
              lang={code}
              aria-current={code === current ? 'true' : undefined}
              onClick={() => void changeLanguage(code)}
            >
              {code === current && <Icon name="check" />}
              {name}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Parts({ rights }: { rights: readonly string[] }): JSX.Element | null {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const parts = partsFor(rights);
  if (parts.length < 2) return null;
  return (
    <nav className="parts" aria-label={t('nav.label')}>
      <div className="frame-inner">
        <button
          type="button"
          className="parts-button"
          aria-expanded={open}
          aria-controls="parts"
          onClick={() => {
            setOpen(!open);
          }}
        >
          <Icon name={open ? 'close' : 'menu'} />
          {t('nav.menu')}
        </button>
        <ul id="parts" className={`no-max-width ${open ? 'is-open' : ''}`}>
          {parts.map((part) => (
            <li key={part.to}>
              <Link
                to={part.to}
                onClick={() => {
                  setOpen(false);
                }}
              >
                {t(part.text)}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

/** Header, main content and footer. */
export function PageFrame({ children }: { children: ReactNode }): JSX.Element {
  const { t } = useTranslation();
  const state = useSessionState();
  const session = state.kind === 'signed_in' || state.kind === 'ended' ? state.session : null;
  const municipality = session?.municipality.name;
  useEffect(() => {
    document.documentElement.dataset['signedIn'] = String(session !== null);
  }, [session]);
  return (
    <>
      <a className="skipnav" href="#main-content">
        {t('app.skip_to_content')}
      </a>
      <Expiry />
      <header className="frame-header">
        <div className="frame-inner">
          <Link className="frame-name" to="/">
            <img src={mark} alt="" width="28" height="28" />
            {t('app.name')}
          </Link>
          {municipality !== undefined && <p className="frame-municipality">{municipality}</p>}
          <div className="frame-tools">
            <LanguageSwitch />
            <AccountMenu />
          </div>
        </div>
        {session !== null && <Parts rights={session.rights} />}
      </header>
      <main id="main-content" className="frame-inner frame-main" tabIndex={-1}>
        {children}
      </main>
      <footer className="frame-footer">
        <div className="frame-inner">
          <p>
            {t('app.footer')} <a href="/api-docs">{t('app.api_docs')}</a>
          </p>
        </div>
      </footer>
    </>
  );
}
