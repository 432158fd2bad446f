import { ERROR_CODES, StepwellError } from '@stepwell/base/errors';
import { book } from './commands/book.ts';
import { doctor } from './commands/doctor.ts';
import { exportModel } from './commands/export.ts';
import { importLogs } from './commands/import.ts';
import { foreground, join, background, remove, watch } from './commands/join.ts';
import { predict } from './commands/predict.ts';
import { predictions } from './commands/predictions.ts';
import { reopen } from './commands/reopen.ts';
import { run } from './commands/run.ts';
import { serve } from './commands/serve.ts';
import { start } from './commands/start.ts';
import { verify } from './commands/verify.ts';

const USAGE = `stepwell: train and test models on a table, text or images, from the data to an honest verdict

Usage: stepwell COMMAND [OPTIONS]

  stepwell run FILE … --target COL[,COL…]
                                     Run the whole workflow on a table (CSV, TSV, JSON, ARFF, svmlight, Parquet, Excel),
                                     arrays (.npz), IDX files (images and labels), or images in one folder per class
   Data
    --type TYPE                      binary, multiclass, multilabel, scalar-regression or vector-regression
                                     (default: chosen from the target)
    --from URL                       Fetch the file from a URL instead, and upload it from this machine
    --test FILE                      Read the test rows from a separate file; they stay sealed until the last stage
    --sample 0.1                     Use a random share of the rows, if the file is too large
    --drop COL[,COL…]                Leave columns out
    --keep COL[,COL…]                Keep columns that would be left out automatically (you'll know them in advance)
   Reading, where the rules are to be overruled
    --read COL=HOW                   category, number, date, text, number:decimal-comma, number:decimal-point,
                                     date:day-first, date:month-first, date:seconds, date:milliseconds, date:yyyymmdd,
                                     category:exact (keep spellings apart), missing:WORD; repeat for more columns
    --header none|LINE               Number the columns of a file without a header, or name the header's line
    --delimiter C  --decimal .|,     Set the delimiter (one character, tab or space) and the decimal mark
    --missing WORD[,WORD…]           Count more words as missing, in every column
    --encoding NAME  --comment TEXT  Set the encoding (windows-1252, utf-16le …), and how comment lines begin
    --sheet NAME                     Choose the sheet of a workbook
    --misfits skip                   Leave out all rows with another number of cells, however many
    --resize 64x64                   Scale images to one width and height, without keeping proportions
   Evaluation
    --measure NAME                   accuracy, balanced-accuracy, precision, recall, f1, f1-micro, roc-auc,
                                     average-precision, mean-average-precision, log-loss, brier,
                                     mae, mse, rmse, r2 or mape
    --expression "tp / (tp + fp)"    Define your own metric; add --lower-is-better if lower is better
    --costs FP:FN                    Choose the threshold that minimizes the cost of false positives and negatives
    --protocol PROTOCOL              hold-out, k-fold or iterated-k-fold; with --folds K and --iterations N
    --validation-share 0.2           Set the validation share of a hold-out
    --order random|time|file         Split rows at random, by time (--time-column COL sets the column), or as the
                                     file has them, the earliest first
    --group COL                      Keep rows with the same value on the same side of each split
    --split COL                      Read the split from a column with the values train, validation (or val) and test
    --part VALUE=PART                Map another value of that column to train, validation, test or none
   Preparation and model
    --prepare COL=HOW                z-score, zero-to-one, minus-one-to-one, robust, log, one-hot, hash, frequency,
                                     multi-hot, sequences (text) or pixels (images)
    --words N                        Limit the vocabulary of text columns to the N most common words (default: 10000)
    --units 64-64                    Set the dense layers' units
    --embedding 16[:average|flatten[:WORDS]]
                                     Add a word embedding
    --convolution 32-64-64           Add convolutions, or separable ones: separable:32-64; --batch-normalization
    --dropout R  --l1 R  --l2 R      Set the regularization
    --last-activation NAME           Set the last layer's activation
    --loss NAME                      Set the loss function
    --optimizer rmsprop|adam|sgd     Set the optimizer; with --learning-rate R, --batch-size N, --epochs N
    --class-weight balanced|none     Set the class weights
    --final-epochs N                 Set the epochs of the final fit
   Run
    --effort LEVEL                   single, quick, standard or thorough (default: standard); single trains one
                                     configuration, without the gate or a search
    --seed N                         Set the random seed (default: 0)
    --ignore-gate                    Continue even if the gate stops the run
    --background                     Let the service finish the run, so you can close the terminal; a run on this
                                     machine pauses with this command and resumes under "stepwell serve"
    --url URL                        Use this Stepwell service (default: start one on this machine)
    --token TOKEN                    Set the service's upload token (default: STEPWELL_TOKEN)
    --step-minibatches N             Limit the minibatches of each step (default: the service's limit)
   Output
    --json FILE                      Write the report as JSON (stepwell.report/2)
    --markdown FILE                  Write the report as Markdown
    --predictions FILE.csv           Write a prediction for each test row

  stepwell watch URL                 Watch a run without driving it
  stepwell drive URL KEY             Drive a run from this terminal; others can drive it at the same time
  stepwell background URL KEY        Let the service finish a run
  stepwell foreground URL KEY        Stop the service from driving a run
  stepwell reopen URL KEY TRIAL      Test another trial on the same test rows; the report counts each opening
  stepwell predict URL FILE          Predict the rows of a file with a run's model, as CSV
    --out OUT.csv                    Write them to a file
    --part train|test                The part of a file that has several. Images may be a folder or several files
    --local                          Download the model and predict on this machine; the results are the same. A model
                                     downloaded before (MODEL.swm) can stand in place of the link
  stepwell export URL                Download a run's model for use without Stepwell: a zip with a program and a README
    --out MODEL.zip                  Write it to this file (default: model.zip)
  stepwell verify URL --data FILE    Make a run again on this machine, and compare the file's fingerprint, each decision,
                                     all curves and the weights' bits; --test FILE and the options for reading as in run
    --attach [KEY]                   Attach the result to the run, as the key holder's statement
  stepwell predictions URL KEY on|off
                                     Switch predictions and the model's download on or off for those who have no key;
                                     with it, predict and export still work: set STEPWELL_KEY and add --with-key
  stepwell delete URL KEY            Delete a run and all of its data
    KEY                              The run's edit key (default: STEPWELL_KEY)

  stepwell import DIR                Store runs that were trained elsewhere: event files of TensorBoard, and CSV logs
    --project NAME                   Name what they are runs of (default: the folder's name)
    --url URL  --token TOKEN         Use this Stepwell service and upload token

  stepwell book [NAME …] --data DIR  Run the book's experiments and compare the results with the published ones
    NAME                             mnist, imdb, reuters, boston, california, overfitting or mnist-convnet
    --seeds N                        Run each configuration with N seeds (default: 1)
    --url URL  --token TOKEN         Use this Stepwell service and upload token

  stepwell start [--exit]            Run the cars example on this machine, then keep serving
  stepwell serve                     Serve the dashboard on this machine
    --port N                         Set the port (default: 8787, or a free one)
    --state DIR                      Store runs here (default: .wrangler/state in the project)

  stepwell doctor                    Check the stored data for missing and leftover files
    --fix                            Fix what can be fixed; the rest is reported with instructions
    --at-rest                        Include files from the last hour; use it only while nothing runs or uploads
    --url URL                        Check this Stepwell service (default: the one on this machine)
    --token TOKEN                    Set the service's OPERATOR_TOKEN (default: STEPWELL_OPERATOR_TOKEN)
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
    case 'predict':
      return predict(rest);
    case 'predictions':
      return predictions(rest);
    case 'import':
      return importLogs(rest);
    case 'export':
      return exportModel(rest);
    case 'verify':
      return verify(rest);
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
      throw new StepwellError('invalid_request', `Unknown command "${command}". See stepwell --help`);
  }
}

// Whoever reads the output may close it early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
// process.exit runs the exit handlers, which end the processes started here.
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
