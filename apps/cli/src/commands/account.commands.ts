import type { CommandGroup, OptionDefinition } from '../command/definition.js';
import { flag, text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { filters, word } from '../command/values.js';

const tenant = 'tenant { tenantId workspaceIdentifier projectIdentifier platformIdentifier }';
const shown = `accountId name payerAccountId joinedAt leftAt ${tenant}`;
const account = { '<account>': 'twelve digits' };
const change = { success: 'AccountSuccess', select: `account { ${shown} }`, arguments: account };
const key = ([accountId]: readonly string[]) => ({ accountId });

const from: OptionDefinition = {
  flags: '--from <instant>',
  description: 'since when it is so, e.g. 2026-03-01T00:00:00Z; not in the future',
  required: true,
};

interface TenantOfRow {
  readonly tenantId: string;
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
}
const tenantOf = (row: Readonly<Record<string, unknown>>): TenantOfRow | null => row.tenant as TenantOfRow | null;
const projectOf = (row: Readonly<Record<string, unknown>>): string | undefined => {
  const holder = tenantOf(row);
  return holder ? `${holder.workspaceIdentifier}/${holder.projectIdentifier}` : undefined;
};

export const accountCommands: CommandGroup = {
  name: 'account',
  description: 'AWS accounts, and the tenants that bear their costs',
  commands: [
    listCommand({
      name: 'list',
      description: 'List accounts',
      options: [
        { flags: '--search <text>', description: 'part of the account id or name' },
        { flags: '--payer <id>', description: 'only of this payer’s organization' },
        { flags: '--tenant <id>', description: 'only this tenant’s' },
        { flags: '--unassigned', description: 'only accounts of nobody: their costs are on the statement `unassigned`' },
      ],
      query: 'accounts',
      select: shown,
      variables: { search: 'String', payerAccountId: 'String', tenantId: 'ID', assigned: 'Boolean' },
      toVariables: (_, options) => ({
        ...filters(options, ['search']),
        payerAccountId: text(options, 'payer'),
        tenantId: text(options, 'tenant'),
        ...(flag(options, 'unassigned') ? { assigned: false } : {}),
      }),
      columns: [
        ['account', (row) => row.accountId],
        ['name', (row) => row.name],
        ['project', projectOf],
        ['tenant', (row) => tenantOf(row)?.tenantId],
        ['left', (row) => row.leftAt],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one account',
      arguments: account,
      query: 'account',
      select: shown,
      variables: { accountId: 'ID!' },
      toVariables: key,
      missing: 'There is no such account. `orgledger account list` shows those that are there.',
    }),
    listCommand({
      name: 'history',
      description: 'Show since when an account’s costs are whose',
      arguments: account,
      plain: true,
      query: 'accountTenancy',
      select: `from ${tenant}`,
      variables: { accountId: 'ID!' },
      toVariables: key,
      columns: [
        ['from', (row) => row.from],
        ['project', projectOf],
        ['tenant', (row) => tenantOf(row)?.tenantId],
      ],
    }),
    mutationCommand({
      ...change,
      name: 'assign',
      description: 'Give an account’s costs to a tenant, from an instant on',
      options: [
        { flags: '--tenant <id>', description: 'who bears them', required: true },
        from,
        { flags: '--why <reason>', description: 'why', choices: ['imported', 'moved', 'corrected', 'created'], default: 'moved' },
      ],
      examples: ['account assign 444455556666 --tenant 0198f0c2-5a51-7c1e-9d2f-3f6f0a7b8c01 --from 2026-03-01T00:00:00Z --why corrected'],
      mutation: 'assignAccount',
      input: 'AssignAccountInput',
      toInput: (args, options) => ({
        ...key(args),
        tenantId: text(options, 'tenant'),
        from: text(options, 'from'),
        why: word(text(options, 'why')),
      }),
      done: ([id]) => `The costs of account ${id ?? ''} go to that tenant.`,
    }),
    mutationCommand({
      ...change,
      name: 'release',
      description: 'Take an account from its tenant, from an instant on',
      options: [from, { flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      mutation: 'releaseAccount',
      input: 'ReleaseAccountInput',
      toInput: (args, options) => ({ ...key(args), from: text(options, 'from'), reason: text(options, 'reason') }),
      done: ([id]) => `The costs of account ${id ?? ''} are nobody’s from then on.`,
    }),
  ],
};
