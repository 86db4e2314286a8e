import { hardenedTrust } from '../trust/hardened-trust.js';
import { accessRolePolicyName, explainFinalAccessPolicy } from './access-role-policy.js';
import { roleArn } from './arns.js';
import { seedAutomationPrincipals } from './automation-principals.seed.js';
import { callerPrincipal, externalIdsOf, trustOfCaller } from './caller-principal.js';
import { checkPolicyOptions } from './check-policy-options.js';
import { controlTowerManagedPolicies, seedControlTowerPolicy } from './control-tower-policy.seed.js';
import { meteringPrincipals } from './metering-principals.js';
import type { PolicyOptions } from './policy-options.js';
import { memberAccountId } from './printed-principal.js';
import type { PrintedPolicies, PrintedPolicy, PrintedPrincipal } from './printed-principal.js';
import { minimalServicePolicy } from './service-policy.minimal.js';
import { seedServicePolicy, serviceAdditions } from './service-policy.seed.js';

/**
 * Every user, role, trust and policy that the chosen options need, in the order in which they can be made.
 * `seed` is the source document word for word with what it lacks; `minimal` is exactly what this version calls.
 * Throws DomainError POLICY_OPTION_INVALID and POLICY_OPTIONS_CONFLICT.
 */
export const printPolicies = (options: PolicyOptions): PrintedPolicies => {
  checkPolicyOptions(options);
  return {
    profile: options.profile,
    principals: [
      callerPrincipal(options),
      servicePrincipal(options),
      ...(options.profile === 'seed' ? seedAutomationPrincipals(options) : []),
      ...(options.metering ? meteringPrincipals(options, options.metering) : []),
      accessPrincipal(options),
    ],
  };
};

const servicePrincipal = (options: PolicyOptions): PrintedPrincipal => {
  const { platform, profile, features } = options;
  const controlTower = profile === 'seed' && features.controlTower;
  return {
    id: 'service',
    kind: 'role',
    room: 'management',
    accountId: platform.managementAccountId,
    ...platform.serviceRole,
    purpose: 'Creates and places accounts, gives access in Identity Center, and enters member accounts.',
    trust: trustOfCaller(options),
    inlinePolicies: profile === 'minimal' ? [{ name: 'OrgledgerService', statements: minimalServicePolicy(options) }] : seedPolicies(options),
    managedPolicyArns: controlTower ? controlTowerManagedPolicies.map((name) => `arn:${platform.partition}:iam::aws:policy/${name}`) : [],
  };
};

const seedPolicies = (options: PolicyOptions): readonly PrintedPolicy[] => [
  { name: 'OrgledgerService', statements: seedServicePolicy(options) },
  { name: 'OrgledgerServiceAdditions', statements: serviceAdditions(options) },
  ...(options.features.controlTower ? [{ name: 'OrgledgerControlTower', statements: seedControlTowerPolicy }] : []),
];

// AWS makes this role when it creates the account, open to the whole management account; the first visit writes this trust.
const accessPrincipal = ({ platform, features }: PolicyOptions): PrintedPrincipal => {
  const { downgrade, partition } = platform;
  const downgraded = downgrade === 'seed' || downgrade === 'strict';
  return {
    id: 'access',
    kind: 'role',
    room: 'member',
    accountId: memberAccountId,
    ...platform.accessRole,
    purpose: 'The platform’s way into a member account. AWS makes it in new accounts; the platform narrows its trust on the first visit.',
    trust: hardenedTrust({
      principalArn: roleArn(partition, platform.managementAccountId, platform.serviceRole),
      externalIds: externalIdsOf(platform),
      breakGlassRoleArns: platform.breakGlassRoleArns,
    }),
    inlinePolicies: downgraded
      ? [
          {
            name: accessRolePolicyName,
            statements: explainFinalAccessPolicy({
              profile: downgrade,
              partition,
              accountId: memberAccountId,
              role: platform.accessRole,
              alias: features.alias,
            }),
          },
        ]
      : [],
    managedPolicyArns: downgraded ? [] : [`arn:${partition}:iam::aws:policy/AdministratorAccess`],
  };
};
