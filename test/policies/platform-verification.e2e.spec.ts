import { defaultFeatures, hardenedTrust } from '@orgledger/aws';
import type { PlatformSettings } from '@orgledger/governance';
import { VerifiedOrganization } from './verified-organization.js';
import type { Verified } from './verified-organization.js';

const opened: VerifiedOrganization[] = [];

const open = async (choice: Parameters<typeof VerifiedOrganization.open>[0] = {}): Promise<VerifiedOrganization> => {
  const organization = await VerifiedOrganization.open(choice);
  opened.push(organization);
  return organization;
};

/** Twenty sandbox seconds per second: two minutes of patience take six seconds here. */
let hasty: VerifiedOrganization;

beforeAll(async () => {
  hasty = await open({ scale: 20 });
});

afterAll(async () => {
  await Promise.all(opened.map((organization) => organization.close()));
});

const results = ({ checks }: Pick<Verified, 'checks'>): Record<string, string> =>
  Object.fromEntries(checks.map(({ name, result }) => [name, result]));
const blocking = ({ checks }: Pick<Verified, 'checks'>) => checks.find(({ result }) => result !== 'passed');

const tenSeconds = 10_000;
const twoMinutes = 120_000;
/** A second of wall time, in which a busy machine may be late. */
const lag = 20_000;

describe('a platform that was set up as printed', () => {
  it('is verified under minimal without one denied call', async () => {
    const before = await hasty.calls();
    const verified = await hasty.verify();
    expect(verified.ok).toBe(true);
    expect(results(verified)).toEqual({
      arn_format: 'passed',
      credentials: 'passed',
      assume_positive: 'passed',
      identity_match: 'passed',
      assume_without_external_id: 'passed',
      assume_wrong_external_id: 'passed',
      trust_static: 'passed',
      organization: 'passed',
      root_reachable: 'passed',
      identity_center: 'passed',
    });
    expect(await hasty.calls(before)).toMatchObject({ denied: 0, refusedProbes: 2, notYetVisible: 0 });
  });

  it('is verified under seed by reading, the probes being forestalled', async () => {
    const organization = await open({ profile: 'seed', changes: { policyProfile: 'seed' } });
    const before = await organization.calls();
    const verified = await organization.verify();
    expect(verified.ok).toBe(true);
    expect(results(verified)).toMatchObject({
      assume_without_external_id: 'inconclusive',
      assume_wrong_external_id: 'inconclusive',
      trust_static: 'passed',
    });
    expect(await organization.calls(before)).toMatchObject({ denied: 0, refusedProbes: 0 });
    await organization.setTrust({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: organization.settings.principalArn }, Action: 'sts:AssumeRole' }],
    });
    expect(await organization.verify()).toMatchObject({ ok: false });
  });

  it('has its permissions simulated when the doctor is asked for', async () => {
    const organization = await open({ scale: 20, features: { ...defaultFeatures, doctor: true }, changes: { doctor: true } });
    const verified = await organization.verify();
    expect(verified.checks.find(({ name }) => name === 'permissions')).toMatchObject({ result: 'passed' });
    expect(verified.ok).toBe(true);
  });

  it('is verified with pathed roles, and in the midst of an ExternalId rotation', async () => {
    const changes = { serviceRole: { name: 'Service', path: '/orgledger/' }, previousExternalId: 'dGhlLXByZXZpb3VzLWV4dGVybmFsLWlkLWZvci10ZXN0' };
    const organization = await open({ changes });
    expect(results(await organization.verify())).toMatchObject({ assume_positive: 'passed', trust_static: 'passed' });
  });
});

describe('a policy that was applied late', () => {
  it('is waited for: refused so far, then verified', async () => {
    const organization = await open({ scale: 20 });
    const { settings } = organization;
    const other = hardenedTrust({ principalArn: settings.principalArn, externalIds: ['somebody-elses'], breakGlassRoleArns: [] });
    await organization.setTrust(other);
    await organization.propagate();
    const verifying = organization.verify();
    await organization.setTrust(hardenedTrust({ principalArn: settings.principalArn, externalIds: [settings.externalId], breakGlassRoleArns: [] }));
    const verified = await verifying;
    expect(verified.ok).toBe(true);
    expect(verified.progress[0]?.checks.find(({ name }) => name === 'assume_positive')?.result).toBe('waiting');
  });
});

