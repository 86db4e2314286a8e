import type { OrganizationAccount, RoleDescription, ScopedConnection } from '@orgledger/aws';
import type { DesiredTenant, DesiredUnit } from '../desired/desired-tenant.js';
import { canonicalDocument } from '../plan/canonical-document.js';
import type { Step } from '../plan/change.js';
import type { KnownGroup, ObservedAccount, ObservedOrganization, ObservedRole, ObservedTenant, ObservedUnit } from '../plan/observed-tenant.js';
import type { DirectoryReads } from './directory-reads.gateway.js';
import type { Entered } from './member-door.gateway.js';
import { noAccess, observeAssignments, observeGroups } from './observe-access.gateway.js';

/** Reads of AWS what one step's plan looks at, and nothing else. What a step does not look at is left empty. */
export class TenantObserver {
  private roleSeen: RoleDescription | undefined;

  constructor(
    private readonly aws: ScopedConnection,
    private readonly reads: DirectoryReads,
    private readonly enter: (accountId: string) => Promise<Entered>,
    private readonly known: readonly KnownGroup[],
    /** `lists`: without the account's own assignments, which no list of the organisation shows. */
    private readonly depth: 'full' | 'lists' = 'full',
  ) {}

  async forStep(step: Step, desired: DesiredTenant): Promise<ObservedTenant> {
    const nothing: ObservedTenant = { account: undefined, organization: { rootId: '', units: [] }, access: noAccess(this.known) };
    if (desired.accountId === undefined) return this.forFreshAccount(step, desired, nothing);
    const account = await this.reads.account(desired.accountId);
    if (!account) return { ...nothing, account: 'missing' };
    const observed = { ...nothing, account: await this.observeAccount(step, desired, account) };
    if (step === 'organizationalUnit') return { ...observed, organization: await this.observeUnits(desired.unit) };
    if (step === 'access') return { ...observed, access: await this.observeAccess(desired, desired.accountId) };
    return observed;
  }

  // Before the account exists, what will be in it is known; what lies outside of it is looked at.
  private async forFreshAccount(step: Step, desired: DesiredTenant, nothing: ObservedTenant): Promise<ObservedTenant> {
    if (step === 'organizationalUnit') return { ...nothing, organization: await this.observeUnits(desired.unit) };
    if (step === 'access') return { ...nothing, access: await this.observeAccess(desired, undefined) };
    return nothing;
  }

  private async observeAccount(step: Step, desired: DesiredTenant, account: OrganizationAccount): Promise<ObservedAccount> {
    const { accountId } = account;
    const entered = ['accessRole', 'alias', 'selfDowngrade'].includes(step) ? await this.enter(accountId) : undefined;
    return {
      accountId,
      state: account.state === 'PENDING_ACTIVATION' ? 'ACTIVE' : account.state,
      tags: step === 'accountTags' ? ((await this.aws.organizations.listTags(accountId)) ?? {}) : {},
      parents: step === 'organizationalUnit' ? await this.reads.parents(account, desired.hierarchical) : [],
      role: entered ? await this.observeRole(step, desired, entered) : { trust: '', attachedPolicyArns: [], inlinePolicy: undefined },
      aliases: step === 'alias' && entered ? await entered.iam.listAliases() : [],
    };
  }

  private async observeRole(step: Step, desired: DesiredTenant, { iam, role }: Entered): Promise<ObservedRole> {
    const { downgrade, name } = desired.accessRole;
    // Entering has read the role; a second look at its trust must not see the first one's.
    const current = step === 'accessRole' && this.roleSeen === role ? ((await iam.getRole(name)) ?? role) : role;
    if (step === 'accessRole') this.roleSeen = role;
    const trust = canonicalDocument(current.trustPolicy);
    if (step !== 'selfDowngrade' || !downgrade) return { trust, attachedPolicyArns: [], inlinePolicy: undefined };
    const attached = (await iam.listAttachedPolicies(name)) ?? [];
    const policy = await iam.getRolePolicy(name, downgrade.policyName);
    return {
      trust,
      attachedPolicyArns: attached.map(({ policyArn }) => policyArn),
      inlinePolicy: policy && canonicalDocument(policy.document),
    };
  }

  private async observeUnits(target: DesiredUnit): Promise<ObservedOrganization> {
    const rootId = await this.reads.rootId();
    if (target.kind === 'root') return { rootId, units: [] };
    if (target.kind === 'id') {
      const unit = await this.reads.unit(target.ouId);
      return { rootId, units: unit ? [unit] : [] };
    }
    const units: ObservedUnit[] = [];
    let parentId = rootId;
    for (const name of target.path) {
      const unit = (await this.reads.children(parentId)).find((candidate) => candidate.name === name);
      if (!unit) break;
      units.push(unit);
      parentId = unit.id;
    }
    return { rootId, units };
  }

  private async observeAccess(desired: DesiredTenant, accountId: string | undefined) {
    if (!desired.access) return noAccess(this.known);
    const access = await observeGroups(this.reads, desired.access, this.known);
    const assignments =
      accountId === undefined || this.depth === 'lists' ? [] : await observeAssignments(this.aws, this.reads, accountId, access.groups);
    return { ...access, assignments };
  }
}
