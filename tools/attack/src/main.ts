import { Command } from 'commander';
import { openPlatform } from './platform.js';
import { attackTable } from './report.js';
import { runAttacks } from './run-attacks.js';

await new Command('attack')
  .description('Tries to make the agents of the running stack do more than their roles allow.')
  .option('--json', 'print the attempts as JSON', false)
  .addHelpText('after', '\nExit codes: 0 everything held, 1 something got through or no stack runs.')
  .action(attack)
  .parseAsync();

async function attack({ json }: { json: boolean }): Promise<void> {
  try {
    const results = await runAttacks(await openPlatform(process.env), tellProgress);
    process.stdout.write(`${json ? JSON.stringify(results, undefined, 2) : attackTable(results)}\n`);
    if (results.some(({ held }) => !held)) process.exitCode = 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function tellProgress(made: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${made} attempts made`);
}
