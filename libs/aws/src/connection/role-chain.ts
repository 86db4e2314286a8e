import { AwsIam } from '../iam/iam.adapter.js';
import { AwsIdentityStore } from '../identity-store/identity-store.adapter.js';
import { AwsOrganizations } from '../organizations/organizations.adapter.js';
import { roleArn } from '../policies/arns.js';
import type { Principal } from '../sessions/session.js';
import { RolePrincipal, sessionNameOf } from '../sessions/role-principal.js';
import type { SessionCache } from '../sessions/session-cache.js';
import { AwsSsoAdmin } from '../sso-admin/sso-admin.adapter.js';
import { AwsSts } from '../sts/sts.adapter.js';
import type { CallScope, MemberEntry, OrganizationConnection, PlatformConnection, RoleName, ScopedConnection } from './platform-connection.js';
import type { ServiceCallers } from './service-caller.js';

/** Own credentials → service role (management) → access role (member), and own credentials → automation role. @source specs/replication.md "Principals and the chain" */
export class RoleChain implements PlatformConnection {
  private readonly management: Principal;
  private readonly automation: Principal;

  constructor(
    private readonly organization: OrganizationConnection,
    worker: string,
    private readonly own: Principal,
    private readonly callers: ServiceCallers,
    private readonly cache: SessionCache,
  ) {
    const { managementAccountId, serviceRole, automationAccountId, automationRole, externalId } = organization;
    const sessionName = sessionNameOf(worker);
    const entry = { externalId, sourceIdentity: undefined };
    this.management = this.role(own, managementAccountId, serviceRole, sessionName, entry);
    this.automation = this.role(own, automationAccountId, automationRole, sessionName, entry);
  }

  forRun({ runId, signal, observer }: CallScope): ScopedConnection {
    const scope = { runId, signal, observer };
    const { region, accessRole, identityCenter } = this.organization;
    const of = (principal: Principal, accountId: string) => ({
      iam: new AwsIam(this.callers.of('iam', principal, region, scope), accountId),
      sts: new AwsSts(this.callers.of('sts', principal, region, scope)),
    });
    const { callers, management } = this;
    const identityCenterOrThrow = () => {
      if (identityCenter === undefined) throw new TypeError('this platform has no Identity Center');
      return identityCenter;
    };
    return {
      organizations: new AwsOrganizations(this.callers.of('organizations', this.management, region, scope)),
      get ssoAdmin() {
        const center = identityCenterOrThrow();
        return new AwsSsoAdmin(callers.of('ssoadmin', management, center.region, scope), center.instanceArn);
      },
      get identityStore() {
        const center = identityCenterOrThrow();
        return new AwsIdentityStore(callers.of('identitystore', management, center.region, scope), center.identityStoreId);
      },
      management: of(this.management, this.organization.managementAccountId),
      automation: of(this.automation, this.organization.automationAccountId),
      own: { sts: new AwsSts(this.callers.of('sts', this.own, region, scope)) },
      member: (accountId, entry) =>
        of(this.role(this.management, accountId, entry.role ?? accessRole, sessionNameOf(`run-${runId}`), entry), accountId),
    };
  }

  forgetSessions(accountId?: string): void {
    this.cache.discardAccount(accountId);
  }

  private role(parent: Principal, accountId: string, role: RoleName, sessionName: string, entry: MemberEntry): Principal {
    const { partition, region } = this.organization;
    const { externalId, sourceIdentity } = entry;
    const arn = roleArn(partition, accountId, role);
    return new RolePrincipal(parent, { roleArn: arn, accountId, sessionName, region, externalId, sourceIdentity }, this.callers, this.cache);
  }
}
