import { uuidv5 } from '@orgledger/kernel';
import type { AnyTables } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { changeAccountTenancy } from '../tenancy/account-tenancy.store.js';
import type { Pull } from './pull.gateway.js';

const width = 64;

/** Accounts that came to the organization or left it since the last pull: an account that left stays known, for its last costs still come (trap 13). */
export const recordMembers = async (pull: Pull): Promise<void> => {
  const { accountNames, payer, store } = pull;
  // The payer itself is always a member: a list without it is no answer to go by.
  if (!accountNames.has(payer.payerAccountId)) return;
  const known = await membersOf(pull.views.read, payer.payerAccountId);
  const at = pull.startedAt;
  const { payerAccountId } = payer;
  const joined = [...accountNames].filter(([accountId]) => !known.has(accountId));
  const left = [...known].filter((accountId) => !accountNames.has(accountId));
  const commands = [
    ...joined.map(([accountId, name]) => ({ type: 'RecordAccountJoined' as const, accountId, payerAccountId, name, at })),
    ...left.map((accountId) => ({ type: 'RecordAccountLeft' as const, accountId, payerAccountId, at })),
  ];
  for (let index = 0; index < commands.length; index += width)
    await Promise.all(
      commands.slice(index, index + width).map((command) =>
        changeAccountTenancy(store, {
          ...command,
          meta: { ...pull.metaOf('members'), commandId: uuidv5(pull.pullId, `${command.type} ${command.accountId}`) },
        }),
      ),
    );
};

const membersOf = async (db: Kysely<AnyTables>, payerAccountId: string): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ account_id: string }>`SELECT account_id FROM metering_accounts
    WHERE payer_account_id = ${payerAccountId} AND left_at IS NULL`.execute(db);
  return new Set(rows.map(({ account_id }) => account_id));
};
