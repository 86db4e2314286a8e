import { readFileSync } from 'node:fs';
import { hardenedTrust, listed, printPolicies } from '@orgledger/aws';
import type { PolicyDocument, PolicyStatement, PrintedPolicies } from '@orgledger/aws';
import { platform, printedOptions } from '../support/policy-options.js';

const source = JSON.parse(readFileSync(`${__dirname}/golden/source-document.json`, 'utf8')) as Record<string, PolicyDocument>;
const options = printedOptions.seed!;
const printed = printPolicies(options);

/** The source document's placeholders, filled in as the options say. */
const filled = (name: string): readonly PolicyStatement[] => {
  const text = JSON.stringify(source[name]!.Statement)
    .replaceAll('<<MANAGEMENT_ACCOUNT_ID>>', platform.managementAccountId)
    .replaceAll('<<AUTOMATION_ACCOUNT_ID>>', platform.automationAccountId)
    .replaceAll('<<MESHCLOUD_ACCOUNT_ID>>', platform.platformAccountId)
    .replaceAll('<<EXTERNAL_ID>>', platform.externalId)
    .replaceAll('<<AWS_SSO_INSTANCE_ARN>>', platform.identityCenter!.instanceArn)
    .replaceAll('MeshstackAccountAccessRole', platform.accessRole.name)
    .replaceAll('{accessRole}', platform.accessRole.name);
  return JSON.parse(text) as readonly PolicyStatement[];
};

const principal = (print: PrintedPolicies, id: string) => print.principals.find((one) => one.id === id)!;
const statementsOf = (print: PrintedPolicies, id: string, policy: string): readonly PolicyStatement[] =>
  principal(print, id)
    .inlinePolicies.find(({ name }) => name === policy)!
    .statements.map(({ statement }) => statement);

describe('the seed profile', () => {
  it.each([
    ['user meshfed-service-user', 'caller', 'OrgledgerChain-111111111111-MeshfedServiceRole'],
    ['role MeshfedServiceRole', 'service', 'OrgledgerService'],
    ['role MeshfedAutomationRole', 'automation', 'OrgledgerAutomation'],
    ['role AWSCloudFormationStackSetAdministrationRole', 'stackSetAdministration', 'AssumeExecutionRole'],
    ['Control Tower', 'service', 'OrgledgerControlTower'],
    ['role MeshCostExplorerServiceRole', 'metering', 'OrgledgerMetering'],
  ])('prints the policy of %s word for word', (name, id, policy) => {
    expect(statementsOf(printed, id, policy)).toEqual(filled(name));
  });

  it('prints the final access policy word for word, and only adds reading it back', () => {
    const statements = statementsOf(printed, 'access', 'OrgledgerAccess');
    expect(statements.slice(0, -1)).toEqual(filled('final access role'));
    expect(statements.at(-1)).toMatchObject({ Sid: 'AdditionReadItself', Action: 'iam:GetRolePolicy' });
  });

  it('prints the trusts of service and automation role as the source document does, but for the empty Sid', () => {
    for (const [name, id] of [
      ['trust MeshfedServiceRole', 'service'],
      ['trust MeshfedAutomationRole', 'automation'],
    ] as const) {
      const [statement] = principal(printed, id).trust!.Statement;
      expect([{ ...statement, Sid: '' }]).toEqual(filled(name));
    }
    expect(principal(printed, 'stackSetAdministration').trust!.Statement).toEqual(filled('trust AWSCloudFormationStackSetAdministrationRole'));
  });

  it('prints both sides of the metering trust, which the source document prints swapped', () => {
    const { metering } = options;
    expect(principal(printed, 'metering').trust).toEqual(
      hardenedTrust({ principalArn: metering!.userArn, externalIds: [metering!.externalId], breakGlassRoleArns: [] }),
    );
    expect(statementsOf(printed, 'meteringUser', 'OrgledgerMeteringChain-111111111111-MeshCostExplorerServiceRole')).toEqual([
      {
        Sid: 'EnterMetering',
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: 'arn:aws:iam::111111111111:role/MeshCostExplorerServiceRole',
        Condition: { StringEquals: { 'sts:ExternalId': metering!.externalId } },
      },
    ]);
  });

  it('adds to the service role whatever minimal grants and the source document does not', () => {
    const granted = (print: PrintedPolicies): readonly string[] =>
      principal(print, 'service').inlinePolicies.flatMap(({ statements }) => statements.flatMap(({ statement }) => listed(statement.Action)));
    const minimal = printPolicies({ ...options, profile: 'minimal', features: { ...options.features, controlTower: false } });
    expect(granted(minimal).filter((action) => !granted(printed).includes(action))).toEqual([]);
    expect(statementsOf(printed, 'service', 'OrgledgerServiceAdditions').every(({ Sid }) => Sid!.startsWith('Addition'))).toBe(true);
  });
});
