import type { PersonStore } from '@orgledger/event-store';
import type { AccessEntry } from '../role-binding/role-binding.view.js';
import type { GovernanceQueries, SnapshotPage } from '../query-types.js';
import type { TenantRow } from '../tenant/tenant.view.js';
import type { TenantSnapshot } from '../tenant-snapshot.js';
import type { GovernanceDatabase } from '../views/governance-tables.view.js';
import { covers, limitByWorkspaceRoles } from './access-intervals.js';
import { tenantsAffectedBy } from './affected-tenants.view.js';
import { loadSnapshots, loadTenantFacts } from './load-snapshots.view.js';

const defaultLimit = 500;

type Queries = Pick<GovernanceQueries, 'tenantSnapshot' | 'tenantSnapshots' | 'tenantsAffectedBy' | 'whoHasAccess' | 'accessOf'>;

export const snapshotQueries = (db: GovernanceDatabase, people: PersonStore): Queries => ({
  tenantSnapshot: async (tenantId, whatIf): Promise<TenantSnapshot | undefined> => {
    const row = await db.selectFrom('tenants').selectAll().where('tenantId', '=', tenantId).executeTakeFirst();
    return row && (await loadSnapshots(db, people, [row], whatIf))[0];
  },
  tenantSnapshots: async ({ platformIdentifier, after, limit = defaultLimit, whatIf }): Promise<SnapshotPage> => {
    const ofPlatform = db.selectFrom('tenants').selectAll().where('platformIdentifier', '=', platformIdentifier);
    const behind = after === undefined ? ofPlatform : ofPlatform.where('tenantKey', '>', after);
    const rows = await behind
      .orderBy('tenantKey')
      .limit(limit + 1)
      .execute();
    const shown = rows.slice(0, limit);
    const removed = await db.selectFrom('platforms').select('status').where('platformIdentifier', '=', platformIdentifier).executeTakeFirst();
    if (!removed || removed.status === 'removed') return { snapshots: [], next: undefined };
    return { snapshots: await loadSnapshots(db, people, shown, whatIf), next: rows.length > limit ? shown.at(-1)?.tenantKey : undefined };
  },
  tenantsAffectedBy: (event) => tenantsAffectedBy(db, event),
  whoHasAccess: async (tenantId, at) => {
    const row = await db.selectFrom('tenants').selectAll().where('tenantId', '=', tenantId).executeTakeFirst();
    return row ? accessTo(db, [row], at) : [];
  },
  accessOf: async (subjectId, at) => {
    const tenants = await db
      .selectFrom('tenants')
      .selectAll()
      .where('workspaceIdentifier', 'in', (bindings) =>
        bindings.selectFrom('role_bindings').select('workspaceIdentifier').where('subjectId', '=', subjectId).where('status', '=', 'granted'),
      )
      .orderBy('tenantKey')
      .execute();
    return (await accessTo(db, tenants, at)).filter((entry) => entry.subjectId === subjectId);
  },
});

/** Rights that count at `at`, of users who are not disabled or deleted. */
const accessTo = async (db: GovernanceDatabase, tenants: readonly TenantRow[], at: string): Promise<readonly AccessEntry[]> => {
  if (tenants.length === 0) return [];
  const active = new Set(
    (await db.selectFrom('users').select('subjectId').where('status', '=', 'active').execute()).map(({ subjectId }) => subjectId),
  );
  const facts = await loadTenantFacts(db, tenants);
  return facts.flatMap(({ tenantId, projectGrants, workspaceGrants }) =>
    limitByWorkspaceRoles(projectGrants, workspaceGrants)
      .filter((grant) => covers(grant, at) && active.has(grant.subjectId))
      .map((grant) => ({ tenantId, ...grant })),
  );
};
