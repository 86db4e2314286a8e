import type { ViewsDatabase } from '@orgledger/projections';
import { sql } from 'kysely';
import type { TenantReplication } from './runs.view.js';

/** Which trust policy of a tenant's access role was proven, from our own events. */
export interface TrustProofs {
  ofTenant(tenantId: string): Promise<string | undefined>;
}

export class TrustProofsView implements TrustProofs {
  constructor(private readonly views: ViewsDatabase) {}

  async ofTenant(tenantId: string): Promise<string | undefined> {
    const { rows } = await sql<Pick<TenantReplication, 'proven_trust'>>`
      SELECT proven_trust FROM replication_tenants WHERE tenant_id = ${tenantId}`.execute(this.views.read);
    return rows[0]?.proven_trust ?? undefined;
  }
}
