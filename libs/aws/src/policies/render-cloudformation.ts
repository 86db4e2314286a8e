import { stringify } from 'yaml';
import type { PolicyDocument } from './policy-document.js';
import { memberAccountId } from './printed-principal.js';
import type { AccountRoom, PrintedPolicies } from './printed-principal.js';
import { renderPrincipals } from './render-json.js';
import type { RenderedPrincipal } from './render-json.js';
import type { RenderedFile } from './render-terraform.js';

export interface CloudFormationTemplate extends RenderedFile {
  readonly account: AccountRoom;
  readonly accountId: string;
}

/** One CloudFormation template per account. They make named IAM resources: CAPABILITY_NAMED_IAM. */
export const renderCloudFormation = (printed: PrintedPolicies, format: 'yaml' | 'json' = 'yaml'): readonly CloudFormationTemplate[] => {
  const all = renderPrincipals(printed);
  return [...new Set(all.map(({ account }) => account))].map((account) => {
    const principals = all.filter((principal) => principal.account === account);
    const body = template(account, principals);
    // Version 1.1 is what CloudFormation reads: dates and numbers that are text get quotes.
    const text = format === 'json' ? `${JSON.stringify(body, undefined, 2)}\n` : stringify(body, { version: '1.1', lineWidth: 0 });
    return { account, accountId: principals[0]?.accountId ?? memberAccountId, fileName: `${account}.${format}`, text };
  });
};

const template = (account: AccountRoom, principals: readonly RenderedPrincipal[]): unknown => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Description: `Orgledger: users and roles of the ${account} account`,
  Resources: Object.fromEntries(principals.flatMap((principal) => resources(principal))),
});

const resources = (principal: RenderedPrincipal): readonly (readonly [string, unknown])[] => {
  const { id, kind, name, path, purpose, trust, inlinePolicies, managedPolicyArns } = principal;
  const logicalId = `${id.charAt(0).toUpperCase()}${id.slice(1)}`;
  const policies = inlinePolicies.map(({ name: PolicyName, document }) => ({ PolicyName, PolicyDocument: inMember(withoutEmptySids(document)) }));
  if (kind === 'role' && !trust)
    return policies.map((policy) => [
      `${logicalId}${policy.PolicyName}`.replaceAll(/[^A-Za-z0-9]/g, ''),
      { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: name, ...policy } },
    ]);
  const why = Object.fromEntries(inlinePolicies.map((policy) => [policy.name, policy.why]));
  const unknownActions = inlinePolicies.flatMap((policy) => policy.unknownActions ?? []);
  return [
    [
      logicalId,
      {
        Type: kind === 'user' ? 'AWS::IAM::User' : 'AWS::IAM::Role',
        Metadata: { Purpose: purpose, Why: why, ...(unknownActions.length > 0 ? { InNoIamActionList: unknownActions } : {}) },
        Properties: {
          ...(kind === 'user' ? { UserName: name } : { RoleName: name }),
          Path: path,
          ...(trust ? { AssumeRolePolicyDocument: inMember(withoutEmptySids(trust)) } : {}),
          ...(policies.length > 0 ? { Policies: policies } : {}),
          ...(managedPolicyArns.length > 0 ? { ManagedPolicyArns: managedPolicyArns } : {}),
        },
      },
    ],
  ];
};

// CloudFormation's own rule for a Sid is [A-Za-z0-9]+; IAM treats an empty one like none.
const withoutEmptySids = (document: PolicyDocument): PolicyDocument => ({
  ...document,
  Statement: document.Statement.map(({ Sid, ...statement }) => (Sid ? { Sid, ...statement } : statement)),
});

const inMember = (value: unknown): unknown => {
  if (typeof value === 'string')
    return value.includes(memberAccountId) ? { 'Fn::Sub': value.replaceAll('${', '${!').replaceAll(memberAccountId, '${AWS::AccountId}') } : value;
  if (Array.isArray(value)) return (value as unknown[]).map(inMember);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inMember(member)]));
  return value;
};
