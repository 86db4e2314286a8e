import { hardenedTrust } from '../trust/hardened-trust.js';
import { parsePrincipalArn, roleArn } from './arns.js';
import { allow } from './explain.js';
import type { ExplainedStatement } from './policy-document.js';
import type { MeteringPrincipals, PolicyFeatures, PolicyOptions } from './policy-options.js';
import type { PrintedPrincipal } from './printed-principal.js';

/**
 * User and role of metering with both sides of the trust: the role's trust names the user, the user's own policy allows the role.
 * (The source document prints the two swapped.) @source seeds/meshstack-aws-integration.md, "Set up IAM User for metering"
 */
export const meteringPrincipals = ({ platform, profile, features }: PolicyOptions, metering: MeteringPrincipals): readonly PrintedPrincipal[] => {
  const user = parsePrincipalArn(metering.userArn);
  if (!user) throw new TypeError('metering.userArn was not checked');
  return [
    {
      id: 'meteringUser',
      kind: user.kind,
      room: 'platform',
      accountId: user.accountId,
      name: user.name,
      path: user.path,
      purpose: 'Its credentials are held by metering only.',
      inlinePolicies: [
        {
          name: `OrgledgerMeteringChain-${platform.managementAccountId}-${metering.role.name}`,
          statements: [
            {
              why: 'Enters the metering role.',
              statement: {
                Sid: 'EnterMetering',
                Effect: 'Allow',
                Action: 'sts:AssumeRole',
                Resource: roleArn(platform.partition, platform.managementAccountId, metering.role),
                ...(profile === 'seed' ? { Condition: { StringEquals: { 'sts:ExternalId': metering.externalId } } } : {}),
              },
            },
          ],
        },
      ],
      managedPolicyArns: [],
    },
    {
      id: 'metering',
      kind: 'role',
      room: 'management',
      accountId: platform.managementAccountId,
      ...metering.role,
      purpose: `Reads costs and the list of accounts; changes nothing.${profile === 'minimal' ? whatIsMissing(features) : ''}`,
      trust: hardenedTrust({ principalArn: metering.userArn, externalIds: [metering.externalId], breakGlassRoleArns: [] }),
      inlinePolicies: [{ name: 'OrgledgerMetering', statements: profile === 'seed' ? [seedReads] : minimalReads(features) }],
      managedPolicyArns: [],
    },
  ];
};

/** Exactly what a collection calls. Cost Explorer supports no narrower resource for any of it. */
const minimalReads = ({ reservations, savingsPlans }: PolicyFeatures): readonly ExplainedStatement[] => [
  allow(
    'ReadCosts',
    'Reads costs by account, record type and service, and which record types there are.',
    ['ce:GetCostAndUsage', 'ce:GetDimensionValues'],
    ['*'],
  ),
  allow('ReadAccounts', 'Tells accounts that joined the organization or left it.', ['organizations:ListAccounts'], ['*']),
  ...(reservations
    ? [
        allow(
          'ReadReservations',
          'Reads reservations: for their fair chargeback, their utilisation, and who used them.',
          ['ce:GetReservationUtilization'],
          ['*'],
        ),
      ]
    : []),
  ...(savingsPlans
    ? [
        allow(
          'ReadSavingsPlans',
          'Reads savings plans: for their fair chargeback, their utilisation, and who used them.',
          ['ce:GetSavingsPlansUtilizationDetails'],
          ['*'],
        ),
      ]
    : []),
];

const whatIsMissing = ({ reservations, savingsPlans }: PolicyFeatures): string => {
  const unread = [...(reservations ? [] : ['reservations']), ...(savingsPlans ? [] : ['savings plans'])].join(' and ');
  return unread === ''
    ? ''
    : ` It does not read ${unread}: there is no fair chargeback of them, and no report of their utilisation and who used them.`;
};

/** The source document's one statement. */
const seedReads = {
  why: 'Reads costs, reservations and savings plans, and who the accounts are. Cost Explorer supports no narrower resource here.',
  statement: {
    Sid: '',
    Effect: 'Allow',
    Action: [
      'ce:GetSavingsPlansUtilizationDetails',
      'ce:GetSavingsPlansUtilization',
      'ce:GetSavingsPlansCoverage',
      'ce:GetReservationUtilization',
      'ce:GetReservationCoverage',
      'ce:GetDimensionValues',
      'ce:GetCostAndUsage',
      'organizations:ListAccounts',
    ],
    Resource: '*',
  },
} as const;
