export const tagTargets = ['workspace', 'project', 'paymentMethod', 'landingZone'] as const;
/** Kind of object that carries the tag. */
export type TagTarget = (typeof tagTargets)[number];

export type TagValueType =
  | { readonly kind: 'text'; /** Must match the whole value. */ readonly regex?: string }
  | { readonly kind: 'email' }
  | { readonly kind: 'number' }
  /** `YYYY-MM-DD`. */
  | { readonly kind: 'date' }
  /** `true` or `false`. */
  | { readonly kind: 'boolean' }
  | { readonly kind: 'singleSelect'; readonly options: readonly string[] }
  /** Values joined by commas. */
  | { readonly kind: 'multiSelect'; readonly options: readonly string[] };

export interface TagDefinition {
  readonly target: TagTarget;
  readonly key: string;
  readonly displayName: string;
  readonly valueType: TagValueType;
  readonly mandatory: boolean;
  /** Only platform operators may set or change it. */
  readonly restricted: boolean;
  /** Once set, the value stays. */
  readonly immutable: boolean;
  /** Appears as a tag of the AWS account. */
  readonly replicated: boolean;
  /** Key on the account in place of `key`, without the platform's prefix. */
  readonly replicationKey?: string;
  readonly default?: string;
}

export type TagDefinitionEvent =
  | (TagDefinition & { readonly type: 'TagDefinitionCreated' })
  | (TagDefinition & { readonly type: 'TagDefinitionChanged' })
  | { readonly type: 'TagDefinitionDeleted'; readonly target: TagTarget; readonly key: string };
