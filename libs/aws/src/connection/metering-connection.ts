import type { CostExplorerAdapter } from '../cost-explorer/cost-explorer.js';
import type { OrganizationsAdapter } from '../organizations/organizations.js';
import type { StsAdapter } from '../sts/sts.js';
import type { CallScope, RoleName } from './platform-connection.js';

/** How the account that AWS bills is reached: the part of a payer's settings that libs/aws needs. */
export interface PayerAccess {
  readonly partition: 'aws' | 'aws-us-gov' | 'aws-cn';
  /** Of Cost Explorer's endpoint: it stands in one region of a partition. */
  readonly region: string;
  readonly payerAccountId: string;
  readonly role: RoleName;
  /** Metering's own; replication has another. */
  readonly externalId: string;
}

/** Adapters of one scope. Nothing here changes anything in AWS. */
export interface ScopedMetering {
  readonly costExplorer: CostExplorerAdapter;
  readonly organizations: Pick<OrganizationsAdapter, 'listAccounts'>;
  /** Metering's own credentials: the first link of the chain. */
  readonly own: { readonly sts: StsAdapter };
}

export interface MeteringConnection {
  forRun(scope: CallScope): ScopedMetering;
  /** Drops cached sessions, so that the next call assumes the role anew: after a trust policy changed. */
  forgetSessions(): void;
}
