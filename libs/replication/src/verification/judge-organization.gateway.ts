import { failed, passed } from '@orgledger/aws';
import type { Finding, IdentityCenterInstance, OrganizationDescription, SimulatedDecision } from '@orgledger/aws';
import type { IdentityCenterSettings } from '@orgledger/governance';

export const judgeOrganization = (organization: OrganizationDescription, managementAccountId: string): Finding => {
  const subject = organization.organizationId;
  if (organization.managementAccountId !== managementAccountId)
    return failed('organization', subject, {
      code: 'NOT_MANAGEMENT_ACCOUNT',
      message: `Account ${managementAccountId} belongs to organisation ${subject}, but its management account is ${organization.managementAccountId}.`,
      remedy: 'Register the platform with that management account, and make the service role there.',
    });
  if (organization.featureSet !== undefined && organization.featureSet !== 'ALL')
    return failed('organization', subject, {
      code: 'NOT_ALL_FEATURES',
      message: `Organisation ${subject} has only consolidated billing.`,
      remedy: 'Enable all features of the organisation: Identity Center and the access role need them.',
    });
  return passed('organization', subject, `Account ${managementAccountId} is the management account of organisation ${subject}.`);
};

export const judgeRoot = (roots: readonly { readonly id: string }[]): Finding => {
  const [root] = roots;
  return root
    ? passed('root_reachable', root.id, 'The root of the organisation can be read.')
    : failed('root_reachable', '', {
        code: 'NO_ROOT',
        message: 'AWS names no root of the organisation.',
        remedy: 'Check that the service role stands in the management account.',
      });
};

export const judgeIdentityCenter = (instances: readonly IdentityCenterInstance[], settings: IdentityCenterSettings): Finding => {
  const { instanceArn, identityStoreId, region } = settings;
  const instance = instances.find((one) => one.instanceArn === instanceArn);
  const found = instances.map((one) => `${one.instanceArn} with identity store ${one.identityStoreId}`).join(', ');
  if (!instance)
    return failed('identity_center', instanceArn, {
      code: 'INSTANCE_MISSING',
      message: `Identity Center in ${region} has no instance ${instanceArn}${found === '' ? '' : `, but ${found}`}.`,
      remedy: 'Check the instance ARN and the home region of Identity Center in the platform connection.',
    });
  if (instance.identityStoreId !== identityStoreId)
    return failed('identity_center', instanceArn, {
      code: 'IDENTITY_STORE_MISMATCH',
      message: `The instance has the identity store ${instance.identityStoreId}, not ${identityStoreId}.`,
      remedy: `Set the identity store id of the platform connection to ${instance.identityStoreId}.`,
    });
  return passed('identity_center', instanceArn, `The Identity Center instance exists in ${region}, with identity store ${identityStoreId}.`);
};

export const judgePermissions = (roleArn: string, decisions: readonly SimulatedDecision[]): Finding => {
  const asked = new Set(decisions.map(({ action }) => action));
  // Not every action takes every resource of its statement, and the simulator refuses what does not fit.
  const allowed = new Set(decisions.filter(({ decision }) => decision === 'allowed').map(({ action }) => action));
  const missing = [...asked].filter((action) => !allowed.has(action));
  return missing.length === 0
    ? passed('permissions', roleArn, `IAM’s simulator allows all ${asked.size} actions.`)
    : failed('permissions', roleArn, {
        code: 'MISSING_ACTIONS',
        message: `IAM’s simulator refuses ${missing.join(', ')}.`,
        remedy: 'Add these actions to the role’s policy; "orgledger aws policies" prints it.',
        again: true,
      });
};
