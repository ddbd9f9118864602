/** The way in: one button to the municipality's own sign-in, and what went wrong last time. */
import { useSearch } from '@tanstack/react-router';
import { useEffect, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { signInAddress } from '../api/session';
import { Alert } from '../ui/alert';
import { PageHead } from '../ui/page-head';

const ERRORS = [
  'access_denied',
  'no_role',
  'expired',
  'provider_unavailable',
  'insecure_address',
] as const;
type SignInError = (typeof ERRORS)[number];

export interface SignInSearch {
  error?: string;
  return_to?: string;
}

/** A path of our own, or nothing: an address from elsewhere is never gone to. */
export function localPath(found: unknown): string | undefined {
  return typeof found === 'string' && /^\/(?![/\\])/.test(found) ? found : undefined;
}

/** Keeps what the page knows of an address. */
export function readSignInSearch(found: Record<string, unknown>): SignInSearch {
  const search: SignInSearch = {};
  if (typeof found['error'] === 'string') search.error = found['error'];
  const path = localPath(found['return_to']);
  if (path !== undefined) search.return_to = path;
  return search;
}

function isKnown(error: string): error is SignInError {
  return (ERRORS as readonly string[]).includes(error);
}

/** The page `/sign-in`. */
export function SignInPage(): JSX.Element {
  const { t } = useTranslation();
  const { error, return_to } = useSearch({ from: '/sign-in' });
  const known = error !== undefined && isKnown(error) ? error : 'unknown';
  useEffect(() => {
    if (error !== undefined) document.getElementById('sign-in-error')?.focus();
  }, [error]);
  return (
    <div className="narrow">
      <PageHead title={t('sign_in.title')} lead={t('sign_in.lead')} />
      {error !== undefined && (
        <div id="sign-in-error" tabIndex={-1} className="error-summary">
          <Alert
            kind={known === 'expired' ? 'warning' : 'error'}
            heading={t(`sign_in.error.${known}_title`)}
            urgent
          >
            <p className="alert-text">{t(`sign_in.error.${known}_text`)}</p>
          </Alert>
        </div>
      )}
      <p className="sign-in-act">
        <a className="button button-primary" href={signInAddress(return_to ?? '/')}>
          {t('sign_in.act')}
        </a>
      </p>
      <p className="form-hint">{t('sign_in.help')}</p>
    </div>
  );
}
