import type { DomainCommand } from '@orgledger/kernel';

/** `url` for a webhook, `subjectId` for a mail to a person. */
export interface ChannelInput {
  readonly kind: 'webhook' | 'email';
  readonly url?: string;
  readonly subjectId?: string;
}

/** `secret`: signs a webhook's messages, 16–200 characters; write-only. */
export interface AddTarget extends DomainCommand {
  readonly type: 'AddTarget';
  readonly targetId: string;
  readonly displayName: string;
  readonly channel: ChannelInput;
  readonly secret?: string;
}

/** The kind of channel stays as it is. */
export interface ChangeTarget extends DomainCommand {
  readonly type: 'ChangeTarget';
  readonly targetId: string;
  readonly displayName: string;
  readonly channel: ChannelInput;
}

export interface ReplaceTargetSecret extends DomainCommand {
  readonly type: 'ReplaceTargetSecret';
  readonly targetId: string;
  readonly secret: string;
}

export interface RemoveTarget extends DomainCommand {
  readonly type: 'RemoveTarget';
  readonly targetId: string;
  readonly reason: string;
}

export type TargetCommand = AddTarget | ChangeTarget | ReplaceTargetSecret | RemoveTarget;
