import { Command } from 'commander';
import { type Layout, layoutOf } from '../layout.js';
import { down, reset, start, stop } from './control-commands.js';
import { failureOf } from './failure.js';
import { printLog } from './logs-command.js';
import { printQueues } from './queues-command.js';
import { printDoctor, printEnvironment, printStatus, printToken } from './result-commands.js';
import { setup } from './setup-command.js';
import { supervisedByCaller, up } from './up-command.js';

const help = `
Environment:
  STACK_PORT_BASE  moves every port: with 5000 the APIs listen on 5001 to 5003
  STACK_DIR        where the state lives (.stack)
  STACK_FIRST_DAY  the business day that a new world lives first (2011-01-01)
  STACK_QUEUE      redis or postgres: what the queues are kept in
  DATABASE_URL, REDIS_URL, KEYCLOAK_URL  services to use instead of private ones; the last with
                   KEYCLOAK_ADMIN_USER and KEYCLOAK_ADMIN_PASSWORD_FILE

Exit codes: 0 done, 1 failed, 2 asked for something that does not exist, 3 the stack does not run (status).`;

/** The command line of the stack. Results go to stdout, everything else to stderr. */
export function createProgram(env: NodeJS.ProcessEnv): Command {
  const layout = layoutOf(env.STACK_DIR);
  const program = new Command('stack')
    .description('Starts and runs the whole platform on this machine.')
    .addHelpText('after', help)
    .showHelpAfterError('Run it with --help for what there is.')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  addRunCommands(program, layout, env);
  addResultCommands(program, layout, env);
  return program;
}

function addRunCommands(program: Command, layout: Layout, env: NodeJS.ProcessEnv): void {
  program
    .command('up')
    .description('start everything and show the agents at work; return at once when it runs already')
    .option('-d, --detach', 'return when every process is ready', false)
    .option('--only <names>', 'only these, parted by commas, and what they need', parted, [])
    .action(guarded((options: { detach: boolean; only: string[] }) => up(layout, env, options)));
  program
    .command('supervise', { hidden: true })
    .option('--only <names>', '', parted, [])
    .action(guarded(({ only }: { only: string[] }) => supervisedByCaller(layout, env, only)));
  program
    .command('down')
    .description('stop everything')
    .action(guarded(() => down(layout)));
  program
    .command('start <names...>')
    .description('start single processes of a running stack, and wait until they are ready')
    .action(guarded((names: string[]) => start(layout, names)));
  program
    .command('stop <names...>')
    .description('stop single processes; the rest goes on')
    .action(guarded((names: string[]) => stop(layout, names)));
  program
    .command('setup')
    .description(
      'prepare the services of DATABASE_URL, REDIS_URL and KEYCLOAK_URL and deal secrets; start nothing',
    )
    .action(guarded(() => setup(layout, env)));
  program
    .command('reset')
    .description('stop everything and forget its data and secrets; what was downloaded stays')
    .action(guarded(() => reset(layout)));
}

function addResultCommands(program: Command, layout: Layout, env: NodeJS.ProcessEnv): void {
  program
    .command('status')
    .description('show every process: 0 all ready, 1 some are not, 3 the stack does not run')
    .option('--json', 'as JSON', false)
    .action(guarded(({ json }: { json: boolean }) => printStatus(layout, json)));
  program
    .command('logs <name>')
    .description('print the log of a process, or of `supervisor`')
    .option('-f, --follow', 'go on printing what is added', false)
    .action(guarded((name: string, { follow }: { follow: boolean }) => printLog(layout, name, follow)));
  program
    .command('env')
    .description('print where everything answers, for `eval` in a shell')
    .option('--json', 'as JSON', false)
    .action(guarded(({ json }: { json: boolean }) => printEnvironment(layout, json)));
  program
    .command('token <client>')
    .description('print an access token of an agent, a gateway, a service or a person')
    .option('--audience <service>', 'made out to this service only')
    .option('--scope <scopes>', 'exactly these scopes, parted by spaces; "" for none')
    .action(
      guarded((client: string, options: { audience?: string; scope?: string }) =>
        printToken(layout, client, options),
      ),
    );
  program
    .command('queues [queue]')
    .description('print how full the queues are, or the dead letters of one')
    .option('--retry', 'have dead letters tried anew', false)
    .option('--json', 'as JSON', false)
    .action(
      guarded((queue: string | undefined, options: { retry: boolean; json: boolean }) =>
        printQueues(layout, queue, options),
      ),
    );
  program
    .command('doctor')
    .description('look for what is missing before a start')
    .option('--json', 'as JSON', false)
    .action(guarded(({ json }: { json: boolean }) => printDoctor(layout, env, json)));
}

function parted(names: string): string[] {
  return names.split(',').filter((name) => name !== '');
}

/** Tells of a failure in sentences instead of a stack trace, and answers with its exit code. */
function guarded<Arguments extends unknown[]>(action: (...given: Arguments) => Promise<void> | void) {
  return async (...given: Arguments): Promise<void> => {
    try {
      await action(...given);
    } catch (error) {
      const { text, exitCode } = failureOf(error);
      process.stderr.write(`${text}\n`);
      process.exitCode = exitCode;
    }
  };
}
