/** The API's page: how to get in, and every operation of the installation, to read and to try. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../lib/problem';
import { Alert } from '../ui/alert';
import { ProblemNotice } from '../ui/problem-notice';
import { DOCUMENT_ADDRESS, documentOptions } from './fetch-document';
import './texts';
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
  const { t } = useTranslation('api_docs');
  return (
    <p className="api-loading" role="status">
      {t('loading')}
    </p>
  );
}

function Empty(): JSX.Element {
  const { t } = useTranslation('api_docs');
  return (
    <div className="empty">
      <h2 className="h3">{t('empty_title')}</h2>
      <p>{t('empty_text')}</p>
    </div>
  );
}

/** The page at `/api-docs`. */
export function ApiDocsPage(): JSX.Element {
  const { t } = useTranslation('api_docs');
  const query = useQuery(documentOptions);
  const [token, setToken] = useState<string | null>(null);
  const missing = query.data?.info['x-missing'] ?? [];

  useEffect(() => {
    document.title = `${t('title')} · ${t('app.name')}`;
  }, [t]);

  const count = Object.keys(query.data?.paths ?? {}).length;
  return (
    <div className="api-docs">
      <h1 className="guide-title">{t('title')}</h1>
      <div className="api-lead">
        <p>{t('lead')}</p>
        <p>
          <a href={steps} lang="en" hrefLang="en">
            {t('steps')}
          </a>{' '}
          · <a href={DOCUMENT_ADDRESS}>{t('document')}</a>
        </p>
      </div>
      <section aria-labelledby="api-token-title">
        <h2 id="api-token-title" className="h4">
          {t('token_title')}
        </h2>
        <p className="api-lead">{t('token_text')}</p>
        <TokenForm onToken={setToken} />
      </section>
      <h2 className="h4">{t('operations')}</h2>
      {missing.length > 0 && (
        <Alert kind="warning" heading={t('missing_title')}>
          <p className="alert-text">{t('missing_text', { names: missing.join(', ') })}</p>
        </Alert>
      )}
      {query.isPending && <Loading />}
      {query.isError && (
        <ProblemNotice
          problem={problemOf(query.error)}
          heading={t('error_title')}
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
