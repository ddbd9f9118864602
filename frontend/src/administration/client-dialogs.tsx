/** Letting a system in, giving it a new secret, and closing it out. */
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { mistakesByField, problemOf, type Problem } from '../lib/problem';
import { RadioGroup } from '../ui/choice-groups';
import { Confirm } from '../ui/confirm';
import { SelectField } from '../ui/select-field';
import { Failed } from '../ui/states';
import { TextField } from '../ui/text-field';
import {
  clientRolesOptions,
  createClient,
  revokeClient,
  rotateClient,
  type Client,
  type ClientRole,
  type IssuedClient,
  type NewClient,
} from './api';
import { useWords } from './words';

const FIELDS = ['name', 'role', 'provider_id'];
const OVERLAPS = ['0', '1', '3', '7'] as const;

/** One act under one key, which is made when its dialog opens. */
function useAct<Done>(onDone: (done: Done) => void): {
  key: string;
  busy: boolean;
  problem: Problem | null;
  run: (act: () => Promise<Done>) => Promise<void>;
} {
  const [key] = useState(() => crypto.randomUUID());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (act: () => Promise<Done>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      onDone(await act());
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };
  return { key, busy, problem, run };
}

/** What a role may do, right by right, in the language on screen. */
function RoleRights({ role }: { role: ClientRole }): JSX.Element {
  const { t } = useTranslation('administration');
  const words = useWords();
  return (
    <details className="role-rights">
      <summary>{t('rights_of', { count: role.rights.length })}</summary>
      <ul>
        {role.rights.map(({ right, label }) => (
          <li key={right}>
            {words.right(right, label)} <code>{right}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Letting a system in. */
export function CreateDialog({
  onDone,
  onClose,
}: {
  onDone: (issued: IssuedClient) => void;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation('administration');
  const words = useWords();
  const roles = useQuery(clientRolesOptions());
  const [said, setSaid] = useState<NewClient>({ name: '', role: '', provider_id: '' });
  const [lacks, setLacks] = useState<ReadonlyMap<string, string>>(new Map());
  const { key, busy, problem, run } = useAct(onDone);
  const chosen = roles.data?.find(({ role }) => role === said.role);
  const placed = mistakesByField(problem, FIELDS);
  const mistake = (field: string): string | undefined => lacks.get(field) ?? placed.get(field);

  const put = (changes: Partial<NewClient>): void => {
    setSaid({ ...said, ...changes });
    setLacks(new Map([...lacks].filter(([field]) => !(field in changes))));
  };
  const confirm = (): void => {
    const empty = FIELDS.filter(
      (field) =>
        said[field as keyof NewClient].trim() === '' &&
        (field !== 'provider_id' || chosen?.needs_provider === true),
    );
    setLacks(new Map(empty.map((field) => [field, t('required')])));
    if (empty.length === 0) void run(() => createClient(said, key));
  };

  return (
    <Confirm
      heading={t('create_title')}
      act={t('create')}
      busy={busy}
      problem={placed.size > 0 ? null : problem}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <p>{t('create_text')}</p>
      <TextField
        id="client-name"
        label={t('name')}
        error={mistake('name')}
        value={said.name}
        onChange={(event) => {
          put({ name: event.target.value });
        }}
      />
      {roles.error !== null && <Failed error={roles.error} onRetry={() => void roles.refetch()} />}
      <RadioGroup
        id="client-role"
        name="role"
        label={t('role')}
        error={mistake('role')}
        value={said.role}
        choices={(roles.data ?? []).map(({ role }) => ({
          value: role,
          label: words.role(role),
          hint: t(`roles_hint.${role}` as 'roles_hint.guide_reader', { defaultValue: '' }),
        }))}
        onChange={(role) => {
          put({ role });
        }}
      />
      {chosen !== undefined && <RoleRights role={chosen} />}
      {chosen?.needs_provider === true && (
        <TextField
          id="client-provider"
          label={t('provider')}
          hint={t('provider_hint')}
          error={mistake('provider_id')}
          value={said.provider_id}
          onChange={(event) => {
            put({ provider_id: event.target.value });
          }}
        />
      )}
    </Confirm>
  );
}

interface ClientDialogProps<Done> {
  client: Client;
  onDone: (done: Done) => void;
  onClose: () => void;
}

/** A new secret, with some days for the change. */
export function RotateDialog({
  client,
  onDone,
  onClose,
}: ClientDialogProps<IssuedClient>): JSX.Element {
  const { t } = useTranslation('administration');
  const [overlap, setOverlap] = useState('1');
  const { key, busy, problem, run } = useAct(onDone);
  return (
    <Confirm
      heading={t('rotate_title', { name: client.name })}
      act={t('rotate')}
      busy={busy}
      problem={problem}
      onConfirm={() => void run(() => rotateClient(client, Number(overlap), key))}
      onCancel={onClose}
    >
      <p>{t('rotate_text')}</p>
      <SelectField
        id="overlap"
        label={t('overlap')}
        value={overlap}
        choices={OVERLAPS.map((value) => ({ value, label: t(`overlap_days.${value}`) }))}
        onChange={setOverlap}
      />
    </Confirm>
  );
}

/** Closing a system out, for good. */
export function RevokeDialog({ client, onDone, onClose }: ClientDialogProps<Client>): JSX.Element {
  const { t } = useTranslation('administration');
  const { key, busy, problem, run } = useAct(onDone);
  return (
    <Confirm
      heading={t('revoke_title', { name: client.name })}
      act={t('revoke')}
      danger
      busy={busy}
      problem={problem}
      onConfirm={() => void run(() => revokeClient(client, key))}
      onCancel={onClose}
    >
      <p>{t('revoke_text')}</p>
    </Confirm>
  );
}
