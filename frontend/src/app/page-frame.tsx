/** The frame of every page: skip links, header with the municipality, language, footer. */
import { useQuery } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { access } from '../api/token';
import { changeLanguage, currentLanguage, LANGUAGES } from '../lib/i18n';
import mark from '../styles/pejling.svg';
import { Icon } from '../ui/icon';

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

function Municipality(): JSX.Element | null {
  const { data } = useQuery({
    queryKey: ['municipality'],
    queryFn: async () => (await access()).municipality,
    staleTime: Infinity,
    retry: false,
  });
  if (data === undefined || data === '') return null;
  return <p className="frame-municipality">{data}</p>;
}

/** Header, main content and footer. */
export function PageFrame({ children }: { children: ReactNode }): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <a className="skipnav" href="#main-content">
        {t('app.skip_to_content')}
      </a>
      <header className="frame-header">
        <div className="frame-inner">
          <a className="frame-name" href="/">
            <img src={mark} alt="" width="28" height="28" />
            {t('app.name')}
          </a>
          <Municipality />
          <LanguageSwitch />
        </div>
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
