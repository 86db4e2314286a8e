import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { WorkspaceView } from '@orgledger/governance';
import { enumOf } from '../graphql/enum.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';
import { Tag, toTags } from '../shared/tag.types.js';

export const ContactKind = enumOf('ContactKind', ['owner', 'technical', 'billing', 'security']);
export const WorkspaceStatus = enumOf('WorkspaceStatus', ['active', 'deleted']);

@ObjectType({ description: 'Who is asked about an object.' })
export class Contact {
  @Field(() => ContactKind)
  readonly kind!: WorkspaceView['contacts'][number]['kind'];

  @Field(() => ID)
  readonly subjectId!: string;
}

@ObjectType({ description: 'A team or cost-owning unit.' })
export class Workspace {
  @Field(() => ID)
  readonly workspaceIdentifier!: string;

  @Field(() => String)
  readonly displayName!: string;

  @Field(() => [Tag])
  readonly tags!: readonly Tag[];

  @Field(() => [Contact])
  readonly contacts!: readonly Contact[];

  @Field(() => WorkspaceStatus)
  readonly status!: WorkspaceView['status'];

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  readonly createdAt!: string;

  @Field(() => String, { nullable: true })
  readonly deletedAt?: string;
}

export const WorkspaceConnection = connectionOf(Workspace);

@ObjectType()
export class WorkspaceSuccess extends Success {
  @Field(() => Workspace, { nullable: true })
  readonly workspace?: Workspace;
}

export const WorkspacePayload = payloadOf('Workspace', WorkspaceSuccess);

export const toWorkspace = (view: WorkspaceView): Workspace => ({ ...view, tags: toTags(view.tags) });
