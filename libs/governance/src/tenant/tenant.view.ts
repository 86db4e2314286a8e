export interface TenantView {
  readonly tenantId: string;
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  readonly tenantNumber: number;
  readonly status: 'requested' | 'provisioning' | 'active';
  readonly accountId?: string;
  readonly requestedAt: string;
  readonly activatedAt?: string;
}

export interface TenantFilter {
  readonly workspaceIdentifier?: string;
  readonly projectIdentifier?: string;
  readonly platformIdentifier?: string;
  readonly landingZoneIdentifier?: string;
  readonly status?: TenantView['status'];
  readonly accountId?: string;
}
