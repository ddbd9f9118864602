/** The systems that are let in: list, let in, new secret, close out. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate, formatInstant } from '../lib/format';
import { Button } from '../ui/button';
import type { TableColumn } from '../ui/data-table';
import { Toast } from '../ui/receipt';
import { Empty, Failed, Loading } from '../ui/states';
import { StatusTag, type StatusKind } from '../ui/status-tag';
import { clientsOptions, type Client, type IssuedClient } from './api';
import { CreateDialog, RevokeDialog, RotateDialog } from './client-dialogs';
import { SecretDialog } from './secret-dialog';
import { useWords } from './words';

const DataTable = lazy(async () => {
  const { DataTable: table } = await import('../ui/data-table');
  return { default: table<Client> };
});

const KIND: Readonly<Record<Client['state'], StatusKind>> = {
  open: 'success',
  expires_soon: 'warning',
  expired: 'error',
  revoked: 'neutral',
};

type Open = { act: 'create' } | { act: 'rotate' | 'revoke'; client: Client };

function useColumns(onAct: (open: Open) => void): TableColumn<Client>[] {
  const { t } = useTranslation('administration');
  const words = useWords();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('name'),
        sortValue: ({ name }) => name,
        cell: ({ id, name }) => (
          <>
            {name}
            <code className="note">{id}</code>
          </>
        ),
      },
      {
        id: 'role',
        header: t('role'),
        sortValue: ({ role }) => role,
        cell: ({ role, provider_id }) => (
          <>
            {words.role(role)}
            {provider_id !== null && <span className="note">{provider_id}</span>}
          </>
        ),
      },
      {
        id: 'state',
        header: t('state_title'),
        sortValue: ({ state }) => state,
        cell: ({ state, former_secret_until: former }) => (
          <>
            <StatusTag kind={KIND[state]}>{t(`state.${state}`)}</StatusTag>
            {former !== null && state !== 'revoked' && (
              <span className="note">{t('former', { when: formatInstant(former) })}</span>
            )}
          </>
        ),
      },
      {
        id: 'expires',
        header: t('expires'),
        sortValue: ({ expires_at }) => expires_at,
        cell: ({ expires_at }) => formatDate(expires_at),
      },
      {
        id: 'used',
        header: t('last_used'),
        sortValue: ({ last_used_at }) => last_used_at,
        descendingFirst: true,
        cell: ({ last_used_at: used }) => (used === null ? t('never') : formatInstant(used)),
      },
      {
        id: 'actions',
        header: t('actions'),
        cell: (client) => (
          <div className="row-acts">
            {(['rotate', 'revoke'] as const)
              .filter((act) => client.actions.includes(act))
              .map((act) => (
                <Button
                  key={act}
                  kind="quiet"
                  aria-label={`${t(act)}: ${client.name}`}
                  onClick={() => {
                    onAct({ act, client });
                  }}
                >
                  {t(act)}
                </Button>
              ))}
          </div>
        ),
      },
    ],
    [t, words, onAct],
  );
}

/** The part of the administration. */
export function Clients(): JSX.Element {
  const { t } = useTranslation('administration');
  const kept = useQueryClient();
  const { data, error, refetch } = useQuery(clientsOptions());
  const [open, setOpen] = useState<Open | null>(null);
  const [issued, setIssued] = useState<IssuedClient | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const columns = useColumns(setOpen);
  const close = (): void => {
    setOpen(null);
  };
  const changed = (client: IssuedClient | null): void => {
    close();
    setIssued(client);
    void kept.invalidateQueries({ queryKey: clientsOptions().queryKey });
  };
  return (
    <>
      <div className="list-line">
        <p>{data !== undefined && t('clients_count', { count: data.length })}</p>
        <Button
          kind="primary"
          icon="plus"
          onClick={() => {
            setOpen({ act: 'create' });
          }}
        >
          {t('create')}
        </Button>
      </div>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      {data?.length === 0 && (
        <Empty heading={t('clients_empty')}>
          <p>{t('clients_empty_text')}</p>
        </Empty>
      )}
      {data !== undefined && data.length > 0 && (
        <Suspense fallback={<Loading />}>
          <DataTable
            caption={t('part.clients')}
            columns={columns}
            rows={data}
            rowKey={({ id }) => id}
            sort={{ by: 'name', descending: false }}
          />
        </Suspense>
      )}
      {open?.act === 'create' && <CreateDialog onDone={changed} onClose={close} />}
      {open?.act === 'rotate' && (
        <RotateDialog client={open.client} onDone={changed} onClose={close} />
      )}
      {open?.act === 'revoke' && (
        <RevokeDialog
          client={open.client}
          onDone={() => {
            setSaid(t('revoked', { name: open.client.name }));
            changed(null);
          }}
          onClose={close}
        />
      )}
      {issued !== null && (
        <SecretDialog
          client={issued}
          onClose={() => {
            setIssued(null);
          }}
        />
      )}
      {said !== null && (
        <Toast
          onClose={() => {
            setSaid(null);
          }}
        >
          {said}
        </Toast>
      )}
    </>
  );
}
