import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { uuidv5 } from '@orgledger/kernel';
import { ExecuteNotificationCommand, ExecuteTargetCommand, NOTIFICATION_QUERIES } from '@orgledger/notification';
import type { NotificationQueries, RetryNotification, TargetCommand } from '@orgledger/notification';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import {
  AddNotificationTargetInput,
  ChangeNotificationTargetInput,
  NotificationsArgs,
  NotificationTargetsArgs,
  RemoveNotificationTargetInput,
  ReplaceNotificationTargetSecretInput,
  RetryNotificationInput,
} from './notification.inputs.js';
import {
  Notification,
  NotificationConnection,
  NotificationPayload,
  NotificationTarget,
  NotificationTargetConnection,
  NotificationTargetPayload,
  toTarget,
} from './notification.types.js';
import type { NotificationSuccess, NotificationTargetSuccess } from './notification.types.js';

@Resolver()
export class NotificationResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(NOTIFICATION_QUERIES) private readonly queries: NotificationQueries,
  ) {}

  @Query(() => NotificationTargetConnection)
  @RequiresPermission('notifications:read')
  async notificationTargets(@Args() { first, after, ...filter }: NotificationTargetsArgs): Promise<Connection<NotificationTarget>> {
    return toConnection(await this.queries.targets(filter, { first, ...optional({ after }) }), toTarget);
  }

  @Query(() => NotificationTarget, { nullable: true })
  @RequiresPermission('notifications:read')
  async notificationTarget(@Args('targetId', { type: () => ID }) targetId: string): Promise<NotificationTarget | undefined> {
    const view = await this.queries.target(targetId.toLowerCase());
    return view && toTarget(view);
  }

  @Query(() => NotificationConnection, { description: 'Newest first.' })
  @RequiresPermission('notifications:read')
  async notifications(@Args() { first, after, ...filter }: NotificationsArgs): Promise<Connection<Notification>> {
    return toConnection(await this.queries.notifications(filter, { first, ...optional({ after }) }), (view) => view);
  }

  @Query(() => Notification, { nullable: true })
  @RequiresPermission('notifications:read')
  notification(@Args('notificationId', { type: () => ID }) notificationId: string): Promise<Notification | undefined> {
    return this.queries.notification(notificationId.toLowerCase());
  }

  @Mutation(() => NotificationTargetPayload)
  @RequiresPermission('notifications:write')
  addNotificationTarget(@Args('input') input: AddNotificationTargetInput, @Asked() asker: Asker): Promise<NotificationTargetSuccess> {
    const commandId = input.commandId ?? this.commands.newCommandId();
    const targetId = (input.targetId ?? uuidv5(commandId, 'target')).toLowerCase();
    return this.change(asker, { type: 'AddTarget', ...input, commandId, targetId });
  }

  @Mutation(() => NotificationTargetPayload)
  @RequiresPermission('notifications:write')
  changeNotificationTarget(@Args('input') input: ChangeNotificationTargetInput, @Asked() asker: Asker): Promise<NotificationTargetSuccess> {
    return this.change(asker, { type: 'ChangeTarget', ...input });
  }

  @Mutation(() => NotificationTargetPayload, { description: 'What is sent from now on is signed with it.' })
  @RequiresPermission('notifications:write')
  replaceNotificationTargetSecret(
    @Args('input') input: ReplaceNotificationTargetSecretInput,
    @Asked() asker: Asker,
  ): Promise<NotificationTargetSuccess> {
    return this.change(asker, { type: 'ReplaceTargetSecret', ...input });
  }

  @Mutation(() => NotificationTargetPayload, { description: 'What waits for it becomes a dead letter.' })
  @RequiresPermission('notifications:write')
  removeNotificationTarget(@Args('input') input: RemoveNotificationTargetInput, @Asked() asker: Asker): Promise<NotificationTargetSuccess> {
    return this.change(asker, { type: 'RemoveTarget', ...input });
  }

  @Mutation(() => NotificationPayload, { description: 'Sends it as soon as it can be; a dead letter, too.' })
  @RequiresPermission('notifications:write')
  retryNotification(@Args('input') input: RetryNotificationInput, @Asked() asker: Asker): Promise<NotificationSuccess> {
    return this.commands.execute<RetryNotification, unknown, Pick<NotificationSuccess, 'notification'>>(
      asker,
      { type: 'RetryNotification', ...input },
      (command) => new ExecuteNotificationCommand(command),
      async () => optional({ notification: await this.notification(input.notificationId) }),
    );
  }

  private change(asker: Asker, asking: Asking<TargetCommand>): Promise<NotificationTargetSuccess> {
    return this.commands.execute<TargetCommand, unknown, Pick<NotificationTargetSuccess, 'target'>>(
      asker,
      asking,
      (command) => new ExecuteTargetCommand(command),
      async () => optional({ target: await this.notificationTarget(asking.targetId) }),
    );
  }
}
