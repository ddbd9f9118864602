/** Getting in: a client's id and secret, or a token that the reader has already. */
import { useMutation } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../lib/problem';
import { Alert } from '../ui/alert';
import { Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { fetchToken } from './fetch-token';

interface Typed {
  id: string;
  secret: string;
  token: string;
}

interface TokenFormProps {
  onToken: (token: string) => void;
}

/** The form; what is typed stays in this page's memory. */
export function TokenForm({ onToken }: TokenFormProps): JSX.Element {
  const { t } = useTranslation('api_docs');
  const [typed, setTyped] = useState<Typed>({ id: '', secret: '', token: '' });
  const pasted = typed.token.trim().replace(/^Bearer\s+/i, '');
  const asking = useMutation({
    mutationFn: async () => (pasted === '' ? fetchToken(typed.id.trim(), typed.secret) : pasted),
    onSuccess: onToken,
  });
  const input = (name: keyof Typed, kind: 'text' | 'password'): JSX.Element => (
    <Field id={`api-${name}`} label={t(name)}>
      <input
        id={`api-${name}`}
        className="form-input"
        type={kind}
        autoComplete="off"
        spellCheck={false}
        value={typed[name]}
        onChange={(event) => {
          setTyped({ ...typed, [name]: event.target.value });
          asking.reset();
        }}
      />
    </Field>
  );
  return (
    <form
      className="api-token"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        asking.mutate();
      }}
    >
      <div className="api-token-fields">
        {input('id', 'text')}
        {input('secret', 'password')}
        {input('token', 'password')}
      </div>
      <div className="api-token-foot">
        <button type="submit" className="button button-primary" disabled={asking.isPending}>
          {asking.isPending ? t('getting_in') : t('get_in')}
        </button>
        <p role="status">
          {asking.isSuccess && (
            <>
              <Icon name="check" /> {t('inside')}
            </>
          )}
        </p>
      </div>
      {asking.isError && (
        <Alert kind="error" heading={t('refused_title')} urgent>
          <p className="alert-text">{problemOf(asking.error).detail}</p>
        </Alert>
      )}
    </form>
  );
}
