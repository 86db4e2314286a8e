import {
  CreateAccountAliasCommand,
  DeleteAccountAliasCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAccountAliasesCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { allPages, present } from '../connection/pages.js';
import type { ServiceCaller } from '../connection/service-caller.js';
import { expecting } from '../errors/expecting.js';
import type { AttachedPolicy, IamAdapter, RoleDescription, SimulatedDecision } from './iam.js';

/** IAM answers policies percent-encoded (RFC 3986). */
const readDocument = (encoded: string): unknown => {
  const text = decodeURIComponent(encoded);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const nextPage = (answer: { readonly IsTruncated?: boolean | undefined; readonly Marker?: string | undefined }): string | undefined =>
  answer.IsTruncated === true ? answer.Marker : undefined;

export class AwsIam implements IamAdapter {
  constructor(
    private readonly aws: ServiceCaller<IAMClient>,
    readonly accountId: string,
  ) {}

  listAliases(): Promise<readonly string[]> {
    return allPages(async (Marker) => {
      const answer = await this.aws.read('ListAccountAliases', (client, options) => client.send(new ListAccountAliasesCommand({ Marker }), options));
      return { items: answer.AccountAliases, next: nextPage(answer) };
    });
  }

  createAlias(alias: string): Promise<'created' | 'taken'> {
    const command = new CreateAccountAliasCommand({ AccountAlias: alias });
    const created = this.aws.change('CreateAccountAlias', (client, options) => client.send(command, options)).then(() => 'created' as const);
    return expecting(created, { EntityAlreadyExists: 'taken' as const });
  }

  deleteAlias(alias: string): Promise<'deleted' | 'aliasMissing'> {
    const command = new DeleteAccountAliasCommand({ AccountAlias: alias });
    const deleted = this.aws.change('DeleteAccountAlias', (client, options) => client.send(command, options)).then(() => 'deleted' as const);
    return expecting(deleted, { NoSuchEntity: 'aliasMissing' as const });
  }

  async getRole(roleName: string): Promise<RoleDescription | undefined> {
    const answer = await expecting(
      this.aws.read('GetRole', (client, options) => client.send(new GetRoleCommand({ RoleName: roleName }), options)),
      { NoSuchEntity: undefined },
    );
    if (!answer) return undefined;
    const role = present(answer.Role, 'a role');
    return {
      arn: present(role.Arn, 'a role ARN'),
      roleName: role.RoleName ?? roleName,
      path: role.Path ?? '/',
      trustPolicy: readDocument(role.AssumeRolePolicyDocument ?? ''),
      maxSessionSeconds: role.MaxSessionDuration,
    };
  }

  updateTrust(roleName: string, document: string): Promise<'updated' | 'roleMissing'> {
    const command = new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: document });
    const updated = this.aws.change('UpdateAssumeRolePolicy', (client, options) => client.send(command, options)).then(() => 'updated' as const);
    return expecting(updated, { NoSuchEntity: 'roleMissing' as const });
  }

  async getRolePolicy(roleName: string, policyName: string): Promise<{ readonly document: unknown } | undefined> {
    const command = new GetRolePolicyCommand({ RoleName: roleName, PolicyName: policyName });
    const answer = await expecting(
      this.aws.read('GetRolePolicy', (client, options) => client.send(command, options)),
      { NoSuchEntity: undefined },
    );
    return answer && { document: readDocument(present(answer.PolicyDocument, 'a policy')) };
  }

  putRolePolicy(roleName: string, policyName: string, document: string): Promise<'put' | 'roleMissing'> {
    const command = new PutRolePolicyCommand({ RoleName: roleName, PolicyName: policyName, PolicyDocument: document });
    const put = this.aws.change('PutRolePolicy', (client, options) => client.send(command, options)).then(() => 'put' as const);
    return expecting(put, { NoSuchEntity: 'roleMissing' as const });
  }

  deleteRolePolicy(roleName: string, policyName: string): Promise<'deleted' | 'policyMissing'> {
    const command = new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: policyName });
    const deleted = this.aws.change('DeleteRolePolicy', (client, options) => client.send(command, options)).then(() => 'deleted' as const);
    return expecting(deleted, { NoSuchEntity: 'policyMissing' as const });
  }

  listRolePolicies(roleName: string): Promise<readonly string[] | undefined> {
    const names = allPages(async (Marker) => {
      const command = new ListRolePoliciesCommand({ RoleName: roleName, Marker });
      const answer = await this.aws.read('ListRolePolicies', (client, options) => client.send(command, options));
      return { items: answer.PolicyNames, next: nextPage(answer) };
    });
    return expecting(names, { NoSuchEntity: undefined });
  }

  async listAttachedPolicies(roleName: string): Promise<readonly AttachedPolicy[] | undefined> {
    const policies = allPages(async (Marker) => {
      const command = new ListAttachedRolePoliciesCommand({ RoleName: roleName, Marker });
      const answer = await this.aws.read('ListAttachedRolePolicies', (client, options) => client.send(command, options));
      return { items: answer.AttachedPolicies, next: nextPage(answer) };
    });
    return (await expecting(policies, { NoSuchEntity: undefined }))?.map((policy) => ({
      policyArn: present(policy.PolicyArn, 'a policy ARN'),
      policyName: policy.PolicyName ?? '',
    }));
  }

  detachPolicy(roleName: string, policyArn: string): Promise<'detached' | 'notAttached'> {
    const command = new DetachRolePolicyCommand({ RoleName: roleName, PolicyArn: policyArn });
    // A role that detaches its own rights may not do so twice: a repetition would be refused.
    const detached = this.aws
      .change('DetachRolePolicy', (client, options) => client.send(command, options), { attempts: 'once' })
      .then(() => 'detached' as const);
    return expecting(detached, { NoSuchEntity: 'notAttached' as const });
  }

  async simulate(principalArn: string, actions: readonly string[], resources: readonly string[]): Promise<readonly SimulatedDecision[]> {
    const results = await allPages(async (Marker) => {
      const command = new SimulatePrincipalPolicyCommand({
        PolicySourceArn: principalArn,
        ActionNames: [...actions],
        ResourceArns: [...resources],
        Marker,
      });
      const answer = await this.aws.read('SimulatePrincipalPolicy', (client, options) => client.send(command, options));
      return { items: answer.EvaluationResults, next: nextPage(answer) };
    });
    return results.map((result) => ({
      action: present(result.EvalActionName, 'an action'),
      resource: result.EvalResourceName ?? '*',
      decision: present(result.EvalDecision, 'a decision'),
    }));
  }
}
