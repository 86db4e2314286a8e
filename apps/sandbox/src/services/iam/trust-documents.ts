import { parseRoleArn } from '../../core/role-trust.js';
import { AwsError } from '../../core/service.js';
import type { World } from '../../core/service.js';
import { accountIam, latest } from './entities.js';
import { checkPolicyDocument } from './policy-documents.js';

const principalsOf = (statement: unknown): readonly string[] => {
  const { Principal } = statement as { readonly Principal?: unknown };
  if (typeof Principal !== 'object' || Principal === null) return [];
  const named = (Principal as { readonly AWS?: unknown }).AWS;
  return [named].flat().filter((principal): principal is string => typeof principal === 'string');
};

const userArn = /^arn:aws[a-z-]*:iam::(\d{12}):user\/(?:[^/]+\/)*([^/]+)$/;

const exists = (world: World, principal: string): boolean => {
  const role = parseRoleArn(principal);
  if (role) return latest(accountIam(world, role.accountId), 'role', role.name)?.arn === principal;
  const user = userArn.exec(principal);
  if (user) return latest(accountIam(world, user[1] ?? ''), 'user', user[2] ?? '')?.arn === principal;
  return (
    principal === '*' || /^\d{12}$/.test(principal) || /^arn:aws[a-z-]*:(iam::\d{12}:root|sts::\d{12}:assumed-role\/[^/]+\/[^/]+)$/.test(principal)
  );
};

/**
 * A trust policy must be one by its syntax, and every user and role that it names must exist when it is written.
 * @source IAM: "AWS JSON policy elements: Principal", "Troubleshoot IAM policies: invalid principal in policy"
 */
export const checkTrustPolicy = (world: World, text: string): void => {
  checkPolicyDocument(text, 'trust');
  const { Statement } = JSON.parse(text) as { readonly Statement: unknown };
  for (const principal of [Statement].flat().flatMap(principalsOf))
    if (!exists(world, principal)) throw new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${principal}"`, 400);
};
