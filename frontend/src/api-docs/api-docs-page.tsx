/** The API's page: how to get in, and every operation of the installation, to read and to try. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../lib/problem';
import { Alert } from '../ui/alert';
import { ProblemNotice } from '../ui/problem-notice';
import { DOCUMENT_ADDRESS, documentOptions } from './fetch-document';
import { TokenForm } from './token-form';
import steps from '../../../docs/api.md?url';
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
  const [token, setToken] = useState<string | null>(null);
  const missing = query.data?.info['x-missing'] ?? [];

  useEffect(() => {
    document.title = `${t('api_docs.title')} · ${t('app.name')}`;
  }, [t]);

  const count = Object.keys(query.data?.paths ?? {}).length;
  return (
    <div className="api-docs">
      <h1 className="guide-title">{t('api_docs.title')}</h1>
      <div className="api-lead">
        <p>{t('api_docs.lead')}</p>
        <p>
          <a href={steps} lang="en" hrefLang="en">
            {t('api_docs.steps')}
          </a>{' '}
          · <a href={DOCUMENT_ADDRESS}>{t('api_docs.document')}</a>
        </p>
      </div>
      <section aria-labelledby="api-token-title">
        <h2 id="api-token-title" className="h4">
          {t('api_docs.token_title')}
        </h2>
        <p className="api-lead">{t('api_docs.token_text')}</p>
        <TokenForm onToken={setToken} />
      </section>
      <h2 className="h4">{t('api_docs.operations')}</h2>
      {missing.length > 0 && (
        <Alert kind="warning" heading={t('api_docs.missing_title')}>
          <p className="alert-text">{t('api_docs.missing_text', { names: missing.join(', ') })}</p>
        </Alert>
      )}
      {query.isPending && <Loading />}
      {query.isError && (
        <ProblemNotice
          problem={problemOf(query.error)}
          heading={t('api_docs.error_title')}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data !== undefined && count === 0 && <Empty />}
      {query.data !== undefined && count > 0 && (
        <Suspense fallback={<Loading />}>
          <Reference document={query.data} token={token} />
        </Suspense>
      )}
    </div>
  );
}
