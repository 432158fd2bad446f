import { ERROR_CODES, StepwellError } from '@stepwell/base/errors';
import { book } from './commands/book.ts';
import { doctor } from './commands/doctor.ts';
import { foreground, join, background, remove, watch } from './commands/join.ts';
import { reopen } from './commands/reopen.ts';
import { run } from './commands/run.ts';
import { serve } from './commands/serve.ts';
import { start } from './commands/start.ts';

const USAGE = `stepwell: the universal workflow of machine learning, from a table to its verdict

  stepwell run FILE … --target COL[,COL…]  run the whole workflow on a CSV or TSV file, arrays (.npz), idx files
                                     (images and labels), or images in class folders (a folder or a zip)
    --type binary|multiclass|multilabel|scalar-regression|vector-regression
    --test FILE                      sealed test rows from a file of their own
    --sample 0.1                     draw this share of the rows, where all of them don't fit
    --drop COL[,COL…]                leave columns out
    --keep COL[,COL…]                take columns that a rule would leave out: they will be known beforehand
    --measure NAME                   accuracy, balanced-accuracy, precision, recall, f1, f1-micro, roc-auc,
                                     average-precision, mean-average-precision, log-loss, brier,
                                     mae, mse, rmse, r2, mape
    --expression "tp / (tp + fp)"    your own measure; --lower-is-better
    --costs FP:FN                    choose the threshold for these costs of wrong answers
    --protocol hold-out|k-fold|iterated-k-fold    --folds K    --iterations N
    --validation-share 0.2           of a hold-out
    --order random|time              whether rows follow each other in time; --time-column COL says when
    --group COL                      rows with the same value stay on one side
    --split COL                      which rows are train, validation (or val) and test
    --part VALUE=train|validation|test|none       what its values mean, where they are other words
    --prepare COL=HOW                z-score, zero-to-one, minus-one-to-one, robust, log, one-hot, hash, frequency,
                                     multi-hot, sequences (texts), pixels (images)
    --words N                        texts: how many of the commonest words are told apart (default: 10000)
    --units 64-64  --optimizer rmsprop|adam|sgd  --learning-rate R  --batch-size N  --epochs N
    --dropout R  --l1 R  --l2 R      --final-epochs N (of the last fit)
    --embedding 16[:average|flatten[:WORDS]]      words as learned vectors
    --convolution 32-64-64 | separable:32-64      --batch-normalization
    --class-weight balanced|none     --last-activation NAME  --loss NAME
    --effort single|quick|standard|thorough (default: standard; single: one configuration, no gate, no search)
    --seed N                         (default: 0)
    --ignore-gate                       go on where the gate says stop
    --background                     hand the run to the service, which goes on without this terminal; one
                                     started here ends with it, and goes on with "stepwell serve"
    --url URL                        a Stepwell service (default: start one here)
    --token TOKEN                    what that service asks of who uploads (or STEPWELL_TOKEN in the environment)
    --json OUT                       write the report, stepwell.report/2
    --markdown OUT                   write it as Markdown
    --predictions OUT.csv            write a prediction for each test row
    --step-minibatches N             minibatches a step may take (default: the service's)

  stepwell reopen URL KEY TRIAL      open the vault once more, for another trial; counted and shown
  stepwell watch URL                 look on while others drive a run
  stepwell drive URL KEY             drive a run from here, beside whoever else does
  stepwell background URL KEY        hand a run to the service
  stepwell foreground URL KEY         take it back
  stepwell delete URL KEY            delete a run with all that is kept of it
    KEY                              its edit key (default: STEPWELL_KEY of the environment)
  stepwell book [NAME …] --data DIR  run the book's own configurations, published and ours side by side
    NAME                             mnist, imdb, reuters, boston, california, overfitting, mnist-convnet
    --seeds N                        runs of each (default: 1)
    --url URL  --token TOKEN         a Stepwell service, and what it asks of who uploads
  stepwell start [--exit]            run the cars example here, then keep serving
  stepwell serve                     serve the dashboard here
    --port N                         (default: 8787, or a free one)
    --state DIR                      where runs are kept (default: the project's .wrangler/state)
  stepwell doctor                    look for what is missing, and for what lies about that nobody needs
    --mend                           mend what can be; say what to do about the rest
    --at-rest                        nothing is running or uploading: look at what was written this hour too
    --url URL                        a Stepwell service (default: the runs made here)
    --token TOKEN                    its OPERATOR_TOKEN (default: STEPWELL_OPERATOR_TOKEN of the environment)
`;

/** Runs the command line; resolves to the exit code. */
async function main(argv: string[]): Promise<number> {
  const [command, ...rest] = argv;
  switch (command) {
    case 'run':
      return run(rest);
    case 'book':
      return book(rest);
    case 'reopen':
      return reopen(rest);
    case 'watch':
      return watch(rest);
    case 'drive':
      return join(rest);
    case 'background':
      return background(rest);
    case 'foreground':
      return foreground(rest);
    case 'doctor':
      return doctor(rest);
    case 'delete':
      return remove(rest);
    case 'start':
      return start(rest);
    case 'serve':
      return serve(rest);
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(USAGE);
      return 0;
    default:
      throw new StepwellError('invalid_request', `There is no command "${command}". Try: stepwell --help`);
  }
}

// Leaving by process.exit lets what was started here be ended on the way out.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof StepwellError) {
    process.stderr.write(`stepwell: ${error.message} [${error.code}]\n`);
    process.exitCode = ERROR_CODES[error.code].exit;
  } else if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`stepwell: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
