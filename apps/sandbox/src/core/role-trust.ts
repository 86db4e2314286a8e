import type { IamView } from './principal.js';
import type { AuthorizationTarget } from './service.js';
import { resourceTagContext } from './targets.js';
import { underKnownProvider } from './web-identity-keys.js';

/** The trust policy that has a say over an sts action on a role, and the context of that action: the request's and the role's tags. */
export type RoleTrust =
  | { readonly kind: 'role'; readonly document: string; readonly context: NonNullable<AuthorizationTarget['context']> }
  | { readonly kind: 'missing'; readonly document: ''; readonly context: Readonly<Record<string, never>> };

const roleArn = /^arn:aws[a-z-]*:iam::(\d{12}):role\/((?:[^/]+\/)*)([^/]+)$/;

export interface RoleName {
  readonly accountId: string;
  /** `/` or `/a/b/`. */
  readonly path: string;
  readonly name: string;
}

export const parseRoleArn = (arn: string): RoleName | undefined => {
  const parts = roleArn.exec(arn);
  return parts ? { accountId: parts[1] ?? '', path: `/${parts[2] ?? ''}`, name: parts[3] ?? '' } : undefined;
};

const providerOf = (context: NonNullable<AuthorizationTarget['context']>): string | undefined =>
  Object.keys(context)
    .find((key) => key.endsWith(':sub'))
    ?.slice(0, -':sub'.length);

/** Undefined when the target's action is none that a trust policy decides. A role under another path or in no such account is missing. */
export const roleTrust = (view: IamView, target: AuthorizationTarget): RoleTrust | undefined => {
  if (!/^sts:(AssumeRole|AssumeRoleWithWebIdentity|TagSession|SetSourceIdentity)$/.test(target.action)) return undefined;
  const named = parseRoleArn(target.resource);
  const role = named && view.role(named.accountId, named.name);
  if (role?.arn !== target.resource) return { kind: 'missing', document: '', context: {} };
  const context = { ...resourceTagContext(role.tags, ['aws', 'iam']), ...target.context };
  const host = target.action === 'sts:AssumeRoleWithWebIdentity' ? providerOf(context) : undefined;
  return { kind: 'role', ...(host === undefined ? { document: role.trust, context } : underKnownProvider(role.trust, context, host)) };
};
