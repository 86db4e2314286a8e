import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { Tags } from '@orgledger/governance';
import { DomainError } from '@orgledger/kernel';
import { Text } from '../graphql/input-fields.js';

@ObjectType()
export class Tag {
  @Field(() => String)
  readonly key!: string;

  @Field(() => String, { description: 'Several values of a multi-select tag are joined by commas.' })
  readonly value!: string;
}

@InputType()
export class TagInput {
  @Text({ max: 128, description: 'Key of a tag definition.' })
  readonly key!: string;

  @Text({ max: 256, blank: true, description: 'Several values of a multi-select tag are joined by commas.' })
  readonly value!: string;
}

export const toTags = (tags: Tags): Tag[] => Object.entries(tags).map(([key, value]) => ({ key, value }));

export const fromTags = (tags: readonly TagInput[]): Tags => {
  const keys = tags.map((tag) => tag.key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined)
    throw new DomainError('FIELD_DUPLICATE', `The tag ${twice} is given twice. Give each key once.`, {
      field: 'tags',
      rule: 'uniqueKeys',
      key: twice,
    });
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
};
