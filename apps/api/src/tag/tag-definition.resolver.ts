import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteTagDefinitionCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries, TagDefinitionCommand, TagTarget as Target } from '@orgledger/governance';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import {
  fromTagDefinition,
  TagDefinition,
  TagDefinitionInput,
  TagDefinitionKeyInput,
  TagDefinitionPayload,
  TagTarget,
  toTagDefinition,
} from './tag-definition.types.js';
import type { TagDefinitionSuccess } from './tag-definition.types.js';

@Resolver()
export class TagDefinitionResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => [TagDefinition], { description: 'All of one kind of object, or of all kinds.' })
  @RequiresPermission('tags:read')
  async tagDefinitions(@Args('target', { type: () => TagTarget, nullable: true }) target?: Target): Promise<TagDefinition[]> {
    return (await this.queries.tagDefinitions(target ?? undefined)).map(toTagDefinition);
  }

  @Mutation(() => TagDefinitionPayload)
  @RequiresPermission('tags:write')
  createTagDefinition(@Args('input') input: TagDefinitionInput, @Asked() asker: Asker): Promise<TagDefinitionSuccess> {
    const { commandId } = input;
    return this.change(asker, input, { type: 'CreateTagDefinition', ...optional({ commandId }), definition: fromTagDefinition(input) });
  }

  @Mutation(() => TagDefinitionPayload, {
    description: 'Values that are there stay; the next change of an object’s tags must satisfy the new definition.',
  })
  @RequiresPermission('tags:write')
  changeTagDefinition(@Args('input') input: TagDefinitionInput, @Asked() asker: Asker): Promise<TagDefinitionSuccess> {
    const { commandId } = input;
    return this.change(asker, input, { type: 'ChangeTagDefinition', ...optional({ commandId }), definition: fromTagDefinition(input) });
  }

  @Mutation(() => TagDefinitionPayload)
  @RequiresPermission('tags:write')
  deleteTagDefinition(@Args('input') input: TagDefinitionKeyInput, @Asked() asker: Asker): Promise<TagDefinitionSuccess> {
    return this.change(asker, input, { type: 'DeleteTagDefinition', ...input });
  }

  private change(asker: Asker, { target, key }: TagDefinitionKeyInput, asking: Asking<TagDefinitionCommand>): Promise<TagDefinitionSuccess> {
    return this.commands.execute<TagDefinitionCommand, unknown, Pick<TagDefinitionSuccess, 'tagDefinition'>>(
      asker,
      asking,
      (command) => new ExecuteTagDefinitionCommand(command),
      async () => optional({ tagDefinition: (await this.tagDefinitions(target)).find((definition) => definition.key === key) }),
    );
  }
}
