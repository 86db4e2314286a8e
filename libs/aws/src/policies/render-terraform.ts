import { hclString, hclValue } from './hcl.js';
import { memberAccountId } from './printed-principal.js';
import type { PrintedPolicies } from './printed-principal.js';
import { renderPrincipals } from './render-json.js';
import type { RenderedPolicy, RenderedPrincipal } from './render-json.js';

export interface RenderedFile {
  readonly fileName: string;
  readonly text: string;
}

/** Two Terraform configurations: the organisation's users and roles, and what stands in each member account (the platform writes that itself). */
export const renderTerraform = (printed: PrintedPolicies): readonly RenderedFile[] => {
  const principals = renderPrincipals(printed);
  const own = principals.filter(({ account }) => account !== 'member');
  const member = principals.filter(({ account }) => account === 'member');
  return [
    { fileName: 'organization/main.tf', text: configuration(own) },
    { fileName: 'member-account/main.tf', text: configuration(member) },
  ];
};

const configuration = (principals: readonly RenderedPrincipal[]): string =>
  `${[versions, ...providers(principals), ...principals.flatMap(resources)].join('\n\n')}\n`;

const versions = `terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}`;

const providers = (principals: readonly RenderedPrincipal[]): readonly string[] =>
  [...new Map(principals.map(({ account, accountId }) => [account, accountId]))].map(([account, accountId]) =>
    account === 'member'
      ? `provider "aws" {\n  alias = "member"\n}\n\ndata "aws_caller_identity" "member" {\n  provider = aws.member\n}`
      : `# Credentials of an administrator of the ${account} account.\nprovider "aws" {\n  alias               = "${account}"\n  allowed_account_ids = [${hclString(accountId)}]\n}`,
  );

const resources = (principal: RenderedPrincipal): readonly string[] => {
  const { id, kind, account, name, path, purpose, trust, inlinePolicies, managedPolicyArns } = principal;
  const exists = kind === 'role' && !trust;
  const owner = exists ? hclString(name) : `aws_iam_${kind}.${id}.name`;
  const block = (type: string, label: string, members: readonly string[], comment: string): string =>
    `${commented(comment)}\nresource "${type}" "${label.replaceAll(/[^\w-]/g, '_')}" {\n${[`provider = aws.${account}`, ...members].map((line) => `  ${line}`).join('\n')}\n}`;
  const document = (policy: unknown): string => inMember(`jsonencode(${hclValue(policy).replaceAll('\n', '\n  ')})`);
  return [
    ...(exists
      ? []
      : [
          block(
            `aws_iam_${kind}`,
            id,
            [`name = ${hclString(name)}`, `path = ${hclString(path)}`, ...(trust ? [`assume_role_policy = ${document(trust)}`] : [])],
            account === 'member' ? `${purpose}\nIn accounts that AWS made, import it first: terraform import aws_iam_role.${id} ${name}` : purpose,
          ),
        ]),
    ...inlinePolicies.map((policy) =>
      block(
        `aws_iam_${kind}_policy`,
        `${id}_${policy.name}`,
        [`name = ${hclString(policy.name)}`, `${kind} = ${owner}`, `policy = ${document(policy.document)}`],
        reasons(policy),
      ),
    ),
    ...managedPolicyArns.map((arn) =>
      block(
        `aws_iam_${kind}_policy_attachment`,
        `${id}_${arn.split('/').at(-1) ?? ''}`,
        [`${kind} = ${owner}`, `policy_arn = ${hclString(arn)}`],
        'Managed by AWS.',
      ),
    ),
  ];
};

const reasons = ({ document, why, unknownActions }: RenderedPolicy): string =>
  [
    ...document.Statement.map(({ Sid }, index) => `${label(Sid, index)}: ${why[index] ?? ''}`),
    ...(unknownActions ? [`In no IAM action list: ${unknownActions.join(', ')}`] : []),
  ].join('\n');

const label = (sid: string | undefined, index: number): string => (sid === undefined || sid === '' ? `Statement ${index + 1}` : sid);

const commented = (text: string): string => text.replace(/^/gm, '# ');

const inMember = (hcl: string): string => hcl.replaceAll(memberAccountId, '${data.aws_caller_identity.member.account_id}');
