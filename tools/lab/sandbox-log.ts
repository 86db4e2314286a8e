/** A call as the sandbox's log shows it. */
export interface LoggedCall {
  readonly seq: number;
  readonly time: string;
  readonly service: string;
  readonly operation: string;
  readonly action?: string;
  readonly principal?: string;
  readonly accountId?: string;
  readonly sessionName?: string;
  readonly targets: readonly { readonly action: string; readonly resource: string }[];
  readonly decision?: { readonly allowed: boolean; readonly decidedBy?: string; readonly notYetVisible?: boolean; readonly probe?: boolean };
  readonly errorCode?: string;
  readonly mutates: boolean;
  readonly tookEffect: boolean;
  readonly throttled?: boolean;
  readonly fault?: { readonly id: number; readonly kind: string };
}

export interface CallCounts {
  readonly calls: number;
  readonly allowed: number;
  readonly denied: number;
  readonly refusedProbes: number;
  readonly notYetVisible: number;
  readonly throttled: number;
  readonly errors: number;
  readonly faults: number;
}
