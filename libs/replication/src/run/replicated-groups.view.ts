import { fromJson } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { sql } from 'kysely';
import type { KnownGroup } from '../plan/observed-tenant.js';
import type { ReplicatedGroups } from './replicated-groups.js';

interface Row {
  readonly tenant_id: string;
  readonly group_id: string;
  readonly name: string;
  readonly role_identifiers: string;
}

export class ReplicatedGroupsView implements ReplicatedGroups {
  constructor(private readonly views: ViewsDatabase) {}

  async ofTenant(tenantId: string): Promise<readonly KnownGroup[]> {
    const { rows } = await sql<Row>`SELECT * FROM replication_groups WHERE tenant_id = ${tenantId} ORDER BY name, group_id`.execute(this.views.read);
    return rows.map((row) => ({ groupId: row.group_id, name: row.name, roleIdentifiers: fromJson<string[]>(row.role_identifiers) }));
  }

  async sharing(
    platformIdentifier: string,
    tenantId: string,
    groupIds: readonly string[],
    names: readonly string[],
  ): Promise<readonly { readonly tenantId: string; readonly groupIds: readonly string[] }[]> {
    if (groupIds.length + names.length === 0) return [];
    const ids = sql.join(groupIds.length === 0 ? [''] : groupIds);
    const wanted = sql.join(names.length === 0 ? [''] : names);
    const { rows } = await sql<Row>`SELECT * FROM replication_groups
      WHERE platform_identifier = ${platformIdentifier} AND tenant_id <> ${tenantId} AND (group_id IN (${ids}) OR name IN (${wanted}))
      ORDER BY tenant_id, group_id`.execute(this.views.read);
    const byTenant = new Map<string, string[]>();
    for (const row of rows) byTenant.set(row.tenant_id, [...(byTenant.get(row.tenant_id) ?? []), row.group_id]);
    return [...byTenant].map(([other, held]) => ({ tenantId: other, groupIds: held }));
  }
}
