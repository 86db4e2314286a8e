import type { Service } from '../../core/service.js';
import { accessKeyOperations } from './access-key.operations.js';
import { accountOperations } from './account.operations.js';
import { allIamOperations } from './all-operations.js';
import { holderPolicyOperations } from './holder-policy.operations.js';
import { identityProviderOperations } from './identity-provider.operations.js';
import type { IamState } from './model.js';
import { policyVersionOperations } from './policy-version.operations.js';
import { policyOperations } from './policy.operations.js';
import { roleOperations } from './role.operations.js';
import { simulateOperations } from './simulate.operations.js';
import { tagOperations } from './tag.operations.js';
import { userOperations } from './user.operations.js';

const operations = [
  ...userOperations,
  ...accessKeyOperations,
  ...roleOperations,
  ...holderPolicyOperations,
  ...policyOperations,
  ...policyVersionOperations,
  ...tagOperations,
  ...accountOperations,
  ...identityProviderOperations,
  ...simulateOperations,
];

const built = new Set(operations.map(({ name }) => name));

/** @source AWS Identity and Access Management API reference, version 2010-05-08 */
export const iam: Service = {
  id: 'iam',
  signingName: 'iam',
  protocol: { kind: 'awsQuery', version: '2010-05-08', xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
  operations,
  notBuilt: allIamOperations.filter((name) => !built.has(name)),
  initialState: (): IamState => ({ accounts: {}, aliases: {}, accessKeys: {} }),
};
