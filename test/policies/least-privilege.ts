import type { PolicyDocument, RenderedPolicy, RenderedPrincipal } from '@orgledger/aws';
import { listed } from '@orgledger/aws';
import type { LoggedCall } from '../../tools/lab/sandbox-log.js';

/** The sandbox's IAM as `GET /_sandbox/state?service=iam` shows it, as far as needed here. */
export interface StoredIam {
  readonly accounts: Readonly<
    Record<string, { readonly users: Readonly<Record<string, StoredHolder>>; readonly roles: Readonly<Record<string, StoredHolder>> }>
  >;
}

interface StoredHolder {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  /** Policy name to JSON text. */
  readonly inline: Readonly<Record<string, string>>;
  readonly attached: readonly string[];
}

/** An action of one printed principal; member accounts' access roles count together. */
export interface Grant {
  readonly principal: RenderedPrincipal['id'];
  readonly action: string;
}

export interface PrivilegeReport {
  /** Granted by a policy stored in the sandbox, and never used successfully. */
  readonly unused: readonly Grant[];
  /** Used successfully without a statement that grants it: by a policy that is not part of the print. */
  readonly ungranted: readonly Grant[];
  /** Refused calls of printed principals, but for probes and for what IAM had not shown yet. */
  readonly denied: readonly LoggedCall[];
}

/** Least privilege both ways, from what the sandbox stores and logs: nothing denied, nothing granted in vain. */
export const comparePrivileges = (principals: readonly RenderedPrincipal[], iam: StoredIam, calls: readonly LoggedCall[]): PrivilegeReport => {
  const grants = principals.flatMap((principal) => holdersOf(principal, iam).flatMap((holder) => grantsOf(principal.id, holder)));
  const arns = new Map(principals.flatMap((principal) => holdersOf(principal, iam).map(({ arn }) => [arn, principal.id] as const)));
  const ours = calls.flatMap((call) => {
    const principal = call.principal === undefined ? undefined : arns.get(call.principal);
    return principal === undefined ? [] : [{ call, principal }];
  });
  const uses = ours
    .filter(({ call }) => call.decision?.allowed)
    .flatMap(({ call, principal }) => call.targets.map(({ action }) => ({ principal, action })));
  return {
    unused: without(grants, uses),
    ungranted: without(uses, grants).filter(({ action }) => action !== 'sts:GetCallerIdentity'),
    denied: ours.map(({ call }) => call).filter(({ decision }) => decision && !decision.allowed && !decision.probe && !decision.notYetVisible),
  };
};

const holdersOf = ({ kind, account, accountId, name, path }: RenderedPrincipal, iam: StoredIam): readonly StoredHolder[] =>
  Object.entries(iam.accounts)
    .filter(([id]) => account === 'member' || id === accountId)
    .flatMap(([, stored]) => Object.values(kind === 'user' ? stored.users : stored.roles))
    .filter((holder) => holder.name === name && holder.path === path);

const grantsOf = (principal: RenderedPrincipal['id'], holder: StoredHolder): readonly Grant[] =>
  Object.values(holder.inline).flatMap((text) =>
    (JSON.parse(text) as PolicyDocument).Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) =>
      listed(Action).map((action) => ({ principal, action })),
    ),
  );

const key = ({ principal, action }: Grant): string => `${principal} ${action.toLowerCase()}`;

const without = (grants: readonly Grant[], others: readonly Grant[]): readonly Grant[] => {
  const excluded = new Set(others.map(key));
  return [...new Map(grants.map((grant) => [key(grant), grant])).values()].filter((grant) => !excluded.has(key(grant)));
};

/** One action taken away; some scenario must fail without it. */
export interface Mutation extends Grant {
  /** What to apply instead of the print. */
  readonly principals: readonly RenderedPrincipal[];
  /** For roles whose policies the platform writes itself: an SCP to attach to the organisation's root, which takes the action away. */
  readonly scp?: PolicyDocument;
}

/** The print less each of its actions in turn. */
export const withoutEachAction = (principals: readonly RenderedPrincipal[]): readonly Mutation[] =>
  principals.flatMap((principal) =>
    actionsOf(principal).map((action) =>
      principal.account === 'member'
        ? { principal: principal.id, action, principals, scp: denial(principal, action) }
        : { principal: principal.id, action, principals: principals.map((one) => (one === principal ? less(one, action) : one)) },
    ),
  );

const actionsOf = ({ inlinePolicies }: RenderedPrincipal): readonly string[] => [
  ...new Set(inlinePolicies.flatMap(({ document }) => document.Statement.flatMap(({ Action }) => listed(Action)))),
];

const less = (principal: RenderedPrincipal, action: string): RenderedPrincipal => ({
  ...principal,
  inlinePolicies: principal.inlinePolicies.map((policy) => lessOf(policy, action)).filter(({ document }) => document.Statement.length > 0),
});

const lessOf = (policy: RenderedPolicy, action: string): RenderedPolicy => ({
  ...policy,
  document: {
    ...policy.document,
    Statement: policy.document.Statement.map((statement) => ({
      ...statement,
      Action: listed(statement.Action).filter((one) => one !== action),
    })).filter(({ Action }) => Action.length > 0),
  },
});

const denial = ({ path, name }: RenderedPrincipal, action: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: action, Resource: '*', Condition: { ArnLike: { 'aws:PrincipalArn': `arn:*:iam::*:role${path}${name}` } } }],
});
