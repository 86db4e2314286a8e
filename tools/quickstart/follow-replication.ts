import type { GraphqlClient } from '../lab/graphql-client.js';
import type { RunProgress } from './progress.js';

interface TenantNode {
  readonly tenantId: string;
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
  readonly status: 'REQUESTED' | 'PROVISIONING' | 'ACTIVE';
  readonly accountId: string | null;
}

interface RunNode {
  readonly tenantId: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'PARKED' | 'SUPERSEDED' | 'CANCELLED';
  readonly remark: { readonly user: string } | null;
  readonly steps: readonly {
    readonly step: string;
    readonly state: string;
    readonly remarks: readonly { readonly user: string }[];
    readonly waiting: { readonly why: string } | null;
  }[];
}

export interface Overview {
  readonly tenants: readonly TenantNode[];
  readonly runs: ReadonlyMap<string, RunNode>;
  /** Tenants that are to be replicated and no run has finished for yet. */
  readonly queued: number;
}

/** The tenants and the newest run of each. */
export const readOverview = async (client: GraphqlClient): Promise<Overview> => {
  const { tenants, replicationRuns, replicationQueue } = await client.query<{
    tenants: { nodes: TenantNode[] };
    replicationRuns: { nodes: RunNode[] };
    replicationQueue: { totalCount: number };
  }>(`{
    tenants(first: 100) { nodes { tenantId workspaceIdentifier projectIdentifier platformIdentifier status accountId } }
    replicationRuns(first: 100) { nodes { tenantId status remark { user } steps { step state remarks { user } waiting { why } } } }
    replicationQueue(first: 1) { totalCount }
  }`);
  const runs = new Map<string, RunNode>();
  for (const run of replicationRuns.nodes) if (!runs.has(run.tenantId)) runs.set(run.tenantId, run);
  return { tenants: tenants.nodes, runs, queued: replicationQueue.totalCount };
};

const open = new Set(['PENDING', 'RUNNING', 'WAITING']);

export const toProgress = ({ tenants, runs }: Overview): readonly RunProgress[] =>
  tenants.map(({ tenantId, workspaceIdentifier, projectIdentifier, platformIdentifier, status }) => {
    const run = runs.get(tenantId);
    const steps = run?.steps ?? [];
    const current = steps.find(({ state }) => state === 'RUNNING' || state === 'WAITING');
    const remark =
      run?.remark?.user ?? current?.waiting?.why ?? current?.remarks.at(-1)?.user ?? (current ? current.step.toLowerCase().replaceAll('_', ' ') : '');
    return {
      title: `${workspaceIdentifier}/${projectIdentifier}@${platformIdentifier}`,
      done: steps.filter(({ state }) => !open.has(state)).length,
      total: steps.length,
      state: run?.status === 'PARKED' ? 'parked' : status.toLowerCase(),
      remark,
    };
  });

export const countTenants = ({ tenants, runs }: Overview) => ({
  requested: tenants.length,
  active: tenants.filter(({ status }) => status === 'ACTIVE').length,
  failed: tenants.filter(({ tenantId, status }) => status !== 'ACTIVE' && runs.get(tenantId)?.status === 'PARKED').length,
});

/** Nothing is under way: every tenant is active or parked, and the queue is empty. */
export const isSettled = (overview: Overview): boolean => {
  const { requested, active, failed } = countTenants(overview);
  return overview.queued === 0 && active + failed === requested && [...overview.runs.values()].every(({ status }) => status !== 'RUNNING');
};
