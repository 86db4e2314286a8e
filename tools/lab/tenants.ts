import { commandIdOf } from './command-ids.js';
import type { PlatformProcess } from './platform-process.js';

/** Creates a project of the lab's workspace and requests its account. */
export const requestLabTenant = async ({ client }: PlatformProcess, project: string, platform = 'aws'): Promise<string> => {
  await client.mutate(
    'createProject',
    'CreateProjectInput',
    {
      commandId: commandIdOf('project', project),
      workspaceIdentifier: 'team',
      projectIdentifier: project,
      displayName: project,
      tags: [{ key: 'environment', value: 'dev' }],
    },
    '... on ProjectSuccess { commandId }',
  );
  const { tenantId } = await client.mutate<{ tenantId: string }>(
    'requestTenant',
    'RequestTenantInput',
    {
      commandId: commandIdOf('tenant', project, platform),
      workspaceIdentifier: 'team',
      projectIdentifier: project,
      platformIdentifier: platform,
      landingZoneIdentifier: 'standard',
    },
    '... on TenantSuccess { tenantId }',
  );
  return tenantId;
};

export interface TenantState {
  readonly tenantId: string;
  readonly status: string;
  readonly accountId: string | null;
}

/** Polls until every tenant satisfies the condition; says what they looked like when the wall-clock patience (ms) ends. */
export const untilTenants = async (
  { client, log }: PlatformProcess,
  condition: (tenant: TenantState) => boolean,
  patienceMs = 60_000,
): Promise<readonly TenantState[]> => {
  for (const deadline = Date.now() + patienceMs; ;) {
    const { tenants } = await client.query<{ tenants: { nodes: TenantState[] } }>('{ tenants(first: 100) { nodes { tenantId status accountId } } }');
    if (tenants.nodes.length > 0 && tenants.nodes.every(condition)) return tenants.nodes;
    if (Date.now() > deadline) throw new Error(`tenants after ${patienceMs} ms: ${JSON.stringify(tenants.nodes)}\n${log().slice(-3000)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
