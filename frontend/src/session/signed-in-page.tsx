/** Where a window that was opened only to sign in again ends: the first one goes on by itself. */
import { useEffect, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { announceSignedIn } from '../api/session';
import { PageHead } from '../ui/page-head';

/** The page `/signed-in`. */
export function SignedInPage(): JSX.Element {
  const { t } = useTranslation();
  useEffect(() => {
    announceSignedIn();
    window.close();
  }, []);
  return (
    <div className="narrow">
      <PageHead title={t('sign_in.again_title')} lead={t('sign_in.again_text')} />
    </div>
  );
}
