import { createSign, generateKeyPairSync } from 'node:crypto';
import { CreateOpenIDConnectProviderCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleWithWebIdentityCommand,
  ExpiredTokenException,
  GetCallerIdentityCommand,
  InvalidIdentityTokenException,
} from '@aws-sdk/client-sts';
import type { LoggedCall } from '../../apps/sandbox/src/core/call-log.js';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

const issuer = 'https://issuer.example/tenant';
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('AssumeRoleWithWebIdentity', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let world: IdentitySandbox;
  let RoleArn: string;

  const token = (claims: object = {}, key = privateKey): string => {
    const seconds = Math.floor(Date.now() / 1000);
    const text = `${encoded({ alg: 'RS256', kid: 'one' })}.${encoded({ iss: issuer, sub: 'worker', aud: 'orgledger', exp: seconds + 600, ...claims })}`;
    return `${text}.${createSign('sha256').update(text).sign(key, 'base64url')}`;
  };
  const assume = (WebIdentityToken: string) =>
    world.sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'worker', WebIdentityToken }));

  beforeAll(async () => {
    world = await startIdentitySandbox();
    const { OpenIDConnectProviderArn } = await world.iam.send(new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: ['orgledger'] }));
    const trust = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: OpenIDConnectProviderArn },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { 'issuer.example/tenant:sub': 'worker' } },
        },
      ],
    };
    const { Role } = await world.iam.send(new CreateRoleCommand({ RoleName: 'entry', AssumeRolePolicyDocument: JSON.stringify(trust) }));
    RoleArn = Role!.Arn!;
    await world.control('POST', '/oidc', { issuer, keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] });
    await world.advance(20);
  });

  afterAll(() => world.close());

  test('a token of a trusted issuer and subject gets a session', async () => {
    const { Credentials, Provider, SubjectFromWebIdentityToken, Audience } = await assume(token());
    expect({ Provider, SubjectFromWebIdentityToken, Audience }).toMatchObject({ SubjectFromWebIdentityToken: 'worker', Audience: 'orgledger' });
    const session = world.as({
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    });
    expect((await session.sts.send(new GetCallerIdentityCommand({}))).Arn).toMatch(/assumed-role\/entry\/worker$/);
  });

  test('another subject is refused by the trust policy', async () => {
    expect((await refusalOf(assume(token({ sub: 'stranger' })))).name).toBe('AccessDenied');
    const { calls } = await world.control<{ calls: LoggedCall[] }>('GET', '/calls');
    expect(calls.at(-1)?.decision).toMatchObject({ refusedBy: expect.arrayContaining(['trust']) as unknown });
  });

  test('a foreign signature, audience or issuer and an old token are refused by their classes', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    await refusalOf(assume(token({}, stranger)), InvalidIdentityTokenException);
    await refusalOf(assume(token({ aud: 'somebody' })), InvalidIdentityTokenException);
    await refusalOf(assume(token({ iss: 'https://elsewhere.example' })), InvalidIdentityTokenException);
    await refusalOf(assume(token({ exp: 1 })), ExpiredTokenException);
  });
});
