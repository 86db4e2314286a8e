import { forestalled, isPrincipal, judgeCredentials, judgeEntry, judgeIdentity, judgeRefusal, judgeTrust } from './judge-chain.js';
import type { ChainRole } from './judge-chain.js';

const role: ChainRole = {
  caller: 'replicator',
  arn: 'arn:aws:iam::111111111111:role/orgledger/Service',
  accountId: '111111111111',
  name: 'Service',
  principalArn: 'arn:aws:iam::222222222222:user/replicator',
  trust: { Version: '2012-10-17', Statement: [] },
};
const session = 'arn:aws:sts::111111111111:assumed-role/Service/orgledger-1';
const assumed = { outcome: 'assumed', assumedRoleArn: session, requestId: 'r' } as const;
const refused = { outcome: 'refused', message: 'User is not authorized', requestId: 'r' } as const;

describe('isPrincipal', () => {
  it.each([
    [true, 'arn:aws:iam::222222222222:user/a/replicator', 'arn:aws:iam::222222222222:user/a/replicator'],
    [true, 'arn:aws:sts::222222222222:assumed-role/Entry/i-1', 'arn:aws:iam::222222222222:role/path/Entry'],
    [true, 'arn:aws:sts::222222222222:assumed-role/Entry/i-1', 'arn:aws:sts::222222222222:assumed-role/Entry/i-2'],
    [false, 'arn:aws:sts::222222222222:assumed-role/Entry/i-1', 'arn:aws:iam::222222222222:role/Other'],
    [false, 'arn:aws:sts::333333333333:assumed-role/Entry/i-1', 'arn:aws:iam::222222222222:role/Entry'],
    [false, 'arn:aws:iam::222222222222:user/Entry', 'arn:aws:iam::222222222222:role/Entry'],
  ])('is %s for %s as %s', (expected, identity, principal) => {
    expect(isPrincipal(identity, principal)).toBe(expected);
  });
});

describe('judging the chain', () => {
  it('names both principals when the credentials are another’s', () => {
    const finding = judgeCredentials({ accountId: '222222222222', arn: 'arn:aws:iam::222222222222:user/somebody' }, role);
    expect(finding).toMatchObject({ result: 'failed', code: 'WRONG_PRINCIPAL', again: false });
    expect(finding.message).toContain('user/somebody');
    expect(finding.message).toContain('user/replicator');
    expect(judgeCredentials({ accountId: '222222222222', arn: role.principalArn }, role).result).toBe('passed');
  });

  it('goes on trying a refused entry, and hands over the trust policy to use', () => {
    expect(judgeEntry(role, assumed).result).toBe('passed');
    expect(judgeEntry(role, refused)).toMatchObject({
      result: 'failed',
      code: 'ENTRY_REFUSED',
      again: true,
      useInstead: expect.stringContaining('2012-10-17') as string,
    });
  });

  it('refuses a session of another role or account', () => {
    expect(judgeIdentity(role, session).result).toBe('passed');
    for (const other of ['arn:aws:sts::999999999999:assumed-role/Service/s', 'arn:aws:sts::111111111111:assumed-role/Other/s', ''])
      expect(judgeIdentity(role, other)).toMatchObject({ result: 'failed', code: 'WRONG_ACCOUNT', again: false });
  });

  it('passes a probe only when AWS refused it', () => {
    expect(judgeRefusal('assume_without_external_id', role, refused).result).toBe('passed');
    expect(judgeRefusal('assume_wrong_external_id', role, assumed)).toMatchObject({ result: 'failed', code: 'CONFUSED_DEPUTY' });
    expect(forestalled('assume_wrong_external_id', role)).toMatchObject({ result: 'inconclusive', again: false });
  });

  it('takes the first error of the reading for its code, and shows warnings of a secure one', () => {
    const finding = { code: 'ACCOUNT_ROOT_PRINCIPAL', severity: 'warning', message: 'Root.', remedy: 'Name the user.' } as const;
    expect(judgeTrust(role, { verdict: 'secure', findings: [finding], useInstead: role.trust })).toMatchObject({
      result: 'passed',
      message: expect.stringContaining('Root. Name the user.') as string,
    });
    const error = { code: 'WILDCARD_PRINCIPAL', severity: 'error', message: 'Everybody.', remedy: 'Nobody.' } as const;
    expect(judgeTrust(role, { verdict: 'insecure', findings: [finding, error], useInstead: role.trust })).toMatchObject({
      result: 'failed',
      code: 'WILDCARD_PRINCIPAL',
      message: 'Everybody. Nobody.',
      again: false,
    });
    expect(judgeTrust(role, undefined)).toMatchObject({ result: 'failed', code: 'ROLE_MISSING', again: true });
  });
});
