import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { ProjectView } from '@orgledger/governance';
import { enumOf } from '../graphql/enum.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';
import { Tag, toTags } from '../shared/tag.types.js';

export const ProjectStatus = enumOf('ProjectStatus', ['active', 'markedForDeletion', 'deleted']);

@ObjectType({ description: 'An environment of a workspace, e.g. dev or prod.' })
export class Project {
  @Field(() => ID)
  readonly workspaceIdentifier!: string;

  @Field(() => ID, { description: 'Unique in its workspace.' })
  readonly projectIdentifier!: string;

  @Field(() => String)
  readonly displayName!: string;

  @Field(() => [Tag])
  readonly tags!: readonly Tag[];

  @Field(() => ProjectStatus)
  readonly status!: ProjectView['status'];

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  readonly createdAt!: string;

  @Field(() => ID, { nullable: true, description: 'What it pays by.' })
  readonly paymentMethodIdentifier?: string;

  @Field(() => ID, { nullable: true, description: 'What it pays by once its payment method has expired.' })
  readonly substituteIdentifier?: string;
}

export const ProjectConnection = connectionOf(Project);

@ObjectType()
export class ProjectSuccess extends Success {
  @Field(() => Project, { nullable: true })
  readonly project?: Project;
}

export const ProjectPayload = payloadOf('Project', ProjectSuccess);

export const toProject = (view: ProjectView): Project => ({ ...view, tags: toTags(view.tags) });
