/** A page that the reader may not see: which right is missing, and whom to ask for it. */
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { da } from '../locales/da';
import { Alert } from '../ui/alert';
import { PageHead } from '../ui/page-head';
import { useSession } from './use-session';

type Rights = typeof da.rights;

/** The rights that pages ask for; what each lets somebody do stands with the texts. */
export type Right = {
  [Part in keyof Rights]: `${Part}.${Extract<keyof Rights[Part], string>}`;
}[keyof Rights];

/** Stands in the place of a page. */
export function NoRight({ right }: { right: Right }): JSX.Element {
  const { t } = useTranslation();
  const { role_name, municipality, choices } = useSession();
  return (
    <div className="narrow">
      <PageHead title={t('session.no_right_title')} />
      <Alert kind="info" heading={t('session.no_right_heading', { right: t(`rights.${right}`) })}>
        <p className="alert-text">
          {t('session.no_right_text', { role: role_name, municipality: municipality.name })}
        </p>
        <p className="alert-text">{t('session.no_right_ask', { right })}</p>
        <p className="alert-text">
          {choices.length > 1 && <Link to="/choose">{t('session.switch')}</Link>}{' '}
          <Link to="/">{t('session.to_start')}</Link>
        </p>
      </Alert>
    </div>
  );
}
