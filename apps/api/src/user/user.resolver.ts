import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteUserCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries, UserCommand } from '@orgledger/governance';
import { uuidv5 } from '@orgledger/kernel';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import { ChangeUserInput, RegisterUserInput, UserKeyInput, UsersArgs } from './user.inputs.js';
import { User, UserConnection, UserPayload } from './user.types.js';
import type { UserSuccess } from './user.types.js';

@Resolver()
export class UserResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => UserConnection)
  @RequiresPermission('users:read')
  async users(@Args() { first, after, ...filter }: UsersArgs): Promise<Connection<User>> {
    return toConnection(await this.queries.users(filter, { first, ...optional({ after }) }), (view) => view);
  }

  @Query(() => User, { nullable: true })
  @RequiresPermission('users:read')
  user(@Args('subjectId', { type: () => ID }) subjectId: string): Promise<User | undefined> {
    return this.queries.user(subjectId);
  }

  @Mutation(() => UserPayload)
  @RequiresPermission('users:write')
  registerUser(@Args('input') input: RegisterUserInput, @Asked() asker: Asker): Promise<UserSuccess> {
    const commandId = input.commandId ?? this.commands.newCommandId();
    return this.change(asker, { type: 'RegisterUser', ...input, commandId, subjectId: input.subjectId ?? uuidv5(commandId, 'user') });
  }

  @Mutation(() => UserPayload)
  @RequiresPermission('users:write')
  changeUser(@Args('input') input: ChangeUserInput, @Asked() asker: Asker): Promise<UserSuccess> {
    return this.change(asker, { type: 'ChangeUser', ...input });
  }

  @Mutation(() => UserPayload, { description: 'Access ends in AWS; bindings stay and count again when the user is enabled.' })
  @RequiresPermission('users:write')
  disableUser(@Args('input') input: UserKeyInput, @Asked() asker: Asker): Promise<UserSuccess> {
    return this.change(asker, { type: 'DisableUser', ...input });
  }

  @Mutation(() => UserPayload)
  @RequiresPermission('users:write')
  enableUser(@Args('input') input: UserKeyInput, @Asked() asker: Asker): Promise<UserSuccess> {
    return this.change(asker, { type: 'EnableUser', ...input });
  }

  @Mutation(() => UserPayload, { description: 'Forgets the person for good: the personal data are destroyed.' })
  @RequiresPermission('users:write')
  deleteUser(@Args('input') input: UserKeyInput, @Asked() asker: Asker): Promise<UserSuccess> {
    return this.change(asker, { type: 'DeleteUser', ...input });
  }

  private change(asker: Asker, asking: Asking<UserCommand>): Promise<UserSuccess> {
    return this.commands.execute<UserCommand, unknown, Pick<UserSuccess, 'user' | 'subjectId'>>(
      asker,
      asking,
      (command) => new ExecuteUserCommand(command),
      async () => ({ subjectId: asking.subjectId, ...optional({ user: await this.user(asking.subjectId) }) }),
    );
  }
}
