import { parse as parseHcl } from '@cdktf/hcl2json';
import { documentOf, listed } from '@orgledger/aws';
import type { PrintedPolicies, RenderedPrincipal } from '@orgledger/aws';
import { parse as parseYaml } from 'yaml';

/** Every trust and inline policy of a print, by `<user or role name>` and `<name>/<policy name>`; managed policies by their ARNs. Empty Sids left out. */
export type Documents = Readonly<Record<string, unknown>>;

export const documentsOf = (printed: PrintedPolicies): Documents =>
  withoutEmptySids(
    recordOf(
      printed.principals.flatMap(({ name, trust, inlinePolicies, managedPolicyArns }) => [
        ...(trust ? [[name, trust] as const] : []),
        ...inlinePolicies.map((policy) => [`${name}/${policy.name}`, documentOf(policy.statements)] as const),
        ...managedPolicyArns.map((arn) => [`${name}/${arn}`, true] as const),
      ]),
    ),
  );

export const documentsOfJson = (text: string): Documents =>
  withoutEmptySids(
    recordOf(
      (JSON.parse(text) as readonly RenderedPrincipal[]).flatMap(({ name, trust, inlinePolicies, managedPolicyArns }) => [
        ...(trust ? [[name, trust] as const] : []),
        ...inlinePolicies.map((policy) => [`${name}/${policy.name}`, policy.document] as const),
        ...managedPolicyArns.map((arn) => [`${name}/${arn}`, true] as const),
      ]),
    ),
  );

interface HclResources {
  readonly resource: Readonly<Record<string, Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>>>;
}

/** What Terraform would send, read back with Terraform's own parser. */
export const documentsOfHcl = async (text: string): Promise<Documents> => {
  const { resource } = (await parseHcl('main.tf', text)) as unknown as HclResources;
  const documents: Record<string, unknown> = {};
  const names = new Map<string, string>();
  for (const [type, blocks] of Object.entries(resource))
    for (const [label, [block]] of Object.entries(blocks)) if (/_(?:user|role)$/.test(type)) names.set(`\${${type}.${label}.name}`, block!.name!);
  for (const blocks of Object.values(resource))
    for (const [block] of Object.values(blocks)) {
      const { assume_role_policy: trust, policy, policy_arn: arn, name } = block!;
      const ref = block!.role ?? block!.user;
      const owner = ref === undefined ? name! : (names.get(ref) ?? ref);
      if (trust) documents[owner] = evaluate(trust);
      if (policy) documents[`${owner}/${name!}`] = evaluate(policy);
      if (arn) documents[`${owner}/${arn}`] = true;
    }
  return withoutEmptySids(documents);
};

const evaluate = (expression: string): unknown => {
  const inner = /^\$\{jsonencode\(([\s\S]*)\)\}$/.exec(expression)![1]!;
  const substituted = inner.replaceAll('${data.aws_caller_identity.member.account_id}', '{accountId}');
  return JSON.parse(substituted.replace(/([$%])\1\{/g, '$1{'));
};

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>>;
}

/** What CloudFormation would send. */
export const documentsOfTemplate = (text: string): Documents => {
  const documents: Record<string, unknown> = {};
  for (const { Type, Properties } of Object.values((parseYaml(text, { version: '1.1' }) as Template).Resources)) {
    const owner = (Properties.RoleName ?? Properties.UserName) as string;
    if (Properties.AssumeRolePolicyDocument) documents[owner] = substitute(Properties.AssumeRolePolicyDocument);
    const policies = (Type === 'AWS::IAM::RolePolicy' ? [Properties] : (Properties.Policies ?? [])) as {
      PolicyName: string;
      PolicyDocument: unknown;
    }[];
    for (const policy of policies) documents[`${owner}/${policy.PolicyName}`] = substitute(policy.PolicyDocument);
    for (const arn of (Properties.ManagedPolicyArns ?? []) as string[]) documents[`${owner}/${arn}`] = true;
  }
  return withoutEmptySids(documents);
};

const substitute = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, member: unknown) =>
    typeof member === 'object' && member !== null && 'Fn::Sub' in member
      ? String(member['Fn::Sub']).replaceAll('${AWS::AccountId}', '{accountId}').replaceAll('${!', '${')
      : member,
  );

const recordOf = (entries: readonly (readonly [string, unknown])[]): Documents => Object.fromEntries(entries);

const withoutEmptySids = (documents: Documents): Documents =>
  JSON.parse(JSON.stringify(documents), (key, value: unknown) => (key === 'Sid' && value === '' ? undefined : value)) as Documents;

export const actionsOf = (printed: PrintedPolicies): readonly string[] =>
  printed.principals.flatMap(({ inlinePolicies }) =>
    inlinePolicies.flatMap(({ statements }) => statements.flatMap(({ statement }) => listed(statement.Action))),
  );
