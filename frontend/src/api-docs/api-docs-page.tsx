/** The API's page: how to get in, and every operation of the installation, to read and to try. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../lib/problem';
import { Alert } from '../ui/alert';
import { ProblemNotice } from '../ui/problem-notice';
import { documentOptions } from './fetch-document';
import './api-docs.scss';

// Asked for at once, so that the code comes while the document is being fetched.
const referenceCode = import('./reference');
const Reference = lazy(async () => {
  const { Reference: reference } = await referenceCode;
  return { default: reference };
});

function Loading(): JSX.Element {
  const { t } = useTranslation();
  return (
    <p className="api-loading" role="status">
      {t('api_docs.loading')}
    </p>
  );
}

function Empty(): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <h2 className="h3">{t('api_docs.empty_title')}</h2>
      <p>{t('api_docs.empty_text')}</p>
    </div>
  );
}

/** The page at `/api-docs`. */
export function ApiDocsPage(): JSX.Element {
  const { t } = useTranslation();
  const query = useQuery(documentOptions);
  const missing = query.data?.info['x-missing'] ?? [];

  useEffect(() => {
    document.title = `${t('api_docs.title')} · ${t('app.name')}`;
  }, [t]);

  return (
    <div className="api-docs">
      <h1 className="guide-title">{t('api_docs.title')}</h1>
      <p className="api-lead">{t('api_docs.lead')}</p>
      <p className="api-lead">{t('api_docs.token')}</p>
    </div>
  );
}
