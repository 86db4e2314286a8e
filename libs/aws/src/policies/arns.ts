import type { RoleName } from '../connection/platform-connection.js';
import type { PolicyPlatform } from './policy-options.js';

type Partition = PolicyPlatform['partition'];

export const roleArn = (partition: Partition, accountId: string, role: RoleName): string =>
  `arn:${partition}:iam::${accountId}:role${role.path}${role.name}`;

export interface ParsedPrincipalArn {
  readonly partition: Partition;
  readonly accountId: string;
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly path: string;
}

const principalPattern = /^arn:(aws|aws-us-gov|aws-cn):iam::(\d{12}):(user|role)((?:\/[\x21-\x2e\x30-\x7e]+)*\/)([\w+=,.@-]{1,64})$/;

/** Reads the ARN of an IAM user or role; undefined for anything else: account roots, sessions, groups, malformed text. */
export const parsePrincipalArn = (arn: string): ParsedPrincipalArn | undefined => {
  const match = principalPattern.exec(arn);
  if (!match) return undefined;
  const [, partition, accountId, kind, path, name] = match;
  return { partition, accountId, kind, path, name } as ParsedPrincipalArn;
};

export const isRoleName = (role: RoleName): boolean =>
  /^[\w+=,.@-]{1,64}$/.test(role.name) && /^\/(?:[\w+=,.@-]+\/)*$/.test(role.path) && role.path.length <= 512;
