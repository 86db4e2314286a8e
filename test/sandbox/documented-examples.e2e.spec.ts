import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { differences, documentedExample } from './support/documented-example.js';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';

const statement = (more: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
const service = statement({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const everything = statement({ Action: '*', Resource: '*' });
const accounting = [{ Key: 'Dept', Value: 'Accounting' }];

/** What members of the documented requests stand for here; the others are sent as documented. */
const stands: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  CreateUser: { UserName: 'Documented' },
  GetUser: {},
  ListUsers: { PathPrefix: '/' },
  ListUserTags: { UserName: 'Bob' },
  CreateAccessKey: {},
  ListAccessKeys: { UserName: 'Bob' },
  CreateRole: { AssumeRolePolicyDocument: service },
  GetRole: { RoleName: 'demo' },
  ListRoleTags: { RoleName: 'demo' },
  CreateOpenIDConnectProvider: { Url: 'https://server.example.com' },
  ListAccountAliases: {},
  GetAccountSummary: {},
};

// The sandbox keeps no last use, and has no MFA devices, groups and certificates to count.
const notModelled = /\.(PasswordLastUsed|RoleLastUsed\.|SummaryMap\.)/;

describe('documented examples', () => {
  let world: IdentitySandbox;

  beforeAll(async () => {
    world = await startIdentitySandbox();
    await world.iam.send(new iam.CreateUserCommand({ UserName: 'Bob', Path: '/division_abc/subdivision_xyz/', Tags: accounting }));
    await world.iam.send(new iam.CreateAccessKeyCommand({ UserName: 'Bob' }));
    const trust = statement({
      Principal: { AWS: `arn:aws:iam::${world.sandbox.managementAccountId}:root` },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    });
    await world.iam.send(new iam.CreateRoleCommand({ RoleName: 'demo', AssumeRolePolicyDocument: trust, Tags: accounting }));
    await world.iam.send(new iam.CreateAccountAliasCommand({ AccountAlias: 'exmaple-corporation' }));
    await world.advance(20);
  });

  afterAll(() => world.close());

  test.each(Object.keys(stands))('IAM %s answers every documented member', async (operation) => {
    const { input, output } = documentedExample('client-iam', operation);
    const Command = iam[`${operation}Command` as 'GetUserCommand'];
    const answer = await world.iam.send(new Command({ ...input, ...stands[operation] }));
    expect(differences(output, answer).filter((difference) => !notModelled.test(difference))).toEqual([]);
  });

  test('STS AssumeRole, GetCallerIdentity and GetSessionToken answer every documented member', async () => {
    const assume = documentedExample('client-sts', 'AssumeRole');
    const RoleArn = `arn:aws:iam::${world.sandbox.managementAccountId}:role/demo`;
    const assumed = await world.sts.send(
      new sts.AssumeRoleCommand({ RoleSessionName: 'testAssumeRoleSession', ...assume.input, RoleArn, Policy: everything }),
    );
    expect(differences(assume.output, assumed)).toEqual([]);
    const identity = await world.sts.send(new sts.GetCallerIdentityCommand({}));
    expect(differences(documentedExample('client-sts', 'GetCallerIdentity').output, identity)).toEqual([]);
    const session = await world.sts.send(new sts.GetSessionTokenCommand({ DurationSeconds: 3600 }));
    expect(differences(documentedExample('client-sts', 'GetSessionToken').output, session)).toEqual([]);
  });
});