/** Wrong configurations that only time proves wrong: all tried side by side, for each takes its two minutes. */
const slow: Readonly<Record<string, (organization: VerifiedOrganization) => Parameters<VerifiedOrganization['verify']>[0]>> = {
  'another ExternalId': ({ settings }) => ({ settings: { ...settings, externalId: 'bm90LW91cnMtbm90LW91cnMtbm90LW91cnMtbm90LW9' } }),
  'another role': ({ settings }) => ({ settings: { ...settings, serviceRole: { name: 'NoSuchRole', path: '/' } } }),
  'another role path': ({ settings }) => ({ settings: { ...settings, serviceRole: { name: 'MeshfedServiceRole', path: '/elsewhere/' } } }),
  'another management account': ({ settings }) => ({ settings: { ...settings, managementAccountId: '999999999999' } }),
  'an unknown access key': () => ({ credentials: { kind: 'static', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wrong' } }),
  'a refused connection': () => ({ endpoint: 'http://127.0.0.1:1' }),
  'a name that does not resolve': () => ({ endpoint: 'http://sandbox.invalid' }),
};

describe('a wrong configuration', () => {
  const wrong = async (changes: Partial<PlatformSettings>): Promise<Verified> => hasty.verify({ settings: { ...hasty.settings, ...changes } });
  let answers: Readonly<Record<string, Verified>>;

  beforeAll(async () => {
    answers = Object.fromEntries(
      await Promise.all(Object.entries(slow).map(async ([name, make]) => [name, await hasty.verify(make(hasty))] as const)),
    );
  });

  it.each(Object.keys(slow))('with %s gets a first answer in time and a final one after two minutes', (name) => {
    const { ok, progress, tookMs } = answers[name]!;
    expect(ok).toBe(false);
    expect(progress[0]?.afterMs).toBeLessThan(tenSeconds + lag);
    const waiting = progress[0]?.checks.find(({ result }) => result === 'waiting');
    expect(waiting?.message).toContain('if you applied the policy just now');
    expect(waiting?.message).toContain('2 minutes');
    expect(waiting?.remedy?.length).toBeGreaterThan(20);
    expect(tookMs).toBeGreaterThanOrEqual(twoMinutes);
    expect(tookMs).toBeLessThan(twoMinutes + lag);
  });

  it.each(['another ExternalId', 'another role', 'another role path', 'another management account'])(
    'with %s says what to look at and which policy to use',
    (name) => {
      const refusal = blocking(answers[name]!);
      expect(refusal).toMatchObject({ name: 'assume_positive', result: 'failed', code: 'ENTRY_REFUSED' });
      expect(refusal?.remedy).toContain('trust policy');
      expect(JSON.parse(refusal?.useInstead ?? '{}')).toMatchObject({ Version: '2012-10-17' });
    },
  );

  it.each(['a refused connection', 'a name that does not resolve'])('with %s is inconclusive, never passed', (name) => {
    const refusal = blocking(answers[name]!);
    expect(refusal).toMatchObject({ name: 'credentials', result: 'inconclusive', code: 'UNREACHABLE' });
    expect(refusal?.message).toContain('Check network, proxy and DNS');
  });

  it('with an unknown access key says so', () => {
    const refusal = blocking(answers['an unknown access key']!);
    expect(refusal).toMatchObject({ name: 'credentials', code: 'InvalidClientTokenId' });
    expect(refusal?.message).toContain('AWS does not know this access key');
  });

  it('with another principal is answered at once', async () => {
    const verified = await wrong({ principalArn: `arn:aws:iam::${hasty.settings.platformAccountId}:user/somebody-else` });
    expect(verified.tookMs).toBeLessThan(tenSeconds + lag);
    expect(blocking(verified)).toMatchObject({ name: 'credentials', code: 'WRONG_PRINCIPAL' });
  });

  it('with an account root for principal is answered before any call', async () => {
    const before = await hasty.calls();
    const verified = await wrong({ principalArn: `arn:aws:iam::${hasty.settings.platformAccountId}:root` });
    expect(blocking(verified)).toMatchObject({ name: 'arn_format', code: 'ARN_MALFORMED' });
    expect((await hasty.calls(before)).calls).toBe(0);
  });

  it('with another Identity Center names the one that is there', async () => {
    const { identityCenter } = hasty.settings;
    const other = await wrong({ identityCenter: { ...identityCenter!, instanceArn: 'arn:aws:sso:::instance/ssoins-ffffffffffffffff' } });
    expect(blocking(other)).toMatchObject({ name: 'identity_center', code: 'INSTANCE_MISSING' });
    expect(blocking(other)?.message).toContain(identityCenter!.instanceArn);
    const store = await wrong({ identityCenter: { ...identityCenter!, identityStoreId: 'd-ffffffffff' } });
    expect(blocking(store)).toMatchObject({ name: 'identity_center', code: 'IDENTITY_STORE_MISMATCH' });
  });

  it('without credentials says what to set', async () => {
    const verified = await hasty.verify({ credentials: { kind: 'none' } });
    expect(verified).toMatchObject({ ok: false });
    expect(blocking(verified)).toMatchObject({ name: 'credentials', code: 'NO_CREDENTIALS' });
    expect(blocking(verified)?.message).toContain('AWS_ACCESS_KEY_ID');
  });

  it('with an AWS that never answers says so within ten seconds, and gives up after two minutes', async () => {
    const organization = await open({ scale: 20 });
    await organization.control('POST', '/faults', { kind: 'hang', service: 'sts', operation: 'GetCallerIdentity', count: 1_000 });
    const verified = await organization.verify();
    expect(verified.progress[0]?.afterMs).toBeLessThan(tenSeconds + lag);
    expect(verified.progress[0]?.checks.at(-1)).toMatchObject({ name: 'credentials', result: 'waiting', code: 'NO_ANSWER' });
    expect(blocking(verified)).toMatchObject({ name: 'credentials', result: 'failed', code: 'NO_ANSWER' });
    await organization.control('POST', '/faults/clear');
  });

  it('with a throttled read never counts it as passed', async () => {
    const organization = await open({ scale: 20 });
    await organization.control('POST', '/faults', { kind: 'throttle', service: 'iam', operation: 'GetRole', count: 100_000 });
    const verified = await organization.verify();
    expect(verified.ok).toBe(false);
    expect(results(verified).trust_static).not.toBe('passed');
    await organization.control('POST', '/faults/clear');
  });
});

it('says within ten seconds of wall time that AWS does not answer', async () => {
  const organization = await open();
  await organization.control('POST', '/faults', { kind: 'hang', service: 'sts', operation: 'GetCallerIdentity', count: 1_000 });
  const enough = new AbortController();
  const started = Date.now();
  await expect(organization.verify({ signal: enough.signal, onProgress: () => enough.abort(new Error('enough')) })).rejects.toThrow('enough');
  expect(Date.now() - started).toBeLessThan(tenSeconds);
  await organization.control('POST', '/faults/clear');
});
