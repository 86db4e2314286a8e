interface RoleMappingKey {
  readonly platformIdentifier: string;
  readonly roleIdentifier: string;
}

export type RoleMappingEvent =
  | (RoleMappingKey & { readonly type: 'RoleMappingChanged'; readonly groupAlias: string; readonly permissionSetArns: readonly string[] })
  | (RoleMappingKey & { readonly type: 'RoleMappingRemoved' });
