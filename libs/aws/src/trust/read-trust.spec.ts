import { hardenedTrust } from './hardened-trust.js';
import { readTrust } from './read-trust.js';
import type { ExpectedTrust } from './trust-reading.js';

const ours = 'arn:aws:iam::222222222222:user/meshfed-service-user';
const id = 'our-external-id';
const expected: ExpectedTrust = { principalArn: ours, externalIds: [id], breakGlassRoleArns: [] };

const trust = (...statements: object[]): object => ({ Version: '2012-10-17', Statement: statements });
const statement = (changes: object = {}): object => ({
  Effect: 'Allow',
  Principal: { AWS: ours },
  Action: 'sts:AssumeRole',
  Condition: { StringEquals: { 'sts:ExternalId': id } },
  ...changes,
});

const codes = (document: unknown, wish = expected): readonly string[] => readTrust(document, wish).findings.map(({ code }) => code);

describe('readTrust', () => {
  it.each([
    ['the hardened trust', hardenedTrust(expected)],
    ['its JSON text', JSON.stringify(hardenedTrust(expected))],
    ['its text as IAM answers it', encodeURIComponent(JSON.stringify(hardenedTrust(expected)))],
    ['one statement without a list', { Version: '2012-10-17', Statement: statement() }],
    [
      'lists of one',
      trust(statement({ Principal: { AWS: [ours] }, Action: ['sts:AssumeRole'], Condition: { StringEquals: { 'STS:externalid': [id] } } })),
    ],
    [
      'further conditions, which only narrow',
      trust(statement({ Condition: { StringEquals: { 'sts:ExternalId': id }, IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } })),
    ],
    ['denials, which only narrow', trust(statement(), statement({ Effect: 'Deny', Principal: '*', Condition: {} }))],
    ['marks of sessions', hardenedTrust({ ...expected, sourceIdentity: true, sessionTags: true })],
  ])('finds nothing in %s', (_, document) => {
    expect(readTrust(document, expected)).toMatchObject({ verdict: 'secure', findings: [] });
  });

  it.each([
    ['no condition', ['EXTERNAL_ID_MISSING'], trust(statement({ Condition: undefined }))],
    ['a condition on something else', ['EXTERNAL_ID_MISSING'], trust(statement({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }))],
    ['StringLike *', ['EXTERNAL_ID_WEAK_OPERATOR'], trust(statement({ Condition: { StringLike: { 'sts:ExternalId': '*' } } }))],
    ['StringEqualsIfExists', ['EXTERNAL_ID_WEAK_OPERATOR'], trust(statement({ Condition: { StringEqualsIfExists: { 'sts:ExternalId': id } } }))],
    ['ForAllValues', ['EXTERNAL_ID_WEAK_OPERATOR'], trust(statement({ Condition: { 'ForAllValues:StringEquals': { 'sts:ExternalId': id } } }))],
    ['StringEqualsIgnoreCase', ['EXTERNAL_ID_WEAK_OPERATOR'], trust(statement({ Condition: { StringEqualsIgnoreCase: { 'sts:ExternalId': id } } }))],
    ['a second ExternalId', ['EXTERNAL_ID_FOREIGN'], trust(statement({ Condition: { StringEquals: { 'sts:ExternalId': [id, 'test'] } } }))],
    [
      'whatever the caller sends',
      ['EXTERNAL_ID_FOREIGN'],
      trust(statement({ Condition: { StringEquals: { 'sts:ExternalId': '${sts:ExternalId}' } } })),
    ],
    ['everybody', ['WILDCARD_PRINCIPAL'], trust(statement({ Principal: '*' }))],
    ['every account', ['WILDCARD_PRINCIPAL'], trust(statement({ Principal: { AWS: '*' } }))],
    [
      'an open statement beside ours',
      ['FOREIGN_PRINCIPAL', 'EXTERNAL_ID_MISSING'],
      trust(statement(), statement({ Principal: { AWS: 'arn:aws:iam::999999999999:root' }, Condition: {} })),
    ],
    ['somebody beside us', ['FOREIGN_PRINCIPAL'], trust(statement({ Principal: { AWS: [ours, 'arn:aws:iam::222222222222:role/other'] } }))],
    [
      'a session instead of the user',
      ['FOREIGN_PRINCIPAL', 'PRINCIPAL_MISSING'],
      trust(statement({ Principal: { AWS: 'arn:aws:sts::222222222222:assumed-role/R/s' } })),
    ],
    ['a deleted user', ['DELETED_PRINCIPAL', 'PRINCIPAL_MISSING'], trust(statement({ Principal: { AWS: 'AIDAABCDEFGHIJKLMNOPQ' } }))],
    [
      'an AWS service',
      ['SERVICE_PRINCIPAL', 'EXTERNAL_ID_MISSING'],
      trust(statement(), statement({ Principal: { Service: 'ec2.amazonaws.com' }, Condition: {} })),
    ],
    [
      'an identity provider',
      ['FEDERATED_PRINCIPAL'],
      trust(statement(), statement({ Principal: { Federated: 'arn:aws:iam::1:saml-provider/x' }, Action: 'sts:AssumeRoleWithSAML' })),
    ],
    ['NotPrincipal', ['NOT_PRINCIPAL'], trust(statement(), { Effect: 'Allow', NotPrincipal: { AWS: ours }, Action: 'sts:AssumeRole' })],
    ['NotAction', ['NOT_ACTION'], trust(statement(), { Effect: 'Allow', Principal: { AWS: ours }, NotAction: 'sts:TagSession' })],
    ['all actions by pattern', ['EXTERNAL_ID_MISSING'], trust(statement({ Action: 'sts:*', Condition: {} }))],
    ['assuming by pattern', ['EXTERNAL_ID_MISSING'], trust(statement({ Action: 'STS:Assume????', Condition: {} }))],
    ['nobody', ['PRINCIPAL_MISSING'], trust(statement({ Effect: 'Deny' }))],
    ['no document', ['UNREADABLE'], 'not a policy'],
    ['no statements', ['UNREADABLE'], {}],
  ])('finds %s', (_, found, document) => {
    const reading = readTrust(document, expected);
    expect(reading.verdict).toBe('insecure');
    expect(reading.findings.map(({ code }) => code)).toEqual(found);
    expect(reading.useInstead).toEqual(hardenedTrust(expected));
    for (const { message, remedy } of reading.findings) expect([message.length > 20, remedy.length > 20]).toEqual([true, true]);
  });

  it('warns of the root of our own account, which lets in whoever that account lets', () => {
    const reading = readTrust(trust(statement({ Principal: { AWS: 'arn:aws:iam::222222222222:root' } })), expected);
    expect(reading).toMatchObject({ verdict: 'secure', findings: [{ code: 'ACCOUNT_ROOT_PRINCIPAL', severity: 'warning' }] });
  });

  it('calls the trust of a fresh account insecure: its root, and no ExternalId', () => {
    expect(codes(trust(statement({ Principal: { AWS: 'arn:aws:iam::222222222222:root' }, Condition: undefined })))).toEqual([
      'ACCOUNT_ROOT_PRINCIPAL',
      'EXTERNAL_ID_MISSING',
    ]);
  });

  it('lets break-glass roles in without an ExternalId, and nobody else', () => {
    const breakGlass = 'arn:aws:iam::111111111111:role/BreakGlass';
    const wish = { ...expected, breakGlassRoleArns: [breakGlass] };
    expect(readTrust(hardenedTrust(wish), wish)).toMatchObject({
      verdict: 'secure',
      findings: [{ code: 'BREAK_GLASS_PRINCIPAL', severity: 'info' }],
    });
    expect(readTrust(hardenedTrust(wish), expected).verdict).toBe('insecure');
    expect(codes(trust(statement({ Principal: { AWS: [ours, breakGlass] }, Condition: undefined })), wish)).toEqual([
      'BREAK_GLASS_PRINCIPAL',
      'EXTERNAL_ID_MISSING',
    ]);
  });

  it('accepts both ExternalIds during a rotation, and only then', () => {
    const rotation = { ...expected, externalIds: ['the-new-one', id] };
    expect(readTrust(hardenedTrust(rotation), rotation).verdict).toBe('secure');
    expect(codes(hardenedTrust(rotation))).toEqual(['EXTERNAL_ID_FOREIGN']);
  });
});
