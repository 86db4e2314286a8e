import type { DomainCommand } from '@orgledger/kernel';
import type { TagDefinition, TagTarget } from './tag-definition.events.js';

/** `target` and `key` never change. */
export interface CreateTagDefinition extends DomainCommand {
  readonly type: 'CreateTagDefinition';
  readonly definition: TagDefinition;
}

/** Values that are there stay; the next change of an object's tags must satisfy the new definition. */
export interface ChangeTagDefinition extends DomainCommand {
  readonly type: 'ChangeTagDefinition';
  readonly definition: TagDefinition;
}

export interface DeleteTagDefinition extends DomainCommand {
  readonly type: 'DeleteTagDefinition';
  readonly target: TagTarget;
  readonly key: string;
}

export type TagDefinitionCommand = CreateTagDefinition | ChangeTagDefinition | DeleteTagDefinition;
