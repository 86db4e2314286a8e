import type { CommandGroup } from '../command/definition.js';
import { flag, text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { filters, present } from '../command/values.js';
import { followTenant } from '../run-progress.js';

const shown =
  'tenantId workspaceIdentifier projectIdentifier platformIdentifier landingZoneIdentifier tenantNumber status accountId requestedAt activatedAt';
const tenant = { '<tenant>': 'id of the tenant' };
const change = { success: 'TenantSuccess', select: `tenantId tenant { ${shown} }` };

export const tenantCommands: CommandGroup = {
  name: 'tenant',
  description: 'Tenants: a project on a platform, which is one AWS account',
  commands: [
    listCommand({
      name: 'list',
      description: 'List tenants',
      options: [
        { flags: '--workspace <id>', description: 'only of this workspace' },
        { flags: '--project <id>', description: 'only of this project' },
        { flags: '--platform <id>', description: 'only on this platform' },
        { flags: '--landing-zone <id>', description: 'only in this landing zone' },
        { flags: '--account <id>', description: 'the one with this AWS account' },
        { flags: '--status <status>', description: 'only these', choices: ['requested', 'provisioning', 'active'] },
      ],
      query: 'tenants',
      select: shown,
      variables: {
        workspaceIdentifier: 'ID',
        projectIdentifier: 'ID',
        platformIdentifier: 'ID',
        landingZoneIdentifier: 'ID',
        accountId: 'String',
        status: 'TenantStatus',
      },
      toVariables: (_, options) => ({
        ...filters(options, [], ['status']),
        workspaceIdentifier: text(options, 'workspace'),
        projectIdentifier: text(options, 'project'),
        platformIdentifier: text(options, 'platform'),
        landingZoneIdentifier: text(options, 'landingZone'),
        accountId: text(options, 'account'),
      }),
      columns: [
        ['tenant', (row) => row.tenantId],
        ['project', (row) => `${String(row.workspaceIdentifier)}/${String(row.projectIdentifier)}`],
        ['platform', (row) => row.platformIdentifier],
        ['landing zone', (row) => row.landingZoneIdentifier],
        ['status', (row) => row.status],
        ['account', (row) => row.accountId],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one tenant',
      arguments: tenant,
      query: 'tenant',
      select: shown,
      variables: { tenantId: 'ID!' },
      toVariables: ([tenantId]) => ({ tenantId }),
      missing: 'There is no such tenant. `orgledger tenant list` shows those that are there.',
    }),
    mutationCommand({
      ...change,
      name: 'request',
      description: 'Request an AWS account for a project',
      arguments: {
        '<workspace>': 'identifier of the workspace',
        '<project>': 'identifier of the project',
        '<platform>': 'identifier of the platform',
        '<landing-zone>': 'identifier of the landing zone',
      },
      options: [{ flags: '--wait', description: 'wait until the account is there, and show every step' }],
      examples: ['tenant request payments prod aws-main production --wait'],
      mutation: 'requestTenant',
      input: 'RequestTenantInput',
      toInput: ([workspaceIdentifier, projectIdentifier, platformIdentifier, landingZoneIdentifier]) =>
        present({ workspaceIdentifier, projectIdentifier, platformIdentifier, landingZoneIdentifier }),
      done: (_, success) => `Tenant ${String(success.tenantId)} is requested.`,
      then: (session, { tenantId }, options) => (flag(options, 'wait') ? followTenant(session, String(tenantId)) : undefined),
    }),
    mutationCommand({
      ...change,
      name: 'move',
      description: 'Put a tenant into another landing zone; its account moves with the next replication',
      arguments: { ...tenant, '<landing-zone>': 'identifier of another landing zone of its platform' },
      mutation: 'changeTenantLandingZone',
      input: 'ChangeTenantLandingZoneInput',
      toInput: ([tenantId, landingZoneIdentifier]) => ({ tenantId, landingZoneIdentifier }),
      done: ([id, landingZone]) => `Tenant ${id ?? ''} moves to ${landingZone ?? ''}.`,
    }),
    listCommand({
      name: 'access',
      description: 'List who may enter a tenant’s account, and in which role',
      arguments: tenant,
      options: [{ flags: '--at <instant>', description: 'as of this instant (default: now)' }],
      plain: true,
      query: 'whoHasAccess',
      select: 'subjectId roleIdentifier bindingId from until',
      variables: { tenantId: 'ID!', at: 'String' },
      toVariables: ([tenantId], options) => present({ tenantId, at: text(options, 'at') }),
      columns: [
        ['user', (row) => row.subjectId],
        ['role', (row) => row.roleIdentifier],
        ['binding', (row) => row.bindingId],
        ['until', (row) => row.until],
      ],
    }),
  ],
};
