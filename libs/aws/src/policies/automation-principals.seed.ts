import { trustOfCaller } from './caller-principal.js';
import type { PolicyOptions } from './policy-options.js';
import type { PrintedPrincipal } from './printed-principal.js';

/** Roles of the automation account, word for word. @source seeds/meshstack-aws-integration.md, "Automation" */
export const seedAutomationPrincipals = (options: PolicyOptions): readonly PrintedPrincipal[] => {
  const { platform } = options;
  const room = { kind: 'role', room: 'automation', accountId: platform.automationAccountId, managedPolicyArns: [] } as const;
  return [
    {
      ...room,
      id: 'automation',
      ...platform.automationRole,
      purpose: 'Rolls StackSets out to member accounts and calls Lambda hooks. This version does not use it yet.',
      trust: trustOfCaller(options),
      inlinePolicies: [
        {
          name: 'OrgledgerAutomation',
          statements: [
            {
              why: 'The source document’s statement.',
              statement: {
                Sid: 'AutomationPolicy',
                Effect: 'Allow',
                Action: [
                  'lambda:InvokeFunction',
                  'cloudformation:UpdateStackInstances',
                  'cloudformation:ListStackInstances',
                  'cloudformation:DescribeStackSet',
                  'cloudformation:CreateStackInstances',
                ],
                Resource: '*',
              },
            },
          ],
        },
      ],
    },
    {
      ...room,
      id: 'stackSetAdministration',
      name: 'AWSCloudFormationStackSetAdministrationRole',
      path: '/',
      purpose: 'CloudFormation takes this role to reach member accounts. This version does not use it yet.',
      trust: {
        Version: '2012-10-17',
        Statement: [{ Sid: '', Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      inlinePolicies: [
        {
          name: 'AssumeExecutionRole',
          statements: [
            {
              why: 'The source document’s statement.',
              statement: {
                Sid: 'AllowAssumeCloudFormationExecutionOnAllAccounts',
                Effect: 'Allow',
                Action: 'sts:AssumeRole',
                Resource: `arn:${platform.partition}:iam::*:role/AWSCloudFormationStackSetExecutionRole`,
              },
            },
          ],
        },
      ],
    },
  ];
};
