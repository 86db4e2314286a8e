import { printPolicies, renderPrincipals } from '@orgledger/aws';
import type { RenderedPrincipal } from '@orgledger/aws';
import { printedOptions } from '../support/policy-options.js';
import { comparePrivileges, withoutEachAction } from './least-privilege.js';
import type { StoredIam } from './least-privilege.js';
import type { LoggedCall } from '../../tools/lab/sandbox-log.js';

const principals = renderPrincipals(printPolicies(printedOptions.minimal!));
const service = principals.find(({ id }) => id === 'service')!;
const arn = 'arn:aws:iam::111111111111:role/MeshfedServiceRole';

const stored = (...actions: string[]): StoredIam => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
  const role = { arn, name: service.name, path: '/', inline: { OrgledgerService: JSON.stringify(document) }, attached: [] };
  return { accounts: { '111111111111': { users: {}, roles: { meshfedservicerole: role } } } };
};

const call = (action: string, decision: LoggedCall['decision'], principal = arn): LoggedCall => ({
  seq: 1,
  time: '2026-01-01T00:00:00.000Z',
  service: 'organizations',
  operation: action.split(':')[1]!,
  action,
  principal,
  targets: [{ action, resource: '*' }],
  ...(decision ? { decision } : {}),
  mutates: false,
  tookEffect: false,
});

const allowed = { allowed: true };
const compare = (iam: StoredIam, ...calls: LoggedCall[]) => comparePrivileges([service], iam, calls);

describe('comparing privileges', () => {
  it('finds nothing when exactly what is granted was used', () => {
    expect(compare(stored('organizations:ListRoots'), call('organizations:ListRoots', allowed))).toEqual({ unused: [], ungranted: [], denied: [] });
  });

  it('finds a granted action that nobody used successfully', () => {
    const { unused } = compare(stored('organizations:ListRoots', 'organizations:CloseAccount'), call('organizations:ListRoots', allowed));
    expect(unused).toEqual([{ principal: 'service', action: 'organizations:CloseAccount' }]);
    const { unused: refused } = compare(stored('organizations:ListRoots'), call('organizations:ListRoots', { allowed: false }));
    expect(refused).toHaveLength(1);
  });

  it('finds what was used by grace of another policy', () => {
    const { ungranted } = compare(stored(), call('organizations:ListRoots', allowed), call('sts:GetCallerIdentity', allowed));
    expect(ungranted).toEqual([{ principal: 'service', action: 'organizations:ListRoots' }]);
  });

  it('finds a planted denied call, and counts neither probes nor what was not visible yet, nor other principals', () => {
    const planted = call('organizations:CloseAccount', { allowed: false, decidedBy: 'identity' });
    const { denied } = compare(
      stored(),
      planted,
      call('sts:AssumeRole', { allowed: false, decidedBy: 'trust', probe: true }),
      call('organizations:ListRoots', { allowed: false, notYetVisible: true }),
      call('organizations:CloseAccount', { allowed: false }, 'arn:aws:iam::111111111111:user/administrator'),
    );
    expect(denied).toEqual([planted]);
  });
});

describe('mutations of the print', () => {
  const mutations = withoutEachAction(principals);
  const actions = (printed: readonly RenderedPrincipal[], id: string): readonly string[] =>
    printed
      .filter((principal) => principal.id === id)
      .flatMap(({ inlinePolicies }) => inlinePolicies.flatMap(({ document }) => document.Statement.flatMap(({ Action }) => Action)));

  it('take away each action of each principal once', () => {
    const everyAction = principals.flatMap(({ id }) => [...new Set(actions(principals, id))].map((action) => `${id} ${action}`));
    expect(mutations.map(({ principal, action }) => `${principal} ${action}`).sort()).toEqual(everyAction.sort());
    expect(everyAction.length).toBeGreaterThan(30);
  });

  it('take away nothing else', () => {
    for (const { principal, action, principals: mutated, scp } of mutations) {
      const gone = actions(principals, principal).filter((one) => !actions(mutated, principal).includes(one));
      expect(gone).toEqual(scp ? [] : gone.filter((one) => one === action));
      if (scp) expect(scp.Statement).toMatchObject([{ Effect: 'Deny', Action: action }]);
      else expect(gone.length).toBeGreaterThan(0);
    }
  });
});
