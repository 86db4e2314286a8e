import { AwsCostExplorer } from '../cost-explorer/cost-explorer.adapter.js';
import { AwsOrganizations } from '../organizations/organizations.adapter.js';
import { roleArn } from '../policies/arns.js';
import type { Principal } from '../sessions/session.js';
import { RolePrincipal, sessionNameOf } from '../sessions/role-principal.js';
import type { SessionCache } from '../sessions/session-cache.js';
import { AwsSts } from '../sts/sts.adapter.js';
import type { MeteringConnection, PayerAccess, ScopedMetering } from './metering-connection.js';
import type { CallScope } from './platform-connection.js';
import type { ServiceCallers } from './service-caller.js';

/** Metering's own credentials → metering role in the payer account. */
export class MeteringChain implements MeteringConnection {
  private readonly role: Principal;

  constructor(
    private readonly payer: PayerAccess,
    worker: string,
    private readonly own: Principal,
    private readonly callers: ServiceCallers,
    private readonly cache: SessionCache,
  ) {
    const { partition, region, payerAccountId, role, externalId } = payer;
    const entry = {
      roleArn: roleArn(partition, payerAccountId, role),
      accountId: payerAccountId,
      sessionName: sessionNameOf(worker),
      region,
      externalId,
      sourceIdentity: undefined,
    };
    this.role = new RolePrincipal(own, entry, callers, cache);
  }

  forRun({ runId, signal, observer }: CallScope): ScopedMetering {
    const scope = { runId, signal, observer };
    const { region } = this.payer;
    return {
      costExplorer: new AwsCostExplorer(this.callers.of('costexplorer', this.role, region, scope)),
      organizations: new AwsOrganizations(this.callers.of('organizations', this.role, region, scope)),
      own: { sts: new AwsSts(this.callers.of('sts', this.own, region, scope)) },
    };
  }

  forgetSessions(): void {
    this.cache.discardAccount(this.payer.payerAccountId);
  }
}
