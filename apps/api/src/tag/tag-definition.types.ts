import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { TagDefinition as Definition, TagValueType } from '@orgledger/governance';
import { DomainError } from '@orgledger/kernel';
import { CommandInput } from '../graphql/command-input.js';
import { enumOf } from '../graphql/enum.js';
import { Choice, Flag, Text, TextList } from '../graphql/input-fields.js';
import { payloadOf, Success } from '../graphql/payload.js';

export const TagTarget = enumOf('TagTarget', ['workspace', 'project', 'paymentMethod', 'landingZone'], 'Kind of object that carries the tag.');
export const TagValueKind = enumOf('TagValueKind', ['text', 'email', 'number', 'date', 'boolean', 'singleSelect', 'multiSelect']);

@ObjectType()
export class TagDefinition {
  @Field(() => TagTarget)
  readonly target!: Definition['target'];

  @Field(() => String)
  readonly key!: string;

  @Field(() => String)
  readonly displayName!: string;

  @Field(() => TagValueKind)
  readonly kind!: TagValueType['kind'];

  @Field(() => String, { nullable: true, description: 'For TEXT: must match the whole value.' })
  readonly regex?: string;

  @Field(() => [String], { nullable: true, description: 'For SINGLE_SELECT and MULTI_SELECT.' })
  readonly options?: readonly string[];

  @Field(() => Boolean)
  readonly mandatory!: boolean;

  @Field(() => Boolean, { description: 'Only platform operators may set or change it.' })
  readonly restricted!: boolean;

  @Field(() => Boolean, { description: 'Once set, the value stays.' })
  readonly immutable!: boolean;

  @Field(() => Boolean, { description: 'Appears as a tag of the AWS account.' })
  readonly replicated!: boolean;

  @Field(() => String, { nullable: true, description: 'Key on the account, without the platform’s prefix.' })
  readonly replicationKey?: string;

  @Field(() => String, { nullable: true })
  readonly default?: string;
}

@InputType()
export class TagDefinitionKeyInput extends CommandInput {
  @Choice(() => TagTarget, { description: 'Kind of object that carries the tag.' })
  readonly target!: Definition['target'];

  @Text({ max: 128, description: 'Never changes.' })
  readonly key!: string;
}

@InputType()
export class TagDefinitionInput extends TagDefinitionKeyInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;

  @Choice(() => TagValueKind, { description: 'What values it takes.' })
  readonly kind!: TagValueType['kind'];

  @Text({ max: 500, optional: true, description: 'For TEXT: must match the whole value.' })
  readonly regex?: string;

  @TextList({ max: 100, maxItems: 100, optional: true, description: 'For SINGLE_SELECT and MULTI_SELECT.' })
  readonly options?: readonly string[];

  @Flag({ description: 'Every object must have it.' })
  readonly mandatory!: boolean;

  @Flag({ description: 'Only platform operators may set or change it.' })
  readonly restricted!: boolean;

  @Flag({ description: 'Once set, the value stays.' })
  readonly immutable!: boolean;

  @Flag({ description: 'Appears as a tag of the AWS account.' })
  readonly replicated!: boolean;

  @Text({ max: 128, optional: true, description: 'Key on the account, without the platform’s prefix.' })
  readonly replicationKey?: string;

  @Text({ max: 256, optional: true, description: 'Value of objects that are made without one.' })
  readonly default?: string;
}

@ObjectType()
export class TagDefinitionSuccess extends Success {
  @Field(() => TagDefinition, { nullable: true })
  readonly tagDefinition?: TagDefinition;
}

export const TagDefinitionPayload = payloadOf('TagDefinition', TagDefinitionSuccess);

export const toTagDefinition = ({ valueType, ...definition }: Definition): TagDefinition => ({ ...definition, ...valueType });

export const fromTagDefinition = ({ kind, regex, options, commandId: _, ...definition }: TagDefinitionInput): Definition => ({
  ...definition,
  valueType: valueTypeOf(kind, regex, options),
});

const valueTypeOf = (kind: TagValueType['kind'], regex: string | undefined, options: readonly string[] | undefined): TagValueType => {
  switch (kind) {
    case 'text':
      return regex === undefined ? { kind } : { kind, regex };
    case 'singleSelect':
    case 'multiSelect':
      if (options === undefined) throw new DomainError('FIELD_REQUIRED', 'A select tag needs its options.', { field: 'options', rule: 'required' });
      return { kind, options };
    default:
      return { kind };
  }
};
