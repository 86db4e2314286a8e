interface RoleMappingKey {
  readonly platformIdentifier: string;
  readonly roleIdentifier: string;
}

export type RoleMappingEvent =
  | (RoleMappingKey & {
      readonly type: 'RoleMappingChanged';
      readonly groupAlias: string;
      readonly permissionSetArns: readonly string[];
      /** Only when it was another one. */ readonly previousGroupAlias?: string;
    })
  | (RoleMappingKey & { readonly type: 'RoleMappingRemoved'; readonly previousGroupAlias: string });
