/** A secret, shown this once, with a way to take it along. */
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import type { IssuedClient } from './api';

function Copied({ name, value }: { name: string; value: string }): JSX.Element {
  const { t } = useTranslation('administration');
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setSaid(t('copied'));
    } catch {
      setSaid(t('copy_failed')); // The browser may forbid it; the text can be marked.
    }
  };
  return (
    <div className="secret">
      <span className="secret-name">{name}</span>
      <code className="secret-value">{value}</code>
      <Button
        kind="quiet"
        icon="copy"
        aria-label={`${t('copy')}: ${name}`}
        onClick={() => void copy()}
      >
        {t('copy')}
      </Button>
      <span role="status">{said}</span>
    </div>
  );
}

/** The dialog is left by its own button alone: what it shows does not come back. */
export function SecretDialog({
  client,
  onClose,
}: {
  client: IssuedClient;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation('administration');
  return (
    <Dialog
      heading={t('secret_title')}
      actions={
        <Button kind="primary" onClick={onClose}>
          {t('saved')}
        </Button>
      }
    >
      <p>{client.caveat ?? t('secret_text')}</p>
      <Copied name={t('client_id')} value={client.id} />
      {client.secret !== null && <Copied name={t('secret')} value={client.secret} />}
    </Dialog>
  );
}
