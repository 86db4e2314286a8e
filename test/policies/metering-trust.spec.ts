import { printPolicies, renderCloudFormation, renderJson, renderTerraform } from '@orgledger/aws';
import type { PolicyProfile } from '@orgledger/aws';
import { printedOptions } from '../support/policy-options.js';
import { documentsOfHcl, documentsOfJson, documentsOfTemplate } from './printed-documents.js';

const options = printedOptions['minimal, doctor and metering']!;
const metering = options.metering!;
const role = `arn:aws:iam::${options.platform.managementAccountId}:role/${metering.role.name}`;

const printed = (profile: PolicyProfile) => printPolicies({ ...options, profile });
const formats: readonly (readonly [string, (profile: PolicyProfile) => Promise<Readonly<Record<string, unknown>>>])[] = [
  ['json', (profile) => Promise.resolve(documentsOfJson(renderJson(printed(profile))))],
  [
    'terraform',
    async (profile) =>
      Object.assign({}, ...(await Promise.all(renderTerraform(printed(profile)).map(({ text }) => documentsOfHcl(text))))) as object as Record<
        string,
        unknown
      >,
  ],
  [
    'cloudformation',
    (profile) =>
      Promise.resolve(
        Object.assign({}, ...renderCloudFormation(printed(profile), 'yaml').map(({ text }) => documentsOfTemplate(text))) as Record<string, unknown>,
      ),
  ],
];

describe.each(['minimal', 'seed'] as const)('metering’s trust in the profile %s', (profile) => {
  it.each(formats)('has both sides as %s: who may enter, and who may be entered', async (_, documentsIn) => {
    const documents = await documentsIn(profile);
    const withExternalId = { StringEquals: { 'sts:ExternalId': metering.externalId } };
    expect(documents[metering.role.name]).toMatchObject({
      Statement: [{ Effect: 'Allow', Principal: { AWS: metering.userArn }, Action: 'sts:AssumeRole', Condition: withExternalId }],
    });
    const entry = { Sid: 'EnterMetering', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role };
    // Minimal leaves the ExternalId to the trust, so that the trust alone answers the proofs.
    expect(documents[`metering/OrgledgerMeteringChain-${options.platform.managementAccountId}-${metering.role.name}`]).toEqual({
      Version: '2012-10-17',
      Statement: [profile === 'seed' ? { ...entry, Condition: withExternalId } : entry],
    });
  });
});
