import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { hardenedTrust, roleArn } from '@orgledger/aws';
import { iamOfAccounts } from '../support/admin-clients.js';
import { VerifiedOrganization } from './verified-organization.js';

let organization: VerifiedOrganization;
let stranger: STSClient;

beforeAll(async () => {
  organization = await VerifiedOrganization.open();
  stranger = await makeStranger();
});

afterAll(async () => {
  await organization.close();
});

/** Somebody in another account who may assume every role, as far as his own policy goes. */
const makeStranger = async (): Promise<STSClient> => {
  const { admin, settings, sandbox } = organization;
  const iam = await iamOfAccounts(admin)(settings.automationAccountId);
  await iam.send(new CreateUserCommand({ UserName: 'stranger' }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] });
  await iam.send(new PutUserPolicyCommand({ UserName: 'stranger', PolicyName: 'assume', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'stranger' }));
  await organization.propagate();
  const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  return new STSClient({ endpoint: sandbox.endpoint, region: settings.region, credentials });
};

const strangerGetsIn = async (): Promise<boolean> => {
  const { settings } = organization;
  const RoleArn = roleArn('aws', settings.managementAccountId, settings.serviceRole);
  try {
    await stranger.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'stranger', ExternalId: settings.externalId }));
    return true;
  } catch (error) {
    expect(error).toMatchObject({ name: 'AccessDenied' });
    return false;
  }
};

type Statement = Readonly<Record<string, unknown>>;

/** The variants of specs/connections.md §3.5: what AWS answers to each probe, and what reading the document says. */
const variants: readonly {
  readonly name: string;
  readonly statements: (principal: { AWS: string }, id: string) => readonly Statement[];
  readonly withoutExternalId: 'refused' | 'let in';
  readonly wrongExternalId: 'refused' | 'let in';
  readonly stranger: 'refused' | 'let in';
  readonly reading: string;
}[] = [
  {
    name: 'a published trust without ExternalId',
    statements: (Principal) => [{ Principal }],
    withoutExternalId: 'let in',
    wrongExternalId: 'let in',
    stranger: 'refused',
    reading: 'EXTERNAL_ID_MISSING',
  },
  {
    name: 'StringEquals (ours)',
    statements: (Principal, id) => [{ Principal, Condition: { StringEquals: { 'sts:ExternalId': id } } }],
    withoutExternalId: 'refused',
    wrongExternalId: 'refused',
    stranger: 'refused',
    reading: 'secure',
  },
  {
    name: 'StringLike "*"',
    statements: (Principal) => [{ Principal, Condition: { StringLike: { 'sts:ExternalId': '*' } } }],
    withoutExternalId: 'refused',
    wrongExternalId: 'let in',
    stranger: 'refused',
    reading: 'EXTERNAL_ID_WEAK_OPERATOR',
  },
  {
    name: 'StringEqualsIfExists',
    statements: (Principal, id) => [{ Principal, Condition: { StringEqualsIfExists: { 'sts:ExternalId': id } } }],
    withoutExternalId: 'let in',
    wrongExternalId: 'refused',
    stranger: 'refused',
    reading: 'EXTERNAL_ID_WEAK_OPERATOR',
  },
  {
    name: 'an open statement for the account’s root beside ours',
    statements: (Principal, id) => [
      { Principal, Condition: { StringEquals: { 'sts:ExternalId': id } } },
      { Principal: { AWS: Principal.AWS.replace(/:user\/.*/, ':root') } },
    ],
    withoutExternalId: 'let in',
    wrongExternalId: 'let in',
    stranger: 'refused',
    reading: 'EXTERNAL_ID_MISSING',
  },
  {
    name: 'a list of ExternalIds',
    statements: (Principal, id) => [{ Principal, Condition: { StringEquals: { 'sts:ExternalId': [id, 'test'] } } }],
    withoutExternalId: 'refused',
    wrongExternalId: 'refused',
    stranger: 'refused',
    reading: 'EXTERNAL_ID_FOREIGN',
  },
  {
    name: 'Principal "*" with ExternalId',
    statements: (_, id) => [{ Principal: '*', Condition: { StringEquals: { 'sts:ExternalId': id } } }],
    withoutExternalId: 'refused',
    wrongExternalId: 'refused',
    stranger: 'let in',
    reading: 'WILDCARD_PRINCIPAL',
  },
];

it.each(variants)('the management role with $name is classified by probes and by reading', async (variant) => {
  const { settings } = organization;
  const statements = variant.statements({ AWS: settings.principalArn }, settings.externalId);
  await organization.setTrust({ Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...one })) });
  await organization.propagate();

  const before = await organization.calls();
  const { ok, checks, tookMs } = await organization.verify();
  const counts = await organization.calls(before);
  const check = (name: string) => checks.find((one) => one.name === name);
  const probe = (name: string): string => {
    const found = check(name);
    return found?.result === 'passed' ? 'refused' : found?.code === 'CONFUSED_DEPUTY' ? 'let in' : 'inconclusive';
  };

  expect(check('assume_positive')?.result).toBe('passed');
  expect({
    withoutExternalId: probe('assume_without_external_id'),
    wrongExternalId: probe('assume_wrong_external_id'),
    stranger: (await strangerGetsIn()) ? 'let in' : 'refused',
    reading: check('trust_static')?.code ?? (check('trust_static')?.result === 'passed' ? 'secure' : 'unread'),
  }).toEqual({
    withoutExternalId: variant.withoutExternalId,
    wrongExternalId: variant.wrongExternalId,
    stranger: variant.stranger,
    reading: variant.reading,
  });

  // The caller's policy refuses nothing: every refusal is the trust policy's own.
  const refusedProbes = [variant.withoutExternalId, variant.wrongExternalId].filter((answer) => answer === 'refused').length;
  expect(counts).toMatchObject({ denied: 0, refusedProbes, notYetVisible: 0 });

  expect(ok).toBe(variant.reading === 'secure');
  if (ok) return;
  const trust = hardenedTrust({ principalArn: settings.principalArn, externalIds: [settings.externalId], breakGlassRoleArns: [] });
  expect(JSON.parse(check('trust_static')?.useInstead ?? '')).toEqual(trust);
  expect(check('trust_static')?.message.length).toBeGreaterThan(40);
  // What the document proves open is answered at once, not after two minutes.
  expect(tookMs).toBeLessThan(30_000);
});
