import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationCommand,
  DescribeOrganizationalUnitCommand,
  ListAccountsCommand,
  ListCreateAccountStatusCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  MoveAccountCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-organizations';
import type { CreateAccountStatus, OrganizationsClient } from '@aws-sdk/client-organizations';
import { allPages, pages, present } from '../connection/pages.js';
import type { ServiceCaller } from '../connection/service-caller.js';
import { AwsCallError } from '../errors/aws-call-error.js';
import { expecting } from '../errors/expecting.js';
import { readAccount, readCreation, readOu, readParent, readTags } from './organizations.reading.js';
import type {
  AccountCreation,
  CreateAccountOutcome,
  CreateAccountRequest,
  CreateOuOutcome,
  MoveAccountOutcome,
  OrganizationAccount,
  OrganizationalUnit,
  OrganizationDescription,
  OrganizationsAdapter,
  Parent,
} from './organizations.js';

const tagList = (tags: Readonly<Record<string, string>>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export class AwsOrganizations implements OrganizationsAdapter {
  constructor(private readonly aws: ServiceCaller<OrganizationsClient>) {}

  async describeOrganization(): Promise<OrganizationDescription> {
    const { Organization } = await this.aws.read('DescribeOrganization', (client, options) =>
      client.send(new DescribeOrganizationCommand({}), options),
    );
    return {
      organizationId: present(Organization?.Id, 'the organisation’s id'),
      managementAccountId: present(Organization?.MasterAccountId, 'the management account'),
      featureSet: Organization?.FeatureSet,
    };
  }

  async createAccount({ name, email, roleName, tags, intentId }: CreateAccountRequest): Promise<CreateAccountOutcome> {
    const command = new CreateAccountCommand({ AccountName: name, Email: email, RoleName: roleName, Tags: tagList(tags) });
    try {
      const answer = await this.aws.change('CreateAccount', (client, options) => client.send(command, options), {
        slot: { holder: intentId, target: undefined },
        attempts: 'once',
      });
      const creation = readCreation(present(answer.CreateAccountStatus, 'a status'));
      await this.aws.slots.rename('CreateAccount', intentId, creation.requestId);
      await this.seen(creation);
      return { outcome: 'requested', creation };
    } catch (error) {
      if (!(error instanceof AwsCallError) || error.awsCode !== 'ConstraintViolationException') throw error;
      return { outcome: 'limitReached', reason: String(Reflect.get(Object(error.cause) as object, 'Reason') ?? error.message) };
    }
  }

  async describeAccountCreation(requestId: string): Promise<AccountCreation | undefined> {
    const command = new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: requestId });
    const answer = await expecting(
      this.aws.read('DescribeCreateAccountStatus', (client, options) => client.send(command, options)),
      { CreateAccountStatusNotFound: undefined },
    );
    return answer && this.seen(readCreation(present(answer.CreateAccountStatus, 'a status')));
  }

  async listAccountCreations(states?: readonly AccountCreation['state'][]): Promise<readonly AccountCreation[]> {
    const statuses = await allPages<CreateAccountStatus>(async (NextToken) => {
      const command = new ListCreateAccountStatusCommand({ NextToken, ...(states === undefined ? {} : { States: [...states] }) });
      const answer = await this.aws.read('ListCreateAccountStatus', (client, options) => client.send(command, options));
      return { items: answer.CreateAccountStatuses, next: answer.NextToken };
    });
    const creations = statuses.map(readCreation);
    // A list without a filter goes back for months: only what may still hold a slot is told to the pacer.
    for (const creation of creations) if (states !== undefined) await this.seen(creation);
    return creations;
  }

  async describeAccount(accountId: string): Promise<OrganizationAccount | undefined> {
    const command = new DescribeAccountCommand({ AccountId: accountId });
    const answer = await expecting(
      this.aws.read('DescribeAccount', (client, options) => client.send(command, options)),
      { AccountNotFound: undefined },
    );
    return answer?.Account && readAccount(answer.Account);
  }

  async *listAccounts(): AsyncIterable<OrganizationAccount> {
    const accounts = pages(async (NextToken) => {
      const answer = await this.aws.read('ListAccounts', (client, options) => client.send(new ListAccountsCommand({ NextToken }), options));
      return { items: answer.Accounts, next: answer.NextToken };
    });
    for await (const account of accounts) yield readAccount(account);
  }

  async listTags(resourceId: string): Promise<Readonly<Record<string, string>> | undefined> {
    const tags = allPages(async (NextToken) => {
      const command = new ListTagsForResourceCommand({ ResourceId: resourceId, NextToken });
      const answer = await this.aws.read('ListTagsForResource', (client, options) => client.send(command, options));
      return { items: answer.Tags, next: answer.NextToken };
    });
    const known = await expecting(tags, { TargetNotFound: undefined });
    return known && readTags(known);
  }

  tag(resourceId: string, tags: Readonly<Record<string, string>>): Promise<'tagged' | 'resourceMissing'> {
    const command = new TagResourceCommand({ ResourceId: resourceId, Tags: tagList(tags) });
    const tagged = this.aws.change('TagResource', (client, options) => client.send(command, options)).then(() => 'tagged' as const);
    return expecting(tagged, { TargetNotFound: 'resourceMissing' as const });
  }

  untag(resourceId: string, keys: readonly string[]): Promise<'untagged' | 'resourceMissing'> {
    const command = new UntagResourceCommand({ ResourceId: resourceId, TagKeys: [...keys] });
    const untagged = this.aws.change('UntagResource', (client, options) => client.send(command, options)).then(() => 'untagged' as const);
    return expecting(untagged, { TargetNotFound: 'resourceMissing' as const });
  }

  async parentOf(childId: string): Promise<Parent | undefined> {
    const answer = await expecting(
      this.aws.read('ListParents', (client, options) => client.send(new ListParentsCommand({ ChildId: childId }), options)),
      { ChildNotFound: undefined },
    );
    const parent = answer?.Parents?.[0];
    return parent && readParent(parent);
  }

  async listRoots(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const roots = await allPages(async (NextToken) => {
      const answer = await this.aws.read('ListRoots', (client, options) => client.send(new ListRootsCommand({ NextToken }), options));
      return { items: answer.Roots, next: answer.NextToken };
    });
    return roots.map(readOu);
  }

  async listOus(parentId: string): Promise<readonly OrganizationalUnit[] | undefined> {
    const ous = allPages(async (NextToken) => {
      const command = new ListOrganizationalUnitsForParentCommand({ ParentId: parentId, NextToken });
      const answer = await this.aws.read('ListOrganizationalUnitsForParent', (client, options) => client.send(command, options));
      return { items: answer.OrganizationalUnits, next: answer.NextToken };
    });
    return (await expecting(ous, { ParentNotFound: undefined }))?.map(readOu);
  }

  async describeOu(ouId: string): Promise<OrganizationalUnit | undefined> {
    const command = new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: ouId });
    const answer = await expecting(
      this.aws.read('DescribeOrganizationalUnit', (client, options) => client.send(command, options)),
      { OrganizationalUnitNotFound: undefined },
    );
    return answer?.OrganizationalUnit && readOu(answer.OrganizationalUnit);
  }

  createOu(parentId: string, name: string): Promise<CreateOuOutcome> {
    const command = new CreateOrganizationalUnitCommand({ ParentId: parentId, Name: name });
    const created = this.aws
      .change('CreateOrganizationalUnit', (client, options) => client.send(command, options))
      .then((answer) => ({ outcome: 'created' as const, ou: readOu(present(answer.OrganizationalUnit, 'the new OU')) }));
    return expecting<CreateOuOutcome, CreateOuOutcome>(created, {
      DuplicateOrganizationalUnit: { outcome: 'nameTaken' },
      ParentNotFound: { outcome: 'parentMissing' },
    });
  }

  moveAccount(accountId: string, sourceParentId: string, destinationParentId: string): Promise<MoveAccountOutcome> {
    const command = new MoveAccountCommand({ AccountId: accountId, SourceParentId: sourceParentId, DestinationParentId: destinationParentId });
    const moved = this.aws.change('MoveAccount', (client, options) => client.send(command, options)).then(() => 'moved' as const);
    return expecting<MoveAccountOutcome, MoveAccountOutcome>(moved, {
      AccountNotFound: 'accountMissing',
      DuplicateAccount: 'alreadyThere',
      SourceParentNotFound: 'sourceMissing',
      DestinationParentNotFound: 'destinationMissing',
    });
  }

  private async seen(creation: AccountCreation): Promise<AccountCreation> {
    await this.aws.slots.seen('CreateAccount', creation.requestId, creation.state === 'IN_PROGRESS');
    return creation;
  }
}
