import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries } from '@orgledger/governance';
import { Identifier, Nested, Uuid } from '../graphql/input-fields.js';
import { optional } from '../graphql/optional.js';
import { NamingTemplatesInput } from './platform-settings.inputs.js';

@ArgsType()
class TemplatesArgs {
  @Identifier({ description: 'The platform.' })
  readonly platformIdentifier!: string;

  @Nested(() => NamingTemplatesInput, { description: 'The templates to try.' })
  readonly templates!: NamingTemplatesInput;
}

@ArgsType()
class PreviewTemplatesArgs extends TemplatesArgs {
  @Uuid({ optional: true, description: 'A tenant; left out, an imagined one with the longest names.' })
  readonly tenantId?: string;
}

@ObjectType()
class PreviewedName {
  @Field(() => String, { description: 'Which template.' })
  readonly field!: string;

  @Field(() => String)
  readonly value!: string;

  @Field(() => String, { nullable: true, description: 'What is wrong with it.' })
  readonly problem?: string;
}

@ObjectType({ description: 'A name that templates would give to more than one tenant.' })
class TemplateCollision {
  @Field(() => String, { description: 'Which template.' })
  readonly field!: string;

  @Field(() => String)
  readonly value!: string;

  @Field(() => [ID])
  readonly tenantIds!: readonly string[];
}

@Resolver()
export class TemplateResolver {
  constructor(@Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries) {}

  @Query(() => [PreviewedName], { description: 'What templates would name a tenant.' })
  @RequiresPermission('platforms:read')
  async previewTemplates(@Args() { platformIdentifier, templates, tenantId }: PreviewTemplatesArgs): Promise<PreviewedName[]> {
    const { fields } = await this.queries.previewTemplates({ platformIdentifier, templates, ...optional({ tenantId }) });
    return [...fields];
  }

  @Query(() => [TemplateCollision])
  @RequiresPermission('platforms:read')
  async templateCollisions(@Args() { platformIdentifier, templates }: TemplatesArgs): Promise<TemplateCollision[]> {
    return [...(await this.queries.templateCollisions({ platformIdentifier, templates }))];
  }
}
