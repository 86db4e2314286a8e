import type { TagDefinition } from './tag-definition.events.js';

export type TagDefinitionView = TagDefinition;
